package org.mpnic.model.tx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mpnic.abi.SchedulePolicy;
import org.mpnic.model.config.NicConfig;

/** Stream data leaves as MPTCP segments from which a receiver gets the stream back. */
class TxTopStreamTest {
  private static final NicConfig CONFIG = NicConfig.DEFAULT;

  private static StreamReceiver receive(TxRig rig, boolean checksum, int length) {
    StreamReceiver receiver = new StreamReceiver(TxRig.firstDsn(0), checksum, length);
    for (SentFrames.Sent frame : rig.sent.frames) {
      receiver.take(frame.bytes());
    }
    return receiver;
  }

  @ParameterizedTest(name = "checksum {0}, IPv{1}, timestamps {2}, DSN {3}, DATA_ACK {4}")
  @CsvSource({
    "true,4,true,8,4",
    "false,4,true,8,8",
    "true,6,true,8,8",
    "false,6,false,4,0",
    "true,4,false,4,4"
  })
  void shouldDeliverStreamOfOneSubflow(
      boolean checksum, int ip, boolean stamps, int dsnBytes, int ackBytes) {
    TxRig rig = new TxRig(CONFIG, 1 << 20);
    TxConnectionEntry connection = TxRig.connection(SchedulePolicy.ROUND_ROBIN, checksum, 0);
    connection.dsnBytes = dsnBytes;
    connection.dataAckBytes = ackBytes;
    rig.top.connections().program(0, connection, 0);
    rig.top.subflows().program(0, TxRig.subflow(0, 0, 1, ip, stamps), 1);
    Random random = new Random(5);
    int length = 0;
    while (length < 300_000) {
      int bytes = 1 + random.nextInt(5000);
      rig.host.stream(2, 0, RingHost.START + length, bytes, false);
      length += bytes;
    }
    assertThat(rig.top.advance(Long.MAX_VALUE)).isEqualTo(TxTop.IDLE);
    StreamReceiver receiver = receive(rig, checksum, length);
    assertThat(receiver.contiguous()).isEqualTo(length);
    assertThat(receiver.bytes).isEqualTo(Arrays.copyOf(rig.host.memory, length));
    assertThat(receiver.repeatedBytes).isZero();
    assertThat(rig.host.done[2]).isEqualTo(rig.host.posted[2]);
    int payload = rig.top.subflows().mss(0) - (stamps ? 12 : 0) - 20;
    assertThat(receiver.segments).isLessThan(length / (payload - 16) + 20);
    assertThat(rig.sent.frames).allMatch(f -> f.port() == 1 && f.bytes().length <= 1514);
    assertThat(rig.sent.frames).anyMatch(f -> f.bytes().length == 1514);
  }

  @Test
  void shouldEndStreamWithDataFin() {
    for (boolean alone : new boolean[] {true, false}) {
      TxRig rig = new TxRig(CONFIG, 1 << 16);
      rig.top.connections().program(0, TxRig.connection(SchedulePolicy.ROUND_ROBIN, true, 0), 0);
      rig.top.subflows().program(0, TxRig.subflow(0, 0, 0, 4, true), 1);
      rig.host.stream(0, 0, RingHost.START, 3000, !alone);
      if (alone) {
        rig.host.stream(0, 0, 0, 0, true);
      }
      rig.top.advance(Long.MAX_VALUE);
      StreamReceiver receiver = receive(rig, true, 3000);
      assertThat(receiver.contiguous()).isEqualTo(3000);
      assertThat(receiver.dataFins).isEqualTo(1);
      assertThat(receiver.finDsn).isEqualTo(TxRig.firstDsn(0) + 3000);
      assertThat(receiver.segments).isEqualTo(alone ? 4 : 3);
      assertThat(rig.host.done[0]).isEqualTo(alone ? 2 : 1);
    }
  }

  @Test
  void shouldMapWholeChunkWhenAskedAndNoChecksumIsInUse() {
    TxRig rig = new TxRig(CONFIG, 1 << 20);
    TxConnectionEntry connection = TxRig.connection(SchedulePolicy.ROUND_ROBIN, false, 0);
    connection.mappingPerChunk = true;
    rig.top.connections().program(0, connection, 0);
    rig.top.subflows().program(0, TxRig.subflow(0, 0, 0, 4, true), 1);
    rig.host.stream(0, 0, RingHost.START, 100_000, true);
    rig.top.advance(Long.MAX_VALUE);
    StreamReceiver receiver = receive(rig, false, 100_000);
    assertThat(receiver.contiguous()).isEqualTo(100_000);
    assertThat(receiver.mappings).hasSizeLessThan(10);
    assertThat(receiver.finDsn).isEqualTo(TxRig.firstDsn(0) + 100_000);
  }

  @Test
  void shouldSendMappingAgainWithItsNumbersAndPureAck() {
    TxRig rig = new TxRig(CONFIG, 1 << 16);
    rig.top.connections().program(0, TxRig.connection(SchedulePolicy.ROUND_ROBIN, true, 0), 0);
    rig.top.subflows().program(0, TxRig.subflow(0, 0, 0, 4, true), 1);
    rig.host.stream(0, 0, RingHost.START, 2000, false);
    rig.host.mapping(1, 0, RingHost.START + 500, 700, false, TxRig.firstDsn(0) + 500, 501);
    rig.host.mapping(1, 0, 0, 0, false, 0, 0);
    rig.top.advance(Long.MAX_VALUE);
    StreamReceiver receiver = new StreamReceiver(TxRig.firstDsn(0), true, 2000);
    for (SentFrames.Sent frame : rig.sent.frames) {
      receiver.nextSequence.clear();
      receiver.take(frame.bytes());
    }
    assertThat(receiver.contiguous()).isEqualTo(2000);
    assertThat(receiver.repeatedBytes).isEqualTo(700);
    assertThat(receiver.pureAcks).isEqualTo(1);
    assertThat(rig.host.done).startsWith(1, 2);
  }
}
