package org.mpnic.driver.loop;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.mpnic.abi.CompletionLayout;
import org.mpnic.abi.ConnectionRecord;
import org.mpnic.abi.FlowKind;
import org.mpnic.abi.SubflowRecord;
import org.mpnic.abi.TxConnectionRecord;
import org.mpnic.abi.TxSubflowRecord;
import org.mpnic.driver.NicAdmin;

/**
 * Programs the sending card as the firmware of an endpoint would: the transmit connection and its
 * subflows, and for ACK numbers and DATA_ACKs the receive entries of the opposite direction.
 */
final class LoopTables {
  private static final int LOWEST_SRTT_US = 10_000;

  /** Bytes that a subflow may send beyond those that it had when its limit was set. */
  static final int SEND_AHEAD = 1 << 30;

  /** Window that the client announces, bytes. */
  private static final int RECEIVE_WINDOW = 6 << 20;

  private final NicAdmin admin;
  private final LoopPlan plan;
  private final byte[][][] subflowRecords;
  private final int[] connectionIds;
  private final int[][] subflowIds;

  LoopTables(NicAdmin admin, LoopPlan plan) {
    this.admin = admin;
    this.plan = plan;
    subflowRecords = new byte[plan.connections()][plan.subflows()][];
    connectionIds = new int[plan.connections()];
    subflowIds = new int[plan.connections()][plan.subflows()];
  }

