package org.mpnic.cosim.rx;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.mpnic.cosim.header.ParsedHeaderLayout;

/** Builds tb/rx/front_bench.cpp around one top module and runs it on vectors of the model. */
final class FrontBench {
  /** Every source of rx_parser and rx_checksum, in the order that all tools take. */
  static final List<String> SOURCES =
      List.of(
          "rtl/rx/parsed_header.svh",
          "rtl/mpnic_abi_pkg.sv",
          "rtl/common/delay_line.sv",
          "rtl/common/ones_complement_tree.sv",
          "rtl/rx/parse_ethernet.sv",
          "rtl/rx/parse_ip.sv",
          "rtl/rx/parse_ipv6_extension.sv",
          "rtl/rx/parse_mptcp_option.sv",
          "rtl/rx/parse_tcp.sv",
          "rtl/rx/parse_tcp_option.sv",
          "rtl/rx/rx_parser.sv",
          "rtl/rx/rx_checksum.sv");

  private static final int BUILD_SECONDS = 300;
  private static final int RUN_SECONDS = 600;
  private static final int WINDOW_BEATS = 3;

  private final Path root;
  private final Path folder;
  private final int beatBytes;

  FrontBench(Path folder, int beatBytes) {
    this(Path.of("."), folder, beatBytes);
  }

  /** A bench of the sources below {@code root}, built in {@code folder}. */
  FrontBench(Path root, Path folder, int beatBytes) {
    this.root = root;
    this.folder = folder;
    this.beatBytes = beatBytes;
  }

  /** Ends the test as skipped without the tool, or as failed when -Dcosim.required=true. */
  static void needs(String tool) {
    boolean there =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(path -> Files.isExecutable(Path.of(path, tool)));
    if (!there && Boolean.getBoolean("cosim.required")) {
      throw new AssertionError(tool + " is not there: run hdl-cosim/bin/install-tools");
    }
    Assumptions.assumeTrue(there, tool + " is not there");
  }

  /** Builds a bench: {@code kind} is PARSER, CHECKSUM or FRONT. */
  void build(String kind, String top, String benchSource, int latency) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "verilator",
                "--cc",
                "--exe",
                "--build",
                "-O3",
                "--assert",
                "--x-assign",
                "unique",
                "--x-initial",
                "unique"));
    command.addAll(List.of("--top-module", top, "--prefix", "Vtop", "-Irtl/rx", "-Irtl/common"));
    command.addAll(List.of("-GBEAT_BYTES=" + beatBytes, "-GHEADER_WINDOW_BEATS=" + WINDOW_BEATS));
    command.addAll(
        List.of("-Mdir", folder.toString(), "-o", "bench", "-MAKEFLAGS", "OPT_FAST=-O1"));
    command.addAll(
        List.of(
            "-CFLAGS",
            "-O1 -DBENCH_"
                + kind
                + " -DLATENCY="
                + latency
                + " -DBEAT_BYTES="
                + beatBytes
                + " -DWINDOW_BEATS="
                + WINDOW_BEATS
                + " -DHEADER_BITS="
                + ParsedHeaderLayout.WIDTH));
    command.addAll(SOURCES);
    if (benchSource != null) {
      command.add(benchSource);
    }
    command.add(Path.of("tb/rx/front_bench.cpp").toAbsolutePath().toString());
    run(root, command, BUILD_SECONDS);
  }

  /** Writes vectors and runs the bench on them; returns its last line. */
  String run(long seed, long beats, int idlePercent) throws Exception {
    Path vectors = folder.resolve("vectors-" + seed + ".bin");
    FrontVectors.main(
        new String[] {
          vectors.toString(), "" + seed, "" + beats, "" + beatBytes, "" + WINDOW_BEATS
        });
    try {
      return run(
          List.of(
              folder.resolve("bench").toString(), vectors.toString(), "" + idlePercent, "" + seed),
          RUN_SECONDS);
    } finally {
      Files.delete(vectors);
    }
  }

  /** Runs a command in the module's folder; fails with what it printed unless it exits with 0. */
  static String run(List<String> command, int seconds) throws IOException, InterruptedException {
    return run(Path.of("."), command, seconds);
  }

  /** Runs a command in a folder; fails with what it printed unless it exits with 0. */
  static String run(Path root, List<String> command, int seconds)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile("mpnic-bench", ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(root.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("not done in " + seconds + " s: " + String.join(" ", command));
      }
      String output = Files.readString(log);
      if (process.exitValue() != 0) {
        throw new AssertionError(String.join(" ", command) + "\n" + output);
      }
      return output.strip();
    } finally {
      Files.delete(log);
    }
  }
}
