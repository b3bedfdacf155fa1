package org.mpnic.model.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NicConfigTest {
  private static final NicConfig DEFAULT = NicConfig.DEFAULT;

  @Test
  void shouldTimeWireBytesAt100GigabitPerSecond() {
    // 1280 bytes take 33 cycles of 322.265625 MHz.
    assertThat(DEFAULT.wireCycles(1280)).isEqualTo(33);
    assertThat(DEFAULT.wireCycles(1279)).isEqualTo(32);
    assertThat(DEFAULT.wireCycles(0)).isZero();
    assertThat(DEFAULT.wireCycles(1280L * 1_000_000_000)).isEqualTo(33L * 1_000_000_000);
  }

  @Test
  void shouldCostLinkTimeByGeneration() {
    // 32 GT/s, 16 lanes, 128b/130b: 63.015 GB/s, 195.54 bytes a cycle.
    assertThat(DEFAULT.linkCostTicks(256)).isEqualTo(5950);
    assertThat(DEFAULT.linkCostTicks(60)).isEqualTo(1844);
    NicConfig slow = DEFAULT.toBuilder().pcieGeneration(1).pcieLanes(1).build();
    // 2.5 GT/s, 8b/10b: 250 MB/s, 0.776 bytes a cycle.
    assertThat(slow.linkCostTicks(100) / 4096).isEqualTo(165);
  }

  @Test
  void shouldCountBeatsAndAccesses() {
    assertThat(DEFAULT.beatsOf(60)).isEqualTo(1);
    assertThat(DEFAULT.beatsOf(65)).isEqualTo(2);
    assertThat(DEFAULT.headerIntervalCycles()).isEqualTo(1);
    NicConfig narrow = DEFAULT.toBuilder().tableAccessesPerCycle(1).build();
    assertThat(narrow.headerIntervalCycles()).isEqualTo(2);
    assertThat(DEFAULT.completionEntries()).isEqualTo(8192);
  }

  @Test
  void shouldKeepEveryValueThroughTheBuilder() {
    assertThat(DEFAULT.toBuilder().build()).isEqualTo(DEFAULT);
    NicConfig other = DEFAULT.toBuilder().ports(8).queues(3).linkStoreBeats(65).build();
    assertThat(other.toBuilder().build()).isEqualTo(other).isNotEqualTo(DEFAULT);
  }

  @Test
  void shouldRefuseWhatCannotBeBuilt() {
    refuse(DEFAULT.toBuilder().ports(9), "ports is 9, it must be 1 to 8");
    refuse(DEFAULT.toBuilder().ringEntries(1000), "ringEntries is 1000, it must be a power of two");
    refuse(
        DEFAULT.toBuilder().bufferBytes(2049),
        "bufferBytes is 2049, it must be a multiple of maxPayloadBytes (256)");
    refuse(
        DEFAULT.toBuilder().descriptorCache(1025), "descriptorCache is 1025, it must be 1 to 1024");
    refuse(DEFAULT.toBuilder().rssKey("6d5a"), "rssKey is 6d5a, it must be 80 hexadecimal digits");
  }

  private static void refuse(NicConfigBuilder builder, String message) {
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
