package org.mpnic.model.tx;

/** One segment whose header the card makes; mutable and reused. */
public final class Segment {
  /** Transmit subflow that it leaves by. */
  public int subflow;

  /** SSN of its first byte, or of the next byte to come when it has none. */
  public int ssn;

  /** Payload bytes. */
  public int bytes;

  /** It has a mapping: DSN, SSN and length as the DSS option says them. */
  public boolean mapped;

  public long mappingDsn;
  public int mappingSsn;

  /** DATA_FIN counted. */
  public int mappingLength;

  /** The mapping ends with DATA_FIN. */
  public boolean dataFin;

  /** Data ends here: PSH. */
  public boolean push;

  /** Takes over all fields of another. */
  public void copyFrom(Segment other) {
    subflow = other.subflow;
    ssn = other.ssn;
    bytes = other.bytes;
    mapped = other.mapped;
    mappingDsn = other.mappingDsn;
    mappingSsn = other.mappingSsn;
    mappingLength = other.mappingLength;
    dataFin = other.dataFin;
    push = other.push;
  }
}
