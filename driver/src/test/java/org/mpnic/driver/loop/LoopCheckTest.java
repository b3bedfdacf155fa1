package org.mpnic.driver.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.mpnic.abi.SchedulePolicy;
import org.mpnic.wire.BigEndian;

/** What the check of a loop finds; frames are made here, as the card would make them. */
class LoopCheckTest {
  private static final int FRAME = 100;
  private static final LoopPlan PLAN =
      new LoopPlan(1001, 2, 1, 1, true, 1, SchedulePolicy.ROUND_ROBIN, false, 1518, 9);

  private final LoopConversation[] conversations = {
    new LoopConversation(PLAN, 0), new LoopConversation(PLAN, 1)
  };
  private final LoopCheck check = new LoopCheck(PLAN, i -> conversations[i]);

  @Test
  void shouldFindNothingWrongWhenAllArrivedInAnyOrder() {
    arrive(1, 0, 500);
    arrive(0, 301, 200);
    arrive(0, 0, 301);
    arrive(0, 0, 301);

    assertThat(check.problem(3, 1001, 0, 1)).isNull();
    assertThat(check.holes(0)).isZero();
    assertThat(check.missingBytes(0)).isZero();
    assertThat(check.missingBytes(1)).isZero();
  }

  @Test
  void shouldCountHolesAlsoAtBothEnds() {
    arrive(0, 100, 100);
    arrive(0, 300, 101);

    assertThat(check.problem(5, 1001, 3, 0)).isNull();
    assertThat(check.holes(0)).isEqualTo(3);
    assertThat(check.missingBytes(0)).isEqualTo(300);
    assertThat(check.holes(1)).isEqualTo(1);
    assertThat(check.missingBytes(1)).isEqualTo(500);
    assertThat(check.problem(0, null)).isNull();
    arrive(0, 0, 100);
    assertThat(check.problem(0, null)).contains("200 bytes arrived, and there is no stream");
  }

  @Test
  void shouldMissAFrameThatTheWireHasNotLost() {
    arrive(0, 0, 501);

    assertThat(check.problem(2, 1001, 0, 0)).contains("1 frames arrived of 2 sent");
    assertThat(check.problem(2, 1001, 1, 0)).isNull();
    assertThat(check.problem(2, 1001, 1, 1)).isNotNull();
    assertThat(check.problem(2, 1000, 1, 0)).contains("1000 bytes of data instead of 1001");
  }

  @Test
  void shouldFindEveryWrongByteAndPlace() {
    for (int at = 0; at < FRAME; at++) {
      byte[] frame = frame(0, 200, FRAME);
      frame[frame.length - FRAME + at] ^= 1;
      assertWrong(frame, 0, conversations[0].firstDsn() + 200, "other data");
    }
    byte[] frame = frame(0, 200, FRAME);
    assertWrong(frame, 0, conversations[0].firstDsn() + 201, "mapped by the card to another DSN");
    assertWrong(frame, 1, conversations[0].firstDsn() + 200, "DSN");
    byte[] beyond = frame(0, 402, FRAME);
    assertWrong(beyond, 0, conversations[0].firstDsn() + 402, "not one of the data");
    byte[] unmapped = frame(0, 200, FRAME);
    unmapped[unmapped.length - FRAME - 24 + 3] &= ~4;
    assertWrong(unmapped, 0, 0, "");
  }

  private void assertWrong(byte[] frame, int connection, long cardDsn, String why) {
    LoopCheck fresh = new LoopCheck(PLAN, i -> conversations[i]);
    int token = conversations[connection].token();
    assertThat(fresh.take(frame, frame.length, token, cardDsn != 0, cardDsn)).isFalse();
    assertThat(fresh.problem(1, 1001, 0, 0)).startsWith("1 frames arrived wrong").contains(why);
    assertThat(fresh.missingBytes(connection)).isEqualTo(PLAN.bytesOf(connection));
  }

  private void arrive(int connection, int place, int length) {
    byte[] frame = frame(connection, place, length);
    long dsn = conversations[connection].firstDsn() + place;
    int token = conversations[connection].token();
    assertThat(check.take(frame, frame.length, token, true, dsn)).isTrue();
  }

  /** A segment of the client with a DSS of 24 bytes. */
  private byte[] frame(int connection, int place, int length) {
    LoopConversation conversation = conversations[connection];
    byte[] header = conversation.template(0);
    int l4 = conversation.l4Offset();
    byte[] frame = Arrays.copyOf(header, conversation.headerBytes() + length);
    BigEndian.put16(frame, TcpWriter.ETHERNET_BYTES + 2, frame.length - TcpWriter.ETHERNET_BYTES);
    BigEndian.put8(frame, l4 + 12, (conversation.headerBytes() - l4) / 4 << 4);
    int dss = header.length;
    System.arraycopy(new byte[] {30, 24, 0x20, 0x0d}, 0, frame, dss, 4);
    BigEndian.put64(frame, dss + 8, conversation.firstDsn() + place);
    BigEndian.put32(frame, dss + 16, place + 1);
    BigEndian.put16(frame, dss + 20, length);
    byte[] data = new byte[place + length];
    PLAN.dataOf(connection).fill(0, data, data.length);
    System.arraycopy(data, place, frame, frame.length - length, length);
    return frame;
  }
}
