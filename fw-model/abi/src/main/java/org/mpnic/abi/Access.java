package org.mpnic.abi;

/** Who may store to a register, as seen from the host. */
public enum Access {
  /** The device stores, the host loads. */
  READ_ONLY("RO"),
  /** Host and device both store. */
  READ_WRITE("RW");

  private final String label;

  Access(String label) {
    this.label = label;
  }

  /** Short form for tables: RO or RW. */
  public String label() {
    return label;
  }
}
