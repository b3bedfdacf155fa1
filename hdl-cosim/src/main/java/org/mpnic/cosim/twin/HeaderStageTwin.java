package org.mpnic.cosim.twin;

import java.util.Random;
import org.mpnic.cosim.lockstep.Expectation;
import org.mpnic.cosim.lockstep.OutputBoundary;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.model.rx.HeaderWord;
import org.mpnic.model.table.ContextArray;

/**
 * A stage of the shared header pipeline with a table of contexts: words with random gaps, and
 * writes of the control processor beside them, which hold for the words behind.
 */
abstract class HeaderStageTwin implements GuidedTwin {
  /** Cycles between two writes on average. */
  protected static final int WRITE_INTERVAL_CYCLES = 25;

  private static final int DRAIN_CYCLES = 200;

  /** The RTL's ports. */
  protected final StagePorts ports;

  /** Source of everything random. */
  protected final Random random;

  /** The word that is driven; the stage's fields of it are set anew for each. */
  protected final HeaderWord word = new HeaderWord();

  /** Words and writes in the place of random ones, or null. */
  protected GivenInput given;

  private final Signal validIn;
  private final Pauses gaps;
  private final int latencyCycles;
  private Signal writeValid;
  private Signal writeEntry;
  private Signal writeValue;
  private OutputBoundary out;
  private ContextArray table;
  private long left;
  private int drain = DRAIN_CYCLES;

  HeaderStageTwin(String module, int latencyCycles, long seed, long packets) {
    this.ports = new StagePorts(module);
    this.validIn = ports.input("valid_i", 1);
    this.random = new Random(seed);
    this.gaps = new Pauses(random);
    this.latencyCycles = latencyCycles;
    this.left = packets;
  }

  /** Declares the table's write port. */
  protected final void writes(ContextArray contexts) {
    table = contexts;
    writeValid = ports.input("write_valid_i", 1);
    writeEntry = ports.input("write_entry_i", Bits.ofIndex(contexts.entries()));
    writeValue = ports.input("write_value_i", 64 * contexts.wordsPerEntry());
  }

  /** Declares the words' boundary. */
  protected final OutputBoundary words() {
    out = ports.boundary("word", "valid_o");
    return out;
  }

  /** Does what a cycle needs whether it has a word or not. */
  protected void prepare(long cycle, Stimulus stimulus) {}

  /** Makes the next word. */
  protected abstract void make();

  /** Puts the word on the RTL's inputs. */
  protected abstract void drive(Stimulus stimulus);

  /** Runs the model's stage on the word. */
  protected abstract void process();

  /** Tells the word's outputs at a cycle. */
  protected abstract void expect(long cycle, Expectation expectation);

  /** Programs or clears an entry, through the stage's own method where it has one. */
  protected abstract void program(long cycle);

  @Override
  public final StagePorts ports() {
    return ports;
  }

  @Override
  public final void follow(GivenInput input) {
    given = input;
    left = 0;
  }

  @Override
  public final boolean drive(long cycle, Stimulus stimulus, Expectation expectation) {
    prepare(cycle, stimulus);
    if (enters(cycle)) {
      stimulus.set(validIn, true);
      drive(stimulus);
      process();
      if (given != null) {
        given.processed(word);
      }
      expectation.valid(cycle + latencyCycles, out);
      expect(cycle + latencyCycles, expectation);
    } else {
      // What an idle slot carries is nothing to the stage.
      drive(stimulus);
    }
    control(cycle, stimulus);
    boolean more = given == null ? left > 0 : cycle < given.cycles();
    return more || drain-- > 0;
  }

  /** Makes the word of the cycle, if there is one. */
  private boolean enters(long cycle) {
    if (given != null) {
      return given.fill(cycle, word);
    }
    if (left == 0 || gaps.next()) {
      return false;
    }
    left--;
    word.clear();
    word.grantCycle = cycle;
    make();
    return true;
  }

  /** Drives the control processor's ports in a cycle. */
  protected void control(long cycle, Stimulus stimulus) {
    if (given != null || cycle == 0 || random.nextInt(WRITE_INTERVAL_CYCLES) == 0) {
      table.listen(
          (written, effective, entry, value) -> {
            stimulus.set(writeValid, true);
            stimulus.set(writeEntry, entry);
            stimulus.set(writeValue, value);
          });
      if (given != null) {
        given.write(cycle, table);
      } else {
        program(cycle);
      }
      table.listen(null);
    }
  }
}
