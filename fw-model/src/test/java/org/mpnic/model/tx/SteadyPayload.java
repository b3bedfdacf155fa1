package org.mpnic.model.tx;

import java.util.Arrays;
import org.mpnic.model.config.NicConfig;

/** Equal frames as fast as the path takes them, on every port; one grant a cycle for the card. */
final class SteadyPayload implements TransmitSink, CompletionSink {
  final NicConfig config;
  final PayloadPath path;
  final int header;
  final int bytes;
  final int stride;
  final long[] firstFrame;
  final long[] lastFrame;
  final long[] frames;

  /** The longest distance of a frame's start from the one before, after warm-up. */
  final long[] longestGap;

  long warmFrames = 500;
  private final long[] index;
  private final long[] address;
  private final TxSlice slice = new TxSlice();
  private long cycle;
  private int turn;
  private final boolean[] inFrame;

  /**
   * Frames of {@code bytes} on the bus; the first {@code header} are made by the card, or, when
   * negative, a slice of the host's own.
   */
  SteadyPayload(NicConfig config, int header, int bytes, int stride) {
    this.config = config;
    this.header = header;
    this.bytes = bytes;
    this.stride = stride;
    this.path = new PayloadPath(config, new FakeTransmitHost(1, 1 << 20), this, this, null);
    int ports = config.ports();
    firstFrame = new long[ports];
    lastFrame = new long[ports];
    frames = new long[ports];
    longestGap = new long[ports];
    index = new long[ports];
    inFrame = new boolean[ports];
    address = new long[ports];
    Arrays.fill(address, FakeTransmitHost.START);
  }

  /** Lets so many cycles pass. */
  void run(long cycles) {
    for (long end = cycle + cycles; cycle < end; cycle++) {
      if (path.completion().nextCycle() <= cycle) {
        path.completion().step(cycle);
      }
      if (path.link().nextCycle() <= cycle) {
        path.link().step(cycle);
      }
      grant();
    }
  }

  private void grant() {
    for (int i = 0; i < config.ports(); i++) {
      int port = (turn + i) % config.ports();
      if (path.dma(port).creditCycle() <= cycle) {
        turn = (port + 1) % config.ports();
        path.dma(port).grant();
        push(port);
        return;
      }
    }
  }

  private void push(int port) {
    slice.clear();
    slice.port = port;
    slice.queue = port;
    slice.pushedCycle = cycle + 8;
    slice.descriptorIndex = (int) index[port];
    slice.address = address[port];
    boolean split = header < 0;
    slice.first = !split || !inFrame[port];
    slice.last = !split || inFrame[port];
    slice.lastOfDescriptor = slice.last;
    if (slice.first && header != 0) {
      slice.finish.kind = split ? FrameFinish.SEGMENT : FrameFinish.GENERATED;
      slice.finish.l3Offset = 14;
      slice.finish.l4Offset = 34;
      slice.finish.headerBytes = Math.abs(header);
      slice.finish.dssChecksumOffset = split ? -1 : header - 2;
    }
    slice.headerBytes = Math.max(header, 0);
    slice.length = split ? (slice.first ? -header : bytes + header) : bytes - header;
    if (slice.last) {
      index[port]++;
    }
    inFrame[port] = !slice.last;
    address[port] += stride;
    if (address[port] + bytes > FakeTransmitHost.START + (1 << 20)) {
      address[port] = FakeTransmitHost.START + (address[port] & 63);
    }
    path.dma(port).push(slice);
  }

  @Override
  public void frame(int port, byte[] frame, int offset, int length, long firstBeatCycle) {
    if (frames[port] == warmFrames) {
      firstFrame[port] = firstBeatCycle;
    } else if (frames[port] > warmFrames) {
      longestGap[port] = Math.max(longestGap[port], firstBeatCycle - lastFrame[port]);
    }
    lastFrame[port] = firstBeatCycle;
    frames[port]++;
  }

  /** Share of the port's line rate since warm-up, 1.0 when frames have no idle byte between. */
  double share(int port) {
    long sent = frames[port] - 1 - warmFrames;
    double wire = (Math.max(60, bytes) + 24) * 8.0 * config.clockHz() / config.portBitsPerSecond();
    return sent * wire / (lastFrame[port] - firstFrame[port]);
  }

  @Override
  public boolean hasRoom(int queue) {
    return true;
  }

  @Override
  public void completion(
      int queue, int type, int reason, int index, long cycle, long visibleCycle) {}
}
