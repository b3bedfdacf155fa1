package org.mpnic.cosim.twin;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.mpnic.abi.TxDescriptorLayout;
import org.mpnic.abi.TxDescriptorType;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.tx.TransmitRings;

/**
 * A host of transmit descriptors that are made when they arrive: frames near every bound, streams
 * and mappings; by turns some, few or none of them with something wrong. It opens and closes
 * queues.
 */
final class TxDescriptorHost implements TransmitRings {
  /** Cycles from a doorbell to the first fetch that knows of it. */
  private final int doorbellCycles;

  private static final int WORDS = 4;
  private static final int MAX_LENGTH = (1 << 18) - 1;
  private static final int MAX_MAPPING = 65_535;
  private static final int HOT = 5;
  private static final int PHASE_DESCRIPTORS = 500;

  /** A doorbell on its way: from this cycle on the queue is open, or ends at the index. */
  record Doorbell(long cycle, int queue, boolean open, int end) {}

  private final NicConfig config;
  private final Random random;
  private final long start;
  private final long end;
  private final int ringMask;
  private final long[][] rings;
  private final List<ArrayDeque<long[]>> planned = new ArrayList<>();
  private final ArrayDeque<Doorbell> onTheWay = new ArrayDeque<>();
  private final boolean[] open;
  private final int[] posted;
  private int made;
  private int oneBadIn;

  /** Streams only, of few connections: their turns to be bound. */
  private boolean streams;

  TxDescriptorHost(NicConfig config, Random random, int doorbellCycles) {
    this.config = config;
    this.random = random;
    this.doorbellCycles = doorbellCycles;
    // Just across a multiple of 4 GiB, so that both halves of an address count.
    start = 0x1_fff0_0000L + 64 * random.nextInt(900);
    end = 0x2_0000_0000L + 0x1_0000_0000L * random.nextInt(3) + random.nextInt(4096);
    int queues = config.transmit().queues();
    ringMask = config.transmit().ringEntries() - 1;
    rings = new long[queues][(ringMask + 1) * WORDS];
    open = new boolean[queues];
    posted = new int[queues];
    for (int queue = 0; queue < queues; queue++) {
      planned.add(new ArrayDeque<>());
    }
  }

  /** The host opens the queue, or closes it behind this index. */
  Doorbell ring(int queue, boolean opens, int ending, long cycle) {
    Doorbell doorbell = new Doorbell(cycle + doorbellCycles, queue, opens, ending);
    onTheWay.add(doorbell);
    return doorbell;
  }

  /** What fetches of this cycle know. */
  void settle(long cycle) {
    while (!onTheWay.isEmpty() && onTheWay.peek().cycle <= cycle) {
      Doorbell next = onTheWay.remove();
      open[next.queue] = next.open;
      posted[next.queue] = next.end;
    }
  }

  /** The queue starts anew: closed, with nothing posted. */
  void reset(int queue) {
    onTheWay.removeIf(doorbell -> doorbell.queue == queue);
    open[queue] = false;
    posted[queue] = 0;
    planned.get(queue).clear();
  }

  /** Makes the descriptor that arrives now; its words. */
  long[] arrive(int queue, int index) {
    ArrayDeque<long[]> plan = planned.get(queue);
    if (plan.isEmpty()) {
      plan(queue, plan);
    }
    long[] words = plan.remove();
    word32(words, TxDescriptorLayout.INDEX, index);
    if (made++ % PHASE_DESCRIPTORS == 0) {
      oneBadIn = new int[] {1 << 30, 100, 30, 10, 3}[random.nextInt(5)];
      streams = random.nextInt(3) == 0;
    }
    if (random.nextInt(oneBadIn) == 0) {
      spoil(words);
    }
    System.arraycopy(words, 0, rings[queue], (index & ringMask) * WORDS, WORDS);
    return words;
  }

  /** Something that no descriptor of this life is: of an older one. */
  long[] anything() {
    return new long[] {
      random.nextLong(), random.nextLong(), random.nextLong() & ~0xfffL, random.nextLong()
    };
  }

  private static void word32(long[] words, int offset, int value) {
    int shift = (offset & 4) * 8;
    words[offset / 8] =
        words[offset / 8] & ~(0xffff_ffffL << shift) | (value & 0xffff_ffffL) << shift;
  }

  private void spoil(long[] words) {
    int length = (int) words[1];
    switch (random.nextInt(9)) {
      case 0 -> words[2] ^= 1L << random.nextInt(12);
      case 1 -> words[1] ^= 1L << 32 + random.nextInt(32);
      case 2 -> word32(words, TxDescriptorLayout.LENGTH, random.nextInt(4) == 0 ? -1 : 1 << 18);
      case 3 -> word32(words, TxDescriptorLayout.LENGTH, 0);
      case 4 -> words[0] = random.nextBoolean() ? start - 1 : end - length + 1;
      case 5 -> words[0] ^= 1L << random.nextInt(64);
      case 6 -> words[2] ^= 1L << 12 + random.nextInt(20);
      case 7 -> words[2] ^= 1L << 32 + random.nextInt(32);
      default -> words[3] ^= 1L << random.nextInt(17);
    }
  }

