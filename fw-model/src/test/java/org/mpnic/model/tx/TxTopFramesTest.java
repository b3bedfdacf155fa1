package org.mpnic.model.tx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mpnic.abi.Reason;
import org.mpnic.model.config.NicConfig;

/** Frames that the host has made whole go through the card unchanged. */
class TxTopFramesTest {
  private static final NicConfig CONFIG = NicConfig.DEFAULT;
  private final RingHost host = new RingHost(CONFIG, 1 << 20);
  private final SentFrames sent = new SentFrames();
  private final TxTop top = new TxTop(CONFIG, host, new FixedReceiveState(), sent);

  TxTopFramesTest() {
    new Random(1).nextBytes(host.memory);
  }

  @Test
  void shouldSendFrameAsItIs() {
    host.raw(0, 1, RingHost.START + 100, 333, false);
    assertThat(top.advance(Long.MAX_VALUE)).isEqualTo(TxTop.IDLE);
    assertThat(sent.frames).hasSize(1);
    assertThat(sent.frames.get(0).port()).isEqualTo(1);
    assertThat(sent.frames.get(0).bytes()).isEqualTo(Arrays.copyOfRange(host.memory, 100, 433));
    assertThat(host.done[0]).isEqualTo(1);
    assertThat(host.refusals).isEmpty();
  }

  @Test
  void shouldGatherFrameFromSeveralDescriptors() {
    host.raw(3, 0, RingHost.START + 7, 9, true);
    host.raw(3, 0, RingHost.START + 1001, 64, true);
    host.raw(3, 0, RingHost.START + 5, 1, false);
    top.advance(Long.MAX_VALUE);
    byte[] expected = new byte[74];
    System.arraycopy(host.memory, 7, expected, 0, 9);
    System.arraycopy(host.memory, 1001, expected, 9, 64);
    System.arraycopy(host.memory, 5, expected, 73, 1);
    assertThat(sent.frames).hasSize(1);
    assertThat(sent.frames.get(0).bytes()).isEqualTo(expected);
    assertThat(host.done[3]).isEqualTo(3);
  }

  @Test
  void shouldSkipFrameOfRefusedDescriptorAndGoOn() {
    host.raw(0, 0, RingHost.START, 100, true);
    host.raw(0, 0, 0, 100, true);
    host.raw(0, 0, RingHost.START, 100, false);
    host.raw(0, 0, RingHost.START, 200, false);
    top.advance(Long.MAX_VALUE);
    assertThat(sent.frames).hasSize(1);
    assertThat(sent.frames.get(0).bytes()).isEqualTo(Arrays.copyOf(host.memory, 200));
    assertThat(host.refusals)
        .containsExactly(new RingHost.Refusal(0, Reason.BAD_ADDRESS.code(), 1));
    assertThat(host.done[0]).isEqualTo(4);
  }

  @Test
  void shouldSendManyFramesOfAllQueuesInOrder() {
    Random random = new Random(7);
    List<Queue<byte[]>> posted =
        Stream.generate(() -> (Queue<byte[]>) new ArrayDeque<byte[]>())
            .limit(CONFIG.transmit().queues())
            .toList();
    for (int round = 0; round < 300; round++) {
      int queue = random.nextInt(posted.size());
      int length = 60 + random.nextInt(2000);
      int from = queue * 4096 + host.posted[queue];
      host.raw(queue, queue & 1, RingHost.START + from, length, false);
      posted.get(queue).add(Arrays.copyOfRange(host.memory, from, from + length));
      if (random.nextInt(20) == 0) {
        top.advance(top.reachedCycle() + random.nextInt(3000));
      }
    }
    top.advance(Long.MAX_VALUE);
    for (SentFrames.Sent frame : sent.frames) {
      int queue = 0;
      while (!Arrays.equals(posted.get(queue).peek(), frame.bytes())) {
        queue++;
        assertThat(queue).as("queue of a frame in its turn").isLessThan(posted.size());
      }
      assertThat(frame.port()).isEqualTo(queue & 1);
      posted.get(queue).remove();
    }
    assertThat(posted).allMatch(Queue::isEmpty);
    assertThat(host.done).isEqualTo(host.posted);
  }
}
