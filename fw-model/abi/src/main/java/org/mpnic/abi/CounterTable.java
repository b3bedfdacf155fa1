package org.mpnic.abi;

import java.util.ArrayList;
import java.util.List;

/**
 * The counters, u64 each; a constant is the index of the counter's first element in section
 * COUNTERS, and in the long[] that the model counts in. An array counter has an element per port,
 * queue or reason code: add its number to the constant.
 */
public final class CounterTable {
  private static final List<Counter> DECLARED = new ArrayList<>();

  // Ports: one element per port.
  public static final int PORT_FRAMES =
      perPort("port_frames", "frames", "frames offered to the port");
  public static final int PORT_BYTES =
      perPort("port_bytes", "bytes", "bytes of those frames, without FCS");
  public static final int PORT_BEATS = perPort("port_beats", "beats", "beats of those frames");
  public static final int PORT_DROPS =
      perPort(
          "port_drops",
          "frames",
          "frames dropped before the packet buffer: too long, too short, filtered, link down");
  public static final int PACKET_BUFFER_DROPS =
      perPort(
          "packet_buffer_drops",
          "frames",
          "frames dropped because their beats did not fit the packet buffer");
  public static final int HEADER_SLOT_DROPS =
      perPort("header_slot_drops", "frames", "frames dropped because no header slot was free");
  public static final int PORT_FRAMES_KEPT =
      perPort("port_frames_kept", "frames", "frames that entered the packet buffer");
  public static final int PORT_FRAMES_DELIVERED =
      perPort("port_frames_delivered", "frames", "frames written to host memory");
  public static final int PACKET_BUFFER_PEAK_BEATS =
      perPort("packet_buffer_peak_beats", "beats", "most beats that the packet buffer ever held");
  public static final int CAPTURE_RECORDS =
      perPort("capture_records", "records", "records read from the port's capture");
  public static final int CAPTURE_RECORDS_SKIPPED =
      perPort(
          "capture_records_skipped",
          "records",
          "records that are no frame: other link type, or empty");
  public static final int CAPTURE_RECORDS_TRUNCATED =
      perPort(
          "capture_records_truncated",
          "records",
          "records that hold less than the frame (snapshot length)");
  public static final int CAPTURE_FRAMES_CUT =
      perPort(
          "capture_frames_cut",
          "frames",
          "frames over the maximum size that the port cut as a NIC would have");
  public static final int CAPTURE_SEGMENTS_MADE =
      perPort("capture_segments_made", "frames", "segments that came of those frames");
  public static final int CAPTURE_CHECKSUMS_COMPLETED =
      perPort(
          "capture_checksums_completed", "frames", "partial TCP checksums that the port completed");

  // Queues: one element per queue.
  public static final int QUEUE_FRAMES =
      perQueue("queue_frames", "frames", "frames written to the queue's buffers");
  public static final int QUEUE_BYTES = perQueue("queue_bytes", "bytes", "bytes of those frames");
  public static final int QUEUE_COMPLETIONS =
      perQueue("queue_completions", "completions", "completion entries published");
  public static final int QUEUE_COMPLETION_WRITES =
      perQueue("queue_completion_writes", "writes", "writes that carried those entries");
  public static final int QUEUE_NO_BUFFER_DROPS =
      perQueue(
          "queue_no_buffer_drops", "frames", "frames dropped because too few buffers were posted");
  public static final int QUEUE_DISABLED_DROPS =
      perQueue(
          "queue_disabled_drops",
          "frames",
          "frames dropped because the queue was absent, disabled or draining");
  public static final int QUEUE_QUARANTINE_DROPS =
      perQueue(
          "queue_quarantine_drops", "frames", "frames dropped because the queue was quarantined");
  public static final int QUEUE_DESCRIPTORS =
      perQueue("queue_descriptors", "descriptors", "descriptors fetched");
  public static final int QUEUE_DESCRIPTOR_ERRORS =
      perQueue("queue_descriptor_errors", "descriptors", "descriptors refused");
  public static final int QUEUE_QUARANTINES =
      perQueue("queue_quarantines", "events", "times that the queue was quarantined");
  public static final int QUEUE_INTERRUPTS =
      perQueue("queue_interrupts", "interrupts", "interrupts raised, after moderation");
  public static final int QUEUE_BUFFERS_USED =
      perQueue("queue_buffers_used", "buffers", "buffers that frames used");

