package org.mpnic.model.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.cell.StallPattern;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.TlpQueue;

class HostLinkTest {
  private final NicConfig config = NicConfig.DEFAULT;
  private final TlpQueue[] queues = {new TlpQueue(64), new TlpQueue(64), new TlpQueue(64)};
  private final HostLink link = new HostLink(config, queues);

  private String step(long cycle) {
    StringBuilder text = new StringBuilder();
    link.begin(cycle);
    for (int r = link.start(); r >= 0; r = link.start()) {
      text.append(r).append('@').append(link.sentCycle()).append(' ');
    }
    return text.toString().trim();
  }

  @Test
  void shouldStartSeveralTransfersInOneCycleButOnePerRequester() {
    queues[0].add(5, 60, 1, true);
    queues[0].add(5, 60, 1, true);
    queues[1].add(5, 60, 1, true);
    queues[2].add(6, 256, 4, true);
    assertThat(link.nextCycle()).isEqualTo(5);
    // 1844 ticks each: two end within cycle 5, the second of requester 0 waits for its turn.
    assertThat(step(5)).isEqualTo("0@5 1@5");
    assertThat(link.nextCycle()).isEqualTo(6);
    // 5950 ticks from the start of cycle 6, the next one begins within cycle 7 behind it.
    assertThat(step(6)).isEqualTo("2@7");
    assertThat(link.nextCycle()).isEqualTo(7);
    assertThat(step(7)).isEqualTo("0@7");
    assertThat(link.nextCycle()).isEqualTo(CycleHistory.FAR);
    assertThat(link.busyTicks()).isEqualTo(3 * 1844 + 5950);
  }

  @Test
  void shouldGoRoundRobinFromTheOneAfterTheLast() {
    NicConfig slow = config.toBuilder().pcieGeneration(3).pcieLanes(4).build();
    HostLink narrow = new HostLink(slow, queues);
    for (int i = 0; i < 3; i++) {
      for (TlpQueue queue : queues) {
        queue.add(0, 60, 1, true);
      }
    }
    StringBuilder order = new StringBuilder();
    while (narrow.nextCycle() < CycleHistory.FAR) {
      narrow.begin(narrow.nextCycle());
      for (int r = narrow.start(); r >= 0; r = narrow.start()) {
        order.append(r);
      }
    }
    assertThat(order.toString()).isEqualTo("012012012");
  }

  @Test
  void shouldGiveTheWholeLinkToOneBusyRequester() {
    for (int i = 0; i < 50; i++) {
      queues[1].add(0, 256, 4, true);
    }
    long sent = 0;
    while (link.nextCycle() < CycleHistory.FAR) {
      link.begin(link.nextCycle());
      while (link.start() >= 0) {
        sent = link.sentCycle();
      }
    }
    // 50 transfers of 5950 ticks without a gap.
    assertThat(sent).isEqualTo((50 * 5950 - 1) / 4096);
  }

  @Test
  void shouldStartNothingInStalledCycles() {
    link.stall(new StallPattern(new boolean[] {true, true, true, false}));
    queues[0].add(8, 60, 1, true);
    assertThat(link.nextCycle()).isEqualTo(11);
    assertThat(step(11)).isEqualTo("0@11");
  }
}
