package org.mpnic.cosim.twin;

import java.util.ArrayDeque;
import org.mpnic.cosim.lockstep.Expectation;
import org.mpnic.cosim.lockstep.OutputBoundary;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;

/**
 * What one boundary will show, in the order of the cycles, however far ahead the model tells it.
 */
final class ExpectedValues {
  /** What is shown in a cycle: a value for each signal, null for one that may be anything. */
  private record Shown(long cycle, long[][] values) {}

  private final OutputBoundary boundary;
  private final Signal[] signals;
  private final ArrayDeque<Shown> shown = new ArrayDeque<>();

  /** A boundary without signals besides valid. */
  ExpectedValues(StagePorts ports, String name, String valid) {
    this(ports, name, valid, new String[0], new int[0]);
  }

  /** A boundary with signals of these widths. */
  ExpectedValues(StagePorts ports, String name, String valid, String[] data, int[] widths) {
    boundary = ports.boundary(name, valid);
    signals = new Signal[data.length];
    for (int i = 0; i < data.length; i++) {
      signals[i] = boundary.data(data[i], widths[i]);
    }
  }

  /** The boundary is valid in a cycle, with the values of its first signals. */
  void add(long cycle, long[]... values) {
    shown.add(new Shown(cycle, values));
  }

  /** What would show later than in a cycle never will; with values, if the first is this one. */
  void revoke(long cycle, long first) {
    shown.removeIf(
        next -> next.cycle > cycle && (next.values.length == 0 || next.values[0][0] == first));
  }

  /** A value of one word. */
  static long[] of(long value) {
    return new long[] {value};
  }

  /** A bit. */
  static long[] of(boolean value) {
    return new long[] {value ? 1 : 0};
  }

  /** Tells of a cycle, of which the model has told everything. */
  void tell(long cycle, Expectation expectation) {
    Shown next = shown.peek();
    if (next == null || next.cycle > cycle) {
      return;
    }
    if (next.cycle < cycle) {
      throw new IllegalStateException(
          boundary.name() + " of cycle " + next.cycle + " is told in cycle " + cycle);
    }
    shown.remove();
    expectation.valid(cycle, boundary);
    for (int i = 0; i < next.values.length; i++) {
      if (next.values[i] != null) {
        expectation.set(cycle, signals[i], next.values[i]);
      }
    }
  }
}
