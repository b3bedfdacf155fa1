package org.mpnic.device;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.mpnic.abi.WireOptions;
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

  @Option(
      names = "--second",
      paramLabel = "NAME",
      description = "Run a second card of this name, joined to the first by a wire.")
  private String second;

  @Option(
      names = "--wire-to",
      paramLabel = "NAME",
      description = "Make a wire for a card of this name in another process.")
  private String wireTo;

  @Option(
      names = "--wire-from",
      paramLabel = "NAME",
      description = "Join the wire that the card of this name has made.")
  private String wireFrom;

  @Option(
      names = "--wire",
      paramLabel = "NAME=VALUE,...",
      description =
          "What the wire does: delay (10us), loss, reorder, duplicate (shares from 0 to 1),"
              + " frames that pass a reordered one (3), seed (1).")
  private String wire = "";

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
    WireOptions wireOptions;
    try {
      options = options(name);
      wireOptions = WireOptions.parse(wire);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    if (second != null) {
      serve(DevicePair.open(options, options(second), wireOptions));
    } else if (wireTo != null) {
      serve(DevicePair.openFirst(options, wireTo, wireOptions));
    } else if (wireFrom != null) {
      serve(DevicePair.openSecond(options, wireFrom, wireOptions));
    } else {
      serve(Device.open(options));
    }
    return CommandLine.ExitCode.OK;
  }

  private DeviceOptions options(String cardName) {
    return new DeviceOptions(
        cardName,
        RegionDirectory.resolve(directory).toAbsolutePath(),
        config(),
        engine,
        Engines.captureFirmware(),
        batchFrames,
        keep);
  }

  /** Serves the devices, each on a thread of its own, until one of them ends. */
  private void serve(Device... devices) {
    CountDownLatch ended = new CountDownLatch(1);
    Runnable stopAll = () -> Arrays.stream(devices).forEach(Device::requestStop);
    List<Thread> threads = new ArrayList<>();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stopAll, ended), "stop"));
      PrintWriter out = spec.commandLine().getOut();
      for (Device device : devices) {
        say(
            out,
            "device "
                + device.name()
                + " ready: process "
                + ProcessHandle.current().pid()
                + ", region "
                + device.path());
        device.notices(line -> say(out, line));
      }
      if (untilInputEnds) {
        stopAtEndOfInput(stopAll);
      }
      for (Device device : devices) {
        Thread thread = new Thread(() -> run(device, stopAll), "device-" + device.name());
        thread.setUncaughtExceptionHandler((failed, e) -> failure.set(e));
        thread.start();
        threads.add(thread);
      }
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended.countDown();
    }
    if (failure.get() != null) {
      throw new IllegalStateException(failure.get().toString(), failure.get());
    }
  }

  private static void run(Device device, Runnable stopAll) {
    try (device) {
      device.run();
    } finally {
      stopAll.run();
    }
  }

  private static void say(PrintWriter out, String line) {
    out.println(line);
    out.flush();
  }

  private static void stopAtEndOfInput(Runnable stopAll) {
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
              stopAll.run();
            },
            "end-of-input");
    reader.setDaemon(true);
    reader.start();
  }

  /** SIGTERM: the loop ends, the region goes, the process ends with status 0. */
  private static void stop(Runnable stopAll, CountDownLatch ended) {
    boolean byItself = ended.getCount() == 0;
    stopAll.run();
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
