package org.mpnic.abi;

import java.util.List;

/** Commands of the admin queue; each says what happens to outstanding buffers. */
public enum AdminCommand implements Code {
  NOP(0, "does nothing; shows that the device answers", "none", "untouched"),
  RESET(
      1,
      "virtual clock, tables, counters and rings (but the admin rings) back to their start; loaded "
          + "captures are dropped",
      "none",
      "all are returned: every queue is empty, no completion is pending, indices are 0; the host "
          + "posts its buffers anew"),
  QUEUE_CREATE(
      2,
      "creates a queue, enabled",
      "target queue; 0 write mode; 1 interrupt count; 2 interrupt cycles",
      "none exist; those posted before wait for the first frame"),
  QUEUE_DISABLE(
      3,
      "frames steered to the queue are dropped from now on, counted",
      "target queue; 0: 1 disables, 0 enables again",
      "posted ones stay with the device; frames on their way are completed"),
  QUEUE_DRAIN(
      4,
      "takes no new frames and answers when the last one on its way is completed",
      "target queue",
      "used ones are completed, the rest stays with the device"),
  QUEUE_RESET(
      5,
      "rings of the queue back to their start, a quarantine is lifted",
      "target queue",
      "all are returned without completion: indices are 0; the host posts its buffers anew"),
  QUEUE_DESTROY(
      6,
      "removes the queue; frames steered to it are dropped, counted",
      "target queue",
      "all are returned without completion"),
  FLOW_PROGRAM(
      7, "programs a receive subflow", "data: a subflow record; results: 0 subflow", "untouched"),
  FLOW_READ(8, "reads a receive subflow", "0 subflow id; data: a subflow record", "untouched"),
  FLOW_REMOVE(9, "removes a receive subflow from the flow table", "0 subflow id", "untouched"),
  CONNECTION_PROGRAM(
      10, "programs a connection", "data: a connection record; results: 0 connection", "untouched"),
  CONNECTION_READ(
      11, "reads a connection", "0 connection id; data: a connection record", "untouched"),
  CONTEXT_READ(
      12,
      "reads a context of the datapath",
      "0 table: 0 subflow, 1 mappings, 2 connection; 1 id; data: its words, 64 bits each",
      "untouched"),
  CONTEXT_WRITE(
      13,
      "writes a context of the datapath",
      "0 table: 0 subflow, 1 mappings, 2 connection; 1 id; data: its words, 64 bits each",
      "untouched"),
  STEERING_SET(
      14,
      "sets the RSS indirection table",
      "data: 128 bytes, the queue of each hash value",
      "untouched; frames steered before keep their queue"),
  LINK_SET(15, "takes a port up or down", "target port; 0: 1 up, 0 down", "untouched"),
  MTU_SET(16, "sets a port's longest frame", "target port; 0 bytes, FCS included", "untouched"),
  MAC_FILTER_SET(
      17,
      "sets one accepted destination address",
      "target port; 0 place, 0 to 15; 1 address in the low 48 bits, 0 clears",
      "untouched"),
  PROMISCUOUS_SET(
      18, "accepts any destination address", "target port; 0: 1 on, 0 off", "untouched"),
  CAPTURE_LOAD(
      19,
      "opens a capture file for a port",
      "target port or all; 0 flags; data: path, and after a zero byte the waveform's path, UTF-8; "
          + "results: 0 interfaces",
      "untouched"),
  CAPTURE_START(
      20,
      "lets the loaded captures into their ports; answers at once, event CAPTURE_DONE at the end",
      "none",
      "untouched; frames use them in order"),
  CAPTURE_STOP(
      21,
      "stops the running captures after the frames that are in, then event CAPTURE_DONE",
      "none",
      "used ones are completed, the rest stays with the device"),
  SHUTDOWN(
      22,
      "ends the device process after the answer",
      "none",
      "all are lost with the device; the region stays until it is removed");

  private static final List<AdminCommand> ALL = List.of(values());
  private final int code;
  private final String meaning;
  private final String arguments;
  private final String outstandingBuffers;

  AdminCommand(int code, String meaning, String arguments, String outstandingBuffers) {
    this.code = code;
    this.meaning = meaning;
    this.arguments = arguments;
    this.outstandingBuffers = outstandingBuffers;
  }

  @Override
  public int code() {
    return code;
  }

  @Override
  public String meaning() {
    return meaning;
  }

  /** Target, argument words by number, data and results. */
  public String arguments() {
    return arguments;
  }

  /** What happens to buffers that the host has posted and not got back. */
  public String outstandingBuffers() {
    return outstandingBuffers;
  }

  /** The command of that code, or null where this version knows none. */
  public static AdminCommand of(int code) {
    return Code.find(ALL, code);
  }
}
