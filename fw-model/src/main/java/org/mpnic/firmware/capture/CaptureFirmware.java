package org.mpnic.firmware.capture;

import java.util.ArrayList;
import java.util.List;
import org.mpnic.abi.CompletionFlags;
import org.mpnic.abi.CompletionType;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.EventType;
import org.mpnic.abi.Verdict;
import org.mpnic.firmware.CardFirmware;
import org.mpnic.firmware.CardTables;
import org.mpnic.firmware.EntryEvents;
import org.mpnic.firmware.ManualEntries;
import org.mpnic.firmware.TableConnection;
import org.mpnic.firmware.TableSubflow;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.HeaderStages;
import org.mpnic.model.rx.HeaderWord;
import org.mpnic.model.rx.MappingRecord;
import org.mpnic.model.top.CompletionWord;
import org.mpnic.model.top.EventSink;
import org.mpnic.wire.FrameHeader;
import org.mpnic.wire.MptcpSubtype;
import org.mpnic.wire.Sequence;
import org.mpnic.wire.TcpFlags;
import org.mpnic.wire.mptcp.CloseKind;
import org.mpnic.wire.mptcp.Connection;
import org.mpnic.wire.mptcp.FallbackReason;
import org.mpnic.wire.mptcp.Flow;
import org.mpnic.wire.mptcp.FlowKind;
import org.mpnic.wire.mptcp.HandshakeListener;
import org.mpnic.wire.mptcp.HandshakeTracker;
import org.mpnic.wire.mptcp.JoinRejection;
import org.mpnic.wire.mptcp.Subflow;

/**
 * The control processor's program in capture mode: learns connections with {@link
 * HandshakeTracker}, programs each direction of each TCP connection as soon as enough is known, and
 * announces it.
 *
 * <p>When a direction is programmed, by what the tracker says of its TCP connection:
 *
 * <ul>
 *   <li>MPTCP: when its initial sequence number and its sender's key are known; a join when its
 *       third ACK's HMAC is right.
 *   <li>Fallen back: as plain; after an infinite mapping it stays as it is, dss_mapper goes on by
 *       it.
 *   <li>TCP: as plain, from the SYN/ACK or the first segment behind the SYN on; a lone SYN takes no
 *       place in the tables.
 *   <li>Partial: as plain, from its first payload on, SSN {@value #PARTIAL_SSN} being the lowest
 *       byte seen by then; by its initial sequence number where that is known.
 *   <li>Pending or refused joins: not; their frames take the slow path.
 * </ul>
 *
 * <p>An entry whose kind or initial sequence number turns out to be another is written again with a
 * new id. FIN, RST and MP_FASTCLOSE mark the entry closed: it may be replaced when the tables are
 * full. An entry that the host has made by hand ({@link ManualEntries}) stands in its direction's
 * place and is left as it is.
 *
 * <p>Every frame of a flow without entry is a header event: those of a refused join, and of a flow
 * that found the tables full, too. No entry keeps them away, as it would take the very place that
 * is missing, and a refused join may become a right one by its next handshake. What they cost is
 * bounded by the event FIFO: when it is full an event is lost and counted, and its frame is
 * delivered all the same; what suffers is how soon other flows are learned.
 *
 * <p>A flow that another takes the addresses and ports of, or the place in the tables, ends without
 * MAPPING_END for mappings that have no verdict: frames granted before the writes take effect may
 * still add to them, and the id may be used anew by then. Host software has their bytes, and sums
 * them at the end of the capture.
 */
public final class CaptureFirmware implements CardFirmware, HandshakeListener {
  /** SSN of the first byte seen of a flow that began before the capture. */
  public static final int PARTIAL_SSN = 1 << 30;

  private static final int FIRST_SSN = 1;

