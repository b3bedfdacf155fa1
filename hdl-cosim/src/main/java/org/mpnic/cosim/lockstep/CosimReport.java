package org.mpnic.cosim.lockstep;

import java.util.Map;
import org.mpnic.ctl.Console;
import org.mpnic.ctl.Report;

/**
 * What a lockstep run compared.
 *
 * @param cycles cycles of the clock that were compared
 * @param beats beats compared at all boundaries together
 * @param boundaries beats compared by boundary
 * @param mismatches outputs that differed until the run stopped
 * @param first the first of them, or null
 */
public record CosimReport(
    long cycles, long beats, Map<String, Long> boundaries, long mismatches, Difference first)
    implements Report {
  @Override
  public void printText(Console console) {
    boundaries.forEach(
        (name, count) -> console.out().printf("%-32s %,14d beats equal%n", name, count));
    console.out().printf("%-32s %,14d%n", "cycles", cycles);
    console.out().printf("%-32s %,14d%n", "mismatches", mismatches);
    if (first != null) {
      console.out().println(console.red("first difference:"));
      console.out().println("  stage     " + first.stage());
      console.out().println("  seed      " + first.seed());
      console.out().println("  cycle     " + first.cycle());
      console.out().println("  boundary  " + first.boundary());
      console.out().println("  signal    " + first.signal());
      console.out().println("  expected  " + first.expected());
      console.out().println("  actual    " + first.actual());
      console.out().println("  waveform  " + (first.wave() == null ? "none" : first.wave()));
      first.lastCycles().forEach(line -> console.out().println("  " + line));
    }
  }
}
