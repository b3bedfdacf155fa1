package org.mpnic.model.tx;

/** What the head of a queue asks subflow_scheduler for; mutable. */
public final class ScheduleAsk {
  /** Stream data; else a mapping that the host names. */
  public boolean stream;

  /** Stream data: the chunk of the last answer is to go to another subflow as well. */
  public boolean copying;

  /** Connection of stream data, subflow of a mapping. */
  public int target;

  /** Stream data: bytes at hand, 0 or more. */
  public int available;

  /** Stream data: no more is coming for now. */
  public boolean ends;

  /** The data at hand, or the mapping, ends with DATA_FIN. */
  public boolean dataFin;

  /** Mapping: bytes, 0 to 65535. */
  public int length;

  /** Mapping: subflow sequence number of its first byte. */
  public int ssn;

  /** Mapping: data sequence number of its first byte. */
  public long dsn;
}
