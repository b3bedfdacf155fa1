package org.mpnic.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mpnic.abi.CompletionType;
import org.mpnic.abi.Verdict;
import org.mpnic.abi.region.RegionException;

class NicTest {
  @TempDir Path directory;
  private FakeDevice device;
  private Nic nic;

  @BeforeEach
  void start() {
    device = new FakeDevice(directory, "t0");
    nic = Nic.open("t0", directory);
  }

  @AfterEach
  void stop() {
    nic.close();
    device.close();
  }

  @Test
  void shouldGiveEveryFieldWhenACompletionIsPolled() {
    device.receive();
    final CompletionBatch batch = new CompletionBatch(4);
    assertThat(nic.queue(0).poll(batch, 4)).isEqualTo(1);
    assertThat(batch.type(0)).isEqualTo(CompletionType.PACKET);
    assertThat(batch.verdict(0)).isEqualTo(Verdict.GOOD);
    assertThat(batch.packetType(0)).isEqualTo(2);
    assertThat(batch.port(0)).isEqualTo(1);
    assertThat(batch.flags(0)).isZero();
    assertThat(batch.queue(0)).isZero();
    assertThat(batch.reason(0)).isZero();
    assertThat(batch.bufferIndex(0)).isZero();
    assertThat(batch.bufferCount(0)).isEqualTo(1);
    assertThat(batch.payloadOffset(0)).isEqualTo(54);
    assertThat(batch.frameLength(0)).isEqualTo(60);
    assertThat(batch.payloadLength(0)).isEqualTo(6);
    assertThat(batch.connection(0)).isEqualTo(7);
    assertThat(batch.subflow(0)).isEqualTo(3 | 5 << 20);
    assertThat(batch.dsn(0)).isEqualTo(1L << 40);
    assertThat(batch.ssn(0)).isZero();
    assertThat(batch.rssHash(0)).isEqualTo(99);
    assertThat(batch.cycle(0)).isZero();
    assertThat(batch.mappingLength(0)).isEqualTo(0xfedc);
    assertThat(batch.dssChecksum(0)).isEqualTo(0xabcd);
    assertThat(batch.frame(0)).isZero();
    batch.release();
  }

  @Test
  void shouldReceiveEveryFrameOnceAndWholeWhenTheDeviceRunsInAnotherThread() throws Exception {
    final int frames = 50_000;
    final Thread thread = new Thread(() -> device.receiveUntil(frames));
    thread.start();
    final CompletionBatch batch = new CompletionBatch(8);
    final Random random = new Random(1);
    int expected = 0;
    while (expected < frames) {
      assertThat(nic.queue(0).await(10_000_000_000L)).isTrue();
      nic.queue(0).poll(batch, 1 + random.nextInt(8));
      for (int i = 0; i < batch.size(); i++) {
        check(batch, i, expected++);
      }
      batch.release();
    }
    thread.join();
  }

