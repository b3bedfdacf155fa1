package org.mpnic.model.tx;

import org.mpnic.model.cell.CycleHistory;

/**
 * The head of one transmit queue: the frame, or the chunk of stream data, of which the segmenter
 * cuts slices, and how far it has come.
 *
 * <p>Contract: what is ready at the head can be granted two cycles after the queue's last grant at
 * the earliest: the registers of the head take the next descriptor in between. Stream data and
 * mappings wait here for a decision of subflow_scheduler.
 */
final class QueueHead implements AskingHead {
  /** Cycles from a queue's grant to its next. */
  static final int GRANT_CYCLES = 2;

  private static final int IDLE = 0;
  private static final int FRAME = 1;
  private static final int CUT = 2;
  private static final int WANTS = 3;
  private static final int CHUNK = 4;

  final TxQueue queue;
  private final int scheduleBytes;
  private int kind;
  private long lastGrant;
  private long wantsFrom;

  /** First cycle in which its next slice can be granted, FAR when there is none. */
  long readyCycle;

  /** Port of the next slice. */
  int port;

  /** First cycle in which it asks subflow_scheduler, FAR when it does not. */
  long askCycle;

  /** Place in the queue's ready descriptors, and bytes of that descriptor that are cut. */
  private int place;

  private int offset;

  /** Bytes of the first ready descriptor that former chunks have taken. */
  private int chunkOffset;

  /** Frame that is cut: bytes of its payload before the segment, and the segment's number. */
  private int payloadBefore;

  private int segmentNumber;
  private int payloadPlace;
  private int payloadOffset;
  private int headerLeft;

  /** Place of the descriptor in which the header ends. */
  private int headerPlace;

  /** Payload bytes of the present segment, and those that are not cut. */
  private int segmentBytes;

  private int segmentLeft;

  /** Chunk: bytes left, bytes of a segment, whether descriptors are done with it. */
  private int chunkLeft;

  private int chunkBytes;
  private int segmentPayload;
  private boolean lastCopy;

  /** Another copy of the last chunk follows. */
  private boolean copying;

  private boolean stream;
  private boolean dataFin;
  private boolean perChunk;
  private long nextDsn;

  /** The segment whose header is to be made, valid from its first slice on. */
  final Segment segment = new Segment();

  QueueHead(TxQueue queue, int scheduleBytes) {
    this.queue = queue;
    this.scheduleBytes = scheduleBytes;
    reset();
  }

  /** Looks anew at what is ready from {@code cycle} on. */
  void refresh(long cycle) {
    if (kind == IDLE && queue.committed != queue.readyHead) {
      load();
    }
    if (kind == WANTS) {
      long from = Math.max(wantsFrom, cycle);
      askCycle = asks() ? from : CycleHistory.FAR;
    }
  }

  private void load() {
    TxDescriptor first = queue.ready(0);
    long from = Math.max(first.cycle, lastGrant + GRANT_CYCLES);
    place = 0;
    offset = chunkOffset;
    if (first.type >= TxDescriptor.STREAM) {
      stream = first.type == TxDescriptor.STREAM;
      kind = WANTS;
      wantsFrom = from;
      return;
    }
    port = first.target;
    readyCycle = from;
    if (first.type == TxDescriptor.OFFLOAD && first.mss != 0) {
      kind = CUT;
      payloadBefore = 0;
      segmentNumber = 0;
      payloadPlace = -1;
      beginSegment(first);
    } else {
      kind = FRAME;
    }
  }

  @Override
  public long askCycle() {
    return askCycle;
  }

  @Override
  public void rest() {
    askCycle = CycleHistory.FAR;
  }

  /**
   * The head asks in this cycle: for a mapping at once; for stream data when there is enough for a
   * decision, or no more of it is coming for now.
   */
  @Override
  public boolean asks() {
    return !stream || copying || queue.runBytes() >= scheduleBytes || dataEnds();
  }

  /** No descriptor is on its way that could add to the data at hand. */
  boolean dataEnds() {
    return queue.runEnded() || queue.outstanding == 0;
  }

  /** The data that waits is a stream's; else a mapping. */
  boolean isStream() {
    return stream;
  }

