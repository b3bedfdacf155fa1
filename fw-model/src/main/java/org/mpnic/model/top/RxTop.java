package org.mpnic.model.top;

import org.mpnic.abi.CompletionType;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.QueueState;
import org.mpnic.model.cell.StallPattern;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.CompletionEntry;
import org.mpnic.model.rx.HeaderStages;

/**
 * The receive datapath of one card, exact to the cycle, without threads, files or a wall clock.
 *
 * <p>Frames are offered with the cycle of their first beat; {@link #advance} lets virtual time
 * pass. Results depend on the frames, their cycles and the configuration only: not on how many
 * frames are offered between two calls, not on a probe, not on when the host process does
 * something. Cycle 0 is the first after reset; frames that come before {@link #readyCycle} find no
 * receive buffers.
 */
public final class RxTop {
  /** {@link #advance}: nothing is left to do until frames are offered or a horizon moves. */
  public static final int IDLE = 0;

  /** {@link #advance}: the real host is behind virtual time; call again when it has moved. */
  public static final int WAITING_FOR_HOST = 1;

  /** {@link #advance}: every event before the given cycle has happened, more are to come. */
  public static final int REACHED = 2;

  /** {@link #offer}: the frame is taken. */
  public static final int ACCEPTED = 0;

  /** {@link #offer}: advance first. */
  public static final int QUEUE_FULL = -1;

  /** {@link #offer}: the frame is empty, longer than maxFrameBytes, or outside its array. */
  public static final int BAD_LENGTH = -2;

  /** {@link #offer}: the frame begins before the port's previous one has ended, or its horizon. */
  public static final int BAD_CYCLE = -3;

  /** Beats come at the rate of the wire. */
  public static final int LINE_RATE = 0;

  /** A beat comes every cycle. */
  public static final int BACK_TO_BACK = 1;

  private final NicConfig config;
  private final FirmwareProgram firmware;
  private final RxEngine engine;

  /** Cycle of the last queue command, -1 before the first. */
  private long commandCycle = -1;

  /**
   * Builds a card at cycle 0, all queues enabled.
   *
   * @param firmware may be null: no header event is handled
   * @param probe may be null
   */
  public RxTop(NicConfig config, HostInterface host, FirmwareProgram firmware, Probe probe) {
    this(config, host, firmware, probe, RxStages::new);
  }

  RxTop(
      NicConfig config,
      HostInterface host,
      FirmwareProgram firmware,
      Probe probe,
      HeaderPipeline.Factory stages) {
    this.config = config;
    this.firmware = firmware;
    this.engine = new RxEngine(config, host, firmware, probe, stages);
    if (firmware != null) {
      firmware.attach(config, stages(), counters(), engine.parts.events);
    }
  }

  /** Parameters of this card. */
  public NicConfig config() {
    return config;
  }

  /** The header stages with their tables. */
  public HeaderStages stages() {
    return ((RxStages) engine.parts.pipeline).stages();
  }

  /** Cycle from which on every enabled queue has buffers ready: what a frame at cycle 0 misses. */
  public static long readyCycle(NicConfig config) {
    return config.readLatencyCycles() + config.descriptorCache() + 2L;
  }

  /** Sets how the beats of frames offered from now on follow each other; the port must be idle. */
  public void beatSpacing(int port, int mode) {
    engine.parts.ports[port].spacing(mode);
  }

  /** Cycles in which the host link starts no TLP. */
  public void linkStall(StallPattern pattern) {
    engine.links.link.stall(pattern);
  }

  /**
   * Offers one frame to a port, in cycle order per port.
   *
   * @param port port number
   * @param buffer holds the frame; the bytes stay as they are until {@link #released} passes it
   * @param offset first byte
   * @param length bytes without FCS
   * @param firstBeatCycle cycle in which the first beat enters rx_parser
   * @return {@link #ACCEPTED} or a negative constant
   */
  public int offer(int port, byte[] buffer, int offset, int length, long firstBeatCycle) {
    return engine.parts.ports[port].offer(buffer, offset, length, firstBeatCycle);
  }

  /**
   * Promises that every frame of this port that starts before {@code cycle} has been offered;
   * Long.MAX_VALUE when none will come any more. A horizon that lies back changes nothing.
   */
  public void horizon(int port, long cycle) {
    engine.parts.ports[port].horizon(cycle);
  }

  /**
   * Lets virtual time pass as far as offers and horizons allow, but not to {@code untilCycle}.
   *
   * <p>On {@link #WAITING_FOR_HOST} time stands still before the event that needs the host; wake
   * the host whatever its interrupt moderation says, it may be asleep with unsignalled completions.
   *
   * @return {@link #IDLE}, {@link #WAITING_FOR_HOST} or {@link #REACHED}
   */
  public int advance(long untilCycle) {
    return engine.advance(untilCycle);
  }

