package org.mpnic.device;

import org.mpnic.abi.QueueState;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.top.FirmwareProgram;
import org.mpnic.model.top.HostInterface;
import org.mpnic.model.top.Probe;
import org.mpnic.model.top.RxTop;

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
    public long[] counters() {
      return top.counters();
    }

    @Override
    public long readyCycle() {
      return RxTop.readyCycle(top.config());
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
    public void resetQueue(int queue) {
      top.resetQueue(queue);
    }

    @Override
    public void indirection(byte[] queues) {
      for (int place = 0; place < queues.length; place++) {
        top.stages().steering().setIndirection(place, queues[place] & 0xff);
      }
    }
  }
}