  @Override
  public void ask(ScheduleAsk ask) {
    TxDescriptor first = queue.ready(0);
    ask.stream = stream;
    ask.copying = copying;
    ask.target = first.target;
    ask.available = (int) Math.min(queue.runBytes(), Integer.MAX_VALUE);
    ask.ends = dataEnds();
    ask.dataFin = stream ? queue.runFin() : first.dataFin;
    ask.length = first.length;
    ask.ssn = first.ssn;
    ask.dsn = first.dsn;
  }

  @Override
  public void answer(ScheduleAnswer answer, long cycle) {
    if (answer.blocked) {
      wantsFrom = answer.retryCycle;
      askCycle = answer.retryCycle;
      return;
    }
    kind = CHUNK;
    askCycle = CycleHistory.FAR;
    readyCycle = Math.max(cycle, lastGrant + GRANT_CYCLES);
    port = answer.port;
    chunkBytes = answer.bytes;
    chunkLeft = answer.bytes;
    segmentPayload = answer.payload;
    dataFin = answer.dataFin;
    perChunk = answer.mappingPerChunk;
    lastCopy = answer.lastCopy;
    copying = !answer.lastCopy;
    nextDsn = answer.dsn;
    segment.subflow = answer.subflow;
    segment.ssn = answer.ssn;
    segment.bytes = 0;
    segment.mappingDsn = answer.dsn;
    segment.mappingSsn = answer.bytes == 0 ? 0 : answer.ssn;
    segment.mappingLength = answer.bytes + (dataFin ? 1 : 0);
    segment.mapped = segment.mappingLength != 0;
    segment.dataFin = dataFin;
    beginChunkSegment();
  }

  /** The next segment of a chunk. */
  private void beginChunkSegment() {
    Segment s = segment;
    s.ssn += s.bytes;
    s.bytes = Math.min(segmentPayload, chunkLeft);
    segmentLeft = s.bytes;
    boolean last = s.bytes == chunkLeft;
    s.push = last && s.bytes > 0;
    if (!perChunk && s.bytes > 0) {
      s.mappingDsn = nextDsn;
      s.mappingSsn = s.ssn;
      s.dataFin = dataFin && last;
      s.mappingLength = s.bytes + (s.dataFin ? 1 : 0);
    }
    nextDsn += s.bytes;
  }

  /** The next segment of a large frame: its header comes first. */
  private void beginSegment(TxDescriptor first) {
    headerLeft = first.headerBytes;
    segmentBytes = Math.min(first.mss, first.frameBytes - first.headerBytes - payloadBefore);
    segmentLeft = segmentBytes;
    place = 0;
    offset = 0;
  }

  /**
   * Fills in the next slice, which is granted in {@code cycle}; the head goes on behind it.
   *
   * @param slice cleared, or with its header made
   */
  void cut(TxSlice slice, long cycle) {
    slice.port = port;
    slice.queue = queue.number;
    slice.queueLife = queue.life;
    lastGrant = cycle;
    readyCycle = cycle + GRANT_CYCLES;
    if (kind == FRAME) {
      cutFrame(slice);
    } else if (kind == CUT) {
      cutSegment(slice);
    } else {
      cutChunk(slice);
    }
  }

  private void take(TxSlice slice, TxDescriptor d, int bytes) {
    slice.descriptorIndex = d.index;
    slice.address = d.address + offset;
    slice.length = bytes;
    offset += bytes;
  }

  private void cutFrame(TxSlice slice) {
    TxDescriptor first = queue.ready(0);
    TxDescriptor d = queue.ready(place);
    take(slice, d, d.length);
    slice.first = place == 0;
    slice.lastOfDescriptor = true;
    slice.last = place + 1 == first.frameDescriptors;
    if (slice.first && first.type == TxDescriptor.OFFLOAD) {
      slice.finish.kind = FrameFinish.PARTIAL_CHECKSUM;
      slice.finish.l3Offset = first.l3Offset;
      slice.finish.l4Offset = first.l4Offset;
      slice.finish.checksumOffset = first.checksumOffset;
    }
    place++;
    offset = 0;
    if (slice.last) {
      end(first.frameDescriptors);
    }
  }

