`include "mpnic_assert.svh"
`include "header_word.svh"
`include "completion_record.svh"

// The shared header pipeline: flow_table, subflow_tracker, dss_mapper, connection_tracker, steering. A word that is
// granted in cycle T is at every stage a constant number of cycles later; nothing stalls.
//
// What a stage does not touch travels beside it; the stages' latencies are parameters, because a stage's own is not to be
// seen from outside, and are asserted. A table write of the control processor enters here in its cycle, and
// goes down beside the words: it holds in every stage for the words granted after it, and for none granted before.
module header_pipeline #(
    parameter int QUEUES = mpnic_config_pkg::QUEUES,
    parameter int SUBFLOWS = mpnic_config_pkg::SUBFLOWS,
    parameter int CONNECTIONS = mpnic_config_pkg::CONNECTIONS,
    parameter int FLOW_TABLE_WAYS = mpnic_config_pkg::FLOW_TABLE_WAYS,
    parameter int TOKENS = mpnic_config_pkg::TOKENS,
    parameter int TABLE_READ_LATENCY_CYCLES = mpnic_config_pkg::TABLE_READ_LATENCY_CYCLES,
    parameter int MAPPINGS_PER_SUBFLOW = mpnic_config_pkg::MAPPINGS_PER_SUBFLOW,
    parameter int COVERED_INTERVALS = mpnic_config_pkg::COVERED_INTERVALS,
    parameter int OUT_OF_ORDER_INTERVALS = mpnic_config_pkg::OUT_OF_ORDER_INTERVALS,
    parameter int RECEIVE_WINDOW_BYTES = mpnic_config_pkg::RECEIVE_WINDOW_BYTES,
    parameter int MAX_FRAME_BYTES = mpnic_config_pkg::MAX_FRAME_BYTES,
    parameter int BUFFER_BYTES = mpnic_config_pkg::BUFFER_BYTES,
    parameter int INDIRECTION_ENTRIES = mpnic_config_pkg::INDIRECTION_ENTRIES,
    parameter int FLOW_TABLE_CYCLES = mpnic_config_pkg::FLOW_TABLE_CYCLES,
    parameter int SUBFLOW_TRACKER_CYCLES = mpnic_config_pkg::SUBFLOW_TRACKER_CYCLES,
    parameter int DSS_MAPPER_CYCLES = mpnic_config_pkg::DSS_MAPPER_CYCLES,
    parameter int CONNECTION_TRACKER_CYCLES = mpnic_config_pkg::CONNECTION_TRACKER_CYCLES,
    parameter logic [319:0] RSS_KEY = mpnic_config_pkg::RSS_KEY,
    parameter logic [319:0] FLOW_TABLE_KEY = mpnic_config_pkg::FLOW_TABLE_KEY,
    parameter int WORD_BITS = `MPNIC_HEADER_WORD_BITS,
    parameter int RECORD_BITS = `MPNIC_COMPLETION_RECORD_BITS,
    parameter int REASON_BITS = 7,
    parameter int ADDRESS_BITS = 64,
    parameter int SUBFLOW_ENTRY_BITS = $clog2(SUBFLOWS),
    parameter int TOKEN_ENTRY_BITS = $clog2(TOKENS),
    parameter int CONNECTION_ENTRY_BITS = $clog2(CONNECTIONS),
    parameter int SUBFLOW_CONTEXT_BITS = 192 + 64 * OUT_OF_ORDER_INTERVALS,
    parameter int MAPPING_CONTEXT_BITS = 64 * (4 + 2 * MAPPINGS_PER_SUBFLOW),
    parameter int CONNECTION_CONTEXT_BITS = 128 + 64 * OUT_OF_ORDER_INTERVALS,
    parameter int QUEUE_BITS = QUEUES > 1 ? $clog2(QUEUES) : 1,
    parameter int INDIRECTION_BITS = INDIRECTION_ENTRIES > 1 ? $clog2(INDIRECTION_ENTRIES) : 1,
    parameter int LENGTH_BITS = $clog2(MAX_FRAME_BYTES),
    parameter int BUFFERS = (MAX_FRAME_BYTES - 4 + BUFFER_BYTES - 1) / BUFFER_BYTES,
    parameter int BUFFER_COUNT_BITS = $clog2(BUFFERS + 1)
) (
    input  logic                               clk_i,
    input  logic                               rst_i,
    // From port_arbiter.
    input  logic                               valid_i,
    input  logic [                        3:0] port_i,
    input  logic [              WORD_BITS-1:0] word_i,  // header_word_t
    // Header events, in the cycle in which the word leaves flow_table; with event_full_i one is lost.
    output logic                               event_valid_o,
    input  logic                               event_full_i,
    output logic [                        3:0] event_port_o,
    output logic [              WORD_BITS-1:0] event_word_o,
    // To descriptor_fetch, in the cycle in which the word enters steering.
    output logic                               take_valid_o,
    output logic [             QUEUE_BITS-1:0] take_queue_o,
    output logic [      BUFFER_COUNT_BITS-1:0] take_count_o,
    input  logic                               take_refused_i,
    input  logic [            REASON_BITS-1:0] take_reason_i,
    input  logic [                       31:0] take_index_i,
    input  logic [   BUFFERS*ADDRESS_BITS-1:0] take_addresses_i,
    // The decision, to the decision FIFO of its port.
    output logic                               decision_valid_o,
    output logic [                        3:0] decision_port_o,
    output logic                               decision_keep_o,
    output logic [            LENGTH_BITS-1:0] decision_frame_bytes_o,
    output logic [                        1:0] decision_entries_o,
    output logic [   BUFFERS*ADDRESS_BITS-1:0] decision_addresses_o,
    output logic [            RECORD_BITS-1:0] decision_record_o,
    // The control processor's writes.
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
    input  logic [             QUEUE_BITS-1:0] indirection_write_queue_i
);
  localparam int R = TABLE_READ_LATENCY_CYCLES;
  // From the grant.
  localparam int AT_SUBFLOW_TRACKER = FLOW_TABLE_CYCLES;
  localparam int AT_DSS_MAPPER = AT_SUBFLOW_TRACKER + SUBFLOW_TRACKER_CYCLES;
  localparam int AT_CONNECTION_TRACKER = AT_DSS_MAPPER + DSS_MAPPER_CYCLES;
  localparam int AT_STEERING = AT_CONNECTION_TRACKER + CONNECTION_TRACKER_CYCLES;

  localparam int SYN = 1;
  localparam int DSS = 2;
  localparam int TIMESTAMPS = 8;
  localparam int DSS_DATA_FIN = 4;

  // ---- flow_table

  header_word_t word_0;
  assign word_0 = word_i;

  logic                   flow_valid;
  logic [           31:0] rss_hash;
  logic                   flow_hit;
  logic [           19:0] subflow;
  logic [           11:0] subflow_generation;
  logic                   token_hit;
  logic [           15:0] token_queue;
  logic                   firmware_busy;
  logic [REASON_BITS-1:0] flow_reason;
  logic                   flow_lookup;
  logic                   token_lookup;

  flow_table #(
      .SUBFLOWS(SUBFLOWS),
      .TOKENS(TOKENS),
      .FLOW_TABLE_WAYS(FLOW_TABLE_WAYS),
      .READ_LATENCY(R),
      .RSS_KEY(RSS_KEY),
      .FLOW_TABLE_KEY(FLOW_TABLE_KEY)
  ) flow_table_stage (
      .clk_i,
      .rst_i,
      .valid_i,
      .layer_ip_i          (word_0.parsed.layers[1]),
      .layer_tcp_i         (word_0.parsed.layers[2]),
      .is_ipv6_i           (word_0.parsed.is_ipv6),
      .src_i               ({word_0.parsed.src_high, word_0.parsed.src_low}),
      .dst_i               ({word_0.parsed.dst_high, word_0.parsed.dst_low}),
      .source_port_i       (word_0.parsed.source_port),
      .destination_port_i  (word_0.parsed.destination_port),
      .tcp_flags_i         (word_0.parsed.tcp_flags),
      .mptcp_options_i     (word_0.parsed.mptcp_options),
      .join_token_i        (word_0.parsed.join_token),
      .reason_i            (word_0.parsed.reason),
      .valid_o             (flow_valid),
      .rss_hash_o          (rss_hash),
      .flow_lookup_o       (flow_lookup),
      .flow_hit_o          (flow_hit),
      .subflow_o           (subflow),
      .subflow_generation_o(subflow_generation),
      .token_lookup_o      (token_lookup),
      .token_hit_o         (token_hit),
      .token_queue_o       (token_queue),
      .firmware_busy_o     (firmware_busy),
      .reason_o            (flow_reason),
      .event_valid_o,
      .event_full_i,
      .flow_write_valid_i,
      .flow_write_entry_i,
      .flow_write_used_i,
      .flow_write_key_i,
      .flow_write_value_i,
      .token_write_valid_i,
      .token_write_entry_i,
      .token_write_used_i,
      .token_write_key_i,
      .token_write_value_i
  );

  header_word_t word_1;
  logic [3:0] port_1;
  logic word_1_valid;
  delay_line #(
      .WIDTH (4 + WORD_BITS),
      .CYCLES(FLOW_TABLE_CYCLES)
  ) words_1 (
      .clk_i,
      .rst_i,
      .valid_i,
      .data_i ({port_i, word_i}),
      .valid_o(word_1_valid),
      .data_o ({port_1, word_1})
  );
  assign event_port_o = port_1;
  assign event_word_o = word_1;

  // ---- subflow_tracker

  logic                   subflow_tracker_valid;
  logic                   subflow_valid;
  logic [            1:0] kind;
  logic [           19:0] connection;
  logic [           11:0] connection_generation;
  logic [           31:0] ssn;
  logic [           31:0] receive_next_before;
  logic [            2:0] order;
  logic [           31:0] timestamp_recent;
  logic [REASON_BITS-1:0] subflow_reason;
  logic                   stale;
  logic                   classified;
  logic                   subflow_jumped;

  logic                            subflow_write_valid;
  logic [  SUBFLOW_ENTRY_BITS-1:0] subflow_write_entry;
  logic [SUBFLOW_CONTEXT_BITS-1:0] subflow_write_value;
  delay_line #(
      .WIDTH (SUBFLOW_ENTRY_BITS + SUBFLOW_CONTEXT_BITS),
      .CYCLES(AT_SUBFLOW_TRACKER)
  ) subflow_writes (
      .clk_i,
      .rst_i,
      .valid_i(subflow_write_valid_i),
      .data_i ({subflow_write_entry_i, subflow_write_value_i}),
      .valid_o(subflow_write_valid),
      .data_o ({subflow_write_entry, subflow_write_value})
  );

  subflow_tracker #(
      .SUBFLOWS(SUBFLOWS),
      .OUT_OF_ORDER_INTERVALS(OUT_OF_ORDER_INTERVALS),
      .RECEIVE_WINDOW_BYTES(RECEIVE_WINDOW_BYTES),
      .READ_LATENCY(R)
  ) subflow_tracker_stage (
      .clk_i,
      .rst_i,
      .valid_i                (flow_valid),
      .flow_hit_i             (flow_hit),
      .subflow_i              (subflow[SUBFLOW_ENTRY_BITS-1:0]),
      .subflow_generation_i   (subflow_generation),
      .sequence_number_i      (word_1.parsed.sequence_number),
      .syn_i                  (word_1.parsed.tcp_flags[SYN]),
      .payload_length_i       ({2'd0, word_1.parsed.payload_length}),
      .timestamps_i           (word_1.parsed.tcp_options[TIMESTAMPS]),
      .timestamp_value_i      (word_1.parsed.timestamp_value),
      .reason_i               (flow_reason),
      .valid_o                (subflow_tracker_valid),
      .subflow_valid_o        (subflow_valid),
      .kind_o                 (kind),
      .connection_o           (connection),
      .connection_generation_o(connection_generation),
      .ssn_o                  (ssn),
      .receive_next_before_o  (receive_next_before),
      .order_o                (order),
      .timestamp_recent_o     (timestamp_recent),
      .reason_o               (subflow_reason),
      .stale_o                (stale),
      .classified_o           (classified),
      .jumped_o               (subflow_jumped),
      .write_valid_i          (subflow_write_valid),
      .write_entry_i          (subflow_write_entry),
      .write_value_i          (subflow_write_value)
  );

  // What flow_table said, on its way to dss_mapper and to steering.
  localparam int FLOW_BITS = 32 + 1 + 20 + 12 + 1 + 16 + 1;
  logic [FLOW_BITS-1:0] flow_2;
  logic [FLOW_BITS-1:0] flow_3;
  logic [FLOW_BITS-1:0] flow_4;
  header_word_t word_2;
  logic [3:0] port_2;
  logic word_2_valid;
  delay_line #(
      .WIDTH (FLOW_BITS + 4 + WORD_BITS),
      .CYCLES(SUBFLOW_TRACKER_CYCLES)
  ) words_2 (
      .clk_i,
      .rst_i,
      .valid_i(word_1_valid),
      .data_i ({rss_hash, flow_hit, subflow, subflow_generation, token_hit, token_queue, firmware_busy, port_1, word_1}),
      .valid_o(word_2_valid),
      .data_o ({flow_2, port_2, word_2})
  );
  logic [31:0] rss_hash_2;
  logic        flow_hit_2;
  logic [19:0] subflow_2;
  logic [11:0] subflow_generation_2;
  logic        token_hit_2;
  logic [15:0] token_queue_2;
  logic        firmware_busy_2;
  assign {rss_hash_2, flow_hit_2, subflow_2, subflow_generation_2, token_hit_2, token_queue_2, firmware_busy_2} = flow_2;

  // ---- dss_mapper

  logic                   dss_mapper_valid;
  logic [REASON_BITS-1:0] mapper_reason;
  logic                   mapper_mapped;
  logic [           63:0] mapper_dsn;
  logic                   mapper_dsn_is_64;
  logic                   infinite_mapping;
  logic [           31:0] mapping_ssn;
  logic [           15:0] mapping_length;
  logic [           15:0] mapping_checksum;
  logic                   mapping_has_checksum;
  logic                   mapping_fin;
  logic                   mapper_segment_new;
  logic [            2:0] mapper_verdict;
  logic                   evicted_valid;
  logic [           63:0] mapper_evicted_dsn;
  logic                   mapper_evicted_dsn_is_64;
  logic [           31:0] evicted_ssn;
  logic [           15:0] evicted_length;
  logic                   evicted_data_fin;
  logic [           15:0] evicted_checksum;
  logic                   evicted_has_checksum;
  logic                   mapper_ended_valid;
  logic [           63:0] mapper_ended_dsn;
  logic [           15:0] ended_sum;
  logic                   ended_in_one_segment;
  logic [           13:0] mapper_counted;

  logic                            mapping_write_valid;
  logic [  SUBFLOW_ENTRY_BITS-1:0] mapping_write_entry;
  logic [MAPPING_CONTEXT_BITS-1:0] mapping_write_value;
  delay_line #(
      .WIDTH (SUBFLOW_ENTRY_BITS + MAPPING_CONTEXT_BITS),
      .CYCLES(AT_DSS_MAPPER)
  ) mapping_writes (
      .clk_i,
      .rst_i,
      .valid_i(mapping_write_valid_i),
      .data_i ({mapping_write_entry_i, mapping_write_value_i}),
      .valid_o(mapping_write_valid),
      .data_o ({mapping_write_entry, mapping_write_value})
  );

  dss_mapper #(
      .SUBFLOWS(SUBFLOWS),
      .MAPPINGS_PER_SUBFLOW(MAPPINGS_PER_SUBFLOW),
      .COVERED_INTERVALS(COVERED_INTERVALS),
      .RECEIVE_WINDOW_BYTES(RECEIVE_WINDOW_BYTES),
      .READ_LATENCY(R)
  ) dss_mapper_stage (
      .clk_i,
      .rst_i,
      .valid_i                   (subflow_tracker_valid),
      .subflow_valid_i           (subflow_valid),
      .kind_i                    (kind),
      .subflow_i                 (subflow_2[SUBFLOW_ENTRY_BITS-1:0]),
      .subflow_generation_i      (subflow_generation_2),
      .ssn_i                     (ssn),
      .receive_next_before_i     (receive_next_before),
      .order_i                   (order),
      .payload_length_i          ({2'd0, word_2.parsed.payload_length}),
      .payload_sum_i             (word_2.payload_sum),
      .reason_i                  (subflow_reason),
      .dss_i                     (word_2.parsed.mptcp_options[DSS]),
      .dss_data_fin_i            (word_2.parsed.dss_flags[DSS_DATA_FIN]),
      .has_mapping_i             (word_2.parsed.mptcp_options[DSS] && word_2.parsed.has_mapping),
      .dsn_i                     (word_2.parsed.dsn),
      .dsn_is_64_i               (word_2.parsed.dsn_is64),
      .dss_ssn_i                 (word_2.parsed.dss_ssn),
      .dss_length_i              (word_2.parsed.dss_length),
      .has_dss_checksum_i        (word_2.parsed.has_dss_checksum),
      .dss_checksum_i            (word_2.parsed.dss_checksum),
      .valid_o                   (dss_mapper_valid),
      .reason_o                  (mapper_reason),
      .mapped_o                  (mapper_mapped),
      .dsn_o                     (mapper_dsn),
      .dsn_is_64_o               (mapper_dsn_is_64),
      .infinite_mapping_o        (infinite_mapping),
      .mapping_ssn_o             (mapping_ssn),
      .mapping_length_o          (mapping_length),
      .mapping_checksum_o        (mapping_checksum),
      .mapping_has_checksum_o    (mapping_has_checksum),
      .mapping_fin_o             (mapping_fin),
      .segment_new_o             (mapper_segment_new),
      .verdict_o                 (mapper_verdict),
      .evicted_valid_o           (evicted_valid),
      .evicted_dsn_o             (mapper_evicted_dsn),
      .evicted_dsn_is_64_o       (mapper_evicted_dsn_is_64),
      .evicted_ssn_o             (evicted_ssn),
      .evicted_wire_length_o     (evicted_length),
      .evicted_data_fin_o        (evicted_data_fin),
      .evicted_checksum_o        (evicted_checksum),
      .evicted_has_checksum_o    (evicted_has_checksum),
      .ended_valid_o             (mapper_ended_valid),
      .ended_dsn_o               (mapper_ended_dsn),
      .ended_sum_o               (ended_sum),
      .ended_in_one_segment_o    (ended_in_one_segment),
      .mapping_inserted_o        (mapper_counted[0]),
      .mapping_repeated_o        (mapper_counted[1]),
      .mapping_old_o             (mapper_counted[2]),
      .mapping_conflicting_o     (mapper_counted[3]),
      .mappings_spoiled_o        (mapper_counted[8:4]),
      .segment_mapped_o          (mapper_counted[9]),
      .segment_infinite_mapping_o(mapper_counted[10]),
      .segment_unmapped_o        (mapper_counted[11]),
      .segment_partly_mapped_o   (mapper_counted[12]),
      .data_fin_o                (mapper_counted[13]),
      .write_valid_i             (mapping_write_valid),
      .write_entry_i             (mapping_write_entry),
      .write_value_i             (mapping_write_value)
  );

  // What subflow_tracker said, on its way to connection_tracker and to steering.
  localparam int TRACK_BITS = 1 + 2 + 20 + 12 + 32 + 32 + 3;
  logic [TRACK_BITS-1:0] track_3;
  logic [TRACK_BITS-1:0] track_4;
  header_word_t word_3;
  logic [3:0] port_3;
  logic word_3_valid;
  delay_line #(
      .WIDTH (TRACK_BITS + FLOW_BITS + 4 + WORD_BITS),
      .CYCLES(DSS_MAPPER_CYCLES)
  ) words_3 (
      .clk_i,
      .rst_i,
      .valid_i(word_2_valid),
      .data_i ({subflow_valid, kind, connection, connection_generation, ssn, receive_next_before, order, flow_2, port_2, word_2}),
      .valid_o(word_3_valid),
      .data_o ({track_3, flow_3, port_3, word_3})
  );
  logic        subflow_valid_3;
  logic [ 1:0] kind_3;
  logic [19:0] connection_3;
  logic [11:0] connection_generation_3;
  logic [31:0] ssn_3;
  logic [31:0] receive_next_before_3;
  logic [ 2:0] order_3;
  assign {subflow_valid_3, kind_3, connection_3, connection_generation_3, ssn_3, receive_next_before_3, order_3} = track_3;

  // ---- connection_tracker

  logic                   connection_tracker_valid;
  logic                   connection_valid;
  logic [           15:0] connection_queue;
  logic [            2:0] data_order;
  logic [REASON_BITS-1:0] connection_reason;
  logic                   mapped;
  logic [           63:0] dsn;
  logic                   segment_new;
  logic [            2:0] verdict;
  logic [           63:0] evicted_dsn;
  logic                   evicted_dsn_is_64;
  logic                   ended_valid;
  logic [           63:0] ended_dsn;
  logic [            2:0] ended_verdict;
  logic                   extended;
  logic                   placed;
  logic                   connection_jumped;

  logic                               connection_write_valid;
  logic [  CONNECTION_ENTRY_BITS-1:0] connection_write_entry;
  logic [CONNECTION_CONTEXT_BITS-1:0] connection_write_value;
  delay_line #(
      .WIDTH (CONNECTION_ENTRY_BITS + CONNECTION_CONTEXT_BITS),
      .CYCLES(AT_CONNECTION_TRACKER)
  ) connection_writes (
      .clk_i,
      .rst_i,
      .valid_i(connection_write_valid_i),
      .data_i ({connection_write_entry_i, connection_write_value_i}),
      .valid_o(connection_write_valid),
      .data_o ({connection_write_entry, connection_write_value})
  );

  connection_tracker #(
      .CONNECTIONS(CONNECTIONS),
      .OUT_OF_ORDER_INTERVALS(OUT_OF_ORDER_INTERVALS),
      .RECEIVE_WINDOW_BYTES(RECEIVE_WINDOW_BYTES),
      .READ_LATENCY(R)
  ) connection_tracker_stage (
      .clk_i,
      .rst_i,
      .valid_i                (dss_mapper_valid),
      .subflow_valid_i        (subflow_valid_3),
      .kind_i                 (kind_3),
      .connection_i           (connection_3[CONNECTION_ENTRY_BITS-1:0]),
      .connection_generation_i(connection_generation_3),
      .order_i                (order_3),
      .payload_length_i       ({2'd0, word_3.parsed.payload_length}),
      .reason_i               (mapper_reason),
      .mapped_i               (mapper_mapped),
      .dsn_i                  (mapper_dsn),
      .dsn_is_64_i            (mapper_dsn_is_64),
      .segment_new_i          (mapper_segment_new),
      .verdict_i              (mapper_verdict),
      .evicted_valid_i        (evicted_valid),
      .evicted_dsn_i          (mapper_evicted_dsn),
      .evicted_dsn_is_64_i    (mapper_evicted_dsn_is_64),
      .ended_valid_i          (mapper_ended_valid),
      .ended_dsn_i            (mapper_ended_dsn),
      .ended_dsn_is_64_i      (mapper_dsn_is_64),
      .ended_sum_i            (ended_sum),
      .ended_in_one_segment_i (ended_in_one_segment),
      .valid_o                (connection_tracker_valid),
      .connection_valid_o     (connection_valid),
      .connection_queue_o     (connection_queue),
      .data_order_o           (data_order),
      .reason_o               (connection_reason),
      .mapped_o               (mapped),
      .dsn_o                  (dsn),
      .segment_new_o          (segment_new),
      .verdict_o              (verdict),
      .evicted_dsn_o          (evicted_dsn),
      .evicted_dsn_is_64_o    (evicted_dsn_is_64),
      .ended_valid_o          (ended_valid),
      .ended_dsn_o            (ended_dsn),
      .ended_verdict_o        (ended_verdict),
      .extended_o             (extended),
      .placed_o               (placed),
      .jumped_o               (connection_jumped),
      .write_valid_i          (connection_write_valid),
      .write_entry_i          (connection_write_entry),
      .write_value_i          (connection_write_value)
  );

  // What dss_mapper said, on its way to steering.
  localparam int MAP_BITS = 1 + 32 + 16 + 16 + 1 + 1 + 1 + 32 + 16 + 16 + 1 + 1 + 1;
  logic [MAP_BITS-1:0] map_4;
  header_word_t word_4;
  logic [3:0] port_4;
  logic word_4_valid;
  delay_line #(
      .WIDTH (MAP_BITS + TRACK_BITS + FLOW_BITS + 4 + WORD_BITS),
      .CYCLES(CONNECTION_TRACKER_CYCLES)
  ) words_4 (
      .clk_i,
      .rst_i,
      .valid_i(word_3_valid),
      .data_i ({infinite_mapping, mapping_ssn, mapping_length, mapping_checksum, mapping_has_checksum, mapping_fin,
                evicted_valid, evicted_ssn, evicted_length, evicted_checksum, evicted_has_checksum, evicted_data_fin,
                mapper_ended_valid, track_3, flow_3, port_3, word_3}),
      .valid_o(word_4_valid),
      .data_o ({map_4, track_4, flow_4, port_4, word_4})
  );
  logic [31:0] rss_hash_4;
  logic        flow_hit_4;
  logic [19:0] subflow_4;
  logic [11:0] subflow_generation_4;
  logic        token_hit_4;
  logic [15:0] token_queue_4;
  logic        firmware_busy_4;
  logic        subflow_valid_4;
  logic [ 1:0] kind_4;
  logic [19:0] connection_4;
  logic [11:0] connection_generation_4;
  logic [31:0] ssn_4;
  logic [31:0] receive_next_before_4;
  logic [ 2:0] order_4;
  logic        infinite_mapping_4;
  logic [31:0] mapping_ssn_4;
  logic [15:0] mapping_length_4;
  logic [15:0] mapping_checksum_4;
  logic        mapping_has_checksum_4;
  logic        mapping_fin_4;
  logic        evicted_valid_4;
  logic [31:0] evicted_ssn_4;
  logic [15:0] evicted_length_4;
  logic [15:0] evicted_checksum_4;
  logic        evicted_has_checksum_4;
  logic        evicted_data_fin_4;
  logic        ended_complete_4;
  assign {rss_hash_4, flow_hit_4, subflow_4, subflow_generation_4, token_hit_4, token_queue_4, firmware_busy_4} = flow_4;
  assign {subflow_valid_4, kind_4, connection_4, connection_generation_4, ssn_4, receive_next_before_4, order_4} = track_4;
  assign {infinite_mapping_4, mapping_ssn_4, mapping_length_4, mapping_checksum_4, mapping_has_checksum_4, mapping_fin_4,
          evicted_valid_4, evicted_ssn_4, evicted_length_4, evicted_checksum_4, evicted_has_checksum_4,
          evicted_data_fin_4, ended_complete_4} = map_4;

  // ---- steering

  logic [SUBFLOW_ENTRY_BITS-1:0] early_subflow;
  logic [                  31:0] early_rss_hash;
  logic                          early_valid;
  delay_line #(
      .WIDTH (SUBFLOW_ENTRY_BITS + 32),
      .CYCLES(CONNECTION_TRACKER_CYCLES - R)
  ) early (
      .clk_i,
      .rst_i,
      .valid_i(word_3_valid),
      .data_i ({flow_3[30+:SUBFLOW_ENTRY_BITS], flow_3[FLOW_BITS-1-:32]}),
      .valid_o(early_valid),
      .data_o ({early_subflow, early_rss_hash})
  );

  logic                          loss_write_valid;
  logic [SUBFLOW_ENTRY_BITS-1:0] loss_write_entry;
  logic [                 127:0] loss_write_value;
  delay_line #(
      .WIDTH (SUBFLOW_ENTRY_BITS + 128),
      .CYCLES(AT_STEERING - R)
  ) loss_writes (
      .clk_i,
      .rst_i,
      .valid_i(loss_write_valid_i),
      .data_i ({loss_write_entry_i, loss_write_value_i}),
      .valid_o(loss_write_valid),
      .data_o ({loss_write_entry, loss_write_value})
  );

  logic [ QUEUE_BITS-1:0] decision_queue;
  logic [REASON_BITS-1:0] decision_reason;
  logic [            5:0] steering_counted;

  logic [13:0] frame_length_4;
  assign frame_length_4 = word_4.parsed.frame_length;

  steering #(
      .QUEUES(QUEUES),
      .SUBFLOWS(SUBFLOWS),
      .INDIRECTION_ENTRIES(INDIRECTION_ENTRIES),
      .RECEIVE_WINDOW_BYTES(RECEIVE_WINDOW_BYTES),
      .MAX_FRAME_BYTES(MAX_FRAME_BYTES),
      .BUFFER_BYTES(BUFFER_BYTES),
      .READ_LATENCY(R),
      .ADDRESS_BITS(ADDRESS_BITS)
  ) steering_stage (
      .clk_i,
      .rst_i,
      .early_subflow_i       (early_subflow),
      .early_rss_hash_i      (early_rss_hash),
      .valid_i               (connection_tracker_valid),
      .port_i                (port_4),
      .frame_i               (word_4.frame),
      .cycle_i               (word_4.first_beat_cycle),
      .frame_bytes_i         (LENGTH_BITS'(frame_length_4)),
      .packet_type_i         (word_4.parsed.packet_type),
      .layer_tcp_i           (word_4.parsed.layers[2]),
      .tcp_flags_i           (word_4.parsed.tcp_flags),
      .mptcp_options_i       (word_4.parsed.mptcp_options),
      .dss_flags_i           (word_4.parsed.dss_flags),
      .has_mapping_i         (word_4.parsed.has_mapping),
      .dss_length_i          (word_4.parsed.dss_length),
      .payload_offset_i      ({8'd0, word_4.parsed.payload_offset}),
      .payload_length_i      ({2'd0, word_4.parsed.payload_length}),
      .rss_hash_i            (rss_hash_4),
      .flow_hit_i            (flow_hit_4),
      .subflow_i             (subflow_4),
      .subflow_generation_i  (subflow_generation_4),
      .token_hit_i           (token_hit_4),
      .token_queue_i         (token_queue_4),
      .firmware_busy_i       (firmware_busy_4),
      .subflow_valid_i       (subflow_valid_4),
      .kind_i                (kind_4),
      .connection_i          (connection_4),
      .ssn_i                 (ssn_4),
      .receive_next_before_i (receive_next_before_4),
      .order_i               (order_4),
      .infinite_mapping_i    (infinite_mapping_4),
      .mapping_ssn_i         (mapping_ssn_4),
      .mapping_length_i      (mapping_length_4),
      .mapping_checksum_i    (mapping_checksum_4),
      .mapping_has_checksum_i(mapping_has_checksum_4),
      .evicted_valid_i       (evicted_valid_4),
      .evicted_ssn_i         (evicted_ssn_4),
      .evicted_length_i      (evicted_length_4),
      .evicted_checksum_i    (evicted_checksum_4),
      .evicted_has_checksum_i(evicted_has_checksum_4),
      .evicted_data_fin_i    (evicted_data_fin_4),
      .ended_complete_i      (ended_complete_4),
      .ended_ssn_i           (mapping_ssn_4),
      .ended_length_i        (mapping_length_4),
      .ended_checksum_i      (mapping_checksum_4),
      .ended_has_checksum_i  (mapping_has_checksum_4),
      .ended_data_fin_i      (mapping_fin_4),
      .connection_valid_i    (connection_valid),
      .connection_queue_i    (connection_queue),
      .data_order_i          (data_order),
      .reason_i              (connection_reason),
      .mapped_i              (mapped),
      .dsn_i                 (dsn),
      .segment_new_i         (segment_new),
      .verdict_i             (verdict),
      .evicted_dsn_i         (evicted_dsn),
      .ended_valid_i         (ended_valid),
      .ended_dsn_i           (ended_dsn),
      .ended_verdict_i       (ended_verdict),
      .take_valid_o,
      .take_queue_o,
      .take_count_o,
      .take_refused_i,
      .take_reason_i,
      .take_index_i,
      .take_addresses_i,
      .valid_o               (decision_valid_o),
      .port_o                (decision_port_o),
      .keep_o                (decision_keep_o),
      .frame_bytes_o         (decision_frame_bytes_o),
      .entries_o             (decision_entries_o),
      .queue_o               (decision_queue),
      .reason_o              (decision_reason),
      .addresses_o           (decision_addresses_o),
      .record_o              (decision_record_o),
      .by_connection_o       (steering_counted[0]),
      .by_token_o            (steering_counted[1]),
      .good_o                (steering_counted[2]),
      .bad_o                 (steering_counted[3]),
      .unjudged_o            (steering_counted[5:4]),
      .write_valid_i         (loss_write_valid),
      .write_entry_i         (loss_write_entry),
      .write_value_i         (loss_write_value),
      .indirection_write_valid_i,
      .indirection_write_entry_i,
      .indirection_write_queue_i
  );

  always @(posedge clk_i) begin
    if (!rst_i) begin
      `MPNIC_ASSERT("header_pipeline: flow_table has its latency", flow_valid == word_1_valid)
      `MPNIC_ASSERT("header_pipeline: subflow_tracker has its latency", subflow_tracker_valid == word_2_valid)
      `MPNIC_ASSERT("header_pipeline: dss_mapper has its latency", dss_mapper_valid == word_3_valid)
      `MPNIC_ASSERT("header_pipeline: connection_tracker has its latency", connection_tracker_valid == word_4_valid)
    end
  end

  // Counted elsewhere, or for who looks at the waveform.
  logic unused;
  assign unused = &{1'b0, flow_lookup, token_lookup, stale, classified, subflow_jumped, timestamp_recent, mapper_counted, word_4_valid,
                    rss_hash_2, flow_hit_2, token_hit_2, token_queue_2, firmware_busy_2, connection_generation_4,
                    evicted_dsn_is_64, extended, placed, connection_jumped, early_valid, decision_queue,
                    decision_reason, steering_counted, word_0.ip_checksum_ok, word_0.tcp_checksum_ok, subflow_2,
                    subflow_valid_3, ssn_3, receive_next_before_3, connection_3};
endmodule : header_pipeline
