package org.mpnic.model.tx;

import org.mpnic.abi.SchedulePolicy;

/** What the control processor programs for one transmit connection; mutable. */
public final class TxConnectionEntry {
  /** Most transmit subflows of a connection, whatever the card's configuration. */
  public static final int MAX_SUBFLOWS = 16;

  /** How subflow_scheduler chooses. */
  public SchedulePolicy policy = SchedulePolicy.ROUND_ROBIN;

  /** Receive connection of the opposite direction: where DATA_ACK comes from. */
  public int receiveConnection;

  /** DSN of the next byte that is sent: IDSN + 1 at first (RFC 8684 section 3.1). */
  public long nextDsn;

  /** Bytes of DATA_ACK in each DSS option: 0, 4 or 8; 8 becomes 4 where options do not hold it. */
  public int dataAckBytes = 4;

  /** Bytes of DSN in each mapping: 4 or 8; 8 becomes 4 where options do not hold it. */
  public int dsnBytes = 8;

  /** DSS checksums are in use; every mapping is then one segment's. */
  public boolean checksum;

  /**
   * One mapping for all segments of a decision of subflow_scheduler, instead of one per segment.
   * Without effect while checksums are in use: a mapping would have to be summed whole before its
   * first segment leaves.
   */
  public boolean mappingPerChunk;

  /** Transmit subflows, the first {@link #subflowCount} count; order matters to policies. */
  public final int[] subflows = new int[MAX_SUBFLOWS];

  public int subflowCount;
}