  // Reasons: one element per code of Reason.
  public static final int REASONS =
      perReason(
          "reasons",
          "events",
          "frames with this exception, drops and descriptor errors of this kind");

  // Datapath.
  public static final int HEADERS_GRANTED =
      card("headers_granted", "frames", "frames that the arbiter let into the header pipeline");
  public static final int FRAMES_FAST_PATH =
      card("frames_fast_path", "frames", "frames without exception");
  public static final int FRAMES_SLOW_PATH =
      card("frames_slow_path", "frames", "frames delivered raw for software to map");
  public static final int FRAMES_DROPPED =
      card("frames_dropped", "frames", "frames not delivered, for whatever reason");
  public static final int FLOW_HITS = card("flow_hits", "frames", "lookups that found the flow");
  public static final int FLOW_MISSES =
      card("flow_misses", "frames", "lookups of a TCP flow that found nothing");
  public static final int FLOW_STALE_GENERATION =
      card("flow_stale_generation", "frames", "lookups that met an entry of another generation");
  public static final int TOKEN_HITS =
      card("token_hits", "frames", "MP_JOIN SYNs steered by token");
  public static final int TOKEN_MISSES =
      card("token_misses", "frames", "MP_JOIN SYNs whose token is not in the table");
  public static final int STEERED_BY_CONNECTION =
      card("steered_by_connection", "frames", "frames steered to their connection's queue");
  public static final int STEERED_BY_TOKEN =
      card("steered_by_token", "frames", "frames steered by an MP_JOIN's token");
  public static final int STEERED_BY_RSS =
      card("steered_by_rss", "frames", "frames steered by the RSS hash");
  public static final int SUBFLOW_IN_ORDER =
      card("subflow_in_order", "segments", "segments at the subflow's in-order point");
  public static final int SUBFLOW_OUT_OF_ORDER =
      card("subflow_out_of_order", "segments", "segments beyond the subflow's in-order point");
  public static final int SUBFLOW_DUPLICATES =
      card("subflow_duplicates", "segments", "segments with no new byte");
  public static final int SUBFLOW_PARTIAL_DUPLICATES =
      card("subflow_partial_duplicates", "segments", "segments with some new bytes");
  public static final int SUBFLOW_OUTSIDE_WINDOW =
      card("subflow_outside_window", "segments", "segments outside the subflow's window");
  public static final int SUBFLOW_INTERVAL_OVERFLOWS =
      card(
          "subflow_interval_overflows",
          "events",
          "in-order points moved on because all intervals were in use");
  public static final int SEGMENTS_MAPPED =
      card("segments_mapped", "segments", "segments wholly inside one mapping");
  public static final int SEGMENTS_INFINITE_MAPPING =
      card("segments_infinite_mapping", "segments", "segments mapped by an infinite mapping");
  public static final int SEGMENTS_UNMAPPED =
      card(
          "segments_unmapped",
          "segments",
          "segments with payload on an MPTCP subflow and no mapping");
  public static final int SEGMENTS_PARTLY_MAPPED =
      card("segments_partly_mapped", "segments", "segments over the edge of a mapping");
  public static final int MAPPINGS_INSERTED =
      card("mappings_inserted", "mappings", "mappings that took a slot");
  public static final int MAPPINGS_REPEATED =
      card("mappings_repeated", "mappings", "mappings that were in a slot already");
  public static final int MAPPINGS_OLD =
      card("mappings_old", "mappings", "mappings whose end the in-order point had passed");
  public static final int MAPPINGS_CONFLICTING =
      card(
          "mappings_conflicting",
          "mappings",
          "mappings that overlap another one with other contents");
  public static final int MAPPINGS_EVICTED =
      card("mappings_evicted", "mappings", "mappings that lost their slot before a verdict");
  public static final int MAPPINGS_SPOILED =
      card("mappings_spoiled", "mappings", "mappings that the card gave up summing");
  public static final int MAPPINGS_GOOD = card("mappings_good", "mappings", "verdict good");
  public static final int MAPPINGS_BAD = card("mappings_bad", "mappings", "verdict bad");
  public static final int MAPPINGS_UNJUDGED =
      card("mappings_unjudged", "mappings", "mapping ends with verdict none");
  public static final int DATA_FINS = card("data_fins", "segments", "segments with DATA_FIN");
  public static final int DSN_EXTENDED =
      card("dsn_extended", "segments", "4-byte DSNs extended to 64 bits");
  public static final int CONNECTION_DUPLICATES =
      card("connection_duplicates", "segments", "segments whose bytes came before, on any subflow");
  public static final int CONNECTION_PARTIAL_DUPLICATES =
      card("connection_partial_duplicates", "segments", "segments of which some bytes came before");
  public static final int CONNECTION_OUTSIDE_WINDOW =
      card("connection_outside_window", "segments", "segments outside the connection's window");
  public static final int CONNECTION_INTERVAL_OVERFLOWS =
      card(
          "connection_interval_overflows",
          "events",
          "in-order points moved on because all intervals were in use");