  /** Programs a connection with all of its subflows. */
  void program(int number, LoopConversation conversation) {
    int receiveConnection = programReceiveConnection(conversation);
    ByteBuffer c = record(TxConnectionRecord.BYTES);
    c.putInt(TxConnectionRecord.CONNECTION, CompletionLayout.NO_ID);
    c.putInt(TxConnectionRecord.POLICY, plan.policy().code());
    int flags =
        1 << TxConnectionRecord.DSN_IS_64_SHIFT
            | 1 << TxConnectionRecord.DATA_ACK_WORDS_SHIFT
            | (plan.checksum() ? 1 << TxConnectionRecord.CHECKSUM_SHIFT : 0);
    c.putInt(TxConnectionRecord.FLAGS, flags);
    c.putInt(TxConnectionRecord.RECEIVE_CONNECTION, receiveConnection);
    c.putLong(TxConnectionRecord.NEXT_DSN, conversation.firstDsn());
    int connection = admin.programTxConnection(c.array());
    connectionIds[number] = connection;
    for (int s = 0; s < plan.subflows(); s++) {
      int receiveSubflow = programReceiveSubflow(conversation, s, receiveConnection);
      byte[] record = subflowRecord(conversation, s, connection, receiveSubflow);
      int id = admin.programTxSubflow(record);
      ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN).putInt(TxSubflowRecord.SUBFLOW, id);
      subflowRecords[number][s] = record;
      subflowIds[number][s] = id;
    }
  }

  private int programReceiveConnection(LoopConversation conversation) {
    ByteBuffer c = record(ConnectionRecord.BYTES);
    c.putInt(ConnectionRecord.KIND, FlowKind.MPTCP.code());
    c.putInt(ConnectionRecord.CONNECTION, CompletionLayout.NO_ID);
    c.putInt(ConnectionRecord.VERSION, plan.version());
    c.putLong(ConnectionRecord.IDSN, conversation.serverIdsn());
    c.putInt(ConnectionRecord.RECEIVE_WINDOW, RECEIVE_WINDOW);
    c.putInt(ConnectionRecord.FLAGS, 1 << ConnectionRecord.HAS_RECEIVE_WINDOW_SHIFT);
    return admin.programConnection(c.array());
  }

  private int programReceiveSubflow(
      LoopConversation conversation, int subflow, int receiveConnection) {
    TcpWriter server = conversation.server(subflow);
    ByteBuffer f = record(SubflowRecord.BYTES);
    f.putInt(SubflowRecord.KIND, FlowKind.MPTCP.code());
    f.putInt(SubflowRecord.SUBFLOW, CompletionLayout.NO_ID);
    f.putInt(SubflowRecord.CONNECTION, receiveConnection);
    f.putInt(SubflowRecord.QUEUE, CompletionLayout.NO_ID);
    f.putInt(SubflowRecord.ISN, conversation.serverIsn(subflow));
    f.putLong(SubflowRecord.SOURCE_HIGH, TcpWriter.high(server.source()));
    f.putLong(SubflowRecord.SOURCE_LOW, TcpWriter.low(server.source()));
    f.putLong(SubflowRecord.DESTINATION_HIGH, TcpWriter.high(server.destination()));
    f.putLong(SubflowRecord.DESTINATION_LOW, TcpWriter.low(server.destination()));
    f.putShort(SubflowRecord.SOURCE_PORT, (short) server.sourcePort());
    f.putShort(SubflowRecord.DESTINATION_PORT, (short) server.destinationPort());
    f.put(SubflowRecord.IS_IPV6, (byte) (plan.ipv6() ? 1 : 0));
    f.putInt(SubflowRecord.TS_RECENT, conversation.serverClock(subflow));
    f.putInt(SubflowRecord.FLAGS, 1 << SubflowRecord.HAS_TS_RECENT_SHIFT);
    return admin.programFlow(f.array()) & CompletionLayout.SUBFLOW_ID_MASK;
  }

  private byte[] subflowRecord(
      LoopConversation conversation, int subflow, int connection, int receiveSubflow) {
    byte[] template = conversation.template(subflow);
    ByteBuffer s = record(TxSubflowRecord.BYTES);
    s.putInt(TxSubflowRecord.SUBFLOW, CompletionLayout.NO_ID);
    s.putInt(TxSubflowRecord.CONNECTION, connection);
    s.putInt(TxSubflowRecord.PORT, plan.portOf(subflow));
    s.putInt(TxSubflowRecord.MSS, conversation.mss());
    s.putInt(TxSubflowRecord.WEIGHT, subflow + 1);
    s.putInt(TxSubflowRecord.SRTT, LOWEST_SRTT_US * (subflow + 1));
    s.putInt(TxSubflowRecord.ISN, conversation.clientIsn(subflow));
    s.putInt(TxSubflowRecord.NEXT_SSN, 1);
    s.putInt(TxSubflowRecord.SEND_LIMIT, SEND_AHEAD);
    s.putInt(TxSubflowRecord.RECEIVE_SUBFLOW, receiveSubflow);
    s.putInt(TxSubflowRecord.TEMPLATE_BYTES, template.length);
    s.putInt(TxSubflowRecord.L3_OFFSET, TcpWriter.ETHERNET_BYTES);
    s.putInt(TxSubflowRecord.L4_OFFSET, conversation.l4Offset());
    s.putInt(TxSubflowRecord.TIMESTAMP_OFFSET, conversation.timestampOffset());
    s.putInt(TxSubflowRecord.WINDOW_SCALE, LoopConversation.WINDOW_SCALE);
    s.put(TxSubflowRecord.TEMPLATE, template);
    return s.array();
  }

  /**
   * Lets all subflows of a connection send further. Often enough, no limit is ever met, and it does
   * not matter when they are set.
   */
  void raiseSendLimits(int number) {
    for (int s = 0; s < plan.subflows(); s++) {
      byte[] record = subflowRecords[number][s];
      ByteBuffer.wrap(record)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt(TxSubflowRecord.SEND_LIMIT, nextSsn(number, s) + SEND_AHEAD);
      admin.programTxSubflow(record);
    }
  }

  /** The card's id of a connection. */
  int connectionId(int number) {
    return connectionIds[number];
  }

  /** SSN of a subflow's next byte. */
  int nextSsn(int number, int subflow) {
    byte[] record = admin.readTxSubflow(subflowIds[number][subflow]);
    return ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN).getInt(TxSubflowRecord.NEXT_SSN);
  }

  private static ByteBuffer record(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
