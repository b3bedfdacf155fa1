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
  void shouldStartOneTransferOfEachRequesterInARound() {
    queues[0].add(5, 60, 1, true);
    queues[0].add(5, 60, 1, true);
    queues[1].add(5, 60, 1, true);
    queues[2].add(6, 256, 4, true);
    assertThat(link.nextCycle()).isEqualTo(5);
    // 1844 ticks each: the link is free again within cycle 5, they are sent a cycle after they
    // start.
    assertThat(step(5)).isEqualTo("0@6 1@6");
    assertThat(link.nextCycle()).isEqualTo(6);
    // 1844 and 5950 ticks from the start of cycle 6 on: free again at tick 3698 of cycle 7.
    assertThat(step(6)).isEqualTo("0@7 2@7");
    queues[1].add(7, 256, 4, true);
    assertThat(link.nextCycle()).isEqualTo(7);
    // Free again at tick 1456 of cycle 9.
    assertThat(step(7)).isEqualTo("1@9");
    queues[2].add(8, 60, 1, true);
    assertThat(step(8)).isEmpty();
    assertThat(link.nextCycle()).isEqualTo(9);
    assertThat(step(9)).isEqualTo("2@10");
    assertThat(link.nextCycle()).isEqualTo(CycleHistory.FAR);
    assertThat(link.busyTicks()).isEqualTo(4 * 1844 + 2 * 5950);
  }

  @Test
  void shouldStartWholeRoundWhenTheLinkComesFree() {
    queues[0].add(0, 256, 4, true);
    queues[0].add(1, 256, 4, true);
    queues[1].add(1, 256, 4, true);
    queues[2].add(1, 256, 4, true);
    assertThat(step(0)).isEqualTo("0@1");
    // From tick 1854 of cycle 1 on, each 5950 ticks later, although the last starts in cycle 4.
    assertThat(step(1)).isEqualTo("0@2 1@4 2@5");
    assertThat(link.nextCycle()).isEqualTo(CycleHistory.FAR);
  }

  @Test
  void shouldServeRequestersInTurnWhenTheLinkIsSlow() {
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
    assertThat(sent).isEqualTo(50 * 5950 / 4096);
  }

  @Test
  void shouldStartNothingInStalledCycles() {
    link.stall(new StallPattern(new boolean[] {true, true, true, false}));
    queues[0].add(8, 60, 1, true);
    assertThat(link.nextCycle()).isEqualTo(11);
    assertThat(step(11)).isEqualTo("0@12");
  }
}
