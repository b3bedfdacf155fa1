package org.mpnic.model.tx;

import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.cell.PowerOfTwo;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.config.TransmitConfig;

/**
 * tx_dma of one port: turns slices into read requests and gathers what comes back into the beats of
 * a frame.
 *
 * <p>Contract, slices: FIFO of C = sliceFifoDepth, F = 1, B = 1; slice k leaves it when the last
 * request of the slice before is granted:
 *
 * <pre>pop[k] = max( pushed[k] + 1, granted[last request of k-1] )</pre>
 *
 * Requests: of readRequestBytes at most, never across a 4096-byte boundary of the address; a slice
 * without host bytes has one of 0 bytes. A request may be granted from {@link #REQUEST_CYCLES}
 * after its slice's pop or the grant before, when fewer than readRequests of the port's requests
 * are not gathered (B = 1).
 *
 * <p>Gathering takes one input a cycle, in order: first the beats of a generated header, the last
 * two at once unless both are full, {@link #HEADER_CYCLES} after the frame's first grant at the
 * earliest; then each aligned beat of a request's data, in the cycle after its arrival at the
 * earliest; so does the last beat of a header that nothing follows, for the answer of 0 bytes. An
 * input that fills a beat, or ends the frame, gives an output, which enters tx_checksum {@link
 * #GATHER_CYCLES} later; one that does both gives a second output a cycle behind the first. An
 * input waits until tx_checksum has places for all its outputs (C = checksumBufferBeats, B = 1),
 * and until no other's second output would be in its way.
 */
public final class TxDma {
  /** Cycles from a slice's pop, or from the grant before, to the next request. */
  public static final int REQUEST_CYCLES = 2;

  /** Cycles from a frame's first grant to the first beat of its header. */
  public static final int HEADER_CYCLES = 2;

  /** Cycles from a gathered input to its beat in tx_checksum. */
  public static final int GATHER_CYCLES = 5;

  private static final int PAGE_BYTES = 4096;

  private final int port;
  private final int beatBytes;
  private final int beatShift;
  private final int requestBytes;
  private final int bufferBeats;
  private final int sliceFifoDepth;
  private final int readRequests;
  private final TransmitHost host;
  private final TxPort wire;
  private final BeatPlaces places;
  private final TxProbe probe;

  private final TxSlice[] slices;
  private final int sliceMask;
  private long sliceHead;
  private long sliceTail;
  private long grantedSlices;
  private final CycleHistory slicePops;
  private boolean loaded;
  private long address;
  private int left;
  private long lastGrant;
  private long requestCycle;
  private int requested;

  private final CycleHistory requestsGathered;
  private long requests;

  private final byte[] frame;
  private final FrameFinish finish = new FrameFinish();
  private int frameBytes;
  private int fill;
  private int frameBeats;
  private int frames;
  private long bufferedBeats;
  private long nextInput;
  private long nextOutput;

  /** An idle engine; {@code probe} may be null. */
  public TxDma(NicConfig config, int port, TransmitHost host, TxPort wire, TxProbe probe) {
    TransmitConfig transmit = config.transmit();
    this.sliceFifoDepth = transmit.sliceFifoDepth();
    this.readRequests = transmit.readRequests();
    this.port = port;
    this.beatBytes = config.beatBytes();
    this.beatShift = Integer.numberOfTrailingZeros(beatBytes);
    this.requestBytes = transmit.readRequestBytes();
    this.bufferBeats = transmit.checksumBufferBeats();
    this.host = host;
    this.wire = wire;
    this.places = wire.places();
    this.probe = probe;
    this.slices = new TxSlice[PowerOfTwo.atLeast(sliceFifoDepth + 1)];
    for (int i = 0; i < slices.length; i++) {
      slices[i] = new TxSlice();
    }
    this.sliceMask = slices.length - 1;
    this.slicePops = new CycleHistory(sliceFifoDepth);
    this.requestsGathered = new CycleHistory(readRequests);
    this.frame = new byte[Math.max(config.maxFrameBytes(), WireClock.LEAST_FRAME_BYTES)];
    reset();
  }

  /** First cycle in which the port has a credit for its next slice, FAR while unknown. */
  public long creditCycle() {
    return slicePops.freeCycle(grantedSlices - sliceFifoDepth);
  }

