package org.mpnic.device;

import org.mpnic.abi.CompletionLayout;
import org.mpnic.abi.ConnectionRecord;
import org.mpnic.abi.ConnectionRecordFlyweight;
import org.mpnic.abi.EventLayout;
import org.mpnic.abi.EventType;
import org.mpnic.abi.RegionMemory;
import org.mpnic.abi.Section;
import org.mpnic.abi.SubflowRecord;
import org.mpnic.abi.SubflowRecordFlyweight;
import org.mpnic.abi.region.RegionFile;
import org.mpnic.abi.region.RegionLayout;
import org.mpnic.model.top.EventWord;

/**
 * The firmware's connections and subflows as records in the region, for tools to read; never read
 * by the device.
 */
final class TableMirror {
  private static final int OPEN = 1;
  private static final int CLOSED = 2;

  private final RegionMemory memory;
  private final RegionLayout layout;
  private final int connections;
  private final int subflows;
  private final ConnectionRecordFlyweight connection = new ConnectionRecordFlyweight();
  private final SubflowRecordFlyweight subflow = new SubflowRecordFlyweight();

  TableMirror(RegionFile region) {
    memory = region.memory();
    layout = region.layout();
    connections = region.spec().connections();
    subflows = region.spec().subflows();
  }

  /** Empties all records. */
  void reset() {
    memory.zero(layout.offset(Section.CONNECTIONS), layout.bytes(Section.CONNECTIONS));
    memory.zero(layout.offset(Section.SUBFLOWS), layout.bytes(Section.SUBFLOWS));
  }

  /** Shows what an event tells; ids beyond the records are left out. */
  void show(EventWord event) {
    EventType type = EventType.of(event.type);
    if (type == null) {
      return;
    }
    switch (type) {
      case SUBFLOW_PROGRAMMED -> programmed(event);
      case SUBFLOW_CLOSED -> {
        if (hasSubflow(event)) {
          subflow
              .wrap(memory, layout.subflow(event.subflow))
              .state(CLOSED)
              .closedCycle(event.cycle);
        }
      }
      case SUBFLOW_REMOVED -> {
        if (hasSubflow(event)) {
          memory.zero(layout.subflow(event.subflow), SubflowRecord.BYTES);
        }
      }
      case CONNECTION_FALLBACK -> {
        if (hasConnection(event)) {
          connection.wrap(memory, layout.connection(event.connection)).kind(event.kind);
        }
      }
      default -> {
        // The others change no record.
      }
    }
  }

  private void programmed(EventWord event) {
    if (hasSubflow(event)) {
      memory.zero(layout.subflow(event.subflow), SubflowRecord.BYTES);
      subflow
          .wrap(memory, layout.subflow(event.subflow))
          .kind(event.kind)
          .subflow(RegionHost.subflowWord(event.subflow, event.subflowGeneration))
          .connection(event.connection)
          .queue(event.queue)
          .reverse(CompletionLayout.NO_ID)
          .isn(event.isn)
          .sourceHigh(event.sourceHigh)
          .sourceLow(event.sourceLow)
          .destinationHigh(event.destinationHigh)
          .destinationLow(event.destinationLow)
          .sourcePort(event.sourcePort)
          .destinationPort(event.destinationPort)
          .isIpv6(event.isIpv6 ? 1 : 0)
          .firstCycle(event.cycle)
          .state(OPEN);
    }
    if (hasConnection(event)) {
      connection.wrap(memory, layout.connection(event.connection));
      if (connection.state() != OPEN || connection.connection() != event.connection) {
        memory.zero(layout.connection(event.connection), ConnectionRecord.BYTES);
        connection
            .connection(event.connection)
            .reverse(CompletionLayout.NO_ID)
            .firstCycle(event.cycle);
      }
      boolean hasToken = (event.flags & EventLayout.HAS_TOKEN) != 0;
      connection
          .kind(event.kind)
          .queue(event.queue)
          .version(event.version)
          .token(event.token)
          .idsn(event.idsn)
          .flags(connectionFlags(event, hasToken))
          .subflows(connection.subflows() + 1)
          .state(OPEN);
    }
  }

  private static int connectionFlags(EventWord event, boolean hasToken) {
    int checksum = (event.flags & EventLayout.CHECKSUM_REQUIRED) != 0 ? 1 : 0;
    return checksum << ConnectionRecord.CHECKSUM_REQUIRED_SHIFT
        | (hasToken ? 1 : 0) << ConnectionRecord.HAS_KEY_SHIFT;
  }

  private boolean hasSubflow(EventWord event) {
    return event.subflow >= 0 && event.subflow < subflows;
  }

  private boolean hasConnection(EventWord event) {
    return event.connection >= 0 && event.connection < connections;
  }
}
