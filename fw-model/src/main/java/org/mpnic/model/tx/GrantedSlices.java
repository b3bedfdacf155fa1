package org.mpnic.model.tx;

import org.mpnic.abi.CounterTable;
import org.mpnic.model.config.NicConfig;

/**
 * Brings granted slices to their port's slice FIFO, with the headers that the card makes for them.
 */
final class GrantedSlices implements SliceOutput {
  private final PayloadPath path;
  private final DssInserter inserter;
  private final TxSubflows subflows;
  private final long[] counters;
  private final TxProbe probe;
  private final int latency;
  private int grants;

  GrantedSlices(
      NicConfig config,
      PayloadPath path,
      DssInserter inserter,
      TxSubflows subflows,
      long[] counters,
      TxProbe probe) {
    this.path = path;
    this.inserter = inserter;
    this.subflows = subflows;
    this.counters = counters;
    this.probe = probe;
    this.latency = Segmenter.OUTPUT_CYCLES + DssInserter.cycles(config);
  }

  @Override
  public long creditCycle(int port) {
    return path.dma(port).creditCycle();
  }

  @Override
  public void granted(TxQueueHead head, long cycle) {
    TxSlice slice = head.slice;
    if (head.makesHeader) {
      makeHeader(head, cycle);
    }
    if (head.endsChunk) {
      subflows.delivered(head.segment.subflow);
    }
    slice.pushedCycle = cycle + latency;
    count(slice);
    if (probe != null) {
      probe.transfer(TxBoundary.GRANT, slice.queue, cycle, grants, slice.length, slice.last);
    }
    grants++;
    path.dma(slice.port).grant();
    path.dma(slice.port).push(slice);
  }

  private void makeHeader(TxQueueHead head, long cycle) {
    Segment segment = head.segment;
    inserter.insert(head.slice, segment, cycle);
    if (probe != null) {
      probe.segment(segment, subflows.connection(segment.subflow), cycle);
    }
    counters[head.ofStream ? CounterTable.TX_STREAM_SEGMENTS : CounterTable.TX_MAPPED_SEGMENTS]++;
  }

  private void count(TxSlice slice) {
    counters[CounterTable.TX_QUEUE_BYTES + slice.queue] += slice.length;
    if (slice.last) {
      counters[CounterTable.TX_QUEUE_FRAMES + slice.queue]++;
    }
    if (slice.first && slice.finish.kind == FrameFinish.SEGMENT) {
      counters[CounterTable.TX_OFFLOAD_SEGMENTS]++;
    }
  }

  /** Nothing granted. */
  void reset() {
    grants = 0;
  }
}
