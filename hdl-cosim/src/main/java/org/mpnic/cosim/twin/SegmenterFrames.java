package org.mpnic.cosim.twin;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.tx.TxDescriptor;

/**
 * Checked descriptors of one transmit queue in random order: raw frames and frames with a partial
 * checksum in one descriptor or several, large frames whose header and payload share descriptors or
 * do not, streams of a few connections, mappings.
 */
final class SegmenterFrames {
  private static final int MOST_BYTES = 9014;
  private static final int MOST_SEGMENTS = 30;
  private static final int LEAST_HEADER_BYTES = 54;
  private static final int HEADERS = 70;
  private static final int CONNECTIONS = 3;
  private static final int MOST_MAPPING = 65_534;
  private static final int PHASE_FRAMES = 100;

  private final Random random;
  private final int ports;
  private final int buffers;
  private final int scheduleBytes;
  private final Deque<TxDescriptor> frame = new ArrayDeque<>();
  private int index;
  private int frames;
  private int only;

  SegmenterFrames(NicConfig config, Random random) {
    this.random = random;
    this.ports = config.ports();
    this.buffers = config.transmit().buffersPerFrame();
    this.scheduleBytes = config.transmit().scheduleBytes();
  }

  /** The next one; {@code more} says that its frame is not whole yet. */
  TxDescriptor next() {
    if (frame.isEmpty()) {
      make();
    }
    TxDescriptor d = frame.remove();
    d.index = index++;
    return d;
  }

  /** Some of a frame were taken and not all. */
  boolean insideFrame() {
    return !frame.isEmpty();
  }

  /** The rest of the frame is refused. */
  void drop() {
    index += frame.size() + random.nextInt(3);
    frame.clear();
  }

  /** From descriptor 0 on. */
  void reset() {
    frame.clear();
    index = 0;
  }

  private void make() {
    // By turns one type alone, and all.
    if (frames++ % PHASE_FRAMES == 0) {
      only = random.nextInt(11);
    }
    if (only == 5) {
      shortRun();
      return;
    }
    switch (only < 5 ? only : random.nextInt(5)) {
      case 0 -> frame(TxDescriptor.RAW, 1 + random.nextInt(small() ? 3 : MOST_BYTES));
      case 1 -> frame(TxDescriptor.OFFLOAD, 14 + random.nextInt(MOST_BYTES - 14));
      case 2 -> large();
      case 3 -> stream();
      default -> mapping();
    }
  }

  private boolean small() {
    return random.nextInt(4) == 0;
  }

  private TxDescriptor add(int type, int length) {
    TxDescriptor d = new TxDescriptor();
    d.type = type;
    d.address = random.nextLong();
    d.length = length;
    // What means nothing for its type may be anything.
    d.ssn = random.nextInt();
    d.dsn = random.nextLong();
    d.dataFin = false;
    frame.add(d);
    return d;
  }

  /** A frame of these bytes, in as many descriptors as may be. */
  private void frame(int type, int bytes) {
    int port = random.nextInt(ports);
    int left = bytes;
    int parts = random.nextBoolean() ? 1 : 1 + random.nextInt(Math.min(buffers, bytes));
    for (int part = parts; part > 0; part--) {
      int most = left - (part - 1);
      int length = part == 1 ? left : 1 + random.nextInt(small() ? Math.min(most, 60) : most);
      add(type, length).target = port;
      left -= length;
    }
    TxDescriptor first = frame.peek();
    first.l3Offset = random.nextInt(256);
    first.l4Offset = random.nextInt(256);
    first.headerBytes = random.nextInt(256);
    first.checksumOffset = random.nextInt(256);
    for (TxDescriptor d : frame) {
      d.more = d != frame.peekLast();
      d.mss = d == first && type == TxDescriptor.OFFLOAD ? 0 : random.nextInt(65_536);
    }
  }

  private void large() {
    int header = LEAST_HEADER_BYTES + random.nextInt(HEADERS);
    int mss = 1 + random.nextInt(small() ? 20 : 1500);
    int payload = random.nextInt(Math.min(65_536, mss * (1 + random.nextInt(MOST_SEGMENTS))));
    if (random.nextInt(3) == 0) {
      // Whole segments.
      payload -= payload % mss;
    }
    frame(TxDescriptor.OFFLOAD, header + payload);
    if (random.nextInt(3) == 0 && payload > 0 && buffers > 1) {
      // The header by itself.
      int port = frame.peek().target;
      frame.clear();
      frame(TxDescriptor.OFFLOAD, payload);
      while (frame.size() >= buffers) {
        TxDescriptor last = frame.removeLast();
        frame.peekLast().length += last.length;
        frame.peekLast().more = false;
      }
      TxDescriptor alone = add(TxDescriptor.OFFLOAD, header);
      frame.removeLast();
      alone.more = true;
      frame.addFirst(alone);
      frame.forEach(d -> d.target = port);
    }
    TxDescriptor first = frame.peek();
    first.mss = mss;
    first.headerBytes = header;
    first.l3Offset = random.nextInt(256);
    first.l4Offset = random.nextInt(256);
    first.checksumOffset = random.nextInt(256);
  }

  private void stream() {
    int connection = random.nextInt(CONNECTIONS);
    for (int count = 1 + random.nextInt(4); count > 0; count--) {
      boolean fin = random.nextInt(12) == 0;
      int length =
          switch (random.nextInt(6)) {
            case 0 -> 1 + random.nextInt((1 << 18) - 1);
            case 1 -> fin ? 0 : 1 + random.nextInt(3);
            case 2 -> scheduleBytes >> random.nextInt(3);
            default -> 1 + random.nextInt(scheduleBytes);
          };
      TxDescriptor d = add(TxDescriptor.STREAM, length);
      d.target = connection;
      d.dataFin = fin;
    }
  }

  /** A few bytes for one of two connections. */
  private void shortRun() {
    TxDescriptor d = add(TxDescriptor.STREAM, 1 + random.nextInt(20));
    d.target = random.nextInt(2);
    d.dataFin = random.nextInt(12) == 0;
  }

  private void mapping() {
    int length = random.nextInt(3) == 0 ? 0 : random.nextInt(small() ? MOST_MAPPING + 1 : 5000);
    TxDescriptor d = add(TxDescriptor.MAPPING, length);
    d.target = random.nextInt(64);
    d.dataFin = random.nextInt(4) == 0;
  }
}
