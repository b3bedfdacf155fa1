package org.mpnic.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mpnic.abi.Section;
import org.mpnic.abi.region.RegionDirectory;
import org.mpnic.abi.region.RegionFile;
import org.mpnic.abi.region.TxCompletionRingProducer;
import org.mpnic.abi.region.TxDescriptorRingConsumer;

/** The device side is played by the ring classes of the ABI. */
class TxQueueTest {
  @TempDir Path directory;
  private FakeDevice fake;
  private RegionFile region;
  private Nic nic;
  private TxDescriptorRingConsumer descriptors;
  private TxCompletionRingProducer completions;

  @BeforeEach
  void attach() {
    fake = new FakeDevice(directory, "tx");
    nic = Nic.open("tx", directory);
    region = RegionFile.open(RegionDirectory.regionPath(directory, "tx"));
    descriptors = new TxDescriptorRingConsumer(region, 1);
    completions = new TxCompletionRingProducer(region, 1);
  }

  @AfterEach
  void detach() {
    nic.close();
    region.close();
    fake.close();
  }

  @Test
  void shouldWriteEachTypeAsTheTableSays() {
    TxQueue queue = nic.txQueue(1);
    queue.raw(1, 0x1000, 60, true);
    queue.offload(0, 0x2000, 3000, false, new TxOffload(1448, 14, 34, 66, 16));
    queue.stream(9, 0x3000, 4096, true);
    queue.mapping(3, 0x0102030405060708L, 77, 0x4000, 100, false);
    assertThat(descriptors.posted()).isZero();
    queue.ring(true);
    assertThat(descriptors.posted()).isEqualTo(4);
    assertThat(descriptors.open()).isTrue();
    assertThat(words(0)).containsExactly(0x1000L, 60L, 0x0000_1008L, 0L);
    assertThat(words(1)).containsExactly(0x2000L, 3000L | 1L << 32, 0x220e05a8_00000001L, 0x1042L);
    assertThat(words(2)).containsExactly(0x3000L, 4096L | 2L << 32, 0x0000_9012L, 0L);
    assertThat(words(3))
        .containsExactly(0x4000L, 100L | 3L << 32, 77L << 32 | 0x3003, 0x0102030405060708L);
  }

  @Test
  void shouldCountWhatCameBackAndSayWhatWasRefused() {
    TxQueue queue = nic.txQueue(1);
    for (int i = 0; i < 64; i++) {
      queue.raw(0, 0, 60, false);
    }
    assertThat(queue.room()).isZero();
    assertThat(queue.poll()).isZero();
    completions.publish(0, 0, 16, 100);
    completions.publish(1, 80, 20, 101);
    assertThat(queue.poll()).isEqualTo(21);
    assertThat(queue.room()).isEqualTo(21);
    assertThat(queue.errors()).isEqualTo(1);
    assertThat(queue.lastError()).isEqualTo("transmit queue 1: descriptor 20 refused: bad_address");
    completions.publish(0, 0, 64, 102);
    assertThat(queue.await(1_000_000)).isTrue();
    assertThat(queue.poll()).isEqualTo(43);
    assertThat(queue.await(1_000_000)).isFalse();
  }

  @Test
  void shouldGiveEachDescriptorABufferOfItsOwnUntilItIsDone() {
    StreamSender sender = new StreamSender(nic.txQueue(1), nic.txMemory().part(1, 2));
    assertThat(sender.bufferBytes()).isEqualTo(512);
    assertThat(sender.room()).isEqualTo(64);
    byte[] bytes = new byte[512];
    for (int i = 0; i < 200; i++) {
      bytes[0] = (byte) i;
      sender.stream(0, bytes, 0, 512, false);
      sender.ring(true);
      assertThat(sender.isEmpty()).isFalse();
      long address = words(i)[0];
      assertThat(region.memory().getByte(address)).isEqualTo((byte) i);
      assertThat(address)
          .isEqualTo(region.layout().offset(Section.TX_MEMORY) + (1 << 15) + i % 64 * 512);
      if (sender.room() == 0) {
        completions.publish(0, 0, i - 31, 0);
        assertThat(sender.poll()).isPositive();
      }
    }
    assertThatThrownBy(() -> sender.raw(0, bytes, 0, 513))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("513");
  }

  @Test
  void shouldAllocateNothingWhenWarm() {
    StreamSender sender = new StreamSender(nic.txQueue(1), nic.txMemory());
    byte[] bytes = new byte[256];
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = Long.MAX_VALUE;
    for (int round = 0; round < 5; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 50_000; i++) {
        sender.stream(0, bytes, 0, bytes.length, false);
        sender.ring(true);
        completions.hasPlaces(1);
        completions.publish(0, 0, sender.queue().posted(), i);
        sender.poll();
      }
      allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(allocated).isLessThan(50_000);
  }

  private long[] words(int index) {
    long[] words = new long[4];
    descriptors.read(index, words);
    return words;
  }
}
