package org.mpnic.abi;

import java.util.List;

/** Commands of the admin queue; each says what happens to outstanding buffers. */
public enum AdminCommand implements Code {
  NOP(0, "does nothing; shows that the device answers", "none", "untouched"),
  RESET(
      1,
      "virtual clock, tables, counters and rings (but the admin rings) back to their start; loaded "
          + "captures are dropped",
      "none; refused with wrong_state while a wire joins the card to another",
      "all are returned: every queue is empty, no completion is pending, indices are 0; the host "
          + "posts its buffers anew"),
  QUEUE_CREATE(
      2,
      "creates a queue, enabled, with an interrupt moderation of its own until RESET; one that is "
          + "there gets it anew",
      "target queue; 0 write mode; 1 interrupt count, 0 the card's; 2 interrupt cycles, 0 the "
          + "card's; refused with not_supported for other write modes than whole frames, which need "
          + "splitting and placing in steering that this card does not have",
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
      7,
      "programs a receive subflow by hand; it stays until FLOW_REMOVE or RESET, the firmware never "
          + "writes or replaces it; its writes enter at the datapath's cycle as the firmware's do: "
          + "the same in every run, unless a capture runs, then at whatever cycle it has reached",
      "data: a subflow record, of which count kind, subflow (id, or NO_ID for any), connection (one "
          + "programmed by hand, or NO_ID for one of its own, not with kind mptcp), queue (the "
          + "connection's, or NO_ID with a connection), isn, addresses, ports, is_ipv6, flags "
          + "is_initiator and has_ts_recent, ts_recent (with has_ts_recent: TSval of the SYN); results: 0 "
          + "subflow word, 1 frames granted after this cycle find it; SSN 1 is expected first; "
          + "refused with bad_argument, no_such_queue, no_such_entry (connection), entry_exists (id, "
          + "or addresses and ports), table_full, wrong_state (the connection is the firmware's, or "
          + "the event ring is full)",
      "untouched"),
  FLOW_READ(8, "reads a receive subflow", "0 subflow id; data: a subflow record", "untouched"),
  FLOW_REMOVE(
      9,
      "removes a receive subflow that was programmed by hand, with the connection that it had made "
          + "for itself; frames granted before are completed with its ids, later ones are unknown to "
          + "the card; no MAPPING_END comes for its mappings without verdict",
      "0 subflow word or id; refused with no_such_entry, or wrong_state (the entry is the "
          + "firmware's, or the event ring is full)",
      "untouched"),
  CONNECTION_PROGRAM(
      10,
      "programs a connection by hand, for flows programmed by hand; it stays until "
          + "CONNECTION_REMOVE or RESET; its first expected DSN is idsn + 1; the time of its effect "
          + "is as with FLOW_PROGRAM",
      "data: a connection record, of which count kind, connection (id, or NO_ID for any), queue, "
          + "version, idsn, flags checksum_required, has_token and has_receive_window, token (with "
          + "has_token: SYNs with MP_JOIN that name it go to the queue), receive_window (without "
          + "has_receive_window the card's); results: 0 connection; refused with "
          + "bad_argument, no_such_queue, entry_exists (id or token), table_full, wrong_state (the "
          + "event ring is full)",
      "untouched"),
  CONNECTION_READ(
      11, "reads a connection", "0 connection id; data: a connection record", "untouched"),
  CONTEXT_READ(
      12,
      "reads a context of the datapath",
      "0 table: 0 subflow, 1 mappings, 2 connection; 1 id; data: its words, 64 bits each",
      "untouched"),
  CONTEXT_WRITE(
      13,
      "writes a context of the datapath, whole; what the stage has made of it until then is lost; "
          + "the time of its effect is as with FLOW_PROGRAM",
      "0 table: 0 subflow, 1 mappings, 2 connection; 1 id; data: its words, 64 bits each; refused "
          + "with bad_argument",
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
      "stops the running captures after the frames that are in, then event CAPTURE_DONE; with a "
          + "wire: ends open mappings when nothing is under way, then event CAPTURE_DONE",
      "none",
      "used ones are completed, the rest stays with the device"),
  SHUTDOWN(
      22,
      "ends the device process after the answer",
      "none",
      "all are lost with the device; the region stays until it is removed"),
  CONNECTION_REMOVE(
      23,
      "removes a connection that was programmed by hand, and its token",
      "0 connection id; refused with no_such_entry, or wrong_state (flows use it, the connection is "
          + "the firmware's, or the event ring is full)",
      "untouched"),
  TX_CONNECTION_PROGRAM(
      24,
      "programs a transmit connection, or changes one that is there: policy, flags "
          + "and receive_connection count at once, next_dsn only while it is new; it stays until "
          + "RESET",
      "data: a transmit connection record, of which connection may be NO_ID for any; results: 0 "
          + "connection; refused with bad_argument, no_such_entry, table_full",
      "untouched"),
  TX_CONNECTION_READ(
      25,
      "reads a transmit connection",
      "0 connection id; data: a transmit connection record",
      "untouched"),
  TX_SUBFLOW_PROGRAM(
      26,
      "programs a transmit subflow, or changes one that is there: flags, weight, srtt and "
          + "send_limit count at once, the rest only while it is new; it stays until RESET",
      "data: a transmit subflow record, of which subflow may be NO_ID for any; results: 0 subflow; "
          + "refused with bad_argument (also a template that leaves no room for a DSS option), "
          + "no_such_entry (connection), no_such_port, table_full",
      "untouched; what was given to it is sent"),
  TX_SUBFLOW_READ(
      27, "reads a transmit subflow", "0 subflow id; data: a transmit subflow record", "untouched"),
  TX_QUEUE_RESET(
      28,
      "rings of a transmit queue back to their start, a quarantine is lifted",
      "target transmit queue; refused with no_such_queue, wrong_state (frames of it are on their "
          + "way)",
      "all are returned without completion: indices are 0"),
  WIRE_CAPTURE(
      29,
      "writes every frame that leaves or enters the ports of this card to a pcap file from now on, "
          + "in the order of their cycles, until RESET or the next WIRE_CAPTURE; the time stamp is "
          + "the cycle in nanoseconds",
      "data: path, UTF-8, or none: ends the capture; refused with bad_argument, file_error, "
          + "wrong_state",
      "untouched"),
  WIRE_SET(
      30,
      "lets the wire lose, reorder and duplicate frames that leave this card, or only delay them; "
          + "it does all that it was told at the device's start until a host says otherwise",
      "0: 1 all, 0 delay only; refused with wrong_state (no wire)",
      "untouched");

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
