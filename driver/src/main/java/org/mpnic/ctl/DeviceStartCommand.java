package org.mpnic.ctl;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Starts a card that stays. */
@Command(
    name = "start",
    mixinStandardHelpOptions = true,
    description = "Start a card that stays until it is stopped.",
    footerHeading = "%nExample:%n",
    footer = {
      "  mpnic device start --name nic0 --queues 4",
      "  mpnic device start --name a --second b --wire delay=5us"
    })
final class DeviceStartCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = {"--name", "-d", "--device"},
      paramLabel = "NAME",
      defaultValue = "nic0",
      description = "Name of the card (default: ${DEFAULT-VALUE}).")
  private String name;

  @Option(
      names = "--second",
      paramLabel = "NAME",
      description = "Start a second card of this name in the same process, joined by a wire.")
  private String second;

  @Option(
      names = "--wire",
      paramLabel = "NAME=VALUE,...",
      converter = WireText.class,
      description = "What the wire does, see 'mpnic loop --help' (default: delay=10us).")
  private String wire;

  @Mixin private DirectoryOption directory;
  @Mixin private CardOptions card;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    DeviceOptions.checkedName(name);
    List<String> arguments = new ArrayList<>(card.arguments());
    if (second != null) {
      arguments.add("--second=" + DeviceOptions.checkedName(second));
    }
    if (wire != null) {
      if (second == null) {
        throw new ParameterException(
            spec.commandLine(),
            "--wire " + wire + ": there is no second card, name it by --second");
      }
      arguments.add("--wire=" + wire);
    }
    DeviceProcess device = DeviceProcess.prepare(name, directory.directory(), arguments, true);
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
