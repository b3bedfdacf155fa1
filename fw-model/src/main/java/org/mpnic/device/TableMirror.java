package org.mpnic.device;

import java.util.Arrays;
import org.mpnic.abi.CompletionLayout;
import org.mpnic.abi.CompletionType;
import org.mpnic.abi.ConnectionRecord;
import org.mpnic.abi.ConnectionRecordFlyweight;
import org.mpnic.abi.RegionMemory;
import org.mpnic.abi.Section;
import org.mpnic.abi.SubflowRecord;
import org.mpnic.abi.SubflowRecordFlyweight;
import org.mpnic.abi.region.RegionFile;
import org.mpnic.abi.region.RegionLayout;
import org.mpnic.firmware.CardTables;
import org.mpnic.firmware.TableConnection;
import org.mpnic.firmware.TableSubflow;
import org.mpnic.model.rx.HeaderWord;
import org.mpnic.model.rx.SubflowTracker;
import org.mpnic.model.top.CompletionWord;
import org.mpnic.model.top.EventWord;

/**
 * The firmware's connections and subflows as records in the region, for tools and for a host that
 * attaches in the middle; never read by the device.
 *
 * <p>Entries are shown when the event that tells of them is published. Frame counts and in-order
 * points are shown by {@link #refresh}, once a frame has hit the entry.
 */
final class TableMirror {
  private static final int FREE = 0;
  private static final int PROGRAMMED = 1;
  private static final int CLOSED = 2;

  private final RegionMemory memory;
  private final RegionLayout layout;
  private final ConnectionRecordFlyweight connection = new ConnectionRecordFlyweight();
  private final SubflowRecordFlyweight subflow = new SubflowRecordFlyweight();
  private final FrameCounts subflowCounts;
  private final FrameCounts connectionCounts;
  private final long[] reversed = new long[5];
  private CardTables tables;

  TableMirror(RegionFile region) {
    memory = region.memory();
    layout = region.layout();
    connectionCounts = new FrameCounts(region.spec().connections());
    subflowCounts = new FrameCounts(region.spec().subflows());
  }

  /** Frames and payload by id, and which ids have new ones. */
  private static final class FrameCounts {
    final long[] frames;
    final long[] payloadBytes;
    final int[] fresh;
    private final boolean[] isFresh;
    int freshCount;

    FrameCounts(int ids) {
      frames = new long[ids];
      payloadBytes = new long[ids];
      fresh = new int[ids];
      isFresh = new boolean[ids];
    }

    boolean has(int id) {
      return id >= 0 && id < frames.length;
    }

    void add(int id, int payload) {
      if (!has(id)) {
        return;
      }
      frames[id]++;
      payloadBytes[id] += payload;
      if (!isFresh[id]) {
        isFresh[id] = true;
        fresh[freshCount++] = id;
      }
    }

    void clear(int id) {
      frames[id] = 0;
      payloadBytes[id] = 0;
    }

    void taken() {
      for (int i = 0; i < freshCount; i++) {
        isFresh[fresh[i]] = false;
      }
      freshCount = 0;
    }

    void reset() {
      taken();
      Arrays.fill(frames, 0);
      Arrays.fill(payloadBytes, 0);
    }
  }

  /** Sets the tables that are shown from now on. */
  void tables(CardTables shown) {
    tables = shown;
  }

  /** Empties all records. */
  void reset() {
    memory.zero(layout.offset(Section.CONNECTIONS), layout.bytes(Section.CONNECTIONS));
    memory.zero(layout.offset(Section.SUBFLOWS), layout.bytes(Section.SUBFLOWS));
    subflowCounts.reset();
    connectionCounts.reset();
  }

  /** Counts the frame of a completion. */
  void count(CompletionWord word) {
    if (word.type == CompletionType.PACKET.code() && word.subflow != CompletionLayout.NO_ID) {
      subflowCounts.add(word.subflow, word.payloadLength);
      connectionCounts.add(word.connection, word.payloadLength);
    }
  }

  /** Shows the entries that an event names, as they are now. */
  void show(EventWord event) {
    if (subflowCounts.has(event.subflow)) {
      showSubflow(event.subflow);
    }
    if (connectionCounts.has(event.connection)) {
      showConnection(event.connection);
    }
  }

  /** Shows frame counts and in-order points of the entries that had frames. */
  void refresh() {
    for (int i = 0; i < subflowCounts.freshCount; i++) {
      int id = subflowCounts.fresh[i];
      if (tables.subflow(id) != null) {
        subflow
            .wrap(memory, layout.subflow(id))
            .rcvNxtSsn(tables.receiveNextSsn(id))
            .frames(subflowCounts.frames[id])
            .payloadBytes(subflowCounts.payloadBytes[id]);
        showTimestamp(tables.timestampRecent(id));
      }
    }
    for (int i = 0; i < connectionCounts.freshCount; i++) {
      int id = connectionCounts.fresh[i];
      if (tables.connection(id) != null) {
        connection
            .wrap(memory, layout.connection(id))
            .rcvNxtDsn(tables.receiveNextDsn(id))
            .receiveWindow((int) tables.receiveWindow(id))
            .frames(connectionCounts.frames[id])
            .payloadBytes(connectionCounts.payloadBytes[id]);
      }
    }
    subflowCounts.taken();
    connectionCounts.taken();
  }