  /** segmenter has granted a slice of this port: a credit is taken. */
  public void grant() {
    grantedSlices++;
  }

  /**
   * Takes the slice that was granted before the others; it is copied. Called before the link steps
   * to {@code pushedCycle + 1}. A slice without host bytes is a frame of its own, of its header.
   */
  public void push(TxSlice slice) {
    slices[(int) sliceTail++ & sliceMask].copyFrom(slice);
    if (probe != null) {
      probe.slice(slice);
      int number = (int) sliceTail - 1;
      probe.transfer(TxBoundary.SLICE, port, slice.pushedCycle, number, slice.length, slice.last);
    }
    load();
  }

  private void load() {
    if (loaded || sliceHead == sliceTail) {
      return;
    }
    TxSlice slice = slices[(int) sliceHead & sliceMask];
    long pop = Math.max(slice.pushedCycle + 1, lastGrant);
    slicePops.append(pop);
    if (probe != null) {
      probe.transfer(TxBoundary.SLICE_POP, port, pop, (int) sliceHead, slice.length, slice.last);
    }
    loaded = true;
    address = slice.address;
    left = slice.length;
    cut(pop + REQUEST_CYCLES);
  }

  /** The next request of the loaded slice, which is ready in {@code cycle}. */
  private void cut(long cycle) {
    int page = PAGE_BYTES - ((int) address & PAGE_BYTES - 1);
    requested = Math.min(Math.min(left, requestBytes), page);
    long place = requestsGathered.freeCycle(requests - readRequests);
    requestCycle = Math.max(cycle, place);
  }

  /** First cycle in which the next request may be granted, FAR when there is none. */
  public long requestCycle() {
    return requestCycle;
  }

  /** Address of the next request. */
  public long requestAddress() {
    return address;
  }

  /** Bytes of the next request. */
  public int requestBytes() {
    return requested;
  }

  /** The next request is its slice's last. */
  public boolean requestIsLast() {
    return requested == left;
  }

  /** Slice of the next request. */
  public TxSlice slice() {
    return slices[(int) sliceHead & sliceMask];
  }

  /**
   * The next request is granted in {@code cycle}; its data arrives in {@code arrival}.
   *
   * @return a slice has left the FIFO with it: a credit comes free
   */
  public boolean granted(long cycle, long arrival) {
    TxSlice slice = slices[(int) sliceHead & sliceMask];
    boolean last = requested == left;
    if (probe != null) {
      probe.transfer(TxBoundary.READ_REQUEST, port, cycle, (int) requests, requested, last);
      probe.transfer(TxBoundary.READ_DATA, port, arrival, (int) requests, requested, last);
    }
    requests++;
    if (slice.first && address == slice.address) {
      begin(slice, cycle + HEADER_CYCLES, arrival + 1);
    }
    if (requested > 0) {
      gather(arrival + 1, last && slice.last);
    }
    requestsGathered.append(nextInput - 1);
    address += requested;
    left -= requested;
    lastGrant = cycle;
    if (!last) {
      cut(cycle + REQUEST_CYCLES);
      return false;
    }
    loaded = false;
    requestCycle = CycleHistory.FAR;
    sliceHead++;
    load();
    return loaded;
  }

  /** A frame begins, with its header when the card makes it. */
  private void begin(TxSlice slice, long notBefore, long answered) {
    finish.copyFrom(slice.finish);
    int bytes = slice.headerBytes;
    System.arraycopy(slice.header, 0, frame, 0, bytes);
    int done = 0;
    while (done < bytes) {
      // What is less than two beats comes at once: its last bytes wait for data in any case.
      int taken = bytes - done < 2 * beatBytes ? bytes - done : beatBytes;
      done += taken;
      boolean ends = slice.length == 0 && done == bytes;
      input(ends ? answered : notBefore, taken, ends);
    }
  }

