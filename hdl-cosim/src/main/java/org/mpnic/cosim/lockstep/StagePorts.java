package org.mpnic.cosim.lockstep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a stage's RTL module looks like from outside: parameters, inputs, and its outputs by
 * boundary. Every module has {@code clk_i} and {@code rst_i} besides.
 */
public final class StagePorts {
  private final String module;
  private final Map<String, String> parameters = new LinkedHashMap<>();
  private final Map<String, String> structures = new LinkedHashMap<>();
  private final List<String> includes = new ArrayList<>();
  private final List<Signal> inputs = new ArrayList<>();
  private final List<Signal> probes = new ArrayList<>();
  private final List<Signal> outputs = new ArrayList<>();
  private final List<OutputBoundary> boundaries = new ArrayList<>();
  private int inputWords;
  private int outputWords;

  /** A module without ports. */
  public StagePorts(String module) {
    this.module = module;
  }

  /** The same module with the same words of inputs, and no outputs yet. */
  public StagePorts withoutOutputs() {
    StagePorts copy = new StagePorts(module);
    copy.parameters.putAll(parameters);
    copy.includes.addAll(includes);
    copy.inputs.addAll(inputs);
    copy.probes.addAll(probes);
    copy.inputWords = inputWords;
    return copy;
  }

  /** Sets a parameter of the module. */
  public StagePorts parameter(String name, long value) {
    return parameter(name, Long.toString(value));
  }

  /** Sets a parameter of the module to an expression of SystemVerilog. */
  public StagePorts parameter(String name, String value) {
    parameters.put(name, value);
    return this;
  }

  /**
   * Declares an output that is a structure: its fields are added as {@code name.field} to a
   * boundary.
   *
   * @param name name of the output
   * @param type its type
   * @param file file that declares the type
   */
  public StagePorts structure(String name, String type, String file) {
    structures.put(name, type);
    return include(file);
  }

  /** Includes a file before the module. */
  public StagePorts include(String file) {
    if (!includes.contains(file)) {
      includes.add(file);
    }
    return this;
  }

  /** Adds an input. */
  public Signal input(String name, int width) {
    Signal signal = new Signal(name, width, inputWords);
    inputWords += signal.words();
    inputs.add(signal);
    return signal;
  }

  /** Adds an input that is no port: expressions of outputs may name it. */
  public Signal probe(String name, int width) {
    Signal signal = new Signal(name, width, inputWords);
    inputWords += signal.words();
    probes.add(signal);
    return signal;
  }

  /** Adds a boundary: its valid signal is compared in every cycle. */
  public OutputBoundary boundary(String name, String valid) {
    OutputBoundary boundary = new OutputBoundary(this, name, output(valid, 1), boundaries.size());
    boundaries.add(boundary);
    return boundary;
  }

  /**
   * Adds an output that belongs to no boundary.
   *
   * @param name a port, or an expression over {@code dut}
   */
  public Signal output(String name, int width) {
    Signal signal = new Signal(name, width, outputWords);
    outputWords += signal.words();
    outputs.add(signal);
    return signal;
  }

  /** Name of the RTL module. */
  public String module() {
    return module;
  }

  /** Boundaries in the order in which they were added. */
  public List<OutputBoundary> boundaries() {
    return boundaries;
  }

  /** Inputs in the order in which they were added. */
  public List<Signal> inputs() {
    return inputs;
  }

  /** Outputs in the order in which they were added. */
  List<Signal> outputs() {
    return outputs;
  }

  /** 64-bit words of all inputs of a cycle. */
  public int inputWords() {
    return Math.max(2, inputWords);
  }

  /** 64-bit words of all outputs of a cycle. */
  public int outputWords() {
    return Math.max(2, outputWords);
  }

  /** A module around the stage, with all inputs in one vector and all outputs in another. */
  String wrapper() {
    StringBuilder text = new StringBuilder();
    includes.forEach(file -> text.append("`include \"").append(file).append("\"\n"));
    text.append("module cosim_top (\n  input logic clk_i,\n");
    text.append("  input logic rst_i,\n  input logic [").append(64 * inputWords() - 1);
    text.append(":0] in_i,\n  output logic [").append(64 * outputWords() - 1).append(":0] out_o\n");
    text.append(");\n");
    structures.forEach((name, type) -> text.append("  ").append(type + " " + name + ";\n"));
    for (Signal signal : ownOutputs()) {
      text.append("  logic [").append(signal.width() - 1).append(":0] ").append(signal.name());
      text.append(";\n");
    }
    for (Signal signal : probes) {
      text.append("  logic [").append(signal.width() - 1).append(":0] ").append(signal.name());
      text.append(";\n  assign ").append(signal.name()).append(" = in_i[").append(64 * signal.at());
      text.append("+:").append(signal.width()).append("];\n");
    }
    int words = 0;
    for (Signal signal : outputs) {
      int bits = 64 * signal.words();
      text.append("  assign out_o[").append(64 * signal.at()).append("+:").append(bits);
      text.append("] = ").append(signal.name()).append(";\n");
      words += signal.words();
    }
    for (; words < outputWords(); words++) {
      text.append("  assign out_o[").append(64 * words).append("+:64] = '0;\n");
    }
    text.append("  ").append(module);
    List<String> values = new ArrayList<>();
    parameters.forEach((name, value) -> values.add("." + name + "(" + value + ")"));
    text.append(values.isEmpty() ? "" : " #(" + String.join(", ", values) + ")");
    text.append(" dut (\n    .clk_i, .rst_i");
    for (Signal signal : inputs) {
      text.append(",\n    .").append(signal.name()).append("(in_i[").append(64 * signal.at());
      text.append("+:").append(signal.width()).append("])");
    }
    structures.keySet().forEach(name -> text.append(",\n    .").append(name));
    for (Signal signal : ownOutputs()) {
      text.append(",\n    .").append(signal.name());
    }
    return text.append("\n  );\nendmodule : cosim_top\n").toString();
  }

  /** Outputs that are no field of a structure. */
  private List<Signal> ownOutputs() {
    return outputs.stream().filter(signal -> signal.name().indexOf('.') < 0).toList();
  }
}
