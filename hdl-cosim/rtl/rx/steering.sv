`include "completion_record.svh"

// steering: the queue of a frame, whether it is written, and what its completion says.
//
// One word a cycle, never stalled; results hold 3 cycles later. Queue: the connection's; else that of the connection that
// an MP_JOIN SYN's token names; else the indirection table's entry of the RSS hash. The frame takes its buffers from
// descriptor_fetch in the cycle in which the word enters, or is dropped with the reason that comes back.
//
// A verdict must not speak for bytes that the card dropped here, behind dss_mapper: a span of dropped SSNs is kept for
// each subflow, and a mapping that ends and overlaps it gets verdict none. Context, bit 0 first: 0 end (32)  32 start (32)
// 64 the span is there. It is read, and the indirection table as well, while the word is still in connection_tracker: the
// inputs early_* come READ_LATENCY cycles before the word's.
//
// Writes of the control processor enter beside early_subflow_i: one that enters with a word holds for the words behind.
module steering #(
    parameter int QUEUES = 8,
    parameter int SUBFLOWS = 4096,
    parameter int INDIRECTION_ENTRIES = 128,
    parameter int RECEIVE_WINDOW_BYTES = 1 << 30,
    parameter int MAX_FRAME_BYTES = 9018,
    parameter int BUFFER_BYTES = 2048,
    parameter int READ_LATENCY = 2,
    parameter int REASON_BITS = 7,
    parameter int ADDRESS_BITS = 64,
    parameter int QUEUE_BITS = QUEUES > 1 ? $clog2(QUEUES) : 1,
    parameter int ENTRY_BITS = $clog2(SUBFLOWS),
    parameter int INDIRECTION_BITS = INDIRECTION_ENTRIES > 1 ? $clog2(INDIRECTION_ENTRIES) : 1,
    parameter int LENGTH_BITS = $clog2(MAX_FRAME_BYTES),
    parameter int BUFFERS = (MAX_FRAME_BYTES - 4 + BUFFER_BYTES - 1) / BUFFER_BYTES,
    parameter int BUFFER_COUNT_BITS = $clog2(BUFFERS + 1),
    parameter int RECORD_BITS = `MPNIC_COMPLETION_RECORD_BITS
) (
    input  logic                            clk_i,
    input  logic                            rst_i,
    // READ_LATENCY cycles before the word.
    input  logic [          ENTRY_BITS-1:0] early_subflow_i,
    input  logic [                    31:0] early_rss_hash_i,
    // The word: of the port, rx_parser and rx_checksum.
    input  logic                            valid_i,
    input  logic [                     3:0] port_i,
    input  logic [                    31:0] frame_i,  // serial number on the port
    input  logic [                    63:0] cycle_i,  // of its first beat
    input  logic [         LENGTH_BITS-1:0] frame_bytes_i,
    input  logic [                     4:0] packet_type_i,
    input  logic                            layer_tcp_i,
    input  logic [                     7:0] tcp_flags_i,
    input  logic [                     8:0] mptcp_options_i,
    input  logic [                     4:0] dss_flags_i,
    input  logic                            has_mapping_i,
    input  logic [                    15:0] dss_length_i,
    input  logic [                    15:0] payload_offset_i,
    input  logic [                    15:0] payload_length_i,
    // Of flow_table.
    input  logic [                    31:0] rss_hash_i,
    input  logic                            flow_hit_i,
    input  logic [                    19:0] subflow_i,
    input  logic [                    11:0] subflow_generation_i,
    input  logic                            token_hit_i,
    input  logic [                    15:0] token_queue_i,
    input  logic                            firmware_busy_i,
    // Of subflow_tracker.
    input  logic                            subflow_valid_i,
    input  logic [                     1:0] kind_i,
    input  logic [                    19:0] connection_i,
    input  logic [                    31:0] ssn_i,
    input  logic [                    31:0] receive_next_before_i,
    input  logic [                     2:0] order_i,
    // Of dss_mapper.
    input  logic                            infinite_mapping_i,
    input  logic [                    31:0] mapping_ssn_i,
    input  logic [                    15:0] mapping_length_i,
    input  logic [                    15:0] mapping_checksum_i,
    input  logic                            mapping_has_checksum_i,
    input  logic                            evicted_valid_i,
    input  logic [                    31:0] evicted_ssn_i,
    input  logic [                    15:0] evicted_length_i,
    input  logic [                    15:0] evicted_checksum_i,
    input  logic                            evicted_has_checksum_i,
    input  logic                            evicted_data_fin_i,
    input  logic                            ended_complete_i,  // dss_mapper's ended_valid_o
    input  logic [                    31:0] ended_ssn_i,
    input  logic [                    15:0] ended_length_i,
    input  logic [                    15:0] ended_checksum_i,
    input  logic                            ended_has_checksum_i,
    input  logic                            ended_data_fin_i,
    // Of connection_tracker.
    input  logic                            connection_valid_i,
    input  logic [                    15:0] connection_queue_i,
    input  logic [                     2:0] data_order_i,
    input  logic [         REASON_BITS-1:0] reason_i,
    input  logic                            mapped_i,
    input  logic [                    63:0] dsn_i,
    input  logic                            segment_new_i,
    input  logic [                     2:0] verdict_i,
    input  logic [                    63:0] evicted_dsn_i,
    input  logic                            ended_valid_i,
    input  logic [                    63:0] ended_dsn_i,
    input  logic [                     2:0] ended_verdict_i,
    // To descriptor_fetch, in the cycle of the word; refused or not a cycle later, the buffers two cycles later.
    output logic                            take_valid_o,
    output logic [          QUEUE_BITS-1:0] take_queue_o,
    output logic [   BUFFER_COUNT_BITS-1:0] take_count_o,
    input  logic                            take_refused_i,
    input  logic [         REASON_BITS-1:0] take_reason_i,
    input  logic [                    31:0] take_index_i,
    input  logic [BUFFERS*ADDRESS_BITS-1:0] take_addresses_i,
    // The decision, 3 cycles after the word: to the decision FIFO of its port.
    output logic                            valid_o,
    output logic [                     3:0] port_o,
    output logic                            keep_o,
    output logic [         LENGTH_BITS-1:0] frame_bytes_o,
    output logic [                     1:0] entries_o,
    output logic [          QUEUE_BITS-1:0] queue_o,
    output logic [         REASON_BITS-1:0] reason_o,
    output logic [BUFFERS*ADDRESS_BITS-1:0] addresses_o,
    output logic [         RECORD_BITS-1:0] record_o,
    output logic                            by_connection_o,  // counted
    output logic                            by_token_o,  // counted
    output logic                            good_o,  // counted
    output logic                            bad_o,  // counted
    output logic [                     1:0] unjudged_o,  // counted
    // The control processor's writes: a subflow's span, an entry of the indirection table.
    input  logic                            write_valid_i,
    input  logic [          ENTRY_BITS-1:0] write_entry_i,
    input  logic [                   127:0] write_value_i,
    input  logic                            indirection_write_valid_i,
    input  logic [    INDIRECTION_BITS-1:0] indirection_write_entry_i,
    input  logic [          QUEUE_BITS-1:0] indirection_write_queue_i
);
endmodule : steering