  private HandshakeTracker tracker;
  private HeaderStages stages;
  private CardTables tables;
  private ManualEntries manualEntries;
  private ConnectionIds connectionIds;
  private EntryEvents entryEvents;
  private HeaderCounters headerCounters;
  private CardEvents events;
  private long[] counters;
  private long doneCycle;
  private final List<Subflow> touched = new ArrayList<>();
  private final MappingRecord record = new MappingRecord();
  private int subflows;
  private int flushSubflow;
  private int flushSlot;

  @Override
  public void attach(
      NicConfig config, HeaderStages headerStages, long[] counterArray, EventSink sink) {
    stages = headerStages;
    counters = counterArray;
    subflows = config.subflows();
    headerCounters = new HeaderCounters(counters);
    events = new CardEvents(sink);
    entryEvents = new EntryEvents(sink);
    tables = new CardTables(config, stages, counters, this::onReplaced);
    manualEntries = new ManualEntries(config, tables, entryEvents);
    tracker = new HandshakeTracker(this, config.subflows());
    connectionIds = new ConnectionIds(tables, tracker, counters);
  }

  @Override
  public CardTables tables() {
    return tables;
  }

  @Override
  public ManualEntries manualEntries() {
    return manualEntries;
  }

  @Override
  public void onHeader(HeaderWord word, long startCycle, long done) {
    FrameHeader header = word.header;
    doneCycle = done;
    tables.at(done);
    events.at(done);
    entryEvents.at(done);
    headerCounters.count(header);
    countUnknownToken(header);
    Flow flow = tracker.onFrame(header, word.firstBeatCycle);
    if (flow != null) {
      touch(flow.subflow());
      onSignals(flow, header);
    }
    boolean initialSyn = (header.tcpFlags & (TcpFlags.SYN | TcpFlags.ACK)) == TcpFlags.SYN;
    for (int i = 0; i < touched.size(); i++) {
      Subflow subflow = touched.get(i);
      update(subflow.initiator(), flow, header, initialSyn);
      update(subflow.responder(), flow, header, initialSyn);
    }
    touched.clear();
  }

  private void countUnknownToken(FrameHeader header) {
    if (header.hasMptcp(MptcpSubtype.MP_JOIN)
        && (header.tcpFlags & (TcpFlags.SYN | TcpFlags.ACK)) == TcpFlags.SYN
        && tracker.findToken(header.joinToken) == null) {
      counters[CounterTable.MP_JOIN_UNKNOWN_TOKEN]++;
    }
  }

  private void onSignals(Flow flow, FrameHeader header) {
    if (header.hasMptcp(MptcpSubtype.MP_FAIL)) {
      events.signal(EventType.MP_FAIL_SEEN, flow, entry(flow));
    }
    if (header.hasMptcp(MptcpSubtype.MP_FASTCLOSE)) {
      events.signal(EventType.FASTCLOSE_SEEN, flow, entry(flow));
      Connection connection = flow.connection();
      if (connection != null
          && connection.isKeyKnown(flow.side() ^ 1)
          && connection.key(flow.side() ^ 1) != header.fastcloseKey) {
        counters[CounterTable.MP_FASTCLOSE_KEY_ERRORS]++;
      }
    }
  }

  private static TableSubflow entry(Flow flow) {
    return (TableSubflow) flow.attachment();
  }

  private void touch(Subflow subflow) {
    if (!touched.contains(subflow)) {
      touched.add(subflow);
    }
  }

  private void touchAll(Connection connection) {
    for (Subflow subflow : connection.subflows()) {
      touch(subflow);
    }
  }

  /** Brings the tables' entry of one direction to what is known of it. */
  private void update(Flow flow, Flow current, FrameHeader header, boolean initialSyn) {
    int kind = wantedKind(flow, current, header, initialSyn);
    TableSubflow entry = entry(flow);
    if (kind == HeaderWord.KIND_NONE) {
      if (entry != null && flow.kind() == FlowKind.REJECTED) {
        remove(flow, entry);
      }
      return;
    }
    boolean partial = !flow.isIsnKnown();
    if (entry != null
        && entry.kind() == kind
        && (partial || entry.initialSequence() == flow.isn())) {
      return;
    }
    program(flow, kind, entry);
  }

