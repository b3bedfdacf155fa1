`include "completion_record.svh"

// steering: the queue of a frame, whether it is written, and what its completion says.
//
// One word a cycle, never stalled; results hold 5 cycles later: queue and buffers, comparisons with the span of dropped
// bytes a cycle ahead, its read-modify-write (dropped_span), comparisons of mappings with the span, verdicts. Queue: the connection's; else that of the connection that
// an MP_JOIN SYN's token names; else the indirection table's entry of the RSS hash. The frame takes its buffers from
// descriptor_fetch in the cycle in which the word enters, or is dropped with the reason that comes back.
//
// A verdict must not speak for bytes that the card dropped here, behind dss_mapper: a span of dropped SSNs is kept for
// each subflow, and a mapping that ends and overlaps it gets verdict none. Context, bit 0 first: 0 end (32)  32 start (32)
// 64 the span is there. It is read, and the indirection table as well, while the word is still in connection_tracker: the
// inputs early_* come READ_LATENCY cycles before the word's.
//
// The indirection table goes round over the queues when the card is configured; a reset leaves it and the spans as they
// are, and the control processor writes them anew. Its writes of spans enter beside early_subflow_i: one that enters with
// a word holds for the words behind.
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
    // The decision, 5 cycles after the word: to the decision FIFO of its port.
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
  localparam logic [REASON_BITS-1:0] NO_REASON = '0;
  localparam logic [REASON_BITS-1:0] NOT_TCP = REASON_BITS'(mpnic_abi_pkg::REASON_NOT_TCP);
  localparam logic [REASON_BITS-1:0] HANDSHAKE = REASON_BITS'(mpnic_abi_pkg::REASON_HANDSHAKE);
  localparam logic [2:0] NONE = 3'(mpnic_abi_pkg::VERDICT_NONE);
  localparam logic [2:0] GOOD = 3'(mpnic_abi_pkg::VERDICT_GOOD);
  localparam logic [2:0] BAD = 3'(mpnic_abi_pkg::VERDICT_BAD);
  localparam logic [31:0] NO_ID = '1;
  // Bytes behind the in-order point that a mapping can still reach: half a window, and the longest mapping.
  localparam int KEEP_BYTES = RECEIVE_WINDOW_BYTES / 2 + 32'h1_0000;

  // Of the header word.
  localparam logic [1:0] KIND_MPTCP = 2'd1;
  localparam logic [2:0] OUT_OF_ORDER = 3'd1;
  localparam logic [2:0] DUPLICATE = 3'd2;
  localparam logic [2:0] PARTIAL_DUPLICATE = 3'd3;
  localparam logic [2:0] OUTSIDE_WINDOW = 3'd4;
  localparam int DSS = 2;  // bit of mptcp_options_i
  localparam int DSS_DATA_FIN = 4;  // bit of dss_flags_i
  localparam int FIN = 0;  // bits of tcp_flags_i
  localparam int RST = 2;

  // ---- cycle 0: queue and buffers

  logic [QUEUE_BITS-1:0] indirection[0:INDIRECTION_ENTRIES-1];
  logic [QUEUE_BITS-1:0] hashed_q[0:READ_LATENCY-1];
  logic [QUEUE_BITS-1:0] queue;

  always_ff @(posedge clk_i) begin
    hashed_q[0] <= indirection[early_rss_hash_i[INDIRECTION_BITS-1:0]];
    for (int i = 1; i < READ_LATENCY; i++) hashed_q[i] <= hashed_q[i-1];
    if (indirection_write_valid_i) indirection[indirection_write_entry_i] <= indirection_write_queue_i;
  end
  initial begin
    for (int i = 0; i < INDIRECTION_ENTRIES; i++) indirection[i] = QUEUE_BITS'(i % QUEUES);
  end
  assign queue = connection_valid_i ? QUEUE_BITS'(connection_queue_i)
               : token_hit_i ? QUEUE_BITS'(token_queue_i)
               : hashed_q[READ_LATENCY-1];

  assign take_valid_o = valid_i;
  assign take_queue_o = queue;
  always_comb begin
    take_count_o = BUFFER_COUNT_BITS'(1);
    for (int i = 1; i < BUFFERS; i++) begin
      if (32'(frame_bytes_i) > BUFFER_BYTES * i) take_count_o = BUFFER_COUNT_BITS'(i + 1);
    end
  end

  // ---- what a completion says without regard to buffers and verdicts

  logic [ 15:0] flags;
  logic         has_payload;
  logic [ 31:0] connection;
  logic [ 31:0] subflow;
  logic [511:0] image;

  assign has_payload = subflow_valid_i && payload_length_i != 16'd0;
  assign connection  = !flow_hit_i ? NO_ID : subflow_valid_i ? 32'(connection_i) : 32'd0;
  assign subflow = !flow_hit_i ? NO_ID
      : 32'(subflow_i) << mpnic_abi_pkg::COMPLETION_SUBFLOW_SUBFLOW_ID_SHIFT
        | 32'(subflow_generation_i) << mpnic_abi_pkg::COMPLETION_SUBFLOW_SUBFLOW_GENERATION_SHIFT;

  always_comb begin
    flags = '0;
    flags[mpnic_abi_pkg::COMPLETION_FLAG_SLOW_PATH_BIT]     = reason_i != NO_REASON && reason_i != NOT_TCP;
    flags[mpnic_abi_pkg::COMPLETION_FLAG_HANDSHAKE_BIT]     = reason_i == HANDSHAKE;
    flags[mpnic_abi_pkg::COMPLETION_FLAG_FIRMWARE_BUSY_BIT] = firmware_busy_i;
    if (layer_tcp_i) begin
      flags[mpnic_abi_pkg::COMPLETION_FLAG_TCP_FIN_BIT]           = tcp_flags_i[FIN];
      flags[mpnic_abi_pkg::COMPLETION_FLAG_TCP_RST_BIT]           = tcp_flags_i[RST];
      flags[mpnic_abi_pkg::COMPLETION_FLAG_DATA_FIN_BIT]          = mptcp_options_i[DSS] && dss_flags_i[DSS_DATA_FIN];
      flags[mpnic_abi_pkg::COMPLETION_FLAG_MAPPED_BIT]            = mapped_i;
      flags[mpnic_abi_pkg::COMPLETION_FLAG_SEGMENT_NEW_BIT]       = mapped_i && segment_new_i;
      flags[mpnic_abi_pkg::COMPLETION_FLAG_HAS_CHECKSUM_BIT]      = mapped_i && mapping_has_checksum_i;
      flags[mpnic_abi_pkg::COMPLETION_FLAG_INFINITE_MAPPING_BIT]  = mapped_i && infinite_mapping_i
          || mptcp_options_i[DSS] && has_mapping_i && dss_length_i == 16'd0;
      flags[mpnic_abi_pkg::COMPLETION_FLAG_OUT_OF_ORDER_BIT]      = has_payload && order_i == OUT_OF_ORDER;
      flags[mpnic_abi_pkg::COMPLETION_FLAG_DUPLICATE_BIT]         = has_payload && data_order_i == DUPLICATE;
      flags[mpnic_abi_pkg::COMPLETION_FLAG_PARTIAL_DUPLICATE_BIT] = has_payload && data_order_i == PARTIAL_DUPLICATE;
      flags[mpnic_abi_pkg::COMPLETION_FLAG_OUTSIDE_WINDOW_BIT]    = has_payload && data_order_i == OUTSIDE_WINDOW;
    end
  end

  localparam int CONTROL = 8 * mpnic_abi_pkg::COMPLETION_CONTROL_OFFSET;
  localparam int VERDICT = CONTROL + mpnic_abi_pkg::COMPLETION_CONTROL_VERDICT_SHIFT;
  localparam int QUEUE = 8 * mpnic_abi_pkg::COMPLETION_QUEUE_OFFSET;
  localparam int REASON = 8 * mpnic_abi_pkg::COMPLETION_REASON_OFFSET;
  localparam int BUFFER_INDEX = 8 * mpnic_abi_pkg::COMPLETION_BUFFER_INDEX_OFFSET;
  localparam int BUFFER_COUNT = 8 * mpnic_abi_pkg::COMPLETION_BUFFER_COUNT_OFFSET;

  always_comb begin
    image = '0;
    image[CONTROL+:32] = 32'(mpnic_abi_pkg::COMPLETION_TYPE_PACKET << mpnic_abi_pkg::COMPLETION_CONTROL_TYPE_SHIFT)
        | 32'(packet_type_i) << mpnic_abi_pkg::COMPLETION_CONTROL_PACKET_TYPE_SHIFT
        | 32'(port_i) << mpnic_abi_pkg::COMPLETION_CONTROL_PORT_SHIFT
        | 32'(flags) << mpnic_abi_pkg::COMPLETION_CONTROL_FLAGS_SHIFT;
    image[QUEUE+:16] = 16'(queue);
    image[8*mpnic_abi_pkg::COMPLETION_PAYLOAD_OFFSET_OFFSET+:16] = layer_tcp_i ? payload_offset_i : 16'd0;
    image[8*mpnic_abi_pkg::COMPLETION_FRAME_LENGTH_OFFSET+:32]   = 32'(frame_bytes_i);
    image[8*mpnic_abi_pkg::COMPLETION_PAYLOAD_LENGTH_OFFSET+:32] = layer_tcp_i ? 32'(payload_length_i) : 32'd0;
    image[8*mpnic_abi_pkg::COMPLETION_CONNECTION_OFFSET+:32]     = connection;
    image[8*mpnic_abi_pkg::COMPLETION_SUBFLOW_OFFSET+:32]        = subflow;
    image[8*mpnic_abi_pkg::COMPLETION_DSN_OFFSET+:64]            = mapped_i ? dsn_i : 64'd0;
    image[8*mpnic_abi_pkg::COMPLETION_SSN_OFFSET+:32]            = subflow_valid_i ? ssn_i : 32'd0;
    image[8*mpnic_abi_pkg::COMPLETION_RSS_HASH_OFFSET+:32]       = rss_hash_i;
    image[8*mpnic_abi_pkg::COMPLETION_CYCLE_OFFSET+:64]          = cycle_i;
    image[8*mpnic_abi_pkg::COMPLETION_MAPPING_LENGTH_OFFSET+:16] = mapped_i ? mapping_length_i : 16'd0;
    image[8*mpnic_abi_pkg::COMPLETION_DSS_CHECKSUM_OFFSET+:16]   = mapped_i ? mapping_checksum_i : 16'd0;
    image[8*mpnic_abi_pkg::COMPLETION_FRAME_OFFSET+:32]          = frame_i;
  end

  // ---- the word on its way to its verdicts

  localparam int WORD_BITS = 512 + 4 + LENGTH_BITS + QUEUE_BITS + REASON_BITS + BUFFER_COUNT_BITS + 3 + 1
      + 1 + 16 + 16 + 1 + 1 + 64 + 32 + 1 + 1 + 16 + 16 + 1 + 1 + 64 + 32 + 3 + 1 + 1;

  logic                         valid_4;
  logic [                511:0] image_4;
  logic [                  3:0] port_4;
  logic [      LENGTH_BITS-1:0] frame_bytes_4;
  logic [       QUEUE_BITS-1:0] queue_4;
  logic [      REASON_BITS-1:0] reason_4;
  logic [BUFFER_COUNT_BITS-1:0] count_4;
  logic [                  2:0] verdict_4;
  logic                         mapped_4;
  logic                         evicted_valid_4;
  logic [                 15:0] evicted_length_4;
  logic [                 15:0] evicted_checksum_4;
  logic                         evicted_has_checksum_4;
  logic                         evicted_data_fin_4;
  logic [                 63:0] evicted_dsn_4;
  logic [                 31:0] evicted_ssn_4;
  logic                         ended_valid_4;
  logic                         ended_complete_4;
  logic [                 15:0] ended_length_4;
  logic [                 15:0] ended_checksum_4;
  logic                         ended_has_checksum_4;
  logic                         ended_data_fin_4;
  logic [                 63:0] ended_dsn_4;
  logic [                 31:0] ended_ssn_4;
  logic [                  2:0] ended_verdict_4;
  logic                         by_connection_4;
  logic                         by_token_4;

  logic                 valid_3;
  logic [WORD_BITS-1:0] word_3;
  // Shift registers: the iCE40 has no distributed memory for a longer delay line.
  delay_line #(
      .WIDTH (WORD_BITS),
      .CYCLES(3)
  ) words (
      .clk_i,
      .rst_i,
      .valid_i,
      .data_i ({
        image, port_i, frame_bytes_i, queue, reason_i, take_count_o, verdict_i, mapped_i,
        evicted_valid_i, evicted_length_i, evicted_checksum_i, evicted_has_checksum_i, evicted_data_fin_i,
        evicted_dsn_i, evicted_ssn_i,
        ended_valid_i, ended_complete_i, ended_length_i, ended_checksum_i, ended_has_checksum_i, ended_data_fin_i,
        ended_dsn_i, ended_ssn_i, ended_verdict_i, connection_valid_i, !connection_valid_i && token_hit_i
      }),
      .valid_o(valid_3),
      .data_o (word_3)
  );
  delay_line #(
      .WIDTH (WORD_BITS),
      .CYCLES(1)
  ) last (
      .clk_i,
      .rst_i,
      .valid_i(valid_3),
      .data_i (word_3),
      .valid_o(valid_4),
      .data_o ({
        image_4, port_4, frame_bytes_4, queue_4, reason_4, count_4, verdict_4, mapped_4,
        evicted_valid_4, evicted_length_4, evicted_checksum_4, evicted_has_checksum_4, evicted_data_fin_4,
        evicted_dsn_4, evicted_ssn_4,
        ended_valid_4, ended_complete_4, ended_length_4, ended_checksum_4, ended_has_checksum_4, ended_data_fin_4,
        ended_dsn_4, ended_ssn_4, ended_verdict_4, by_connection_4, by_token_4
      })
  );

  // What descriptor_fetch gave: a refusal in cycle 1, the buffers in cycle 2.
  logic                            refused_2_q;
  logic                            refused_3_q;
  logic                            refused_4_q;
  logic [         REASON_BITS-1:0] refusal_2_q;
  logic [         REASON_BITS-1:0] refusal_3_q;
  logic [         REASON_BITS-1:0] refusal_4_q;
  logic [                    31:0] index_3_q;
  logic [                    31:0] index_4_q;
  logic [BUFFERS*ADDRESS_BITS-1:0] addresses_3_q;
  logic [BUFFERS*ADDRESS_BITS-1:0] addresses_4_q;
  always_ff @(posedge clk_i) begin
    {refused_2_q, refusal_2_q} <= {take_refused_i, take_reason_i};
    {refused_3_q, refusal_3_q} <= {refused_2_q, refusal_2_q};
    {refused_4_q, refusal_4_q} <= {refused_3_q, refusal_3_q};
    {index_3_q, addresses_3_q} <= {take_index_i, take_addresses_i};
    {index_4_q, addresses_4_q} <= {index_3_q, addresses_3_q};
  end

  // ---- cycles 1 and 2: the span of dropped bytes

  logic        watched_1_q;  // of a subflow with mappings
  logic        watched_2_q;
  logic        mapped_1_q;
  logic        abandoned_1_q;
  logic        lost;
  logic [64:0] ahead;
  logic        forward;
  logic [64:0] span;
  assign lost = take_refused_i && mapped_1_q || abandoned_1_q;

  always_ff @(posedge clk_i) begin
    watched_1_q   <= valid_i && subflow_valid_i && kind_i == KIND_MPTCP && !rst_i;
    watched_2_q   <= watched_1_q && !rst_i;
    mapped_1_q    <= mapped_i;
    abandoned_1_q <= !connection_valid_i;
  end

  context_ahead #(
      .ENTRIES     (SUBFLOWS),
      .WIDTH       (65),
      .READ_LATENCY(READ_LATENCY)
  ) losses (
      .clk_i,
      .rst_i,
      .read_entry_i  (early_subflow_i),
      .write_valid_i,
      .write_entry_i,
      .write_value_i (write_value_i[64:0]),
      .ahead_o       (ahead),
      .forward_o     (forward),
      .update_valid_i(watched_2_q),
      .update_value_i(span)
  );
  dropped_span #(
      .KEEP_BYTES(KEEP_BYTES)
  ) dropped (
      .clk_i,
      .start_i  (ssn_i),
      .length_i (payload_length_i),
      .point_i  (receive_next_before_i),
      .lost_i   (lost),
      .forward_i(forward),
      .span_i   (ahead),
      .enable_i (watched_2_q),
      .span_o   (span)
  );

  // ---- cycle 3: mappings that overlap it. One that starts before its end, and ends behind its start; a comparison is the
  // sign of a sum, as in dropped_span.

  logic        there_3_q;
  logic [31:0] start_3_q;
  logic [31:0] end_3_q;
  logic        unused_numbers;
  logic [31:0] ended_start_not_3;
  logic [31:0] mapping_start_not_3;
  logic [31:0] ended_end_1_q;
  logic [31:0] mapping_end_1_q;
  logic [31:0] ended_end_minus_2_q;
  logic [31:0] mapping_end_minus_2_q;
  logic [31:0] ended_end_minus_3_q;
  logic [31:0] mapping_end_minus_3_q;
  logic        ended_hit_4_q;
  logic        mapping_hit_4_q;

  delay_line #(
      .WIDTH (64),
      .CYCLES(3)
  ) numbers (
      .clk_i,
      .rst_i,
      .valid_i,
      .data_i ({~ended_ssn_i, ~mapping_ssn_i}),
      .valid_o(unused_numbers),
      .data_o ({ended_start_not_3, mapping_start_not_3})
  );

  function automatic logic negative(input logic [31:0] place, input logic [31:0] number);
    logic [31:0] sum;
    begin
      sum      = place + number;
      negative = sum[31];
    end
  endfunction

  logic ended_before;
  logic ended_behind;
  logic mapping_before;
  logic mapping_behind;
  assign ended_before   = !negative(end_3_q, ended_start_not_3);
  assign ended_behind   = negative(start_3_q, ended_end_minus_3_q);
  assign mapping_before = !negative(end_3_q, mapping_start_not_3);
  assign mapping_behind = negative(start_3_q, mapping_end_minus_3_q);

  always_ff @(posedge clk_i) begin
    ended_end_1_q         <= ended_ssn_i + 32'(ended_length_i);
    mapping_end_1_q       <= mapping_ssn_i + 32'(mapping_length_i);
    ended_end_minus_2_q   <= -ended_end_1_q;
    mapping_end_minus_2_q <= -mapping_end_1_q;
    ended_end_minus_3_q   <= ended_end_minus_2_q;
    mapping_end_minus_3_q <= mapping_end_minus_2_q;
    there_3_q             <= watched_2_q && span[64];
    {start_3_q, end_3_q}  <= span[63:0];
    ended_hit_4_q         <= there_3_q && ended_before && ended_behind;
    mapping_hit_4_q       <= there_3_q && mapping_before && mapping_behind;
  end

  // ---- cycle 4: verdicts

  logic [        2:0] ended_verdict;
  logic [        2:0] verdict;
  logic [        2:0] counted;
  assign ended_verdict = ended_hit_4_q ? NONE : ended_verdict_4;
  assign verdict       = mapping_hit_4_q && mapped_4 && (verdict_4 == GOOD || verdict_4 == BAD) ? NONE : verdict_4;
  assign counted       = ended_valid_4 ? ended_verdict : verdict;

  logic         [511:0] packet;
  always_comb begin
    packet = image_4;
    packet[VERDICT+:mpnic_abi_pkg::COMPLETION_CONTROL_VERDICT_WIDTH] = verdict;
    packet[REASON+:16]       = refused_4_q ? 16'(refusal_4_q) : 16'(reason_4);
    packet[BUFFER_INDEX+:32] = index_4_q;
    packet[BUFFER_COUNT+:16] = refused_4_q ? 16'd0 : 16'(count_4);
  end

  logic [`MPNIC_MAPPING_BITS-1:0] evicted;
  logic [`MPNIC_MAPPING_BITS-1:0] ended;
  assign evicted = {
    evicted_data_fin_4, evicted_has_checksum_4, NONE, evicted_checksum_4, evicted_length_4, evicted_ssn_4, evicted_dsn_4
  };
  assign ended = {
    ended_data_fin_4, ended_has_checksum_4, ended_verdict, ended_checksum_4, ended_length_4, ended_ssn_4, ended_dsn_4
  };

  // ---- cycle 5: the decision

  always_ff @(posedge clk_i) begin
    valid_o         <= valid_4 && !rst_i;
    port_o          <= port_4;
    keep_o          <= !refused_4_q;
    frame_bytes_o   <= frame_bytes_4;
    entries_o       <= 2'(!refused_4_q) + 2'(evicted_valid_4) + 2'(ended_valid_4);
    queue_o         <= queue_4;
    reason_o        <= refused_4_q ? refusal_4_q : reason_4;
    addresses_o     <= addresses_4_q;
    record_o        <= {ended, ended_valid_4, evicted, evicted_valid_4, !refused_4_q, packet};
    by_connection_o <= by_connection_4;
    by_token_o      <= by_token_4;
    good_o          <= counted == GOOD;
    bad_o           <= counted == BAD;
    unjudged_o      <= 2'(counted != GOOD && counted != BAD && ended_complete_4) + 2'(evicted_valid_4);
  end
endmodule : steering
