package org.mpnic.device;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.mpnic.abi.AdminStatus;
import org.mpnic.abi.CompletionLayout;
import org.mpnic.abi.ConnectionRecord;
import org.mpnic.abi.FlowKind;
import org.mpnic.abi.SubflowRecord;
import org.mpnic.firmware.CardTables;
import org.mpnic.firmware.ConnectionRequest;
import org.mpnic.firmware.FlowRequest;
import org.mpnic.model.rx.FlowTable;
import org.mpnic.model.rx.SubflowTracker;

/** Records of the ABI as requests to the firmware; what they hold is checked there. */
final class EntryRecords {
  private EntryRecords() {}

  static FlowRequest flow(byte[] record) throws Refusal {
    ByteBuffer fields = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
    int word = fields.getInt(SubflowRecord.SUBFLOW);
    int flags = fields.getInt(SubflowRecord.FLAGS);
    return new FlowRequest(
        word == CompletionLayout.NO_ID
            ? CardTables.ANY_ID
            : word & CompletionLayout.SUBFLOW_ID_MASK,
        FlowKind.of(fields.getInt(SubflowRecord.KIND)),
        key(fields),
        fields.getInt(SubflowRecord.ISN),
        fields.getInt(SubflowRecord.CONNECTION),
        fields.getInt(SubflowRecord.QUEUE),
        flag(flags, SubflowRecord.HAS_TS_RECENT_SHIFT)
            ? Integer.toUnsignedLong(fields.getInt(SubflowRecord.TS_RECENT))
            : SubflowTracker.NO_TIMESTAMP,
        flag(flags, SubflowRecord.IS_INITIATOR_SHIFT));
  }

  private static long[] key(ByteBuffer fields) throws Refusal {
    int family = fields.get(SubflowRecord.IS_IPV6) & 0xff;
    long sourceHigh = fields.getLong(SubflowRecord.SOURCE_HIGH);
    long sourceLow = fields.getLong(SubflowRecord.SOURCE_LOW);
    long destinationHigh = fields.getLong(SubflowRecord.DESTINATION_HIGH);
    long destinationLow = fields.getLong(SubflowRecord.DESTINATION_LOW);
    if (family > 1) {
      throw new Refusal(AdminStatus.BAD_ARGUMENT, "is_ipv6 is " + family + ", must be 0 or 1");
    }
    if (family == 0 && (sourceHigh | destinationHigh | (sourceLow | destinationLow) >>> 32) != 0) {
      throw new Refusal(AdminStatus.BAD_ARGUMENT, "an IPv4 address has more than 32 bits");
    }
    long[] key = new long[FlowTable.KEY_WORDS];
    FlowTable.flowKey(
        family == 1,
        sourceHigh,
        sourceLow,
        destinationHigh,
        destinationLow,
        fields.getShort(SubflowRecord.SOURCE_PORT) & 0xffff,
        fields.getShort(SubflowRecord.DESTINATION_PORT) & 0xffff,
        key);
    return key;
  }

  static ConnectionRequest connection(byte[] record) {
    ByteBuffer fields = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
    int flags = fields.getInt(ConnectionRecord.FLAGS);
    return new ConnectionRequest(
        fields.getInt(ConnectionRecord.CONNECTION),
        FlowKind.of(fields.getInt(ConnectionRecord.KIND)),
        fields.getInt(ConnectionRecord.QUEUE),
        fields.getInt(ConnectionRecord.VERSION),
        fields.getLong(ConnectionRecord.IDSN),
        flag(flags, ConnectionRecord.HAS_TOKEN_SHIFT),
        fields.getInt(ConnectionRecord.TOKEN),
        flag(flags, ConnectionRecord.HAS_RECEIVE_WINDOW_SHIFT)
            ? Integer.toUnsignedLong(fields.getInt(ConnectionRecord.RECEIVE_WINDOW))
            : ConnectionRequest.CARD_WINDOW,
        flag(flags, ConnectionRecord.CHECKSUM_REQUIRED_SHIFT));
  }

  private static boolean flag(int flags, int shift) {
    return (flags >>> shift & 1) != 0;
  }
}
