package org.mpnic.model.tx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.QueueState;
import org.mpnic.abi.Reason;
import org.mpnic.abi.SchedulePolicy;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.config.TransmitConfig;

/** Bad descriptors hurt nothing: each is reported once, and nothing outside is read. */
class TxTopHostileHostTest {
  private static final NicConfig CONFIG =
      NicConfig.DEFAULT.toBuilder().quarantineErrors(1 << 20).build();
  private static final int MEMORY = 1 << 20;
  private static final int DESCRIPTORS = Integer.getInteger("mpnic.tx.descriptors", 1_000_000);

  private static TxRig rig(NicConfig config, TransmitSink sink) {
    TxRig rig = new TxRig(config, MEMORY, sink);
    rig.top.connections().program(0, TxRig.connection(SchedulePolicy.ROUND_ROBIN, true, 0, 1), 0);
    rig.top.subflows().program(0, TxRig.subflow(0, 0, 0, 4, true), 1);
    rig.top.subflows().program(1, TxRig.subflow(1, 0, 1, 6, true), 1);
    return rig;
  }

  @ParameterizedTest(name = "{7}")
  @CsvSource({
    // type, more, fin, target, address, length, offload fields: mss l3 l4 header checksum
    "0, false, 0, 4096, 100, 0, 0, OK",
    "0, false, 0, 4095, 100, 0, 0, BAD_ADDRESS",
    "0, false, 0, 1052573, 100, 0, 0, BAD_ADDRESS",
    "0, false, 0, -1, 100, 0, 0, BAD_ADDRESS",
    "0, false, 0, 4096, 0, 0, 0, ZERO_LENGTH",
    "0, false, 0, 4096, 13, 0, 0, BAD_FRAME_LENGTH",
    "0, false, 0, 4096, 9015, 0, 0, BAD_FRAME_LENGTH",
    "0, false, 0, 4096, 262144, 0, 0, BAD_LENGTH",
    "0, false, 0, 4096, -5, 0, 0, BAD_LENGTH",
    "0, false, 2, 4096, 100, 0, 0, BAD_TARGET",
    "0, true, 0, 4096, 100, 0, 0, ZERO_LENGTH",
    "4, false, 0, 4096, 100, 0, 0, BAD_TYPE",
    "7, false, 0, 4096, 100, 0, 0, BAD_TYPE",
    "2, false, 1, 4096, 100, 0, 0, BAD_TARGET",
    "2, false, 0, 4096, 0, 0, 0, ZERO_LENGTH",
    "2, true, 0, 4096, 100, 0, 0, BAD_CHAIN",
    "3, false, 0, 4096, 65536, 0, 0, BAD_LENGTH",
    "3, false, 7, 4096, 100, 0, 0, BAD_TARGET",
    // mss 100, IP at 14, TCP at 34, 54 bytes before the payload
    "1, false, 0, 4096, 500, 571342948, 54, OK",
    "1, false, 0, 4096, 500, 571342948, 53, BAD_OFFSETS",
    "1, false, 0, 4096, 500, 571342948, 128, BAD_OFFSETS",
    "1, false, 0, 4096, 500, 571277412, 54, BAD_OFFSETS",
    "1, false, 0, 4096, 53, 571342948, 54, BAD_FRAME_LENGTH",
    "1, false, 0, 4096, 65590, 571342948, 54, BAD_FRAME_LENGTH",
    // checksum only: TCP at 34, field at 16
    "1, false, 0, 4096, 60, 570425344, 4096, OK",
    "1, false, 0, 4096, 51, 570425344, 4096, BAD_OFFSETS",
    "1, false, 0, 4096, 60, 570425344, 4352, BAD_OFFSETS",
    "1, false, 0, 4096, 500, 570425344, 24064, BAD_OFFSETS",
  })
  void shouldRefuse(
      int type,
      boolean more,
      int target,
      long address,
      int length,
      int offload,
      long header,
      Reason reason) {
    TxRig rig = rig(CONFIG, null);
    rig.host.post(0, address, length, type, more, false, target, offload, header);
    // What ends a chain that the first began: a descriptor without a byte.
    rig.host.raw(0, 0, RingHost.START, more ? 0 : 64, false);
    rig.top.advance(Long.MAX_VALUE);
    if (reason == Reason.OK) {
      assertThat(rig.host.refusals).isEmpty();
      assertThat(rig.sent.frames).hasSizeGreaterThanOrEqualTo(2);
    } else {
      assertThat(rig.host.refusals).hasSize(1);
      assertThat(Reason.of(rig.host.refusals.get(0).reason())).isEqualTo(reason);
      assertThat(rig.sent.frames).hasSize(more ? 0 : 1);
      assertThat(rig.top.counters()[CounterTable.REASONS + reason.code()]).isEqualTo(1);
    }
    assertThat(rig.host.done[0]).isEqualTo(2);
  }

