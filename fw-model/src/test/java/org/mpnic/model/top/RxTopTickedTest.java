package org.mpnic.model.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mpnic.model.config.NicConfig;

/**
 * Every handshake of the datapath against the ticked reference, on random small cards.
 *
 * <p>System property mpnic.ticked.seeds sets how many cards are tried, mpnic.ticked.frames how many
 * frames each port of a card gets.
 */
class RxTopTickedTest {
  private static final int SEEDS = Integer.getInteger("mpnic.ticked.seeds", 120);
  private static final int FRAMES = Integer.getInteger("mpnic.ticked.frames", 1500);
  private static final long FIRST = Long.getLong("mpnic.ticked.first", 1);

  static LongStream seeds() {
    return LongStream.range(FIRST, FIRST + SEEDS);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void shouldAgreeWithTickedReferenceInEveryHandshake(long seed) {
    RandomCard card = new RandomCard(seed, FRAMES);
    NicConfig config = card.config;
    BoundaryLog actual = new BoundaryLog(config);
    Random random = new Random(seed);
    int late = random.nextInt(3) == 0 ? 50 : 0;
    FakeHost host = new FakeHost(config, card.badOf1000, late, false);
    RxTop top = run(card, host, actual, new int[] {1, 7, 64, 1000}[random.nextInt(4)]);

    BoundaryLog expected = new BoundaryLog(config);
    TickedReference reference =
        new TickedReference(config, expected, card.lead, card.badOf1000, card.stall);
    card.frames.forEach(reference::add);
    for (long cycle = 0; cycle < top.cycle() + 2000; cycle++) {
      reference.tick();
    }
    ingress(card, expected);

    assertThat(actual.differences(expected)).as("seed %d, %s", seed, config).isEmpty();
    for (int queue = 0; queue < config.queues(); queue++) {
      LongLog published = reference.published[queue];
      assertThat(host.published[queue].firstDifference(published))
          .as("queue %d", queue)
          .isEqualTo(-1);
      assertThat(host.interrupts[queue].firstDifference(reference.interrupts[queue]))
          .as("interrupts of queue %d", queue)
          .isEqualTo(-1);
    }
    assertThat(top.completedCycle()).isEqualTo(Long.MAX_VALUE);
  }

  static RxTop run(RandomCard card, FakeHost host, Probe probe, int batch) {
    RxTop top = top(card, host, probe);
    offer(card, top, batch);
    return top;
  }

  static RxTop top(RandomCard card, FakeHost host, Probe probe) {
    RxTop top =
        new RxTop(
            card.config,
            host,
            null,
            probe,
            (config, events, credits, counters, p) ->
                new SyntheticStages(config, credits, p, card.lead));
    top.linkStall(card.stall);
    for (int port = 0; port < card.config.ports(); port++) {
      top.beatSpacing(port, card.spacing[port]);
    }
    return top;
  }

  static void offer(RandomCard card, RxTop top, int batch) {
    List<TickedReference.Frame> frames = card.frames;
    int next = 0;
    while (next < frames.size()) {
      int end = Math.min(next + batch, frames.size());
      for (; next < end; next++) {
        TickedReference.Frame frame = frames.get(next);
        for (int port = 0; port < card.config.ports(); port++) {
          top.horizon(port, frame.firstBeat);
        }
        int answer;
        do {
          answer = top.offer(frame.port, card.contents(frame), 0, frame.bytes, frame.firstBeat);
          if (answer == RxTop.QUEUE_FULL) {
            top.advance(Long.MAX_VALUE);
          }
        } while (answer == RxTop.QUEUE_FULL);
        assertThat(answer).isEqualTo(RxTop.ACCEPTED);
      }
      top.advance(Long.MAX_VALUE);
    }
    for (int port = 0; port < card.config.ports(); port++) {
      top.horizon(port, Long.MAX_VALUE);
    }
    while (top.advance(Long.MAX_VALUE) == RxTop.WAITING_FOR_HOST) {
      // A late host answers at random.
    }
  }

  private static void ingress(RandomCard card, BoundaryLog expected) {
    int delay = SyntheticStages.PARSER + SyntheticStages.CHECKSUM;
    for (TickedReference.Frame frame : card.frames) {
      for (int beat = 0; beat < frame.atBuffer.length; beat++) {
        boolean last = beat == frame.atBuffer.length - 1;
        long at = frame.atBuffer[beat];
        int port = frame.port;
        expected.beat(Boundary.PORT_BEAT, port, at - delay, frame.serial, beat, last);
        long parsed = at - SyntheticStages.CHECKSUM;
        expected.beat(Boundary.PARSER_BEAT, port, parsed, frame.serial, beat, last);
        expected.beat(Boundary.CHECKSUM_BEAT, port, at, frame.serial, beat, last);
        if (last) {
          expected.word(Boundary.PARSER_BEAT, port, parsed, frame.serial);
          expected.word(Boundary.CHECKSUM_BEAT, port, at, frame.serial);
        }
      }
    }
  }
}
