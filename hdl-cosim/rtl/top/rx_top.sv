`include "header_word.svh"
`include "completion_record.svh"

// The receive datapath of the card: frames in, writes to host memory out.
//
//   rx_port (one a port) -> port_arbiter -> header_pipeline -> rx_dma (one a port) -> host_link
//                                                 |              completion_fifo -> completion_writer -> host_link
//                                          descriptor_fetch
//
// The control processor stands outside: it takes header events, and writes tables in cycles of its choice. So does the
// host: its memory takes the writes in the cycles in which they start, and answers reads of descriptors.
// Cycle 0 is the first after reset; cycle_i is the number that time stamps have.
//
// What the control processor writes or tells in a cycle holds for frames that are granted later, like its table writes:
// a queue's state reaches descriptor_fetch as many cycles later as a frame takes from its grant to steering.
module rx_top #(
    parameter int PORTS = mpnic_config_pkg::PORTS,
    parameter int BEAT_BYTES = mpnic_config_pkg::BEAT_BYTES,
    parameter int MAX_FRAME_BYTES = mpnic_config_pkg::MAX_FRAME_BYTES,
    parameter int HEADER_WINDOW_BEATS = mpnic_config_pkg::HEADER_WINDOW_BEATS,
    parameter int MAX_VLAN_TAGS = mpnic_config_pkg::MAX_VLAN_TAGS,
    parameter int MAX_IPV6_EXTENSIONS = mpnic_config_pkg::MAX_IPV6_EXTENSIONS,
    parameter int MAX_TCP_OPTIONS = mpnic_config_pkg::MAX_TCP_OPTIONS,
    parameter int PACKET_BUFFER_BEATS = mpnic_config_pkg::PACKET_BUFFER_BEATS,
    parameter int PACKET_BUFFER_HEADERS = mpnic_config_pkg::PACKET_BUFFER_HEADERS,
    parameter int DECISION_FIFO_DEPTH = mpnic_config_pkg::DECISION_FIFO_DEPTH,
    parameter int HEADER_INTERVAL_CYCLES = mpnic_config_pkg::HEADER_INTERVAL_CYCLES,
    parameter int SUBFLOWS = mpnic_config_pkg::SUBFLOWS,
    parameter int CONNECTIONS = mpnic_config_pkg::CONNECTIONS,
    parameter int FLOW_TABLE_WAYS = mpnic_config_pkg::FLOW_TABLE_WAYS,
    parameter int TOKENS = mpnic_config_pkg::TOKENS,
    parameter int TABLE_READ_LATENCY_CYCLES = mpnic_config_pkg::TABLE_READ_LATENCY_CYCLES,
    parameter int MAPPINGS_PER_SUBFLOW = mpnic_config_pkg::MAPPINGS_PER_SUBFLOW,
    parameter int COVERED_INTERVALS = mpnic_config_pkg::COVERED_INTERVALS,
    parameter int OUT_OF_ORDER_INTERVALS = mpnic_config_pkg::OUT_OF_ORDER_INTERVALS,
    parameter int RECEIVE_WINDOW_BYTES = mpnic_config_pkg::RECEIVE_WINDOW_BYTES,
    parameter int QUEUES = mpnic_config_pkg::QUEUES,
    parameter int RING_ENTRIES = mpnic_config_pkg::RING_ENTRIES,
    parameter int BUFFER_BYTES = mpnic_config_pkg::BUFFER_BYTES,
    parameter int DESCRIPTOR_CACHE = mpnic_config_pkg::DESCRIPTOR_CACHE,
    parameter int FETCH_BATCH = mpnic_config_pkg::FETCH_BATCH,
    parameter int FETCH_OUTSTANDING = mpnic_config_pkg::FETCH_OUTSTANDING,
    parameter int MAX_PAYLOAD_BYTES = mpnic_config_pkg::MAX_PAYLOAD_BYTES,
    parameter int TLP_HEADER_BYTES = mpnic_config_pkg::TLP_HEADER_BYTES,
    parameter int LINK_TICKS_PER_256_BYTES = mpnic_config_pkg::LINK_TICKS_PER_256_BYTES,
    parameter int WRITE_LATENCY_CYCLES = mpnic_config_pkg::WRITE_LATENCY_CYCLES,
    parameter int LINK_STORE_BEATS = mpnic_config_pkg::LINK_STORE_BEATS,
    parameter int COMPLETION_FIFO_DEPTH = mpnic_config_pkg::COMPLETION_FIFO_DEPTH,
    parameter int COMPLETION_ENTRIES = mpnic_config_pkg::COMPLETION_ENTRIES,
    parameter int COMPLETION_BATCH = mpnic_config_pkg::COMPLETION_BATCH,
    parameter int COMPLETION_BATCH_IDLE_CYCLES = mpnic_config_pkg::COMPLETION_BATCH_IDLE_CYCLES,
    parameter int INTERRUPT_COUNT = mpnic_config_pkg::INTERRUPT_COUNT,
    parameter int INTERRUPT_CYCLES = mpnic_config_pkg::INTERRUPT_CYCLES,
    parameter int FIRMWARE_EVENT_FIFO = mpnic_config_pkg::FIRMWARE_EVENT_FIFO,
    parameter int ERROR_FIFO_DEPTH = mpnic_config_pkg::ERROR_FIFO_DEPTH,
    parameter int QUARANTINE_ERRORS = mpnic_config_pkg::QUARANTINE_ERRORS,
    parameter int INDIRECTION_ENTRIES = mpnic_config_pkg::INDIRECTION_ENTRIES,
    parameter logic [319:0] RSS_KEY = mpnic_config_pkg::RSS_KEY,
    parameter logic [319:0] FLOW_TABLE_KEY = mpnic_config_pkg::FLOW_TABLE_KEY,
    // Latencies and widths that follow.
    parameter int RX_PARSER_CYCLES = mpnic_config_pkg::RX_PARSER_CYCLES,
    parameter int RX_CHECKSUM_CYCLES = mpnic_config_pkg::RX_CHECKSUM_CYCLES,
    parameter int FLOW_TABLE_CYCLES = mpnic_config_pkg::FLOW_TABLE_CYCLES,
    parameter int SUBFLOW_TRACKER_CYCLES = mpnic_config_pkg::SUBFLOW_TRACKER_CYCLES,
    parameter int DSS_MAPPER_CYCLES = mpnic_config_pkg::DSS_MAPPER_CYCLES,
    parameter int CONNECTION_TRACKER_CYCLES = mpnic_config_pkg::CONNECTION_TRACKER_CYCLES,
    parameter int BEAT_BITS = 8 * BEAT_BYTES,
    parameter int BYTES_BITS = $clog2(BEAT_BYTES + 1),
    parameter int WORD_BITS = `MPNIC_HEADER_WORD_BITS,
    parameter int ADDRESS_BITS = 64,
    parameter int SUBFLOW_ENTRY_BITS = $clog2(SUBFLOWS),
    parameter int TOKEN_ENTRY_BITS = $clog2(TOKENS),
    parameter int CONNECTION_ENTRY_BITS = $clog2(CONNECTIONS),
    parameter int SUBFLOW_CONTEXT_BITS = 192 + 64 * OUT_OF_ORDER_INTERVALS,
    parameter int MAPPING_CONTEXT_BITS = 64 * (4 + 2 * MAPPINGS_PER_SUBFLOW),
    parameter int CONNECTION_CONTEXT_BITS = 128 + 64 * OUT_OF_ORDER_INTERVALS,
    parameter int QUEUE_BITS = QUEUES > 1 ? $clog2(QUEUES) : 1,
    parameter int INDIRECTION_BITS = INDIRECTION_ENTRIES > 1 ? $clog2(INDIRECTION_ENTRIES) : 1,
    parameter int POSTED_BITS = 8,
    parameter int RING_BITS = $clog2(RING_ENTRIES),
    parameter int FETCH_BITS = $clog2(FETCH_BATCH + 1),
    parameter int TAG_BITS = QUEUE_BITS + 4 + 32 + FETCH_BITS,
    parameter int TLP_BYTES_BITS = $clog2(MAX_PAYLOAD_BYTES + 1),
    parameter int PLACE_BITS = $clog2(COMPLETION_ENTRIES),
    parameter int BATCH_BITS = $clog2(COMPLETION_BATCH + 1)
) (
    input  logic                               clk_i,
    input  logic                               rst_i,
    input  logic [                       63:0] cycle_i,
    // Beats of the ports; byte 0 of the frame in the lowest bits of its first.
    input  logic [                  PORTS-1:0] port_valid_i,
    input  logic [                  PORTS-1:0] port_last_i,
    input  logic [       PORTS*BYTES_BITS-1:0] port_bytes_i,
    input  logic [        PORTS*BEAT_BITS-1:0] port_data_i,
    // Header events, to the control processor.
    output logic                               event_valid_o,
    input  logic                               event_ready_i,
    output logic [                        3:0] event_port_o,
    output logic [              WORD_BITS-1:0] event_word_o,  // header_word_t
    // The control processor's table writes.
    input  logic                               flow_write_valid_i,
    input  logic [     SUBFLOW_ENTRY_BITS-1:0] flow_write_entry_i,
    input  logic                               flow_write_used_i,
    input  logic [                      288:0] flow_write_key_i,
    input  logic [                       31:0] flow_write_value_i,
    input  logic                               token_write_valid_i,
    input  logic [       TOKEN_ENTRY_BITS-1:0] token_write_entry_i,
    input  logic                               token_write_used_i,
    input  logic [                       31:0] token_write_key_i,
    input  logic [                       35:0] token_write_value_i,
    input  logic                               subflow_write_valid_i,
    input  logic [     SUBFLOW_ENTRY_BITS-1:0] subflow_write_entry_i,
    input  logic [   SUBFLOW_CONTEXT_BITS-1:0] subflow_write_value_i,
    input  logic                               mapping_write_valid_i,
    input  logic [     SUBFLOW_ENTRY_BITS-1:0] mapping_write_entry_i,
    input  logic [   MAPPING_CONTEXT_BITS-1:0] mapping_write_value_i,
    input  logic                               connection_write_valid_i,
    input  logic [  CONNECTION_ENTRY_BITS-1:0] connection_write_entry_i,
    input  logic [CONNECTION_CONTEXT_BITS-1:0] connection_write_value_i,
    input  logic                               loss_write_valid_i,
    input  logic [     SUBFLOW_ENTRY_BITS-1:0] loss_write_entry_i,
    input  logic [                      127:0] loss_write_value_i,
    input  logic                               indirection_write_valid_i,
    input  logic [       INDIRECTION_BITS-1:0] indirection_write_entry_i,
    input  logic [             QUEUE_BITS-1:0] indirection_write_queue_i,
    // Its queue commands.
    input  logic                               state_valid_i,
    input  logic [             QUEUE_BITS-1:0] state_queue_i,
    input  logic [                        2:0] state_i,
    input  logic                               queue_reset_valid_i,
    input  logic [             QUEUE_BITS-1:0] queue_reset_queue_i,
    input  logic                               moderate_valid_i,
    input  logic [             QUEUE_BITS-1:0] moderate_queue_i,
    input  logic [                       23:0] moderate_count_i,
    input  logic [                       31:0] moderate_cycles_i,
    // Its own completions, in the ABI's layout: the writer takes one in a cycle of phase 63 in which it has no error.
    input  logic                               own_entry_valid_i,
    output logic                               own_entry_ready_o,
    input  logic [                      511:0] own_entry_i,
    // Host memory that buffers must lie in, and buffers that count as posted from the next cycle on.
    input  logic [           ADDRESS_BITS-1:0] dma_start_i,
    input  logic [           ADDRESS_BITS-1:0] dma_end_i,
    input  logic [     QUEUES*POSTED_BITS-1:0] posted_i,
    // Reads of descriptors, and their data in the order of the reads.
    output logic                               read_valid_o,
    output logic [             QUEUE_BITS-1:0] read_queue_o,
    output logic [              RING_BITS-1:0] read_index_o,
    output logic [             FETCH_BITS-1:0] read_count_o,
    output logic [               TAG_BITS-1:0] read_tag_o,
    input  logic                               data_valid_i,
    input  logic [               TAG_BITS-1:0] data_tag_i,
    input  logic [        FETCH_BATCH*128-1:0] data_i,
    // Writes of frames that start, by port.
    input  logic                               link_stall_i,
    output logic [                  PORTS-1:0] write_valid_o,
    output logic [     PORTS*ADDRESS_BITS-1:0] write_address_o,
    output logic [   PORTS*TLP_BYTES_BITS-1:0] write_bytes_o,
    output logic [PORTS*8*MAX_PAYLOAD_BYTES-1:0] write_data_o,
    // Writes of completions that start: to a place of the queue's ring.
    output logic                               completion_valid_o,
    output logic [             QUEUE_BITS-1:0] completion_queue_o,
    output logic [             PLACE_BITS-1:0] completion_place_o,
    output logic [             BATCH_BITS-1:0] completion_entries_o,
    output logic [   COMPLETION_BATCH*512-1:0] completion_data_o,
    // Interrupts.
    output logic [                 QUEUES-1:0] interrupt_valid_o,
    output logic [    QUEUES*(BATCH_BITS+1)-1:0] interrupt_count_o
);
  localparam int PORT_BITS = PORTS > 1 ? $clog2(PORTS) : 1;
  localparam int RECORD_BITS = `MPNIC_COMPLETION_RECORD_BITS;
  localparam int LENGTH_BITS = $clog2(MAX_FRAME_BYTES);
  localparam int BUFFERS = (MAX_FRAME_BYTES - 4 + BUFFER_BYTES - 1) / BUFFER_BYTES;
  localparam int BUFFER_COUNT_BITS = $clog2(BUFFERS + 1);
  localparam int REASON_BITS = 7;
  localparam int LEAD_CYCLES =
      FLOW_TABLE_CYCLES + SUBFLOW_TRACKER_CYCLES + DSS_MAPPER_CYCLES + CONNECTION_TRACKER_CYCLES;
  // TLPs of both kinds of requesters.
  localparam int FRAME_BEATS_BITS = $clog2(MAX_PAYLOAD_BYTES / BEAT_BYTES + 1);
  localparam int FRAME_COST_BITS =
      $clog2(((MAX_PAYLOAD_BYTES + TLP_HEADER_BYTES) * LINK_TICKS_PER_256_BYTES + 255) / 256 + 1);
  localparam int BATCH_COST_BITS =
      $clog2(((64 * COMPLETION_BATCH + TLP_HEADER_BYTES) * LINK_TICKS_PER_256_BYTES + 255) / 256 + 1);
  localparam int BEATS_BITS = FRAME_BEATS_BITS > BATCH_BITS ? FRAME_BEATS_BITS : BATCH_BITS;
  localparam int COST_BITS = FRAME_COST_BITS > BATCH_COST_BITS ? FRAME_COST_BITS : BATCH_COST_BITS;
  localparam int REQUESTERS = PORTS + 1;

  // ---- ports

  logic [          PORTS-1:0] header_valid;
  logic [          PORTS-1:0] grant;
  logic [PORTS*WORD_BITS-1:0] header;
  logic [          PORTS-1:0] beat_valid;
  logic [          PORTS-1:0] beat_ready;
  logic [          PORTS-1:0] beat_last;
  logic [PORTS*BEAT_BITS-1:0] beat_data;
  logic [          PORTS-1:0] dropped;
  logic [          PORTS-1:0] no_beat_place;

  generate
    for (genvar p = 0; p < PORTS; p++) begin : g_port
      rx_port #(
          .BEAT_BYTES(BEAT_BYTES),
          .HEADER_WINDOW_BEATS(HEADER_WINDOW_BEATS),
          .MAX_VLAN_TAGS(MAX_VLAN_TAGS),
          .MAX_IPV6_EXTENSIONS(MAX_IPV6_EXTENSIONS),
          .MAX_TCP_OPTIONS(MAX_TCP_OPTIONS),
          .PACKET_BUFFER_BEATS(PACKET_BUFFER_BEATS),
          .PACKET_BUFFER_HEADERS(PACKET_BUFFER_HEADERS),
          .RX_PARSER_CYCLES(RX_PARSER_CYCLES),
          .RX_CHECKSUM_CYCLES(RX_CHECKSUM_CYCLES)
      ) ingress (
          .clk_i,
          .rst_i,
          .cycle_i,
          .valid_i        (port_valid_i[p]),
          .last_i         (port_last_i[p]),
          .bytes_i        (port_bytes_i[p*BYTES_BITS+:BYTES_BITS]),
          .data_i         (port_data_i[p*BEAT_BITS+:BEAT_BITS]),
          .header_valid_o (header_valid[p]),
          .header_ready_i (grant[p]),
          .header_o       (header[p*WORD_BITS+:WORD_BITS]),
          .beat_valid_o   (beat_valid[p]),
          .beat_ready_i   (beat_ready[p]),
          .beat_last_o    (beat_last[p]),
          .beat_data_o    (beat_data[p*BEAT_BITS+:BEAT_BITS]),
          .dropped_o      (dropped[p]),
          .no_beat_place_o(no_beat_place[p])
      );
    end
  endgenerate

  // ---- one header at a time

  logic                 grant_valid;
  logic [PORT_BITS-1:0] grant_port;
  logic [    PORTS-1:0] decision_pop;
  logic [WORD_BITS-1:0] granted;

  port_arbiter #(
      .PORTS(PORTS),
      .HEADER_INTERVAL_CYCLES(HEADER_INTERVAL_CYCLES),
      .DECISION_FIFO_DEPTH(DECISION_FIFO_DEPTH)
  ) arbiter (
      .clk_i,
      .rst_i,
      .header_valid_i(header_valid),
      .decision_pop_i(decision_pop),
      .grant_valid_o (grant_valid),
      .grant_o       (grant),
      .grant_port_o  (grant_port)
  );

  always_comb begin
    granted = '0;
    for (int p = 0; p < PORTS; p++) begin
      granted = granted | (header[p*WORD_BITS+:WORD_BITS] & {WORD_BITS{grant[p]}});
    end
  end

  logic                            event_offered;
  logic [                     3:0] event_port;
  logic [           WORD_BITS-1:0] event_word;
  logic                            event_ready;
  logic                            take_valid;
  logic [          QUEUE_BITS-1:0] take_queue;
  logic [   BUFFER_COUNT_BITS-1:0] take_count;
  logic                            take_refused;
  logic [         REASON_BITS-1:0] take_reason;
  logic                            taken;
  logic [                    31:0] take_index;
  logic [BUFFERS*ADDRESS_BITS-1:0] take_addresses;
  logic                            decision_valid;
  logic [                     3:0] decision_port;
  logic                            decision_keep;
  logic [         LENGTH_BITS-1:0] decision_frame_bytes;
  logic [                     1:0] decision_entries;
  logic [BUFFERS*ADDRESS_BITS-1:0] decision_addresses;
  logic [         RECORD_BITS-1:0] decision_record;

  header_pipeline #(
      .QUEUES(QUEUES),
      .SUBFLOWS(SUBFLOWS),
      .CONNECTIONS(CONNECTIONS),
      .FLOW_TABLE_WAYS(FLOW_TABLE_WAYS),
      .TOKENS(TOKENS),
      .TABLE_READ_LATENCY_CYCLES(TABLE_READ_LATENCY_CYCLES),
      .MAPPINGS_PER_SUBFLOW(MAPPINGS_PER_SUBFLOW),
      .COVERED_INTERVALS(COVERED_INTERVALS),
      .OUT_OF_ORDER_INTERVALS(OUT_OF_ORDER_INTERVALS),
      .RECEIVE_WINDOW_BYTES(RECEIVE_WINDOW_BYTES),
      .MAX_FRAME_BYTES(MAX_FRAME_BYTES),
      .BUFFER_BYTES(BUFFER_BYTES),
      .INDIRECTION_ENTRIES(INDIRECTION_ENTRIES),
      .FLOW_TABLE_CYCLES(FLOW_TABLE_CYCLES),
      .SUBFLOW_TRACKER_CYCLES(SUBFLOW_TRACKER_CYCLES),
      .DSS_MAPPER_CYCLES(DSS_MAPPER_CYCLES),
      .CONNECTION_TRACKER_CYCLES(CONNECTION_TRACKER_CYCLES),
      .RSS_KEY(RSS_KEY),
      .FLOW_TABLE_KEY(FLOW_TABLE_KEY)
  ) pipeline (
      .clk_i,
      .rst_i,
      .valid_i               (grant_valid),
      .port_i                (4'(grant_port)),
      .word_i                (granted),
      .event_valid_o         (event_offered),
      .event_full_i          (!event_ready),
      .event_port_o          (event_port),
      .event_word_o          (event_word),
      .take_valid_o          (take_valid),
      .take_queue_o          (take_queue),
      .take_count_o          (take_count),
      .take_refused_i        (take_refused),
      .take_reason_i         (take_reason),
      .take_index_i          (take_index),
      .take_addresses_i      (take_addresses),
      .decision_valid_o      (decision_valid),
      .decision_port_o       (decision_port),
      .decision_keep_o       (decision_keep),
      .decision_frame_bytes_o(decision_frame_bytes),
      .decision_entries_o    (decision_entries),
      .decision_addresses_o  (decision_addresses),
      .decision_record_o     (decision_record),
      .flow_write_valid_i,
      .flow_write_entry_i,
      .flow_write_used_i,
      .flow_write_key_i,
      .flow_write_value_i,
      .token_write_valid_i,
      .token_write_entry_i,
      .token_write_used_i,
      .token_write_key_i,
      .token_write_value_i,
      .subflow_write_valid_i,
      .subflow_write_entry_i,
      .subflow_write_value_i,
      .mapping_write_valid_i,
      .mapping_write_entry_i,
      .mapping_write_value_i,
      .connection_write_valid_i,
      .connection_write_entry_i,
      .connection_write_value_i,
      .loss_write_valid_i,
      .loss_write_entry_i,
      .loss_write_value_i,
      .indirection_write_valid_i,
      .indirection_write_entry_i,
      .indirection_write_queue_i
  );

  block_fifo #(
      .WIDTH(4 + WORD_BITS),
      .DEPTH(FIRMWARE_EVENT_FIFO)
  ) events (
      .clk_i,
      .rst_i,
      .valid_i(event_offered),
      .ready_o(event_ready),
      .data_i ({event_port, event_word}),
      .valid_o(event_valid_o),
      .ready_i(event_ready_i),
      .data_o ({event_port_o, event_word_o})
  );

  // ---- buffers

  logic              error_valid;
  logic              error_ready;
  logic [     511:0] error_entry;
  logic [QUEUES-1:0] quarantined;

  // Queue commands travel beside the frames up to steering.
  logic                  state_valid;
  logic [QUEUE_BITS-1:0] state_queue;
  logic [           2:0] state;
  logic                  queue_reset_valid;
  logic [QUEUE_BITS-1:0] queue_reset_queue;
  delay_line #(
      .WIDTH (QUEUE_BITS + 3),
      .CYCLES(LEAD_CYCLES)
  ) states (
      .clk_i,
      .rst_i,
      .valid_i(state_valid_i),
      .data_i ({state_queue_i, state_i}),
      .valid_o(state_valid),
      .data_o ({state_queue, state})
  );
  delay_line #(
      .WIDTH (QUEUE_BITS),
      .CYCLES(LEAD_CYCLES)
  ) queue_resets (
      .clk_i,
      .rst_i,
      .valid_i(queue_reset_valid_i),
      .data_i (queue_reset_queue_i),
      .valid_o(queue_reset_valid),
      .data_o (queue_reset_queue)
  );

  descriptor_fetch #(
      .QUEUES(QUEUES),
      .RING_ENTRIES(RING_ENTRIES),
      .MAX_FRAME_BYTES(MAX_FRAME_BYTES),
      .BUFFER_BYTES(BUFFER_BYTES),
      .DESCRIPTOR_CACHE(DESCRIPTOR_CACHE),
      .FETCH_BATCH(FETCH_BATCH),
      .FETCH_OUTSTANDING(FETCH_OUTSTANDING),
      .QUARANTINE_ERRORS(QUARANTINE_ERRORS),
      .ERROR_FIFO_DEPTH(ERROR_FIFO_DEPTH),
      .MAX_PAYLOAD_BYTES(MAX_PAYLOAD_BYTES),
      .LEAD_CYCLES(LEAD_CYCLES),
      .POSTED_BITS(POSTED_BITS)
  ) descriptors (
      .clk_i,
      .rst_i,
      .cycle_i,
      .dma_start_i,
      .dma_end_i,
      .posted_i,
      .read_valid_o,
      .read_queue_o,
      .read_index_o,
      .read_count_o,
      .read_tag_o,
      .data_valid_i,
      .data_tag_i,
      .data_i,
      .take_valid_i    (take_valid),
      .take_queue_i    (take_queue),
      .take_count_i    (take_count),
      .take_refused_o  (take_refused),
      .take_reason_o   (take_reason),
      .taken_o         (taken),
      .take_index_o    (take_index),
      .take_addresses_o(take_addresses),
      .error_valid_o   (error_valid),
      .error_ready_i   (error_ready),
      .error_entry_o   (error_entry),
      .quarantined_o   (quarantined),
      .state_valid_i      (state_valid),
      .state_queue_i      (state_queue),
      .state_i            (state),
      .queue_reset_valid_i(queue_reset_valid),
      .queue_reset_queue_i(queue_reset_queue)
  );

  // ---- frames to the link

  logic [             REQUESTERS-1:0] tlp_valid;
  logic [             REQUESTERS-1:0] tlp_ready;
  logic [   REQUESTERS*COST_BITS-1:0] tlp_cost;
  logic [  REQUESTERS*BEATS_BITS-1:0] tlp_beats;
  logic [             REQUESTERS-1:0] tlp_last;
  logic                               start_valid;
  logic                               sent_valid;
  logic [  REQUESTERS*BEATS_BITS-1:0] sent_beats;
  logic [             REQUESTERS-1:0] sent_last;

  logic [    PORTS-1:0] entry_valid;
  logic [    PORTS-1:0] entry_ready;
  logic [PORTS*512-1:0] entry;
  logic [    PORTS-1:0] record_enters;
  logic [  2*PORTS-1:0] record_enters_entries;

  generate
    for (genvar p = 0; p < PORTS; p++) begin : g_dma
      logic [                1:0] entry_places;
      logic                       record_valid;
      logic [                1:0] record_entries;
      logic [    RECORD_BITS-1:0] record;
      logic                       moved;
      logic [FRAME_BEATS_BITS-1:0] beats;
      logic [FRAME_COST_BITS-1:0] cost;

      rx_dma #(
          .BEAT_BYTES(BEAT_BYTES),
          .MAX_FRAME_BYTES(MAX_FRAME_BYTES),
          .DECISION_FIFO_DEPTH(DECISION_FIFO_DEPTH),
          .BUFFER_BYTES(BUFFER_BYTES),
          .MAX_PAYLOAD_BYTES(MAX_PAYLOAD_BYTES),
          .TLP_HEADER_BYTES(TLP_HEADER_BYTES),
          .LINK_TICKS_PER_256_BYTES(LINK_TICKS_PER_256_BYTES),
          .LINK_STORE_BEATS(LINK_STORE_BEATS)
      ) dma (
          .clk_i,
          .rst_i,
          .decision_valid_i      (decision_valid && decision_port == 4'(p)),
          .decision_keep_i       (decision_keep),
          .decision_frame_bytes_i(decision_frame_bytes),
          .decision_entries_i    (decision_entries),
          .decision_addresses_i  (decision_addresses),
          .decision_record_i     (decision_record),
          .decision_pop_o        (decision_pop[p]),
          .beat_valid_i          (beat_valid[p]),
          .beat_ready_o          (beat_ready[p]),
          .beat_last_i           (beat_last[p]),
          .beat_data_i           (beat_data[p*BEAT_BITS+:BEAT_BITS]),
          .entry_places_i        (entry_places),
          .record_valid_o        (record_valid),
          .record_entries_o      (record_entries),
          .record_o              (record),
          .moved_o               (moved),
          .tlp_valid_o           (tlp_valid[p]),
          .tlp_ready_i           (tlp_ready[p]),
          .tlp_cost_o            (cost),
          .tlp_beats_o           (beats),
          .tlp_last_o            (tlp_last[p]),
          .tlp_bytes_o           (write_bytes_o[p*TLP_BYTES_BITS+:TLP_BYTES_BITS]),
          .tlp_address_o         (write_address_o[p*ADDRESS_BITS+:ADDRESS_BITS]),
          .tlp_data_o            (write_data_o[p*8*MAX_PAYLOAD_BYTES+:8*MAX_PAYLOAD_BYTES]),
          .sent_beats_i          (FRAME_BEATS_BITS'(sent_beats[p*BEATS_BITS+:BEATS_BITS]))
      );
      assign tlp_cost[p*COST_BITS+:COST_BITS]    = COST_BITS'(cost);
      assign tlp_beats[p*BEATS_BITS+:BEATS_BITS] = BEATS_BITS'(beats);

      completion_fifo #(
          .COMPLETION_FIFO_DEPTH(COMPLETION_FIFO_DEPTH)
      ) completions (
          .clk_i,
          .rst_i,
          .entry_places_o  (entry_places),
          .record_valid_i  (record_valid),
          .record_entries_i(record_entries),
          .record_i        (record),
          .moved_i         (moved),
          .sent_frame_i    (sent_last[p]),
          .enter_valid_o   (record_enters[p]),
          .enter_entries_o (record_enters_entries[2*p+:2]),
          .entry_valid_o   (entry_valid[p]),
          .entry_ready_i   (entry_ready[p]),
          .entry_o         (entry[p*512+:512])
      );
    end
  endgenerate
  assign write_valid_o = tlp_valid[PORTS-1:0] & tlp_ready[PORTS-1:0];

  // ---- completions to the link

  logic                    flush_valid;
  logic [  QUEUE_BITS-1:0] flush_queue;
  logic [  BATCH_BITS-1:0] flush_entries;
  logic [BATCH_COST_BITS-1:0] batch_cost;
  logic                    written_valid;
  logic [  QUEUE_BITS-1:0] written_queue;
  logic [  BATCH_BITS-1:0] written_entries;
  logic                    gather_valid;
  logic [$clog2(PORTS+1)-1:0] gather_source;
  logic [  QUEUE_BITS-1:0] gather_queue;
  logic                    gather_full;
  logic                    own_entry_valid;
  logic                    firmware_ready;
  logic [           511:0] own_entry;
  assign error_ready = firmware_ready;

  block_fifo #(
      .WIDTH(512),
      .DEPTH(ERROR_FIFO_DEPTH)
  ) own_entries (
      .clk_i,
      .rst_i,
      .valid_i(own_entry_valid_i),
      .ready_o(own_entry_ready_o),
      .data_i (own_entry_i),
      .valid_o(own_entry_valid),
      .ready_i(firmware_ready && !error_valid),
      .data_o (own_entry)
  );

  completion_writer #(
      .PORTS(PORTS),
      .QUEUES(QUEUES),
      .COMPLETION_ENTRIES(COMPLETION_ENTRIES),
      .COMPLETION_BATCH(COMPLETION_BATCH),
      .COMPLETION_BATCH_IDLE_CYCLES(COMPLETION_BATCH_IDLE_CYCLES),
      .TLP_HEADER_BYTES(TLP_HEADER_BYTES),
      .LINK_TICKS_PER_256_BYTES(LINK_TICKS_PER_256_BYTES),
      .LINK_STORE_BEATS(LINK_STORE_BEATS)
  ) writer (
      .clk_i,
      .rst_i,
      .entry_valid_i    (entry_valid),
      .entry_ready_o    (entry_ready),
      .entry_i          (entry),
      .firmware_valid_i (error_valid || own_entry_valid),
      .firmware_ready_o (firmware_ready),
      .firmware_entry_i (error_valid ? error_entry : own_entry),
      .gather_valid_o   (gather_valid),
      .gather_source_o  (gather_source),
      .gather_queue_o   (gather_queue),
      .gather_full_o    (gather_full),
      .flush_valid_o    (flush_valid),
      .flush_queue_o    (flush_queue),
      .flush_entries_o  (flush_entries),
      .tlp_valid_o      (tlp_valid[PORTS]),
      .tlp_ready_i      (tlp_ready[PORTS]),
      .tlp_cost_o       (batch_cost),
      .tlp_beats_o      (completion_entries_o),
      .tlp_queue_o      (completion_queue_o),
      .tlp_place_o      (completion_place_o),
      .tlp_data_o       (completion_data_o),
      .sent_write_i     (sent_last[PORTS]),
      .written_valid_o  (written_valid),
      .written_queue_o  (written_queue),
      .written_entries_o(written_entries),
      .queue_reset_valid_i,
      .queue_reset_queue_i
  );
  assign tlp_last[PORTS]                              = 1'b1;
  assign tlp_cost[PORTS*COST_BITS+:COST_BITS]         = COST_BITS'(batch_cost);
  assign tlp_beats[PORTS*BEATS_BITS+:BEATS_BITS]      = BEATS_BITS'(completion_entries_o);
  assign completion_valid_o = tlp_valid[PORTS] && tlp_ready[PORTS];

  logic interrupt;
  interrupt_moderation #(
      .QUEUES(QUEUES),
      .COMPLETION_BATCH(COMPLETION_BATCH),
      .INTERRUPT_COUNT(INTERRUPT_COUNT),
      .INTERRUPT_CYCLES(INTERRUPT_CYCLES),
      .WRITE_LATENCY_CYCLES(WRITE_LATENCY_CYCLES)
  ) interrupts (
      .clk_i,
      .rst_i,
      .written_valid_i  (written_valid),
      .written_queue_i  (written_queue),
      .written_entries_i(written_entries),
      .interrupt_o      (interrupt),
      .interrupt_valid_o,
      .interrupt_count_o,
      .moderate_valid_i,
      .moderate_queue_i,
      .moderate_count_i,
      .moderate_cycles_i,
      .queue_reset_valid_i,
      .queue_reset_queue_i
  );

  host_link #(
      .REQUESTERS(REQUESTERS),
      .COST_BITS(COST_BITS),
      .BEATS_BITS(BEATS_BITS)
  ) link (
      .clk_i,
      .rst_i,
      .stall_i     (link_stall_i),
      .tlp_valid_i (tlp_valid),
      .tlp_ready_o (tlp_ready),
      .tlp_cost_i  (tlp_cost),
      .tlp_beats_i (tlp_beats),
      .tlp_last_i  (tlp_last),
      .start_valid_o(start_valid),
      .sent_valid_o(sent_valid),
      .sent_beats_o(sent_beats),
      .sent_last_o (sent_last)
  );

  // Counted elsewhere, or for who looks at the waveform.
  logic unused;
  assign unused = &{1'b0, dropped, no_beat_place, quarantined, taken, interrupt, start_valid, sent_valid, record_enters, record_enters_entries,
                    flush_valid, flush_queue, flush_entries, gather_valid, gather_source, gather_queue, gather_full,
                    sent_beats[PORTS*BEATS_BITS+:BEATS_BITS]};
endmodule : rx_top
