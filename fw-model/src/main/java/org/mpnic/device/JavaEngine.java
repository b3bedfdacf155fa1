package org.mpnic.device;

import org.mpnic.abi.QueueState;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.table.ContextArray;
import org.mpnic.model.top.FirmwareProgram;
import org.mpnic.model.top.HostInterface;
import org.mpnic.model.top.Probe;
import org.mpnic.model.top.RxTop;
import org.mpnic.model.tx.ReceiveState;
import org.mpnic.model.tx.TransmitDatapath;
import org.mpnic.model.tx.TransmitHost;
import org.mpnic.model.tx.TransmitSink;
import org.mpnic.model.tx.TxTop;

/** The Java model as the datapath of a device. */
public final class JavaEngine implements DatapathEngine {
  /** For ServiceLoader. */
  public JavaEngine() {}

  @Override
  public String name() {
    return "java";
  }

  @Override
  public Datapath create(
      NicConfig config, HostInterface host, FirmwareProgram firmware, Probe probe) {
    return new Model(new RxTop(config, host, firmware, probe));
  }

  @Override
  public TransmitDatapath createTransmit(
      NicConfig config, TransmitHost host, ReceiveState receive, TransmitSink sink) {
    return new TxTop(config, host, receive, sink);
  }

  /** One model. */
  private static final class Model implements Datapath {
    private final RxTop top;

    Model(RxTop top) {
      this.top = top;
    }

    @Override
    public int offer(int port, byte[] buffer, int offset, int length, long firstBeatCycle) {
      return top.offer(port, buffer, offset, length, firstBeatCycle);
    }

    @Override
    public void horizon(int port, long cycle) {
      top.horizon(port, cycle);
    }

    @Override
    public int advance(long untilCycle) {
      return top.advance(untilCycle) == RxTop.WAITING_FOR_HOST ? WAITING_FOR_HOST : REACHED;
    }

    @Override
    public long released(int port) {
      return top.released(port);
    }

    @Override
    public long completedCycle() {
      return top.completedCycle();
    }

    @Override
    public long cycle() {
      return Math.max(0, top.cycle());
    }

    @Override
    public long controlCycle() {
      return top.controlCycle();
    }

    @Override
    public long[] counters() {
      return top.counters();
    }

    @Override
    public long readyCycle() {
      return top.nextReadyCycle();
    }

    @Override
    public boolean flushMappings() {
      return top.flushMappings();
    }

    @Override
    public QueueState queueState(int queue) {
      return QueueState.of(top.queueState(queue));
    }

    @Override
    public void queueState(int queue, QueueState state) {
      top.queueState(queue, state);
    }

    @Override
    public void moderateInterrupts(int queue, int count, int cycles) {
      top.moderateInterrupts(queue, count, cycles);
    }

    @Override
    public int interruptCount(int queue) {
      return top.interruptCount(queue);
    }

    @Override
    public int interruptCycles(int queue) {
      return top.interruptCycles(queue);
    }

    @Override
    public void resetQueue(int queue) {
      top.resetQueue(queue);
    }

    @Override
    public void indirection(byte[] queues) {
      for (int place = 0; place < queues.length; place++) {
        top.stages().steering().setIndirection(place, queues[place] & 0xff);
      }
    }

    @Override
    public ReceiveState receiveState() {
      ContextArray subflows = top.stages().contexts(ContextReceiveState.SUBFLOW, 0);
      ContextArray connections = top.stages().contexts(ContextReceiveState.CONNECTION, 0);
      return new ContextReceiveState(
          (table, id, word) -> {
            ContextArray contexts = table == ContextReceiveState.SUBFLOW ? subflows : connections;
            return id < 0 || id >= contexts.entries() ? 0 : contexts.word(id, word);
          });
    }

    @Override
    public long[] readContext(long table, long id) {
      ContextArray contexts = top.stages().contexts(table, id);
      if (contexts == null) {
        return null;
      }
      long[] words = new long[contexts.wordsPerEntry()];
      contexts.read((int) id, words);
      return words;
    }

    @Override
    public boolean writeContext(long table, long id, long[] words) {
      return top.stages().writeContext(controlCycle(), table, id, words);
    }
  }
}
