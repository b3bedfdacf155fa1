package org.mpnic.model.top;

import java.util.Arrays;
import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.cell.PowerOfTwo;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.CompletionWriter;

/**
 * First-beat cycles of the frames whose completion records are on their way, per port in order.
 *
 * <p>Records of one queue are done in order, those of several queues are not: the oldest cycle is
 * that of the first record that is not done.
 */
final class RecordLedger {
  private static final long DONE = CycleHistory.BEFORE;

  private final long[][] cycles;
  private final int mask;
  private final long[] head;
  private final long[] tail;

  RecordLedger(NicConfig config) {
    // While the oldest waits in its batch, those behind it may pass it, one a cycle.
    int passing = CompletionWriter.passing(config);
    int waiting = config.decisionFifoDepth() + config.completionFifoDepth() + 4;
    int size = PowerOfTwo.atLeast(waiting + CompletionWriter.places(config) + passing);
    this.cycles = new long[config.ports()][size];
    this.mask = size - 1;
    this.head = new long[config.ports()];
    this.tail = new long[config.ports()];
  }

  /** A record is on its way. Returns its number on its port. */
  long add(int port, long firstBeatCycle) {
    long number = tail[port]++;
    cycles[port][(int) number & mask] = firstBeatCycle;
    return number;
  }

  /** A record's last entry is with the host. */
  void done(int port, long number) {
    long[] of = cycles[port];
    of[(int) number & mask] = DONE;
    if (number == head[port]) {
      long next = number + 1;
      while (next != tail[port] && of[(int) next & mask] == DONE) {
        next++;
      }
      head[port] = next;
    }
  }

  /** First beat of the oldest frame that is not published, FAR when all are. */
  long oldest(int port) {
    return head[port] == tail[port] ? CycleHistory.FAR : cycles[port][(int) head[port] & mask];
  }

  void reset() {
    Arrays.fill(head, 0);
    Arrays.fill(tail, 0);
  }
}
