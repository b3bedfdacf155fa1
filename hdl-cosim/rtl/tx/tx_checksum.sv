`include "mpnic_assert.svh"
`include "tx_finish.svh"

// tx_checksum of one port: sums a frame's bytes as they pass, stores the frame whole and finishes its header.
//
// Beats come one a cycle, without a ready: who sends them counts the places (TX_CHECKSUM_BUFFER_BEATS; a pop gives one back,
// B = 1). Bytes behind the frame's end are zero. A frame shows at frame_valid_o 12 cycles after its last beat, one a cycle at
// most. Then tx_port takes it, and from that cycle on its beats, in order.
//
// All that is written stands in the first 128 bytes. They wait in a window; the beats behind it are summed as they come.
//   cycle 1       the window is whole
//   cycles 2, 3   places of the fields; what is there before: IP version, id, sequence number
//   cycle 4       new id, sequence number, lengths
//   cycle 5       the window with them, and with zeros for what is summed next
//   cycles 6, 7   sums of IP header, TCP segment with pseudo-header, payload; with the beats behind the window
//   cycle 8       IP and DSS checksum
//   cycles 9, 10  TCP checksum, over the DSS checksum
//   cycle 11      the window with the checksums
// The payload is summed once for TCP and DSS. Sums are in carry-save form up to the checksum itself; they are zero only if
// every byte is.
//
// Offsets are even; those of IP and TCP headers leave room for these headers.
module tx_checksum #(
    parameter int BEAT_BYTES = 64,
    parameter int MAX_FRAME_BYTES = 9018,
    parameter int TX_CHECKSUM_BUFFER_BEATS = 512,
    parameter int WIRE_NUMERATOR = 33,
    parameter int FRAME_BITS = $clog2(MAX_FRAME_BYTES + 1),
    parameter int BEAT_BITS = 8 * BEAT_BYTES,
    parameter int COST_BITS = $clog2((MAX_FRAME_BYTES + 24) * WIRE_NUMERATOR + 1),
    parameter int TAIL_BITS = $clog2(BEAT_BYTES * WIRE_NUMERATOR + 1)
) (
    input  logic                  clk_i,
    input  logic                  rst_i,
    // Beats.
    input  logic                  valid_i,
    input  logic                  last_i,
    input  logic [ BEAT_BITS-1:0] data_i,
    // Beside the last.
    input  logic [FRAME_BITS-1:0] bytes_i,
    input  tx_finish_t            finish_i,
    // Finished frames; costs on the wire are in parts of a cycle.
    output logic                  frame_valid_o,
    input  logic                  frame_ready_i,
    output logic [FRAME_BITS-1:0] frame_bytes_o,       // padded to 60
    output logic [FRAME_BITS-1:0] frame_real_bytes_o,
    output logic [ COST_BITS-1:0] frame_cost_o,
    output logic [ TAIL_BITS-1:0] frame_tail_cost_o,
    input  logic                  beat_pop_i,
    output logic [ BEAT_BITS-1:0] beat_data_o
);
  localparam int WINDOW_BYTES = 128;
  localparam int WINDOW_BITS = 8 * WINDOW_BYTES;
  localparam int WORDS = WINDOW_BYTES / 2;
  localparam int WINDOW_BEATS = WINDOW_BYTES / BEAT_BYTES;
  localparam int INDEX_BITS = $clog2(WINDOW_BEATS + 1);
  localparam int SHIFT = $clog2(BEAT_BYTES);
  localparam logic [INDEX_BITS-1:0] BEHIND = INDEX_BITS'(WINDOW_BEATS);
  localparam logic [1:0] PARTIAL = 2'd1;
  localparam logic [1:0] SEGMENT = 2'd2;
  localparam logic [1:0] GENERATED = 2'd3;
  localparam logic [15:0] PROTOCOL_TCP = 16'd6;
  localparam logic [7:0] UDP_CHECKSUM = 8'd6;
  localparam logic [FRAME_BITS-1:0] LEAST = FRAME_BITS'(60);

  // ---- the frame's beats, and the window

  logic                   beat_ready;
  logic                   stored_valid;
  logic [  BEAT_BITS-1:0] stored;

  block_fifo #(
      .WIDTH(BEAT_BITS),
      .DEPTH(TX_CHECKSUM_BUFFER_BEATS)
  ) beats (
      .clk_i,
      .rst_i,
      .valid_i,
      .ready_o(beat_ready),
      .data_i,
      .valid_o(stored_valid),
      .ready_i(beat_pop_i),
      .data_o (stored)
  );

  logic [ INDEX_BITS-1:0] index_q;  // of the beat at the input, BEHIND the window
  logic [WINDOW_BITS-1:0] held_q;
  logic [WINDOW_BITS-1:0] window;
  logic [WINDOW_BITS-1:0] window_1q;
  logic                   valid_1q;
  logic [ FRAME_BITS-1:0] bytes_1q;
  tx_finish_t             finish_1q;

  always_comb begin
    window = held_q;
    for (int i = 0; i < WINDOW_BEATS; i++) begin
      if (index_q == INDEX_BITS'(i)) window[i*BEAT_BITS+:BEAT_BITS] = data_i;
      if (index_q < INDEX_BITS'(i)) window[i*BEAT_BITS+:BEAT_BITS] = '0;
    end
  end

  always_ff @(posedge clk_i) begin
    if (valid_i) begin
      held_q  <= window;
      index_q <= last_i ? '0 : index_q == BEHIND ? index_q : index_q + 1'b1;
    end
    window_1q <= window;
    bytes_1q  <= bytes_i;
    finish_1q <= finish_i;
    valid_1q  <= valid_i && last_i && !rst_i;
    if (rst_i) index_q <= '0;
  end

  // ---- sum of the beats behind the window, ready in cycle 2

  logic [BEAT_BITS-1:0] beat_words;
  logic [15:0] beat_sum, beat_carry, beat_sum_1q, beat_carry_1q;
  logic [15:0] rest_sum, rest_carry, rest_sum_2q, rest_carry_2q;
  logic begins_1q;
  logic any_1q;

  always_comb begin
    for (int w = 0; w < BEAT_BYTES / 2; w++) beat_words[16*w+:16] = {data_i[16*w+:8], data_i[16*w+8+:8]};
  end

  ones_complement_tree #(
      .WORDS(BEAT_BYTES / 2)
  ) beat_tree (
      .words_i(beat_words),
      .sum_o  (beat_sum),
      .carry_o(beat_carry)
  );
  ones_complement_tree #(
      .WORDS(4)
  ) rest_tree (
      .words_i({rest_sum_2q & {16{!begins_1q}}, rest_carry_2q & {16{!begins_1q}}, beat_sum_1q, beat_carry_1q}),
      .sum_o  (rest_sum),
      .carry_o(rest_carry)
  );

  always_ff @(posedge clk_i) begin
    begins_1q     <= index_q == '0;
    any_1q        <= valid_i && !rst_i;
    beat_sum_1q   <= index_q == BEHIND ? beat_sum : '0;
    beat_carry_1q <= index_q == BEHIND ? beat_carry : '0;
    if (any_1q) begin
      rest_sum_2q   <= rest_sum;
      rest_carry_2q <= rest_carry;
    end
  end

  // ---- cycle 2: which words the fields are in

  // The word at this offset, and it and all behind.
  function automatic logic [WORDS-1:0] word_at(input logic [7:1] offset);
    word_at = WORDS'(1) << offset[6:1];
    if (offset[7]) word_at = '0;
  endfunction

  function automatic logic [WORDS-1:0] words_from(input logic [7:1] offset);
    words_from = {WORDS{1'b1}} << offset[6:1];
    if (offset[7]) words_from = '0;
  endfunction

  logic                   valid_2q;
  logic [WINDOW_BITS-1:0] window_2q;
  logic [ FRAME_BITS-1:0] bytes_2q;
  tx_finish_t             finish_2q;
  logic [      WORDS-1:0] from_l3_2q, from_l4_2q, at_l3_2q, at_l4_2q;
  logic [            8:0] field_2q;  // of a partial checksum

  always_ff @(posedge clk_i) begin
    valid_2q  <= valid_1q && !rst_i;
    window_2q <= window_1q;
    bytes_2q  <= bytes_1q;
    finish_2q <= finish_1q;
    from_l3_2q <= words_from(finish_1q.l3_offset[7:1]);
    from_l4_2q <= words_from(finish_1q.l4_offset[7:1]);
    at_l3_2q   <= word_at(finish_1q.l3_offset[7:1]);
    at_l4_2q   <= word_at(finish_1q.l4_offset[7:1]);
    field_2q   <= {1'b0, finish_1q.l4_offset} + {1'b0, finish_1q.checksum_offset};
  end

  // ---- cycle 3: what stands there

  logic                   valid_3q;
  logic [WINDOW_BITS-1:0] window_3q;
  logic [ FRAME_BITS-1:0] bytes_3q;
  tx_finish_t             finish_3q;
  logic [      WORDS-1:0] from_l3_3q, from_l4_3q, at_l3_3q, at_l4_3q;
  logic                   version_six, ipv6_3q;
  logic [15:0] id, id_3q;
  logic [31:0] sequence_number, sequence_3q;
  logic                   inside_q;  // the partial checksum's field lies in frame and window
  logic [            6:0] field_3q;

  always_comb begin
    version_six     = 1'b0;
    id              = '0;
    sequence_number = '0;
    for (int w = 0; w < WORDS; w++) begin
      version_six = version_six || at_l3_2q[w] && window_2q[16*w+4+:4] == 4'd6;
    end
    for (int w = 0; w < WORDS - 3; w++) begin
      if (at_l3_2q[w]) id = id | {window_2q[16*(w+2)+:8], window_2q[16*(w+2)+8+:8]};
      if (at_l4_2q[w]) begin
        sequence_number = sequence_number | {
          window_2q[16*(w+2)+:8], window_2q[16*(w+2)+8+:8], window_2q[16*(w+3)+:8], window_2q[16*(w+3)+8+:8]
        };
      end
    end
  end

  always_ff @(posedge clk_i) begin
    valid_3q    <= valid_2q && !rst_i;
    window_3q   <= window_2q;
    bytes_3q    <= bytes_2q;
    finish_3q   <= finish_2q;
    from_l3_3q  <= from_l3_2q;
    from_l4_3q  <= from_l4_2q;
    at_l3_3q    <= at_l3_2q;
    at_l4_3q    <= at_l4_2q;
    ipv6_3q     <= version_six && finish_2q.l4_offset - finish_2q.l3_offset >= 8'd40;
    id_3q       <= id;
    sequence_3q <= sequence_number;
    inside_q    <= field_2q <= 9'(WINDOW_BYTES - 2) && 18'(field_2q) + 18'd2 <= 18'(bytes_2q);
    field_3q    <= field_2q[6:0];
  end

  // ---- cycle 4: what will stand there

  logic                   valid_4q;
  logic [WINDOW_BITS-1:0] window_4q;
  logic [ FRAME_BITS-1:0] bytes_4q;
  tx_finish_t             finish_4q;
  logic [      WORDS-1:0] from_l3_4q, from_l4_4q, at_l3_4q, at_l4_4q;
  logic                   ipv6_4q;
  logic [15:0] id_4q;
  logic [31:0] sequence_4q;
  logic [15:0] ip_bytes_4q;
  logic [15:0] tcp_bytes_4q;
  logic [WORDS-1:0] at_dss_4q, at_checksum_4q;
  logic headers_4q;  // IP and TCP headers are made anew
  logic segment_4q;
  logic ip_4q;

  always_ff @(posedge clk_i) begin
    valid_4q     <= valid_3q && !rst_i;
    window_4q    <= window_3q;
    bytes_4q     <= bytes_3q;
    finish_4q    <= finish_3q;
    from_l3_4q   <= from_l3_3q;
    from_l4_4q   <= from_l4_3q;
    at_l3_4q     <= at_l3_3q;
    at_l4_4q     <= at_l4_3q;
    ipv6_4q      <= ipv6_3q;
    id_4q        <= id_3q + finish_3q.segment;
    sequence_4q  <= sequence_3q + finish_3q.sequence_offset;
    ip_bytes_4q  <= 16'(bytes_3q) - {8'd0, finish_3q.l3_offset} - (ipv6_3q ? 16'd40 : 16'd0);
    tcp_bytes_4q <= 16'(bytes_3q) - {8'd0, finish_3q.l4_offset};
    at_dss_4q    <= finish_3q.kind == GENERATED && finish_3q.dss ? word_at({1'b0, finish_3q.dss_checksum_offset[6:1]}) : '0;
    at_checksum_4q <= finish_3q.kind != PARTIAL ? at_l4_3q << 8 : inside_q ? word_at({1'b0, field_3q[6:1]}) : '0;
    headers_4q   <= finish_3q.kind == SEGMENT || finish_3q.kind == GENERATED;
    segment_4q   <= finish_3q.kind == SEGMENT;
    ip_4q        <= (finish_3q.kind == SEGMENT || finish_3q.kind == GENERATED) && !ipv6_3q;
  end

  // ---- cycle 5: the window with it, and what is summed of it

  localparam int GROUP = 16;
  localparam int GROUPS = WORDS / GROUP;

  logic [WINDOW_BITS-1:0] words;  // in network order
  logic [WINDOW_BITS-1:0] words_5q;
  logic [      WORDS-1:0] length_at;
  logic [      WORDS-1:0] addresses;
  logic [      WORDS-1:0] ip_words_5q;
  logic [      WORDS-1:0] tcp_words_5q;
  logic [      WORDS-1:0] payload_words_5q;
  logic [      WORDS-1:0] at_ip_5q, at_checksum_5q, at_dss_5q;
  logic                   valid_5q;
  logic [ FRAME_BITS-1:0] bytes_5q;
  logic [           15:0] tcp_bytes_5q;
  logic [           15:0] pseudo_sum_5q;
  logic                   headers_5q;
  logic                   udp_5q;
  logic [            7:0] flags;

  assign length_at = ipv6_4q ? at_l3_4q << 2 : at_l3_4q << 1;
  assign addresses = ipv6_4q ? (from_l3_4q << 4) & ~(from_l3_4q << 20) : (from_l3_4q << 6) & ~(from_l3_4q << 10);
  assign flags     = {!finish_4q.first_segment, 3'd0, !finish_4q.last_segment, 2'd0, !finish_4q.last_segment};

  always_comb begin
    for (int w = 0; w < WORDS; w++) begin
      words[16*w+:16] = {window_4q[16*w+:8], window_4q[16*w+8+:8]};
      if (headers_4q) begin
        if (length_at[w]) words[16*w+:16] = ip_bytes_4q;
        if (w >= 5 && !ipv6_4q && at_l3_4q[w>=5?w-5 : 0]) words[16*w+:16] = '0;
        if (w >= 8 && at_l4_4q[w>=8?w-8 : 0]) words[16*w+:16] = '0;
        if (at_dss_4q[w]) words[16*w+:16] = '0;
      end
      if (segment_4q) begin
        if (w >= 2 && !ipv6_4q && at_l3_4q[w>=2?w-2 : 0]) words[16*w+:16] = id_4q;
        if (w >= 2 && at_l4_4q[w>=2?w-2 : 0]) words[16*w+:16] = sequence_4q[31:16];
        if (w >= 3 && at_l4_4q[w>=3?w-3 : 0]) words[16*w+:16] = sequence_4q[15:0];
        if (w >= 6 && at_l4_4q[w>=6?w-6 : 0]) begin
          words[16*w+:16] = {window_4q[16*w+:8], window_4q[16*w+8+:8]} & ~{8'd0, flags};
        end
      end
    end
  end

  always_ff @(posedge clk_i) begin
    valid_5q         <= valid_4q && !rst_i;
    words_5q         <= words;
    bytes_5q         <= bytes_4q;
    ip_words_5q      <= ip_4q ? from_l3_4q & ~from_l4_4q : '0;
    tcp_words_5q     <= headers_4q ? addresses | from_l4_4q : from_l4_4q;
    payload_words_5q <= words_from(finish_4q.header_bytes[7:1]);
    at_ip_5q         <= ip_4q ? at_l3_4q << 5 : '0;
    at_checksum_5q   <= headers_4q || finish_4q.kind == PARTIAL ? at_checksum_4q : '0;
    at_dss_5q        <= at_dss_4q;
    tcp_bytes_5q     <= headers_4q ? tcp_bytes_4q : '0;
    pseudo_sum_5q    <= finish_4q.dss_pseudo_sum;
    headers_5q       <= headers_4q;
    udp_5q           <= finish_4q.kind == PARTIAL && finish_4q.checksum_offset == UDP_CHECKSUM;
  end

  // ---- cycles 6 and 7: sums

  logic [32*GROUPS-1:0] ip_groups, tcp_groups, payload_groups;
  logic [32*GROUPS-1:0] ip_groups_6q, tcp_groups_6q, payload_groups_6q;
  logic [WINDOW_BITS-1:0] ip_masked, tcp_masked, payload_masked;
  logic [15:0] rest_sum_6q, rest_carry_6q;
  logic                 headers_6q;
  logic [         15:0] tcp_bytes_6q;
  logic [         15:0] pseudo_sum_6q;

  always_comb begin
    for (int w = 0; w < WORDS; w++) begin
      ip_masked[16*w+:16]      = words_5q[16*w+:16] & {16{ip_words_5q[w]}};
      tcp_masked[16*w+:16]     = words_5q[16*w+:16] & {16{tcp_words_5q[w]}};
      payload_masked[16*w+:16] = words_5q[16*w+:16] & {16{payload_words_5q[w]}};
    end
  end

  generate
    for (genvar g = 0; g < GROUPS; g++) begin : g_group
      ones_complement_tree #(
          .WORDS(GROUP)
      ) ip_tree (
          .words_i(ip_masked[16*GROUP*g+:16*GROUP]),
          .sum_o  (ip_groups[32*g+:16]),
          .carry_o(ip_groups[32*g+16+:16])
      );
      ones_complement_tree #(
          .WORDS(GROUP)
      ) tcp_tree (
          .words_i(tcp_masked[16*GROUP*g+:16*GROUP]),
          .sum_o  (tcp_groups[32*g+:16]),
          .carry_o(tcp_groups[32*g+16+:16])
      );
      ones_complement_tree #(
          .WORDS(GROUP)
      ) payload_tree (
          .words_i(payload_masked[16*GROUP*g+:16*GROUP]),
          .sum_o  (payload_groups[32*g+:16]),
          .carry_o(payload_groups[32*g+16+:16])
      );
    end
  endgenerate

  // Of the beats behind the window, from cycle 2 to cycle 6.
  // Of the beats behind the window, from cycle 2 on.
  logic [31:0] rest_3q, rest_4q, rest_5q;

  always_ff @(posedge clk_i) begin
    rest_3q <= {rest_sum_2q, rest_carry_2q};
    rest_4q <= rest_3q;
    rest_5q <= rest_4q;
    {rest_sum_6q, rest_carry_6q} <= rest_5q;
    ip_groups_6q      <= ip_groups;
    tcp_groups_6q     <= tcp_groups;
    payload_groups_6q <= payload_groups;
    headers_6q        <= headers_5q;
    tcp_bytes_6q      <= tcp_bytes_5q;
    pseudo_sum_6q     <= pseudo_sum_5q;
  end

  logic [15:0] ip_sum, ip_carry, ip_sum_7q, ip_carry_7q;
  logic [15:0] tcp_sum, tcp_carry, tcp_sum_7q, tcp_carry_7q;
  logic [15:0] payload_sum, payload_carry, payload_sum_7q, payload_carry_7q;

  ones_complement_tree #(
      .WORDS(2 * GROUPS)
  ) ip_sum_tree (
      .words_i(ip_groups_6q),
      .sum_o  (ip_sum),
      .carry_o(ip_carry)
  );
  ones_complement_tree #(
      .WORDS(2 * GROUPS + 4)
  ) tcp_sum_tree (
      .words_i({tcp_groups_6q, rest_sum_6q, rest_carry_6q, tcp_bytes_6q, headers_6q ? PROTOCOL_TCP : 16'd0}),
      .sum_o  (tcp_sum),
      .carry_o(tcp_carry)
  );
  ones_complement_tree #(
      .WORDS(2 * GROUPS + 3)
  ) payload_sum_tree (
      .words_i({payload_groups_6q, rest_sum_6q, rest_carry_6q, pseudo_sum_6q}),
      .sum_o  (payload_sum),
      .carry_o(payload_carry)
  );

  // ---- cycles 8 to 10: checksums

  function automatic logic [15:0] folded(input logic [16:0] sum);
    folded = sum[15:0] + {15'd0, sum[16]};
  endfunction

  localparam int LATE_BITS = WINDOW_BITS + 3 * WORDS + FRAME_BITS;

  logic [15:0] ip_checksum_8q, dss_checksum_8q;
  logic [15:0] tcp_sum_8q, tcp_carry_8q;
  logic [15:0] with_dss_sum, with_dss_carry;
  logic [16:0] tcp_added_9q;
  logic [15:0] tcp_checksum_10q;
  logic [15:0] tcp_folded;
  logic        udp_9q;
  logic        late_valid;
  logic [WINDOW_BITS-1:0] words_10q;
  logic [      WORDS-1:0] at_ip_10q, at_checksum_10q, at_dss_10q;
  logic [ FRAME_BITS-1:0] bytes_10q;
  logic [           31:0] early_9q, early_10q;
  logic                   dss_7q;
  logic                   dss_8q;

  ones_complement_tree #(
      .WORDS(3)
  ) with_dss_tree (
      .words_i({tcp_sum_8q, tcp_carry_8q, dss_checksum_8q & {16{dss_8q}}}),
      .sum_o  (with_dss_sum),
      .carry_o(with_dss_carry)
  );

  assign tcp_folded = folded(tcp_added_9q);

  logic dss_5q, dss_6q, udp_6q, udp_7q, udp_8q;
  assign dss_5q = at_dss_5q != '0;

  always_ff @(posedge clk_i) begin
    dss_6q <= dss_5q;
    dss_7q <= dss_6q;
    dss_8q <= dss_7q;
    udp_6q <= udp_5q;
    udp_7q <= udp_6q;
    udp_8q <= udp_7q;
    udp_9q <= udp_8q;
    ip_sum_7q        <= ip_sum;
    ip_carry_7q      <= ip_carry;
    tcp_sum_7q       <= tcp_sum;
    tcp_carry_7q     <= tcp_carry;
    payload_sum_7q   <= payload_sum;
    payload_carry_7q <= payload_carry;
    ip_checksum_8q   <= ~folded({1'b0, ip_sum_7q} + {1'b0, ip_carry_7q});
    dss_checksum_8q  <= ~folded({1'b0, payload_sum_7q} + {1'b0, payload_carry_7q});
    tcp_sum_8q       <= tcp_sum_7q;
    tcp_carry_8q     <= tcp_carry_7q;
    tcp_added_9q     <= {1'b0, with_dss_sum} + {1'b0, with_dss_carry};
    tcp_checksum_10q <= udp_9q && tcp_folded == '1 ? '1 : ~tcp_folded;
  end

  delay_line #(
      .WIDTH (LATE_BITS),
      .CYCLES(5)
  ) late (
      .clk_i,
      .rst_i,
      .valid_i(valid_5q),
      .data_i ({words_5q, at_ip_5q, at_checksum_5q, at_dss_5q, bytes_5q}),
      .valid_o(late_valid),
      .data_o ({words_10q, at_ip_10q, at_checksum_10q, at_dss_10q, bytes_10q})
  );
  always_ff @(posedge clk_i) begin
    early_9q  <= {ip_checksum_8q, dss_checksum_8q};
    early_10q <= early_9q;
  end

  // ---- cycle 11: the window with the checksums

  logic [WINDOW_BITS-1:0] finished;
  logic [WINDOW_BITS-1:0] finished_11q;
  logic                   valid_11q;
  logic [ FRAME_BITS-1:0] bytes_11q;
  logic [ FRAME_BITS-1:0] padded_11q;
  logic [           15:0] word;

  always_comb begin
    finished = '0;
    word     = '0;
    for (int w = 0; w < WORDS; w++) begin
      word = words_10q[16*w+:16];
      if (at_dss_10q[w]) word = early_10q[15:0];
      if (at_ip_10q[w]) word = early_10q[31:16];
      if (at_checksum_10q[w]) word = tcp_checksum_10q;
      finished[16*w+:16] = {word[7:0], word[15:8]};
    end
  end

  always_ff @(posedge clk_i) begin
    valid_11q    <= late_valid && !rst_i;
    finished_11q <= finished;
    bytes_11q    <= bytes_10q;
    padded_11q   <= bytes_10q < LEAST ? LEAST : bytes_10q;
  end

  // ---- frames that wait for the port

  localparam int FRAME_WIDTH = WINDOW_BITS + 2 * FRAME_BITS + COST_BITS + TAIL_BITS;

  logic                   frame_ready;
  logic [WINDOW_BITS-1:0] head;
  logic [      SHIFT-1:0] behind_last;
  logic [  COST_BITS-1:0] cost;
  logic [  TAIL_BITS-1:0] tail_cost;
  assign behind_last = padded_11q[SHIFT-1:0] - 1'b1;
  assign cost        = (COST_BITS'(padded_11q) + COST_BITS'(24)) * COST_BITS'(WIRE_NUMERATOR);
  assign tail_cost   = (TAIL_BITS'(behind_last) + TAIL_BITS'(1)) * TAIL_BITS'(WIRE_NUMERATOR);

  block_fifo #(
      .WIDTH(FRAME_WIDTH),
      .DEPTH(TX_CHECKSUM_BUFFER_BEATS)
  ) frames (
      .clk_i,
      .rst_i,
      .valid_i(valid_11q),
      .ready_o(frame_ready),
      .data_i ({finished_11q, padded_11q, bytes_11q, cost, tail_cost}),
      .valid_o(frame_valid_o),
      .ready_i(frame_ready_i),
      .data_o ({head, frame_bytes_o, frame_real_bytes_o, frame_cost_o, frame_tail_cost_o})
  );

  // ---- its beats: those of the window first

  logic [WINDOW_BITS-1:0] leaving_q;
  logic [ INDEX_BITS-1:0] left_q;  // beats of it that have left, BEHIND the window

  always_comb begin
    beat_data_o = stored;
    for (int i = 0; i < WINDOW_BEATS; i++) begin
      if (left_q == INDEX_BITS'(i)) beat_data_o = leaving_q[i*BEAT_BITS+:BEAT_BITS];
    end
    if (frame_ready_i) beat_data_o = head[BEAT_BITS-1:0];
  end

  always_ff @(posedge clk_i) begin
    if (frame_ready_i) begin
      leaving_q <= head;
      left_q    <= INDEX_BITS'(1);
    end else if (beat_pop_i && left_q != BEHIND) begin
      left_q <= left_q + 1'b1;
    end
    if (rst_i) left_q <= BEHIND;
  end

  always @(posedge clk_i) begin
    if (!rst_i) begin
      `MPNIC_ASSERT("tx_checksum: a beat has a place", !valid_i || beat_ready)
      `MPNIC_ASSERT("tx_checksum: a frame has a place", !valid_11q || frame_ready)
      `MPNIC_ASSERT("tx_checksum: what leaves is there", !beat_pop_i || stored_valid)
      `MPNIC_ASSERT("tx_checksum: a frame begins with its first beat", !frame_ready_i || frame_valid_o && beat_pop_i)
      `MPNIC_ASSERT("tx_checksum: offsets are even", !(valid_i && last_i) || finish_i.kind == 2'd0
                    || !finish_i.l3_offset[0] && !finish_i.l4_offset[0] && !finish_i.header_bytes[0])
    end
  end
endmodule : tx_checksum
