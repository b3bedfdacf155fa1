package org.mpnic.model.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.QueueState;

/** Every write of completions ends with its last one, also where queues were reset meanwhile. */
class CompletionWritesTest {
  private static final int FRAMES = 600;

  /** A host that keeps what it was given of a write that has not ended. */
  private static final class Host extends FakeHost {
    private int open;
    private int openQueue;
    private long openVisible;
    private int ended;

    Host(RandomCard card) {
      super(card.config, card.badOf1000, 0, false);
    }

    @Override
    public void publish(int queue, CompletionWord completion, long visibleCycle, boolean last) {
      if (open > 0) {
        assertThat(queue).isEqualTo(openQueue);
        assertThat(visibleCycle).isEqualTo(openVisible);
      }
      openQueue = queue;
      openVisible = visibleCycle;
      open = last ? 0 : open + 1;
      ended += last ? 1 : 0;
    }
  }

  static LongStream seeds() {
    return LongStream.range(100, 160);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void shouldEndEveryWriteWithItsLastCompletionWhenQueuesAreReset(long seed) {
    RandomCard card = new RandomCard(seed, FRAMES);
    Host host = new Host(card);
    RxTop top = RxTopTickedTest.top(card, host, null);
    Random random = new Random(seed);
    for (TickedReference.Frame frame : card.frames) {
      for (int port = 0; port < card.config.ports(); port++) {
        top.horizon(port, frame.firstBeat);
      }
      top.offer(frame.port, card.contents(frame), 0, frame.bytes, frame.firstBeat);
      if (random.nextInt(4) == 0) {
        top.advance(Long.MAX_VALUE);
        assertThat(host.open).isZero();
      }
      if (random.nextInt(12) == 0) {
        int queue = random.nextInt(card.config.queues());
        top.resetQueue(queue);
        top.queueState(queue, random.nextInt(4) == 0 ? QueueState.ABSENT : QueueState.ENABLED);
      }
    }
    for (int port = 0; port < card.config.ports(); port++) {
      top.horizon(port, Long.MAX_VALUE);
    }
    assertThat(top.advance(Long.MAX_VALUE)).isEqualTo(RxTop.IDLE);
    assertThat(host.open).isZero();
    assertThat((long) host.ended)
        .isLessThanOrEqualTo(top.counters()[CounterTable.COMPLETION_BATCHES]);
  }
}
