package org.mpnic.model.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mpnic.abi.CounterTable;

/** Results depend on frames, cycles and configuration, and on nothing else. */
class RxTopInvarianceTest {
  private static final int FRAMES = 800;

  static LongStream seeds() {
    return LongStream.range(5000, 5000 + Integer.getInteger("mpnic.invariance.seeds", 25));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void shouldGiveSameResultsWhateverBatchProbeOrHost(long seed) {
    RandomCard card = new RandomCard(seed, FRAMES);
    FakeHost expectedHost = host(card, 0);
    RxTop expected = RxTopTickedTest.run(card, expectedHost, null, 1);
    for (int batch : new int[] {7, 64, 1000}) {
      FakeHost host = host(card, 0);
      assertSame(expected, expectedHost, RxTopTickedTest.run(card, host, null, batch), host);
    }
    FakeHost probed = host(card, 0);
    BoundaryLog log = new BoundaryLog(card.config);
    assertSame(expected, expectedHost, RxTopTickedTest.run(card, probed, log, 64), probed);
    assertThat(log.handshakes()).isPositive();
    FakeHost late = host(card, 80);
    assertSame(expected, expectedHost, RxTopTickedTest.run(card, late, null, 64), late);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void shouldStartAnewWhenReset(long seed) {
    RandomCard card = new RandomCard(seed, FRAMES);
    FakeHost host = host(card, 0);
    RxTop top = RxTopTickedTest.run(card, host, null, 7);
    long[] published = digests(host.published);
    long[] counters = top.counters().clone();
    long cycle = top.cycle();
    top.reset();
    assertThat(top.cycle()).isEqualTo(-1);
    assertThat(Arrays.stream(top.counters()).sum()).isZero();
    FakeHost twice = host(card, 0);
    RxTopTickedTest.run(card, twice, null, 7);
    RxTopTickedTest.offer(card, top, 64);
    // The same host logged both runs: the second half must be as a fresh card's.
    for (int queue = 0; queue < published.length; queue++) {
      int half = host.published[queue].size() / 2;
      assertThat(twice.published[queue].size()).isEqualTo(half);
      for (int i = 0; i < half; i++) {
        assertThat(host.published[queue].at(half + i)).isEqualTo(twice.published[queue].at(i));
      }
    }
    assertThat(comparable(top.counters())).isEqualTo(comparable(counters));
    assertThat(top.cycle()).isEqualTo(cycle);
  }

  @Test
  void shouldStopBeforeTheEventWhenHostIsLate() {
    RandomCard card = new RandomCard(77, 50);
    boolean[] open = {false};
    FakeHost host =
        new FakeHost(card.config, 0, 0, false) {
          @Override
          public boolean descriptorReady(int queue, int index) {
            return open[0];
          }
        };
    RxTop top =
        new RxTop(
            card.config,
            host,
            null,
            null,
            (config, events, credits, counters, p) ->
                new SyntheticStages(config, credits, p, card.lead));
    for (int port = 0; port < card.config.ports(); port++) {
      top.horizon(port, Long.MAX_VALUE);
    }
    assertThat(top.advance(Long.MAX_VALUE)).isEqualTo(RxTop.WAITING_FOR_HOST);
    assertThat(top.waitingQueue()).isBetween(0, card.config.queues() - 1);
    long[] counters = comparable(top.counters());
    long cycle = top.cycle();
    for (int i = 0; i < 10; i++) {
      assertThat(top.advance(Long.MAX_VALUE)).isEqualTo(RxTop.WAITING_FOR_HOST);
    }
    assertThat(comparable(top.counters())).isEqualTo(counters);
    assertThat(top.cycle()).isEqualTo(cycle);
    open[0] = true;
    assertThat(top.advance(Long.MAX_VALUE)).isEqualTo(RxTop.IDLE);
  }

  private static FakeHost host(RandomCard card, int late) {
    return new FakeHost(card.config, card.badOf1000, late, true);
  }

  private static void assertSame(RxTop expected, FakeHost expectedHost, RxTop top, FakeHost host) {
    assertThat(digests(host.published)).isEqualTo(digests(expectedHost.published));
    assertThat(digests(host.interrupts)).isEqualTo(digests(expectedHost.interrupts));
    assertThat(host.memory).isEqualTo(expectedHost.memory);
    assertThat(comparable(top.counters())).isEqualTo(comparable(expected.counters()));
    assertThat(top.cycle()).isEqualTo(expected.cycle());
    for (int port = 0; port < top.config().ports(); port++) {
      assertThat(top.released(port)).isEqualTo(expected.released(port));
    }
  }

  /** Counters without those of waiting, which is real time's. */
  private static long[] comparable(long[] counters) {
    long[] copy = counters.clone();
    copy[CounterTable.HOST_WAITS] = 0;
    copy[CounterTable.EVENT_RING_FULL] = 0;
    return copy;
  }

  private static long[] digests(LongLog[] logs) {
    return Arrays.stream(logs).mapToLong(LongLog::digest).toArray();
  }
}
