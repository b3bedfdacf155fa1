package org.mpnic.model.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.top.HostInterface;

class InterruptModerationTest {
  private final List<String> raised = new ArrayList<>();
  private final long[] counters = new long[8];
  private final HostInterface host =
      (HostInterface)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {HostInterface.class},
              (proxy, method, arguments) -> {
                raised.add(method.getName() + arguments[0] + "@" + arguments[1]);
                return null;
              });
  private final InterruptModeration moderation =
      new InterruptModeration(
          NicConfig.DEFAULT.toBuilder().queues(4).interruptCount(3).interruptCycles(100).build(),
          host,
          counters,
          2);

  /** A completion becomes visible. */
  private void visible(int queue, long cycle) {
    moderation.completions(queue, 1, cycle);
    moderation.step(cycle);
  }

  @Test
  void shouldCountACompletionWhenItIsVisibleNotBefore() {
    moderation.moderate(1, 1, 5);
    moderation.completions(1, 1, 30);
    assertThat(raised).isEmpty();
    assertThat(moderation.nextCycle()).isEqualTo(30);
    moderation.step(29);
    moderation.resetQueue(1);
    moderation.step(30);
    assertThat(raised).containsExactly("interrupt1@30");
    assertThat(moderation.lastRaised()).isEqualTo(30);
  }

  @Test
  void shouldRaiseAtTheCount() {
    visible(1, 10);
    visible(1, 11);
    visible(0, 12);
    assertThat(raised).isEmpty();
    visible(1, 13);
    assertThat(raised).containsExactly("interrupt1@13");
    assertThat(counters[3]).isEqualTo(1);
  }

  @Test
  void shouldRaiseWhenTheTimerEnds() {
    visible(2, 10);
    visible(2, 50);
    assertThat(moderation.nextCycle()).isEqualTo(110);
    moderation.step(110);
    assertThat(raised).containsExactly("interrupt2@110");
    assertThat(moderation.nextCycle()).isEqualTo(CycleHistory.FAR);
  }

  @Test
  void shouldBeginAnewWithTheCompletionThatComesAsTheTimerEnds() {
    visible(0, 10);
    visible(0, 110);
    assertThat(raised).containsExactly("interrupt0@110");
    assertThat(moderation.nextCycle()).isEqualTo(210);
  }

  @Test
  void shouldForgetTimersOfInterruptsThatCountRaised() {
    for (int i = 0; i < 3; i++) {
      visible(0, 10 + i);
    }
    assertThat(moderation.nextCycle()).isEqualTo(CycleHistory.FAR);
    visible(0, 20);
    assertThat(moderation.nextCycle()).isEqualTo(120);
    moderation.resetQueue(0);
    assertThat(moderation.nextCycle()).isEqualTo(CycleHistory.FAR);
  }

  @Test
  void shouldKeepTimersOfManyInterruptsWithinOnePeriod() {
    for (int i = 0; i < 99; i++) {
      visible(i % 2, i);
      visible(3, i);
    }
    moderation.step(1000);
    // 50 and 49 of queues 0 and 1 leave two and one for the timer; queue 3 takes three at a time.
    assertThat(counters[2]).isEqualTo(17);
    assertThat(counters[3]).isEqualTo(17);
    assertThat(counters[5]).isEqualTo(33);
  }

  @Test
  void shouldEndACountAsItWasBegun() {
    visible(0, 10);
    moderation.moderate(0, 1, 50);
    visible(0, 11);
    assertThat(raised).isEmpty();
    visible(0, 12);
    assertThat(raised).containsExactly("interrupt0@12");
    visible(0, 13);
    assertThat(raised).containsExactly("interrupt0@12", "interrupt0@13");
    moderation.moderate(0, 2, 50);
    visible(0, 14);
    moderation.moderate(0, 4, 50);
    moderation.step(64);
    assertThat(raised).containsExactly("interrupt0@12", "interrupt0@13", "interrupt0@64");
    visible(0, 70);
    moderation.resetQueue(0);
    moderation.moderate(0, 2, 50);
    visible(0, 71);
    visible(0, 72);
    assertThat(raised).endsWith("interrupt0@64", "interrupt0@72").hasSize(4);
  }

  @Test
  void shouldModerateEachQueueByItsOwnValues() {
    moderation.moderate(0, 1, 5);
    moderation.moderate(2, 100, 7);
    visible(1, 10);
    visible(2, 12);
    visible(0, 13);
    assertThat(raised).containsExactly("interrupt0@13");
    assertThat(moderation.nextCycle()).isEqualTo(19);
    moderation.moderate(2, 100, 1000); // The timer that runs stays.
    moderation.step(200);
    assertThat(raised).containsExactly("interrupt0@13", "interrupt2@19", "interrupt1@110");
    visible(2, 300);
    assertThat(moderation.nextCycle()).isEqualTo(1300);
    moderation.reset();
    visible(2, 300);
    assertThat(moderation.nextCycle()).isEqualTo(400);
  }
}
