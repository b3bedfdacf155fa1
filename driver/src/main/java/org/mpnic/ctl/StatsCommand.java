package org.mpnic.ctl;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows every counter of the card. */
@Command(
    name = "stats",
    mixinStandardHelpOptions = true,
    description = "Show every counter of the card.",
    footerHeading = "%nExample:%n",
    footer = "  mpnic stats show -d nic0")
final class StatsCommand implements Runnable {
  private final Console console;

  @Spec private CommandSpec spec;

  StatsCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "what to do is missing: show");
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Show every counter of the card.",
      footerHeading = "%nExample:%n",
      footer = "  mpnic stats show -d nic0 --json")
  int show(@Mixin DeviceOptions device, @Mixin OutputOptions output) {
    throw new UserError("not wired " + console.colours() + device.name());
  }
}
