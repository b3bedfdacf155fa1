package org.mpnic.abi;

/** Who stores a field, as seen from the host. */
public enum Access {
  /** The device stores, the host loads. */
  READ_ONLY("RO"),
  /** The host stores, the device loads. */
  WRITE_ONLY("WO"),
  /** Host and device both store. */
  READ_WRITE("RW");

  private final String label;

  Access(String label) {
    this.label = label;
  }

  /** Short form for tables: RO, WO or RW. */
  public String label() {
    return label;
  }
}
