package org.mpnic.ctl;

import org.mpnic.driver.inspect.CardView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows the card's rings, their indices and fill. */
@Command(
    name = "rings",
    mixinStandardHelpOptions = true,
    description = "Show the card's rings, their indices and fill.",
    footerHeading = "%nExample:%n",
    footer = "  mpnic rings show -d nic0")
final class RingsCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "what to do is missing: show");
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Show the card's rings, their indices and fill.",
      footerHeading = "%nExample:%n",
      footer = "  mpnic rings show -d nic0 --json")
  int show(@Mixin DeviceOptions device, @Mixin OutputOptions output) {
    try (CardView view = CardView.open(device.directory(), device.name())) {
      output.print(new RingsReport(device.name(), view.rings()));
    }
    return Main.OK;
  }
}
