package org.mpnic.model.tx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.config.TransmitConfig;

class SegmenterTest extends SegmenterContract {
  private final TxQueue queue = new TxQueue(NicConfig.DEFAULT, 0);
  private final TxQueueHead head = new TxQueueHead(queue, TransmitConfig.DEFAULT.scheduleBytes());
  private final List<TxSlice> slices = new ArrayList<>();
  private int index;
  private long cycle;

  private TxDescriptor add(int type, int length) {
    TxDescriptor d = queue.addReady();
    d.type = type;
    d.mss = 0;
    d.index = index;
    d.address = address(index);
    d.length = length;
    d.dataFin = false;
    d.target = 0;
    index++;
    return d;
  }

  /** Grants what waits, until nothing does. */
  private void grantAll() {
    while (head.readyCycle() < CycleHistory.FAR) {
      TxSlice slice = new TxSlice();
      slice.copyFrom(head.slice);
      slices.add(slice);
      assertThat(head.readyCycle()).isGreaterThanOrEqualTo(cycle + TxQueueHead.GRANT_CYCLES);
      cycle = head.readyCycle();
      head.granted(cycle);
    }
  }

  @Override
  protected List<TxSlice> frames(List<Frame> frames) {
    for (Frame frame : frames) {
      TxDescriptor first = null;
      for (int length : frame.lengths()) {
        TxDescriptor d = add(frame.type(), length);
        first = first == null ? d : first;
      }
      first.mss = frame.mss();
      first.headerBytes = frame.headerBytes();
      first.frameDescriptors = frame.lengths().length;
      first.frameBytes = frame.bytes();
      queue.commit();
      head.refresh(cycle);
      grantAll();
    }
    return slices;
  }

  @Override
  protected List<TxSlice> stream(int[] lengths, List<Chunk> chunks) {
    for (int length : lengths) {
      TxDescriptor d = add(TxDescriptor.STREAM, length);
      queue.commit();
      queue.addToRun(d);
    }
    for (Chunk chunk : chunks) {
      head.refresh(cycle);
      ScheduleAnswer answer = new ScheduleAnswer();
      answer.ssn = 1;
      answer.bytes = chunk.bytes();
      answer.payload = chunk.payload();
      answer.lastCopy = chunk.lastCopy();
      head.answer(answer, cycle);
      grantAll();
    }
    return slices;
  }
}
