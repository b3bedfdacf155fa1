package org.mpnic.model.tx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mpnic.model.cell.CycleHistory;

/**
 * Every handshake of the payload path against the ticked reference, on random small cards.
 *
 * <p>System property mpnic.ticked.seeds sets how many cards are tried.
 */
class PayloadPathTickedTest {
  private static final int SEEDS = Integer.getInteger("mpnic.ticked.seeds", 150);
  private static final long FIRST = Long.getLong("mpnic.ticked.first", 1);
  private static final int FRAMES = 300;

  static LongStream seeds() {
    return LongStream.range(FIRST, FIRST + SEEDS);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void shouldAgreeWithTickedReferenceInEveryHandshake(long seed) {
    RandomPayload card = new RandomPayload(seed, FRAMES);
    int lanes = Math.max(card.config.ports(), card.config.transmit().queues());
    TxLog actual = new TxLog(lanes);
    long end = run(card, actual, actual);
    TxLog expected = new TxLog(lanes);
    TickedPayload reference = new TickedPayload(card, expected);
    for (long cycle = 0; cycle < end + 20_000; cycle++) {
      reference.tick();
    }
    assertThat(actual.differences(expected)).as("seed %d, %s", seed, card.config).isEmpty();
    assertThat(actual.count(TxBoundary.COUNT))
        .isEqualTo(
            card.slices.stream()
                .mapToInt(slices -> (int) slices.stream().filter(slice -> slice.last).count())
                .sum());
    // Without a probe the model derives the cycles of many beats at once.
    TxLog frames = new TxLog(lanes);
    assertThat(run(card, frames, null)).as("last event without a probe").isEqualTo(end);
    assertThat(frames.differences(actual))
        .as("seed %d without a probe", seed)
        .noneMatch(difference -> difference.startsWith("frame["));
  }

  /**
   * Drives the model as segmenter and descriptor fetch would; returns its last event's cycle.
   *
   * @param log takes the frames
   * @param probe may be null
   */
  static long run(RandomPayload card, TxLog log, TxProbe probe) {
    int queues = card.config.transmit().queues();
    PayloadPath path =
        new PayloadPath(
            card.config,
            card.host,
            (port, frame, offset, length, cycle) -> log.frame(port, frame, length, cycle),
            new CompletionSink() {
              @Override
              public boolean hasRoom(int queue) {
                return true;
              }

              @Override
              public void completion(
                  int queue, int type, int reason, int index, long cycle, long visibleCycle) {}
            },
            probe);
    path.link().stall(card.linkStall);
    int[] planned = new int[card.config.ports()];
    long[] lastGrant = new long[card.config.ports()];
    Arrays.fill(lastGrant, -1);
    int[] refused = new int[queues];
    for (int port = 0; port < planned.length; port++) {
      path.port(port).stall(card.portStall[port]);
    }
    long last = 0;
    while (true) {
      long next = Math.min(path.link().nextCycle(), path.completion().nextCycle());
      long[] grant = new long[planned.length];
      for (int port = 0; port < planned.length; port++) {
        grant[port] =
            planned[port] == card.slices.get(port).size()
                ? CycleHistory.FAR
                : Math.max(
                    Math.max(path.dma(port).creditCycle(), lastGrant[port] + 1),
                    card.wanted.get(port).get(planned[port]));
        next = Math.min(next, grant[port]);
      }
      for (int queue = 0; queue < queues; queue++) {
        if (refused[queue] < card.refused.get(queue).size()) {
          next = Math.min(next, card.refused.get(queue).get(refused[queue])[0]);
        }
      }
      if (next >= CycleHistory.FAR) {
        return last;
      }
      last = next;
      if (path.completion().nextCycle() == next) {
        path.completion().step(next);
      }
      if (path.link().nextCycle() == next) {
        path.link().step(next);
      }
      for (int port = 0; port < planned.length; port++) {
        if (grant[port] == next) {
          lastGrant[port] = next;
          TxSlice slice = card.slices.get(port).get(planned[port]++);
          slice.pushedCycle = next + RandomPayload.INSERT_CYCLES;
          path.dma(port).grant();
          path.dma(port).push(slice);
        }
      }
      for (int queue = 0; queue < queues; queue++) {
        while (refused[queue] < card.refused.get(queue).size()
            && card.refused.get(queue).get(refused[queue])[0] == next) {
          long[] mark = card.refused.get(queue).get(refused[queue]++);
          if (mark[2] == 0) {
            path.completion().skipped(queue, (int) mark[1], next);
          } else {
            path.completion().refused(queue, (int) mark[1], (int) mark[2], next);
          }
        }
      }
    }
  }
}
