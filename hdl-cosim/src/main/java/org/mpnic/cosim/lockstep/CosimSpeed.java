package org.mpnic.cosim.lockstep;

import java.lang.management.ManagementFactory;
import org.mpnic.ctl.Console;
import org.mpnic.ctl.Report;

/**
 * How fast the same cycles pass in model, RTL and lockstep, in kilocycles of the card per second of
 * processor time.
 *
 * @param cycles cycles of the card
 * @param modelKilocycles the model without a probe
 * @param rtlKilocycles the verilated RTL on recorded input, nothing compared
 * @param lockstepKilocycles both, every boundary compared
 */
public record CosimSpeed(
    long cycles, long modelKilocycles, long rtlKilocycles, long lockstepKilocycles)
    implements Report {
  @Override
  public void printText(Console console) {
    console.out().printf("%-20s %,12d%n", "cycles", cycles);
    console.out().printf("%-20s %,12d kcycle/s%n", "model", modelKilocycles);
    console.out().printf("%-20s %,12d kcycle/s%n", "RTL", rtlKilocycles);
    console.out().printf("%-20s %,12d kcycle/s%n", "lockstep", lockstepKilocycles);
  }

  /** Processor time of this thread, ns. */
  static long now() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** Kilocycles a second. */
  static long rate(long cycles, long nanoseconds) {
    return cycles * 1_000_000 / Math.max(1, nanoseconds);
  }
}
