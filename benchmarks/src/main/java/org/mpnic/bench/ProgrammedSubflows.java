package org.mpnic.bench;

import org.mpnic.firmware.CardTables;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.FlowTable;
import org.mpnic.model.rx.HeaderStages;
import org.mpnic.model.rx.HeaderWord;
import org.mpnic.model.top.CompletionWord;
import org.mpnic.model.top.EventSink;
import org.mpnic.model.top.FirmwareProgram;

/**
 * A control processor that has programmed the first subflows of {@link ReceiveFrames} before the
 * first frame, and does nothing after.
 */
public final class ProgrammedSubflows implements FirmwareProgram {
  private final int subflows;
  private final boolean mptcp;
  private NicConfig config;
  private HeaderStages stages;
  private long[] counters;

  /** Programs subflows 0 to {@code subflows} - 1, of MPTCP or plain TCP. */
  public ProgrammedSubflows(int subflows, boolean mptcp) {
    this.subflows = subflows;
    this.mptcp = mptcp;
  }

  @Override
  public void attach(
      NicConfig cardConfig, HeaderStages cardStages, long[] cardCounters, EventSink events) {
    config = cardConfig;
    stages = cardStages;
    counters = cardCounters;
    program();
  }

  private void program() {
    CardTables tables = new CardTables(config, stages, counters, subflow -> {});
    tables.at(0);
    int kind = mptcp ? HeaderWord.KIND_MPTCP : HeaderWord.KIND_PLAIN;
    long[] key = new long[FlowTable.KEY_WORDS];
    for (int i = 0; i < subflows; i++) {
      FlowTable.flowKey(
          false,
          0,
          ReceiveFrames.sourceAddress(i),
          0,
          ReceiveFrames.destinationAddress(),
          ReceiveFrames.sourcePort(),
          ReceiveFrames.destinationPort(),
          key);
      int connection = tables.addConnection(i % config.queues(), ReceiveFrames.firstDsn(i));
      if (connection < 0
          || tables.addSubflow(
                  key, kind, ReceiveFrames.initialSequence(i), 1, connection, true, this)
              == null) {
        throw new IllegalStateException("no room in the tables for subflow " + i);
      }
    }
  }

  @Override
  public void onHeader(HeaderWord word, long startCycle, long doneCycle) {}

  @Override
  public boolean nextMappingEnd(long cycle, CompletionWord end) {
    return false;
  }

  @Override
  public void reset() {
    program();
  }
}
