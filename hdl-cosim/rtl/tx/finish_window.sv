`include "tx_finish.svh"

// finish_window: makes the headers in the first bytes of a frame as tx_finish_t says, checksums included; a part of
// tx_checksum, which counts the cycles. One frame a cycle, its window comes in cycle 1 and leaves in cycle 11.
//
//   cycles 2, 3   places of the fields; what is there before: IP version, id, sequence number
//   cycle 4       new id, sequence number, lengths
//   cycle 5       the window with them, and with zeros for what is summed next
//   cycles 6-10   checksums (window_sums)
//   cycle 11      the window with the checksums
module finish_window #(
    parameter int WINDOW_BYTES = 128,
    parameter int FRAME_BITS = 14,
    parameter int WINDOW_BITS = 8 * WINDOW_BYTES
) (
    input  logic                   clk_i,
    input  logic                   rst_i,
    // Cycle 1.
    input  logic                   valid_i,
    input  logic [WINDOW_BITS-1:0] window_i,      // zero behind the frame's end
    input  logic [ FRAME_BITS-1:0] bytes_i,       // of the whole frame
    input  tx_finish_t             finish_i,
    // Cycle 2: sum of the bytes behind the window.
    input  logic [           15:0] rest_sum_i,
    input  logic [           15:0] rest_carry_i,
    // Cycle 11.
    output logic                   valid_o,
    output logic [WINDOW_BITS-1:0] window_o,
    output logic [ FRAME_BITS-1:0] bytes_o,
    output logic [ FRAME_BITS-1:0] padded_bytes_o  // with what the wire wants, 60 at least
);
  localparam int WORDS = WINDOW_BYTES / 2;
  localparam logic [1:0] PARTIAL = 2'd1;
  localparam logic [1:0] SEGMENT = 2'd2;
  localparam logic [1:0] GENERATED = 2'd3;
  localparam logic [7:0] UDP_CHECKSUM = 8'd6;
  localparam logic [FRAME_BITS-1:0] LEAST = FRAME_BITS'(60);

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
    valid_2q  <= valid_i && !rst_i;
    window_2q <= window_i;
    bytes_2q  <= bytes_i;
    finish_2q <= finish_i;
    from_l3_2q <= words_from(finish_i.l3_offset[7:1]);
    from_l4_2q <= words_from(finish_i.l4_offset[7:1]);
    at_l3_2q   <= word_at(finish_i.l3_offset[7:1]);
    at_l4_2q   <= word_at(finish_i.l4_offset[7:1]);
    field_2q   <= {1'b0, finish_i.l4_offset} + {1'b0, finish_i.checksum_offset};
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

  // ---- cycles 6 to 10: checksums, with the beats behind the window

  localparam int LATE_BITS = WINDOW_BITS + 3 * WORDS + FRAME_BITS;

  logic [31:0] rest_3q, rest_4q, rest_5q;
  logic [15:0] ip_checksum_10q, tcp_checksum_10q, dss_checksum_10q;
  logic        late_valid;
  logic [WINDOW_BITS-1:0] words_10q;
  logic [      WORDS-1:0] at_ip_10q, at_checksum_10q, at_dss_10q;
  logic [ FRAME_BITS-1:0] bytes_10q;

  always_ff @(posedge clk_i) begin
    rest_3q <= {rest_sum_i, rest_carry_i};
    rest_4q <= rest_3q;
    rest_5q <= rest_4q;
  end

  window_sums #(
      .WORDS(WORDS)
  ) sums (
      .clk_i,
      .words_i        (words_5q),
      .ip_words_i     (ip_words_5q),
      .tcp_words_i    (tcp_words_5q),
      .payload_words_i(payload_words_5q),
      .rest_sum_i     (rest_5q[31:16]),
      .rest_carry_i   (rest_5q[15:0]),
      .headers_i      (headers_5q),
      .tcp_bytes_i    (tcp_bytes_5q),
      .pseudo_sum_i   (pseudo_sum_5q),
      .dss_i          (at_dss_5q != '0),
      .udp_i          (udp_5q),
      .ip_checksum_o  (ip_checksum_10q),
      .tcp_checksum_o (tcp_checksum_10q),
      .dss_checksum_o (dss_checksum_10q)
  );

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

  // ---- cycle 11: the window with the checksums

  logic [WINDOW_BITS-1:0] finished;
  logic [           15:0] word;

  always_comb begin
    finished = '0;
    word     = '0;
    for (int w = 0; w < WORDS; w++) begin
      word = words_10q[16*w+:16];
      if (at_dss_10q[w]) word = dss_checksum_10q;
      if (at_ip_10q[w]) word = ip_checksum_10q;
      if (at_checksum_10q[w]) word = tcp_checksum_10q;
      finished[16*w+:16] = {word[7:0], word[15:8]};
    end
  end

  always_ff @(posedge clk_i) begin
    valid_o        <= late_valid && !rst_i;
    window_o       <= finished;
    bytes_o        <= bytes_10q;
    padded_bytes_o <= bytes_10q < LEAST ? LEAST : bytes_10q;
  end
endmodule : finish_window
