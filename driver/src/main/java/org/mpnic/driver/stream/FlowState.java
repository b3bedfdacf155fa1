package org.mpnic.driver.stream;

import org.mpnic.wire.mptcp.Flow;

/** What the receiver keeps of one direction of one TCP connection. */
final class FlowState implements AssemblerListener {
  final Flow flow;
  final FlowAssembler assembler;
  private final FlowBinder user;

  /** Serial of the first frame; {@link Long#MAX_VALUE} before it. */
  long appearance = Long.MAX_VALUE;

  /** Sequence number that subflow sequence numbers count from: the ISN, or a stand-in for it. */
  int base;

  boolean baseKnown;

  /** Lowest subflow sequence number of any payload, from the stand-in for the ISN. */
  long lowest = Long.MAX_VALUE;

  long frames;

  /** Payload bytes of those frames, repetitions included. */
  long payloadBytes;

  /** Queue of the latest frame, fast-path frames before others; -1 before the first. */
  int queue = -1;

  boolean queueIsFinal;

  /** Whether the tracker has seen a DSS option of it. */
  boolean trackerSawDss;

  /** Whether it began before this host came. */
  boolean resumed;

  /** Whether another flow has taken its addresses and ports. */
  boolean replaced;

  /** Stream that it is bound to; null while there is none. */
  DataStream stream;

  FlowState(Flow flow, StreamMemory memory, MappingPainter painter, FlowBinder user, long window) {
    this.flow = flow;
    this.user = user;
    this.assembler = new FlowAssembler(memory, painter, this, window);
  }

  @Override
  public void heldPayloadIsOld() {
    user.bindHeld(this);
  }

  @Override
  public void memoryIsLow(long end) {
    user.goOnUnmapped(this, end);
  }

  @Override
  public void judged(long ssn, long dsn, int length, boolean good, boolean byCard) {
    user.judged(stream, new MappingVerdict(from(), to(), (int) ssn, dsn, length, good, byCard));
  }

  SubflowView view() {
    return new SubflowView(from(), to(), frames, payloadBytes);
  }

  Endpoint from() {
    return new Endpoint(flow.isIpv6(), flow.sourceHigh(), flow.sourceLow(), flow.sourcePort());
  }

  Endpoint to() {
    return new Endpoint(
        flow.isIpv6(), flow.destinationHigh(), flow.destinationLow(), flow.destinationPort());
  }

  /** Counts a frame and returns its subflow sequence number, 32 bits. */
  int place(long arrival, int sequence, int payload, int frameQueue, boolean fast) {
    appearance = Math.min(appearance, arrival);
    frames++;
    payloadBytes += payload;
    if (queue < 0 || fast && !queueIsFinal) {
      queue = frameQueue;
      queueIsFinal = fast;
    }
    if (!baseKnown && flow.isIsnKnown()) {
      base = flow.isn();
      baseKnown = true;
    } else if (!baseKnown && frames == 1) {
      base = sequence - 1;
    }
    final int ssn = sequence - base;
    if (payload > 0) {
      lowest = Math.min(lowest, ssn);
    }
    return ssn;
  }

  /** The initial sequence number is known now: what is held counts from it. */
  void learnIsn() {
    if (baseKnown) {
      return;
    }
    if (frames > 0 && assembler.isHeld()) {
      assembler.rebase(base - flow.isn());
    }
    if (frames == 0 || assembler.isHeld()) {
      base = flow.isn();
      baseKnown = true;
    }
  }
}
