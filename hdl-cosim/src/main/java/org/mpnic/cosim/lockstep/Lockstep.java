package org.mpnic.cosim.lockstep;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.mpnic.ctl.UserError;

/**
 * Runs a stage's verilated RTL beside its model and compares every output of every cycle. A
 * difference ends the run; it is then repeated up to there with a traced library, for the waveform.
 */
public final class Lockstep {
  private static final int CHUNK_CYCLES = StageTwin.CHUNK_CYCLES;
  private static final int KEPT_CYCLES = 16;
  private static final int MOST_DIGITS = 40;

  private final VerilatedBuild build;
  private final LongFunction<StageTwin> twins;
  private final long seed;

  private StagePorts ports;
  private long[] counts;
  private long mismatches;
  private long cycles;
  private Difference first;
  private Deque<String> kept;
  private Recording recording;

  /**
   * A run.
   *
   * @param build builds the library
   * @param twins makes the stage's twin from a seed; equal seeds make equal runs
   * @param seed the seed
   */
  public Lockstep(VerilatedBuild build, LongFunction<StageTwin> twins, long seed) {
    this.build = build;
    this.twins = twins;
    this.seed = seed;
  }

  /**
   * Runs.
   *
   * @param wave waveform file; null to write one only when there is a difference, at {@code
   *     waveOfDifference}
   * @param waveOfDifference waveform file in that case
   */
  public CosimReport run(Path wave, Path waveOfDifference) {
    once(wave == null ? null : wave.toString());
    if (first != null && wave == null && waveOfDifference != null) {
      long[] firstCounts = counts;
      final long firstCycles = cycles;
      once(waveOfDifference.toString());
      counts = firstCounts;
      cycles = firstCycles;
      first = first == null ? null : first.withWave(waveOfDifference.toString());
    } else if (first != null && wave != null) {
      first = first.withWave(wave.toString());
    }
    Map<String, Long> boundaries = new LinkedHashMap<>();
    long beats = 0;
    for (OutputBoundary boundary : ports.boundaries()) {
      String name = ports.module() + "." + boundary.name();
      boundaries.put(name, counts[boundary.index()]);
      beats += counts[boundary.index()];
    }
    return new CosimReport(cycles, beats, boundaries, mismatches, first);
  }

  /**
   * Runs, and records inputs and outputs for another simulator, see {@link Recording}.
   *
   * @param folder receives the files
   */
  public CosimReport record(Path folder) {
    try (Recording opened = new Recording(folder, twins.apply(seed).ports())) {
      recording = opened;
      return run(null, null);
    } catch (IOException failure) {
      throw new UserError(
          "the recording cannot be written to " + folder + ": " + failure.getMessage(), failure);
    } finally {
      recording = null;
    }
  }

  private void once(String wave) {
    StageTwin twin = twins.apply(seed);
    ports = twin.ports();
    counts = new long[ports.boundaries().size()];
    mismatches = 0;
    first = null;
    kept = new ArrayDeque<>();
    Stimulus stimulus = new Stimulus(ports.inputWords(), CHUNK_CYCLES);
    Expectation expectation = new Expectation(ports.outputWords(), twin.horizonCycles());
    long[] results = new long[ports.outputWords() * CHUNK_CYCLES];
    Path library = build.library(ports, wave != null);
    try (VerilatedModel rtl = new VerilatedModel(library, ports, CHUNK_CYCLES, wave)) {
      long cycle = 0;
      boolean more = true;
      while (more && first == null) {
        stimulus.clear();
        int driven = 0;
        while (more && driven < CHUNK_CYCLES) {
          stimulus.select(driven);
          more = twin.drive(cycle + driven, stimulus, expectation);
          driven++;
        }
        int done = rtl.run(driven, stimulus.words(), driven * stimulus.wordsPerCycle(), results);
        for (int i = 0; i < done && first == null; i++) {
          compare(cycle + i, stimulus, i, expectation, results);
          if (recording != null) {
            recording.add(cycle + i, stimulus, i, expectation);
          }
          expectation.forget(cycle + i);
        }
        if (done < driven && first == null) {
          mismatches++;
          keep(cycle + done - 1, stimulus, done - 1, results);
          differ(cycle + done - 1, "assertion", rtl.failure(), "holds", "fails");
        }
        cycle += driven;
      }
      cycles = cycle;
    }
  }

