package org.mpnic.cosim.twin;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.tx.CompletionSink;
import org.mpnic.model.tx.FrameFinish;
import org.mpnic.model.tx.TransmitHost;
import org.mpnic.model.tx.TxChecksum;
import org.mpnic.model.tx.TxSlice;

/**
 * Random slices of frames of every kind, and the host memory that they lie in: raw, with a partial
 * checksum, segments with a header slice of the host's, generated headers with and without payload;
 * one slice a frame and many, at every alignment.
 */
final class SliceSource implements TransmitHost, CompletionSink {
  /** Bytes of host memory; addresses start at 0. */
  private static final int MEMORY_BYTES = 1 << 16;

  private static final int LEAST_HEADER_BYTES = 54;
  private static final int MOST_HEADER_BYTES = 124;

  private final NicConfig config;
  private final Random random;
  private final byte[] memory = new byte[MEMORY_BYTES];
  private final List<ArrayDeque<TxSlice>> frames = new ArrayList<>();
  private ArrayDeque<TxSlice> frame;
  private final int[] nextIndex;

  SliceSource(NicConfig config, Random random) {
    this.config = config;
    this.random = random;
    this.nextIndex = new int[config.transmit().queues()];
    for (int port = 0; port < config.ports(); port++) {
      frames.add(new ArrayDeque<>());
    }
    random.nextBytes(memory);
    for (int i = 0; i < memory.length; i++) {
      // The version of an IPv6 header, and runs of zeros and ones, more often than by chance.
      switch (random.nextInt(12)) {
        case 0, 1, 2 -> memory[i] = (byte) (0x60 | memory[i] & 15);
        case 3 -> memory[i] = 0;
        case 4 -> memory[i] = -1;
        default -> {}
      }
    }
  }

  /** The port's next slice; frames follow each other whole. */
  TxSlice next(int port) {
    frame = frames.get(port);
    if (frame.isEmpty()) {
      makeFrame(port);
    }
    return frame.remove();
  }

  private void makeFrame(int port) {
    int longest = config.maxTransmitBytes();
    int most = Math.min(MOST_HEADER_BYTES, longest);
    int kind = random.nextInt(4);
    if (most < LEAST_HEADER_BYTES) {
      kind = FrameFinish.NONE;
    }
    int header = LEAST_HEADER_BYTES + 2 * random.nextInt((most - LEAST_HEADER_BYTES) / 2 + 1);
    int payload =
        switch (random.nextInt(6)) {
          case 0 -> random.nextInt(longest);
          case 1 -> 0;
          case 2 -> 64 + random.nextInt(3);
          default -> random.nextInt(2 * config.beatBytes());
        };
    boolean generated = kind == FrameFinish.GENERATED;
    boolean segment = kind == FrameFinish.SEGMENT;
    payload = Math.min(payload, longest - (generated || segment ? header : 0));
    if (!generated) {
      payload = Math.max(payload, segment ? 1 : Math.min(14, longest));
    }
    FrameFinish finish = finish(kind, header);
    TxSlice first = new TxSlice();
    first.clear();
    first.port = port;
    first.queue = random.nextInt(config.transmit().queues());
    first.first = true;
    first.finish.copyFrom(finish);
    if (generated) {
      first.headerBytes = header;
      System.arraycopy(memory, random.nextInt(MEMORY_BYTES - header), first.header, 0, header);
    }
    if (segment) {
      place(first, header);
      frame.add(first);
      first = follower(first);
    }
    split(first, payload);
  }

