package org.mpnic.model.tx;

/** A decision of subflow_scheduler; mutable. */
public final class ScheduleAnswer {
  /** No subflow may send: nothing else is set but {@link #retryCycle}. */
  public boolean blocked;

  /** Blocked: first cycle in which the head may ask again. */
  public long retryCycle;

  /** Subflow that gets the chunk, its connection, and the port that it leaves by. */
  public int subflow;

  public int connection;
  public int port;

  /** Numbers of the chunk's first byte. */
  public long dsn;

  public int ssn;

  /** Bytes of the chunk, 0 to 65535, and most payload bytes of a segment of it. */
  public int bytes;

  public int payload;

  /** The chunk ends with DATA_FIN. */
  public boolean dataFin;

  /** One mapping for the whole chunk; else one for each segment. */
  public boolean mappingPerChunk;

  /** The chunk goes to no other subflow after this one. */
  public boolean lastCopy;

  /** Redundant: an earlier decision has given the same chunk to another subflow. */
  public boolean copy;

  /** The subflow is a backup. */
  public boolean backup;
}