  private static void check(CompletionBatch batch, int entry, int frame) {
    if (batch.frame(entry) != frame || batch.frameLength(entry) != FakeDevice.length(frame)) {
      throw new AssertionError("frame " + batch.frame(entry) + " instead of " + frame);
    }
    final byte[] bytes = new byte[batch.frameLength(entry)];
    assertThat(batch.copyFrame(entry, 0, bytes, 0, bytes.length)).isTrue();
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != (byte) (frame + i)) {
        throw new AssertionError("frame " + frame + " byte " + i + " is " + bytes[i]);
      }
    }
  }

  @Test
  void shouldShowUnreleasedCompletionsAgainWhenASuccessorAttaches() {
    final CompletionBatch batch = new CompletionBatch(8);
    final Random random = new Random(2);
    int released = 0;
    for (int round = 0; round < 300; round++) {
      while (device.canReceive()) {
        device.receive();
      }
      final int count = nic.queue(0).poll(batch, 1 + random.nextInt(8));
      assertThat(count).as("round %d", round).isPositive();
      for (int i = 0; i < count; i++) {
        check(batch, i, released + i);
      }
      if (random.nextInt(3) > 0) {
        batch.release();
        released += count;
      } else {
        nic = nic.reattach();
        batch.clear();
      }
    }
    assertThat(released).isGreaterThan(300);
  }

  @Test
  void shouldRefuseASecondHostWithTheFirstOnesProcessId() {
    assertThatThrownBy(() -> Nic.open("t0", directory))
        .isInstanceOf(RegionException.class)
        .hasMessageContaining("host")
        .hasMessageContaining("process " + ProcessHandle.current().pid())
        .hasMessageNotContaining("\n");
  }

  @Test
  void shouldSayThatTheDeviceIsDeadWhenItDies() {
    final Thread killer = new Thread(device::close);
    killer.start();
    final long start = System.nanoTime();
    final Throwable thrown = catchThrowable(() -> nic.queue(0).await(60_000_000_000L));
    assertThat(thrown)
        .isInstanceOf(DeviceLostException.class)
        .hasMessageContaining("'t0'")
        .hasMessageContaining("dead");
    assertThat(System.nanoTime() - start).as("not the timeout").isLessThan(30_000_000_000L);
  }

  @Test
  void shouldReceiveFromANewDeviceWhenItReattaches() {
    device.close();
    assertThatThrownBy(() -> nic.reattach()).isInstanceOf(DeviceLostException.class);
    device = new FakeDevice(directory, "t0");
    nic = Nic.open("t0", directory);
    device.receive();
    final CompletionBatch batch = new CompletionBatch(1);
    assertThat(nic.queue(0).poll(batch, 1)).isEqualTo(1);
    check(batch, 0, 0);
    batch.release();
  }

  @Test
  void shouldSayThatTheDeviceWasStartedAnewWhenItsRegionIsReplaced() {
    device.close();
    device = new FakeDevice(directory, "t0");
    assertThatThrownBy(() -> nic.queue(0).await(1_000_000_000L))
        .isInstanceOf(DeviceLostException.class)
        .hasMessageContaining("started anew");
  }

  @Test
  void shouldRefuseBatchesReleasedInAnotherOrder() {
    device.receive();
    device.receive();
    final CompletionBatch first = new CompletionBatch(1);
    final CompletionBatch second = new CompletionBatch(1);
    nic.queue(0).poll(first, 1);
    nic.queue(0).poll(second, 1);
    assertThatThrownBy(second::release).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> nic.queue(0).poll(first, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("release it");
    first.release();
    second.release();
    assertThat(second.size()).isZero();
  }

  @Test
  void shouldRefuseFrameBytesThatTheBuffersDoNotHold() {
    device.receive();
    final CompletionBatch batch = new CompletionBatch(1);
    nic.queue(0).poll(batch, 1);
    final byte[] target = new byte[100];
    assertThat(batch.copyFrame(0, 0, target, 0, 61)).isFalse();
    assertThat(batch.copyFrame(0, -1, target, 0, 1)).isFalse();
    assertThat(batch.copyFrame(0, 59, target, 99, 1)).isTrue();
    assertThat(target[99]).isEqualTo((byte) 59);
    assertThatThrownBy(() -> batch.frame(1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void shouldNameTheMissingCardWhenThereIsNone() {
    assertThatThrownBy(() -> Nic.open("nowhere", directory))
        .isInstanceOf(RegionException.class)
        .hasMessageContaining("nowhere")
        .hasMessageNotContaining("\n");
    assertThat(Files.exists(directory.resolve("mpnic-nowhere.lock"))).isFalse();
  }

  @Test
  void shouldAllocateNothingInPollAndReleaseWhenWarm() {
    final CompletionBatch batch = new CompletionBatch(8);
    final byte[] bytes = new byte[1024];
    final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int i = 0; i < 20_000; i++) {
      round(batch, bytes);
    }
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 10; attempt++) {
      long allocated = 0;
      for (int i = 0; i < 100; i++) {
        while (device.canReceive()) {
          device.receive();
        }
        final long before = threads.getCurrentThreadAllocatedBytes();
        pollAndRelease(batch, bytes);
        allocated += threads.getCurrentThreadAllocatedBytes() - before;
      }
      least = Math.min(least, allocated);
    }
    assertThat(least).as("bytes allocated in 100 rounds").isZero();
  }

  private void round(CompletionBatch batch, byte[] bytes) {
    while (device.canReceive()) {
      device.receive();
    }
    pollAndRelease(batch, bytes);
  }

  private void pollAndRelease(CompletionBatch batch, byte[] bytes) {
    final int count = nic.queue(0).poll(batch, 8);
    for (int i = 0; i < count; i++) {
      batch.copyFrame(i, 0, bytes, 0, batch.frameLength(i));
    }
    batch.release();
  }
}