  @Test
  void shouldRefuseChainsThatAreNone() {
    TxRig rig = rig(CONFIG, null);
    int start = (int) RingHost.START;
    rig.host.raw(0, 0, start, 64, true);
    rig.host.raw(0, 1, start, 64, false);
    rig.host.raw(0, 0, start, 64, true);
    rig.host.stream(0, 0, start, 64, false);
    for (int i = 0; i < 17; i++) {
      rig.host.raw(0, 0, start, 10, i < 16);
    }
    // Another queue may not bring the connection's data.
    rig.host.stream(0, 0, start, 100, false);
    rig.top.advance(Long.MAX_VALUE);
    rig.host.stream(1, 0, start, 100, false);
    rig.top.advance(Long.MAX_VALUE);
    assertThat(rig.host.refusals)
        .containsExactly(
            new RingHost.Refusal(0, Reason.BAD_CHAIN.code(), 1),
            new RingHost.Refusal(0, Reason.BAD_CHAIN.code(), 3),
            new RingHost.Refusal(0, Reason.BAD_CHAIN.code(), 20),
            new RingHost.Refusal(1, Reason.BAD_TARGET.code(), 0));
    assertThat(rig.sent.frames).hasSize(1);
    assertThat(rig.host.done).startsWith(22, 1);
  }

  /** tx_checksum holds 8 beats of 64 bytes: a longer frame would never leave. */
  @Test
  void shouldRefuseFramesThatTxChecksumCannotStore() {
    TransmitConfig transmit =
        new TransmitConfig(
            8, 2048, 512, 8, 64, 16, 4096, 4096, 8, 16_384, 64, 64, 512, 256, 8, 16, 512, 1 << 24);
    TxRig rig = new TxRig(CONFIG.toBuilder().transmit(transmit).build(), MEMORY);
    rig.top.connections().program(0, TxRig.connection(SchedulePolicy.ROUND_ROBIN, true, 0), 0);
    TxSubflowEntry subflow = TxRig.subflow(0, 0, 0, 4, true);
    subflow.mss = 512 - 34 - 20 + 1;
    assertThat(rig.top.subflows().refusal(0, subflow))
        .isEqualTo("MSS 459, with this header it must be 64..458");
    subflow.mss--;
    rig.top.subflows().program(0, subflow, 1);
    rig.host.raw(0, 0, RingHost.START, 512, false);
    rig.host.raw(0, 0, RingHost.START, 513, false);
    // Payload that is cut by 458 and by 459 bytes behind 54 bytes of headers.
    rig.host.post(0, RingHost.START, 2000, 1, false, false, 0, 458 | 14 << 16 | 34 << 24, 54);
    rig.host.post(0, RingHost.START, 2000, 1, false, false, 0, 459 | 14 << 16 | 34 << 24, 54);
    rig.host.stream(0, 0, RingHost.START, 2000, false);
    rig.top.advance(Long.MAX_VALUE);
    assertThat(rig.host.refusals)
        .containsExactly(
            new RingHost.Refusal(0, Reason.BAD_FRAME_LENGTH.code(), 1),
            new RingHost.Refusal(0, Reason.BAD_FRAME_LENGTH.code(), 3));
    assertThat(rig.host.done[0]).isEqualTo(5);
    assertThat(rig.sent.frames).hasSize(1 + 5 + 5);
  }

