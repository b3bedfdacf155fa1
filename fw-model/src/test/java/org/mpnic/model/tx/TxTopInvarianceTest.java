package org.mpnic.model.tx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mpnic.abi.SchedulePolicy;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.config.TransmitConfig;

/**
 * Frames and their cycles depend on what the host posts only: not on the steps in which time
 * passes, not on a probe, and for an open queue not on when the host really posts.
 */
class TxTopInvarianceTest {
  private static final int MEMORY = 1 << 20;
  private static final int QUEUES = 4;
  private static final int DESCRIPTORS = 1500;

  /** What differs from run to run, and must not matter. */
  private record Way(int mostCycles, int mostPosted, boolean probe) {}

  private static NicConfig config(Random random) {
    TransmitConfig d = TransmitConfig.DEFAULT;
    TransmitConfig small =
        new TransmitConfig(
            QUEUES,
            64 << random.nextInt(3),
            20 + random.nextInt(12),
            1 + random.nextInt(8),
            1 + random.nextInt(6),
            8,
            16,
            16,
            4,
            3000 + random.nextInt(10_000),
            1 + random.nextInt(100),
            2 + random.nextInt(10),
            d.readRequestBytes() >> random.nextInt(3),
            8 + random.nextInt(40),
            160 + random.nextInt(100),
            1 + random.nextInt(16),
            1 + random.nextInt(600),
            d.memoryBytes());
    return NicConfig.DEFAULT.toBuilder()
        .hostLatencyCycles(1 + random.nextInt(800))
        .readLatencyCycles(1 + random.nextInt(400))
        .quarantineErrors(1 << 20)
        .transmit(small)
        .build();
  }

  private static TxTop card(NicConfig config, RingHost host, TransmitSink sink, TxProbe probe) {
    TxTop top = new TxTop(config, host, new FixedReceiveState(), sink, probe);
    SchedulePolicy[] policies = SchedulePolicy.values();
    for (int connection = 0; connection < 4; connection++) {
      int subflow = 2 * connection;
      SchedulePolicy policy = policies[connection];
      top.connections()
          .program(connection, TxRig.connection(policy, connection < 2, subflow, subflow + 1), 0);
      for (int s = subflow; s < subflow + 2; s++) {
        top.subflows().program(s, TxRig.subflow(s, connection, s & 1, 4 + (s & 2), true), 1);
        top.subflows().weight(s, 1 + s, 1);
        top.subflows().smoothedRtt(s, 1000 - s, 1);
      }
    }
    return top;
  }

  private static void post(RingHost host, int queue, Random random) {
    int what = random.nextInt(20);
    int address = (int) RingHost.START + random.nextInt(MEMORY - 20_000);
    if (what == 0) {
      host.raw(queue, queue & 1, 0, 100, false);
    } else if (what < 8) {
      host.stream(queue, queue, address, 1 + random.nextInt(4000), false);
    } else if (what == 8) {
      host.mapping(queue, queue, address, random.nextInt(3000), false, 77, 1);
    } else if (what < 13) {
      int bytes = 200 + random.nextInt(6000);
      host.offload(queue, random.nextInt(2), address, bytes, false, 900, 14, 34, 66, 16);
    } else {
      host.raw(queue, random.nextInt(2), address, 60 + random.nextInt(2000), false);
    }
  }

