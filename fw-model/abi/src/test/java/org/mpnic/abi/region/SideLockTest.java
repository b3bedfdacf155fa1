package org.mpnic.abi.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SideLockTest {
  @TempDir Path directory;

  @Test
  void shouldRefuseSecondHolderWithProcessId() throws IOException {
    Path region = RegionDirectory.regionPath(directory, "nic0");
    SideLock host = SideLock.acquire(region, Side.HOST);
    try (SideLock device = SideLock.acquire(region, Side.DEVICE)) {
      assertThat(device.isOtherAlive()).isTrue();
      assertThat(host.isOtherAlive()).isTrue();
      assertThat(host.otherPid()).isEqualTo(ProcessHandle.current().pid());
      // Another close of the same file must not drop the lock, as it would a POSIX record lock.
      Files.readAllBytes(RegionDirectory.lockPath(region));
      assertThatThrownBy(() -> SideLock.acquire(region, Side.HOST))
          .isInstanceOf(RegionException.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid());
      host.close();
      assertThat(device.isOtherAlive()).isFalse();
      SideLock.acquire(region, Side.HOST).close();
    }
    assertThat(SideLock.holder(region, Side.DEVICE)).isZero();
  }

  @Test
  void shouldDropTheLockWhenTheHolderIsKilled() throws Exception {
    Path region = RegionDirectory.regionPath(directory, "nic0");
    Process child = OtherProcess.start(LockHolder.class, region.toString());
    try (SideLock host = SideLock.acquire(region, Side.HOST)) {
      assertThat(child.inputReader().readLine()).isEqualTo("locked");
      assertThat(host.isOtherAlive()).isTrue();
      assertThat(host.otherPid()).isEqualTo(child.pid());
      assertThat(SideLock.holder(region, Side.DEVICE)).isEqualTo(child.pid());
      assertThatThrownBy(() -> SideLock.acquire(region, Side.DEVICE))
          .hasMessageContaining("process " + child.pid());
      long start = System.nanoTime();
      child.destroyForcibly();
      while (host.isOtherAlive()) {
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(30));
        Thread.sleep(1);
      }
      SideLock.acquire(region, Side.DEVICE).close();
    } finally {
      child.destroyForcibly();
    }
  }

  @Test
  void shouldNotTakeALockFileThatWasRemoved() {
    Path region = RegionDirectory.regionPath(directory, "nic0");
    try (SideLock old = SideLock.acquire(region, Side.DEVICE)) {
      assertThat(old.side()).isEqualTo(Side.DEVICE);
      SideLock.removeRegion(region);
      try (SideLock fresh = SideLock.acquire(region, Side.DEVICE)) {
        assertThat(SideLock.holder(region, Side.DEVICE)).isEqualTo(ProcessHandle.current().pid());
        assertThat(fresh.isOtherAlive()).isFalse();
      }
    }
  }

  @Test
  void shouldNeverHaveTwoHoldersWhenTheLockFileIsRemovedMeanwhile() throws Exception {
    Path region = RegionDirectory.regionPath(directory, "nic0");
    AtomicInteger holders = new AtomicInteger();
    AtomicInteger taken = new AtomicInteger();
    AtomicInteger shared = new AtomicInteger();
    Runnable contender =
        () -> {
          for (int i = 0; i < 3000; i++) {
            try (SideLock lock = SideLock.acquire(region, Side.DEVICE)) {
              shared.addAndGet(holders.incrementAndGet() - 1);
              taken.addAndGet(lock.isOtherAlive() ? 0 : 1);
              holders.decrementAndGet();
              SideLock.removeRegion(region);
            } catch (RegionException e) {
              Thread.onSpinWait();
            }
          }
        };
    CompletableFuture.allOf(
            CompletableFuture.runAsync(contender, task -> new Thread(task).start()),
            CompletableFuture.runAsync(contender, task -> new Thread(task).start()),
            CompletableFuture.runAsync(contender, task -> new Thread(task).start()))
        .get(60, TimeUnit.SECONDS);
    assertThat(shared).as("holders beside the holder").hasValue(0);
    assertThat(taken.get()).isPositive();
  }

  /** Holds the device lock until it is killed. */
  static final class LockHolder {
    private LockHolder() {}

    public static void main(String[] args) throws InterruptedException {
      try (SideLock lock = SideLock.acquire(Path.of(args[0]), Side.DEVICE)) {
        System.out.println("locked");
        Thread.sleep(60_000);
        System.out.println(lock.isOtherAlive());
      }
    }
  }
}
