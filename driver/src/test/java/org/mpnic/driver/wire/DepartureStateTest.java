package org.mpnic.driver.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mpnic.abi.CompletionLayout;
import org.mpnic.abi.ConnectionRecord;
import org.mpnic.abi.FlowKind;
import org.mpnic.abi.SubflowRecord;
import org.mpnic.abi.TxConnectionRecord;
import org.mpnic.abi.TxSubflowRecord;
import org.mpnic.driver.CompletionBatch;
import org.mpnic.driver.Nic;
import org.mpnic.driver.NicAdmin;
import org.mpnic.driver.StreamSender;
import org.mpnic.driver.TxQueue;
import org.mpnic.model.config.NicConfig;
import org.mpnic.testbed.raw.Options;
import org.mpnic.testbed.raw.TcpFrame;

/** What a departing segment says of the opposite direction is what that direction has received. */
class DepartureStateTest {
  private static final int PEER_ISN = 0xffff_fff0;
  private static final long PEER_IDSN = 0x1122_3344_ffff_fff7L;
  private static final byte[] PAYLOAD = new byte[8];
  private static final byte[] NOTHING = {};

  @TempDir private Path directory;
  private byte[] arrived;

  @Test
  void shouldTellWhatWasReceivedWhenASegmentLeaves() throws Exception {
    try (TwoCards cards = new TwoCards(directory, NicConfig.DEFAULT, "delay=1us")) {
      int receiveConnection = cards.first.admin().programConnection(connection());
      int receiveSubflow =
          cards.first.admin().programFlow(flow(receiveConnection))
              & CompletionLayout.SUBFLOW_ID_MASK;
      int connection = cards.first.admin().programTxConnection(txConnection(receiveConnection));
      int subflow = cards.first.admin().programTxSubflow(txSubflow(connection, receiveSubflow));

      acknowledge(cards, subflow);
      assertTold("fffffff1", "81020304", "11223344fffffff8");
      send(cards, data(1, 0x8102_0305));
      acknowledge(cards, subflow);
      assertTold("fffffff9", "81020305", "1122334500000000");
      send(cards, data(9, 0x8102_0304));
      acknowledge(cards, subflow);
      assertTold("00000001", "81020305", "1122334500000008");
      send(cards, segment(17, Options.timestamps(0x8102_0309, 0), NOTHING));
      send(cards, data(25, 0x8102_0310));
      acknowledge(cards, subflow);
      assertTold("00000001", "81020309", "1122334500000008");

      ByteBuffer read = wrap(cards.first.admin().readFlow(receiveSubflow));
      assertThat(read.getInt(SubflowRecord.TS_RECENT)).isEqualTo(0x8102_0309);
    }
  }

  @Test
  void shouldAnnounceTheConnectionsWindowWhenASegmentLeaves() throws Exception {
    try (TwoCards cards = new TwoCards(directory, NicConfig.DEFAULT, "delay=1us")) {
      NicAdmin admin = cards.first.admin();
      int receiveConnection = admin.programConnection(connection());
      int receiveSubflow =
          admin.programFlow(flow(receiveConnection)) & CompletionLayout.SUBFLOW_ID_MASK;
      int connection = admin.programTxConnection(txConnection(receiveConnection));
      int subflow = admin.programTxSubflow(txSubflow(connection, receiveSubflow));

      acknowledge(cards, subflow);
      assertThat(HexFormat.of().formatHex(arrived, 48, 50)).isEqualTo("1234");
      send(cards, data(1, 1));
      ByteBuffer read = wrap(admin.readConnection(receiveConnection));
      assertThat(read.getInt(ConnectionRecord.RECEIVE_WINDOW)).isEqualTo(0x0012_34ff);
      byte[] context = admin.readContext(NicAdmin.ContextTable.CONNECTION, receiveConnection);
      wrap(context).putInt(4, 0x0100_0000);
      admin.writeContext(NicAdmin.ContextTable.CONNECTION, receiveConnection, context);
      acknowledge(cards, subflow);
      assertThat(HexFormat.of().formatHex(arrived, 48, 50)).isEqualTo("ffff");
      wrap(context).putInt(4, 0);
      admin.writeContext(NicAdmin.ContextTable.CONNECTION, receiveConnection, context);
      acknowledge(cards, subflow);
      assertThat(HexFormat.of().formatHex(arrived, 48, 50)).isEqualTo("0000");
      assertThat(HexFormat.of().formatHex(arrived, 66, arrived.length))
          .isEqualTo("1e0c2003" + "1122334500000000");

      int other = admin.programConnection(with(connection(), ConnectionRecord.FLAGS, 0));
      read = wrap(admin.readConnection(other));
      assertThat(read.getInt(ConnectionRecord.RECEIVE_WINDOW)).isEqualTo(1 << 30);
      assertThatThrownBy(
              () ->
                  admin.programConnection(
                      with(connection(), ConnectionRecord.RECEIVE_WINDOW, (1 << 30) + 1)))
          .hasMessageContaining("receive window 1073741825, at most 1073741824 bytes");
    }
  }