  // Host link.
  public static final int LINK_WRITES = card("link_writes", "TLPs", "posted writes sent");
  public static final int LINK_READS = card("link_reads", "TLPs", "read requests sent");
  public static final int LINK_BYTES = card("link_bytes", "bytes", "payload of those writes");
  public static final int LINK_BUSY_TICKS =
      card("link_busy_ticks", "ticks", "time on the link, 4096 ticks a cycle");
  public static final int COMPLETION_BATCHES =
      card("completion_batches", "writes", "completion writes, up to completionBatch entries each");
  public static final int COMPLETION_ENTRIES =
      card("completion_entries", "entries", "completion entries written");
  public static final int HOST_WAITS =
      card("host_waits", "events", "times that virtual time stood still for the host");

  // Firmware.
  public static final int FIRMWARE_EVENTS =
      card("firmware_events", "events", "header events that the firmware handled");
  public static final int FIRMWARE_EVENT_OVERFLOWS =
      card("firmware_event_overflows", "events", "header events lost because the queue was full");
  public static final int MP_CAPABLE_SYN_RECEIVED =
      card("mp_capable_syn_received", "segments", "SYNs with MP_CAPABLE");
  public static final int MP_CAPABLE_SYNACK_RECEIVED =
      card("mp_capable_synack_received", "segments", "SYN/ACKs with MP_CAPABLE");
  public static final int MP_CAPABLE_SYNACK_SENT =
      card("mp_capable_synack_sent", "segments", "SYN/ACKs with MP_CAPABLE sent by the card");
  public static final int MP_CAPABLE_ACK_RECEIVED =
      card(
          "mp_capable_ack_received",
          "segments",
          "third ACKs with MP_CAPABLE, or first data with it");
  public static final int MP_CAPABLE_VERSION_MISMATCHES =
      card(
          "mp_capable_version_mismatches",
          "segments",
          "MP_CAPABLE of another version or with illegal flags");
  public static final int MP_JOIN_SYN_RECEIVED =
      card("mp_join_syn_received", "segments", "SYNs with MP_JOIN");
  public static final int MP_JOIN_SYNACK_RECEIVED =
      card("mp_join_synack_received", "segments", "SYN/ACKs with MP_JOIN");
  public static final int MP_JOIN_SYNACK_SENT =
      card("mp_join_synack_sent", "segments", "SYN/ACKs with MP_JOIN sent by the card");
  public static final int MP_JOIN_ACK_RECEIVED =
      card("mp_join_ack_received", "segments", "third ACKs with MP_JOIN");
  public static final int MP_JOIN_HMAC_ERRORS =
      card("mp_join_hmac_errors", "segments", "MP_JOINs whose HMAC is wrong");
  public static final int MP_JOIN_UNKNOWN_TOKEN =
      card("mp_join_unknown_token", "segments", "MP_JOIN SYNs with a token of no connection");
  public static final int SESSIONS_STEERED =
      card("sessions_steered", "connections", "MPTCP connections programmed");
  public static final int SUBFLOWS_STEERED =
      card("subflows_steered", "subflows", "receive subflows programmed");
  public static final int PENDING_JOINS =
      gauge("pending_joins", "subflows", "joins whose handshake is not complete");
  public static final int SESSIONS_WITHOUT_SUBFLOWS =
      gauge("sessions_without_subflows", "connections", "open connections without an open subflow");
  public static final int CONNECTIONS_OPEN =
      gauge("connections_open", "connections", "connections in the table");
  public static final int SUBFLOWS_OPEN =
      gauge("subflows_open", "subflows", "receive subflows in the table");
  public static final int CONNECTIONS_MPTCP =
      card("connections_mptcp", "connections", "connections with known keys");
  public static final int CONNECTIONS_TCP =
      card("connections_tcp", "connections", "plain TCP connections");
  public static final int CONNECTIONS_PARTIAL =
      card("connections_partial", "connections", "connections whose handshake was not seen");
  public static final int FALLBACKS =
      card("fallbacks", "connections", "connections that fell back to plain TCP");
  public static final int ADD_ADDR_RECEIVED = card("add_addr_received", "options", "ADD_ADDR seen");
  public static final int ADD_ADDR_ECHO_RECEIVED =
      card("add_addr_echo_received", "options", "ADD_ADDR echoes seen");
  public static final int ADD_ADDR_HMAC_ERRORS =
      card("add_addr_hmac_errors", "options", "ADD_ADDR whose HMAC is wrong");
  public static final int REMOVE_ADDR_RECEIVED =
      card("remove_addr_received", "options", "REMOVE_ADDR seen");
  public static final int MP_PRIO_RECEIVED = card("mp_prio_received", "options", "MP_PRIO seen");
  public static final int MP_FAIL_RECEIVED = card("mp_fail_received", "options", "MP_FAIL seen");
  public static final int MP_FASTCLOSE_RECEIVED =
      card("mp_fastclose_received", "options", "MP_FASTCLOSE seen");
  public static final int MP_FASTCLOSE_KEY_ERRORS =
      card("mp_fastclose_key_errors", "options", "MP_FASTCLOSE with the wrong key");
  public static final int MP_TCPRST_RECEIVED =
      card("mp_tcprst_received", "options", "MP_TCPRST seen");
  public static final int FINS_RECEIVED = card("fins_received", "segments", "FINs seen");
  public static final int RSTS_RECEIVED = card("rsts_received", "segments", "RSTs seen");
  public static final int ISN_REUSES =
      card("isn_reuses", "flows", "SYNs with another ISN on a known 5-tuple: a new generation");
  public static final int FLOW_INSERTS = card("flow_inserts", "entries", "flow entries written");
  public static final int FLOW_MOVES =
      card("flow_moves", "entries", "flow entries moved to make place");
  public static final int FLOW_REPLACEMENTS =
      card("flow_replacements", "entries", "flow entries of closed subflows given away");
  public static final int FLOW_TABLE_FULL =
      card("flow_table_full", "flows", "flows not programmed for want of a place");
  public static final int TOKEN_INSERTS = card("token_inserts", "entries", "token entries written");
  public static final int TOKEN_TABLE_FULL =
      card("token_table_full", "tokens", "tokens not programmed for want of a place");
  public static final int SUBFLOW_TABLE_FULL =
      card("subflow_table_full", "subflows", "subflows not programmed for want of a context");
  public static final int CONNECTION_TABLE_FULL =
      card(
          "connection_table_full",
          "connections",
          "connections not programmed for want of a context");
  public static final int EVENTS_PUBLISHED =
      card("events_published", "events", "events given to the host");
  public static final int EVENT_RING_FULL =
      card(
          "event_ring_full",
          "events",
          "times that the device waited for a place in the event ring");

