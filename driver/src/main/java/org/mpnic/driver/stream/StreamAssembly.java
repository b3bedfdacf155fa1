package org.mpnic.driver.stream;

import java.util.List;
import org.mpnic.abi.CompletionFlags;
import org.mpnic.abi.CompletionType;
import org.mpnic.abi.Reason;
import org.mpnic.abi.Verdict;
import org.mpnic.driver.TableSnapshot;
import org.mpnic.wire.FrameHeader;
import org.mpnic.wire.FrameParser;
import org.mpnic.wire.IpChecksum;
import org.mpnic.wire.MptcpSubtype;
import org.mpnic.wire.ParseReason;
import org.mpnic.wire.ParserLimits;
import org.mpnic.wire.TcpFlags;
import org.mpnic.wire.mptcp.Connection;
import org.mpnic.wire.mptcp.Flow;

/**
 * Makes streams of completions that come in the order of arrival. The handshakes are followed here,
 * by the codecs that the card's firmware uses too: which frames the card could place, map or judge
 * changes the work that is left, not the streams.
 */
final class StreamAssembly {
  /** Flags of frames that the tracker must see even from the fast path. */
  private static final int TRACKER_FLAGS =
      CompletionFlags.TCP_FIN
          | CompletionFlags.TCP_RST
          | CompletionFlags.INFINITE_MAPPING
          | CompletionFlags.HANDSHAKE;

  private final StreamMemory memory;
  private final FlowBinder binder;
  private final SubflowDirectory directory = new SubflowDirectory();
  private final FrameHeader header = new FrameHeader();

  /** Serial of the frame under way. */
  private long arrival;

  private long frames;
  private long slowPathFrames;
  private long damagedFrames;

  StreamAssembly(StreamOptions options, StreamListener listener) {
    this.memory = new StreamMemory(options.memoryBytes(), options.reorderingFrames());
    this.binder = new FlowBinder(options, listener, memory);
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

  /** No frame will come: settles what waits, numbers the streams, closes them. */
  List<DataStream> finish() {
    return binder.finish();
  }

  /** Takes over what the card knew when this host came, before any frame. */
  void adopt(TableSnapshot predecessor) {
    for (TableSnapshot.Subflow subflow : predecessor.subflows()) {
      final SubflowDirectory.Known known = directory.add(subflow.word());
      known.isn = subflow.isn();
      known.key = subflow.addresses();
    }
    binder.adopt(predecessor.subflows());
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
    binder.resumed().advance(arrival);
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
    final Flow flow = binder.tracker().onFrame(header, frame.cycle());
    if (flow == null) {
      return null;
    }
    final FlowState state = binder.state(flow);
    final boolean isSyn = header.hasFlags(TcpFlags.SYN);
    final int ssn =
        state.place(arrival, header.sequence, header.payloadLength, frame.queue(), false)
            + (isSyn ? 1 : 0);
    state.trackerSawDss |= header.hasMptcp(MptcpSubtype.DSS);
    if (!isSyn) {
      mappings(state);
    } else if (!header.hasMptcp(MptcpSubtype.MP_JOIN)) {
      binder.sawFirstFrame(state);
    }
    if (header.payloadLength > 0) {
      state.assembler.payload(
          arrival, ssn, frame.bytes(), header.payloadOffset, header.payloadLength);
    }
    return state.stream;
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
    if (!known || entry.flow.replaced) {
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
    final Flow flow = binder.tracker().find(entry.key);
    if (flow == null) {
      return false;
    }
    entry.flow = binder.state(flow);
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
      binder.tracker().onFrame(header, frame.cycle());
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
    entry.flow.assembler.mappingEnd(mapping(frame, ssn, payload), frame.verdict());
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
}
