package org.mpnic.model.top;

import java.util.Arrays;
import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.cell.PowerOfTwo;
import org.mpnic.model.config.NicConfig;

/** First-beat cycles of the frames whose completion records are on their way, per port in order. */
final class RecordLedger {
  private final long[][] cycles;
  private final int mask;
  private final long[] head;
  private final long[] tail;

  RecordLedger(NicConfig config) {
    int size =
        PowerOfTwo.atLeast(
            config.decisionFifoDepth()
                + config.completionFifoDepth()
                + config.linkStoreBeats()
                + 4);
    this.cycles = new long[config.ports()][size];
    this.mask = size - 1;
    this.head = new long[config.ports()];
    this.tail = new long[config.ports()];
  }

  void add(int port, long firstBeatCycle) {
    cycles[port][(int) tail[port]++ & mask] = firstBeatCycle;
  }

  void done(int port) {
    head[port]++;
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
