package org.mpnic.abi.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mpnic.abi.WakeLayout;

class WakeWordTest {
  @TempDir Path directory;

  @Test
  void shouldReturnAtTheTimeoutWhenNobodySignals() {
    try (RegionFile region = create()) {
      WakeWord word = new WakeWord(region, WakeLayout.device());
      long start = System.nanoTime();
      assertThat(word.await(word.sequence(), 20_000_000L)).isFalse();
      assertThat(System.nanoTime() - start).isBetween(15_000_000L, 2_000_000_000L);
    }
  }

  @Test
  void shouldNotSleepWhenTheSignalCameBefore() {
    try (RegionFile region = create()) {
      WakeWord word = new WakeWord(region, WakeLayout.admin());
      int seen = word.sequence();
      word.signal();
      assertThat(word.await(seen, 5_000_000_000L)).isTrue();
    }
  }

  @Test
  void shouldWakeASleepingSideSoon() throws Exception {
    try (RegionFile region = create();
        RegionFile other = RegionFile.open(region.path())) {
      WakeWord sleeper = new WakeWord(region, WakeLayout.queue(0));
      WakeWord waker = new WakeWord(other, WakeLayout.queue(0));
      long[] latencyNs = new long[50];
      for (int i = 0; i < latencyNs.length; i++) {
        int seen = sleeper.sequence();
        CompletableFuture<Long> woken =
            CompletableFuture.supplyAsync(
                () -> sleeper.await(seen, 10_000_000_000L) ? System.nanoTime() : -1L);
        long address = region.layout().wakeWord(WakeLayout.queue(0)) + WakeLayout.SLEEPERS;
        while (region.memory().getIntAcquire(address) == 0) {
          Thread.sleep(1);
        }
        Thread.sleep(1);
        long start = System.nanoTime();
        waker.signal();
        latencyNs[i] = woken.get(10, TimeUnit.SECONDS) - start;
      }
      Arrays.sort(latencyNs);
      assertThat(latencyNs[0]).as("woken by the signal").isPositive();
      assertThat(latencyNs[latencyNs.length / 2]).as("median ns").isLessThan(20_000_000L);
    }
  }

  private RegionFile create() {
    RegionSpec spec = RegionSpec.defaults("wake").withQueues(1, 4, 256);
    return RegionFile.create(RegionDirectory.regionPath(directory, "wake"), spec);
  }
}
