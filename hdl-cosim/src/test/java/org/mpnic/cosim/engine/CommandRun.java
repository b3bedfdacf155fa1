package org.mpnic.cosim.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.mpnic.abi.Counter;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.QueueState;
import org.mpnic.cosim.traffic.PortFrame;
import org.mpnic.cosim.traffic.RandomTraffic;
import org.mpnic.cosim.traffic.Traffic;
import org.mpnic.device.Datapath;
import org.mpnic.device.DatapathEngine;
import org.mpnic.firmware.capture.CaptureFirmware;
import org.mpnic.model.config.NicConfig;

/**
 * Random frames into a datapath, and between them commands to its queues; equal seeds, equal runs.
 */
final class CommandRun {
  /** So few that no port has more frames waiting than it takes. */
  private static final int MOST_STEP_CYCLES = 100;

  private static final int IDLE_CYCLES = 40_000;

  private final NicConfig config;
  private final Random random;
  private final RandomTraffic traffic;
  private final RecordingHost host;
  private final Datapath datapath;
  private final List<String> states = new ArrayList<>();
  private final List<ArrayDeque<PortFrame>> coming = new ArrayList<>();
  private final QueueState[] commanded;
  private PortFrame next;
  private long shift;
  private long cycle;
  private long flushed;

  /**
   * What came of a run.
   *
   * @param host what the host saw
   * @param states of the datapath at each command, and at the end
   * @param flushed entries that ended a mapping at the end
   */
  record Outcome(
      RecordingHost host, List<String> states, TreeMap<String, Long> counters, long flushed) {
    /** Counters in which another outcome differs, with both values. */
    List<String> otherCounters(Outcome other) {
      return counters.entrySet().stream()
          .filter(entry -> !entry.getValue().equals(other.counters.get(entry.getKey())))
          .map(entry -> entry + " and " + other.counters.get(entry.getKey()))
          .toList();
    }
  }

  private CommandRun(String engine, NicConfig config, long seed, long frames) {
    this.config = config;
    random = new Random(seed);
    traffic = new RandomTraffic(config, 2 * seed, frames);
    host = new RecordingHost(config, seed);
    commanded = new QueueState[config.queues()];
    Arrays.fill(commanded, QueueState.ENABLED);
    for (int port = 0; port < config.ports(); port++) {
      coming.add(new ArrayDeque<>());
    }
    datapath = DatapathEngine.named(engine).create(config, host, new CaptureFirmware(), null);
  }

  /** Runs. */
  static Outcome of(String engine, NicConfig config, long seed, long frames) {
    CommandRun run = new CommandRun(engine, config, seed, frames);
    try {
      run.run();
      return new Outcome(run.host, run.states, run.counters(), run.flushed);
    } finally {
      run.datapath.close();
    }
  }

  private void run() {
    shift = datapath.readyCycle();
    next = traffic.next();
    while (next != null) {
      step(1 + random.nextInt(MOST_STEP_CYCLES));
      if (random.nextInt(4) == 0) {
        command();
      }
      if (random.nextInt(600) == 0) {
        shift += IDLE_CYCLES;
        step(IDLE_CYCLES);
        note("idle");
        command();
      }
    }
    step(IDLE_CYCLES);
    long before = entries();
    for (int i = 0; i < 8; i++) {
      note("drained " + datapath.completedCycle() + " flushed " + datapath.flushMappings());
      step(IDLE_CYCLES);
    }
    flushed = entries() - before;
    for (int table = 0; table < 3; table++) {
      for (int id = 0; id < config.subflows(); id++) {
        states.add(table + " " + id + " " + context(table, id));
      }
    }
  }

  private String context(int table, int id) {
    long[] words = datapath.readContext(table, id);
    if (table == 1) {
      // A slot that is not valid may hold anything.
      int slots = config.mappingsPerSubflow();
      for (int slot = 0; slot < slots; slot++) {
        if ((words[0] >>> slot & 1) == 0) {
          words[0] &= ~(0x0001_0001_0001_0001L << slot);
          words[4 + slot] = 0;
          words[4 + slots + slot] = 0;
        }
      }
    }
    return Arrays.toString(words);
  }

  /** Lets so many cycles pass, with the frames that begin in them. */
  private void step(int cycles) {
    cycle += cycles;
    // A frame of another port may still come from behind.
    while (next != null && next.firstBeatCycle() + shift < cycle + Traffic.SPREAD_CYCLES) {
      coming
          .get(next.port())
          .add(new PortFrame(next.bytes(), next.port(), next.firstBeatCycle() + shift));
      next = traffic.hasNext() ? traffic.next() : null;
    }
    for (ArrayDeque<PortFrame> port : coming) {
      while (!port.isEmpty() && port.peek().firstBeatCycle() < cycle) {
        offer(port.remove());
      }
    }
    for (int port = 0; port < config.ports(); port++) {
      datapath.horizon(port, cycle);
    }
    if (datapath.advance(cycle) != Datapath.REACHED) {
      throw new IllegalStateException("the host was waited for in cycle " + cycle);
    }
  }

  private void offer(PortFrame frame) {
    byte[] bytes = frame.bytes();
    int answer = datapath.offer(frame.port(), bytes, 0, bytes.length, frame.firstBeatCycle());
    if (answer != Datapath.ACCEPTED) {
      throw new IllegalStateException("a frame was refused: " + answer);
    }
  }

  private void command() {
    int queue = random.nextInt(config.queues());
    // What the datapath says of a quarantine is older in one engine than in the other.
    boolean stands = commanded[queue] != QueueState.ENABLED || random.nextInt(4) == 0;
    // A queue that stands still is helped soon.
    int kind = stands && random.nextInt(3) > 0 ? 5 : random.nextInt(6);
    switch (kind) {
      case 0 -> state(queue, stands ? QueueState.ENABLED : QueueState.DISABLED);
      case 1 -> reset(queue);
      case 2 -> datapath.moderateInterrupts(queue, 1 + random.nextInt(12), 1 + random.nextInt(300));
      case 3 -> {
        reset(queue);
        state(queue, QueueState.ABSENT);
      }
      case 4 -> state(queue, stands ? QueueState.ENABLED : QueueState.DRAINING);
      default -> {
        if (stands) {
          reset(queue);
          state(queue, QueueState.ENABLED);
        }
      }
    }
    note("command " + kind + " to queue " + queue);
  }

  private void state(int queue, QueueState state) {
    commanded[queue] = state;
    datapath.queueState(queue, state);
  }

  private void reset(int queue) {
    datapath.resetQueue(queue);
    host.reset(queue);
  }

  private void note(String what) {
    List<QueueState> queues = new ArrayList<>();
    for (int queue = 0; queue < config.queues(); queue++) {
      queues.add(datapath.queueState(queue));
    }
    states.add(what + " in " + datapath.controlCycle() + ", ready " + datapath.readyCycle());
    if (!what.startsWith("command")) {
      states.add("last event " + datapath.cycle() + ", queues " + queues);
    }
  }

  private long entries() {
    return datapath.counters()[CounterTable.COMPLETION_ENTRIES];
  }

  private TreeMap<String, Long> counters() {
    TreeMap<String, Long> all = new TreeMap<>();
    for (Counter counter : CounterTable.ALL) {
      for (int i = 0; i < counter.count(); i++) {
        all.put(counter.name() + "[" + i + "]", datapath.counters()[counter.index() + i]);
      }
    }
    return all;
  }
}
