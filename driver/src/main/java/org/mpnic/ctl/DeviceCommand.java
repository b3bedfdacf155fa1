package org.mpnic.ctl;

import java.nio.file.Path;
import org.mpnic.driver.Nic;
import org.mpnic.driver.inspect.CardDirectory;
import org.mpnic.driver.inspect.CardSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Starts, stops and lists cards. */
@Command(
    name = "device",
    mixinStandardHelpOptions = true,
    description = "Start, stop and list cards.",
    subcommands = DeviceStartCommand.class,
    footerHeading = "%nExample:%n",
    footer = {"  mpnic device start --name nic0", "  mpnic device list"})
final class DeviceCommand implements Runnable {
  private static final long PATIENCE_MS = 5000;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "what to do is missing: start, stop, list, show or reset");
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List the cards, those included that no process serves any more.",
      footerHeading = "%nExample:%n",
      footer = "  mpnic device list --json")
  int list(@Mixin DirectoryOption directory, @Mixin OutputOptions output) {
    Path folder = directory.directory();
    output.print(new DevicesReport.Listing(folder.toString(), CardDirectory.list(folder)));
    return Main.OK;
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Show one card.",
      footerHeading = "%nExample:%n",
      footer = "  mpnic device show nic0")
  int show(
      @Parameters(paramLabel = "NAME", description = "Name of the card.") String name,
      @Mixin DirectoryOption directory,
      @Mixin OutputOptions output) {
    output.print(
        new DevicesReport.Single(
            CardDirectory.find(directory.directory(), DeviceOptions.checkedName(name))));
    return Main.OK;
  }

  @Command(
      name = "stop",
      mixinStandardHelpOptions = true,
      description = "End a card's process and remove its shared memory, also when it is stale.",
      footerHeading = "%nExample:%n",
      footer = "  mpnic device stop nic0")
  int stop(
      @Parameters(paramLabel = "NAME", description = "Name of the card.") String name,
      @Mixin DirectoryOption directory,
      @Mixin OutputOptions output) {
    Path folder = directory.directory();
    CardSummary card = CardDirectory.find(folder, DeviceOptions.checkedName(name));
    boolean ended = CardDirectory.stop(folder, name, PATIENCE_MS);
    output.print(
        new DevicesReport.Done(name, ended ? "stopped" : "stale region removed", card.devicePid()));
    return Main.OK;
  }

  @Command(
      name = "reset",
      mixinStandardHelpOptions = true,
      description = "Virtual clock, tables, counters and rings of a card back to their start.",
      footerHeading = "%nExample:%n",
      footer = "  mpnic device reset nic0")
  int reset(
      @Parameters(paramLabel = "NAME", description = "Name of the card.") String name,
      @Mixin DirectoryOption directory,
      @Mixin OutputOptions output) {
    Path folder = directory.directory();
    CardSummary card = CardDirectory.find(folder, DeviceOptions.checkedName(name));
    try (Nic nic = Nic.open(name, folder)) {
      nic.admin().reset();
    }
    output.print(new DevicesReport.Done(name, "reset", card.devicePid()));
    return Main.OK;
  }
}
