package org.mpnic.model.tx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mpnic.abi.QueueState;
import org.mpnic.abi.SchedulePolicy;
import org.mpnic.model.config.NicConfig;
import org.mpnic.testbed.raw.RawFrame;

/** Queues are disabled, reset and woken while frames are on their way. */
class TxTopQueueTest {
  private static final NicConfig CONFIG = NicConfig.DEFAULT;
  private static final int MEMORY = 1 << 18;

  private final TxRig rig = new TxRig(CONFIG, MEMORY);

  private void post(int queue, Random random) {
    long address = RingHost.START + 2048;
    if (random.nextBoolean()) {
      rig.host.raw(queue, queue & 1, address, 100, true);
      rig.host.raw(queue, queue & 1, address + 100, 1900, false);
    } else {
      int frame = 66 + random.nextInt(9000);
      rig.host.offload(queue, queue & 1, address, frame, false, 500, 14, 34, 66, 16);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void shouldSendWholeFramesOnlyWhenQueuesAreReset(long seed) {
    Random random = new Random(seed);
    // Ethernet, IPv4, TCP with 12 bytes of NOPs.
    byte[] header = new byte[66];
    header[12] = 0x08;
    header[14] = 0x45;
    header[23] = 6;
    header[46] = (byte) 0x80;
    Arrays.fill(header, 54, 66, (byte) 1);
    System.arraycopy(header, 0, rig.host.memory, 2048, header.length);
    for (int round = 0; round < 300; round++) {
      int queue = random.nextInt(4);
      for (int n = Math.min(rig.host.room(queue) / 2, random.nextInt(30)); n > 0; n--) {
        post(queue, random);
      }
      rig.top.advance(rig.top.reachedCycle() + random.nextInt(4000));
      if (random.nextInt(4) == 0) {
        int reset = random.nextInt(4);
        rig.host.posted[reset] = 0;
        rig.host.done[reset] = 0;
        rig.top.resetQueue(reset);
        rig.top.advance(rig.top.reachedCycle() + 1);
      }
    }
    rig.top.advance(Long.MAX_VALUE);
    for (int queue = 0; queue < 4; queue++) {
      assertThat(rig.host.done[queue]).isEqualTo(rig.host.posted[queue]);
    }
    assertThat(rig.host.refusals).isEmpty();
    for (SentFrames.Sent frame : rig.sent.frames) {
      // A raw frame, or one with all lengths and sums of a segment.
      if (frame.bytes().length != 2000) {
        assertThat(RawFrame.read(frame.bytes()).problem).isEqualTo(RawFrame.Problem.NONE);
      }
    }
    assertThat(rig.sent.frames).hasSizeGreaterThan(1000);
  }

  @Test
  void shouldKnowNothingOfDescriptorsBeforeWhenResetWaitsForEndOfFrame() {
    for (long cycle = 600; cycle < 900; cycle++) {
      TxRig rig = new TxRig(CONFIG, MEMORY);
      for (int frame = 0; frame < 60; frame++) {
        for (int slice = 1; slice <= 16; slice++) {
          rig.host.raw(0, 0, RingHost.START, 100, slice < 16);
        }
      }
      rig.top.advance(cycle);
      rig.host.posted[0] = 0;
      rig.host.done[0] = 0;
      rig.host.completions = 0;
      rig.host.open[0] = true;
      rig.top.resetQueue(0);
      rig.host.raw(0, 0, RingHost.START, 60, false);
      // The frame that is cut goes on, and then this one, whatever the host says from now on.
      assertThat(rig.top.advance(cycle + 5000)).isEqualTo(TxTop.WAITING_FOR_HOST);
      rig.host.open[0] = false;
      assertThat(rig.top.advance(cycle + 5000)).as("cycle " + cycle).isEqualTo(TxTop.IDLE);
      assertThat(rig.sent.frames.get(rig.sent.frames.size() - 1).bytes()).hasSize(60);
      assertThat(rig.host.done[0]).as("cycle " + cycle).isEqualTo(1);
      assertThat(rig.host.completions).as("cycle " + cycle).isEqualTo(1);
    }
  }

  @Test
  void shouldHoldDescriptorsOfDisabledQueueUntilItIsEnabled() {
    rig.top.queueState(2, QueueState.DISABLED);
    rig.host.raw(2, 0, RingHost.START, 100, false);
    rig.host.raw(3, 0, RingHost.START, 200, false);
    rig.top.advance(10_000);
    assertThat(rig.sent.frames).hasSize(1);
    assertThat(rig.host.done[2]).isZero();
    rig.top.queueState(2, QueueState.ENABLED);
    rig.top.advance(20_000);
    assertThat(rig.sent.frames).hasSize(2);
    assertThat(rig.host.done[2]).isEqualTo(1);
  }

  @Test
  void shouldAnswerDoorbellHostLatencyAfterItWasNoticed() {
    rig.top.advance(50_000);
    rig.host.raw(0, 0, RingHost.START, 100, false);
    rig.top.advance(Long.MAX_VALUE);
    long noticed = 50_000 + CONFIG.hostLatencyCycles();
    assertThat(rig.sent.frames.get(0).cycle() - noticed).isBetween(668L, 700L);
  }

  @Test
  void shouldWaitForOpenQueueOnly() {
    rig.host.open[1] = true;
    assertThat(rig.top.advance(10_000)).isEqualTo(TxTop.WAITING_FOR_HOST);
    assertThat(rig.top.waitingQueue()).isEqualTo(1);
    assertThat(rig.top.reachedCycle()).isEqualTo(TxQueue.FIND_CYCLES);
    rig.host.raw(1, 0, RingHost.START, 100, false);
    assertThat(rig.top.advance(10_000)).isEqualTo(TxTop.WAITING_FOR_HOST);
    rig.host.open[1] = false;
    assertThat(rig.top.advance(10_000)).isEqualTo(TxTop.IDLE);
    assertThat(rig.sent.frames).hasSize(1);
    assertThat(rig.sent.frames.get(0).cycle()).isLessThan(700);
  }

  @Test
  void shouldGiveStreamToAnotherQueueAfterReset() {
    rig.top.connections().program(0, TxRig.connection(SchedulePolicy.ROUND_ROBIN, true, 0), 0);
    rig.top.subflows().program(0, TxRig.subflow(0, 0, 0, 4, true), 1);
    rig.host.stream(0, 0, RingHost.START, 50_000, false);
    rig.top.advance(3000);
    rig.top.resetQueue(0);
    rig.host.posted[0] = 0;
    rig.host.done[0] = 0;
    rig.host.stream(5, 0, RingHost.START, 3000, false);
    rig.top.advance(Long.MAX_VALUE);
    assertThat(rig.host.refusals).isEmpty();
    assertThat(rig.host.done[5]).isEqualTo(1);
    assertThat(rig.top.subflows().drained(0)).isTrue();
  }
}