  /** The data of the current request: an input for each aligned beat that it touches. */
  private void gather(long notBefore, boolean endsFrame) {
    host.read(address, frame, frameBytes, requested);
    int offset = (int) address & beatBytes - 1;
    int inputs = offset + requested + beatBytes - 1 >> beatShift;
    int firstBytes = Math.min(requested, beatBytes - offset);
    int lastBytes = inputs == 1 ? requested : (offset + requested - 1 & beatBytes - 1) + 1;
    if (probe == null && !endsFrame) {
      inputs(notBefore, inputs, requested, firstBytes, lastBytes);
      return;
    }
    if (probe == null && inputs > 1) {
      int bytes = requested - lastBytes;
      inputs(notBefore, inputs - 1, bytes, firstBytes, Math.min(bytes, beatBytes));
      input(notBefore, lastBytes, true);
      return;
    }
    int bytes = firstBytes;
    for (int left = requested; left > 0; left -= bytes) {
      bytes = left == requested ? firstBytes : Math.min(left, beatBytes);
      input(notBefore, bytes, endsFrame && bytes == left);
    }
  }

  /**
   * Inputs of which none ends the frame, as by {@link #input} for each, when nobody asks for the
   * cycle of each. All but the first and the last are whole beats; so those that give an output
   * follow each other. An input comes a cycle after the one before, or when its output has a place;
   * places come free in different cycles, so the last output's place comes last.
   */
  private void inputs(long notBefore, int inputs, int bytes, int firstBytes, int lastBytes) {
    long cycle = Math.max(nextInput, notBefore);
    if (fill + firstBytes >= beatBytes) {
      cycle = Math.max(cycle, nextOutput);
    }
    cycle += inputs - 1;
    int total = fill + bytes;
    int outputs = total >> beatShift;
    fill = total & beatBytes - 1;
    if (outputs > 0) {
      bufferedBeats += outputs;
      boolean lastGivesOutput = fill < lastBytes;
      long place = places.freeCycle(bufferedBeats - 1 - bufferBeats);
      cycle = Math.max(cycle, lastGivesOutput ? place : place + 1);
    }
    nextInput = cycle + 1;
    // Right or too late, when the last gave none: the next comes with an input, so no earlier.
    nextOutput = cycle + 1;
    frameBytes += bytes;
  }

  /** One input of so many bytes. */
  private void input(long notBefore, int bytes, boolean endsFrame) {
    int total = fill + bytes;
    int beats = endsFrame ? total + beatBytes - 1 >> beatShift : total >> beatShift;
    long cycle = Math.max(nextInput, notBefore);
    if (beats > 0) {
      long place = places.freeCycle(bufferedBeats + beats - 1 - bufferBeats);
      cycle = Math.max(cycle, Math.max(nextOutput, place));
      nextOutput = cycle + beats;
    }
    frameBytes += bytes;
    nextInput = cycle + 1;
    for (int beat = 0; beat < beats; beat++) {
      enter(cycle + GATHER_CYCLES + beat, endsFrame && beat + 1 == beats);
    }
    fill = total - (beats << beatShift);
    if (endsFrame) {
      end(cycle + GATHER_CYCLES + beats - 1);
    }
  }

  private void enter(long cycle, boolean last) {
    bufferedBeats++;
    if (probe != null) {
      probe.transfer(TxBoundary.GATHER_BEAT, port, cycle, frames, frameBeats, last);
    }
    frameBeats++;
  }

  private void end(long lastBeat) {
    TxChecksum.finish(frame, frameBytes, finish);
    long visible = lastBeat + TxChecksum.FINISH_CYCLES;
    if (probe != null) {
      probe.transfer(TxBoundary.FRAME_READY, port, visible, frames, frameBytes, true);
    }
    wire.send(frame, frameBytes, visible);
    frames++;
    frameBytes = 0;
    fill = 0;
    frameBeats = 0;
  }

  /**
   * No frame that is not sent yet begins before this cycle, if no grant comes before {@code now}.
   */
  public long horizon(long now) {
    return Math.max(wire.freeCycle(), now + 1 + GATHER_CYCLES + TxChecksum.FINISH_CYCLES);
  }

  /** Idle at cycle 0. */
  public void reset() {
    sliceHead = 0;
    sliceTail = 0;
    grantedSlices = 0;
    slicePops.reset();
    loaded = false;
    left = 0;
    lastGrant = CycleHistory.BEFORE;
    requestCycle = CycleHistory.FAR;
    requested = 0;
    requestsGathered.reset();
    requests = 0;
    frameBytes = 0;
    fill = 0;
    frameBeats = 0;
    frames = 0;
    bufferedBeats = 0;
    nextInput = CycleHistory.BEFORE;
    nextOutput = CycleHistory.BEFORE;
  }
}
