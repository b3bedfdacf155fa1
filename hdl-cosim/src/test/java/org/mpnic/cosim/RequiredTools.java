package org.mpnic.cosim;

import org.junit.jupiter.api.Assumptions;
import org.mpnic.cosim.lockstep.Toolchain;

/** What tests do without the hardware tools: skip loudly, or fail with -Dcosim.required=true. */
public final class RequiredTools {
  private RequiredTools() {}

  /** Ends the test when a program is missing, with the line that says what to run. */
  public static void need(String... programs) {
    Toolchain.missing(programs).ifPresent(RequiredTools::end);
  }

  /** Ends the test when a verilated library cannot be built. */
  public static void needVerilator() {
    Toolchain.missing().ifPresent(RequiredTools::end);
  }

  private static void end(String line) {
    if (Boolean.getBoolean("cosim.required")) {
      throw new AssertionError(line);
    }
    Assumptions.abort(line);
  }
}