  @Test
  void shouldQuarantineQueueAndStartItAgain() {
    TxRig rig = rig(CONFIG.toBuilder().quarantineErrors(4).build(), null);
    for (int i = 0; i < 1000; i++) {
      rig.host.raw(0, 0, 0, 64, false);
    }
    rig.host.raw(1, 0, RingHost.START, 64, false);
    rig.top.advance(Long.MAX_VALUE);
    assertThat(rig.top.queueState(0)).isEqualTo(QueueState.QUARANTINED.code());
    assertThat(rig.host.done[0]).isLessThan(1000);
    assertThat(rig.host.done[1]).isEqualTo(1);
    rig.host.posted[0] = 0;
    rig.host.done[0] = 0;
    rig.top.resetQueue(0);
    rig.host.raw(0, 0, RingHost.START, 64, false);
    rig.top.advance(Long.MAX_VALUE);
    assertThat(rig.host.done[0]).isEqualTo(1);
    assertThat(rig.sent.frames).hasSize(2);
  }

  /** Size by property mpnic.tx.descriptors. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void shouldSurviveRandomDescriptors(long seed) {
    Random random = new Random(seed);
    long[] frames = new long[1];
    TxRig rig = rig(CONFIG, (port, frame, offset, length, cycle) -> frames[0]++);
    int posted = 0;
    while (posted < DESCRIPTORS / 2) {
      int queue = random.nextInt(3);
      for (int n = Math.min(rig.host.room(queue), random.nextInt(200)); n > 0; n--) {
        anything(rig.host, queue, random);
        posted++;
      }
      rig.host.refusals.clear();
      rig.top.advance(rig.top.reachedCycle() + 1 + random.nextInt(20_000));
    }
    // Whatever chain is open ends here.
    for (int queue = 0; queue < 3; queue++) {
      rig.top.advance(rig.top.reachedCycle() + 1_000_000);
      rig.host.raw(queue, 0, RingHost.START, 64, false);
      rig.top.advance(rig.top.reachedCycle() + 1_000_000);
      assertThat(rig.host.done[queue]).isEqualTo(rig.host.posted[queue]);
    }
    assertThat(rig.host.lowestRead).isGreaterThanOrEqualTo(RingHost.START);
    assertThat(rig.host.highestRead).isLessThanOrEqualTo(RingHost.START + MEMORY);
    assertThat(frames[0]).isGreaterThan(posted / 20);
    assertThat(rig.top.counters()[CounterTable.INTERNAL_ERRORS]).isZero();
  }

  private static void anything(RingHost host, int queue, Random random) {
    if (random.nextInt(4) == 0) {
      host.words(queue, random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
      return;
    }
    long address = RingHost.START + random.nextInt(MEMORY) - random.nextInt(30) + 10;
    int length = random.nextInt(random.nextInt(10) == 0 ? 70_000 : 2000);
    boolean more = random.nextInt(4) == 0;
    boolean fin = random.nextInt(10) == 0;
    int type = random.nextInt(5);
    int target = random.nextInt(random.nextInt(10) == 0 ? 8 : 2);
    int mss = random.nextInt(5) == 0 ? 0 : 40 + random.nextInt(1400);
    int offload = mss | 14 << 16 | 34 + 2 * random.nextInt(2) << 24;
    long header = 54 + 4 * random.nextInt(6) | random.nextInt(20) << 8;
    host.post(queue, address, length, type, more, fin, target, offload, header);
  }
}
