package org.mpnic.cosim.engine;

import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.twin.Bits;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.HeaderStages;
import org.mpnic.model.table.ContextArray;
import org.mpnic.model.table.ContextMemory;

/**
 * The contexts as they stand in the RTL's memories, for the control processor's program and for the
 * host's read-back: looked at between two cycles, and laid out as the model has them.
 *
 * <p>An update stands in its memory a few cycles after its frame has left the stage.
 */
final class ContextReadBack implements ContextMemory {
  /** A slot of mapping_table, bit 0 first: DSN is 64 bits, DATA_FIN, has checksum, ... */
  private static final int SLOT_BITS = 147;

  private static final int SLOT_FIN = 1;
  private static final int SLOT_HAS_CHECKSUM = 2;
  private static final int SLOT_CHECKSUM = 3;
  private static final int SLOT_SSN = 19;
  private static final int SLOT_END = 51;
  private static final int SLOT_DSN = 83;

  /** A write of the control processor stands in its memory so many cycles later. */
  private static final int WRITE_CYCLES = 128;

  /** Bits of a subflow's context that mean nothing. */
  private static final int UNSTORED_BITS = 46;

  private static final int INFINITE_BITS = 64 + 32 + 3;
  private static final int FIRST_SLOT = 4;

  /** What the sums' words 0 hold of a mapping, by {@link org.mpnic.model.rx.DssMapper}. */
  private static final int SPOILED = 1 << 16;

  private static final int DELIVERED = 1 << 17;
  private static final int COUNTED = 1 << 18;

  private final HeaderStages stages;
  private final int slots;
  private final Signal subflow;
  private final Signal connection;
  private final Signal subflowContext;
  private final Signal connectionContext;
  private final Signal generation;
  private final Signal states;
  private final Signal infinite;
  private final Signal slotValues;
  private final Signal flags;
  private RtlRun run;

  /** Stands behind the contexts of {@code stages} from now on. */
  ContextReadBack(NicConfig config, StagePorts stage, HeaderStages stages) {
    this.stages = stages;
    slots = config.mappingsPerSubflow();
    subflow = stage.probe("peek_subflow", Bits.ofIndex(config.subflows()));
    connection = stage.probe("peek_connection", Bits.ofIndex(config.connections()));
    String pipeline = "dut.pipeline.";
    int bits = 64 * stages.subflowTracker().contexts().wordsPerEntry();
    String tracker = pipeline + "subflow_tracker_stage.contexts";
    subflowContext = stage.output(subflowContext(tracker, bits), bits);
    bits = 64 * stages.connectionTracker().contexts().wordsPerEntry();
    tracker = pipeline + "connection_tracker_stage.contexts";
    connectionContext = stage.output(newer(tracker, connection), bits);
    String mapper = pipeline + "dss_mapper_stage.";
    String index = "[" + subflow.name() + "]";
    generation = stage.output(mapper + "mappings.generations" + index, 12);
    states = stage.output(newer(mapper + "mappings.states", subflow), 3 * slots);
    infinite = stage.output(newer(mapper + "mappings.infinite_contexts", subflow), INFINITE_BITS);
    StringBuilder all = new StringBuilder("{");
    for (int slot = slots - 1; slot >= 0; slot--) {
      all.append(mapper).append("slot_values.g_slot[").append(slot).append("].values");
      all.append(index).append(slot > 0 ? ", " : "}");
    }
    slotValues = stage.output(all.toString(), SLOT_BITS * slots);
    flags = stage.output("{" + mapper + "sums.flags.g_slot[0].values" + index + "}", 3 * slots);
    stages.subflowTracker().contexts().behind(this);
    stages.connectionTracker().contexts().behind(this);
    stages.dssMapper().mappingContexts().behind(this);
    stages.dssMapper().sumContexts().behind(this);
  }

  /** A context of subflow_tracker, which keeps the bits that mean something. */
  private String subflowContext(String cell, int bits) {
    return "{"
        + newer(cell, subflow, "[" + (bits - UNSTORED_BITS - 1) + ":146]")
        + ", 31'd0, "
        + newer(cell, subflow, "[145:49]")
        + ", 15'd0, "
        + newer(cell, subflow, "[48:0]")
        + "}";
  }

  private static String newer(String cell, Signal entry) {
    return newer(cell, entry, "");
  }

