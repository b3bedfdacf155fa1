package org.mpnic.model.tx;

import java.util.Random;

/** Host memory of random bytes behind a first offset; no rings. */
final class FakeTransmitHost implements TransmitHost {
  static final long START = 8192;

  final byte[] memory;

  FakeTransmitHost(long seed, int bytes) {
    memory = new byte[bytes];
    new Random(seed).nextBytes(memory);
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
  public void descriptor(int queue, int index, long[] words) {
    throw new AssertionError("no descriptors here");
  }

  @Override
  public long dmaStart() {
    return START;
  }

  @Override
  public long dmaEnd() {
    return START + memory.length;
  }

  @Override
  public void read(long address, byte[] destination, int offset, int length) {
    System.arraycopy(memory, (int) (address - START), destination, offset, length);
  }

  @Override
  public boolean completionPlacesFree(int queue, int count) {
    return true;
  }

  @Override
  public void publish(int queue, int type, int reason, int index, long cycle, long visibleCycle) {
    throw new AssertionError("no completions here");
  }
}
