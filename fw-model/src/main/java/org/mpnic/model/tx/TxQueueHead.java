package org.mpnic.model.tx;

import org.mpnic.model.cell.CycleHistory;

/**
 * The head of one transmit queue: cuts frames, and chunks of stream data, into slices, one ahead of
 * the segmenter's grant.
 *
 * <p>Contract. The cutter and the slice that waits for its grant are two places. A slice is cut in
 * cycle x when what it is cut of stands in the cutter, and the waiting slice before it was granted
 * in x - 1 or earlier; it can be granted from x + 1 on. So a queue's grants are {@link
 * #GRANT_CYCLES} apart at least. The cutter cuts again 2 cycles after x; {@link #JUMP_CYCLES} later
 * when the next slice is of another descriptor than this one and the one behind it: between header
 * and payload of a large frame, and where another copy of a chunk begins.
 *
 * <p>What is checked in cycle c (the first cycle in which the queue holds it is c + 1) enters the
 * cutter in c + 2, or in the cycle in which the slice before it is cut, if that is later; frames
 * are cut from 2 cycles after that on. So a frame can be granted {@link #LOAD_CYCLES} after the
 * check that made it whole.
 *
 * <p>Stream data and mappings ask subflow_scheduler: the cycle after they have entered the cutter
 * (or have been cut to, or have jumped to) is the first in which the head looks whether it asks; it
 * shows the cycle after that, with the bytes at hand as they were when it looked. Then it keeps to
 * it. A chunk is cut from {@link #ANSWER_CYCLES} after the answer on.
 */
public final class TxQueueHead implements AskingHead {
  /** Cycles from a queue's grant to its next. */
  public static final int GRANT_CYCLES = 2;

  /** Cycles from the check of a frame's last descriptor to its first grant. */
  public static final int LOAD_CYCLES = 5;

  /** Cycles more until the next slice when it lies in none of this descriptor and the next. */
  public static final int JUMP_CYCLES = 2;

  /** Cycles from subflow_scheduler's answer until the chunk's first slice is cut. */
  public static final int ANSWER_CYCLES = 3;

  /** Cycles from a slice that is cut to the next. */
  private static final int CUT_CYCLES = 2;

  private static final int IDLE = 0;
  private static final int FRAME = 1;
  private static final int CUT = 2;
  private static final int WANTS = 3;
  private static final int CHUNK = 4;

  final TxQueue queue;
  private final int scheduleBytes;

  // The slice that waits.

  /** First cycle in which it can be granted, FAR when there is none; at a place of this array. */
  private long[] readyCycles = new long[1];

  private int readyPlace;

  /** It, but for what dss_inserter makes. */
  final TxSlice slice = new TxSlice();

  /** Its segment, when the card makes the header. */
  final Segment segment = new Segment();

  /** It is of a chunk of stream data, else of a mapping; when the card makes the header. */
  boolean ofStream;

  /** It begins a segment whose header the card makes. */
  boolean makesHeader;

  /** Nothing of its chunk is left behind it. */
  boolean endsChunk;

  private boolean waits;
  private boolean inside;

  // The cutter.

  private int kind;

  /** Cycle in which the last slice was cut, first in which the next can be. */
  private long lastCut;

  private long cutCycle;

  /** First cycle in which the place of the waiting slice is free. */
  private long freeCycle;

  private long wantsFrom;
  private long askCycle;
  private int port;

  /** Data at hand when it was seen that the head asks. */
  private int askBytes;

  private boolean askFin;
  private boolean askEnds;

  /** First descriptor of the frame or data: its place may be another's before all is cut. */
  private final TxDescriptor first = new TxDescriptor();

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

  /** The chunk, and the segment of it that is cut. */
  private final Chunk chunk = new Chunk();

  /** Another copy of the last chunk follows. */
  private boolean copying;

  private boolean stream;

  /** An empty head. */
  public TxQueueHead(TxQueue queue, int scheduleBytes) {
    this.queue = queue;
    this.scheduleBytes = scheduleBytes;
    reset();
  }

  /**
   * Notes from now on when its slice can be granted at the queue's place of an array: so those of
   * all queues stand side by side for who looks for the earliest.
   */
  void noteReady(long[] cycles) {
    cycles[queue.number] = readyCycle();
    readyCycles = cycles;
    readyPlace = queue.number;
  }

  /** First cycle in which the slice that waits can be granted, FAR when there is none. */
  long readyCycle() {
    return readyCycles[readyPlace];
  }