  /** Queue that {@link #advance} waits for, -1 for the event ring. */
  public int waitingQueue() {
    return engine.waitingQueue();
  }

  /** Cycle of the last event, -1 after reset. */
  public long cycle() {
    return engine.now();
  }

  /**
   * Cycle in which the control processor acts: what it commands or writes now holds for frames
   * granted later. Time passes with {@link #advance}, also where nothing happens, and a command
   * takes a cycle.
   */
  public long controlCycle() {
    return Math.max(engine.controlCycle(), commandCycle + 1);
  }

  /** The cycle of a command: everything up to it has happened before, as far as the host allows. */
  private void beginCommand() {
    commandCycle = controlCycle();
    if (commandCycle > engine.controlCycle()) {
      engine.advance(commandCycle + 1);
    }
  }

  /** Cycle from which on every enabled queue has buffers ready, after the last queue command. */
  public long nextReadyCycle() {
    long ready = readyCycle(config);
    return commandCycle < 0 ? ready : commandCycle + engine.parts.descriptors.leadCycles() + ready;
  }

  /** Frames of the port, counted from the first, whose bytes are no longer needed. */
  public long released(int port) {
    return engine.parts.ports[port].released();
  }

  /**
   * Every frame whose first beat came before this cycle has had its completions published, or was
   * dropped and counted; Long.MAX_VALUE when no frame is left and none will come.
   */
  public long completedCycle() {
    return engine.completedCycle();
  }

  /** Counters by index of {@link CounterTable}; live, to be read only. */
  public long[] counters() {
    return engine.parts.counters;
  }

  /** State of a queue, a code of {@link QueueState}. */
  public int queueState(int queue) {
    return engine.parts.descriptors.state(queue);
  }

  /**
   * Changes a queue's state for frames granted after {@link #controlCycle}. Posted buffers stay
   * with the card and completions on their way are published, unless the queue becomes ABSENT;
   * QUARANTINED is the card's own.
   */
  public void queueState(int queue, QueueState state) {
    beginCommand();
    engine.parts.descriptors.state(queue, state, commandCycle);
  }

  /**
   * Starts a queue from descriptor 0 and completion 0: every buffer is the host's again,
   * completions that have not been published never will be. A quarantined queue is enabled.
   */
  public void resetQueue(int queue) {
    beginCommand();
    engine.parts.descriptors.resetQueue(queue, commandCycle);
    engine.links.writer.resetQueue(queue);
    engine.links.interrupts.resetQueue(queue);
  }

  /**
   * Gives a queue an interrupt moderation of its own until {@link #reset}, for completions behind
   * its next interrupt, or at once if none is unsignalled.
   *
   * @param count completions that raise an interrupt, 1 or more
   * @param cycles age of a completion that raises one, 1 or more
   */
  public void moderateInterrupts(int queue, int count, int cycles) {
    beginCommand();
    engine.links.interrupts.moderate(queue, count, cycles);
  }

  /** Completions that raise the queue's interrupt. */
  public int interruptCount(int queue) {
    return engine.links.interrupts.count(queue);
  }

  /** Age of a completion that raises the queue's interrupt, cycles. */
  public int interruptCycles(int queue) {
    return engine.links.interrupts.cycles(queue);
  }

  /**
   * Makes mapping ends of every mapping that still holds data, at the end of a capture: call with
   * all frames completed, then {@link #advance}, until it answers true.
   */
  public boolean flushMappings() {
    if (firmware == null) {
      return true;
    }
    long now = controlCycle();
    long cycle = now + 1 + engine.parts.descriptors.leadCycles();
    CompletionEntry entry = engine.parts.firmwareFifo.offer(cycle);
    while (entry != null) {
      if (!firmware.nextMappingEnd(now, entry)) {
        engine.parts.firmwareFifo.withdraw();
        return true;
      }
      entry.type = CompletionType.MAPPING_END.code();
      entry.cycle = cycle;
      entry.queueLife = engine.parts.descriptors.life(entry.queue);
      entry = engine.parts.firmwareFifo.offer(cycle);
    }
    return false;
  }

  /**
   * Back to cycle 0, as after power-on: tables, counters, rings and frames that were offered are
   * forgotten, all buffers are the host's. Queues that were disabled stay so.
   */
  public void reset() {
    commandCycle = -1;
    engine.reset();
    if (firmware != null) {
      firmware.reset();
    }
  }
}
