package org.mpnic.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SequenceTest {
  @Test
  void shouldCompareAcrossTheWrap() {
    assertThat(Sequence.before(0xffff_ffff, 0)).isTrue();
    assertThat(Sequence.before(0, 0xffff_ffff)).isFalse();
    assertThat(Sequence.before(7, 7)).isFalse();
    assertThat(Sequence.before(-1L, 0L)).isTrue();
    assertThat(Sequence.before(Long.MAX_VALUE, Long.MIN_VALUE)).isTrue();
    assertThat(Sequence.distance(0xffff_fff0, 0x10)).isEqualTo(0x20);
    assertThat(Sequence.distance(-16L, 16L)).isEqualTo(32);
    assertThat(Sequence.max(0xffff_ffff, 1)).isEqualTo(1);
    assertThat(Sequence.min(0xffff_ffff, 1)).isEqualTo(0xffff_ffff);
    assertThat(Sequence.max(-1L, 1L)).isEqualTo(1);
    assertThat(Sequence.min(-1L, 1L)).isEqualTo(-1);
  }

  @Test
  void shouldExtendToTheNearestNumber() {
    assertThat(Sequence.extend(0x1_0000_0010L, 0xffff_fff0)).isEqualTo(0xffff_fff0L);
    assertThat(Sequence.extend(0x1_ffff_fff0L, 0x10)).isEqualTo(0x2_0000_0010L);
    assertThat(Sequence.extend(0x1_0000_0000L, 0x7fff_ffff)).isEqualTo(0x1_7fff_ffffL);
    assertThat(Sequence.extend(0x1_0000_0000L, 0x8000_0000)).isEqualTo(0x8000_0000L);
    assertThat(Sequence.extend(-1L, 0)).isZero();
    assertThat(Sequence.extend(0L, 0xffff_ffff)).isEqualTo(-1L);
  }
}
