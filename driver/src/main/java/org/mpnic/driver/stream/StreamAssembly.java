package org.mpnic.driver.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.mpnic.abi.CompletionFlags;
import org.mpnic.abi.CompletionType;
import org.mpnic.abi.Reason;
import org.mpnic.abi.Verdict;
import org.mpnic.wire.FrameHeader;
import org.mpnic.wire.FrameParser;
import org.mpnic.wire.IpChecksum;
import org.mpnic.wire.MptcpSubtype;
import org.mpnic.wire.ParseReason;
import org.mpnic.wire.ParserLimits;
import org.mpnic.wire.TcpFlags;
import org.mpnic.wire.mptcp.CloseKind;
import org.mpnic.wire.mptcp.Connection;
import org.mpnic.wire.mptcp.FallbackReason;
import org.mpnic.wire.mptcp.Flow;
import org.mpnic.wire.mptcp.FlowKind;
import org.mpnic.wire.mptcp.HandshakeListener;
import org.mpnic.wire.mptcp.HandshakeTracker;
import org.mpnic.wire.mptcp.Subflow;

/**
 * Makes streams of completions that come in the order of arrival. The handshakes are followed here,
 * by the codecs that the card's firmware uses too: which frames the card could place, map or judge
 * changes the work that is left, not the streams.
 */
final class StreamAssembly implements HandshakeListener {
  /** Flags of frames that the tracker must see even from the fast path. */
  private static final int TRACKER_FLAGS =
      CompletionFlags.TCP_FIN
          | CompletionFlags.TCP_RST
          | CompletionFlags.INFINITE_MAPPING
          | CompletionFlags.HANDSHAKE;

  private final StreamOptions options;
  private final StreamListener listener;
  private final StreamMemory memory;
  private final MappingPainter painter = new MappingPainter();
  private final HandshakeTracker tracker;
  private final SubflowDirectory directory = new SubflowDirectory();
  private final FrameHeader header = new FrameHeader();
  private final Set<FlowState> flows = new LinkedHashSet<>();
  private final List<DataStream> streams = new ArrayList<>();

  /** Serial of the frame under way. */
  private long arrival;

  private int serials;
  private long frames;
  private long slowPathFrames;
  private long damagedFrames;

  StreamAssembly(StreamOptions options, StreamListener listener) {
    this.options = options;
    this.listener = listener;
    this.memory = new StreamMemory(options.memoryBytes(), options.reorderingFrames());
    this.tracker = new HandshakeTracker(this, options.maxSubflows());
  }

  /** What the card's subflow words mean. */
  SubflowDirectory directory() {
    return directory;
  }

  long frames() {
    return frames;
  }

  long slowPathFrames() {
    return slowPathFrames;
  }

  /** Frames that are no TCP segment, or whose checksums are bad. */
  long damagedFrames() {
    return damagedFrames;
  }

  StreamMemory memory() {
    return memory;
  }

  // ---- frames

  /** Takes the next completion; the stream that it belongs to, null if none is known. */
  DataStream take(ReceivedFrame frame) {
    final SubflowDirectory.Known entry =
        frame.isSlowPath() ? null : directory.find(frame.subflow());
    if (frame.type() == CompletionType.MAPPING_END) {
      return entry == null ? null : mappingEnd(frame, entry);
    }
    arrival++;
    frames++;
    memory.advance(arrival);
    if (entry != null) {
      return fast(frame, entry);
    }
    slowPathFrames++;
    return slow(frame);
  }

  private DataStream slow(ReceivedFrame frame) {
    if (!parse(frame)) {
      damagedFrames++;
      return null;
    }
    Flow flow = tracker.find(header);
    if (flow == null || !isPlainDataOfMptcp(flow)) {
      flow = tracker.onFrame(header, frame.cycle());
    }
    if (flow == null) {
      return null;
    }
    final FlowState state = state(flow);
    final boolean isSyn = header.hasFlags(TcpFlags.SYN);
    final int ssn =
        state.place(arrival, header.sequence, header.payloadLength, frame.queue(), false)
            + (isSyn ? 1 : 0);
    state.trackerSawDss |= header.hasMptcp(MptcpSubtype.DSS);
    if (!isSyn) {
      mappings(state);
    }
    if (header.payloadLength > 0) {
      state.assembler.payload(
          arrival, ssn, frame.bytes(), header.payloadOffset, header.payloadLength);
    }
    return state.stream;
  }

