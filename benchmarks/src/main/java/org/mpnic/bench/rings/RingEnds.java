package org.mpnic.bench.rings;

import java.util.function.BooleanSupplier;
import org.mpnic.abi.RegionMemory;
import org.mpnic.abi.region.CompletionRingConsumer;
import org.mpnic.abi.region.CompletionRingProducer;
import org.mpnic.abi.region.RegionFile;

/** One process' ends of two completion rings, one for each direction; waits by spinning. */
final class RingEnds {
  private static final int SPINS_BETWEEN_LOOKS = 1 << 22;

  private final CompletionRingProducer producer;
  private final CompletionRingConsumer consumer;
  private final RegionMemory memory;
  private final BooleanSupplier isOtherAlive;
  private int sent;
  private int received;
  private int wrong;
  private long sums;
  private long rightSums;
  private int checked;

  /**
   * Ends at the rings' begin.
   *
   * @param sends queue whose ring this process writes
   * @param receives queue whose ring it reads
   * @param isOtherAlive asked now and then while this side waits
   */
  RingEnds(RegionFile region, int sends, int receives, BooleanSupplier isOtherAlive) {
    this.producer = new CompletionRingProducer(region, sends);
    this.consumer = new CompletionRingConsumer(region, receives);
    this.memory = region.memory();
    this.isOtherAlive = isOtherAlive;
  }

  /** Whether so many entries have a place. */
  boolean canSend(int count) {
    return producer.hasPlaces(count);
  }

  /** Sends so many entries at once. */
  void send(int count) {
    for (int spins = 0; !producer.hasPlaces(count); spins++) {
      look(spins);
    }
    final int end = sent + count;
    for (int i = sent; i != end; i++) {
      RingEntry.append(producer, i == end - 1, i);
    }
    sent = end;
  }

  /** Receives what is there, at most {@code most} entries; waits for one. */
  int receive(int most) {
    int count = consumer.available(most);
    for (int spins = 0; count == 0; spins++) {
      look(spins);
      // Who looks takes the entry's line from the sender: the more is wanted, the later it looks.
      for (int pause = most >> 2; pause > 0; pause--) {
        Thread.onSpinWait();
      }
      count = consumer.available(most);
    }
    take(count);
    return count;
  }

  /** Receives what is there, without waiting. */
  void drain() {
    take(consumer.available(Integer.MAX_VALUE));
  }

  private void take(int count) {
    final int first = consumer.taken();
    final int number = received;
    long sum = 0;
    int disorder = 0;
    for (int i = 0; i < count; i++) {
      long offset = consumer.offset(first + i);
      disorder |= RingEntry.number(memory, offset) ^ number + i;
      sum += RingEntry.sum(memory, offset);
    }
    received = number + count;
    sums += sum;
    wrong |= disorder;
    consumer.take(count);
    consumer.release(count);
  }

  private void look(int spins) {
    if (spins % SPINS_BETWEEN_LOOKS == SPINS_BETWEEN_LOOKS - 1 && !isOtherAlive.getAsBoolean()) {
      throw new IllegalStateException("the other process has ended");
    }
  }

  /** Entries sent so far. */
  int sent() {
    return sent;
  }

  /** Entries received so far. */
  int received() {
    return received;
  }

  /** Whether every entry came in order, and the words of all add up; not to be timed. */
  boolean isRight() {
    for (; checked != received; checked++) {
      rightSums += RingEntry.rightSum(checked);
    }
    return wrong == 0 && sums == rightSums;
  }
}
