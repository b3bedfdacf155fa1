package org.mpnic.abi.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mpnic.abi.CompletionFlyweight;
import org.mpnic.abi.CompletionLayout;
import org.mpnic.abi.RingLayout;

class CompletionRingTest {
  private static final int ENTRIES = 16;

  @TempDir Path directory;

  private RegionFile region;
  private final CompletionFlyweight entry = new CompletionFlyweight();

  @BeforeEach
  void create() {
    RegionSpec spec = RegionSpec.defaults("ring").withQueues(2, ENTRIES / 4, 256);
    region = RegionFile.create(RegionDirectory.regionPath(directory, "ring"), spec);
  }

  @AfterEach
  void close() {
    region.close();
  }

  @Test
  void shouldDeliverInOrderOverManyLaps() {
    CompletionRingProducer producer = new CompletionRingProducer(region, 1);
    CompletionRingConsumer consumer = new CompletionRingConsumer(region, 1);
    int seen = 0;
    for (int lap = 0; lap < 1000; lap++) {
      int burst = 1 + lap % ENTRIES;
      assertThat(consumer.available(ENTRIES)).isZero();
      for (int i = 0; i < burst; i++) {
        producer.next().ssn(seen + i);
        producer.publish(CompletionLayout.control(1, 2, 3, 1, 4));
      }
      assertThat(consumer.available(ENTRIES + 1)).isEqualTo(burst);
      for (int i = 0; i < burst; i++) {
        assertThat(consumer.view(consumer.taken() + i, entry).ssn()).isEqualTo(seen + i);
        assertThat(entry.verdict()).isEqualTo(2);
      }
      consumer.take(burst);
      consumer.release(burst);
      seen += burst;
    }
  }

  @Test
  void shouldStopWhenFullUntilReleased() {
    CompletionRingProducer producer = new CompletionRingProducer(region, 0);
    CompletionRingConsumer consumer = new CompletionRingConsumer(region, 0);
    fill(producer, ENTRIES);
    assertThat(producer.places()).isZero();
    assertThat(producer.hasPlaces(1)).isFalse();
    assertThat(consumer.available(100)).isEqualTo(ENTRIES);
    consumer.take(ENTRIES);
    assertThat(consumer.available(100)).isZero();
    assertThat(producer.hasPlaces(1)).as("taken is not released").isFalse();
    consumer.release(3);
    assertThat(producer.hasPlaces(3)).isTrue();
    assertThat(producer.hasPlaces(4)).isFalse();
    fill(producer, 3);
    assertThat(consumer.available(100)).isEqualTo(3);
  }

  @Test
  void shouldGoOnWhenTheIndexWraps() {
    int ring = RingLayout.completions(0);
    region.memory().putInt(region.layout().producerIndex(ring), -2 * ENTRIES);
    region.memory().putInt(region.layout().consumerIndex(ring), -2 * ENTRIES);
    CompletionRingProducer producer = new CompletionRingProducer(region, 0);
    CompletionRingConsumer consumer = new CompletionRingConsumer(region, 0);
    assertThat(producer.head()).isEqualTo(-2 * ENTRIES);
    for (int i = 0; i < 100; i++) {
      assertThat(consumer.available(10)).as("round %d", i).isZero();
      producer.next().frame(i);
      producer.publish(0);
      assertThat(consumer.available(10)).as("round %d", i).isEqualTo(1);
      assertThat(consumer.view(consumer.taken(), entry).frame()).isEqualTo(i);
      consumer.take(1);
      consumer.release(1);
    }
    assertThat(consumer.released()).isEqualTo(100 - 2 * ENTRIES);
  }

  @Test
  void shouldSeeOnlyTheUnreleasedAgainWhenTheHostDied() {
    CompletionRingProducer producer = new CompletionRingProducer(region, 0);
    CompletionRingConsumer dead = new CompletionRingConsumer(region, 0);
    for (int i = 0; i < 10; i++) {
      producer.next().frame(i);
      producer.publish(0);
    }
    dead.take(4);
    dead.release(4);
    dead.take(5);
    CompletionRingConsumer successor = new CompletionRingConsumer(region, 0);
    assertThat(successor.available(100)).isEqualTo(6);
    assertThat(successor.view(successor.taken(), entry).frame()).isEqualTo(4);
  }

  @Test
  void shouldNotPublishTwiceWhenTheDeviceDiedBeforeItsIndexStore() {
    CompletionRingProducer dead = new CompletionRingProducer(region, 0);
    CompletionRingConsumer consumer = new CompletionRingConsumer(region, 0);
    for (int lap = 0; lap < 5; lap++) {
      for (int i = 0; i < ENTRIES - 3; i++) {
        dead.next().frame(100 * lap + i);
        dead.publish(0);
      }
      // The store of the index is lost, and the next entry was begun but not published.
      int ring = RingLayout.completions(0);
      region.memory().putInt(region.layout().producerIndex(ring), dead.head() - 1);
      dead.next().frame(-1).ssn(-1);
      CompletionRingProducer successor = new CompletionRingProducer(region, 0);
      assertThat(successor.head()).isEqualTo(dead.head());
      successor.next().frame(7);
      successor.publish(0);
      assertThat(consumer.available(100)).isEqualTo(ENTRIES - 2);
      assertThat(consumer.view(consumer.taken() + ENTRIES - 4, entry).frame())
          .isEqualTo(100 * lap + ENTRIES - 4);
      assertThat(consumer.view(consumer.taken() + ENTRIES - 3, entry).frame()).isEqualTo(7);
      consumer.take(ENTRIES - 2);
      consumer.release(ENTRIES - 2);
      dead = successor;
      dead.resume();
    }
  }

