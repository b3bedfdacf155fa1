package org.mpnic.model.tx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.SchedulePolicy;
import org.mpnic.model.config.NicConfig;

/** How the card spreads a stream over subflows while the control processor changes registers. */
class TxTopPolicyTest {
  private static final NicConfig CONFIG = NicConfig.DEFAULT;
  private static final int MEMORY = 1 << 22;
  private static final int STOPS = Integer.getInteger("mpnic.tx.stops", 1000);

  private static TxRig rig(SchedulePolicy policy, int subflows) {
    TxRig rig = new TxRig(CONFIG, MEMORY);
    int[] list = new int[subflows];
    Arrays.setAll(list, i -> i);
    rig.top.connections().program(0, TxRig.connection(policy, true, list), 0);
    for (int subflow : list) {
      rig.top.subflows().program(subflow, TxRig.subflow(subflow, 0, subflow & 1, 4, true), 1);
    }
    return rig;
  }

  private static StreamReceiver receive(TxRig rig, int length) {
    StreamReceiver receiver = new StreamReceiver(TxRig.firstDsn(0), true, length);
    for (SentFrames.Sent frame : rig.sent.frames) {
      receiver.take(frame.bytes());
    }
    return receiver;
  }

  /** Posts a stream in buffers of random lengths; returns its length. */
  private static int post(TxRig rig, int least, Random random) {
    int length = 0;
    while (length < least) {
      int bytes = 1 + random.nextInt(8000);
      rig.host.stream(0, 0, RingHost.START + length, bytes, false);
      length += bytes;
    }
    return length;
  }

  @Test
  void shouldDeliverOnceWhatRedundantPolicySendsOnEverySubflow() {
    TxRig rig = rig(SchedulePolicy.REDUNDANT, 3);
    int length = post(rig, 1_000_000, new Random(1));
    rig.top.advance(Long.MAX_VALUE);
    StreamReceiver receiver = receive(rig, length);
    assertThat(receiver.bytes).isEqualTo(Arrays.copyOf(rig.host.memory, length));
    assertThat(receiver.contiguous()).isEqualTo(length);
    assertThat(receiver.repeatedBytes).isEqualTo(2L * length);
    assertThat(receiver.payloadBytes.values()).containsOnly((long) length);
    assertThat(rig.host.done[0]).isEqualTo(rig.host.posted[0]);
    assertThat(rig.top.counters()[CounterTable.TX_STREAM_BYTES]).isEqualTo(length);
  }

  @ParameterizedTest(name = "weights {0} and {1}")
  @CsvSource({"1,1", "3,1", "200,55"})
  void shouldSpreadBytesByWeight(int first, int second) {
    TxRig rig = rig(SchedulePolicy.WEIGHTED, 2);
    rig.top.subflows().weight(0, first, 2);
    rig.top.subflows().weight(1, second, 2);
    int length = post(rig, 4_000_000, new Random(2));
    rig.top.advance(Long.MAX_VALUE);
    StreamReceiver receiver = receive(rig, length);
    assertThat(receiver.contiguous()).isEqualTo(length);
    double share = (double) receiver.payloadBytes.get(40_000) / length;
    assertThat(share).isBetween(0.99 * first / (first + second), 1.01 * first / (first + second));
  }

