// window_sums: the checksums of a frame, of its first words and the sum of the rest; a part of finish_window, whose cycles it
// counts. One frame a cycle, from cycle 5 to cycle 10.
//
//   cycles 6, 7   sums of IP header, TCP segment with pseudo-header, payload
//   cycle 8       IP and DSS checksum
//   cycles 9, 10  TCP checksum, over the DSS checksum
// The payload is summed once for TCP and DSS. Sums are in carry-save form up to the checksum itself; they are zero only if
// every byte is.
module window_sums #(
    parameter int WORDS = 64
) (
    input  logic                clk_i,
    // Cycle 5.
    input  logic [16*WORDS-1:0] words_i,          // in network order, fields of checksums zero
    input  logic [   WORDS-1:0] ip_words_i,       // which of them are the IP header
    input  logic [   WORDS-1:0] tcp_words_i,      // addresses and TCP segment
    input  logic [   WORDS-1:0] payload_words_i,
    input  logic [        15:0] rest_sum_i,       // of the bytes behind
    input  logic [        15:0] rest_carry_i,
    input  logic                headers_i,        // TCP's pseudo-header is added
    input  logic [        15:0] tcp_bytes_i,
    input  logic [        15:0] pseudo_sum_i,     // of DSS
    input  logic                dss_i,            // there is a DSS checksum
    input  logic                udp_i,            // a checksum of zero is sent as ones
    // Cycle 10.
    output logic [        15:0] ip_checksum_o,
    output logic [        15:0] tcp_checksum_o,
    output logic [        15:0] dss_checksum_o
);
  localparam int WINDOW_BITS = 16 * WORDS;
  localparam int GROUP = WORDS < 16 ? WORDS : 16;
  localparam int GROUPS = WORDS / GROUP;
  localparam logic [15:0] PROTOCOL_TCP = 16'd6;

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
      ip_masked[16*w+:16]      = words_i[16*w+:16] & {16{ip_words_i[w]}};
      tcp_masked[16*w+:16]     = words_i[16*w+:16] & {16{tcp_words_i[w]}};
      payload_masked[16*w+:16] = words_i[16*w+:16] & {16{payload_words_i[w]}};
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

  always_ff @(posedge clk_i) begin
    rest_sum_6q       <= rest_sum_i;
    rest_carry_6q     <= rest_carry_i;
    ip_groups_6q      <= ip_groups;
    tcp_groups_6q     <= tcp_groups;
    payload_groups_6q <= payload_groups;
    headers_6q        <= headers_i;
    tcp_bytes_6q      <= tcp_bytes_i;
    pseudo_sum_6q     <= pseudo_sum_i;
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

  logic [15:0] ip_checksum_8q, dss_checksum_8q;
  logic [15:0] tcp_sum_8q, tcp_carry_8q;
  logic [15:0] with_dss_sum, with_dss_carry;
  logic [16:0] tcp_added_9q;
  logic [15:0] tcp_folded;
  logic [15:0] ip_checksum_9q, dss_checksum_9q;
  logic dss_6q, dss_7q, dss_8q;
  logic udp_6q, udp_7q, udp_8q, udp_9q;

  ones_complement_tree #(
      .WORDS(3)
  ) with_dss_tree (
      .words_i({tcp_sum_8q, tcp_carry_8q, dss_checksum_8q & {16{dss_8q}}}),
      .sum_o  (with_dss_sum),
      .carry_o(with_dss_carry)
  );

  assign tcp_folded = folded(tcp_added_9q);

  always_ff @(posedge clk_i) begin
    {dss_6q, dss_7q, dss_8q} <= {dss_i, dss_6q, dss_7q};
    {udp_6q, udp_7q, udp_8q, udp_9q} <= {udp_i, udp_6q, udp_7q, udp_8q};
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
    tcp_checksum_o   <= udp_9q && tcp_folded == '1 ? '1 : ~tcp_folded;
    ip_checksum_9q   <= ip_checksum_8q;
    ip_checksum_o    <= ip_checksum_9q;
    dss_checksum_9q  <= dss_checksum_8q;
    dss_checksum_o   <= dss_checksum_9q;
  end
endmodule : window_sums