  /** Looks anew at what the queue holds from {@code cycle} on. */
  public void refresh(long cycle) {
    advance();
    if (kind == WANTS && askCycle > cycle) {
      long from = Math.max(wantsFrom, cycle);
      askCycle = CycleHistory.FAR;
      if (!stream || copying || queue.runBytes() >= scheduleBytes || dataEnds()) {
        askCycle = from + 1;
        askBytes = (int) Math.min(queue.runBytes(), Integer.MAX_VALUE);
        askFin = queue.runFin();
        askEnds = dataEnds();
      }
    }
  }

  /** The waiting slice is granted in this cycle; the next one is cut as soon as it can be. */
  public void granted(long cycle) {
    inside = !slice.last;
    waits = false;
    readyCycles[readyPlace] = CycleHistory.FAR;
    freeCycle = cycle + 1;
    advance();
  }

  private void advance() {
    load();
    if (!waits && (kind == FRAME || kind == CUT || kind == CHUNK)) {
      cut();
      load();
    }
  }

  private void load() {
    if (kind != IDLE || queue.committed == queue.readyHead) {
      return;
    }
    first.copyFrom(queue.ready(0));
    long loaded = Math.max(first.cycle + 1, lastCut);
    place = 0;
    offset = chunkOffset;
    if (first.type >= TxDescriptor.STREAM) {
      stream = first.type == TxDescriptor.STREAM;
      kind = WANTS;
      wantsFrom = loaded + 1;
      return;
    }
    port = first.target;
    cutCycle = loaded + CUT_CYCLES;
    if (first.type == TxDescriptor.OFFLOAD && first.mss != 0) {
      kind = CUT;
      payloadBefore = 0;
      segmentNumber = 0;
      payloadPlace = -1;
      beginSegment();
    } else {
      kind = FRAME;
    }
  }

  @Override
  public long askCycle() {
    return askCycle;
  }

  /** No descriptor is on its way that could add to the data at hand. */
  private boolean dataEnds() {
    return queue.runEnded() || !queue.coming();
  }

  @Override
  public void ask(ScheduleAsk ask) {
    ask.stream = stream;
    ask.copying = copying;
    ask.target = first.target;
    ask.available = askBytes;
    ask.ends = askEnds;
    ask.dataFin = stream ? askFin : first.dataFin;
    ask.length = first.length;
    ask.ssn = first.ssn;
    ask.dsn = first.dsn;
  }

  @Override
  public void answer(ScheduleAnswer answer, long cycle) {
    askCycle = CycleHistory.FAR;
    if (answer.blocked) {
      wantsFrom = answer.retryCycle;
      refresh(cycle);
      return;
    }
    kind = CHUNK;
    cutCycle = cycle + ANSWER_CYCLES;
    port = answer.port;
    copying = !answer.lastCopy;
    chunk.begin(answer);
    segmentLeft = chunk.segment.bytes;
    refresh(cycle);
  }

  /** The next segment of a large frame: its header comes first. */
  private void beginSegment() {
    headerLeft = first.headerBytes;
    segmentBytes = Math.min(first.mss, first.frameBytes - first.headerBytes - payloadBefore);
    segmentLeft = segmentBytes;
    place = 0;
    offset = 0;
  }

  /** Cuts the next slice as soon as it can be. */
  private void cut() {
    long cycle = Math.max(cutCycle, freeCycle);
    slice.clear();
    slice.port = port;
    slice.queue = queue.number;
    slice.queueLife = queue.life;
    boolean ofChunk = kind == CHUNK;
    makesHeader = ofChunk && segmentLeft == chunk.segment.bytes;
    ofStream = stream;
    lastCut = cycle;
    cutCycle = cycle + CUT_CYCLES;
    if (kind == FRAME) {
      cutFrame();
    } else if (kind == CUT) {
      cutSegment();
    } else {
      segment.copyFrom(chunk.segment);
      cutChunk();
    }
    endsChunk = ofChunk && kind != CHUNK;
    waits = true;
    readyCycles[readyPlace] = cycle + 1;
  }

  private void take(TxDescriptor d, int bytes) {
    slice.descriptorIndex = d.index;
    slice.address = d.address + offset;
    slice.length = bytes;
    offset += bytes;
  }

