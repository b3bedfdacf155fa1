package org.mpnic.cosim.lockstep;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Inputs and expected outputs of a run, for another simulator to play.
 *
 * <p>Three files: cosim_top.sv, the wrapper around the module with all inputs in one vector of
 * words and all outputs in another; signals.tsv, which word is which signal; words.hex, a line for
 * every word that is not as in an idle cycle. A line is kind, word, value and the bits of the value
 * that mean something, in 1, 4, 16 and 16 digits. Kinds: 0 an input, 1 an output, 2 the cycle ends;
 * 3 an input and 4 an output of an idle cycle, in front of all others.
 *
 * <p>What is not set means nothing, except for valid, ready and counts of posted buffers, which are
 * 0 then. Idle cycles at the end are left out.
 */
final class Recording implements Closeable {
  private static final int INPUT = 0;
  private static final int OUTPUT = 1;
  private static final int CYCLE = 2;
  private static final int IDLE_INPUT = 3;
  private static final int IDLE_OUTPUT = 4;
  private static final String ALWAYS_KNOWN = ".*_(valid|ready)_i|posted_i";

  private final StagePorts ports;
  private final BufferedWriter words;
  private final StringBuilder cycles = new StringBuilder();

  Recording(Path folder, StagePorts ports) throws IOException {
    this.ports = ports;
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("cosim_top.sv"), ports.wrapper());
    Files.writeString(folder.resolve("signals.tsv"), names());
    words = Files.newBufferedWriter(folder.resolve("words.hex"));
    for (Signal signal : ports.inputs()) {
      for (int word = 0; word < signal.words(); word++) {
        line(IDLE_INPUT, signal.at() + word, 0, isAlwaysKnown(signal) ? -1L : 0);
      }
    }
    for (OutputBoundary boundary : ports.boundaries()) {
      line(IDLE_OUTPUT, boundary.valid().at(), 0, -1L);
    }
    flush();
  }

  private String names() {
    StringBuilder text = new StringBuilder();
    for (Signal signal : ports.outputs()) {
      for (int word = 0; word < signal.words(); word++) {
        text.append(signal.at() + word).append('\t').append(signal.name()).append('\t');
        text.append(64 * word).append('\n');
      }
    }
    return text.toString();
  }

  private static boolean isAlwaysKnown(Signal signal) {
    return signal.name().matches(ALWAYS_KNOWN);
  }

  /** Adds a cycle; they come in order. */
  void add(long cycle, Stimulus stimulus, int index, Expectation expectation) {
    int base = index * stimulus.wordsPerCycle();
    for (int word = 0; word < stimulus.wordsPerCycle(); word++) {
      long known = stimulus.known()[base + word];
      if (known != 0) {
        line(INPUT, word, stimulus.words()[base + word], known);
      }
    }
    boolean busy = false;
    for (OutputBoundary boundary : ports.boundaries()) {
      if (expectation.value(cycle, boundary.valid(), 0) != 0) {
        busy = true;
        line(OUTPUT, boundary.valid().at(), 1, -1L);
        boundary.data().forEach(signal -> output(cycle, signal, expectation));
      }
    }
    line(CYCLE, 0, 0, 0);
    if (busy) {
      flush();
    }
  }

  private void output(long cycle, Signal signal, Expectation expectation) {
    for (int word = 0; word < signal.words(); word++) {
      long care = expectation.care(cycle, signal, word);
      if (care != 0) {
        line(OUTPUT, signal.at() + word, expectation.value(cycle, signal, word), care);
      }
    }
  }

  private void line(int kind, int word, long value, long known) {
    cycles.append(kind).append(String.format("%04x%016x%016x%n", word, value, known));
  }

  private void flush() {
    try {
      words.append(cycles);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    cycles.setLength(0);
  }

  @Override
  public void close() throws IOException {
    words.close();
  }
}