  @Test
  void shouldShowNothingOfABatchBeforeItIsPublished() {
    CompletionRingProducer producer = new CompletionRingProducer(region, 0);
    CompletionRingConsumer consumer = new CompletionRingConsumer(region, 0);
    int sent = 0;
    for (int lap = 0; lap < 100; lap++) {
      int batch = 1 + lap % ENTRIES;
      assertThat(producer.hasPlaces(batch)).isTrue();
      for (int i = 0; i < batch - 1; i++) {
        append(producer, false, sent + i);
        assertThat(consumer.available(ENTRIES)).as("lap %d, appended %d", lap, i + 1).isZero();
      }
      assertThat(producer.hasPlaces(ENTRIES - batch + 1)).isTrue();
      assertThat(producer.hasPlaces(ENTRIES - batch + 2)).isFalse();
      assertThat(producer.head()).isEqualTo(sent);
      append(producer, true, sent + batch - 1);
      assertThat(producer.head()).isEqualTo(sent + batch);
      assertThat(consumer.available(ENTRIES)).as("lap %d", lap).isEqualTo(batch);
      for (int i = 0; i < batch; i++) {
        long at = consumer.offset(consumer.taken() + i);
        assertThat(region.memory().getLong(at) >>> 1).isEqualTo(sent + i);
        for (int word = 1; word < 8; word++) {
          assertThat(region.memory().getLong(at + 8 * word))
              .isEqualTo(word * 1_000_000L + sent + i);
        }
      }
      consumer.take(batch);
      consumer.release(batch);
      sent += batch;
    }
  }

  @Test
  void shouldNotShowABatchThatADeathLeftUnpublished() {
    CompletionRingProducer dead = new CompletionRingProducer(region, 0);
    CompletionRingConsumer consumer = new CompletionRingConsumer(region, 0);
    int sent = 0;
    for (int lap = 0; lap < 40; lap++) {
      int lost = 2 + lap % (ENTRIES - 1);
      for (int i = 0; i < lost; i++) {
        append(dead, false, -1);
      }
      CompletionRingProducer successor = new CompletionRingProducer(region, 0);
      assertThat(successor.head()).isEqualTo(sent);
      assertThat(consumer.available(ENTRIES)).isZero();
      append(successor, true, sent);
      assertThat(consumer.available(ENTRIES)).as("%d of a batch were lost", lost).isEqualTo(1);
      long at = consumer.offset(consumer.taken());
      assertThat(region.memory().getLong(at) >>> 1).isEqualTo(sent);
      consumer.take(1);
      consumer.release(1);
      sent++;
      dead = successor;
    }
  }

  @Test
  void shouldFindNoPlaceWhenTheHostStoresAnImpossibleIndex() {
    CompletionRingProducer producer = new CompletionRingProducer(region, 0);
    fill(producer, 2);
    long consumer = region.layout().consumerIndex(RingLayout.completions(0));
    for (int index : new int[] {3, 1000, -1000, Integer.MIN_VALUE}) {
      region.memory().putInt(consumer, index);
      CompletionRingProducer attached = new CompletionRingProducer(region, 0);
      assertThat(attached.hasPlaces(1)).as("index %d", index).isFalse();
    }
    region.memory().putInt(consumer, 2);
    assertThat(producer.hasPlaces(ENTRIES)).isTrue();
  }

  @Test
  void shouldBeEmptyWhenReset() {
    CompletionRingProducer producer = new CompletionRingProducer(region, 0);
    CompletionRingConsumer consumer = new CompletionRingConsumer(region, 0);
    fill(producer, 7);
    consumer.take(5);
    consumer.release(5);
    producer.reset();
    consumer.resume();
    assertThat(consumer.available(100)).isZero();
    assertThat(producer.places()).isEqualTo(ENTRIES);
    fill(producer, ENTRIES);
    assertThat(consumer.available(100)).isEqualTo(ENTRIES);
  }

  @Test
  void shouldBeEmptyWhenALargeRingIsReset() {
    RegionSpec spec = RegionSpec.defaults("large").withQueues(2, 4096, 256);
    try (RegionFile large = RegionFile.create(directory.resolve("mpnic-large"), spec)) {
      int entries = spec.completionEntries();
      CompletionRingProducer producer = new CompletionRingProducer(large, 0);
      CompletionRingProducer other = new CompletionRingProducer(large, 1);
      fill(other, 5);
      fill(producer, entries);
      producer.reset();
      CompletionRingConsumer consumer = new CompletionRingConsumer(large, 0);
      for (int i = 0; i < entries; i++) {
        assertThat(consumer.view(i, entry).control()).isZero();
      }
      assertThat(new CompletionRingConsumer(large, 1).available(10)).isEqualTo(5);
    }
  }

  private static void append(CompletionRingProducer producer, boolean last, int i) {
    producer.append(
        last,
        (long) i << 1,
        1_000_000L + i,
        2_000_000L + i,
        3_000_000L + i,
        4_000_000L + i,
        5_000_000L + i,
        6_000_000L + i,
        7_000_000L + i);
  }

  private static void fill(CompletionRingProducer producer, int count) {
    for (int i = 0; i < count; i++) {
      producer.next().frame(i);
      producer.publish(0);
    }
  }
}
