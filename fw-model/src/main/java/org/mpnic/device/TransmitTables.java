package org.mpnic.device;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.mpnic.abi.AdminStatus;
import org.mpnic.abi.CompletionLayout;
import org.mpnic.abi.SchedulePolicy;
import org.mpnic.abi.TxConnectionRecord;
import org.mpnic.abi.TxSubflowRecord;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.tx.TransmitDatapath;
import org.mpnic.model.tx.TxConnectionEntry;
import org.mpnic.model.tx.TxSubflowEntry;

/**
 * Transmit connections and subflows as admin commands program them: records of the ABI into entries
 * of the model, and back. A subflow joins its connection's list when it is programmed.
 */
final class TransmitTables {
  private final TransmitDatapath top;
  private final TxConnectionEntry[] connections;
  private final TxSubflowEntry[] subflows;

  TransmitTables(NicConfig config, TransmitDatapath top) {
    this.top = top;
    connections = new TxConnectionEntry[config.transmit().connections()];
    subflows = new TxSubflowEntry[config.transmit().subflows()];
  }

  /** As after power-on. */
  void reset() {
    Arrays.fill(connections, null);
    Arrays.fill(subflows, null);
  }

  /** Programs a connection, or changes it; returns its id. */
  int programConnection(byte[] record, long cycle) throws Refusal {
    ByteBuffer fields = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
    int id = place(fields.getInt(TxConnectionRecord.CONNECTION), connections, "connection");
    TxConnectionEntry old = connections[id];
    TxConnectionEntry entry = new TxConnectionEntry();
    int flags = fields.getInt(TxConnectionRecord.FLAGS);
    entry.policy = SchedulePolicy.of(fields.getInt(TxConnectionRecord.POLICY));
    if (entry.policy == null) {
      throw bad("policy " + fields.getInt(TxConnectionRecord.POLICY) + ", there are 0 to 3");
    }
    if (flag(flags, TxConnectionRecord.RELIABLE_SHIFT)) {
      throw bad("flag reliable: buffers return when they are fetched, so it must be 0");
    }
    entry.checksum = flag(flags, TxConnectionRecord.CHECKSUM_SHIFT);
    entry.dsnBytes = flag(flags, TxConnectionRecord.DSN_IS_64_SHIFT) ? 8 : 4;
    entry.dataAckBytes = 4 * (flags >>> TxConnectionRecord.DATA_ACK_WORDS_SHIFT & 3);
    entry.mappingPerChunk = flag(flags, TxConnectionRecord.MAPPING_PER_CHUNK_SHIFT);
    entry.receiveConnection = fields.getInt(TxConnectionRecord.RECEIVE_CONNECTION);
    entry.nextDsn = fields.getLong(TxConnectionRecord.NEXT_DSN);
    if (old != null) {
      System.arraycopy(old.subflows, 0, entry.subflows, 0, old.subflowCount);
      entry.subflowCount = old.subflowCount;
    }
    refuse(top.connections().refusal(id, entry));
    refuse(top.subflows().refusal(entry));
    if (old == null) {
      top.connections().program(id, entry, cycle);
    } else {
      top.connections().change(id, entry, cycle);
    }
    connections[id] = entry;
    return id;
  }

