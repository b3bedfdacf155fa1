package org.mpnic.model.table;

/**
 * The memory behind a table: where it is, how long a read takes, how many accesses it takes a
 * cycle.
 *
 * <p>Both kinds are read-modify-write cells that forward over their whole window, so that values
 * never depend on the backing; only {@link #readLatencyCycles()} (in each stage's latency) and
 * {@link #accessesPerCycle()} (in the header interval) do.
 *
 * @param kind on-chip block RAM, or external HBM or DDR
 * @param entries entries of the table, a power of two
 * @param readLatencyCycles cycles from address to data, 2 or more
 * @param accessesPerCycle accesses that the memory takes in a cycle, 1 or more
 */
public record TableBacking(Kind kind, int entries, int readLatencyCycles, int accessesPerCycle) {
  /** Where the entries are. */
  public enum Kind {
    /** Block RAM of the card's FPGA or ASIC. */
    ON_CHIP,
    /** HBM or DDR with a fixed latency. */
    EXTERNAL
  }

  /** Read latency from which on a table is taken to be external. */
  private static final int EXTERNAL_FROM_CYCLES = 8;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException naming the value that is out of range
   */
  public TableBacking {
    if (entries < 1 || Integer.bitCount(entries) != 1) {
      throw new IllegalArgumentException("table entries " + entries + ": must be a power of two");
    }
    if (readLatencyCycles < 2) {
      throw new IllegalArgumentException(
          "table read latency " + readLatencyCycles + " cycles: must be 2 or more");
    }
    if (accessesPerCycle < 1) {
      throw new IllegalArgumentException(
          "table accesses per cycle " + accessesPerCycle + ": must be 1 or more");
    }
  }

  /** The backing whose kind follows from its read latency: external from 8 cycles on. */
  public static TableBacking of(int entries, int readLatencyCycles, int accessesPerCycle) {
    Kind kind = readLatencyCycles < EXTERNAL_FROM_CYCLES ? Kind.ON_CHIP : Kind.EXTERNAL;
    return new TableBacking(kind, entries, readLatencyCycles, accessesPerCycle);
  }

  /** Cycles between two packets when each makes {@code accesses} accesses, 1 or more. */
  public int intervalCycles(int accesses) {
    return Math.max(1, (accesses + accessesPerCycle - 1) / accessesPerCycle);
  }
}
