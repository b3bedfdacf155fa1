package org.mpnic.model.tx;

/** A chunk of stream data, or a mapping that the host names, as its segments follow each other. */
final class Chunk {
  /** The present segment. */
  final Segment segment = new Segment();

  int bytes;

  /** Bytes that are not cut. */
  int left;

  /** Its descriptors are done with it. */
  boolean lastCopy;

  private int payload;
  private boolean dataFin;
  private boolean perChunk;
  private long nextDsn;

  /** Begins what an answer of subflow_scheduler gives, with its first segment. */
  void begin(ScheduleAnswer answer) {
    bytes = answer.bytes;
    left = answer.bytes;
    payload = answer.payload;
    dataFin = answer.dataFin;
    perChunk = answer.mappingPerChunk;
    lastCopy = answer.lastCopy;
    nextDsn = answer.dsn;
    segment.subflow = answer.subflow;
    segment.ssn = answer.ssn;
    segment.bytes = 0;
    segment.mappingDsn = answer.dsn;
    segment.mappingSsn = answer.bytes == 0 ? 0 : answer.ssn;
    segment.mappingLength = answer.bytes + (dataFin ? 1 : 0);
    segment.mapped = segment.mappingLength != 0;
    segment.dataFin = dataFin;
    beginSegment();
  }

  /** The next segment, when all before it are cut. */
  void beginSegment() {
    Segment s = segment;
    s.ssn += s.bytes;
    s.bytes = Math.min(payload, left);
    boolean last = s.bytes == left;
    s.push = last && s.bytes > 0;
    if (!perChunk && s.bytes > 0) {
      s.mappingDsn = nextDsn;
      s.mappingSsn = s.ssn;
      s.dataFin = dataFin && last;
      s.mappingLength = s.bytes + (s.dataFin ? 1 : 0);
    }
    nextDsn += s.bytes;
  }
}
