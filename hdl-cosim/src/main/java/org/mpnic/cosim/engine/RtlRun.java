package org.mpnic.cosim.engine;

import java.nio.file.Path;
import java.util.List;
import org.mpnic.cosim.lockstep.InputScript;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.cosim.lockstep.VerilatedModel;

/**
 * A verilated module that runs on behalf of something outside: batches of cycles, their inputs from
 * {@link RtlPart}s, which get the outputs cycle by cycle.
 *
 * <p>A batch ends with the cycle in which output {@code stop} is not 0; what a part learns then may
 * change inputs from the next cycle on, by {@link #amend}.
 */
final class RtlRun implements AutoCloseable {
  private static final int MOST_CYCLES = 256;

  private final VerilatedModel model;
  private final List<RtlPart> parts;
  private final Signal stop;
  private final int batchCycles;
  private final Stimulus stimulus;
  private final long[] peekWords;
  private final Outputs outputs;
  private final Outputs peeked;

  /** First cycle of the batch in {@link #stimulus}, and cycle behind its last. */
  private long batchStart;

  private long drivenTo;

  /** Cycle behind the last that was run. */
  private long ranTo;

  /** First cycle in {@link #outputs}, and the next that the parts are to see, by which part. */
  private long outputsStart;

  private long observedTo;
  private int observedBy;

  /** Notes the inputs of every cycle that is run, if not null. */
  private InputScript script;

  /**
   * A module at cycle 0.
   *
   * @param ports all ports, declared
   * @param stop output of one word
   */
  RtlRun(Path library, StagePorts ports, Signal stop, List<RtlPart> parts) {
    int batch = MOST_CYCLES;
    for (RtlPart part : parts) {
      batch = Math.min(batch, part.reactionCycles());
    }
    this.parts = List.copyOf(parts);
    this.stop = stop;
    this.batchCycles = batch;
    this.stimulus = new Stimulus(ports.inputWords(), batch);
    this.outputs = new Outputs(ports.outputWords(), batch);
    this.peekWords = new long[ports.inputWords()];
    this.peeked = new Outputs(ports.outputWords(), 1);
    this.model = new VerilatedModel(library, ports, batch, null);
  }

  /** The next cycle whose inputs are not driven yet: what is commanded now holds from there on. */
  long cycle() {
    return drivenTo;
  }

  /** Cycle behind the last whose outputs all parts have seen. */
  long observedTo() {
    return observedTo;
  }

  /** Notes the inputs of every cycle that is run from now on. */
  void note(InputScript newScript) {
    script = newScript;
  }

  /** Makes inputs of a cycle current that were driven already; null if they were not. */
  Stimulus amend(long cycle) {
    if (cycle < ranTo) {
      throw new IllegalStateException("input of cycle " + cycle + " behind cycle " + ranTo);
    }
    if (cycle >= drivenTo) {
      return null;
    }
    stimulus.select((int) (cycle - batchStart));
    return stimulus;
  }

  /**
   * Runs up to a cycle.
   *
   * @return false when a part waits for something from outside
   */
  boolean run(long end) {
    while (true) {
      if (!observe()) {
        return false;
      }
      if (ranTo < drivenTo) {
        runDriven();
      } else if (drivenTo >= end) {
        return true;
      } else if (!drive(Math.min(end, drivenTo + batchCycles))) {
        return false;
      }
    }
  }

  /** Drives a batch; false when not even its first cycle can be. */
  private boolean drive(long to) {
    long end = to;
    for (RtlPart part : parts) {
      end = Math.min(end, part.drivableTo(drivenTo, end));
    }
    if (end <= drivenTo) {
      return false;
    }
    batchStart = drivenTo;
    stimulus.clear();
    for (long cycle = batchStart; cycle < end; cycle++) {
      stimulus.select((int) (cycle - batchStart));
      for (RtlPart part : parts) {
        part.drive(cycle, stimulus);
      }
    }
    drivenTo = end;
    return true;
  }

  private void runDriven() {
    int first = (int) (ranTo - batchStart);
    int cycles = (int) (drivenTo - ranTo);
    int words = stimulus.wordsPerCycle();
    int done =
        model.runTo(cycles, stimulus.words(), first * words, cycles * words, stop, outputs.words());
    outputsStart = ranTo;
    ranTo += done;
    for (int cycle = 0; cycle < done && script != null; cycle++) {
      script.add(stimulus.words(), (first + cycle) * words);
    }
    if (model.failure() != null) {
      throw new IllegalStateException(
          "assertion of the RTL in cycle " + (ranTo - 1) + ": " + model.failure());
    }
  }

  private boolean observe() {
    while (observedTo < ranTo) {
      outputs.select((int) (observedTo - outputsStart));
      while (observedBy < parts.size()) {
        if (!parts.get(observedBy).observe(observedTo, outputs)) {
          return false;
        }
        observedBy++;
      }
      observedBy = 0;
      observedTo++;
    }
    return true;
  }

  /**
   * Counts cycles in which nothing happens without running them; everything up to now was run and
   * seen.
   */
  void skip(long cycles) {
    drivenTo += cycles;
    ranTo += cycles;
    observedTo += cycles;
  }

  /**
   * Outputs for a probe's value, without time passing; everything up to now was run.
   *
   * @param probe an input that is no port
   */
  Outputs peek(Signal probe, long value) {
    peekWords[probe.at()] = value;
    model.peek(peekWords, peeked.words());
    peekWords[probe.at()] = 0;
    return peeked;
  }

  @Override
  public void close() {
    model.close();
  }
}