  /**
   * Whether data without options came on a subflow whose handshake is complete. The tracker would
   * take the first byte of it for a fallback; here it may still find its mapping, or go on behind
   * the last one.
   */
  private boolean isPlainDataOfMptcp(Flow flow) {
    return header.payloadLength > 0
        && header.mptcpOptions == 0
        && (header.tcpFlags & (TcpFlags.SYN | TcpFlags.FIN | TcpFlags.RST)) == 0
        && flow.kind() == FlowKind.MPTCP
        && flow.connection().subflows().contains(flow.subflow());
  }

  /** Reads a frame; false if it is no undamaged TCP segment. */
  private boolean parse(ReceivedFrame frame) {
    if (frame.reason() == Reason.BAD_IP_CHECKSUM.code()
        || frame.reason() == Reason.BAD_TCP_CHECKSUM.code()) {
      return false;
    }
    final int reason =
        FrameParser.parse(frame.bytes(), 0, frame.length(), ParserLimits.UNLIMITED, header);
    return ParseReason.leavesSegmentUsable(reason)
        && header.isTcp()
        && IpChecksum.ipHeaderOk(frame.bytes(), 0, header)
        && IpChecksum.tcpOk(frame.bytes(), 0, header);
  }

  /** The mapping that the frame's options have, if any. */
  private void mappings(FlowState state) {
    if (header.hasMptcp(MptcpSubtype.DSS) && header.hasMapping) {
      state.assembler.mapping(
          arrival,
          new DssMapping(
              header.dssSsn,
              header.dsn,
              header.dsnIs64,
              header.dssLength,
              header.dataFin,
              header.hasDssChecksum,
              header.dssChecksum));
    }
    final Connection connection = state.flow.connection();
    if (header.hasMptcp(MptcpSubtype.MP_CAPABLE)
        && header.mpcDataLength > 0
        && connection != null
        && connection.isKeyKnown(state.flow.side())) {
      state.assembler.mapping(
          arrival,
          new DssMapping(
              1,
              connection.idsn(state.flow.side()) + 1,
              true,
              header.mpcDataLength,
              false,
              header.hasMpcChecksum,
              header.mpcChecksum));
    }
  }

  private DataStream fast(ReceivedFrame frame, SubflowDirectory.Known entry) {
    final boolean known = entry.flow != null || resolve(entry);
    if (!known) {
      slowPathFrames++;
      return slow(frame);
    }
    final FlowState state = entry.flow;
    if (needsHeader(frame, state)) {
      learnFromHeader(frame, state);
    }
    final int ssn =
        state.place(arrival, entry.isn + frame.ssn(), frame.payloadLength(), frame.queue(), true);
    if (frame.payloadLength() > 0) {
      payload(frame, state.assembler, ssn);
    }
    return state.stream;
  }

  private boolean resolve(SubflowDirectory.Known entry) {
    final Flow flow = tracker.find(entry.key);
    if (flow == null) {
      return false;
    }
    entry.flow = state(flow);
    return true;
  }

  /**
   * Whether options of a fast-path frame matter here: unless its mapping is judged and is this very
   * segment, the mapping is kept for segments that come by the slow path.
   */
  private static boolean needsHeader(ReceivedFrame frame, FlowState state) {
    final boolean judged = frame.verdict() == Verdict.GOOD || frame.verdict() == Verdict.BAD;
    return !(judged && state.trackerSawDss && (frame.flags() & TRACKER_FLAGS) == 0)
        && !state.assembler.isPlain();
  }

  private void learnFromHeader(ReceivedFrame frame, FlowState state) {
    final int reason =
        FrameParser.parse(frame.bytes(), 0, frame.length(), ParserLimits.UNLIMITED, header);
    if (!ParseReason.leavesSegmentUsable(reason) || !header.isTcp()) {
      return;
    }
    final boolean hasDss = header.hasMptcp(MptcpSubtype.DSS);
    if (hasDss && !state.trackerSawDss || (frame.flags() & TRACKER_FLAGS) != 0) {
      tracker.onFrame(header, frame.cycle());
      state.trackerSawDss |= hasDss;
    }
    mappings(state);
  }