  private static byte[] with(byte[] record, int field, int value) {
    wrap(record).putInt(field, value);
    return record;
  }

  /** Acknowledgment number, timestamp echo and DATA_ACK of the frame that arrived. */
  private void assertTold(String acknowledgment, String echo, String dataAck) {
    HexFormat hex = HexFormat.of();
    assertThat(hex.formatHex(arrived, 42, 46)).as("acknowledgment").isEqualTo(acknowledgment);
    assertThat(hex.formatHex(arrived, 62, 66)).as("timestamp echo").isEqualTo(echo);
    assertThat(hex.formatHex(arrived, 66, arrived.length)).isEqualTo("1e0c2003" + dataAck);
  }

  /** A pure ACK from the first card to the second. */
  private void acknowledge(TwoCards cards, int subflow) {
    arrived = null;
    TxQueue queue = cards.first.txQueue(0);
    queue.mapping(subflow, 0, 1, cards.first.txMemory().address(0), 0, false);
    queue.ring(false);
    cards.awaitQuiet(queue, () -> poll(cards.second, bytes -> arrived = bytes));
    poll(cards.second, bytes -> arrived = bytes);
    assertThat(queue.lastError()).isNull();
    assertThat(arrived).isNotNull();
  }

  /** A frame from the second card to the first. */
  private static void send(TwoCards cards, byte[] frame) {
    StreamSender sender = new StreamSender(cards.second.txQueue(0), cards.second.txMemory());
    sender.raw(0, frame, 0, frame.length);
    sender.ring(false);
    cards.awaitQuiet(sender.queue(), () -> poll(cards.first, bytes -> {}));
    poll(cards.first, bytes -> {});
  }

  private static void poll(Nic nic, Consumer<byte[]> to) {
    CompletionBatch batch = new CompletionBatch(64);
    for (int queue = 0; queue < nic.queueCount(); queue++) {
      while (nic.queue(queue).poll(batch, 64) > 0) {
        for (int i = 0; i < batch.size(); i++) {
          byte[] bytes = new byte[batch.frameLength(i)];
          batch.copyFrame(i, 0, bytes, 0, bytes.length);
          to.accept(bytes);
        }
        batch.release();
      }
    }
  }

  /** Eight bytes of the peer, with their mapping. */
  private static byte[] data(int ssn, int timestamp) {
    byte[] dss = Options.dss(0, 0, 8, PEER_IDSN + ssn, ssn, PAYLOAD.length, -1, false);
    return segment(ssn, Options.padded(Options.timestamps(timestamp, 0), dss), PAYLOAD);
  }

  private static byte[] segment(int ssn, byte[] options, byte[] payload) {
    TcpFrame frame = new TcpFrame();
    frame.source = new byte[] {10, 0, 0, 2};
    frame.destination = new byte[] {10, 0, 0, 1};
    frame.sourcePort = 5001;
    frame.destinationPort = 41000;
    frame.flags = TcpFrame.ACK;
    frame.sequence = PEER_ISN + ssn;
    frame.options = Options.padded(options);
    frame.payload = payload;
    return frame.bytes();
  }

