package org.mpnic.cosim.rx;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.FlowTable;
import org.mpnic.model.rx.RxChecksum;
import org.mpnic.model.rx.RxParser;

/**
 * The check is checked: each line of faults.tsv puts one small fault into a copy of the RTL, and
 * the comparison with the model must find it.
 *
 * <p>Not in the list, because they cannot matter: bytes of all words exchanged in the IPv4 header's
 * sum (only whether it is zero counts), rx_checksum's beat index without reset behind rx_parser
 * (which sends no beat in reset), and rx_parser's result not kept (the window keeps its bytes until
 * the next frame, and the same result is computed again).
 *
 * <p>With -Dcosim.faults=true; it takes a build for each.
 */
@EnabledIfSystemProperty(named = "cosim.faults", matches = "true")
class RxFrontFaultsTest {
  private static final long SEED = 31;
  private static final long SIZE = 60_000;
  private static final int IDLE_PERCENT = 10;
  private static final int SECONDS = 300;
  private static final int ENTRIES = 64;
  private static final int WAYS = 4;
  private static final int READ_LATENCY = 2;

  @TempDir Path folder;

  /** One fault: file, text, and what takes its place. */
  record Fault(String file, String from, String to) {}

  static Stream<Named<Fault>> faults() throws IOException {
    try (InputStream in = RxFrontFaultsTest.class.getResourceAsStream("faults.tsv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.replace("\\n", "\n").split("\t", -1))
          .map(f -> Named.of(f[0] + ": " + f[1] + " -> " + f[2], new Fault(f[0], f[1], f[2])));
    }
  }

  @ParameterizedTest(name = "{0}, seed " + SEED)
  @MethodSource("faults")
  void shouldFindTheFault(Fault fault) throws Exception {
    FrontBench.needs("verilator");
    Path root = folder.resolve("copy");
    copy(Path.of("rtl"), root.resolve("rtl"));
    copy(Path.of("tb"), root.resolve("tb"));
    copy(Path.of("lint"), root.resolve("lint"));
    Path file = root.resolve(fault.file());
    String text = Files.readString(file);
    String changed = text.replace(fault.from(), fault.to());
    if (changed.equals(text)) {
      throw new AssertionError(fault.file() + " has no '" + fault.from() + "'");
    }
    Files.writeString(file, changed);
    boolean isTable = fault.file().matches(".*(flow_table|exact_match|toeplitz).*");
    Path built = Files.createDirectory(folder.resolve("built"));
    if (isTable) {
      NicConfig config =
          NicConfig.DEFAULT.toBuilder()
              .subflows(ENTRIES)
              .tokens(ENTRIES)
              .flowTableWays(WAYS)
              .tableReadLatencyCycles(READ_LATENCY)
              .build();
      Path vectors = built.resolve("vectors.bin");
      new FlowTableVectors(SEED, config).write(vectors, SIZE);
      int latency = FlowTable.latencyCycles(config);
      FlowTableCosimTest.build(root, built, ENTRIES, WAYS, READ_LATENCY, latency);
      List<String> command = List.of(built.resolve("bench").toString(), vectors.toString());
      assertThatThrownBy(() -> FrontBench.run(command, SECONDS)).hasMessageContaining("mismatches");
    } else {
      FrontBench bench = new FrontBench(root, built, NicConfig.DEFAULT.beatBytes());
      int latency =
          RxParser.latencyCycles(NicConfig.DEFAULT) + RxChecksum.latencyCycles(NicConfig.DEFAULT);
      bench.build("FRONT", "rx_front_bench", "tb/rx/rx_front_bench.sv", latency);
      assertThatThrownBy(() -> bench.run(SEED, SIZE, IDLE_PERCENT))
          .isInstanceOf(AssertionError.class);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}
