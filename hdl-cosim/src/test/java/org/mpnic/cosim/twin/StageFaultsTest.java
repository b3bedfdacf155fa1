package org.mpnic.cosim.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.mpnic.cosim.RequiredTools;
import org.mpnic.cosim.lockstep.CosimReport;
import org.mpnic.cosim.lockstep.Lockstep;
import org.mpnic.cosim.lockstep.VerilatedBuild;

/**
 * Lockstep finds every small fault of stage-faults.tsv in the RTL; one build each, so only with
 * -Dcosim.faults=true. The sources stay as they are: a fault is put into a copy.
 *
 * <p>Not in the list, because they cannot matter: bytes of all words exchanged in the IPv4 header's
 * sum (only whether it is zero counts), rx_checksum's beat index without reset behind rx_parser
 * (which sends no beat in reset), and rx_parser's result not kept (the window keeps its bytes until
 * the next frame, and the same result is computed again), and dss_mapper's next victim moved on for
 * an empty slot (slots fill from the first to the last, behind which it is the first's turn again).
 */
@EnabledIfSystemProperty(named = "cosim.faults", matches = "true")
class StageFaultsTest {
  private static final long PACKETS = 100_000;

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}, {1}: {2} -> {3}")
  @CsvFileSource(
      resources = "stage-faults.tsv",
      delimiter = '\t',
      quoteCharacter = '\0',
      emptyValue = "")
  void shouldBeFound(String stage, String file, String rightLine, String wrongLine)
      throws Exception {
    String right = rightLine.replace("\\n", "\n");
    String wrong = wrongLine == null ? "" : wrongLine.replace("\\n", "\n");
    RequiredTools.needVerilator();
    Path home = Path.of("").toAbsolutePath();
    Path receive = home.resolve("rtl/rx").resolve(stage + ".sv");
    Path ofHost = home.resolve("rtl/host").resolve(stage + ".sv");
    Files.copy(Files.exists(receive) ? receive : ofHost, folder.resolve(stage + ".sv"));
    Path original = home.resolve("rtl").resolve(file);
    String source = Files.readString(original);
    assertThat(source).contains(right);
    int at = source.indexOf(right);
    String faulty = source.substring(0, at) + wrong + source.substring(at + right.length());
    assertThat(faulty).isNotEqualTo(source);
    Files.writeString(folder.resolve(original.getFileName()), faulty);
    CosimReport report =
        new Lockstep(
                new VerilatedBuild(home, folder),
                s -> StageTwins.of(stage).make(StageLockstepTest.SMALL, s, PACKETS),
                1)
            .run(null, null);
    assertThat(report.first()).isNotNull();
    assertThat(report.first().lastCycles()).isNotEmpty();
  }
}
