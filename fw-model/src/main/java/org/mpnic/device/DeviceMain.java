package org.mpnic.device;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.mpnic.abi.region.RegionDirectory;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.config.NicConfigBuilder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The device process: one card, until SIGTERM or the host's SHUTDOWN. Exit status 0, 1 for an
 * error, 2 for wrong usage.
 */
@Command(
    name = "mpnic-device",
    mixinStandardHelpOptions = true,
    description = "Runs a card, until SIGTERM or the host's shutdown command.")
public final class DeviceMain implements Callable<Integer> {
  private static final long STOP_SECONDS = 10;

  @Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--name",
      required = true,
      description = "Name of the card: 1 to 48 letters, digits, '-' or '_'.")
  private String name;

  @Option(
      names = "--dir",
      description = "Folder of the region (default: $MPNIC_DIR, else /dev/shm).")
  private String directory;

  @Option(names = "--ports", description = "Ports, 1 to 8.")
  private Integer ports;

  @Option(names = "--queues", description = "Receive queues, 1 to 64.")
  private Integer queues;

  @Option(names = "--ring-entries", description = "Receive descriptors of a queue, a power of two.")
  private Integer ringEntries;

  @Option(names = "--buffer-bytes", description = "Bytes of a receive buffer.")
  private Integer bufferBytes;

  @Option(
      names = {"--max-frame", "--mtu"},
      description = "Longest frame in bytes, check sequence included.")
  private Integer maxFrameBytes;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "Any parameter of the card by its name in NicConfig.")
  private final Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--engine",
      defaultValue = "java",
      description = "Datapath: java, or rtl where it is installed.")
  private String engine;

  @Option(
      names = "--batch-frames",
      description = "Frames offered to the datapath at a time; no result depends on it.")
  private int batchFrames = DeviceOptions.DEFAULT_BATCH_FRAMES;

  @Option(names = "--keep", description = "Leave the region behind at the end.")
  private boolean keep;

  @Option(
      names = "--until-input-ends",
      description = "End also when standard input ends: with the process that started this one.")
  private boolean untilInputEnds;

  @Option(
      names = "--foreground",
      description = "Stay in the foreground; it always does, the option is for scripts.")
  private boolean foreground;

  /** Runs a device and ends the process. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /** Runs a device; returns the exit status. */
  static int run(String... arguments) {
    CommandLine commandLine = new CommandLine(new DeviceMain());
    commandLine.setParameterExceptionHandler(
        (exception, ignored) -> {
          exception
              .getCommandLine()
              .getErr()
              .println("mpnic-device: " + oneLine(exception.getMessage()) + " (see --help)");
          return CommandLine.ExitCode.USAGE;
        });
    commandLine.setExecutionExceptionHandler(
        (exception, failed, ignored) -> {
          failed.getErr().println("mpnic-device: " + oneLine(exception.getMessage()));
          return CommandLine.ExitCode.SOFTWARE;
        });
    return commandLine.execute(arguments);
  }

  @Override
  public Integer call() throws DeviceException {
    DeviceOptions options;
    try {
      options =
          new DeviceOptions(
              name,
              RegionDirectory.resolve(directory).toAbsolutePath(),
              config(),
              engine,
              Engines.captureFirmware(),
              batchFrames,
              keep);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    serve(options);
    return CommandLine.ExitCode.OK;
  }

  private void serve(DeviceOptions options) throws DeviceException {
    CountDownLatch ended = new CountDownLatch(1);
    try (Device device = Device.open(options)) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(device, ended), "stop"));
      PrintWriter out = spec.commandLine().getOut();
      out.println(
          "device "
              + options.name()
              + " ready: process "
              + ProcessHandle.current().pid()
              + ", region "
              + device.path());
      out.flush();
      if (untilInputEnds) {
        stopAtEndOfInput(device);
      }
      device.notices(
          line -> {
            out.println(line);
            out.flush();
          });
      device.run();
    } finally {
      ended.countDown();
    }
  }

  private static void stopAtEndOfInput(Device device) {
    Thread reader =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {
                  continue;
                }
              } catch (IOException e) {
                // The other end is gone as well.
              }
              device.requestStop();
            },
            "end-of-input");
    reader.setDaemon(true);
    reader.start();
  }

  /** SIGTERM: the loop ends, the region goes, the process ends with status 0. */
  private static void stop(Device device, CountDownLatch ended) {
    boolean byItself = ended.getCount() == 0;
    device.requestStop();
    try {
      if (!byItself && ended.await(STOP_SECONDS, TimeUnit.SECONDS)) {
        Runtime.getRuntime().halt(CommandLine.ExitCode.OK);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private NicConfig config() {
    NicConfigBuilder builder = NicConfig.DEFAULT.toBuilder();
    if (ports != null) {
      builder.ports(ports);
    }
    if (queues != null) {
      builder.queues(queues);
    }
    if (ringEntries != null) {
      builder.ringEntries(ringEntries);
    }
    if (bufferBytes != null) {
      builder.bufferBytes(bufferBytes);
    }
    if (maxFrameBytes != null) {
      builder.maxFrameBytes(maxFrameBytes);
    }
    settings.forEach((parameter, value) -> ConfigSettings.apply(builder, parameter, value));
    return builder.build();
  }

  private static String oneLine(String text) {
    return text == null ? "unknown error" : text.replace('\n', ' ');
  }
}