  private void showSubflow(int id) {
    TableSubflow entry = tables.subflow(id);
    subflow.wrap(memory, layout.subflow(id));
    if (entry == null) {
      memory.zero(layout.subflow(id), SubflowRecord.BYTES);
      return;
    }
    int word = RegionHost.subflowWord(id, entry.generation());
    if (subflow.state() == FREE || subflow.subflow() != word) {
      memory.zero(layout.subflow(id), SubflowRecord.BYTES);
      subflowCounts.clear(id);
      subflow.rcvNxtSsn(entry.firstSsn());
      showTimestamp(entry.firstTimestamp());
    }
    subflow
        .kind(entry.tableConnection().kind.code())
        .subflow(word)
        .connection(entry.connection())
        .queue(entry.queue())
        .isn(entry.initialSequence())
        .sourceHigh(entry.sourceHigh())
        .sourceLow(entry.sourceLow())
        .destinationHigh(entry.destinationHigh())
        .destinationLow(entry.destinationLow())
        .sourcePort(entry.sourcePort())
        .destinationPort(entry.destinationPort())
        .isIpv6(entry.isIpv6() ? 1 : 0)
        .firstCycle(entry.programmedCycle())
        .closedCycle(entry.closedCycle())
        .flags(flags(entry) | subflow.flags() & 1 << SubflowRecord.HAS_TS_RECENT_SHIFT);
    showReverse(entry, word);
    subflow.wrap(memory, layout.subflow(id)).state(entry.isClosed() ? CLOSED : PROGRAMMED);
  }

  private void showTimestamp(long timestamp) {
    if (timestamp != SubflowTracker.NO_TIMESTAMP) {
      subflow
          .tsRecent((int) timestamp)
          .flags(subflow.flags() | 1 << SubflowRecord.HAS_TS_RECENT_SHIFT);
    }
  }

  private static int flags(TableSubflow entry) {
    return bit(entry.isInitiator(), SubflowRecord.IS_INITIATOR_SHIFT)
        | bit(entry.isByHand(), SubflowRecord.BY_HAND_SHIFT)
        | bit(entry.isIsnUnknown(), SubflowRecord.ISN_UNKNOWN_SHIFT)
        | bit(entry.kind() == HeaderWord.KIND_MPTCP, SubflowRecord.IS_MAPPED_SHIFT);
  }

  /** Joins both directions of a TCP connection, and with them those of the connection. */
  private void showReverse(TableSubflow entry, int word) {
    TableSubflow other = tables.find(entry.reversedKey(reversed));
    subflow.reverse(CompletionLayout.NO_ID);
    if (other == null || !subflowCounts.has(other.id())) {
      return;
    }
    subflow.reverse(RegionHost.subflowWord(other.id(), other.generation()));
    subflow.wrap(memory, layout.subflow(other.id())).reverse(word);
    reverseConnection(entry.connection(), other.connection());
    reverseConnection(other.connection(), entry.connection());
  }

  private void reverseConnection(int id, int other) {
    if (connectionCounts.has(id)) {
      showConnection(id);
      connection.reverse(other);
    }
  }

  private void showConnection(int id) {
    TableConnection entry = tables.connection(id);
    connection.wrap(memory, layout.connection(id));
    if (entry == null) {
      memory.zero(layout.connection(id), ConnectionRecord.BYTES);
      return;
    }
    boolean isNew =
        connection.state() == FREE || connection.firstCycle() != entry.programmedCycle();
    if (isNew) {
      memory.zero(layout.connection(id), ConnectionRecord.BYTES);
      connectionCounts.clear(id);
      connection.reverse(CompletionLayout.NO_ID).rcvNxtDsn(entry.firstDsn());
      connection.receiveWindow((int) entry.firstWindow());
    }
    connection
        .kind(entry.kind.code())
        .connection(id)
        .queue(entry.queue())
        .version(Math.max(0, entry.version))
        .token(entry.token)
        .peerToken(entry.peerToken)
        .key(entry.key)
        .peerKey(entry.peerKey)
        .idsn(entry.idsn)
        .subflows(entry.usersEver())
        .flags(flags(entry))
        .firstCycle(entry.programmedCycle())
        .state(PROGRAMMED);
  }

  private static int flags(TableConnection entry) {
    return bit(entry.checksumRequired, ConnectionRecord.CHECKSUM_REQUIRED_SHIFT)
        | bit(entry.hasKey, ConnectionRecord.HAS_KEY_SHIFT)
        | bit(entry.hasToken, ConnectionRecord.HAS_TOKEN_SHIFT)
        | bit(entry.hasPeerKey, ConnectionRecord.HAS_PEER_KEY_SHIFT)
        | bit(entry.isInitiator, ConnectionRecord.IS_INITIATOR_SHIFT)
        | bit(entry.isByHand(), ConnectionRecord.BY_HAND_SHIFT)
        | bit(true, ConnectionRecord.HAS_RECEIVE_WINDOW_SHIFT);
  }

  private static int bit(boolean value, int shift) {
    return (value ? 1 : 0) << shift;
  }
}
