`include "parsed_header.svh"

// One IPv6 extension header, stepped over if the next header is one. MAX_IPV6_EXTENSIONS of these in a row. Two cycles:
// its length is read in the first; in the second it is compared, the rest moves, and the outputs come.
//
// go_i: the header at the start of rest_i may be read. A fragment header of a really fragmented packet ends the walk
// (RFC 8200 section 4.5), one of a whole packet is stepped over (RFC 6946).
module parse_ipv6_extension #(
    parameter int REST_BYTES = 158
) (
    input  logic                    clk_i,
    input  logic                    go_i,
    input  parsed_header_t          header_i,
    input  logic [8*REST_BYTES-1:0] rest_i,
    input  logic [            13:0] ip_left_i,
    input  logic [             7:0] window_left_i,
    output logic                    go_o,
    output parsed_header_t          header_o,
    output logic [8*REST_BYTES-1:0] rest_o,
    output logic [            13:0] ip_left_o,
    output logic [             7:0] window_left_o
);
  localparam int TOP = 8 * REST_BYTES - 1;

  logic is_extension;
  logic is_fragment_header;
  logic fragmented;
  logic [11:0] bytes;

  assign is_extension = header_i.is_ipv6 && !header_i.fragment
      && (header_i.protocol == 8'd0 || header_i.protocol == 8'd43 || header_i.protocol == 8'd44
          || header_i.protocol == 8'd51 || header_i.protocol == 8'd60 || header_i.protocol == 8'd135
          || header_i.protocol == 8'd139 || header_i.protocol == 8'd140);
  assign is_fragment_header = header_i.protocol == 8'd44;
  assign fragmented = is_fragment_header && (rest_i[TOP-16-:13] != '0 || rest_i[TOP-31]);
  assign bytes = is_fragment_header ? 12'd8
               : header_i.protocol == 8'd51 ? {2'd0, rest_i[TOP-8-:8], 2'd0} + 12'd8
               : {1'b0, rest_i[TOP-8-:8], 3'd0} + 12'd8;

  parsed_header_t header_q;
  logic [8*REST_BYTES-1:0] rest_q;
  logic [13:0] ip_left_q;
  logic [7:0] window_left_q;
  logic [11:0] bytes_q;  // 0 without an extension header
  logic go_q, reads_q, fragmented_q;

  always_ff @(posedge clk_i) begin
    header_q      <= header_i;
    rest_q        <= rest_i;
    ip_left_q     <= ip_left_i;
    window_left_q <= window_left_i;
    bytes_q       <= is_extension ? bytes : '0;
    go_q          <= go_i;
    reads_q       <= go_i && is_extension;
    fragmented_q  <= fragmented;
  end

  parsed_header_t header;

  // Behind a fault nothing is read, so the rest may move in any case.
  assign rest_o        = rest_q << {bytes_q[7:2], 5'd0};
  assign ip_left_o     = ip_left_q - {2'd0, bytes_q};
  assign window_left_o = window_left_q - bytes_q[7:0];

  always_comb begin
    header = header_q;
    go_o   = go_q;
    if (reads_q) begin
      if (ip_left_q < 14'd8) begin
        header.reason = 7'(mpnic_abi_pkg::REASON_BAD_IPV6_EXTENSION);
        go_o = 1'b0;
      end else if (window_left_q < 8'd8) begin
        header.reason = 7'(mpnic_abi_pkg::REASON_HEADER_WINDOW_EXCEEDED);
        go_o = 1'b0;
      end else if ({2'd0, bytes_q} > ip_left_q) begin
        header.reason = 7'(mpnic_abi_pkg::REASON_BAD_IPV6_EXTENSION);
        go_o = 1'b0;
      end else if (bytes_q > {4'd0, window_left_q}) begin
        header.reason = 7'(mpnic_abi_pkg::REASON_HEADER_WINDOW_EXCEEDED);
        go_o = 1'b0;
      end else begin
        header.fragment = fragmented_q;
        header.protocol = rest_q[TOP-:8];
        header.ipv6_extensions = header_q.ipv6_extensions + 1'b1;
        header.l4_offset = header_q.l4_offset + bytes_q[7:0];
      end
    end
    header_o = header;
  end
endmodule : parse_ipv6_extension
