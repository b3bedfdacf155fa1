package org.mpnic.model.top;

import java.util.Random;
import org.mpnic.model.config.NicConfig;

/**
 * A host whose descriptors are always right, unless their index hashes to a bad one, and that may
 * be late at random: {@code late} of 100 questions are answered with no.
 */
class FakeHost implements HostInterface {
  static final long DMA_START = 4096;

  final NicConfig config;
  final int badOf1000;
  final byte[] memory;
  final LongLog[] published;
  final LongLog[] interrupts;
  private final Random lateness;
  private final int late;

  FakeHost(NicConfig config, int badOf1000, int late, boolean keepBytes) {
    this.config = config;
    this.badOf1000 = badOf1000;
    this.late = late;
    this.lateness = new Random(late);
    this.memory = keepBytes ? new byte[(int) dmaEnd()] : null;
    this.published = new LongLog[config.queues()];
    this.interrupts = new LongLog[config.queues()];
    for (int q = 0; q < published.length; q++) {
      published[q] = new LongLog();
      interrupts[q] = new LongLog();
    }
  }

  private boolean inTime() {
    return late == 0 || lateness.nextInt(100) >= late;
  }

  static boolean isBad(int queue, int index, int badOf1000) {
    long hash = (queue * 0x9E3779B97F4A7C15L + index) * 0xBF58476D1CE4E5B9L;
    hash = (hash ^ hash >>> 29) * 0x94D049BB133111EBL;
    return Math.floorMod(hash >>> 20, 1000) < badOf1000;
  }

  @Override
  public boolean descriptorReady(int queue, int index) {
    return inTime();
  }

  @Override
  public long descriptorAddress(int queue, int index) {
    int place = index & config.ringEntries() - 1;
    return DMA_START
        + (long) (queue * config.ringEntries() + place) * config.bufferBytes()
        + (isBad(queue, index, badOf1000) ? 1 : 0);
  }

  @Override
  public long descriptorLength(int queue, int index) {
    return config.bufferBytes();
  }

  @Override
  public int descriptorIndex(int queue, int index) {
    return index;
  }

  @Override
  public long dmaStart() {
    return DMA_START;
  }

  @Override
  public long dmaEnd() {
    return DMA_START + (long) config.queues() * config.ringEntries() * config.bufferBytes();
  }

  @Override
  public boolean completionPlacesFree(int queue, int count) {
    return inTime();
  }

  @Override
  public boolean eventPlacesFree(int count) {
    return inTime();
  }

  @Override
  public void write(long address, byte[] source, int offset, int length) {
    if (memory != null) {
      System.arraycopy(source, offset, memory, (int) address, length);
    }
  }

  @Override
  public void publish(int queue, CompletionWord completion, long visibleCycle, boolean last) {
    published[queue].add(visibleCycle);
    published[queue].add(
        (long) completion.frame << 32
            | (long) completion.type << 24
            | (long) completion.port << 16
            | completion.bufferCount);
    published[queue].add(completion.bufferIndex);
  }

  @Override
  public void interrupt(int queue, long cycle) {
    interrupts[queue].add(cycle);
  }

  @Override
  public void event(EventWord event) {}
}
