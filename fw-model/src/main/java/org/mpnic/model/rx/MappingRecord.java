package org.mpnic.model.rx;

/**
 * One data sequence mapping that leaves dss_mapper beside a header word: the mapping that the
 * packet completed, or the one whose slot it took (RFC 8684 section 3.3.1).
 *
 * <p>dss_mapper fills everything but a {@link #dsn} of 32 bits and the {@link #verdict};
 * connection_tracker extends the first and decides the second; steering withdraws the verdict when
 * bytes of the mapping were dropped on the card.
 */
public final class MappingRecord {
  /** The record is there; all other fields are meaningless without. */
  public boolean valid;

  /** DSN of the mapping's first byte; the low 32 bits only while {@link #dsnIs64} is false. */
  public long dsn;

  /** The mapping came with an 8-byte DSN, or connection_tracker has extended its 4-byte one. */
  public boolean dsnIs64;

  /** SSN of the mapping's first byte (SYN = 0). */
  public int ssn;

  /** Data-level length as on the wire, 0 to 65535; a DATA_FIN counts 1. */
  public int wireLength;

  /** The mapping carries the DATA_FIN, its last sequence number is no byte. */
  public boolean dataFin;

  /** The DSS checksum field; 0 without checksum. */
  public int checksum;

  /** The mapping came with a DSS checksum. */
  public boolean hasChecksum;

  /**
   * Sum of payload, SSN, length, checksum and the known part of the DSN, canonical residue modulo
   * 65535; only of a mapping that is complete.
   */
  public int sum;

  /** Every byte of the mapping was counted and {@link #sum} may be judged. */
  public boolean complete;

  /** One of the constants of org.mpnic.abi.Verdict. */
  public int verdict;

  /** Empties the record: what the other fields hold is of no meaning then. */
  public void clear() {
    valid = false;
    complete = false;
    verdict = 0;
    sum = 0;
  }
}