  private void compare(
      long cycle, Stimulus stimulus, int index, Expectation expectation, long[] results) {
    remember(cycle, stimulus, index, expectation, results);
    int base = index * ports.outputWords();
    for (OutputBoundary boundary : ports.boundaries()) {
      boolean expected = expectation.value(cycle, boundary.valid(), 0) != 0;
      boolean actual = results[base + boundary.valid().at()] != 0;
      if (expected != actual) {
        mismatches++;
        differ(
            cycle,
            boundary.name(),
            boundary.valid().name(),
            expected ? "1" : "0",
            actual ? "1" : "0");
      } else if (expected && sameData(cycle, boundary, expectation, results, base)) {
        counts[boundary.index()] += stimulus.isTaken(index, boundary) ? 1 : 0;
      }
    }
  }

  private boolean sameData(
      long cycle, OutputBoundary boundary, Expectation expectation, long[] results, int base) {
    boolean same = true;
    for (Signal signal : boundary.data()) {
      for (int word = 0; word < signal.words(); word++) {
        if (expectation.wrong(cycle, signal, word, results[base + signal.at() + word]) != 0) {
          same = false;
          mismatches++;
          differ(
              cycle,
              boundary.name(),
              signal.name(),
              hexOf(signal, w -> expectation.value(cycle, signal, (int) w)),
              hexOf(signal, w -> results[base + signal.at() + (int) w]));
          break;
        }
      }
    }
    return same;
  }

  private void differ(long cycle, String boundary, String signal, String expected, String actual) {
    if (first == null) {
      first =
          new Difference(
              ports.module(),
              seed,
              cycle,
              boundary,
              signal,
              expected,
              actual,
              List.copyOf(kept),
              null);
    }
  }

  /** Notes a cycle for the report; only while nothing differs, and cheaply: text on demand. */
  private void remember(
      long cycle, Stimulus stimulus, int index, Expectation expectation, long[] results) {
    if (differsSoon(cycle, index, expectation, results)) {
      keep(cycle, stimulus, index, results);
    }
  }

  private void keep(long cycle, Stimulus stimulus, int index, long[] results) {
    int from = Math.max(0, index - KEPT_CYCLES + 1);
    for (int i = from; i <= index; i++) {
      kept.add(describe(cycle - index + i, stimulus, i, results));
    }
  }

  private boolean differsSoon(long cycle, int index, Expectation expectation, long[] results) {
    if (first != null) {
      return false;
    }
    int base = index * ports.outputWords();
    for (OutputBoundary boundary : ports.boundaries()) {
      boolean valid = expectation.value(cycle, boundary.valid(), 0) != 0;
      if (valid != (results[base + boundary.valid().at()] != 0)) {
        return true;
      }
      for (Signal signal : valid ? boundary.data() : List.<Signal>of()) {
        for (int word = 0; word < signal.words(); word++) {
          if (expectation.wrong(cycle, signal, word, results[base + signal.at() + word]) != 0) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private String describe(long cycle, Stimulus stimulus, int index, long[] results) {
    List<String> parts = new ArrayList<>();
    int in = index * stimulus.wordsPerCycle();
    for (Signal signal : ports.inputs()) {
      String value = hexOf(signal, w -> stimulus.words()[in + signal.at() + (int) w]);
      addTo(parts, signal, value);
    }
    int out = index * ports.outputWords();
    for (OutputBoundary boundary : ports.boundaries()) {
      if (results[out + boundary.valid().at()] != 0) {
        parts.add(boundary.valid().name() + "=1");
        for (Signal signal : boundary.data()) {
          addTo(parts, signal, hexOf(signal, w -> results[out + signal.at() + (int) w]));
        }
      }
    }
    return "cycle " + cycle + ": " + String.join(" ", parts);
  }

  /** Notes a value that is not 0; of a long one its low end, the first bytes of a beat. */
  private static void addTo(List<String> parts, Signal signal, String value) {
    if (!value.equals("0")) {
      int cut = Math.max(0, value.length() - MOST_DIGITS);
      parts.add(signal.name() + "=" + (cut > 0 ? ".." : "") + value.substring(cut));
    }
  }

  private static String hexOf(Signal signal, LongFunction<Long> words) {
    StringBuilder text = new StringBuilder();
    for (int word = signal.words() - 1; word >= 0; word--) {
      long value = words.apply(word);
      if (text.length() > 0) {
        text.append(String.format("%016x", value));
      } else if (value != 0 || word == 0) {
        text.append(Long.toHexString(value));
      }
    }
    return text.toString();
  }
}
