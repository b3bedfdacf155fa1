package org.mpnic.ctl;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.mpnic.driver.inspect.CardDirectory;
import org.mpnic.driver.inspect.CardSummary;

/**
 * A card as a process that this tool started. The device's class is known by name only: the
 * launcher puts it on the class path that both processes share.
 */
final class DeviceProcess implements AutoCloseable {
  /** Main class of the device. */
  static final String MAIN_CLASS = "org.mpnic.device.DeviceMain";

  /** System property with the JVM flags of a device, set by the launcher. */
  static final String JVM_FLAGS = "mpnic.device.jvm";

  private static final long START_SECONDS = 120;

  /** System property with the project's folder, set by the launcher. */
  private static final String HOME = "mpnic.home";

  /** With an engine that is built first. */
  private static final long BUILD_SECONDS = 900;

  private static final long SILENT_SECONDS = 2;
  private static final long STOP_SECONDS = 5;
  private static final long POLL_MS = 10;

  private final String name;
  private final Path directory;
  private final List<String> command;
  private final boolean detached;
  private Process process;

  /** What the device writes to standard error. */
  private InputStream log;

  private boolean closed;

  private DeviceProcess(String name, Path directory, List<String> command, boolean detached) {
    this.name = name;
    this.directory = directory;
    this.command = command;
    this.detached = detached;
  }

  /**
   * A device that does not run yet.
   *
   * @param name of the card
   * @param directory of its shared memory
   * @param options of the device's main class, beyond name and directory
   * @param detached true if it shall outlive this tool and its terminal
   */
  static DeviceProcess prepare(
      String name, Path directory, List<String> options, boolean detached) {
    List<String> arguments =
        new ArrayList<>(List.of("--name", name, "--dir", directory.toString()));
    arguments.addAll(options);
    if (!detached) {
      // This process holds the other end: the device ends with it, even when it is killed.
      arguments.add("--until-input-ends");
    }
    return new DeviceProcess(name, directory, command(arguments, detached), detached);
  }

  /**
   * Starts the device and waits until it serves.
   *
   * @throws UserError the name is taken, or the device ended; the message is its own
   */
  void start() {
    for (CardSummary card : CardDirectory.list(directory)) {
      if (card.name().equals(name) && card.alive()) {
        throw new UserError(
            "device '"
                + name
                + "' runs already, process "
                + card.devicePid()
                + ": stop it, or choose another name");
      }
    }
    launch();
    awaitService();
  }

  private synchronized void launch() {
    if (closed) {
      throw new UserError("device " + name + " was stopped before it started");
    }
    try {
      Path file = Files.createTempFile("mpnic-" + name + "-", ".log");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(file.toFile());
      if (detached) {
        builder.redirectInput(Path.of("/dev/null").toFile());
      }
      try {
        log = Files.newInputStream(file);
        process = builder.start();
      } finally {
        // Both have it open: it needs no name any more, and stays behind with neither of them.
        Files.delete(file);
      }
    } catch (IOException failure) {
      throw new UserError(
          "cannot start device " + name + ": " + UserError.oneLine(failure), failure);
    }
  }

  /** Waits until the device holds its lock and takes admin commands. */
  private void awaitService() {
    long seconds = command.contains("--engine=rtl") ? BUILD_SECONDS : START_SECONDS;
    long startNs = System.nanoTime();
    try (Progress progress = new Progress(Console.ofProcess())) {
      while (!serves()) {
        checkStart(startNs, seconds);
        long waited = (System.nanoTime() - startNs) / 1_000_000_000L;
        if (waited >= SILENT_SECONDS) {
          progress.update(() -> "starting device " + name + " ... " + waited + " s");
        }
      }
    }
  }

  /** Sleeps a little, unless the device has ended or takes too long. */
  private void checkStart(long startNs, long seconds) {
    if (!process.isAlive()) {
      throw whyItEnded();
    }
    if (System.nanoTime() - startNs > seconds * 1_000_000_000L) {
      throw new UserError(
          "device " + name + " does not serve after " + seconds + " s: " + lastLine());
    }
    try {
      Thread.sleep(POLL_MS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new UserError("interrupted while device " + name + " started");
    }
  }

  private boolean serves() {
    return CardDirectory.list(directory).stream()
        .anyMatch(
            card ->
                card.name().equals(name)
                    && card.devicePid() == process.pid()
                    && card.problem() == null
                    && !card.state().equals("starting"));
  }

  private static List<String> command(List<String> arguments, boolean detached) {
    List<String> command = new ArrayList<>();
    if (detached && Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      command.add("/usr/bin/setsid");
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags());
    String home = System.getProperty(HOME);
    if (home != null) {
      command.add("-D" + HOME + "=" + home);
    }
    // The datapath goes from part to part by references: compressed ones cost it a tenth.
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:-UseCompressedOops"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN_CLASS));
    command.addAll(arguments);
    return command;
  }

  /**
   * The launcher's flags; started without the launcher, those of the design for the running JDK.
   */
  private static List<String> flags() {
    String flags = System.getProperty(JVM_FLAGS);
    if (flags == null) {
      flags =
          "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED --add-opens=java.base/java.nio=ALL-UNNAMED"
              + " --add-exports=java.base/sun.nio.ch=ALL-UNNAMED --add-exports=java.base/jdk.internal.ref=ALL-UNNAMED"
              + " -Dorg.slf4j.simpleLogger.defaultLogLevel=error";
      if (Runtime.version().feature() >= 24) {
        flags += " --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow";
      }
    }
    return List.of(flags.strip().split("\\s+"));
  }

  /** Process id of the device. */
  long pid() {
    return process.pid();
  }

  /** True until the process has ended. */
  boolean isAlive() {
    return process.isAlive();
  }

  /** Why the device ended, from the last line that it wrote; for {@link UserError}. */
  UserError whyItEnded() {
    return new UserError("cannot start device " + name + ": " + lastLine());
  }

  private String lastLine() {
    try {
      String text = new String(log.readAllBytes(), StandardCharsets.UTF_8);
      List<String> lines = text.lines().filter(l -> !l.isBlank()).toList();
      if (lines.isEmpty()) {
        return "no reason given";
      }
      String last = lines.get(lines.size() - 1).strip();
      return last.replaceFirst("^mpnic-device: ", "").replaceFirst(" \\(see --help\\)$", "");
    } catch (IOException unreadable) {
      return "what it says cannot be read: " + UserError.oneLine(unreadable);
    }
  }

  /** Lets go of a device that stays. */
  void leave() {
    closeLog();
  }

  /** Ends the device, politely and then by force, and removes its region; once, whoever calls. */
  @Override
  public synchronized void close() {
    if (closed || process == null) {
      closed = true;
      return;
    }
    closed = true;
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor(STOP_SECONDS, TimeUnit.SECONDS);
      }
      CardDirectory.discard(directory, name);
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } catch (RuntimeException ignored) {
      // A region that cannot be removed shows as stale in the list of devices.
    }
    closeLog();
  }

  private void closeLog() {
    try {
      log.close();
    } catch (IOException ignored) {
      // It was only read.
    }
  }
}