  private static SentFrames run(long seed, Way way) {
    Random random = new Random(seed);
    NicConfig config = config(random);
    RingHost host = new RingHost(config, MEMORY);
    random.nextBytes(host.memory);
    SentFrames sent = new SentFrames();
    long[] transfers = new long[1];
    TxProbe probe = way.probe ? (b, p, c, n, v, l) -> transfers[0]++ : null;
    TxTop top = card(config, host, sent, probe);
    Random[] contents = new Random[QUEUES];
    for (int queue = 0; queue < QUEUES; queue++) {
      contents[queue] = new Random(seed * 31 + queue);
      host.open[queue] = true;
    }
    Random steps = new Random(seed + way.mostCycles);
    int result = TxTop.REACHED;
    int quiet = 0;
    while (quiet < 3) {
      for (int queue = 0; queue < QUEUES; queue++) {
        if (result == TxTop.WAITING_FOR_HOST && top.waitingQueue() == queue
            || steps.nextBoolean()) {
          int most = Math.min(DESCRIPTORS - host.posted[queue], host.room(queue));
          for (int n = Math.min(most, 1 + steps.nextInt(way.mostPosted)); n > 0; n--) {
            post(host, queue, contents[queue]);
          }
          host.open[queue] = host.posted[queue] < DESCRIPTORS;
        }
      }
      result = top.advance(top.reachedCycle() + 1 + steps.nextInt(way.mostCycles));
      boolean allDone = Arrays.stream(host.done, 0, QUEUES).allMatch(d -> d == DESCRIPTORS);
      quiet = allDone ? quiet + 1 : 0;
    }
    top.advance(Long.MAX_VALUE);
    assertThat(transfers[0] > 0).isEqualTo(way.probe);
    return sent;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void shouldSendSameFramesInSameCyclesHoweverTimePasses(long seed) {
    SentFrames first = run(seed, new Way(1_000_000, 5000, false));
    assertThat(first.frames).hasSizeGreaterThan(DESCRIPTORS * QUEUES / 2);
    for (Way way : new Way[] {new Way(3000, 50, true), new Way(40, 2000, false)}) {
      SentFrames other = run(seed, way);
      int frames = Math.min(first.frames.size(), other.frames.size());
      int[] at = new int[2];
      for (int port = 0; port < 2; port++) {
        int p = port;
        var expected = first.frames.stream().filter(f -> f.port() == p).toList();
        var actual = other.frames.stream().filter(f -> f.port() == p).toList();
        for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
          assertThat(actual.get(i).cycle())
              .as("%s: cycle of frame %d of port %d", way, i, port)
              .isEqualTo(expected.get(i).cycle());
          assertThat(actual.get(i).bytes()).isEqualTo(expected.get(i).bytes());
          at[port]++;
        }
      }
      assertThat(at[0] + at[1]).isEqualTo(frames);
      assertThat(other.frames).hasSameSizeAs(first.frames);
    }
  }

  @Test
  void shouldNotSendBeforeItsHorizon() {
    Random random = new Random(9);
    NicConfig config = NicConfig.DEFAULT;
    RingHost host = new RingHost(config, MEMORY);
    SentFrames sent = new SentFrames();
    TxTop top = card(config, host, sent, null);
    long[] horizon = new long[2];
    int seen = 0;
    for (int i = 0; i < 3000; i++) {
      int queue = random.nextInt(QUEUES);
      for (int n = Math.min(host.room(queue), random.nextInt(5)); n > 0; n--) {
        post(host, queue, random);
      }
      top.advance(top.reachedCycle() + random.nextInt(500));
      for (; seen < sent.frames.size(); seen++) {
        SentFrames.Sent frame = sent.frames.get(seen);
        assertThat(frame.cycle()).isGreaterThanOrEqualTo(horizon[frame.port()]);
      }
      for (int port = 0; port < 2; port++) {
        assertThat(top.departureHorizon(port)).isGreaterThanOrEqualTo(horizon[port]);
        horizon[port] = top.departureHorizon(port);
      }
    }
    assertThat(seen).isGreaterThan(1000);
  }

  @Test
  void shouldBeAsNewAfterReset() {
    NicConfig config = NicConfig.DEFAULT;
    RingHost host = new RingHost(config, MEMORY);
    SentFrames sent = new SentFrames();
    TxTop top = card(config, host, sent, null);
    host.raw(0, 0, RingHost.START, 500, false);
    host.stream(1, 1, RingHost.START, 5000, false);
    top.advance(2000);
    top.reset();
    sent.frames.clear();
    Arrays.fill(host.posted, 0);
    Arrays.fill(host.done, 0);
    host.raw(0, 0, RingHost.START, 500, false);
    top.advance(Long.MAX_VALUE);
    RingHost fresh = new RingHost(config, MEMORY);
    SentFrames expected = new SentFrames();
    TxTop other = card(config, fresh, expected, null);
    fresh.raw(0, 0, RingHost.START, 500, false);
    other.advance(Long.MAX_VALUE);
    assertThat(sent.frames).hasSize(1);
    assertThat(sent.frames.get(0).cycle()).isEqualTo(expected.frames.get(0).cycle());
    assertThat(host.done[0]).isEqualTo(1);
    assertThat(top.counters()).isEqualTo(other.counters());
  }
}