  @Test
  void shouldWaitForSendLimit() {
    TxRig rig = rig(SchedulePolicy.ROUND_ROBIN, 1);
    rig.top.subflows().sendLimit(0, 1 + 100_000, 2);
    int length = post(rig, 200_000, new Random(3));
    // Time passes only as far as it is asked to, for a queue that is blocked.
    assertThat(rig.top.advance(Long.MAX_VALUE)).isEqualTo(TxTop.IDLE);
    assertThat(receive(rig, length).contiguous()).isBetween(98_000, 100_000);
    assertThat(rig.top.advance(rig.top.reachedCycle() + 10_000)).isEqualTo(TxTop.REACHED);
    assertThat(rig.top.counters()[CounterTable.TX_DECISIONS_BLOCKED]).isGreaterThan(100);
    rig.top.subflows().sendLimit(0, 1 + length, rig.top.reachedCycle() + 500);
    rig.top.advance(rig.top.reachedCycle() + 100_000);
    assertThat(receive(rig, length).contiguous()).isEqualTo(length);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"ROUND_ROBIN", "WEIGHTED", "LOWEST_RTT", "REDUNDANT"})
  void shouldLoseNothingWhenSubflowsStopAtAnyInstant(SchedulePolicy policy) {
    Random random = new Random(4);
    TxRig rig = rig(policy, 3);
    boolean[] stopped = new boolean[3];
    int length = 0;
    for (int stop = 0; stop < STOPS / 4; stop++) {
      if (length < MEMORY - 100_000 && rig.host.room(0) > 20) {
        for (int i = 0; i < 3; i++) {
          int bytes = 1 + random.nextInt(6000);
          rig.host.stream(0, 0, RingHost.START + length, bytes, false);
          length += bytes;
        }
      }
      int subflow = random.nextInt(3);
      stopped[subflow] = !stopped[subflow];
      rig.top
          .subflows()
          .stopped(subflow, stopped[subflow], rig.top.reachedCycle() + random.nextInt(50));
      rig.top.advance(rig.top.reachedCycle() + 1 + random.nextInt(2000));
    }
    for (int subflow = 0; subflow < 3; subflow++) {
      rig.top.subflows().stopped(subflow, false, rig.top.reachedCycle() + 1);
    }
    rig.top.advance(rig.top.reachedCycle() + 500_000);
    StreamReceiver receiver = receive(rig, length);
    assertThat(receiver.contiguous()).isEqualTo(length);
    assertThat(receiver.bytes).isEqualTo(Arrays.copyOf(rig.host.memory, length));
    if (policy != SchedulePolicy.REDUNDANT) {
      assertThat(receiver.repeatedBytes).isZero();
    }
    assertThat(rig.host.done[0]).isEqualTo(rig.host.posted[0]);
  }

  @Test
  void shouldDrainStoppedSubflowAndSendNothingOnItAfterwards() {
    TxRig rig = rig(SchedulePolicy.ROUND_ROBIN, 2);
    int length = post(rig, 1_000_000, new Random(5));
    rig.top.advance(20_000);
    rig.top.subflows().stopped(0, true, 20_000);
    rig.top.advance(22_000);
    while (!rig.top.subflows().drained(0)) {
      rig.top.advance(rig.top.reachedCycle() + 100);
    }
    int given = rig.top.subflows().nextSsn(0);
    rig.top.advance(Long.MAX_VALUE);
    StreamReceiver receiver = receive(rig, length);
    assertThat(receiver.contiguous()).isEqualTo(length);
    assertThat(receiver.payloadBytes.get(40_000)).isEqualTo(given - 1);
    assertThat(rig.top.subflows().nextSsn(0)).isEqualTo(given);
  }

  @Test
  void shouldFillBackupOnlyWhenOthersStop() {
    TxRig rig = rig(SchedulePolicy.ROUND_ROBIN, 2);
    rig.top.subflows().backup(1, true, 2);
    int length = post(rig, 400_000, new Random(6));
    rig.top.advance(5_000);
    assertThat(receive(rig, length).payloadBytes.keySet()).containsExactly(40_000);
    rig.top.subflows().stopped(0, true, 5_000);
    rig.top.advance(Long.MAX_VALUE);
    StreamReceiver receiver = receive(rig, length);
    assertThat(receiver.contiguous()).isEqualTo(length);
    assertThat(receiver.payloadBytes).containsKey(40_001);
    assertThat(rig.top.counters()[CounterTable.TX_DECISIONS_BACKUP]).isPositive();
  }
}