  private void payload(ReceivedFrame frame, FlowAssembler assembler, int ssn) {
    final boolean inFrame = frame.payloadOffset() + frame.payloadLength() <= frame.length();
    if (!inFrame) {
      return;
    }
    if (!frame.has(CompletionFlags.MAPPED)) {
      assembler.payload(arrival, ssn, frame.bytes(), frame.payloadOffset(), frame.payloadLength());
      return;
    }
    final boolean checked = frame.has(CompletionFlags.HAS_CHECKSUM);
    final boolean judged = frame.verdict() == Verdict.GOOD || frame.verdict() == Verdict.BAD;
    assembler.mappedPayload(
        arrival,
        ssn,
        frame.dsn(),
        frame.bytes(),
        frame.payloadOffset(),
        frame.payloadLength(),
        checked && judged ? mapping(frame, ssn, frame.payloadLength()) : null,
        frame.verdict(),
        checked,
        frame.has(CompletionFlags.SEGMENT_NEW));
  }

  private DataStream mappingEnd(ReceivedFrame frame, SubflowDirectory.Known entry) {
    if (entry.flow == null) {
      return null;
    }
    final int ssn = entry.isn + frame.ssn() - entry.flow.base;
    final int payload = frame.mappingLength() - (frame.has(CompletionFlags.DATA_FIN) ? 1 : 0);
    entry.flow.assembler.mappingEnd(arrival, mapping(frame, ssn, payload), frame.verdict());
    return entry.flow.stream;
  }

  private static DssMapping mapping(ReceivedFrame frame, int ssn, int payloadLength) {
    return new DssMapping(
        ssn,
        frame.dsn(),
        true,
        frame.mappingLength(),
        frame.mappingLength() > payloadLength,
        frame.has(CompletionFlags.HAS_CHECKSUM),
        frame.dssChecksum());
  }

  // ---- flows and streams

  private FlowState state(Flow flow) {
    FlowState state = (FlowState) flow.attachment();
    if (state == null) {
      state = new FlowState(flow, memory, painter, this, options.windowBytes());
      flow.attach(state);
      flows.add(state);
      bind(state);
    }
    return state;
  }

  private void bind(FlowState state) {
    final Flow flow = state.flow;
    if (flow.isIsnKnown()) {
      state.learnIsn();
    }
    if (!state.assembler.isHeld()) {
      return;
    }
    switch (flow.kind()) {
      case MPTCP -> bindMapped(state, StreamKind.MPTCP);
      case FALLBACK -> {
        if (flow.connection().fallback() == FallbackReason.INFINITE_MAPPING) {
          bindMapped(state, StreamKind.FALLBACK);
        } else if (state.baseKnown) {
          state.assembler.bindPlain(open(state, StreamKind.FALLBACK).connectionStream(), 1);
        }
      }
      case TCP -> {
        if (state.baseKnown) {
          state.assembler.bindPlain(open(state, StreamKind.TCP).connectionStream(), 1);
        }
      }
      case REJECTED -> {
        state.assembler.drop();
        flows.remove(state);
      }
      default -> {
        // Held: its handshake may still come.
      }
    }
  }

  private void bindMapped(FlowState state, StreamKind kind) {
    final Flow flow = state.flow;
    if (state.baseKnown && flow.connection().isKeyKnown(flow.side())) {
      state.assembler.bindMapped(open(state, kind).connectionStream());
    }
  }

  /** The stream of a flow, made if it is the first one of its direction. */
  private DataStream open(FlowState state, StreamKind kind) {
    final Flow flow = state.flow;
    final Connection connection = flow.connection();
    DataStream stream = null;
    if (connection != null) {
      DataStream[] both = (DataStream[]) connection.attachment();
      if (both == null) {
        both = new DataStream[2];
        connection.attach(both);
      }
      stream = both[flow.side()];
      if (stream == null) {
        stream = create(kind, connection.idsn(flow.side()) + 1);
        both[flow.side()] = stream;
        identify(stream, connection, flow.side());
      }
    }
    if (stream == null) {
      stream = create(kind, 0);
    }
    stream.add(state);
    if (kind == StreamKind.MPTCP) {
      listener.subflowJoined(stream, state.view());
    }
    return stream;
  }

