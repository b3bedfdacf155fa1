package org.mpnic.model.tx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.config.NicConfig;

class TxCompletionTest implements CompletionSink {
  private static final NicConfig CONFIG = NicConfig.DEFAULT;
  private static final int REASON = 90;

  private final List<String> written = new ArrayList<>();
  private boolean room = true;
  private final TxCompletion completion = new TxCompletion(CONFIG, this, null);

  @Override
  public boolean hasRoom(int queue) {
    return room;
  }

  @Override
  public void completion(
      int queue, int type, int reason, int index, long cycle, long visibleCycle) {
    assertThat(visibleCycle).isEqualTo(cycle + CONFIG.writeLatencyCycles());
    written.add(
        "cycle "
            + cycle
            + " queue "
            + queue
            + (type == TxCompletion.DONE ? " done " : " error " + reason + " at ")
            + index);
  }

  private void runUntilNothingIsLeft() {
    for (long next = completion.nextCycle();
        next < CycleHistory.FAR;
        next = completion.nextCycle()) {
      assertThat(completion.step(next)).isTrue();
    }
  }

  @Test
  void shouldWriteOneCompletionForSixteenDescriptors() {
    for (int i = 0; i < 16; i++) {
      completion.done(0, i, 100 + i);
    }
    // The last is marked in 115, passed in 116.
    runUntilNothingIsLeft();
    assertThat(written).containsExactly("cycle 117 queue 0 done 16");
  }

  @Test
  void shouldWriteAfterTheIdleTimeWhenFewAreDone() {
    completion.done(3, 0, 100);
    completion.done(3, 1, 300);
    runUntilNothingIsLeft();
    assertThat(written).containsExactly("cycle 613 queue 3 done 2");
  }

  @Test
  void shouldWaitForTheFirstWhenLaterOnesAreDone() {
    for (int i = 1; i < 20; i++) {
      completion.done(0, i, 100 + i);
    }
    assertThat(completion.nextCycle()).isEqualTo(CycleHistory.FAR);
    assertThat(completion.passedBefore(0, 200)).isZero();
    completion.done(0, 0, 200);
    assertThat(completion.passedBefore(0, 201)).isZero();
    assertThat(completion.passedBefore(0, 202)).isEqualTo(1);
    // One a cycle is passed: the sixteenth in 216.
    assertThat(completion.nextCycle()).isEqualTo(217);
    runUntilNothingIsLeft();
    assertThat(written).containsExactly("cycle 217 queue 0 done 16", "cycle 729 queue 0 done 20");
    assertThat(completion.passedBefore(0, 1000)).isEqualTo(20);
  }

  @Test
  void shouldReportAnErrorInOrderAndInACycleOfItsOwn() {
    completion.refused(0, 2, REASON, 50);
    completion.done(0, 3, 55);
    assertThat(completion.nextCycle()).isEqualTo(CycleHistory.FAR);
    completion.done(0, 0, 60);
    completion.done(0, 1, 61);
    runUntilNothingIsLeft();
    assertThat(written)
        .containsExactly(
            "cycle 63 queue 0 done 2",
            "cycle 64 queue 0 error 90 at 2",
            // Passed in 65, the idle time later.
            "cycle 577 queue 0 done 4");
  }

  @Test
  void shouldReportAnErrorAtOnceWhenNothingWaitsBeforeIt() {
    completion.refused(1, 0, REASON, 10);
    completion.skipped(1, 1, 11);
    runUntilNothingIsLeft();
    assertThat(written)
        .containsExactly("cycle 11 queue 1 error 90 at 0", "cycle 524 queue 1 done 2");
  }

  @Test
  void shouldServeQueuesInTurnWhenSeveralWantOne() {
    for (int queue = 0; queue < 3; queue++) {
      completion.refused(queue, 1, REASON, 9);
      completion.refused(queue, 2, REASON, 9);
    }
    for (int queue = 0; queue < 3; queue++) {
      completion.done(queue, 0, 50);
    }
    runUntilNothingIsLeft();
    assertThat(written)
        .containsExactly(
            "cycle 52 queue 0 done 1",
            "cycle 53 queue 1 done 1",
            "cycle 54 queue 2 done 1",
            "cycle 55 queue 0 error 90 at 1",
            "cycle 56 queue 1 error 90 at 1",
            "cycle 57 queue 2 error 90 at 1",
            "cycle 58 queue 0 error 90 at 2",
            "cycle 59 queue 1 error 90 at 2",
            "cycle 60 queue 2 error 90 at 2");
  }

  @Test
  void shouldMarkOneRefusedDescriptorACycle() {
    for (int i = 0; i < 3; i++) {
      completion.skipped(1, i, 20);
    }
    completion.refused(0, 0, REASON, 20);
    completion.refused(1, 3, REASON, 30);
    runUntilNothingIsLeft();
    assertThat(written)
        .containsExactly(
            "cycle 24 queue 0 error 90 at 0",
            "cycle 31 queue 1 done 3",
            "cycle 32 queue 1 error 90 at 3");
  }

  @Test
  void shouldChangeNothingWhenTheHostHasNoRoom() {
    completion.refused(2, 0, REASON, 9);
    room = false;
    assertThat(completion.step(completion.nextCycle())).isFalse();
    assertThat(completion.waitingQueue()).isEqualTo(2);
    assertThat(written).isEmpty();
    room = true;
    runUntilNothingIsLeft();
    assertThat(written).containsExactly("cycle 10 queue 2 error 90 at 0");
  }

  @Test
  void shouldKeepItsOrderWhenIndicesWrapAround() {
    int places = CONFIG.transmit().descriptorCache();
    long cycle = 10;
    for (int turn = 0; turn < 3; turn++) {
      for (int i = places - 1; i >= 0; i--) {
        completion.done(0, turn * places + i, cycle++);
      }
      cycle += 10_000;
      while (completion.nextCycle() < cycle) {
        completion.step(completion.nextCycle());
      }
      assertThat(completion.passedBefore(0, cycle)).isEqualTo((turn + 1) * places);
    }
    assertThat(written).hasSize(3 * places / CONFIG.transmit().completionBatch());
  }
}
