package org.mpnic.cosim.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mpnic.cosim.RequiredTools;
import org.mpnic.cosim.lockstep.CosimReport;
import org.mpnic.cosim.lockstep.Lockstep;
import org.mpnic.cosim.lockstep.StageTwin;
import org.mpnic.cosim.lockstep.VerilatedBuild;
import org.mpnic.model.config.NicConfig;

/**
 * Lockstep finds every small fault of stage-faults.tsv in the RTL, but for those of which the list
 * says why they cannot matter: these it must not find. One build each, so only with
 * -Dcosim.faults=true; -Dcosim.faults.stages=NAME,NAME runs the faults of those stages, and
 * -Dcosim.faults.containing=TEXT those in which the text stands. The sources stay as they are: a
 * fault is put into a copy. The table of the README is printed at the end.
 */
@EnabledIfSystemProperty(named = "cosim.faults", matches = "true")
class StageFaultsTest {
  /** Packets of the runs, by seed from 1 on: most faults are seen at once. */
  private static final long[] PACKETS = {5_000, 20_000, 20_000, 20_000};

  /**
   * The same for stages that have a packet a cycle, and contexts in which much may come together.
   */
  private static final long[] PACKETS_OF_CONTEXTS = {5_000, 20_000, 200_000, 200_000};

  private static final long[] PACKETS_OF_THE_WHOLE = {300, 1_000, 2_000, 2_000};

  /** On transmit a reset of a queue takes many of them with it. */
  private static final long[] PACKETS_OF_TRANSMIT = {500, 3_000, 10_000, 10_000};

  /** Paths by their modules: faults between the stages. */
  private static final Map<String, String> WHOLE =
      Map.of("rx_top", "rx", "tx_path", "tx_path", "tx_top", "tx");

  private static final Set<String> CONTEXTS =
      Set.of("subflow_tracker", "dss_mapper", "connection_tracker", "steering");

  /** In the last run the descriptor cache fills its memory. */
  private static final NicConfig FULL =
      StageLockstepTest.SMALL.toBuilder().descriptorCache(16).build();

  /** Fewer steps of rx_parser: the build is what the time goes into. */
  private static final NicConfig FEW = TopLockstepTest.SMALL.toBuilder().maxTcpOptions(8).build();

  /** Faults, found, and without effect, by stage. */
  private static final Map<String, int[]> TABLE = new TreeMap<>();

  @TempDir Path folder;

  /** A line of the list. */
  record Fault(String stage, String file, String right, String wrong, String harmless) {
    static Fault of(String line) {
      String[] columns = line.replace("\\n", "\n").split("\t", -1);
      assertThat(columns.length).as(line).isBetween(4, 5);
      return new Fault(
          columns[0], columns[1], columns[2], columns[3], columns.length == 5 ? columns[4] : "");
    }

    @Override
    public String toString() {
      return (stage + ", " + file + ": " + right + " -> " + wrong).replace("\n", "\\n");
    }
  }

  /** The whole list. */
  static List<Fault> all() throws IOException {
    try (var list = StageFaultsTest.class.getResourceAsStream("stage-faults.tsv")) {
      return new String(list.readAllBytes()).lines().map(Fault::of).toList();
    }
  }

  static Stream<Fault> faults() throws IOException {
    String stages = System.getProperty("cosim.faults.stages", "");
    String text = System.getProperty("cosim.faults.containing", "");
    return all().stream()
        .filter(fault -> stages.isEmpty() || List.of(stages.split(",")).contains(fault.stage))
        .filter(fault -> fault.toString().contains(text));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void shouldBeFoundUnlessItCannotMatter(Fault fault) throws Exception {
    RequiredTools.needVerilator();
    Path home = Path.of("").toAbsolutePath();
    long start = System.nanoTime();
    putInto(home.resolve("rtl"), fault);
    CosimReport report = null;
    long seed = 0;
    long[] runs =
        WHOLE.containsKey(fault.stage)
            ? fault.stage.startsWith("tx") ? PACKETS_OF_TRANSMIT : PACKETS_OF_THE_WHOLE
            : CONTEXTS.contains(fault.stage) ? PACKETS_OF_CONTEXTS : PACKETS;
    while (seed < runs.length && (report == null || report.first() == null)) {
      long packets = runs[(int) seed++];
      boolean last = seed == runs.length;
      report =
          new Lockstep(
                  VerilatedBuild.quick(home, folder, folder.resolve("library")),
                  s -> twin(fault.stage, s, packets, last),
                  seed)
              .run(null, null);
    }
    boolean found = report.first() != null;
    int[] counts = TABLE.computeIfAbsent(fault.stage, stage -> new int[3]);
    counts[0]++;
    counts[found ? 1 : 2]++;
    System.out.printf(
        "%s: %s after %.1f s%n",
        fault,
        found ? "seed " + seed + ", cycle " + report.first().cycle() : "not found",
        (System.nanoTime() - start) / 1e9);
    if (fault.harmless.isEmpty()) {
      assertThat(report.first()).as("first difference").isNotNull();
      assertThat(report.first().lastCycles()).isNotEmpty();
    } else {
      assertThat(report.first()).as(fault.harmless).isNull();
    }
  }

  private static StageTwin twin(String stage, long seed, long packets, boolean last) {
    NicConfig config = last ? FULL : StageLockstepTest.SMALL;
    String whole = WHOLE.get(stage);
    if (whole != null) {
      NicConfig card = whole.equals("rx") ? FEW : config;
      return TopTwins.maker(whole, card, null, packets, 0).apply(seed);
    }
    return StageTwins.of(stage).make(config, seed, packets);
  }

  /** Copies the stage, and the file with the fault. */
  private void putInto(Path rtl, Fault fault) throws IOException {
    Path module =
        Stream.of("rx", "tx", "host", "top")
            .map(place -> rtl.resolve(place).resolve(fault.stage + ".sv"))
            .filter(Files::exists)
            .findFirst()
            .orElseThrow();
    Files.copy(module, folder.resolve(fault.stage + ".sv"));
    Path original = rtl.resolve(fault.file);
    String source = Files.readString(original);
    int at = source.indexOf(fault.right);
    assertThat(at).as("%s in %s", fault.right, fault.file).isNotNegative();
    String rest = source.substring(at + fault.right.length());
    String faulty = source.substring(0, at) + fault.wrong + rest;
    assertThat(faulty).isNotEqualTo(source);
    Files.writeString(folder.resolve(original.getFileName()), faulty);
  }

  @AfterAll
  static void printTable() {
    System.out.printf("%n| stage | faults | found | cannot matter |%n|---|---|---|---|%n");
    TABLE.forEach(
        (stage, counts) ->
            System.out.printf("| %s | %d | %d | %d |%n", stage, counts[0], counts[1], counts[2]));
  }
}
