package org.mpnic.ctl;

import org.mpnic.driver.inspect.CardView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows the card's registers. */
@Command(
    name = "regs",
    mixinStandardHelpOptions = true,
    description = "Show the card's registers.",
    footerHeading = "%nExample:%n",
    footer = "  mpnic regs show -d nic0")
final class RegsCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "what to do is missing: show");
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Show the card's registers.",
      footerHeading = "%nExample:%n",
      footer = "  mpnic regs show -d nic0 --json")
  int show(@Mixin DeviceOptions device, @Mixin OutputOptions output) {
    try (CardView view = CardView.open(device.directory(), device.name())) {
      output.print(RegistersReport.of(device.name(), view.registers()));
    }
    return Main.OK;
  }
}
