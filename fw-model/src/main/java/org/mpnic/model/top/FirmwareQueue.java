package org.mpnic.model.top;

import org.mpnic.abi.CounterTable;
import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.HeaderEventSink;
import org.mpnic.model.rx.HeaderWord;

/**
 * The control processor in time: header events wait in a FIFO and take a constant number of cycles
 * each.
 *
 * <p>Contract: C = firmwareEventFifo events, F = 1, B = 1; an event that finds no place is lost and
 * counted, never delayed.
 *
 * <pre>
 * start[k] = max( arrival[k] + 1, done[k-1] );  done[k] = start[k] + firmwareEventCycles
 * event k fits if start[k - firmwareEventFifo] &lt; arrival[k]
 * </pre>
 *
 * <p>The table writes of event k hold for lookups at cycles after done[k]. Because a program's own
 * state changes in event order only, its code runs at the event's arrival, and its writes wait in
 * the tables until their cycle.
 */
final class FirmwareQueue implements HeaderEventSink {
  private final FirmwareProgram program;
  private final int depth;
  private final int eventCycles;
  private final long[] counters;
  private final Probe probe;
  private final CycleHistory starts;
  private long done;

  FirmwareQueue(NicConfig config, FirmwareProgram program, long[] counters, Probe probe) {
    this.program = program;
    this.depth = config.firmwareEventFifo();
    this.eventCycles = config.firmwareEventCycles();
    this.counters = counters;
    this.probe = probe;
    this.starts = new CycleHistory(depth);
  }

  @Override
  public boolean offer(HeaderWord word, long cycle) {
    long needed = starts.count() - depth;
    if (needed >= 0 && starts.at(needed) >= cycle) {
      counters[CounterTable.FIRMWARE_EVENT_OVERFLOWS]++;
      return false;
    }
    long start = Math.max(cycle + 1, done);
    done = start + eventCycles;
    if (probe != null) {
      probe.beat(Boundary.FIRMWARE_EVENT, word.port, cycle, (int) starts.count(), word.frame, true);
    }
    starts.append(start);
    counters[CounterTable.FIRMWARE_EVENTS]++;
    if (program != null) {
      program.onHeader(word, start, done);
    }
    return true;
  }

  void reset() {
    starts.reset();
    done = 0;
  }
}
