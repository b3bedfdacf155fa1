package org.mpnic.abi.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mpnic.abi.CompletionFlyweight;
import org.mpnic.abi.CompletionLayout;
import org.mpnic.abi.WakeLayout;

/**
 * Completions between two threads and two processes, every field checked, both sides asleep at
 * times.
 */
class RingStressTest {
  private static final int COUNT = Integer.getInteger("mpnic.ring.stress", 300_000);
  private static final long SEED = Long.getLong("mpnic.seed", 20260101L);

  @TempDir Path directory;

  @Test
  void shouldDeliverEveryEntryOnceBetweenThreads() throws Exception {
    Path path = create();
    try (RegionFile device = RegionFile.open(path);
        RegionFile host = RegionFile.open(path)) {
      CompletableFuture<Void> publisher =
          CompletableFuture.runAsync(() -> publish(device, COUNT, SEED));
      consume(host, COUNT, SEED + 1);
      publisher.get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void shouldDeliverEveryEntryOnceBetweenProcesses() throws Exception {
    Path path = create();
    Process child = OtherProcess.start(Publisher.class, path.toString(), "" + COUNT, "" + SEED);
    try (RegionFile host = RegionFile.open(path);
        BufferedReader output = child.inputReader()) {
      consume(host, COUNT, SEED + 2);
      assertThat(output.readLine()).isEqualTo("published " + COUNT);
      assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      child.destroyForcibly();
    }
  }

  private Path create() {
    Path path = RegionDirectory.regionPath(directory, "stress");
    RegionFile.create(path, RegionSpec.defaults("stress").withQueues(1, 64, 256)).close();
    return path;
  }

  static void publish(RegionFile region, int count, long seed) {
    CompletionRingProducer ring = new CompletionRingProducer(region, 0);
    WakeWord own = new WakeWord(region, WakeLayout.device());
    WakeWord host = new WakeWord(region, WakeLayout.queue(0));
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < count; ) {
      int seenByDevice = own.sequence();
      int burst = Math.min(count - i, 1 + random.nextInt(40));
      if (!ring.hasPlaces(burst)) {
        own.await(seenByDevice, 1_000_000_000L);
        continue;
      }
      boolean oneByOne = random.nextInt(4) == 0;
      for (int end = i + burst; i < end; i++) {
        if (oneByOne) {
          ring.next().dsn(mix(i)).cycle(~mix(i)).ssn(i).frame(i).frameLength(i ^ 5).queue(i);
          ring.publish(CompletionLayout.control(0, i, i, i, i));
        } else {
          append(ring, i == end - 1, i);
        }
      }
      host.signal();
    }
  }

  private static void append(CompletionRingProducer ring, boolean last, int i) {
    ring.append(
        last,
        CompletionLayout.control(0, i, i, i, i) & 0xffff_ffffL | (long) (i & 0xffff) << 32,
        0,
        i ^ 5,
        0,
        mix(i),
        i,
        ~mix(i),
        (long) i << 32);
  }

  private static void consume(RegionFile region, int count, long seed) {
    CompletionRingConsumer ring = new CompletionRingConsumer(region, 0);
    WakeWord own = new WakeWord(region, WakeLayout.queue(0));
    WakeWord device = new WakeWord(region, WakeLayout.device());
    CompletionFlyweight entry = new CompletionFlyweight();
    SplittableRandom random = new SplittableRandom(seed);
    int lostSignals = 0;
    for (int i = 0; i < count; ) {
      int seen = own.sequence();
      int available = ring.available(1 + random.nextInt(100));
      if (available == 0) {
        boolean signalled = own.await(seen, 5_000_000_000L);
        // Entries that are there after a sleep without a signal: at most a publisher that the
        // kernel stopped between the two.
        lostSignals += !signalled && ring.available(1) > 0 ? 1 : 0;
        assertThat(lostSignals).as("seed %d, at %d of %d", seed, i, count).isLessThan(3);
        continue;
      }
      for (int end = i + available; i < end; i++) {
        ring.view(ring.taken(), entry);
        ring.take(1);
        boolean right =
            entry.dsn() == mix(i)
                && entry.cycle() == ~mix(i)
                && entry.ssn() == i
                && entry.frame() == i
                && entry.frameLength() == (i ^ 5)
                && entry.queue() == (i & 0xffff)
                && entry.flags() == (i & 0xffff);
        assertThat(right).as("seed %d, entry %d", seed, i).isTrue();
      }
      ring.release(available);
      device.signal();
    }
    assertThat(ring.available(1)).isZero();
  }

  private static long mix(int i) {
    return i * 0x9e3779b97f4a7c15L;
  }

  /** The device side in a process of its own. */
  static final class Publisher {
    private Publisher() {}

    public static void main(String[] arguments) {
      try (RegionFile region = RegionFile.open(Path.of(arguments[0]))) {
        publish(region, Integer.parseInt(arguments[1]), Long.parseLong(arguments[2]));
        System.out.println("published " + arguments[1]);
      }
    }
  }
}
