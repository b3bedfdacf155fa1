package org.mpnic.model.tx;

/** One segment whose header the card makes; mutable and reused. */
final class Segment {
  /** Transmit subflow that it leaves by. */
  int subflow;

  /** SSN of its first byte, or of the next byte to come when it has none. */
  int ssn;

  /** Payload bytes. */
  int bytes;

  /** It has a mapping: DSN, SSN and length as the DSS option says them. */
  boolean mapped;

  long mappingDsn;
  int mappingSsn;

  /** DATA_FIN counted. */
  int mappingLength;

  /** The mapping ends with DATA_FIN. */
  boolean dataFin;

  /** Data ends here: PSH. */
  boolean push;
}
