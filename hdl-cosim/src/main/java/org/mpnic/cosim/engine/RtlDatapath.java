package org.mpnic.cosim.engine;

import java.nio.file.Path;
import java.util.Arrays;
import org.mpnic.abi.CompletionType;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.QueueState;
import org.mpnic.cosim.lockstep.InputScript;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.device.Datapath;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.HeaderStages;
import org.mpnic.model.table.ContextArray;
import org.mpnic.model.top.CompletionWord;
import org.mpnic.model.top.EventBacklog;
import org.mpnic.model.top.FirmwareProgram;
import org.mpnic.model.top.HostInterface;
import org.mpnic.model.top.RxTop;

/**
 * rx_top, verilated, as a device's datapath: same streams, same cycles as the Java model.
 *
 * <p>The RTL runs one cycle behind the time that the device has let pass: in that cycle the control
 * processor's commands enter. Cycles in which nothing is on its way are counted, not run.
 */
final class RtlDatapath implements Datapath {
  /** Everything in the RTL has settled so many cycles after the last sign of life. */
  private static final int SETTLE_CYCLES = 1024;

  /** Cycles after which it is looked whether there is life. */
  private static final int CHECK_CYCLES = 256;

  /** Phase of the completion writer's slots, see completion_writer.sv. */
  private static final int PHASE_CYCLES = 64;

  private final NicConfig config;
  private final FirmwareProgram firmware;
  private final long[] counters;
  private final HeaderStages stages;
  private final EventBacklog events;
  private final FrameLedger ledger;
  private final FrameInput frames;
  private final QueueLives lives;
  private final DescriptorReads descriptors;
  private final HostWrites writes;
  private final ControlProcessor control;
  private final ContextReadBack contexts;
  private final DatapathCounters pipeline;
  private final RtlRun run;
  private final StagePorts ports;
  private final int lead;
  private final long skipUnit;
  private final int[] interruptCounts;
  private final int[] interruptCycles;
  private long lastCommand = -1;
  private boolean isCommanded;
  private long ownGiven;
  private long lastActive;

  /**
   * A card at cycle 0.
   *
   * @param home folder of hdl-cosim
   */
  RtlDatapath(Path home, NicConfig config, HostInterface host, FirmwareProgram firmware) {
    this.config = config;
    this.firmware = firmware;
    lead = HeaderStages.steeringCycles(config);
    skipUnit = PHASE_CYCLES * (long) config.ports();
    RxTopParts parts = new RxTopParts(config, host, firmware);
    counters = parts.counters;
    stages = parts.stages;
    events = parts.events;
    ledger = parts.ledger;
    frames = parts.frames;
    lives = parts.lives;
    descriptors = parts.descriptors;
    writes = parts.writes;
    control = parts.control;
    contexts = parts.contexts;
    pipeline = parts.pipeline;
    ports = parts.ports();
    run = parts.run(home);
    interruptCounts = new int[config.queues()];
    interruptCycles = new int[config.queues()];
    Arrays.fill(interruptCounts, config.interruptCount());
    Arrays.fill(interruptCycles, config.interruptCycles());
    if (firmware != null) {
      firmware.attach(config, stages, counters, events);
    }
  }

  /** Builds the RTL of a configuration, if that was not done yet. */
  static void build(Path home, NicConfig config) {
    new RxTopParts(config, null, null).library(home);
  }

  /** Notes the inputs of every cycle that is run from now on. */
  void note(InputScript script) {
    run.note(script);
  }

  /** All ports of the RTL. */
  StagePorts ports() {
    return ports;
  }

  @Override
  public int offer(int port, byte[] buffer, int offset, int length, long firstBeatCycle) {
    return frames.offer(port, buffer, offset, length, firstBeatCycle);
  }

  @Override
  public long released(int port) {
    return ledger.released(port);
  }

  @Override
  public void horizon(int port, long cycle) {
    frames.horizon(port, cycle);
  }

  private long promised() {
    long promised = Long.MAX_VALUE;
    for (int port = 0; port < config.ports(); port++) {
      promised = Math.min(promised, frames.promised(port));
    }
    return promised;
  }

  @Override
  public int advance(long untilCycle) {
    if (!events.isEmpty() && !events.drain()) {
      return waiting();
    }
    contexts.settle();
    long end = Math.min(untilCycle, promised()) - 1;
    while (run.cycle() < end || run.observedTo() < run.cycle()) {
      long from = run.cycle();
      long to = Math.min(end, from + CHECK_CYCLES);
      long idleTo = idleTo(from);
      if (idleTo > from) {
        if (Math.min(idleTo, end) >= Long.MAX_VALUE - 1) {
          return REACHED;
        }
        to = Math.min(idleTo, end);
        run.skip((to - from) / skipUnit * skipUnit);
      }
      if (!run.run(to)) {
        return waiting();
      }
    }
    return REACHED;
  }

