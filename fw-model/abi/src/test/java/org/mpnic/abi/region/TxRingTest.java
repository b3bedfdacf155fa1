package org.mpnic.abi.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mpnic.abi.TxDescriptorType;

class TxRingTest {
  private static final RegionSpec SPEC =
      RegionSpec.defaults("nic0").withQueues(1, 16, 2048).withTransmit(2, 4, 4096);

  @TempDir Path directory;
  private RegionFile region;

  @BeforeEach
  void create() {
    region = RegionFile.create(RegionDirectory.regionPath(directory, "nic0"), SPEC);
  }

  @AfterEach
  void close() {
    region.close();
  }

  @Test
  void shouldLayOutTheDescriptorAsTheTableSays() {
    TxDescriptorRingProducer host = new TxDescriptorRingProducer(region, 1);
    host.post(0x1122334455667788L, 0x10203, TxDescriptorType.OFFLOAD, 1 << 3, 5, 0x7, 0x9);
    long[] words = new long[4];
    new TxDescriptorRingConsumer(region, 1).read(0, words);
    assertThat(words).containsExactly(0x1122334455667788L, 0x10203L, 0x7_0000_5009L, 0x9L);
  }

  @Test
  void shouldSeeIndexAndOpenTogetherWhenTheDoorbellRings() {
    TxDescriptorRingProducer host = new TxDescriptorRingProducer(region, 0);
    TxDescriptorRingConsumer device = new TxDescriptorRingConsumer(region, 0);
    host.post(0, 60, TxDescriptorType.RAW, 0, 0, 0, 0);
    assertThat(device.posted()).isZero();
    host.ring(true);
    assertThat(device.posted()).isEqualTo(1);
    assertThat(device.open()).isTrue();
    host.post(0, 60, TxDescriptorType.RAW, 0, 0, 0, 0);
    host.ring(false);
    assertThat(device.posted()).isEqualTo(2);
    assertThat(device.open()).isFalse();
    assertThat(new TxDescriptorRingConsumer(region, 1).posted()).as("other queue").isZero();
  }

  @Test
  void shouldDeliverEveryCompletionOnceOverManyTurns() {
    TxCompletionRingProducer device = new TxCompletionRingProducer(region, 1);
    TxCompletionRingConsumer host = new TxCompletionRingConsumer(region, 1);
    assertThat(host.poll()).isFalse();
    for (int i = 0; i < 50; i++) {
      int count = 1 + i % 4;
      for (int j = 0; j < count; j++) {
        assertThat(device.hasPlaces(1)).isTrue();
        device.publish(j & 1, 80 + j, 10 * i + j, 1000L + i);
      }
      assertThat(device.hasPlaces(5 - count)).isFalse();
      for (int j = 0; j < count; j++) {
        assertThat(host.poll()).isTrue();
        assertThat(host.type()).isEqualTo(j & 1);
        assertThat(host.reason()).isEqualTo(80 + j);
        assertThat(host.index()).isEqualTo(10 * i + j);
        assertThat(host.cycle()).isEqualTo(1000L + i);
        host.release();
      }
      assertThat(host.poll()).isFalse();
      host.publish();
    }
  }

  @Test
  void shouldSayFullWhenTheHostStoresNonsense() {
    TxCompletionRingProducer device = new TxCompletionRingProducer(region, 0);
    region.memory().putIntRelease(region.layout().consumerIndex(5 + 1), 77);
    device.hasPlaces(5);
    assertThat(device.hasPlaces(1)).isFalse();
  }
}