  private void cutSegment(TxSlice slice) {
    TxDescriptor first = queue.ready(0);
    boolean lastSegment = payloadBefore + segmentBytes == first.frameBytes - first.headerBytes;
    if (headerLeft == first.headerBytes) {
      slice.first = true;
      finishSegment(slice.finish, first, lastSegment);
    }
    if (headerLeft > 0) {
      cutHeader(slice, lastSegment);
    } else {
      cutPayload(slice, lastSegment);
    }
    slice.last = headerLeft == 0 && segmentLeft == 0;
    if (slice.last) {
      payloadBefore += segmentBytes;
      segmentNumber++;
      if (lastSegment) {
        end(first.frameDescriptors);
      } else {
        beginSegment(first);
      }
    }
  }

  private void cutHeader(TxSlice slice, boolean lastSegment) {
    TxDescriptor d = queue.ready(place);
    take(slice, d, Math.min(headerLeft, d.length - offset));
    headerLeft -= slice.length;
    boolean whole = offset == d.length;
    boolean payloadIsBehind = payloadPlace < 0 ? whole : payloadPlace > place;
    slice.lastOfDescriptor = lastSegment && payloadIsBehind;
    if (headerLeft > 0) {
      place++;
      offset = 0;
      return;
    }
    if (payloadPlace < 0) {
      headerPlace = place;
      payloadPlace = whole ? place + 1 : place;
      payloadOffset = whole ? 0 : offset;
    }
    place = payloadPlace;
    offset = payloadOffset;
  }

  private void cutPayload(TxSlice slice, boolean lastSegment) {
    TxDescriptor d = queue.ready(place);
    take(slice, d, Math.min(segmentLeft, d.length - offset));
    segmentLeft -= slice.length;
    boolean whole = offset == d.length;
    // The header's own descriptor is read again for each segment.
    slice.lastOfDescriptor = whole && (lastSegment || place > headerPlace);
    payloadPlace = whole ? place + 1 : place;
    payloadOffset = whole ? 0 : offset;
    place = payloadPlace;
    offset = payloadOffset;
  }

  private void finishSegment(FrameFinish finish, TxDescriptor first, boolean lastSegment) {
    finish.kind = FrameFinish.SEGMENT;
    finish.l3Offset = first.l3Offset;
    finish.l4Offset = first.l4Offset;
    finish.headerBytes = first.headerBytes;
    finish.segment = segmentNumber;
    finish.sequenceOffset = payloadBefore;
    finish.firstSegment = segmentNumber == 0;
    finish.lastSegment = lastSegment;
  }

  private void cutChunk(TxSlice slice) {
    TxDescriptor d = queue.ready(place);
    slice.first = segmentLeft == segment.bytes;
    int bytes = Math.min(segmentLeft, d.length - offset);
    take(slice, d, bytes);
    segmentLeft -= bytes;
    chunkLeft -= bytes;
    slice.last = segmentLeft == 0;
    boolean whole = offset == d.length;
    slice.lastOfDescriptor = whole && lastCopy;
    if (whole) {
      place++;
      offset = 0;
    }
    if (!slice.last) {
      return;
    }
    if (chunkLeft > 0) {
      beginChunkSegment();
    } else if (lastCopy) {
      chunkOffset = offset;
      if (stream) {
        queue.takeFromRun(chunkBytes);
      }
      end(place);
    } else {
      place = 0;
      offset = chunkOffset;
      kind = WANTS;
      wantsFrom = readyCycle;
      readyCycle = CycleHistory.FAR;
    }
  }

  /** The next slice is of a chunk of stream data or of a mapping. */
  boolean inChunk() {
    return kind == CHUNK;
  }

  /** The slice that is cut next begins a segment whose header the card makes. */
  boolean makesHeader() {
    return kind == CHUNK && segmentLeft == segment.bytes;
  }

  /** The next slice belongs to a frame that has begun. */
  boolean insideFrame() {
    return switch (kind) {
      case FRAME -> place > 0;
      case CUT -> headerLeft != queue.ready(0).headerBytes;
      case CHUNK -> segmentLeft != segment.bytes;
      default -> false;
    };
  }

  /** The whole of what was at the head is cut: so many descriptors are behind it. */
  private void end(int descriptors) {
    queue.readyHead += descriptors;
    kind = IDLE;
    readyCycle = CycleHistory.FAR;
  }

  /** The queue starts anew. */
  void reset() {
    kind = IDLE;
    lastGrant = CycleHistory.BEFORE;
    readyCycle = CycleHistory.FAR;
    askCycle = CycleHistory.FAR;
    chunkOffset = 0;
    copying = false;
    port = 0;
  }
}
