package org.mpnic.cosim.traffic;

import java.util.Random;
import org.mpnic.abi.TxDescriptorLayout;
import org.mpnic.abi.TxDescriptorType;
import org.mpnic.model.config.NicConfig;

/** Makes the descriptors of random frames and of random data, good ones and bad ones. */
final class TransmitFrames {
  private static final int LEAST_FRAME_BYTES = 14;
  private static final int TCP_HEADER_BYTES = 20;
  private static final int MOST_HEADER_BYTES = 124;
  private static final int MOST_PAYLOAD_BYTES = 65_535;
  private static final int MOST_SEGMENTS = 40;
  private static final int MOST_CHAIN = 8;
  private static final int WINDOW_BYTES = 128;
  private static final int OTHER_CONNECTIONS = 30;

  private final Random random;
  private final int queues;
  private final int ports;
  private final int connections;
  private final int subflows;
  private final int longest;
  private final int buffersPerFrame;
  private final int memoryBytes;
  private final int[] lengths = new int[MOST_CHAIN];
  private final long[] addresses = new long[MOST_CHAIN];
  private int count;
  private int packets;
  private int type;
  private int target;
  private boolean dataFin;
  private int offload;
  private long header;

  /** Descriptor of the frame that is made wrong, or -1, and how. */
  private int badPlace;

  private int badKind;

  TransmitFrames(NicConfig config, Random random, int connections, int subflows, int memoryBytes) {
    this.random = random;
    this.queues = config.transmit().queues();
    this.ports = config.ports();
    this.connections = connections;
    this.subflows = subflows;
    this.longest = config.maxTransmitBytes();
    this.buffersPerFrame = Math.min(MOST_CHAIN, config.transmit().buffersPerFrame());
    this.memoryBytes = memoryBytes;
  }

  /** Makes the next frame or data of a queue; returns its descriptors. */
  int make(int queue) {
    offload = 0;
    header = 0;
    dataFin = false;
    packets = 1;
    target = random.nextInt(ports);
    int kind = random.nextInt(16);
    boolean hasStream = queue < connections;
    if (kind < 4 || kind < 10 && !hasStream) {
      type = TxDescriptorType.RAW.code();
      split(frameBytes());
    } else if (kind < 10) {
      stream(queue);
    } else if (kind < 12) {
      mapping();
    } else if (kind < 14) {
      partial();
    } else {
      large();
    }
    badPlace = random.nextInt(24) == 0 ? random.nextInt(count) : -1;
    badKind = random.nextInt(8);
    return count;
  }

  /** Frames that are made of it, about. */
  int packets() {
    return packets;
  }

  /** The four words of descriptor {@code place}, which stands at this index of its ring. */
  void words(int place, int index, long[] into, int at) {
    boolean more = place + 1 < count;
    int control =
        type << TxDescriptorLayout.TYPE_SHIFT
            | (more ? 1 << TxDescriptorLayout.MORE_SHIFT : 0)
            | (dataFin ? 1 << TxDescriptorLayout.DATA_FIN_SHIFT : 0)
            | target << TxDescriptorLayout.TARGET_SHIFT;
    into[at] = addresses[place];
    into[at + 1] = lengths[place] & 0xffff_ffffL | (long) index << 32;
    into[at + 2] = control & 0xffff_ffffL | (long) offload << 32;
    into[at + 3] = header;
    if (place == badPlace) {
      spoil(into, at);
    }
  }

  private void spoil(long[] into, int at) {
    switch (badKind) {
      case 0 -> into[at] = random.nextLong();
      case 1 -> into[at] = TransmitTraffic.DMA_START + memoryBytes - 1 - random.nextInt(40);
      case 2 -> into[at + 1] ^= 1L << 32 + random.nextInt(32);
      case 3 -> into[at + 1] &= -1L << 32;
      case 4 -> into[at + 1] |= 1L << 18 + random.nextInt(14);
      case 5 -> into[at + 2] ^= 1L << random.nextInt(12);
      case 6 -> into[at + 2] ^= 1L << 12 + random.nextInt(20);
      default -> into[at + 2 + random.nextInt(2)] ^= 1L << 32 + random.nextInt(32);
    }
  }