  private int waiting() {
    counters[CounterTable.HOST_WAITS]++;
    return WAITING_FOR_HOST;
  }

  /** First cycle from this one on in which something may happen in the RTL. */
  private long idleTo(long cycle) {
    long next = Math.min(frames.nextDrive(cycle), descriptors.nextDrive(cycle));
    next = Math.min(next, Math.min(writes.nextDrive(cycle), control.nextDrive(cycle)));
    boolean isOnItsWay = !ledger.isEmpty(cycle) || writes.ownTaken() != ownGiven;
    if (next <= cycle || isOnItsWay || run.observedTo() < cycle) {
      lastActive = cycle;
    }
    return cycle < lastActive + SETTLE_CYCLES ? cycle : next;
  }

  @Override
  public long completedCycle() {
    long completed = Long.MAX_VALUE;
    for (int port = 0; port < config.ports(); port++) {
      completed = Math.min(completed, Math.min(ledger.oldest(port), frames.promised(port)));
    }
    return completed;
  }

  @Override
  public long cycle() {
    long last = Math.max(ledger.lastDecided(), pipeline.lastGrant());
    last = Math.max(last, Math.max(descriptors.lastEvent(), writes.lastEvent()));
    return Math.max(0, last);
  }

  @Override
  public long controlCycle() {
    return Math.max(run.cycle(), lastCommand + 1);
  }

  @Override
  public long[] counters() {
    return counters;
  }

  @Override
  public long readyCycle() {
    long ready = RxTop.readyCycle(config);
    return isCommanded ? lastCommand + lead + ready : ready;
  }

  @Override
  public boolean flushMappings() {
    if (firmware == null) {
      return true;
    }
    long now = controlCycle();
    CompletionWord entry = new CompletionWord();
    while (ownGiven - writes.ownTaken() < config.errorFifoDepth()) {
      if (!firmware.nextMappingEnd(now, entry)) {
        return true;
      }
      entry.type = CompletionType.MAPPING_END.code();
      entry.cycle = now + 1 + lead;
      control.complete(entry.cycle, entry);
      ownGiven++;
    }
    return false;
  }

  @Override
  public QueueState queueState(int queue) {
    return lives.state(queue);
  }

  /** The cycle of a command: each takes one. */
  private long command() {
    lastCommand = controlCycle();
    isCommanded = true;
    return lastCommand;
  }

  /** Lets the command's cycle pass, if every frame that may begin in it is known. */
  private void pass(long cycle) {
    if (run.cycle() == cycle && cycle < promised()) {
      run.run(cycle + 1);
    }
  }

  @Override
  public void queueState(int queue, QueueState state) {
    long cycle = command();
    control.state(cycle, queue, state);
    pass(cycle);
    lives.state(queue, state);
  }

  @Override
  public void moderateInterrupts(int queue, int count, int cycles) {
    if (count < 1 || cycles < 1) {
      throw new IllegalArgumentException(
          "interrupt count " + count + ", cycles " + cycles + ": from 1 on");
    }
    long cycle = command();
    interruptCounts[queue] = count;
    interruptCycles[queue] = cycles;
    control.moderate(cycle, queue, count, cycles);
    writes.timer(queue, cycles);
    pass(cycle);
  }

  @Override
  public int interruptCount(int queue) {
    return interruptCounts[queue];
  }

  @Override
  public int interruptCycles(int queue) {
    return interruptCycles[queue];
  }

  @Override
  public void resetQueue(int queue) {
    long cycle = command();
    control.reset(cycle, queue);
    pass(cycle);
    writes.finish(queue);
    descriptors.reset(queue, cycle);
    lives.reset(queue, cycle);
  }

  @Override
  public void indirection(byte[] queues) {
    for (int place = 0; place < queues.length; place++) {
      stages.steering().setIndirection(place, queues[place] & 0xff);
      control.indirection(controlCycle(), place, queues[place] & 0xff);
    }
  }

  @Override
  public long[] readContext(long table, long id) {
    ContextArray array = stages.contexts(table, id);
    if (array == null) {
      return null;
    }
    long[] words = new long[array.wordsPerEntry()];
    array.read((int) id, words);
    return words;
  }

  @Override
  public boolean writeContext(long table, long id, long[] words) {
    return stages.writeContext(controlCycle(), table, id, words);
  }

  @Override
  public void close() {
    run.close();
  }
}