  private DataStream create(StreamKind kind, long originDsn) {
    final ConnectionStream bytes = new ConnectionStream(originDsn, options.windowBytes(), memory);
    final DataStream stream = new DataStream(serials++, kind, bytes);
    bytes.sink(new OpeningSink(stream, listener));
    streams.add(stream);
    return stream;
  }

  private static void identify(Connection connection) {
    final DataStream[] both = (DataStream[]) connection.attachment();
    for (int side = 0; both != null && side < 2; side++) {
      if (both[side] != null) {
        identify(both[side], connection, side);
      }
    }
  }

  /** Version and token are known for sure once the keys were exchanged. */
  private static void identify(DataStream stream, Connection connection, int side) {
    if (!connection.subflows().isEmpty()) {
      stream.version(connection.version());
      if (connection.isKeyKnown(side)) {
        stream.token(connection.token(side));
      }
    }
  }

  private void markFallback(Connection connection) {
    final DataStream[] both = connection == null ? null : (DataStream[]) connection.attachment();
    if (both == null) {
      return;
    }
    for (DataStream stream : both) {
      if (stream != null && stream.kind() != StreamKind.FALLBACK) {
        stream.kind(StreamKind.FALLBACK);
        listener.fallback(stream);
      }
    }
  }

  /** Binds a flow of which no more will be learned, unless it may be a join. */
  void bindHeld(FlowState state) {
    final FlowKind kind = state.flow.kind();
    final boolean asked = kind == FlowKind.MPTCP || kind == FlowKind.FALLBACK;
    if (asked && state.baseKnown && !state.assembler.holdsMappings()) {
      state.assembler.bindPlain(open(state, StreamKind.FALLBACK).connectionStream(), 1);
      markFallback(state.flow.connection());
    } else if (kind != FlowKind.PENDING) {
      final DataStream stream = create(StreamKind.PARTIAL, 0);
      stream.add(state);
      state.assembler.bindPlain(stream.connectionStream(), state.baseKnown ? 1 : state.lowest);
    }
  }

  /**
   * Lets a stream go on as plain TCP behind its mappings, if it has payload there up to this end.
   */
  void goOnUnmapped(FlowState state, long end) {
    final Connection connection = state.flow.connection();
    if (connection != null
        && connection.subflows().size() <= 1
        && state.assembler.goesOnUnmapped(end)) {
      state.assembler.continueUnmapped();
      markFallback(connection);
    }
  }

  // ---- what the tracker says

  @Override
  public void kindChanged(Subflow subflow, FlowKind before) {
    bind(state(subflow.initiator()));
    bind(state(subflow.responder()));
    if (subflow.kind() == FlowKind.FALLBACK) {
      markFallback(subflow.connection());
    }
  }

  @Override
  public void isnLearned(Flow flow) {
    bind(state(flow));
  }

  @Override
  public void keyLearned(Connection connection, int side) {
    for (Subflow subflow : connection.subflows()) {
      bind(state(subflow.initiator()));
      bind(state(subflow.responder()));
    }
    identify(connection);
  }

  @Override
  public void subflowJoined(Subflow subflow) {
    bind(state(subflow.initiator()));
    bind(state(subflow.responder()));
    identify(subflow.connection());
  }

  @Override
  public void fallback(Connection connection, FallbackReason reason) {
    markFallback(connection);
  }

  @Override
  public void closed(Subflow subflow, CloseKind how) {
    for (Flow flow : List.of(subflow.initiator(), subflow.responder())) {
      final FlowState state = (FlowState) flow.attachment();
      if (state != null && state.stream != null) {
        listener.marked(state.stream);
      }
    }
  }

  // ---- the end

  /** No frame will come: settles what waits, numbers the streams, closes them. */
  List<DataStream> finish() {
    for (FlowState state : List.copyOf(flows)) {
      state.assembler.finish();
      goOnUnmapped(state, Long.MAX_VALUE);
      if (state.assembler.isHeld() && state.assembler.holdsPayload()) {
        bindHeld(state);
      }
    }
    flows.clear();
    streams.removeIf(stream -> stream.bytes() == 0 && stream.holes() == 0);
    streams.sort(Comparator.comparingLong(DataStream::appearance));
    for (int i = 0; i < streams.size(); i++) {
      close(streams.get(i), i);
    }
    return List.copyOf(streams);
  }

  private void close(DataStream stream, int number) {
    stream.number(number);
    try {
      stream.connectionStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    listener.closed(stream);
  }
}