  private int frameBytes() {
    int bytes =
        switch (random.nextInt(8)) {
          case 0 -> random.nextInt(longest);
          case 1 -> longest;
          case 2, 3 -> 60;
          case 4 -> LEAST_FRAME_BYTES + random.nextInt(50);
          default -> 60 + random.nextInt(200);
        };
    return Math.max(LEAST_FRAME_BYTES, bytes);
  }

  /** So many bytes in one buffer or in several. */
  private void split(int bytes) {
    int most = Math.min(buffersPerFrame, bytes);
    int parts = random.nextInt(3) == 0 ? 1 + random.nextInt(most) : 1;
    int left = bytes;
    for (count = 0; count < parts - 1; count++) {
      int rest = left - (parts - 1 - count);
      lengths[count] = 1 + random.nextInt(random.nextBoolean() ? rest : Math.min(rest, 100));
      left -= lengths[count];
    }
    lengths[count++] = left;
    for (int i = 0; i < count; i++) {
      place(i);
    }
  }

  private void place(int i) {
    addresses[i] = TransmitTraffic.DMA_START + random.nextInt(memoryBytes - lengths[i] + 1);
    if (random.nextInt(4) == 0) {
      addresses[i] &= -64;
    }
  }

  private void single(int bytes) {
    count = 1;
    lengths[0] = bytes;
    place(0);
  }

  private void stream(int queue) {
    type = TxDescriptorType.STREAM.code();
    target = queue + queues * random.nextInt((connections - 1 - queue) / queues + 1);
    if (random.nextInt(OTHER_CONNECTIONS) == 0) {
      // Another queue's, which that has lost by a reset, or not.
      target = random.nextInt(connections);
    }
    dataFin = random.nextInt(10) == 0;
    int bytes =
        switch (random.nextInt(6)) {
          case 0 -> random.nextInt(20_000);
          case 1 -> random.nextInt(50);
          default -> random.nextInt(3000);
        };
    single(dataFin ? bytes : bytes + 1);
    packets = 1 + bytes / 1400;
  }

  private void mapping() {
    type = TxDescriptorType.MAPPING.code();
    target = random.nextInt(subflows);
    dataFin = random.nextInt(4) == 0;
    offload = random.nextInt();
    header = random.nextLong();
    single(random.nextInt(3) == 0 ? 0 : random.nextInt(3000));
    packets = 1 + lengths[0] / 1400;
  }

  private void partial() {
    type = TxDescriptorType.OFFLOAD.code();
    int bytes = Math.max(40, frameBytes());
    int offset = random.nextInt(4) == 0 ? 2 * random.nextInt(8) : random.nextInt(3) == 0 ? 6 : 16;
    int most = Math.min(bytes, WINDOW_BYTES) - 2 - offset;
    int l4 = 2 * random.nextInt(most / 2 + 1);
    offload = random.nextInt(256) << TxDescriptorLayout.L3_OFFSET_SHIFT;
    offload |= l4 << TxDescriptorLayout.L4_OFFSET_SHIFT;
    header = (long) offset << TxDescriptorLayout.CHECKSUM_OFFSET_SHIFT;
    split(bytes);
  }

  private void large() {
    type = TxDescriptorType.OFFLOAD.code();
    int options = random.nextInt(11);
    int l3 = LEAST_FRAME_BYTES + 4 * random.nextInt(3);
    int l4 = l3 + (random.nextBoolean() ? TCP_HEADER_BYTES : 2 * TCP_HEADER_BYTES);
    int headerBytes = Math.min(MOST_HEADER_BYTES, l4 + TCP_HEADER_BYTES + 4 * options);
    int most = longest - headerBytes;
    int mss = random.nextInt(4) == 0 ? 1 + random.nextInt(most) : Math.min(most, 1400);
    if (random.nextInt(4) == 0) {
      mss = 1 + random.nextInt(Math.min(most, 130));
    }
    int payload = random.nextInt(Math.min(MOST_PAYLOAD_BYTES, MOST_SEGMENTS * mss) + 1);
    if (random.nextInt(2) == 0) {
      payload = Math.min(payload, 4 * mss);
    }
    offload =
        mss << TxDescriptorLayout.MSS_SHIFT
            | l3 << TxDescriptorLayout.L3_OFFSET_SHIFT
            | l4 << TxDescriptorLayout.L4_OFFSET_SHIFT;
    header = (long) headerBytes << TxDescriptorLayout.HEADER_BYTES_SHIFT;
    packets = Math.max(1, (payload + mss - 1) / mss);
    split(headerBytes + payload);
  }
}