  private int wantedKind(Flow flow, Flow current, FrameHeader header, boolean initialSyn) {
    Connection connection = flow.connection();
    switch (flow.kind()) {
      case MPTCP:
        return mptcpKind(flow, connection);
      case FALLBACK:
        if (connection != null && connection.fallback() == FallbackReason.INFINITE_MAPPING) {
          return mptcpKind(flow, connection);
        }
        return flow.isIsnKnown() && !initialSyn ? HeaderWord.KIND_PLAIN : HeaderWord.KIND_NONE;
      case TCP:
        return flow.isIsnKnown() && !initialSyn ? HeaderWord.KIND_PLAIN : HeaderWord.KIND_NONE;
      case PARTIAL:
        boolean placed = flow == current && header.payloadLength > 0 || entry(flow) != null;
        return placed && !initialSyn ? HeaderWord.KIND_PLAIN : HeaderWord.KIND_NONE;
      default:
        return HeaderWord.KIND_NONE;
    }
  }

  private static int mptcpKind(Flow flow, Connection connection) {
    boolean known = connection != null && flow.isIsnKnown() && connection.isKeyKnown(flow.side());
    return known ? HeaderWord.KIND_MPTCP : HeaderWord.KIND_NONE;
  }

  private void program(Flow flow, int kind, TableSubflow before) {
    long[] key = CardEvents.key(flow, tables.scratchKey());
    TableSubflow standing = tables.find(key);
    if (standing != null && standing.isByHand()) {
      return;
    }
    int connection = connectionIds.of(flow, kind);
    if (connection < 0) {
      return;
    }
    boolean partial = !flow.isIsnKnown();
    int initialSequence = partial ? flow.lowestSequence() - PARTIAL_SSN : flow.isn();
    TableSubflow entry =
        tables.addSubflow(
            CardEvents.key(flow, key),
            kind,
            initialSequence,
            partial ? PARTIAL_SSN : FIRST_SSN,
            connection,
            flow.kind() != FlowKind.PARTIAL,
            flow);
    if (entry == null) {
      connectionIds.release(flow.connection(), connection);
      return;
    }
    entry.describe(flow.isInitiator(), partial);
    flow.attach(entry);
    if (before != null) {
      connectionIds.release(flow.connection(), before.connection());
    }
    counters[CounterTable.SUBFLOWS_STEERED]++;
    entryEvents.programmed(entry, entry.tableConnection());
  }

  private void remove(Flow flow, TableSubflow entry) {
    tables.remove(entry);
    gone(flow, entry);
  }

  private void onReplaced(TableSubflow entry) {
    gone((Flow) entry.owner(), entry);
  }

  private void gone(Flow flow, TableSubflow entry) {
    flow.attach(null);
    entryEvents.removed(entry, entry.tableConnection());
    connectionIds.release(flow.connection(), entry.connection());
  }

  @Override
  public void kindChanged(Subflow subflow, FlowKind before) {
    touch(subflow);
    switch (subflow.kind()) {
      case TCP:
        counters[CounterTable.CONNECTIONS_TCP]++;
        break;
      case PARTIAL:
        counters[CounterTable.CONNECTIONS_PARTIAL]++;
        break;
      default:
        break;
    }
  }

  @Override
  public void isnLearned(Flow flow) {
    touch(flow.subflow());
  }

  @Override
  public void keyLearned(Connection connection, int side) {
    touchAll(connection);
  }

  @Override
  public void subflowJoined(Subflow subflow) {
    touch(subflow);
    if (subflow.connection().subflows().size() == 1) {
      counters[CounterTable.CONNECTIONS_MPTCP]++;
    }
  }