  private static byte[] connection() {
    ByteBuffer c = record(ConnectionRecord.BYTES);
    c.putInt(ConnectionRecord.KIND, FlowKind.MPTCP.code());
    c.putInt(ConnectionRecord.CONNECTION, CompletionLayout.NO_ID);
    c.putInt(ConnectionRecord.VERSION, 1);
    c.putInt(ConnectionRecord.RECEIVE_WINDOW, 0x0012_34ff);
    c.putInt(ConnectionRecord.FLAGS, 1 << ConnectionRecord.HAS_RECEIVE_WINDOW_SHIFT);
    return c.putLong(ConnectionRecord.IDSN, PEER_IDSN).array();
  }

  private static byte[] flow(int connection) {
    ByteBuffer f = record(SubflowRecord.BYTES);
    f.putInt(SubflowRecord.KIND, FlowKind.MPTCP.code());
    f.putInt(SubflowRecord.SUBFLOW, CompletionLayout.NO_ID);
    f.putInt(SubflowRecord.CONNECTION, connection);
    f.putInt(SubflowRecord.QUEUE, CompletionLayout.NO_ID);
    f.putInt(SubflowRecord.ISN, PEER_ISN);
    f.putLong(SubflowRecord.SOURCE_LOW, 0x0a00_0002);
    f.putLong(SubflowRecord.DESTINATION_LOW, 0x0a00_0001);
    f.putShort(SubflowRecord.SOURCE_PORT, (short) 5001);
    f.putShort(SubflowRecord.DESTINATION_PORT, (short) 41000);
    f.putInt(SubflowRecord.TS_RECENT, 0x8102_0304);
    return f.putInt(SubflowRecord.FLAGS, 1 << SubflowRecord.HAS_TS_RECENT_SHIFT).array();
  }

  private static byte[] txConnection(int receiveConnection) {
    ByteBuffer c = record(TxConnectionRecord.BYTES);
    c.putInt(TxConnectionRecord.CONNECTION, CompletionLayout.NO_ID);
    c.putInt(TxConnectionRecord.FLAGS, 2 << TxConnectionRecord.DATA_ACK_WORDS_SHIFT);
    return c.putInt(TxConnectionRecord.RECEIVE_CONNECTION, receiveConnection).array();
  }

  private static byte[] txSubflow(int connection, int receiveSubflow) {
    TcpFrame template = new TcpFrame();
    template.source = new byte[] {10, 0, 0, 1};
    template.destination = new byte[] {10, 0, 0, 2};
    template.sourcePort = 41000;
    template.destinationPort = 5001;
    template.flags = TcpFrame.ACK;
    template.options = Options.padded(new byte[] {1, 1}, Options.timestamps(0, 0));
    byte[] header = template.bytes();
    ByteBuffer s = record(TxSubflowRecord.BYTES);
    s.putInt(TxSubflowRecord.SUBFLOW, CompletionLayout.NO_ID);
    s.putInt(TxSubflowRecord.CONNECTION, connection);
    s.putInt(TxSubflowRecord.MSS, 1460).putInt(TxSubflowRecord.WEIGHT, 1);
    s.putInt(TxSubflowRecord.NEXT_SSN, 1).putInt(TxSubflowRecord.SEND_LIMIT, 1 << 20);
    s.putInt(TxSubflowRecord.RECEIVE_SUBFLOW, receiveSubflow);
    s.putInt(TxSubflowRecord.TEMPLATE_BYTES, header.length);
    s.putInt(TxSubflowRecord.L3_OFFSET, 14).putInt(TxSubflowRecord.L4_OFFSET, 34);
    s.putInt(TxSubflowRecord.TIMESTAMP_OFFSET, 58).putInt(TxSubflowRecord.WINDOW_SCALE, 8);
    return s.put(TxSubflowRecord.TEMPLATE, header).array();
  }

  private static ByteBuffer record(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ByteBuffer wrap(byte[] record) {
    return ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
  }
}
