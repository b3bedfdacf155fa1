`include "schedule.svh"
`include "tx_descriptor.svh"
`include "tx_finish.svh"
`include "tx_slice.svh"

// The transmit datapath of the card: descriptors and payload out of host memory, frames onto the wires.
//
//   tx_descriptor_fetch -> segmenter -> tx_path -> wires
//                             |            |
//                     subflow_scheduler    host
//
// The host stands outside: it says how many descriptors count as posted, its memory answers fetches and reads, and takes
// completions. So does the control processor, which writes the tables: one write every 4 cycles. What it writes in a cycle
// holds for what is decided later. Cycle 0 is the first after reset.
module tx_top #(
    parameter int PORTS = mpnic_config_pkg::PORTS,
    parameter int BEAT_BYTES = mpnic_config_pkg::BEAT_BYTES,
    parameter int MAX_FRAME_BYTES = mpnic_config_pkg::MAX_FRAME_BYTES,
    parameter int TABLE_READ_LATENCY_CYCLES = mpnic_config_pkg::TABLE_READ_LATENCY_CYCLES,
    parameter int QUARANTINE_ERRORS = mpnic_config_pkg::QUARANTINE_ERRORS,
    parameter int TX_QUEUES = mpnic_config_pkg::TX_QUEUES,
    parameter int TX_RING_ENTRIES = mpnic_config_pkg::TX_RING_ENTRIES,
    parameter int TX_DESCRIPTOR_CACHE = mpnic_config_pkg::TX_DESCRIPTOR_CACHE,
    parameter int TX_FETCH_BATCH = mpnic_config_pkg::TX_FETCH_BATCH,
    parameter int TX_FETCH_OUTSTANDING = mpnic_config_pkg::TX_FETCH_OUTSTANDING,
    parameter int TX_BUFFERS_PER_FRAME = mpnic_config_pkg::TX_BUFFERS_PER_FRAME,
    parameter int TX_SUBFLOWS = mpnic_config_pkg::TX_SUBFLOWS,
    parameter int TX_CONNECTIONS = mpnic_config_pkg::TX_CONNECTIONS,
    parameter int TX_SUBFLOWS_PER_CONNECTION = mpnic_config_pkg::TX_SUBFLOWS_PER_CONNECTION,
    parameter int TX_SCHEDULE_BYTES = mpnic_config_pkg::TX_SCHEDULE_BYTES,
    parameter int TX_RETRY_CYCLES = mpnic_config_pkg::TX_RETRY_CYCLES,
    parameter int TX_SLICE_FIFO_DEPTH = mpnic_config_pkg::TX_SLICE_FIFO_DEPTH,
    parameter int TX_READ_REQUEST_BYTES = mpnic_config_pkg::TX_READ_REQUEST_BYTES,
    parameter int TX_READ_REQUESTS = mpnic_config_pkg::TX_READ_REQUESTS,
    parameter int TX_CHECKSUM_BUFFER_BEATS = mpnic_config_pkg::TX_CHECKSUM_BUFFER_BEATS,
    parameter int TX_COMPLETION_BATCH = mpnic_config_pkg::TX_COMPLETION_BATCH,
    parameter int TX_COMPLETION_IDLE_CYCLES = mpnic_config_pkg::TX_COMPLETION_IDLE_CYCLES,
    // Rates, and widths that follow.
    parameter int TX_MAX_BYTES = MAX_FRAME_BYTES - 4,
    parameter int WIRE_NUMERATOR = 33,
    parameter int WIRE_DENOMINATOR = 1280,
    parameter int CYCLES_PER_MILLISECOND = 322_265,
    parameter int REASON_BITS = 7,
    parameter int PORT_BITS = PORTS > 1 ? $clog2(PORTS) : 1,
    parameter int QUEUE_BITS = TX_QUEUES > 1 ? $clog2(TX_QUEUES) : 1,
    parameter int SUBFLOW_BITS = TX_SUBFLOWS > 1 ? $clog2(TX_SUBFLOWS) : 1,
    parameter int CONNECTION_BITS = TX_CONNECTIONS > 1 ? $clog2(TX_CONNECTIONS) : 1,
    parameter int BATCH_BITS = $clog2(TX_FETCH_BATCH + 1),
    parameter int FRAME_DESCRIPTORS_BITS = $clog2(TX_BUFFERS_PER_FRAME + 1),
    parameter int BEAT_BITS = 8 * BEAT_BYTES,
    parameter int SIZE_BITS = $clog2(BEAT_BYTES + 1),
    parameter int REQUEST_BITS = $clog2(TX_READ_REQUEST_BYTES + 1),
    parameter int ANSWER_BITS = (TX_READ_REQUEST_BYTES / BEAT_BYTES + 1) * BEAT_BITS
) (
    input  logic                       clk_i,
    input  logic                       rst_i,
    input  logic                       grant_stall_i,  // no slice is granted in this cycle
    input  logic [          PORTS-1:0] link_up_i,
    // DMA memory: buffers lie within start (included) and end. Constant.
    input  logic [               63:0] dma_start_i,
    input  logic [               63:0] dma_end_i,
    // Doorbells: see tx_descriptor_fetch.
    input  logic                       posted_valid_i,
    input  logic [     QUEUE_BITS-1:0] posted_queue_i,
    input  logic [               31:0] posted_i,
    input  logic                       end_valid_i,
    input  logic [     QUEUE_BITS-1:0] end_queue_i,
    input  logic                       ends_i,
    input  logic [               31:0] end_i,
    // Queue commands. A queue starts again from descriptor 0, at once or when the frame of it that has begun has ended: it
    // fetches nothing and reports nothing from then on. Asked for in one cycle.
    input  logic                       state_valid_i,
    input  logic [     QUEUE_BITS-1:0] state_queue_i,
    input  logic [                2:0] state_i,
    input  logic [      TX_QUEUES-1:0] queue_reset_i,
    output logic [      TX_QUEUES-1:0] inside_o,
    output logic [      TX_QUEUES-1:0] quarantined_o,
    // Fetches of descriptors, and their answers, in the order of the fetches.
    output logic                       fetch_valid_o,
    output logic [     QUEUE_BITS-1:0] fetch_queue_o,
    output logic [               31:0] fetch_index_o,
    output logic [     BATCH_BITS-1:0] fetch_count_o,
    input  logic                       descriptor_valid_i,
    input  logic [     QUEUE_BITS-1:0] descriptor_queue_i,
    input  logic [              255:0] descriptor_i,
    input  logic                       descriptor_last_i,  // of its fetch
    input  logic                       descriptor_void_i,  // of an older life of the queue
    // The control processor's writes.
    input  logic                       connection_write_valid_i,
    input  logic [CONNECTION_BITS-1:0] connection_write_entry_i,
    input  logic [              575:0] connection_write_value_i,
    input  logic                       connection_state_write_valid_i,
    input  logic [CONNECTION_BITS-1:0] connection_state_write_entry_i,
    input  logic [               63:0] connection_state_write_value_i,
    input  logic                       binding_write_valid_i,
    input  logic [CONNECTION_BITS-1:0] binding_write_entry_i,
    input  logic [               23:0] binding_write_value_i,
    input  logic                       subflow_write_valid_i,
    input  logic [   SUBFLOW_BITS-1:0] subflow_write_entry_i,
    input  logic [              959:0] subflow_write_value_i,
    input  logic                       subflow_control_write_valid_i,
    input  logic [   SUBFLOW_BITS-1:0] subflow_control_write_entry_i,
    input  logic [              127:0] subflow_control_write_value_i,
    input  logic                       subflow_state_write_valid_i,
    input  logic [   SUBFLOW_BITS-1:0] subflow_state_write_entry_i,
    input  logic [               31:0] subflow_state_write_value_i,
    input  logic                       target_write_valid_i,
    input  logic [   SUBFLOW_BITS-1:0] target_write_entry_i,
    input  logic [               20:0] target_write_value_i,
    // A segment whose header is made; and, TABLE_READ_LATENCY_CYCLES later, what the receive contexts held for it in the cycle
    // before.
    output logic                       segment_valid_o,
    output logic [   SUBFLOW_BITS-1:0] segment_subflow_o,
    output logic [CONNECTION_BITS-1:0] segment_connection_o,
    input  logic [               31:0] acknowledgment_i,
    input  logic [               31:0] window_i,
    input  logic [               31:0] timestamp_echo_i,
    input  logic [               63:0] data_ack_i,
    // Reads of payload, and their answers, in the order of the reads.
    input  logic                       read_stall_i,
    output logic                       read_valid_o,
    output logic [      PORT_BITS-1:0] read_port_o,
    output logic [               63:0] read_address_o,
    output logic [   REQUEST_BITS-1:0] read_bytes_o,
    input  logic                       answer_valid_i,
    input  logic [    ANSWER_BITS-1:0] answer_i,
    // Completions.
    output logic                       completion_valid_o,
    output logic [     QUEUE_BITS-1:0] completion_queue_o,
    output logic                       completion_type_o,
    output logic [    REASON_BITS-1:0] completion_reason_o,
    output logic [               31:0] completion_index_o,
    // The wires.
    input  logic [          PORTS-1:0] frame_stall_i,
    output logic [          PORTS-1:0] port_valid_o,
    output logic [          PORTS-1:0] port_last_o,
    output logic [PORTS*SIZE_BITS-1:0] port_bytes_o,
    output logic [PORTS*BEAT_BITS-1:0] port_data_o
);
  // ---- queues that start anew

  logic [TX_QUEUES-1:0] stop;
  logic [TX_QUEUES-1:0] pending_q;
  logic [TX_QUEUES-1:0] queue_reset;
  assign stop        = queue_reset_i | pending_q;
  assign queue_reset = stop & ~inside_o;

  always_ff @(posedge clk_i) begin
    pending_q <= rst_i ? '0 : stop & inside_o;
  end

  // ---- descriptors

  logic [             TX_QUEUES-1:0] passed;
  logic [             TX_QUEUES-1:0] coming;
  logic                              ready_valid;
  logic [            QUEUE_BITS-1:0] ready_queue;
  tx_descriptor_t                    ready_descriptor;
  logic                              ready_commit;
  logic [FRAME_DESCRIPTORS_BITS-1:0] ready_frame_descriptors;
  logic [                      17:0] ready_frame_bytes;
  logic                              ready_drop;
  logic                              mark_valid;
  logic [            QUEUE_BITS-1:0] mark_queue;
  logic [                      31:0] mark_index;
  logic [           REASON_BITS-1:0] mark_reason;
  logic                              error_valid;
  logic [            QUEUE_BITS-1:0] error_queue;
  logic [           REASON_BITS-1:0] error_reason;
  logic [FRAME_DESCRIPTORS_BITS-1:0] error_skipped;

  tx_descriptor_fetch #(
      .PORTS(PORTS),
      .TX_QUEUES(TX_QUEUES),
      .TX_RING_ENTRIES(TX_RING_ENTRIES),
      .TX_DESCRIPTOR_CACHE(TX_DESCRIPTOR_CACHE),
      .TX_FETCH_BATCH(TX_FETCH_BATCH),
      .TX_FETCH_OUTSTANDING(TX_FETCH_OUTSTANDING),
      .TX_BUFFERS_PER_FRAME(TX_BUFFERS_PER_FRAME),
      .TX_SUBFLOWS(TX_SUBFLOWS),
      .TX_CONNECTIONS(TX_CONNECTIONS),
      .TX_MAX_BYTES(TX_MAX_BYTES),
      .QUARANTINE_ERRORS(QUARANTINE_ERRORS),
      .READ_LATENCY(TABLE_READ_LATENCY_CYCLES),
      .REASON_BITS(REASON_BITS)
  ) descriptors (
      .clk_i,
      .rst_i,
      .dma_start_i,
      .dma_end_i,
      .posted_valid_i,
      .posted_queue_i,
      .posted_i,
      .end_valid_i,
      .end_queue_i,
      .ends_i,
      .end_i,
      .passed_i                 (passed),
      .state_valid_i,
      .state_queue_i,
      .state_i,
      .queue_stop_i             (stop),
      .queue_reset_i            (queue_reset),
      .quarantined_o,
      .fetch_valid_o,
      .fetch_queue_o,
      .fetch_index_o,
      .fetch_count_o,
      .descriptor_valid_i,
      .descriptor_queue_i,
      .descriptor_i,
      .descriptor_last_i,
      .descriptor_void_i,
      .coming_o                 (coming),
      .ready_valid_o            (ready_valid),
      .ready_queue_o            (ready_queue),
      .ready_descriptor_o       (ready_descriptor),
      .ready_commit_o           (ready_commit),
      .ready_frame_descriptors_o(ready_frame_descriptors),
      .ready_frame_bytes_o      (ready_frame_bytes),
      .ready_drop_o             (ready_drop),
      .mark_valid_o             (mark_valid),
      .mark_queue_o             (mark_queue),
      .mark_index_o             (mark_index),
      .mark_reason_o            (mark_reason),
      .error_valid_o            (error_valid),
      .error_queue_o            (error_queue),
      .error_reason_o           (error_reason),
      .error_skipped_o          (error_skipped),
      .binding_write_valid_i,
      .binding_write_entry_i,
      .binding_write_value_i,
      .target_write_valid_i,
      .target_write_entry_i,
      .target_write_value_i
  );

  // ---- subflows for data

  logic [      TX_QUEUES-1:0] ask;
  logic [      TX_QUEUES-1:0] ask_stream;
  logic [      TX_QUEUES-1:0] ask_copying;
  logic [   20*TX_QUEUES-1:0] ask_target;
  logic [   17*TX_QUEUES-1:0] ask_available;
  logic [      TX_QUEUES-1:0] ask_ends;
  logic [      TX_QUEUES-1:0] ask_data_fin;
  logic [   16*TX_QUEUES-1:0] ask_length;
  logic [   32*TX_QUEUES-1:0] ask_ssn;
  logic [   64*TX_QUEUES-1:0] ask_dsn;
  logic                       decide_valid;
  logic [     QUEUE_BITS-1:0] decide_queue;
  logic                       answer_valid;
  logic [     QUEUE_BITS-1:0] answer_queue;
  logic                       answer_blocked;
  logic [                3:0] answer_port;
  logic [   SUBFLOW_BITS-1:0] answer_subflow;
  logic [CONNECTION_BITS-1:0] answer_connection;
  logic [               63:0] answer_dsn;
  logic [               31:0] answer_ssn;
  logic [               15:0] answer_bytes;
  logic [               15:0] answer_payload;
  logic                       answer_data_fin;
  logic                       answer_per_chunk;
  logic                       answer_last_copy;
  logic                       answer_stream;
  logic                       answer_copy;
  logic                       answer_backup;

  subflow_scheduler #(
      .PORTS(PORTS),
      .TX_QUEUES(TX_QUEUES),
      .SUBFLOWS(TX_SUBFLOWS),
      .CONNECTIONS(TX_CONNECTIONS),
      .TX_SUBFLOWS_PER_CONNECTION(TX_SUBFLOWS_PER_CONNECTION),
      .TX_SCHEDULE_BYTES(TX_SCHEDULE_BYTES),
      .READ_LATENCY(TABLE_READ_LATENCY_CYCLES)
  ) scheduler (
      .clk_i,
      .rst_i,
      .link_up_i,
      .ask_i              (ask),
      .stream_i           (ask_stream),
      .copying_i          (ask_copying),
      .target_i           (ask_target),
      .available_i        (ask_available),
      .ends_i             (ask_ends),
      .data_fin_i         (ask_data_fin),
      .length_i           (ask_length),
      .ssn_i              (ask_ssn),
      .dsn_i              (ask_dsn),
      .forget_i           (queue_reset),
      .decide_valid_o     (decide_valid),
      .decide_queue_o     (decide_queue),
      .answer_valid_o     (answer_valid),
      .answer_queue_o     (answer_queue),
      .answer_blocked_o   (answer_blocked),
      .answer_port_o      (answer_port),
      .answer_subflow_o   (answer_subflow),
      .answer_connection_o(answer_connection),
      .answer_dsn_o       (answer_dsn),
      .answer_ssn_o       (answer_ssn),
      .answer_bytes_o     (answer_bytes),
      .answer_payload_o   (answer_payload),
      .answer_data_fin_o  (answer_data_fin),
      .answer_per_chunk_o (answer_per_chunk),
      .answer_last_copy_o (answer_last_copy),
      .answer_stream_o    (answer_stream),
      .answer_copy_o      (answer_copy),
      .answer_backup_o    (answer_backup),
      .connection_write_valid_i,
      .connection_write_entry_i,
      .connection_write_value_i,
      .connection_state_write_valid_i,
      .connection_state_write_entry_i,
      .connection_state_write_next_dsn_i(connection_state_write_value_i),
      .subflow_write_valid_i,
      .subflow_write_entry_i,
      .subflow_write_value_i,
      .subflow_control_write_valid_i,
      .subflow_control_write_entry_i,
      .subflow_control_write_value_i,
      .subflow_state_write_valid_i,
      .subflow_state_write_entry_i,
      .subflow_state_write_next_ssn_i   (subflow_state_write_value_i)
  );

  // ---- slices

  logic [          PORTS-1:0] slice_pop;
  logic                       grant_valid;
  logic [      PORT_BITS-1:0] grant_port;
  logic [     QUEUE_BITS-1:0] grant_queue;
  logic [               31:0] grant_index;
  logic [               63:0] grant_address;
  logic [               17:0] grant_length;
  logic                       grant_first;
  logic                       grant_last;
  logic                       grant_mark;
  tx_finish_t                 grant_finish;
  logic                       grant_makes_header;
  logic                       grant_stream;
  logic                       grant_ends_chunk;
  logic [               31:0] segment_ssn;
  logic [               15:0] segment_bytes;
  logic [               63:0] segment_mapping_dsn;
  logic [               31:0] segment_mapping_ssn;
  logic [               15:0] segment_mapping_length;
  logic                       segment_data_fin;
  logic                       segment_push;
  assign segment_valid_o = grant_valid && grant_makes_header;

  segmenter #(
      .PORTS(PORTS),
      .TX_QUEUES(TX_QUEUES),
      .TX_DESCRIPTOR_CACHE(TX_DESCRIPTOR_CACHE),
      .TX_SUBFLOWS(TX_SUBFLOWS),
      .TX_CONNECTIONS(TX_CONNECTIONS),
      .TX_SCHEDULE_BYTES(TX_SCHEDULE_BYTES),
      .TX_RETRY_CYCLES(TX_RETRY_CYCLES),
      .TX_SLICE_FIFO_DEPTH(TX_SLICE_FIFO_DEPTH)
  ) cutter (
      .clk_i,
      .rst_i,
      .stall_i                 (grant_stall_i),
      .queue_reset_i           (queue_reset),
      .inside_o,
      .ready_valid_i           (ready_valid),
      .ready_queue_i           (ready_queue),
      .ready_descriptor_i      (ready_descriptor),
      .ready_commit_i          (ready_commit),
      .ready_frame_bytes_i     (ready_frame_bytes),
      .ready_drop_i            (ready_drop),
      .coming_i                (coming),
      .ask_o                   (ask),
      .ask_stream_o            (ask_stream),
      .ask_copying_o           (ask_copying),
      .ask_target_o            (ask_target),
      .ask_available_o         (ask_available),
      .ask_ends_o              (ask_ends),
      .ask_data_fin_o          (ask_data_fin),
      .ask_length_o            (ask_length),
      .ask_ssn_o               (ask_ssn),
      .ask_dsn_o               (ask_dsn),
      .decide_valid_i          (decide_valid),
      .decide_queue_i          (decide_queue),
      .answer_valid_i          (answer_valid),
      .answer_queue_i          (answer_queue),
      .answer_blocked_i        (answer_blocked),
      .answer_port_i           (answer_port),
      .answer_subflow_i        (answer_subflow),
      .answer_connection_i     (answer_connection),
      .answer_dsn_i            (answer_dsn),
      .answer_ssn_i            (answer_ssn),
      .answer_bytes_i          (answer_bytes),
      .answer_payload_i        (answer_payload),
      .answer_data_fin_i       (answer_data_fin),
      .answer_per_chunk_i      (answer_per_chunk),
      .answer_last_copy_i      (answer_last_copy),
      .slice_pop_i             (slice_pop),
      .grant_valid_o           (grant_valid),
      .grant_port_o            (grant_port),
      .grant_queue_o           (grant_queue),
      .grant_index_o           (grant_index),
      .grant_address_o         (grant_address),
      .grant_length_o          (grant_length),
      .grant_first_o           (grant_first),
      .grant_last_o            (grant_last),
      .grant_mark_o            (grant_mark),
      .grant_finish_o          (grant_finish),
      .grant_makes_header_o    (grant_makes_header),
      .grant_stream_o          (grant_stream),
      .grant_ends_chunk_o      (grant_ends_chunk),
      .segment_subflow_o,
      .segment_connection_o,
      .segment_ssn_o           (segment_ssn),
      .segment_bytes_o         (segment_bytes),
      .segment_mapping_dsn_o   (segment_mapping_dsn),
      .segment_mapping_ssn_o   (segment_mapping_ssn),
      .segment_mapping_length_o(segment_mapping_length),
      .segment_data_fin_o      (segment_data_fin),
      .segment_push_o          (segment_push)
  );

  // ---- frames

  tx_path #(
      .PORTS(PORTS),
      .BEAT_BYTES(BEAT_BYTES),
      .MAX_FRAME_BYTES(MAX_FRAME_BYTES),
      .WIRE_NUMERATOR(WIRE_NUMERATOR),
      .WIRE_DENOMINATOR(WIRE_DENOMINATOR),
      .CYCLES_PER_MILLISECOND(CYCLES_PER_MILLISECOND),
      .TABLE_READ_LATENCY_CYCLES(TABLE_READ_LATENCY_CYCLES),
      .TX_QUEUES(TX_QUEUES),
      .TX_DESCRIPTOR_CACHE(TX_DESCRIPTOR_CACHE),
      .TX_SUBFLOWS(TX_SUBFLOWS),
      .TX_CONNECTIONS(TX_CONNECTIONS),
      .TX_SLICE_FIFO_DEPTH(TX_SLICE_FIFO_DEPTH),
      .TX_READ_REQUEST_BYTES(TX_READ_REQUEST_BYTES),
      .TX_READ_REQUESTS(TX_READ_REQUESTS),
      .TX_CHECKSUM_BUFFER_BEATS(TX_CHECKSUM_BUFFER_BEATS),
      .TX_COMPLETION_BATCH(TX_COMPLETION_BATCH),
      .TX_COMPLETION_IDLE_CYCLES(TX_COMPLETION_IDLE_CYCLES),
      .REASON_BITS(REASON_BITS)
  ) path (
      .clk_i,
      .rst_i,
      .grant_valid_i           (grant_valid),
      .grant_port_i            (grant_port),
      .grant_queue_i           (grant_queue),
      .grant_index_i           (grant_index),
      .grant_address_i         (grant_address),
      .grant_length_i          (grant_length),
      .grant_first_i           (grant_first),
      .grant_last_i            (grant_last),
      .grant_mark_i            (grant_mark),
      .grant_finish_i          (grant_finish),
      .grant_makes_header_i    (grant_makes_header),
      .segment_subflow_i       (segment_subflow_o),
      .segment_connection_i    (segment_connection_o),
      .segment_ssn_i           (segment_ssn),
      .segment_bytes_i         (segment_bytes),
      .segment_mapping_dsn_i   (segment_mapping_dsn),
      .segment_mapping_ssn_i   (segment_mapping_ssn),
      .segment_mapping_length_i(segment_mapping_length),
      .segment_data_fin_i      (segment_data_fin),
      .segment_push_i          (segment_push),
      .acknowledgment_i,
      .window_i,
      .timestamp_echo_i,
      .data_ack_i,
      .slice_pop_o             (slice_pop),
      .subflow_write_valid_i,
      .subflow_write_entry_i,
      .subflow_write_value_i,
      .connection_write_valid_i,
      .connection_write_entry_i,
      .connection_write_value_i,
      .read_stall_i,
      .read_valid_o,
      .read_port_o,
      .read_address_o,
      .read_bytes_o,
      .answer_valid_i,
      .answer_i,
      .queue_stop_i            (stop),
      .queue_reset_i           (queue_reset),
      .refused_valid_i         (mark_valid),
      .refused_queue_i         (mark_queue),
      .refused_index_i         (mark_index),
      .refused_reason_i        (mark_reason),
      .passed_o                (passed),
      .completion_valid_o,
      .completion_queue_o,
      .completion_type_o,
      .completion_reason_o,
      .completion_index_o,
      .frame_stall_i,
      .port_valid_o,
      .port_last_o,
      .port_bytes_o,
      .port_data_o
  );

  // Counted elsewhere, or for who looks at the waveform.
  logic unused;
  assign unused = &{1'b0, ready_frame_descriptors, error_valid, error_queue, error_reason, error_skipped, answer_stream,
                    answer_copy, answer_backup, grant_stream, grant_ends_chunk};
endmodule : tx_top