  @Override
  public void joinRejected(Subflow subflow, JoinRejection reason) {
    touch(subflow);
    if (reason == JoinRejection.ACK_HMAC || reason == JoinRejection.SYN_ACK_HMAC) {
      counters[CounterTable.MP_JOIN_HMAC_ERRORS]++;
    }
  }

  @Override
  public void fallback(Connection connection, FallbackReason reason) {
    counters[CounterTable.FALLBACKS]++;
    touchAll(connection);
    for (TableConnection entry : connectionIds.entries(connection)) {
      entry.kind = org.mpnic.abi.FlowKind.FALLBACK;
      entryEvents.fallback(entry);
    }
  }

  @Override
  public void flowReused(Flow old, Flow next) {
    counters[CounterTable.ISN_REUSES]++;
    forget(old.subflow());
  }

  @Override
  public void evicted(Subflow subflow) {
    forget(subflow);
  }

  private void forget(Subflow subflow) {
    forget(subflow.initiator());
    forget(subflow.responder());
    touched.remove(subflow);
  }

  private void forget(Flow flow) {
    TableSubflow entry = entry(flow);
    if (entry != null) {
      remove(flow, entry);
    }
  }

  @Override
  public void closed(Subflow subflow, CloseKind how) {
    close(subflow.initiator());
    close(subflow.responder());
  }

  private void close(Flow flow) {
    TableSubflow entry = entry(flow);
    if (entry != null && !entry.isClosed()) {
      tables.close(entry);
      events.signal(EventType.SUBFLOW_CLOSED, flow, entry);
    }
  }

  @Override
  public void addressAdvertised(Flow flow, FrameHeader header, boolean hmacOk) {
    counters[CounterTable.ADD_ADDR_HMAC_ERRORS] += hmacOk ? 0 : 1;
    events.signal(EventType.ADDRESS_ADDED, flow, entry(flow));
  }

  @Override
  public void addressRemoved(Flow flow, FrameHeader header) {
    events.signal(EventType.ADDRESS_REMOVED, flow, entry(flow));
  }

  @Override
  public boolean nextMappingEnd(long cycle, CompletionWord end) {
    for (; flushSubflow < subflows; flushSubflow++, flushSlot = 0) {
      TableSubflow entry = tables.subflow(flushSubflow);
      if (entry == null || entry.kind() != HeaderWord.KIND_MPTCP) {
        continue;
      }
      int slot = stages.dssMapper().nextOpen(flushSubflow, flushSlot, record);
      if (slot >= 0) {
        flushSlot = slot + 1;
        describe(entry, end);
        return true;
      }
      if (flushSlot > 0) {
        stages.dssMapper().empty(cycle, flushSubflow, entry.generation());
      }
    }
    flushSubflow = 0;
    flushSlot = 0;
    return false;
  }

  private void describe(TableSubflow entry, CompletionWord end) {
    long next = stages.connectionTracker().receiveNext(entry.connection());
    end.clear();
    end.type = CompletionType.MAPPING_END.code();
    end.verdict = Verdict.NONE.code();
    end.flags = record.hasChecksum ? CompletionFlags.HAS_CHECKSUM : 0;
    end.flags |= record.dataFin ? CompletionFlags.DATA_FIN : 0;
    end.queue = entry.queue();
    end.connection = entry.connection();
    end.subflow = entry.id();
    end.subflowGeneration = entry.generation();
    end.dsn = record.dsnIs64 ? record.dsn : Sequence.extend(next, (int) record.dsn);
    end.ssn = record.ssn;
    end.mappingLength = record.wireLength;
    end.dssChecksum = record.checksum;
    end.cycle = doneCycle;
    counters[CounterTable.MAPPINGS_UNJUDGED]++;
  }

  @Override
  public void reset() {
    tracker.clear();
    tables.reset();
    touched.clear();
    flushSubflow = 0;
    flushSlot = 0;
    doneCycle = 0;
  }
}
