`include "mpnic_assert.svh"
`include "header_word.svh"

// The receive path of one port up to the arbiter: rx_parser, rx_checksum, packet_buffer.
//
// Beats are taken as they come. Beside a frame's header go its serial number on the port, dropped frames counted, and
// the cycle in which its first beat came.
module rx_port #(
    parameter int BEAT_BYTES = mpnic_config_pkg::BEAT_BYTES,
    parameter int HEADER_WINDOW_BEATS = mpnic_config_pkg::HEADER_WINDOW_BEATS,
    parameter int MAX_VLAN_TAGS = mpnic_config_pkg::MAX_VLAN_TAGS,
    parameter int MAX_IPV6_EXTENSIONS = mpnic_config_pkg::MAX_IPV6_EXTENSIONS,
    parameter int MAX_TCP_OPTIONS = mpnic_config_pkg::MAX_TCP_OPTIONS,
    parameter int PACKET_BUFFER_BEATS = mpnic_config_pkg::PACKET_BUFFER_BEATS,
    parameter int PACKET_BUFFER_HEADERS = mpnic_config_pkg::PACKET_BUFFER_HEADERS,
    parameter int RX_PARSER_CYCLES = mpnic_config_pkg::RX_PARSER_CYCLES,
    parameter int RX_CHECKSUM_CYCLES = mpnic_config_pkg::RX_CHECKSUM_CYCLES,
    parameter int BEAT_BITS = 8 * BEAT_BYTES,
    parameter int BYTES_BITS = $clog2(BEAT_BYTES + 1),
    parameter int WORD_BITS = `MPNIC_HEADER_WORD_BITS
) (
    input  logic                  clk_i,
    input  logic                  rst_i,
    input  logic [          63:0] cycle_i,  // number of this cycle
    // From the MAC; bytes_i of the last beat are the frame's, byte 0 is in bits 7:0.
    input  logic                  valid_i,
    input  logic                  last_i,
    input  logic [BYTES_BITS-1:0] bytes_i,
    input  logic [ BEAT_BITS-1:0] data_i,
    // To port_arbiter.
    output logic                  header_valid_o,
    input  logic                  header_ready_i,
    output logic [ WORD_BITS-1:0] header_o,  // header_word_t
    // To rx_dma.
    output logic                  beat_valid_o,
    input  logic                  beat_ready_i,
    output logic                  beat_last_o,
    output logic [ BEAT_BITS-1:0] beat_data_o,
    // Counted.
    output logic                  dropped_o,
    output logic                  no_beat_place_o
);
  logic                  parser_valid;
  logic                  parser_last;
  logic [BYTES_BITS-1:0] parser_bytes;
  logic [ BEAT_BITS-1:0] parser_data;
  parsed_header_t        parsed;

  rx_parser #(
      .BEAT_BYTES(BEAT_BYTES),
      .HEADER_WINDOW_BEATS(HEADER_WINDOW_BEATS),
      .MAX_VLAN_TAGS(MAX_VLAN_TAGS),
      .MAX_IPV6_EXTENSIONS(MAX_IPV6_EXTENSIONS),
      .MAX_TCP_OPTIONS(MAX_TCP_OPTIONS)
  ) parser (
      .clk_i,
      .rst_i,
      .valid_i,
      .last_i,
      .bytes_i,
      .data_i,
      .valid_o (parser_valid),
      .last_o  (parser_last),
      .bytes_o (parser_bytes),
      .data_o  (parser_data),
      .header_o(parsed)
  );

  logic                  checksum_valid;
  logic                  checksum_last;
  logic [BYTES_BITS-1:0] checksum_bytes;
  logic [ BEAT_BITS-1:0] checksum_data;
  logic                  ip_checksum_ok;
  logic                  tcp_checksum_ok;
  logic [          15:0] payload_sum;
  logic [           6:0] reason;

  rx_checksum #(
      .BEAT_BYTES(BEAT_BYTES),
      .HEADER_WINDOW_BEATS(HEADER_WINDOW_BEATS),
      .MAX_VLAN_TAGS(MAX_VLAN_TAGS),
      .BAD_IP_CHECKSUM(32'(mpnic_abi_pkg::REASON_BAD_IP_CHECKSUM)),
      .BAD_TCP_CHECKSUM(32'(mpnic_abi_pkg::REASON_BAD_TCP_CHECKSUM))
  ) checksum (
      .clk_i,
      .rst_i,
      .valid_i          (parser_valid),
      .last_i           (parser_last),
      .bytes_i          (parser_bytes),
      .data_i           (parser_data),
      .layer_ip_i       (parsed.layers[1]),
      .layer_tcp_i      (parsed.layers[2]),
      .is_ipv6_i        (parsed.is_ipv6),
      .l3_offset_i      (14'(parsed.l3_offset)),
      .l4_offset_i      (14'(parsed.l4_offset)),
      .payload_offset_i (14'(parsed.payload_offset)),
      .ip_total_end_i   (parsed.ip_total_end),
      .src_i            ({parsed.src_high, parsed.src_low}),
      .dst_i            ({parsed.dst_high, parsed.dst_low}),
      .reason_i         (parsed.reason),
      .valid_o          (checksum_valid),
      .last_o           (checksum_last),
      .bytes_o          (checksum_bytes),
      .data_o           (checksum_data),
      .ip_checksum_ok_o (ip_checksum_ok),
      .tcp_checksum_ok_o(tcp_checksum_ok),
      .payload_sum_o    (payload_sum),
      .reason_o         (reason)
  );

  // ---- what travels beside the beats

  parsed_header_t parsed_out;
  logic           parsed_valid;
  delay_line #(
      .WIDTH (`MPNIC_PARSED_HEADER_BITS),
      .CYCLES(RX_CHECKSUM_CYCLES)
  ) headers (
      .clk_i,
      .rst_i,
      .valid_i(parser_valid && parser_last),
      .data_i (parsed),
      .valid_o(parsed_valid),
      .data_o (parsed_out)
  );

  logic        first_q;  // the next beat is a frame's first
  logic [63:0] first_cycle_q;
  logic [63:0] first_cycle;
  logic [63:0] first_cycle_out;
  logic        first_cycle_valid;
  assign first_cycle = first_q ? cycle_i : first_cycle_q;

  delay_line #(
      .WIDTH (64),
      .CYCLES(RX_PARSER_CYCLES + RX_CHECKSUM_CYCLES)
  ) cycles (
      .clk_i,
      .rst_i,
      .valid_i(valid_i && last_i),
      .data_i (first_cycle),
      .valid_o(first_cycle_valid),
      .data_o (first_cycle_out)
  );

  logic [31:0] frame_q;

  always_ff @(posedge clk_i) begin
    if (valid_i) begin
      first_q       <= last_i;
      first_cycle_q <= first_cycle;
    end
    if (checksum_valid && checksum_last) frame_q <= frame_q + 1'b1;
    if (rst_i) begin
      first_q <= 1'b1;
      frame_q <= '0;
    end
  end

  // ---- packet_buffer

  header_word_t word;
  always_comb begin
    word.parsed           = parsed_out;
    word.parsed.reason    = reason;
    word.ip_checksum_ok   = ip_checksum_ok;
    word.tcp_checksum_ok  = tcp_checksum_ok;
    word.payload_sum      = payload_sum;
    word.frame            = frame_q;
    word.first_beat_cycle = first_cycle_out;
  end

  packet_buffer #(
      .BEAT_BYTES(BEAT_BYTES),
      .HEADER_BITS(WORD_BITS),
      .PACKET_BUFFER_BEATS(PACKET_BUFFER_BEATS),
      .PACKET_BUFFER_HEADERS(PACKET_BUFFER_HEADERS)
  ) buffer (
      .clk_i,
      .rst_i,
      .beat_valid_i(checksum_valid),
      .beat_last_i (checksum_last),
      .beat_data_i (checksum_data),
      .header_i    (word),
      .header_valid_o,
      .header_ready_i,
      .header_o,
      .beat_valid_o,
      .beat_ready_i,
      .beat_last_o,
      .beat_data_o,
      .dropped_o,
      .no_beat_place_o
  );

  always @(posedge clk_i) begin
    if (!rst_i) begin
      `MPNIC_ASSERT("rx_port: rx_checksum has its latency", parsed_valid == (checksum_valid && checksum_last))
      `MPNIC_ASSERT("rx_port: rx_parser has its latency", first_cycle_valid == (checksum_valid && checksum_last))
    end
  end

  // The length of a frame is in its header.
  logic unused;
  assign unused = &{1'b0, checksum_bytes};
endmodule : rx_port