  private void plan(int queue, ArrayDeque<long[]> plan) {
    int hot = random.nextInt(3) == 0 ? random.nextInt(HOT) : queue % HOT;
    if (streams) {
      hot = random.nextInt(2);
    }
    switch (streams ? 4 : random.nextInt(6)) {
      case 0, 1 -> raw(plan);
      case 2 -> checksum(plan);
      case 3 -> segments(plan);
      case 4 -> {
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
          boolean fin = random.nextInt(6) == 0;
          int length = near(new int[] {1, 2000, MAX_LENGTH});
          length = fin && random.nextBoolean() ? 0 : length;
          plan.add(words(TxDescriptorType.STREAM, length, false, fin, hot, 0, 0));
        }
      }
      default -> {
        int length = near(new int[] {1, 1400, MAX_MAPPING - 1});
        boolean fin = random.nextInt(3) == 0;
        plan.add(
            words(
                TxDescriptorType.MAPPING,
                random.nextInt(4) == 0 ? 0 : length,
                false,
                fin,
                random.nextInt(HOT),
                random.nextInt(),
                random.nextLong()));
      }
    }
  }

  /** One of these, or a little less or more, or anything up to the last. */
  private int near(int[] bounds) {
    int most = bounds[bounds.length - 1];
    int value =
        random.nextInt(3) == 0
            ? random.nextInt(most + 1)
            : bounds[random.nextInt(bounds.length)] + random.nextInt(5) - 2;
    return Math.max(1, value);
  }

  private void raw(ArrayDeque<long[]> plan) {
    int bytes = near(new int[] {14, 60, config.maxTransmitBytes()});
    frame(plan, TxDescriptorType.RAW, bytes, random.nextInt(), random.nextLong());
    if (random.nextInt(8) == 0) {
      // A frame that goes on with what is no frame.
      plan.getLast()[2] |= 1L << TxDescriptorLayout.MORE_SHIFT;
      plan.add(words(TxDescriptorType.STREAM, 100, false, false, random.nextInt(HOT), 0, 0));
    }
  }

  private void checksum(ArrayDeque<long[]> plan) {
    int l4 = 2 * random.nextInt(50);
    int field = 2 * random.nextInt(20);
    int bytes = near(new int[] {14, l4 + field + 2, 128, config.maxTransmitBytes()});
    long header = random.nextLong() & ~0xffffL | random.nextInt(256) | field << 8;
    frame(plan, TxDescriptorType.OFFLOAD, bytes, l4 << 24 | random.nextInt(256) << 16, header);
  }

  private void segments(ArrayDeque<long[]> plan) {
    boolean odd = random.nextInt(4) == 0;
    int l3 = 14 + (odd ? random.nextInt(5) - 2 : 4 * random.nextInt(2));
    int l4 = l3 + 20 + (odd ? random.nextInt(5) - 2 : 0);
    int headers = l4 + 20 + (odd ? random.nextInt(6) - 1 : 4 * random.nextInt(11));
    int mss = near(new int[] {1, 500, config.maxTransmitBytes() - headers});
    int bytes = near(new int[] {headers, config.maxTransmitBytes(), headers + 65_535});
    long header = random.nextLong() & ~0xffL | headers & 0xff;
    int offload = mss & 0xffff | l3 << 16 | l4 << 24;
    frame(plan, TxDescriptorType.OFFLOAD, bytes, offload, header);
  }

  /** Cuts a frame into descriptors, mostly as many as may be, or fewer. */
  private void frame(
      ArrayDeque<long[]> plan, TxDescriptorType type, int bytes, int offload, long header) {
    int most = config.transmit().buffersPerFrame() + (random.nextInt(4) == 0 ? 1 : 0);
    int pieces = Math.min(bytes, random.nextBoolean() ? 1 : 1 + random.nextInt(most));
    int port = random.nextInt(config.ports());
    int left = bytes;
    for (int i = pieces; i > 0; i--) {
      boolean last = i == 1;
      int share = random.nextBoolean() ? left / i * 2 : 8;
      int length = last ? left : 1 + random.nextInt(Math.max(1, Math.min(left - i + 1, share)));
      length = Math.min(length, MAX_LENGTH);
      plan.add(words(type, length, !last, false, port, offload, header));
      left -= length;
    }
  }

  private long[] words(
      TxDescriptorType type,
      int length,
      boolean more,
      boolean fin,
      int target,
      int offload,
      long header) {
    long most = end - length;
    long address = start + (long) (random.nextDouble() * (most - start + 1));
    if (random.nextInt(6) == 0) {
      address = random.nextBoolean() ? start : most;
    }
    int control =
        type.code() << TxDescriptorLayout.TYPE_SHIFT
            | (more ? 1 << TxDescriptorLayout.MORE_SHIFT : 0)
            | (fin ? 1 << TxDescriptorLayout.DATA_FIN_SHIFT : 0)
            | target << TxDescriptorLayout.TARGET_SHIFT;
    long[] words = {address, length, 0, header};
    word32(words, TxDescriptorLayout.CONTROL, control);
    word32(words, TxDescriptorLayout.OFFLOAD, offload);
    return words;
  }

  @Override
  public int posted(int queue) {
    return posted[queue];
  }

  @Override
  public boolean open(int queue) {
    return open[queue];
  }

  @Override
  public void descriptor(int queue, int index, long[] words) {
    System.arraycopy(rings[queue], (index & ringMask) * WORDS, words, 0, WORDS);
  }

  @Override
  public long dmaStart() {
    return start;
  }

  @Override
  public long dmaEnd() {
    return end;
  }
}