  private void cutFrame() {
    TxDescriptor d = queue.ready(place);
    take(d, d.length);
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

  private void cutSegment() {
    boolean lastSegment = payloadBefore + segmentBytes == first.frameBytes - first.headerBytes;
    int cutPlace = place;
    if (headerLeft == first.headerBytes) {
      slice.first = true;
      finishSegment(slice.finish, lastSegment);
    }
    if (headerLeft > 0) {
      cutHeader(lastSegment);
    } else {
      cutPayload(lastSegment);
    }
    slice.last = headerLeft == 0 && segmentLeft == 0;
    if (slice.last) {
      payloadBefore += segmentBytes;
      segmentNumber++;
      if (lastSegment) {
        end(first.frameDescriptors);
      } else {
        jump(cutPlace != 0);
        beginSegment();
      }
    }
  }

  private void jump(boolean jumps) {
    cutCycle += jumps ? JUMP_CYCLES : 0;
  }

  private void cutHeader(boolean lastSegment) {
    TxDescriptor d = queue.ready(place);
    take(d, Math.min(headerLeft, d.length - offset));
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
    } else {
      jump(payloadPlace != place);
    }
    place = payloadPlace;
    offset = payloadOffset;
  }

  private void cutPayload(boolean lastSegment) {
    TxDescriptor d = queue.ready(place);
    take(d, Math.min(segmentLeft, d.length - offset));
    segmentLeft -= slice.length;
    boolean whole = offset == d.length;
    // The header's own descriptor is read again for each segment.
    slice.lastOfDescriptor = whole && (lastSegment || place > headerPlace);
    payloadPlace = whole ? place + 1 : place;
    payloadOffset = whole ? 0 : offset;
    place = payloadPlace;
    offset = payloadOffset;
  }

  private void finishSegment(FrameFinish finish, boolean lastSegment) {
    finish.kind = FrameFinish.SEGMENT;
    finish.l3Offset = first.l3Offset;
    finish.l4Offset = first.l4Offset;
    finish.headerBytes = first.headerBytes;
    finish.segment = segmentNumber;
    finish.sequenceOffset = payloadBefore;
    finish.firstSegment = segmentNumber == 0;
    finish.lastSegment = lastSegment;
  }

  private void cutChunk() {
    int cutPlace = place;
    TxDescriptor d = queue.ready(place);
    slice.first = segmentLeft == chunk.segment.bytes;
    int bytes = Math.min(segmentLeft, d.length - offset);
    take(d, bytes);
    segmentLeft -= bytes;
    chunk.left -= bytes;
    slice.last = segmentLeft == 0;
    boolean whole = offset == d.length;
    slice.lastOfDescriptor = whole && chunk.lastCopy;
    if (whole) {
      place++;
      offset = 0;
    }
    if (!slice.last) {
      return;
    }
    if (chunk.left > 0) {
      chunk.beginSegment();
      segmentLeft = chunk.segment.bytes;
    } else if (chunk.lastCopy) {
      chunkOffset = offset;
      if (stream) {
        queue.takeFromRun(chunk.bytes);
      }
      end(place);
    } else {
      place = 0;
      offset = chunkOffset;
      kind = WANTS;
      wantsFrom = lastCut + 1 + (cutPlace != 0 ? JUMP_CYCLES : 0);
    }
  }

  /** A frame of the queue has begun, by its grants, and not ended. */
  public boolean insideFrame() {
    return inside;
  }

  /** The slice that waits, but for what dss_inserter makes. */
  public TxSlice slice() {
    return slice;
  }

  /** Its segment, if {@link #makesHeader}. */
  public Segment segment() {
    return segment;
  }

  /** It begins a segment whose header the card makes. */
  public boolean makesHeader() {
    return makesHeader;
  }

  /** It is of a chunk of stream data, else of a mapping; if {@link #makesHeader}. */
  public boolean ofStream() {
    return ofStream;
  }

  /** Of its chunk nothing is left behind it. */
  public boolean endsChunk() {
    return endsChunk;
  }

  /** The whole of what was at the head is cut: so many descriptors are behind it. */
  private void end(int descriptors) {
    queue.readyHead += descriptors;
    kind = IDLE;
  }

  /** The queue starts anew: chunks that have not gone by whole never will. */
  void giveUp(TxSubflows subflows) {
    if (kind == CHUNK) {
      subflows.delivered(chunk.segment.subflow);
    }
    if (waits && endsChunk) {
      subflows.delivered(segment.subflow);
    }
  }

  /** The queue starts anew. */
  public void reset() {
    kind = IDLE;
    waits = false;
    inside = false;
    lastCut = CycleHistory.BEFORE;
    freeCycle = CycleHistory.BEFORE;
    readyCycles[readyPlace] = CycleHistory.FAR;
    askCycle = CycleHistory.FAR;
    chunkOffset = 0;
    copying = false;
  }
}
