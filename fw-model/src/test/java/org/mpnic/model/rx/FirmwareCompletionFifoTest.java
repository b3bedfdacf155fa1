package org.mpnic.model.rx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.config.NicConfig;

class FirmwareCompletionFifoTest {
  private final FirmwareCompletionFifo fifo =
      new FirmwareCompletionFifo(NicConfig.DEFAULT.toBuilder().errorFifoDepth(2).build(), 5);

  @Test
  void shouldShowEntriesOfOneFetchOnePerCycle() {
    CompletionEntry first = fifo.offer(10);
    CompletionEntry second = fifo.offer(10);
    assertThat(fifo.headCycle()).isEqualTo(11);
    assertThat(fifo.pop(63)).isSameAs(first);
    assertThat(fifo.headCycle()).isEqualTo(12);
    assertThat(fifo.pop(127)).isSameAs(second);
    assertThat(fifo.headCycle()).isEqualTo(CycleHistory.FAR);
  }

  @Test
  void shouldRefuseWithoutPlaceUntilItsCreditIsBack() {
    fifo.offer(10);
    fifo.offer(11);
    assertThat(fifo.offer(12)).isNull();
    fifo.pop(63);
    // The credit of a pop in cycle 63 takes 5 cycles and one more.
    assertThat(fifo.offer(68)).isNull();
    assertThat(fifo.offer(69)).isNotNull();
  }

  @Test
  void shouldForgetWithdrawnEntry() {
    fifo.offer(10);
    fifo.offer(11);
    fifo.withdraw();
    fifo.pop(63);
    assertThat(fifo.headCycle()).isEqualTo(CycleHistory.FAR);
    fifo.reset();
    assertThat(fifo.offer(0)).isNotNull();
    assertThat(fifo.headCycle()).isEqualTo(1);
  }
}
