package org.mpnic.cosim.lockstep;

import java.util.ArrayList;
import java.util.List;

/** Outputs of a stage that belong together: one says when, the others say what. */
public final class OutputBoundary {
  private final StagePorts ports;
  private final String name;
  private final Signal valid;
  private final int index;
  private Signal ready;
  private final List<Signal> data = new ArrayList<>();

  OutputBoundary(StagePorts ports, String name, Signal valid, int index) {
    this.ports = ports;
    this.name = name;
    this.valid = valid;
    this.index = index;
  }

  /** Adds an output that is compared in the cycles in which the boundary is valid. */
  public Signal data(String signal, int width) {
    Signal added = ports.output(signal, width);
    data.add(added);
    return added;
  }

  /** Names the input by which the RTL's consumer takes: beats are counted where both are set. */
  public void takenBy(Signal input) {
    ready = input;
  }

  /** The input by which a beat is taken, or null when every valid cycle is a beat. */
  Signal ready() {
    return ready;
  }

  /** Name in reports. */
  public String name() {
    return name;
  }

  /** The signal that says when. */
  public Signal valid() {
    return valid;
  }

  /** The signals that say what. */
  public List<Signal> data() {
    return data;
  }

  int index() {
    return index;
  }
}
