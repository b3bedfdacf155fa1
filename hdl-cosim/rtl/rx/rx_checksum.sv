`include "mpnic_assert.svh"

// rx_checksum: checks the IPv4 header's and the TCP checksum and sums the TCP payload, in one pass.
//
// Beats and, beside them, what rx_parser read of their frame come in one a cycle and are never stalled; each leaves 4
// cycles later. The offsets and addresses hold from the beat that completes the header window (beat
// HEADER_WINDOW_BEATS - 1, or the last beat of a shorter frame) to the frame's last beat; layer_ip_i, layer_tcp_i and
// reason_i too, but what counts of them is their value beside the last beat: only then is it known whether the frame is
// as long as its IP header says. The results hold in the cycle of the last beat out.
//
// What a byte belongs to (IPv4 header, TCP header, payload, nothing) is known only when the window is complete, so the
// beats before it wait here and are summed together with the one that completes it. Three sums are kept, each
// modulo 65535 and in carry-save form: IPv4 header, TCP header with pseudo-header, payload. A sum of carry-save form is
// zero modulo 65535 when its halves are complements of each other, or both one of the two zeros: no adder is needed to
// check it. Only the payload's sum is added up, to the residue 0 to 65534.
//
//   cycle 1  beats and, for each of their words, what it belongs to
//   cycle 2  words that belong, in groups of 16
//   cycle 3  groups to one sum; payload: with the sum of the frame's beats before
//   cycle 4  checks, residue
//
// A frame without an IP header (layer_ip_i clear) has no result: both ok outputs clear, sum 0, the parser's reason. A
// frame without TCP header has its IP header checked and no more. A bad checksum takes the place of the parser's reason,
// that of IP before that of TCP.
//
// Offsets of headers are 2 modulo 4, as rx_parser's are: no word is part of two headers.
module rx_checksum #(
    parameter int BEAT_BYTES = 64,
    parameter int HEADER_WINDOW_BEATS = 3,
    parameter int MAX_VLAN_TAGS = 2,
    parameter int LENGTH_BITS = 14,
    parameter int REASON_BITS = 7,
    parameter int BAD_IP_CHECKSUM = 32,
    parameter int BAD_TCP_CHECKSUM = 33,
    parameter int BEAT_BITS = 8 * BEAT_BYTES,
    parameter int BYTES_BITS = $clog2(BEAT_BYTES + 1)
) (
    input  logic                   clk_i,
    input  logic                   rst_i,
    // Beats: byte 0 of the frame in bits 7:0 of the first; bytes_i of the last beat are the frame's.
    input  logic                   valid_i,
    input  logic                   last_i,
    input  logic [ BYTES_BITS-1:0] bytes_i,
    input  logic [  BEAT_BITS-1:0] data_i,
    // What rx_parser read.
    input  logic                   layer_ip_i,
    input  logic                   layer_tcp_i,
    input  logic                   is_ipv6_i,
    input  logic [LENGTH_BITS-1:0] l3_offset_i,
    input  logic [LENGTH_BITS-1:0] l4_offset_i,
    input  logic [LENGTH_BITS-1:0] payload_offset_i,
    input  logic [LENGTH_BITS-1:0] ip_total_end_i,
    input  logic [          127:0] src_i,
    input  logic [          127:0] dst_i,
    input  logic [REASON_BITS-1:0] reason_i,
    // The same beats, 4 cycles later.
    output logic                   valid_o,
    output logic                   last_o,
    output logic [ BYTES_BITS-1:0] bytes_o,
    output logic [  BEAT_BITS-1:0] data_o,
    // Beside the last.
    output logic                   ip_checksum_ok_o,
    output logic                   tcp_checksum_ok_o,
    output logic [           15:0] payload_sum_o,
    output logic [REASON_BITS-1:0] reason_o
);
  localparam int WINDOW_BYTES = HEADER_WINDOW_BEATS * BEAT_BYTES;
  localparam int WINDOW_WORDS = WINDOW_BYTES / 2;
  localparam int BEAT_LOG = $clog2(BEAT_BYTES);
  localparam int INDEX_BITS = LENGTH_BITS - BEAT_LOG + 1;
  localparam logic [INDEX_BITS-1:0] LAST_WINDOW_BEAT = INDEX_BITS'(HEADER_WINDOW_BEATS - 1);
  // An IPv4 header lies between the Ethernet header and 60 bytes behind the last VLAN tag.
  localparam int IP_FIRST_WORD = 7;
  localparam int IP_END_WORD = (14 + 4 * MAX_VLAN_TAGS + 60) / 2;
  localparam int IP_WORDS = (IP_END_WORD < WINDOW_WORDS ? IP_END_WORD : WINDOW_WORDS) - IP_FIRST_WORD;
  localparam int GROUP = 16;
  localparam int GROUPS = (WINDOW_WORDS + GROUP - 1) / GROUP;
  localparam int IP_GROUPS = (IP_WORDS + GROUP - 1) / GROUP;
  localparam int PSEUDO_WORDS = 18;
  localparam logic [15:0] PROTOCOL_TCP = 16'd6;

  // ---- cycle 1: the window, and what its words belong to

  logic [INDEX_BITS-1:0] index_q;  // of the beat at the input
  logic                  completes;  // the beat at the input completes the window
  logic                  behind;  // it lies behind the window

  assign completes = index_q == LAST_WINDOW_BEAT || (last_i && index_q < LAST_WINDOW_BEAT);
  assign behind    = index_q > LAST_WINDOW_BEAT;

  always_ff @(posedge clk_i) begin
    if (valid_i) index_q <= last_i ? '0 : index_q + 1'b1;
    if (rst_i) index_q <= '0;
  end

  // Beats of the window; the last place also takes the beats behind it.
  logic [8*WINDOW_BYTES-1:0] window_q;

  generate
    for (genvar b = 0; b < HEADER_WINDOW_BEATS; b++) begin : g_window
      localparam logic [INDEX_BITS-1:0] PLACE = INDEX_BITS'(b);
      always_ff @(posedge clk_i) begin
        if (valid_i && (index_q == PLACE || (PLACE == LAST_WINDOW_BEAT && behind))) begin
          window_q[b*BEAT_BITS+:BEAT_BITS] <= data_i;
        end
      end
    end
  endgenerate

  // Bytes of the last place that lie before the end of the IP packet, for a beat behind the window.
  logic [INDEX_BITS-1:0] end_beat;
  logic [  BEAT_LOG-1:0] end_byte;
  assign end_beat = {1'b0, ip_total_end_i[LENGTH_BITS-1:BEAT_LOG]};
  assign end_byte = ip_total_end_i[BEAT_LOG-1:0];

  logic [WINDOW_WORDS-1:0] tcp_word;
  logic [WINDOW_WORDS-1:0] tcp_word_q;
  logic [WINDOW_BYTES-1:0] payload_byte;
  logic [WINDOW_BYTES-1:0] payload_byte_q;
  logic [    IP_WORDS-1:0] ip_word;
  logic [    IP_WORDS-1:0] ip_word_q;

  always_comb begin
    for (int w = 0; w < WINDOW_WORDS; w++) begin
      tcp_word[w] = layer_tcp_i && LENGTH_BITS'(2 * w) >= l4_offset_i && LENGTH_BITS'(2 * w) < payload_offset_i;
    end
    for (int w = 0; w < IP_WORDS; w++) begin
      ip_word[w] = LENGTH_BITS'(2 * (w + IP_FIRST_WORD)) >= l3_offset_i
          && LENGTH_BITS'(2 * (w + IP_FIRST_WORD)) < l4_offset_i;
    end
    payload_byte = '0;
    for (int b = 0; b < WINDOW_BYTES; b++) begin
      payload_byte[b] = layer_tcp_i && !behind && LENGTH_BITS'(b) >= payload_offset_i
          && LENGTH_BITS'(b) < ip_total_end_i;
    end
    for (int b = 0; b < BEAT_BYTES; b++) begin
      if (behind) begin
        payload_byte[WINDOW_BYTES-BEAT_BYTES+b] = layer_tcp_i
            && (index_q < end_beat || (index_q == end_beat && BEAT_LOG'(b) < end_byte));
      end
    end
  end

  logic                   completes_1q;
  logic                   behind_1q;
  logic                   ip_1q;
  logic                   tcp_1q;
  logic                   ipv6_1q;
  logic [REASON_BITS-1:0] reason_1q;
  logic [          127:0] src_1q;
  logic [          127:0] dst_1q;
  logic [           15:0] tcp_bytes_1q;

  always_ff @(posedge clk_i) begin
    completes_1q   <= valid_i && completes && !rst_i;
    behind_1q      <= valid_i && behind && !rst_i;
    tcp_word_q     <= tcp_word;
    ip_word_q      <= ip_word;
    payload_byte_q <= payload_byte;
    ip_1q          <= layer_ip_i;
    tcp_1q         <= layer_tcp_i;
    ipv6_1q        <= is_ipv6_i;
    reason_1q      <= reason_i;
    src_1q         <= src_i;
    dst_1q         <= dst_i;
    tcp_bytes_1q   <= {{16 - LENGTH_BITS{1'b0}}, ip_total_end_i - l4_offset_i};
  end

  // ---- cycle 2: groups of words

  logic [16*GROUP*GROUPS-1:0] tcp_words;
  logic [16*GROUP*GROUPS-1:0] payload_words;
  logic [16*GROUP*IP_GROUPS-1:0] ip_words;

  // The window as words in network order, those that do not belong zero.
  always_comb begin
    tcp_words     = '0;
    payload_words = '0;
    ip_words      = '0;
    for (int w = 0; w < WINDOW_WORDS; w++) begin
      tcp_words[16*w+:16] = {window_q[16*w+:8], window_q[16*w+8+:8]} & {16{tcp_word_q[w]}};
      payload_words[16*w+:16] = {
        window_q[16*w+:8] & {8{payload_byte_q[2*w]}}, window_q[16*w+8+:8] & {8{payload_byte_q[2*w+1]}}
      };
    end
    for (int w = 0; w < IP_WORDS; w++) begin
      ip_words[16*w+:16] = {window_q[16*(w+IP_FIRST_WORD)+:8], window_q[16*(w+IP_FIRST_WORD)+8+:8]}
          & {16{ip_word_q[w]}};
    end
  end

  // Halves of each group's sum, and of the pseudo-header's behind the TCP header's.
  logic [32*GROUPS+31:0] tcp_groups;
  logic [32*GROUPS+31:0] tcp_groups_q;
  logic [  32*GROUPS-1:0] payload_groups;
  logic [  32*GROUPS-1:0] payload_groups_q;
  logic [32*IP_GROUPS-1:0] ip_groups;
  logic [32*IP_GROUPS-1:0] ip_groups_q;

  generate
    for (genvar g = 0; g < GROUPS; g++) begin : g_group
      ones_complement_tree #(
          .WORDS(GROUP)
      ) tcp_tree (
          .words_i(tcp_words[16*GROUP*g+:16*GROUP]),
          .sum_o  (tcp_groups[32*g+:16]),
          .carry_o(tcp_groups[32*g+16+:16])
      );
      ones_complement_tree #(
          .WORDS(GROUP)
      ) payload_tree (
          .words_i(payload_words[16*GROUP*g+:16*GROUP]),
          .sum_o  (payload_groups[32*g+:16]),
          .carry_o(payload_groups[32*g+16+:16])
      );
    end
    for (genvar g = 0; g < IP_GROUPS; g++) begin : g_ip_group
      ones_complement_tree #(
          .WORDS(GROUP)
      ) ip_tree (
          .words_i(ip_words[16*GROUP*g+:16*GROUP]),
          .sum_o  (ip_groups[32*g+:16]),
          .carry_o(ip_groups[32*g+16+:16])
      );
    end
  endgenerate

  ones_complement_tree #(
      .WORDS(PSEUDO_WORDS)
  ) pseudo_tree (
      .words_i({src_1q, dst_1q, tcp_bytes_1q, PROTOCOL_TCP}),
      .sum_o  (tcp_groups[32*GROUPS+:16]),
      .carry_o(tcp_groups[32*GROUPS+16+:16])
  );

  logic                   completes_2q;
  logic                   behind_2q;
  logic                   ip_2q;
  logic                   tcp_2q;
  logic                   ipv6_2q;
  logic [REASON_BITS-1:0] reason_2q;

  always_ff @(posedge clk_i) begin
    completes_2q     <= completes_1q && !rst_i;
    behind_2q        <= behind_1q && !rst_i;
    tcp_groups_q     <= tcp_groups;
    payload_groups_q <= payload_groups;
    ip_groups_q      <= ip_groups;
    ip_2q            <= ip_1q;
    tcp_2q           <= tcp_1q;
    ipv6_2q          <= ipv6_1q;
    reason_2q        <= reason_1q;
  end

  // ---- cycle 3: one sum of each kind

  logic [15:0] tcp_sum, tcp_carry, tcp_sum_q, tcp_carry_q;
  logic [15:0] ip_sum, ip_carry, ip_sum_q, ip_carry_q;
  logic [15:0] payload_sum, payload_carry, payload_sum_q, payload_carry_q;

  ones_complement_tree #(
      .WORDS(2 * GROUPS + 2)
  ) tcp_sum_tree (
      .words_i(tcp_groups_q),
      .sum_o  (tcp_sum),
      .carry_o(tcp_carry)
  );
  ones_complement_tree #(
      .WORDS(2 * IP_GROUPS)
  ) ip_sum_tree (
      .words_i(ip_groups_q),
      .sum_o  (ip_sum),
      .carry_o(ip_carry)
  );
  // The sum so far is put in last, so that it passes the fewest adders.
  ones_complement_tree #(
      .WORDS(2 * GROUPS + 2)
  ) payload_sum_tree (
      .words_i({
        payload_sum_q & {16{behind_2q}}, payload_carry_q & {16{behind_2q}}, payload_groups_q
      }),
      .sum_o  (payload_sum),
      .carry_o(payload_carry)
  );

  logic                   ip_3q;
  logic                   tcp_3q;
  logic                   ipv6_3q;
  logic [REASON_BITS-1:0] reason_3q;

  always_ff @(posedge clk_i) begin
    if (completes_2q || behind_2q) begin
      payload_sum_q   <= payload_sum;
      payload_carry_q <= payload_carry;
    end
    if (completes_2q) begin
      tcp_sum_q   <= tcp_sum;
      tcp_carry_q <= tcp_carry;
      ip_sum_q    <= ip_sum;
      ip_carry_q  <= ip_carry;
    end
    ip_3q     <= ip_2q;
    tcp_3q    <= tcp_2q;
    ipv6_3q   <= ipv6_2q;
    reason_3q <= reason_2q;
  end

  // ---- cycle 4: checks and residue

  logic [15:0] all_sum, all_carry;
  logic [16:0] added;
  logic [15:0] folded;
  logic        ip_ok;
  logic        tcp_ok;

  ones_complement_tree #(
      .WORDS(4)
  ) all_sum_tree (
      .words_i({tcp_sum_q, tcp_carry_q, payload_sum_q, payload_carry_q}),
      .sum_o  (all_sum),
      .carry_o(all_carry)
  );

  // Whether two halves add up to zero modulo 65535.
  function automatic logic is_zero(input logic [15:0] a, input logic [15:0] b);
    is_zero = (a ^ b) == '1 || (a | b) == '0 || (a & b) == '1;
  endfunction

  assign added  = {1'b0, payload_sum_q} + {1'b0, payload_carry_q};
  assign folded = added[15:0] + {15'd0, added[16]};
  assign ip_ok  = ipv6_3q || is_zero(ip_sum_q, ip_carry_q);
  assign tcp_ok = is_zero(all_sum, all_carry);

  always_ff @(posedge clk_i) begin
    ip_checksum_ok_o  <= ip_3q && ip_ok;
    tcp_checksum_ok_o <= tcp_3q && tcp_ok;
    payload_sum_o     <= !tcp_3q || folded == '1 ? '0 : folded;
    reason_o          <= ip_3q && !ip_ok ? REASON_BITS'(BAD_IP_CHECKSUM)
                       : tcp_3q && !tcp_ok ? REASON_BITS'(BAD_TCP_CHECKSUM)
                       : reason_3q;
  end

  delay_line #(
      .WIDTH (1 + BYTES_BITS + BEAT_BITS),
      .CYCLES(4)
  ) beats (
      .clk_i,
      .rst_i,
      .valid_i,
      .data_i ({last_i, bytes_i, data_i}),
      .valid_o,
      .data_o ({last_o, bytes_o, data_o})
  );
  always @(posedge clk_i) begin
    if (!rst_i) begin
      `MPNIC_ASSERT("rx_checksum: headers stand at 2 modulo 4", !(valid_i && last_i && layer_tcp_i)
                    || l3_offset_i[1:0] == 2'd2 && l4_offset_i[1:0] == 2'd2)
    end
  end

endmodule : rx_checksum