  // Transmit. Ports: one element per port.
  public static final int TX_PORT_FRAMES =
      perPort("tx_port_frames", "frames", "frames that left the port");
  public static final int TX_PORT_BYTES =
      perPort("tx_port_bytes", "bytes", "bytes of those frames, without FCS");

  // Transmit queues: one element per queue.
  public static final int TX_QUEUE_DESCRIPTORS =
      perQueue("tx_queue_descriptors", "descriptors", "transmit descriptors fetched");
  public static final int TX_QUEUE_DESCRIPTOR_ERRORS =
      perQueue("tx_queue_descriptor_errors", "descriptors", "transmit descriptors refused");
  public static final int TX_QUEUE_DESCRIPTORS_SKIPPED =
      perQueue(
          "tx_queue_descriptors_skipped",
          "descriptors",
          "transmit descriptors of a frame of which another one was refused");
  public static final int TX_QUEUE_QUARANTINES =
      perQueue("tx_queue_quarantines", "events", "times that the transmit queue was quarantined");
  public static final int TX_QUEUE_FRAMES =
      perQueue("tx_queue_frames", "frames", "frames and segments cut of the queue's descriptors");
  public static final int TX_QUEUE_BYTES =
      perQueue("tx_queue_bytes", "bytes", "bytes of the host in those frames, repeated ones too");
  public static final int TX_QUEUE_DESCRIPTORS_DONE =
      perQueue("tx_queue_descriptors_done", "descriptors", "transmit descriptors that are done");
  public static final int TX_QUEUE_COMPLETIONS =
      perQueue("tx_queue_completions", "completions", "transmit completions published");

