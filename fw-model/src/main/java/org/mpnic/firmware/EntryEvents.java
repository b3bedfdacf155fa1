package org.mpnic.firmware;

import org.mpnic.abi.EventLayout;
import org.mpnic.abi.EventType;
import org.mpnic.model.top.EventSink;
import org.mpnic.model.top.EventWord;

/** Events that tell the host of entries that come and go, field by field. */
public final class EntryEvents {
  private static final int NO_ID = -1;

  private final EventSink sink;
  private final EventWord event = new EventWord();
  private long cycle;

  /** Events to a sink. */
  public EntryEvents(EventSink sink) {
    this.sink = sink;
  }

  /** Sets the cycle of the events from now on. */
  public void at(long doneCycle) {
    cycle = doneCycle;
  }

  /** The subflow is in the tables from this event's cycle on. */
  public void programmed(TableSubflow subflow, TableConnection connection) {
    post(EventType.SUBFLOW_PROGRAMMED, subflow, connection);
  }

  /** The subflow's entry is gone. */
  public void removed(TableSubflow subflow, TableConnection connection) {
    post(EventType.SUBFLOW_REMOVED, subflow, connection);
  }

  /** The connection was programmed by hand. */
  public void programmed(TableConnection connection) {
    post(EventType.CONNECTION_PROGRAMMED, null, connection);
  }

  /** The connection was removed by hand. */
  public void removed(TableConnection connection) {
    post(EventType.CONNECTION_REMOVED, null, connection);
  }

  /** The connection goes on as plain TCP. */
  public void fallback(TableConnection connection) {
    post(EventType.CONNECTION_FALLBACK, null, connection);
  }

  private void post(EventType type, TableSubflow subflow, TableConnection connection) {
    event.clear();
    event.type = type.code();
    event.cycle = cycle;
    event.subflow = NO_ID;
    if (subflow != null) {
      describe(subflow);
    }
    event.kind = connection.kind.code();
    event.connection = connection.id();
    event.queue = connection.queue();
    event.version = connection.version;
    if (connection.hasToken) {
      event.token = connection.token;
      event.idsn = connection.idsn;
      event.flags |= EventLayout.HAS_TOKEN;
    }
    event.flags |= connection.checksumRequired ? EventLayout.CHECKSUM_REQUIRED : 0;
    sink.post(event);
  }

  private void describe(TableSubflow subflow) {
    event.subflow = subflow.id;
    event.subflowGeneration = subflow.generation;
    event.isn = subflow.initialSequence;
    event.isIpv6 = subflow.isIpv6();
    event.sourceLow = subflow.sourceLow();
    event.destinationLow = subflow.destinationLow();
    event.sourceHigh = subflow.sourceHigh();
    event.destinationHigh = subflow.destinationHigh();
    event.sourcePort = subflow.sourcePort();
    event.destinationPort = subflow.destinationPort();
  }
}
