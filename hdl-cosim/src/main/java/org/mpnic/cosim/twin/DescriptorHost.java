package org.mpnic.cosim.twin;

import java.util.Random;
import org.mpnic.model.config.NicConfig;

/** Descriptors of a host: most are good, by turns some are bad in every way that there is. */
final class DescriptorHost extends SilentHost {
  private static final long START = 0x1_0000_0000L;
  private static final long END = START + (1L << 24);
  private static final int TURN_INDICES = 64;

  private final NicConfig config;
  private final long seed;
  private final int[] lives;
  private final Random random = new Random();

  private long address;
  private long length;
  private int index;

  DescriptorHost(NicConfig config, long seed) {
    this.config = config;
    this.seed = seed;
    this.lives = new int[config.queues()];
  }

  /** The queue's descriptors from now on are those of this life. */
  void life(int queue, int life) {
    lives[queue] = life;
  }

  private void make(int queue, int descriptor) {
    random.setSeed(((seed * 31 + queue) * 31 + lives[queue]) * 0x9e3779b97f4a7c15L + descriptor);
    random.nextInt();
    long buffers = (END - START) / config.maxPayloadBytes() - config.bufferBytes();
    address = START + Math.floorMod(random.nextLong(), buffers) * config.maxPayloadBytes();
    length = config.bufferBytes();
    index = descriptor;
    int turn = (descriptor / TURN_INDICES + lives[queue] + queue) & 3;
    int bad = turn == 0 ? 20 : turn == 1 ? 300 : 0;
    if (random.nextInt(1000) >= bad) {
      return;
    }
    long above = random.nextBoolean() ? 0 : config.maxPayloadBytes();
    switch (random.nextInt(8)) {
      case 0 -> length = 0;
      case 1 -> length = config.bufferBytes() + random.nextInt(3) - 1L;
      case 2 -> address = START - config.maxPayloadBytes();
      case 3 -> address = END - config.bufferBytes() + above;
      case 4 -> address += 1L << random.nextInt(8);
      case 5 -> index = descriptor + (1 << random.nextInt(31));
      case 6 -> {
        address = random.nextLong();
        index = random.nextInt();
      }
      default -> {
        length = random.nextInt();
        address = -1;
      }
    }
  }

  @Override
  public boolean descriptorReady(int queue, int descriptor) {
    return true;
  }

  @Override
  public long descriptorAddress(int queue, int descriptor) {
    make(queue, descriptor);
    return address;
  }

  @Override
  public long descriptorLength(int queue, int descriptor) {
    make(queue, descriptor);
    return length & 0xffff_ffffL;
  }

  @Override
  public int descriptorIndex(int queue, int descriptor) {
    make(queue, descriptor);
    return index;
  }

  @Override
  public long dmaStart() {
    return START;
  }

  @Override
  public long dmaEnd() {
    return END;
  }
}