  // Transmit datapath.
  public static final int TX_DECISIONS =
      card("tx_decisions", "decisions", "decisions of subflow_scheduler that gave data away");
  public static final int TX_DECISIONS_BLOCKED =
      card("tx_decisions_blocked", "decisions", "decisions that found no subflow that may send");
  public static final int TX_DECISIONS_BACKUP =
      card("tx_decisions_backup", "decisions", "decisions that gave data to a backup subflow");
  public static final int TX_COPIES =
      card("tx_copies", "decisions", "decisions that gave the same data to one subflow more");
  public static final int TX_STREAM_BYTES =
      card("tx_stream_bytes", "bytes", "stream data given to subflows, without copies");
  public static final int TX_STREAM_SEGMENTS =
      card("tx_stream_segments", "segments", "segments with new stream data");
  public static final int TX_MAPPED_SEGMENTS =
      card("tx_mapped_segments", "segments", "segments of mappings that the host named");
  public static final int TX_PURE_ACKS =
      card("tx_pure_acks", "segments", "segments without mapping");
  public static final int TX_DATA_FINS = card("tx_data_fins", "segments", "segments with DATA_FIN");
  public static final int TX_OFFLOAD_SEGMENTS =
      card("tx_offload_segments", "segments", "segments of large frames");
  public static final int TX_LINK_READS =
      card("tx_link_reads", "requests", "read requests for frame bytes");
  public static final int TX_LINK_BYTES =
      card("tx_link_bytes", "bytes", "frame bytes that those brought");
  public static final int TX_LINK_BUSY_TICKS =
      card("tx_link_busy_ticks", "ticks", "time of the reading direction, 4096 ticks a cycle");

  // Wire to another card, by the port that the frame left by.
  public static final int WIRE_LOST =
      perPort("wire_lost", "frames", "frames that the wire took away");
  public static final int WIRE_REORDERED =
      perPort("wire_reordered", "frames", "frames that the wire held back until others had passed");
  public static final int WIRE_DUPLICATED =
      perPort("wire_duplicated", "frames", "frames that the wire gave twice");

  // Admin and internal.
  public static final int ADMIN_COMMANDS =
      card("admin_commands", "commands", "admin commands executed");
  public static final int ADMIN_COMMAND_ERRORS =
      card("admin_command_errors", "commands", "admin commands that failed");
  public static final int RESETS =
      card("resets", "events", "resets of the card since its creation");
  public static final int INTERNAL_ERRORS =
      card("internal_errors", "events", "errors of the device process itself");

  /** Number of u64 words: the length of the model's array and of the section. */
  public static final int COUNT = end();

  /** All counters in order of their index. */
  public static final List<Counter> ALL = List.copyOf(DECLARED);

  private CounterTable() {}

  /** The counter that owns an index; IllegalArgumentException beyond the table. */
  public static Counter at(int index) {
    for (Counter counter : ALL) {
      if (index >= counter.index() && index < counter.index() + counter.count()) {
        return counter;
      }
    }
    throw new IllegalArgumentException("counter index " + index + " not in 0.." + (COUNT - 1));
  }

  private static int perPort(String name, String unit, String meaning) {
    return add(name, AbiLimits.MAX_PORTS, Counter.Scope.PORT, false, unit, meaning);
  }

  private static int perQueue(String name, String unit, String meaning) {
    return add(name, AbiLimits.MAX_QUEUES, Counter.Scope.QUEUE, false, unit, meaning);
  }

  private static int perReason(String name, String unit, String meaning) {
    return add(name, Reason.LIMIT, Counter.Scope.REASON, false, unit, meaning);
  }

  private static int card(String name, String unit, String meaning) {
    return add(name, 1, Counter.Scope.CARD, false, unit, meaning);
  }

  private static int gauge(String name, String unit, String meaning) {
    return add(name, 1, Counter.Scope.CARD, true, unit, meaning);
  }

  private static int add(
      String name, int count, Counter.Scope scope, boolean gauge, String unit, String meaning) {
    int index = end();
    DECLARED.add(new Counter(name, index, count, scope, gauge, unit, meaning));
    return index;
  }

  private static int end() {
    if (DECLARED.isEmpty()) {
      return 0;
    }
    Counter last = DECLARED.get(DECLARED.size() - 1);
    return last.index() + last.count();
  }
}