  private FrameFinish finish(int kind, int header) {
    FrameFinish finish = new FrameFinish();
    finish.clear();
    finish.kind = kind;
    if (kind == FrameFinish.NONE) {
      return finish;
    }
    finish.headerBytes = header;
    int l4 = 34 + 2 * random.nextInt((header - LEAST_HEADER_BYTES) / 2 + 1);
    finish.l4Offset = l4;
    finish.l3Offset = 14 + 2 * random.nextInt((l4 - 34) / 2 + 1);
    finish.segment = random.nextInt(65536);
    finish.sequenceOffset = random.nextInt(1 << 20);
    finish.firstSegment = random.nextBoolean();
    finish.lastSegment = random.nextBoolean();
    if (kind == FrameFinish.PARTIAL_CHECKSUM) {
      finish.checksumOffset = random.nextInt(4) == 0 ? 2 * random.nextInt(64) : 16;
      finish.checksumOffset = random.nextInt(3) == 0 ? 6 : finish.checksumOffset;
      finish.l4Offset = 14 + 2 * random.nextInt(60);
    }
    if (kind == FrameFinish.GENERATED && header >= l4 + 24 && random.nextInt(4) != 0) {
      finish.dssChecksumOffset = l4 + 20 + 2 * random.nextInt((header - l4 - 20) / 2);
      finish.dssPseudoSum = random.nextInt(65536);
    }
    return finish;
  }

  private TxSlice follower(TxSlice slice) {
    TxSlice next = new TxSlice();
    next.clear();
    next.port = slice.port;
    next.queue = slice.queue;
    return next;
  }

  private void place(TxSlice slice, int bytes) {
    slice.length = bytes;
    slice.address = random.nextInt(MEMORY_BYTES - bytes);
    if (random.nextInt(4) == 0) {
      slice.address &= -config.beatBytes();
    }
    slice.descriptorIndex = nextIndex[slice.queue];
    slice.lastOfDescriptor = random.nextInt(3) != 0;
    if (slice.lastOfDescriptor) {
      nextIndex[slice.queue]++;
    }
  }

  private void split(TxSlice first, int bytes) {
    TxSlice slice = first;
    int left = bytes;
    do {
      int part = left > 1 && random.nextInt(4) == 0 ? 1 + random.nextInt(left) : left;
      place(slice, part);
      left -= part;
      slice.last = left == 0;
      frame.add(slice);
      slice = follower(slice);
    } while (left > 0);
  }

  /** Bytes of host memory from the start of the aligned beat of {@code address} on, as words. */
  long[] beats(long address, int bytes) {
    int from = (int) address & -config.beatBytes();
    int count = config.beatsOf((int) address - from + bytes) * config.beatBytes();
    return words(memory, from, Math.min(count, MEMORY_BYTES - from), count);
  }

  /** Bytes as words, least significant first, with zeros up to {@code size} bytes. */
  static long[] words(byte[] bytes, int offset, int length, int size) {
    long[] words = new long[(size + 7) / 8];
    for (int i = 0; i < length; i++) {
      words[i >> 3] |= (bytes[offset + i] & 0xffL) << 8 * (i & 7);
    }
    return words;
  }

  /** A frame's bytes as they are gathered, by its slices. */
  byte[] gathered(Iterable<TxSlice> slices) {
    byte[] bytes = new byte[Math.max(config.maxFrameBytes(), TxChecksum.WINDOW_BYTES)];
    int at = 0;
    for (TxSlice slice : slices) {
      System.arraycopy(slice.header, 0, bytes, at, slice.headerBytes);
      at += slice.headerBytes;
      read(slice.address, bytes, at, slice.length);
      at += slice.length;
    }
    return bytes;
  }

  @Override
  public void read(long address, byte[] destination, int offset, int length) {
    System.arraycopy(memory, (int) address, destination, offset, length);
  }

  @Override
  public int posted(int queue) {
    return 0;
  }

  @Override
  public boolean open(int queue) {
    return false;
  }

  @Override
  public void descriptor(int queue, int index, long[] words) {}

  @Override
  public long dmaStart() {
    return 0;
  }

  @Override
  public long dmaEnd() {
    return MEMORY_BYTES;
  }

  @Override
  public boolean completionPlacesFree(int queue, int count) {
    return true;
  }

  @Override
  public void publish(int queue, int type, int reason, int index, long cycle, long visibleCycle) {}

  @Override
  public boolean hasRoom(int queue) {
    return true;
  }

  @Override
  public void completion(
      int queue, int type, int reason, int index, long cycle, long visibleCycle) {}
}