  /**
   * An entry of a context_ahead, or some bits of it: of its two memories the one that was written
   * last.
   */
  private static String newer(String cell, Signal entry, String part) {
    String store = cell + ".";
    String index = "[" + entry.name() + "]";
    String marks = store + "stage_mark" + index + " != " + store + "control_mark" + index;
    String control = store + "control_memory" + index + part;
    return "(" + marks + " ? " + control + " : " + store + "stage_memory" + index + part + ")";
  }

  /** The run whose memories are read; before the first cycle. */
  void of(RtlRun newRun) {
    run = newRun;
  }

  /** Forgets writes that stand in the RTL's memories, of tables that are never read back. */
  void settle() {
    long cycle = run.cycle() - WRITE_CYCLES;
    stages.flowTable().flows().slots().settle(cycle);
    stages.flowTable().tokens().slots().settle(cycle);
    stages.steering().losses().settle(cycle);
  }

  @Override
  public void load(ContextArray contexts, int entry) {
    contexts.settle(run.cycle() - WRITE_CYCLES);
    long[] words = contexts.words();
    int at = contexts.base(entry);
    if (contexts == stages.subflowTracker().contexts()) {
      copy(run.peek(subflow, entry), subflowContext, words, at);
    } else if (contexts == stages.connectionTracker().contexts()) {
      copy(run.peek(connection, entry), connectionContext, words, at);
    } else if (contexts == stages.dssMapper().mappingContexts()) {
      mappings(run.peek(subflow, entry), words, at);
    } else {
      sums(run.peek(subflow, entry), words, at, contexts.wordsPerEntry() / slots);
    }
  }

  private static void copy(Outputs outputs, Signal signal, long[] words, int at) {
    for (int word = 0; word < signal.words(); word++) {
      words[at + word] = outputs.word(signal, word);
    }
  }

  private void mappings(Outputs outputs, long[] words, int at) {
    final long valid = outputs.bits(states, 0, slots);
    final long expired = outputs.bits(states, slots, slots);
    final int victim = Long.bitCount(outputs.bits(states, 2 * slots, slots));
    words[at] = valid;
    words[at + 1] =
        expired | (long) victim << 16 | outputs.get(generation) << 20 | infiniteBits(outputs);
    words[at + 2] = outputs.bits(infinite, 3, 32);
    words[at + 3] = outputs.bits(infinite, 35, 64);
    for (int slot = 0; slot < slots; slot++) {
      boolean isValid = (valid >>> slot & 1) != 0;
      int from = SLOT_BITS * slot;
      long ssn = outputs.bits(slotValues, from + SLOT_SSN, 32);
      long bytes = outputs.bits(slotValues, from + SLOT_END, 32) - ssn & 0xffff;
      long checksum = outputs.bits(slotValues, from + SLOT_CHECKSUM, 16);
      words[at + FIRST_SLOT + slot] = isValid ? ssn << 32 | bytes << 16 | checksum : 0;
      words[at + FIRST_SLOT + slots + slot] =
          isValid ? outputs.bits(slotValues, from + SLOT_DSN, 64) : 0;
      if (isValid) {
        words[at] |= outputs.bits(slotValues, from + SLOT_FIN, 1) << 16 + slot;
        words[at] |= outputs.bits(slotValues, from + SLOT_HAS_CHECKSUM, 1) << 32 + slot;
        words[at] |= outputs.bits(slotValues, from, 1) << 48 + slot;
      }
    }
  }

  private long infiniteBits(Outputs outputs) {
    return outputs.bits(infinite, 0, 3) << 32;
  }

  /** Of the sums only what is known of each mapping, not the sum itself. */
  private void sums(Outputs outputs, long[] words, int at, int wordsPerSlot) {
    long closed = outputs.bits(flags, 0, slots);
    long delivered = outputs.bits(flags, slots, slots);
    long counted = outputs.bits(flags, 2 * slots, slots);
    for (int slot = 0; slot < slots; slot++) {
      boolean isDelivered = (delivered >>> slot & 1) != 0;
      boolean isClosed = (closed >>> slot & 1) != 0;
      boolean isCounted = (counted >>> slot & 1) != 0;
      words[at + wordsPerSlot * slot] =
          (isDelivered ? DELIVERED : 0)
              | (isClosed && !isDelivered ? SPOILED : 0)
              | (isCounted ? COUNTED : 0);
    }
  }
}
