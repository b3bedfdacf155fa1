`include "parsed_header.svh"

// End of the IPv6 extension headers, and the fixed TCP header. Combinational.
//
// go_i: an IPv6 or TCP header was read last and may be followed. go_o: the segment has TCP options.
module parse_tcp #(
    parameter int REST_BYTES = 158
) (
    input  logic                    go_i,
    input  parsed_header_t          header_i,
    input  logic [8*REST_BYTES-1:0] rest_i,
    input  logic [            13:0] ip_left_i,
    input  logic [             7:0] window_left_i,
    output logic                    go_o,
    output parsed_header_t          header_o,
    // The options, those behind the header's end of no meaning, and their bytes.
    output logic [           319:0] options_o,
    output logic [             5:0] options_left_o
);
  localparam int TOP = 8 * REST_BYTES - 1;

  logic is_extension;
  logic [5:0] header_bytes;
  parsed_header_t header;

  assign is_extension = header_i.protocol == 8'd0 || header_i.protocol == 8'd43 || header_i.protocol == 8'd44
      || header_i.protocol == 8'd51 || header_i.protocol == 8'd60 || header_i.protocol == 8'd135
      || header_i.protocol == 8'd139 || header_i.protocol == 8'd140;
  assign header_bytes = {rest_i[TOP-96-:4], 2'b00};
  assign options_o = rest_i[TOP-160-:320];
  assign options_left_o = header_bytes - 6'd20;

  logic at_tcp;
  always_comb begin
    header = header_i;
    at_tcp = go_i;
    go_o   = 1'b0;
    if (go_i && header_i.is_ipv6) begin
      at_tcp = 1'b0;
      if (is_extension && !header_i.fragment) begin
        header.reason = 7'(mpnic_abi_pkg::REASON_IPV6_EXTENSION_LIMIT);
      end else begin
        header.layers = 3'b011;
        if (header_i.fragment) begin
          header.reason = 7'(mpnic_abi_pkg::REASON_FRAGMENT);
          header.packet_type = 5'd11;
        end else begin
          at_tcp = header_i.protocol == 8'd6;
          if (header_i.protocol == 8'd6) header.packet_type = 5'd3;
          if (header_i.protocol == 8'd17) header.packet_type = 5'd5;
          if (header_i.protocol == 8'd58) header.packet_type = 5'd7;
        end
      end
    end
    header.source_port = rest_i[TOP-:16];
    header.destination_port = rest_i[TOP-16-:16];
    header.sequence_number = rest_i[TOP-32-:32];
    header.acknowledgment = rest_i[TOP-64-:32];
    header.tcp_flags = rest_i[TOP-104-:8];
    header.window = rest_i[TOP-112-:16];
    header.tcp_header_length = header_bytes;
    header.payload_offset = header_i.l4_offset + {2'd0, header_bytes};
    header.payload_length = ip_left_i - {8'd0, header_bytes};
    if (at_tcp) begin
      if (ip_left_i < 14'd20) begin
        header.reason = 7'(mpnic_abi_pkg::REASON_TRUNCATED_TCP);
      end else if (window_left_i < 8'd20) begin
        header.reason = 7'(mpnic_abi_pkg::REASON_HEADER_WINDOW_EXCEEDED);
      end else if (header_bytes < 6'd20 || {8'd0, header_bytes} > ip_left_i) begin
        header.reason = 7'(mpnic_abi_pkg::REASON_BAD_TCP_HEADER_LENGTH);
      end else if ({2'd0, header_bytes} > window_left_i) begin
        header.reason = 7'(mpnic_abi_pkg::REASON_HEADER_WINDOW_EXCEEDED);
      end else begin
        header.layers = 3'b111;
        go_o = header_bytes != 6'd20;
      end
    end
    header_o = header;
  end
endmodule : parse_tcp
