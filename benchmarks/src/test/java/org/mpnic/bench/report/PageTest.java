package org.mpnic.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mpnic.bench.Machine;
import org.mpnic.bench.host.HostSpeedReport;
import org.mpnic.bench.host.HostSpeedResult;

class PageTest {
  private static final HostSpeedReport REPORT =
      new HostSpeedReport(
          new Machine("a processor", 2, "Linux", "JDK 25", 0.5),
          "lookup",
          "M lookups/s",
          2,
          List.of(
              new HostSpeedResult(Map.of("subflows", "1024"), 21.5, 20.25, 22.75, 10),
              new HostSpeedResult(Map.of("subflows", "65536"), 9.5, 9.25, 9.75, 10)));

  @TempDir Path folder;

  @Test
  void shouldShowCommandFiguresSpreadMachineAndPlot() throws IOException {
    Page page = new Page("Measurements");
    page.paragraph("Words.");
    page.section("Lookups", "mpnic bench lookup", REPORT::printText, "lookup.svg");
    page.write(folder.resolve("report.md"));
    assertThat(Files.readString(folder.resolve("report.md")))
        .startsWith("# Measurements\n\nWords.\n\n## Lookups\n\n    mpnic bench lookup\n\n```\n")
        .contains("subflows  M lookups/s  least   most\n")
        .contains("    1024        21.50  20.25  22.75\n")
        .contains("   65536         9.50   9.25   9.75\n")
        .contains("a processor, 2 processors, load 0.5, Linux, JDK 25\n")
        .contains("median, slowest and fastest of 10 samples in 2 processes")
        .endsWith("```\n\n![Lookups](lookup.svg)\n");
  }

  @Test
  void shouldDrawHostSpeedWithItsParameters() throws IOException {
    Path file = folder.resolve("lookup.svg");
    Plots.hostSpeed(REPORT, "Lookups a second", file);
    assertThat(Files.readString(file)).contains("<svg").contains("</svg>");
    assertThat(REPORT.results().get(0).label()).isEqualTo("subflows 1024");
  }
}
