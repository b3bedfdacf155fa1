package org.mpnic.bench.baseline;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.mpnic.ctl.UserError;

/**
 * Builds the baselines in C by gcc -O3 -march=native, once: a result's name is a digest of source,
 * command and processor. With DPDK where pkg-config knows libdpdk.
 */
public final class NativeBuild {
  private static final List<String> FLAGS =
      List.of("-std=gnu11", "-Wall", "-O3", "-pthread", "-fno-strict-aliasing");

  /** Rings between two processes, a program. */
  public static final String RINGS = "rings.c";

  /** Ones' complement sums, a library. */
  public static final String CHECKSUM = "checksum.c";

  /** Behind DPDK's own flags, which ask for an older processor. */
  private static final String NATIVE = "-march=native";

  private static final Path CACHE =
      Path.of(System.getProperty("mpnic.home", "."), "benchmarks/target/baselines")
          .toAbsolutePath();

  private static Boolean hasDpdk;

  private NativeBuild() {}

  /** One line that says what is missing to build baselines, or nothing. */
  public static Optional<String> missing() {
    return isProgram("gcc")
        ? Optional.empty()
        : Optional.of("gcc is not there, so nothing is compared with C: apt-get install gcc");
  }

  /** Whether DPDK's headers and libraries are there. */
  public static synchronized boolean hasDpdk() {
    if (hasDpdk == null) {
      hasDpdk = isProgram("pkg-config") && pkgConfig("--cflags").isPresent() && linksDpdk();
    }
    return hasDpdk;
  }

  private static boolean linksDpdk() {
    try {
      program(RINGS, true);
      library(CHECKSUM, true);
      return true;
    } catch (UserError notUsable) {
      return false;
    }
  }

  /**
   * An executable program.
   *
   * @param source a file of this package's folder of resources
   * @param dpdk with DPDK
   */
  public static Path program(String source, boolean dpdk) {
    return build(source, dpdk, List.of());
  }

  /** A shared library of one source; parameters as for {@link #program}. */
  public static Path library(String source, boolean dpdk) {
    return build(source, dpdk, List.of("-shared", "-fPIC"));
  }

  /** The flags that baselines are compiled with, for reports. */
  public static String flags() {
    return String.join(" ", FLAGS) + " " + NATIVE;
  }

  private static Path build(String source, boolean dpdk, List<String> kind) {
    List<String> command = new ArrayList<>(List.of("gcc"));
    command.addAll(FLAGS);
    command.addAll(kind);
    List<String> libraries = new ArrayList<>();
    if (dpdk) {
      command.add("-DWITH_DPDK");
      command.addAll(pkgConfig("--cflags").orElseThrow());
      libraries.addAll(pkgConfig("--libs-only-L").orElseThrow());
      // Of libdpdk only the ring; its drivers pull in half of the system.
      libraries.addAll(List.of("-lrte_ring", "-Wl,--unresolved-symbols=ignore-in-shared-libs"));
    }
    command.add(NATIVE);
    try (InputStream in = NativeBuild.class.getResourceAsStream(source)) {
      byte[] text = in.readAllBytes();
      Files.createDirectories(CACHE);
      String name = source.substring(0, source.indexOf('.')) + "-" + digest(text, command);
      Path result = CACHE.resolve(name);
      if (!Files.exists(result)) {
        // Names of its own: another process may be at the same build.
        Path unfinished = Files.createTempFile(CACHE, name, ".tmp");
        Path file = Files.write(Path.of(unfinished + ".c"), text);
        command.addAll(List.of("-o", unfinished.toString(), file.toString()));
        command.addAll(libraries);
        run(command);
        Files.delete(file);
        Files.move(unfinished, result, StandardCopyOption.ATOMIC_MOVE);
      }
      return result;
    } catch (IOException failure) {
      throw new UserError("cannot build " + source + ": " + UserError.oneLine(failure), failure);
    }
  }

  private static String digest(byte[] text, List<String> command) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(text);
      digest.update(command.toString().getBytes(StandardCharsets.UTF_8));
      // What -march=native means is the processor's.
      Path processors = Path.of("/proc/cpuinfo");
      if (Files.isReadable(processors)) {
        String flags =
            Files.readAllLines(processors).stream()
                .filter(line -> line.startsWith("flags"))
                .findFirst()
                .orElse("");
        digest.update(flags.getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Optional<List<String>> pkgConfig(String what) {
    try {
      String words = run(List.of("pkg-config", what, "libdpdk")).strip();
      return Optional.of(words.isEmpty() ? List.of() : List.of(words.split("\\s+")));
    } catch (UserError notThere) {
      return Optional.empty();
    }
  }

  /** Runs a baseline to its end, and returns what it printed. */
  public static String output(List<String> command) {
    return run(command);
  }

  /** Runs a program to its end, and returns what it printed. */
  static String run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      if (status != 0) {
        String first = output.lines().filter(line -> line.contains("rror")).findFirst().orElse("");
        throw new UserError(command.get(0) + " failed with status " + status + ": " + first);
      }
      return output;
    } catch (IOException failure) {
      throw new UserError(command.get(0) + " cannot be run: " + failure.getMessage(), failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new UserError(command.get(0) + " was interrupted", interrupted);
    }
  }

  private static boolean isProgram(String name) {
    String path = System.getenv("PATH");
    return path != null
        && Arrays.stream(path.split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
  }
}
