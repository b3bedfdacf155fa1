package org.mpnic.firmware.capture;

import org.mpnic.abi.EventLayout;
import org.mpnic.abi.EventType;
import org.mpnic.abi.FlowKind;
import org.mpnic.firmware.TableSubflow;
import org.mpnic.model.rx.FlowTable;
import org.mpnic.model.top.EventSink;
import org.mpnic.model.top.EventWord;
import org.mpnic.wire.mptcp.Connection;
import org.mpnic.wire.mptcp.Flow;

/** Events that tell the host of signals seen on a flow, field by field. */
final class CardEvents {
  private static final int NO_ID = -1;

  private final EventSink sink;
  private final EventWord event = new EventWord();
  private long cycle;

  CardEvents(EventSink sink) {
    this.sink = sink;
  }

  /** Sets the cycle of the events from now on. */
  void at(long doneCycle) {
    cycle = doneCycle;
  }

  /** Writes a flow's key of the flow table. */
  static long[] key(Flow flow, long[] key) {
    FlowTable.flowKey(
        flow.isIpv6(),
        flow.sourceHigh(),
        flow.sourceLow(),
        flow.destinationHigh(),
        flow.destinationLow(),
        flow.sourcePort(),
        flow.destinationPort(),
        key);
    return key;
  }

  /** Something was seen on a flow, in the tables or not. */
  void signal(EventType type, Flow flow, TableSubflow entry) {
    describe(type, flow, entry);
    post();
  }

  private void describe(EventType type, Flow flow, TableSubflow entry) {
    event.clear();
    event.type = type.code();
    event.kind = kind(flow).code();
    event.subflow = entry == null ? NO_ID : entry.id();
    event.subflowGeneration = entry == null ? 0 : entry.generation();
    event.connection = entry == null ? NO_ID : entry.connection();
    event.isn = entry == null ? flow.isn() : entry.initialSequence();
    event.isIpv6 = flow.isIpv6();
    event.sourceHigh = flow.sourceHigh();
    event.sourceLow = flow.sourceLow();
    event.destinationHigh = flow.destinationHigh();
    event.destinationLow = flow.destinationLow();
    event.sourcePort = flow.sourcePort();
    event.destinationPort = flow.destinationPort();
    event.version = -1;
    if (flow.connection() != null) {
      describe(flow.connection(), flow.side());
    }
  }

  private void describe(Connection connection, int side) {
    event.version = connection.version();
    if (connection.isKeyKnown(side)) {
      event.token = connection.token(side);
      event.idsn = connection.idsn(side);
      event.flags |= EventLayout.HAS_TOKEN;
    }
    event.flags |= connection.isChecksumRequired() ? EventLayout.CHECKSUM_REQUIRED : 0;
  }

  /** What a flow is, as the host is told. */
  static FlowKind kind(Flow flow) {
    switch (flow.kind()) {
      case MPTCP:
        return FlowKind.MPTCP;
      case FALLBACK:
        return FlowKind.FALLBACK;
      case TCP:
        return FlowKind.TCP;
      case PARTIAL:
        return FlowKind.PARTIAL;
      default:
        return FlowKind.UNKNOWN;
    }
  }

  private void post() {
    event.cycle = cycle;
    sink.post(event);
  }
}
