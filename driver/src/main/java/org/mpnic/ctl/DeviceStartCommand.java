package org.mpnic.ctl;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts a card that stays. */
@Command(
    name = "start",
    mixinStandardHelpOptions = true,
    description = "Start a card that stays until it is stopped.",
    footerHeading = "%nExample:%n",
    footer = "  mpnic device start --name nic0 --queues 4")
final class DeviceStartCommand implements Callable<Integer> {
  @Option(
      names = {"--name", "-d", "--device"},
      paramLabel = "NAME",
      defaultValue = "nic0",
      description = "Name of the card (default: ${DEFAULT-VALUE}).")
  private String name;

  @Mixin private DirectoryOption directory;
  @Mixin private CardOptions card;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    DeviceOptions.checkedName(name);
    DeviceProcess device =
        DeviceProcess.prepare(name, directory.directory(), card.arguments(), true);
    try {
      device.start();
    } catch (RuntimeException failure) {
      device.close();
      throw failure;
    }
    device.leave();
    output.print(new DevicesReport.Done(name, "started", device.pid()));
    return Main.OK;
  }
}
