package org.mpnic.cosim.twin;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Random;
import org.mpnic.cosim.lockstep.Expectation;
import org.mpnic.cosim.lockstep.OutputBoundary;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.StageTwin;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.host.InterruptModeration;

/**
 * interrupt_moderation: completion writes with random gaps, one or two sent in a cycle, to one
 * queue by turns and to all; queues that are given a count and a time of their own, and forgotten.
 */
final class InterruptModerationTwin implements StageTwin {
  private static final int STEP_CYCLES = 700;
  private static final int CONTROL_INTERVAL_CYCLES = 200;
  private static final int DRAIN_CYCLES = 2_000;

  /** Completions of one write. */
  private record Write(long visible, int queue, int entries) {}

  private final StagePorts ports = new StagePorts("interrupt_moderation");
  private final Signal valid;
  private final Signal queues;
  private final Signal entries;
  private final Signal moderateValid;
  private final Signal moderateQueue;
  private final Signal moderateCount;
  private final Signal moderateCycles;
  private final Signal resetValid;
  private final Signal resetQueue;
  private final OutputBoundary interrupts = ports.boundary("interrupt", "interrupt_o");
  private final Signal interruptValid;
  private final Signal interruptCount;

  private final NicConfig config;
  private final Random random;
  private final InterruptModeration model;
  private final Pauses gaps;
  private final ArrayDeque<Write> onTheWay = new ArrayDeque<>();
  private final int[] raised;
  private long left;
  private int drain = DRAIN_CYCLES;

  InterruptModerationTwin(NicConfig config, long seed, long packets) {
    this.config = config;
    random = new Random(seed);
    raised = new int[config.queues()];
    model = new InterruptModeration(config, new Raised(), new long[config.queues()], 0);
    gaps = new Pauses(random);
    left = packets;
    int queueBits = Bits.ofIndex(config.queues());
    int entriesBits = Bits.of(config.completionBatch());
    ports
        .parameter("QUEUES", config.queues())
        .parameter("COMPLETION_BATCH", config.completionBatch())
        .parameter("INTERRUPT_COUNT", config.interruptCount())
        .parameter("INTERRUPT_CYCLES", config.interruptCycles())
        .parameter("WRITE_LATENCY_CYCLES", config.writeLatencyCycles());
    valid = ports.input("written_valid_i", 1);
    queues = ports.input("written_queue_i", queueBits);
    entries = ports.input("written_entries_i", entriesBits);
    moderateValid = ports.input("moderate_valid_i", 1);
    moderateQueue = ports.input("moderate_queue_i", queueBits);
    moderateCount = ports.input("moderate_count_i", 24);
    moderateCycles = ports.input("moderate_cycles_i", 32);
    resetValid = ports.input("queue_reset_valid_i", 1);
    resetQueue = ports.input("queue_reset_queue_i", queueBits);
    interruptValid = interrupts.data("interrupt_valid_o", config.queues());
    interruptCount = interrupts.data("interrupt_count_o", config.queues() * (entriesBits + 1));
  }

  /** Notes the interrupts of the cycle. */
  private final class Raised extends SilentHost {
    @Override
    public void interrupt(int queue, long cycle) {
      raised[queue]++;
    }
  }

  @Override
  public StagePorts ports() {
    return ports;
  }

  @Override
  public boolean drive(long cycle, Stimulus stimulus, Expectation expectation) {
    Arrays.fill(raised, 0);
    while (!onTheWay.isEmpty() && onTheWay.peek().visible == cycle) {
      Write write = onTheWay.remove();
      model.completions(write.queue, write.entries, cycle);
    }
    model.step(cycle);
    tell(cycle, expectation);
    if (left > 0 && !gaps.next()) {
      write(cycle, stimulus);
    }
    control(stimulus);
    return left > 0 || drain-- > 0;
  }

  private void tell(long cycle, Expectation expectation) {
    long mask = 0;
    PackedBits counts = new PackedBits(interruptCount);
    for (int queue = 0; queue < raised.length; queue++) {
      mask |= raised[queue] > 0 ? 1L << queue : 0;
      counts.put(queue, interruptCount.width() / raised.length, raised[queue]);
    }
    if (mask != 0) {
      expectation.valid(cycle, interrupts);
      expectation.set(cycle, interruptValid, mask);
      expectation.set(cycle, interruptCount, counts.words());
    }
  }

  /** A write that was sent in the cycle before. */
  private void write(long cycle, Stimulus stimulus) {
    left--;
    boolean one = (cycle / STEP_CYCLES & 1) == 0;
    int queue =
        one ? (int) (cycle / STEP_CYCLES) % config.queues() : random.nextInt(config.queues());
    int count = 1 + random.nextInt(config.completionBatch());
    stimulus.set(valid, true);
    stimulus.set(queues, queue);
    stimulus.set(entries, count);
    onTheWay.add(new Write(cycle - 1 + config.writeLatencyCycles(), queue, count));
  }

  private void control(Stimulus stimulus) {
    if (random.nextInt(CONTROL_INTERVAL_CYCLES) == 0) {
      int queue = random.nextInt(config.queues());
      int count = random.nextInt(3) == 0 ? 1 + random.nextInt(100) : 1 + random.nextInt(12);
      int cycles = random.nextInt(3) == 0 ? 1 : 1 + random.nextInt(200);
      stimulus.set(moderateValid, true);
      stimulus.set(moderateQueue, queue);
      stimulus.set(moderateCount, count);
      stimulus.set(moderateCycles, cycles);
      model.moderate(queue, count, cycles);
    }
    if (random.nextInt(CONTROL_INTERVAL_CYCLES) == 0) {
      int queue = random.nextInt(config.queues());
      stimulus.set(resetValid, true);
      stimulus.set(resetQueue, queue);
      model.resetQueue(queue);
    }
  }
}
