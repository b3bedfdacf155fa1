package org.mpnic.abi.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mpnic.abi.CompletionFlyweight;
import org.mpnic.abi.CompletionLayout;

class ReceiveBuffersTest {
  private static final int BUFFERS = 16;

  @TempDir Path directory;

  private RegionFile region;
  private DescriptorRingConsumer device;
  private CompletionRingProducer completions;

  /** Buffers that the device has fetched and not completed, by descriptor index. */
  private final Map<Integer, Long> fetched = new HashMap<>();

  private int fetchedTo;

  @BeforeEach
  void create() {
    RegionSpec spec = RegionSpec.defaults("buffers").withQueues(1, BUFFERS, 256);
    region = RegionFile.create(RegionDirectory.regionPath(directory, "buffers"), spec);
    device = new DescriptorRingConsumer(region, 0);
    completions = new CompletionRingProducer(region, 0);
  }

  @AfterEach
  void close() {
    region.close();
  }

  @Test
  void shouldPostEveryBufferOnceWhenTheRegionIsNew() {
    Host host = new Host();
    assertThat(host.posted).isEqualTo(BUFFERS);
    fetchAll();
    assertThat(new HashSet<>(fetched.values())).hasSize(BUFFERS);
    assertThat(fetched.get(0)).isEqualTo(region.layout().dmaStart());
    assertThat(device.length(0)).isEqualTo(256);
    assertThat(device.index(5)).isEqualTo(5);
  }

  @Test
  @Timeout(value = 5, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void shouldKnowNoBufferBeforeItIsAttached() {
    ReceiveBuffers buffers =
        new ReceiveBuffers(
            region,
            0,
            new DescriptorRingProducer(region, 0),
            new CompletionRingConsumer(region, 0));
    assertThat(buffers.bufferOf(3)).isEqualTo(-1);
  }

  @Test
  void shouldFindBuffersThatComeBackInAnotherOrder() {
    Host host = new Host();
    fetchAll();
    for (int round = 0; round < 5 * BUFFERS; round++) {
      // Descriptor 3 stays away while the others go round.
      int index = round == 0 ? 2 : fetched.keySet().stream().filter(i -> i != 3).findAny().get();
      long address = fetched.get(index);
      complete(index, 1);
      assertThat(host.consumer.available(1)).isEqualTo(1);
      host.consumer.take(1);
      assertThat(host.buffers.address(host.buffers.bufferOf(index))).isEqualTo(address);
      host.buffers.release(1);
      fetchAll();
      assertThat(new HashSet<>(fetched.values())).hasSize(BUFFERS);
    }
    assertThat(host.buffers.bufferOf(3)).isEqualTo(3);
    assertThat(host.buffers.bufferOf(3 + BUFFERS * 100)).isEqualTo(-1);
  }

  @Test
  void shouldLoseNoBufferWhenTheHostDiesAnywhere() {
    long seed = Long.getLong("mpnic.seed", 7L);
    SplittableRandom random = new SplittableRandom(seed);
    Host host = new Host();
    for (int round = 0; round < 20_000; round++) {
      String where = "seed " + seed + " round " + round;
      fetchAll();
      int done = random.nextInt(4);
      for (int i = 0; i < done && !fetched.isEmpty() && completions.hasPlaces(3); i++) {
        completeAny(random);
      }
      int take = host.consumer.available(1 + random.nextInt(6));
      host.consumer.take(take);
      switch (random.nextInt(8)) {
        case 0 -> host = new Host();
        case 1 -> {
          // Dies after the release, before any post.
          host.consumer.release(host.consumer.taken() - host.consumer.released());
          host = new Host();
        }
        case 2 -> {
          // Dies after the release, when the posts are written and recorded but not published.
          int published = device.published();
          host.buffers.release(host.consumer.taken() - host.consumer.released());
          unpublish(published, random);
          host = new Host();
        }
        default -> host.buffers.release(host.consumer.taken() - host.consumer.released());
      }
      check(host, where);
    }
  }

  /**
   * Every buffer is in exactly one place: posted, with the device, or in an unreleased completion.
   */
  private void check(Host host, String where) {
    List<Long> all = new ArrayList<>(fetched.values());
    for (int index = fetchedTo; index != device.published(); index++) {
      all.add(device.address(index));
    }
    CompletionFlyweight entry = new CompletionFlyweight();
    for (int i = host.consumer.released(); i != completions.head(); i++) {
      host.consumer.view(i, entry);
      for (int k = 0; k < entry.bufferCount(); k++) {
        all.add(host.buffers.address(host.buffers.bufferOf(entry.bufferIndex() + k)));
      }
    }
    Set<Long> distinct = new HashSet<>(all);
    assertThat(distinct).as(where).hasSize(BUFFERS);
    assertThat(all).as(where).hasSize(BUFFERS);
  }

  private void unpublish(int published, SplittableRandom random) {
    int written = device.published() - published;
    int kept = written == 0 ? 0 : random.nextInt(written + 1);
    region
        .memory()
        .putInt(
            region.layout().producerIndex(org.mpnic.abi.RingLayout.descriptors(0)),
            published + kept);
  }

  private void fetchAll() {
    while (device.published() - fetchedTo > 0) {
      fetched.put(fetchedTo, device.address(fetchedTo));
      fetchedTo++;
    }
  }

  private void completeAny(SplittableRandom random) {
    List<Integer> indices = new ArrayList<>(fetched.keySet());
    int index = indices.get(random.nextInt(indices.size()));
    int count = fetched.containsKey(index + 1) && random.nextBoolean() ? 2 : 1;
    if (random.nextInt(3) == 0) {
      completions.next().bufferIndex(index).bufferCount(0);
      completions.publish(CompletionLayout.control(1, 1, 0, 0, 0));
    }
    complete(index, count);
  }

  private void complete(int index, int count) {
    completions.next().bufferIndex(index).bufferCount(count);
    completions.publish(0);
    for (int i = 0; i < count; i++) {
      fetched.remove(index + i);
    }
  }

  /** One host process's views. */
  private final class Host {
    private final DescriptorRingProducer descriptors = new DescriptorRingProducer(region, 0);
    private final CompletionRingConsumer consumer = new CompletionRingConsumer(region, 0);
    private final ReceiveBuffers buffers = new ReceiveBuffers(region, 0, descriptors, consumer);
    private final int posted = buffers.attach();
  }
}
