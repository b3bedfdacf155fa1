`include "parsed_header.svh"

// One IPv6 extension header, stepped over if the next header is one. Combinational; MAX_IPV6_EXTENSIONS of these in a
// row, each a cycle.
//
// go_i: the header at the start of rest_i may be read. A fragment header of a really fragmented packet ends the walk
// (RFC 8200 section 4.5), one of a whole packet is stepped over (RFC 6946).
module parse_ipv6_extension #(
    parameter int REST_BYTES = 158
) (
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
  parsed_header_t header;

  assign is_extension = header_i.is_ipv6 && !header_i.fragment
      && (header_i.protocol == 8'd0 || header_i.protocol == 8'd43 || header_i.protocol == 8'd44
          || header_i.protocol == 8'd51 || header_i.protocol == 8'd60 || header_i.protocol == 8'd135
          || header_i.protocol == 8'd139 || header_i.protocol == 8'd140);
  assign is_fragment_header = header_i.protocol == 8'd44;
  assign fragmented = is_fragment_header && (rest_i[TOP-16-:13] != '0 || rest_i[TOP-31]);
  assign bytes = is_fragment_header ? 12'd8
               : header_i.protocol == 8'd51 ? {2'd0, rest_i[TOP-8-:8], 2'd0} + 12'd8
               : {1'b0, rest_i[TOP-8-:8], 3'd0} + 12'd8;

  always_comb begin
    header = header_i;
    go_o = go_i;
    rest_o = rest_i;
    ip_left_o = ip_left_i;
    window_left_o = window_left_i;
    if (go_i && is_extension) begin
      if (ip_left_i < 14'd8) begin
        header.reason = 7'(mpnic_abi_pkg::REASON_BAD_IPV6_EXTENSION);
        go_o = 1'b0;
      end else if (window_left_i < 8'd8) begin
        header.reason = 7'(mpnic_abi_pkg::REASON_HEADER_WINDOW_EXCEEDED);
        go_o = 1'b0;
      end else if ({2'd0, bytes} > ip_left_i) begin
        header.reason = 7'(mpnic_abi_pkg::REASON_BAD_IPV6_EXTENSION);
        go_o = 1'b0;
      end else if (bytes > {4'd0, window_left_i}) begin
        header.reason = 7'(mpnic_abi_pkg::REASON_HEADER_WINDOW_EXCEEDED);
        go_o = 1'b0;
      end else begin
        header.fragment = fragmented;
        header.protocol = rest_i[TOP-:8];
        header.ipv6_extensions = header_i.ipv6_extensions + 1'b1;
        header.l4_offset = header_i.l4_offset + bytes[7:0];
        ip_left_o = ip_left_i - {2'd0, bytes};
        window_left_o = window_left_i - bytes[7:0];
        rest_o = rest_i << {bytes[7:2], 5'd0};
      end
    end
    header_o = header;
  end
endmodule : parse_ipv6_extension
