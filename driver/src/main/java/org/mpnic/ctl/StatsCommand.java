package org.mpnic.ctl;

import org.mpnic.driver.inspect.CardView;
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
  @Spec private CommandSpec spec;

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
    try (CardView view = CardView.open(device.directory(), device.name())) {
      output.print(CountersReport.of(device.name(), view.counters()));
    }
    return Main.OK;
  }
}
