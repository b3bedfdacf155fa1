package org.mpnic.driver.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.mpnic.driver.TableSnapshot;
import org.mpnic.wire.mptcp.CloseKind;
import org.mpnic.wire.mptcp.Connection;
import org.mpnic.wire.mptcp.FallbackReason;
import org.mpnic.wire.mptcp.Flow;
import org.mpnic.wire.mptcp.FlowKind;
import org.mpnic.wire.mptcp.HandshakeListener;
import org.mpnic.wire.mptcp.HandshakeTracker;
import org.mpnic.wire.mptcp.KnownFlow;
import org.mpnic.wire.mptcp.Subflow;

/**
 * Knows which flow belongs to which stream: follows the handshakes by {@link HandshakeTracker},
 * binds each direction of each TCP connection once enough is known of it, and settles at the end
 * what stayed open.
 */
final class FlowBinder implements HandshakeListener {
  private final StreamOptions options;
  private final StreamListener listener;
  private final StreamMemory memory;
  private final MappingPainter painter = new MappingPainter();
  private final HandshakeTracker tracker;
  private final Set<FlowState> flows = new LinkedHashSet<>();
  private final List<DataStream> streams = new ArrayList<>();
  private final ResumedStreams resumed;
  private int serials;

  FlowBinder(StreamOptions options, StreamListener listener, StreamMemory memory) {
    this.options = options;
    this.listener = listener;
    this.memory = memory;
    this.resumed = new ResumedStreams(options.reorderingFrames());
    this.tracker = new HandshakeTracker(this, options.maxSubflows());
  }

  /** Where frames with handshakes are shown. */
  HandshakeTracker tracker() {
    return tracker;
  }

  /** Streams whose beginning is not settled. */
  ResumedStreams resumed() {
    return resumed;
  }

  // ---- flows of a predecessor

  /** Takes over what the card knew when this host came, before any frame. */
  void adopt(List<TableSnapshot.Subflow> subflows) {
    for (TableSnapshot.Subflow subflow : subflows) {
      final KnownFlow known = known(subflow);
      if (known != null) {
        final Flow flow = tracker.adopt(known);
        if (flow != null) {
          state(flow).resumed = true;
        }
      }
    }
    final Set<DataStream> seen = new LinkedHashSet<>();
    for (TableSnapshot.Subflow subflow : subflows) {
      final Flow flow = tracker.find(subflow.addresses());
      final FlowState state = flow == null ? null : (FlowState) flow.attachment();
      if (state != null && state.resumed) {
        final long dsn = subflow.connection().receiveNextDsn();
        state.assembler.resume(subflow.receiveNextSsn(), dsn);
        if (state.stream != null && seen.add(state.stream)) {
          final ConnectionStream bytes = state.stream.connectionStream();
          final long plain = Integer.toUnsignedLong(subflow.receiveNextSsn()) - 1;
          resumed.add(bytes, state.assembler.isPlain() ? plain : bytes.position(dsn));
        }
      }
    }
  }

  /** What the tracker can take over; null of what must show itself anew. */
  private static KnownFlow known(TableSnapshot.Subflow subflow) {
    final TableSnapshot.Connection of = subflow.connection();
    final FlowKind kind =
        switch (of.kind()) {
          case MPTCP -> of.hasKey() ? FlowKind.MPTCP : null;
          case FALLBACK -> of.hasKey() ? FlowKind.FALLBACK : FlowKind.TCP;
          case TCP -> FlowKind.TCP;
          default -> null;
        };
    if (kind == null || !subflow.isIsnKnown()) {
      return null;
    }
    final boolean fellBack = kind == FlowKind.FALLBACK;
    final FallbackReason reason =
        subflow.isMapped()
            ? FallbackReason.INFINITE_MAPPING
            : FallbackReason.FIRST_DATA_WITHOUT_OPTION;
    return new KnownFlow(
        subflow.addresses(),
        kind,
        subflow.isInitiator(),
        true,
        subflow.isn(),
        fellBack ? reason : null,
        kind == FlowKind.TCP
            ? null
            : new KnownFlow.Keys(
                of.version(),
                of.isInitiator() ? 0 : 1,
                of.key(),
                of.hasPeerKey(),
                of.peerKey(),
                of.isChecksumRequired()));
  }

  /** The first frame of a flow came to this host after all: so do all bytes of its stream. */
  void sawFirstFrame(FlowState state) {
    if (state.resumed && state.stream != null) {
      state.stream.connectionStream().beginAt(0);
    }
  }

  // ---- flows and streams

  /** What is kept of a flow, made when it is first asked for. */
  FlowState state(Flow flow) {
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

  /** A mapping of a stream has its verdict. */
  void judged(DataStream stream, MappingVerdict verdict) {
    listener.mappingJudged(stream, verdict);
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
  public void flowReused(Flow old, Flow next) {
    replace(old);
    replace(old.reverse());
  }

  @Override
  public void evicted(Subflow subflow) {
    replace(subflow.initiator());
    replace(subflow.responder());
  }

  /** The card may know the addresses and ports as the old flow still: its frames count as raw. */
  private static void replace(Flow flow) {
    final FlowState state = (FlowState) flow.attachment();
    if (state != null) {
      state.replaced = true;
    }
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
    resumed.finish();
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
