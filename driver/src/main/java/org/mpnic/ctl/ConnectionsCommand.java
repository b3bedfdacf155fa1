package org.mpnic.ctl;

import org.mpnic.driver.inspect.CardView;
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
  @Spec private CommandSpec spec;

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
    try (CardView view = CardView.open(device.directory(), device.name())) {
      output.print(new ConnectionsReport(device.name(), view.connections()));
    }
    return Main.OK;
  }
}
