package org.mpnic.abi.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
      assertThat(System.nanoTime() - start).isGreaterThan(15_000_000L);
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
  void shouldWakeASleepingSide() throws Exception {
    try (RegionFile region = create();
        RegionFile other = RegionFile.open(region.path())) {
      WakeWord sleeper = new WakeWord(region, WakeLayout.queue(0));
      WakeWord waker = new WakeWord(other, WakeLayout.queue(0));
      for (int i = 0; i < 50; i++) {
        int seen = sleeper.sequence();
        CompletableFuture<Boolean> woken =
            CompletableFuture.supplyAsync(() -> sleeper.await(seen, 60_000_000_000L));
        long address = region.layout().wakeWord(WakeLayout.queue(0)) + WakeLayout.SLEEPERS;
        while (region.memory().getIntAcquire(address) == 0) {
          Thread.sleep(1);
        }
        Thread.sleep(1);
        waker.signal();
        assertThat(woken.get(30, TimeUnit.SECONDS)).as("woken by the signal").isTrue();
      }
    }
  }

  private RegionFile create() {
    RegionSpec spec = RegionSpec.defaults("wake").withQueues(1, 4, 256);
    return RegionFile.create(RegionDirectory.regionPath(directory, "wake"), spec);
  }
}
