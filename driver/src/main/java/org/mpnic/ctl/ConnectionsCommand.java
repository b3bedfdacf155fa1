package org.mpnic.ctl;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows what the card knows of connections and subflows. */
@Command(
    name = "connections",
    mixinStandardHelpOptions = true,
    description = "Show what the card knows of connections and subflows.",
    footerHeading = "%nExample:%n",
    footer = "  mpnic connections show -d nic0")
final class ConnectionsCommand implements Runnable {
  private final Console console;

  @Spec private CommandSpec spec;

  ConnectionsCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "what to do is missing: show");
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Show what the card knows of connections and subflows.",
      footerHeading = "%nExample:%n",
      footer = "  mpnic connections show -d nic0 --json")
  int show(@Mixin DeviceOptions device, @Mixin OutputOptions output) {
    throw new UserError("not wired " + console.colours() + device.name());
  }
}