  /** A connection's record. */
  byte[] readConnection(long id) throws Refusal {
    TxConnectionEntry entry = entry(connections, id, "connection");
    ByteBuffer fields =
        ByteBuffer.allocate(TxConnectionRecord.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    fields.putInt(TxConnectionRecord.STATE, 1).putInt(TxConnectionRecord.CONNECTION, (int) id);
    fields.putInt(TxConnectionRecord.POLICY, entry.policy.code());
    int flags =
        bit(entry.checksum, TxConnectionRecord.CHECKSUM_SHIFT)
            | bit(entry.dsnBytes == 8, TxConnectionRecord.DSN_IS_64_SHIFT)
            | entry.dataAckBytes / 4 << TxConnectionRecord.DATA_ACK_WORDS_SHIFT
            | bit(entry.mappingPerChunk, TxConnectionRecord.MAPPING_PER_CHUNK_SHIFT);
    fields.putInt(TxConnectionRecord.FLAGS, flags);
    fields.putInt(TxConnectionRecord.RECEIVE_CONNECTION, entry.receiveConnection);
    fields.putInt(TxConnectionRecord.SUBFLOWS, entry.subflowCount);
    fields.putLong(TxConnectionRecord.NEXT_DSN, top.connections().programmedNextDsn((int) id));
    for (int place = 0; place < entry.subflowCount; place++) {
      fields.putInt(TxConnectionRecord.SUBFLOW_IDS + 4 * place, entry.subflows[place]);
    }
    return fields.array();
  }

  /** Programs a subflow, or changes its registers; returns its id. */
  int programSubflow(byte[] record, long cycle) throws Refusal {
    ByteBuffer fields = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
    int id = place(fields.getInt(TxSubflowRecord.SUBFLOW), subflows, "subflow");
    if (subflows[id] == null) {
      addSubflow(id, fields, cycle);
    } else {
      changeSubflow(id, fields, cycle);
    }
    return id;
  }

  private void addSubflow(int id, ByteBuffer fields, long cycle) throws Refusal {
    TxSubflowEntry entry = new TxSubflowEntry();
    entry.connection = fields.getInt(TxSubflowRecord.CONNECTION);
    TxConnectionEntry connection = entry(connections, entry.connection, "connection");
    registers(entry, fields);
    entry.port = fields.getInt(TxSubflowRecord.PORT);
    entry.mss = fields.getInt(TxSubflowRecord.MSS);
    entry.initialSequence = fields.getInt(TxSubflowRecord.ISN);
    entry.nextSsn = fields.getInt(TxSubflowRecord.NEXT_SSN);
    entry.receiveSubflow = fields.getInt(TxSubflowRecord.RECEIVE_SUBFLOW);
    entry.templateBytes = fields.getInt(TxSubflowRecord.TEMPLATE_BYTES);
    entry.l3Offset = fields.getInt(TxSubflowRecord.L3_OFFSET);
    entry.l4Offset = fields.getInt(TxSubflowRecord.L4_OFFSET);
    entry.timestampOffset = fields.getInt(TxSubflowRecord.TIMESTAMP_OFFSET);
    entry.windowScale = fields.getInt(TxSubflowRecord.WINDOW_SCALE);
    fields.get(TxSubflowRecord.TEMPLATE, entry.template);
    refuse(top.subflows().refusal(id, entry));
    if (connection.subflowCount == TxConnectionEntry.MAX_SUBFLOWS) {
      throw new Refusal(AdminStatus.TABLE_FULL, "connection " + entry.connection + " is full");
    }
    connection.subflows[connection.subflowCount] = id;
    connection.subflowCount++;
    String refusal = top.connections().refusal(entry.connection, connection);
    if (refusal != null) {
      connection.subflowCount--;
      throw bad(refusal);
    }
    top.subflows().program(id, entry, cycle);
    top.connections().change(entry.connection, connection, cycle);
    subflows[id] = entry;
  }

  private void changeSubflow(int id, ByteBuffer fields, long cycle) throws Refusal {
    TxSubflowEntry entry = subflows[id];
    TxSubflowEntry wanted = new TxSubflowEntry();
    registers(wanted, fields);
    if (wanted.weight < 1 || wanted.weight > 255) {
      throw bad("weight " + wanted.weight + ", it must be 1 to 255");
    }
    registers(entry, fields);
    top.subflows().stopped(id, entry.stopped, cycle);
    top.subflows().backup(id, entry.backup, cycle);
    top.subflows().weight(id, entry.weight, cycle);
    top.subflows().smoothedRtt(id, entry.smoothedRttMicros, cycle);
    top.subflows().sendLimit(id, entry.sendLimit, cycle);
  }

  private static void registers(TxSubflowEntry entry, ByteBuffer fields) {
    int flags = fields.getInt(TxSubflowRecord.FLAGS);
    entry.stopped = flag(flags, TxSubflowRecord.STOPPED_SHIFT);
    entry.backup = flag(flags, TxSubflowRecord.BACKUP_SHIFT);
    entry.weight = fields.getInt(TxSubflowRecord.WEIGHT);
    entry.smoothedRttMicros = fields.getInt(TxSubflowRecord.SRTT);
    entry.sendLimit = fields.getInt(TxSubflowRecord.SEND_LIMIT);
  }

  /** A subflow's record. */
  byte[] readSubflow(long id) throws Refusal {
    TxSubflowEntry entry = entry(subflows, id, "subflow");
    ByteBuffer fields = ByteBuffer.allocate(TxSubflowRecord.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    fields.putInt(TxSubflowRecord.STATE, 1).putInt(TxSubflowRecord.SUBFLOW, (int) id);
    fields.putInt(TxSubflowRecord.CONNECTION, entry.connection);
    fields.putInt(TxSubflowRecord.PORT, entry.port).putInt(TxSubflowRecord.MSS, entry.mss);
    int flags =
        bit(entry.stopped, TxSubflowRecord.STOPPED_SHIFT)
            | bit(entry.backup, TxSubflowRecord.BACKUP_SHIFT)
            | bit(top.subflows().drained((int) id), TxSubflowRecord.DRAINED_SHIFT);
    fields.putInt(TxSubflowRecord.FLAGS, flags).putInt(TxSubflowRecord.WEIGHT, entry.weight);
    fields.putInt(TxSubflowRecord.SRTT, entry.smoothedRttMicros);
    fields.putInt(TxSubflowRecord.ISN, entry.initialSequence);
    fields.putInt(TxSubflowRecord.NEXT_SSN, top.subflows().programmedNextSsn((int) id));
    fields.putInt(TxSubflowRecord.SEND_LIMIT, entry.sendLimit);
    fields.putInt(TxSubflowRecord.RECEIVE_SUBFLOW, entry.receiveSubflow);
    fields.putInt(TxSubflowRecord.TEMPLATE_BYTES, entry.templateBytes);
    fields.putInt(TxSubflowRecord.L3_OFFSET, entry.l3Offset);
    fields.putInt(TxSubflowRecord.L4_OFFSET, entry.l4Offset);
    fields.putInt(TxSubflowRecord.TIMESTAMP_OFFSET, entry.timestampOffset);
    fields.putInt(TxSubflowRecord.WINDOW_SCALE, entry.windowScale);
    fields.put(TxSubflowRecord.TEMPLATE, entry.template);
    return fields.array();
  }

  /** The id, or the first free one for NO_ID. */
  private static int place(int id, Object[] entries, String what) throws Refusal {
    if (id != CompletionLayout.NO_ID) {
      if (id < 0 || id >= entries.length) {
        throw bad("transmit " + what + " " + id + ": the card has 0 to " + (entries.length - 1));
      }
      return id;
    }
    for (int place = 0; place < entries.length; place++) {
      if (entries[place] == null) {
        return place;
      }
    }
    throw new Refusal(AdminStatus.TABLE_FULL, "all transmit " + what + "s are programmed");
  }

  private static <T> T entry(T[] entries, long id, String what) throws Refusal {
    if (id < 0 || id >= entries.length || entries[(int) id] == null) {
      throw new Refusal(
          AdminStatus.NO_SUCH_ENTRY, "transmit " + what + " " + id + " is not programmed");
    }
    return entries[(int) id];
  }

  private static void refuse(String text) throws Refusal {
    if (text != null) {
      throw bad(text);
    }
  }

  private static Refusal bad(String text) {
    return new Refusal(AdminStatus.BAD_ARGUMENT, text);
  }

  private static boolean flag(int flags, int shift) {
    return (flags >>> shift & 1) != 0;
  }

  private static int bit(boolean value, int shift) {
    return value ? 1 << shift : 0;
  }
}
