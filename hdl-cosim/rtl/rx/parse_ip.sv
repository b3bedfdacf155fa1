`include "parsed_header.svh"

// Fixed IPv4 or IPv6 header, and the packet moved so that what follows it comes first. Combinational.
//
// go_i: the frame has an IP header that nothing is wrong with so far. go_o: the header behind it (an extension, TCP)
// may be read. ip_read_o: the packet's length was read and lies within the frame as far as that is known.
module parse_ip #(
    parameter int WINDOW_BYTES = 192,
    parameter int PACKET_BYTES = WINDOW_BYTES - 14,
    parameter int REST_BYTES = WINDOW_BYTES - 34
) (
    input  logic                      go_i,
    input  parsed_header_t            header_i,
    input  logic [8*PACKET_BYTES-1:0] packet_i,
    input  logic [              13:0] frame_end_i,
    output parsed_header_t            header_o,
    output logic [  8*REST_BYTES-1:0] rest_o,
    // Bytes from the end of this header to the packet's end and to the window's.
    output logic [              13:0] ip_left_o,
    output logic [               7:0] window_left_o,
    output logic                      ip_read_o,
    output logic                      go_o
);
  localparam int TOP = 8 * PACKET_BYTES - 1;
  localparam int REST_BITS = 8 * REST_BYTES;

  logic is_ipv6;
  logic [13:0] frame_left;  // bytes of the frame from the IP header on
  logic [7:0] window_left;  // bytes of the window from the IP header on
  logic [5:0] ipv4_header;
  logic [15:0] length;  // total length, payload length
  logic [16:0] packet_bytes;
  logic fragment4;
  logic [7:0] protocol;
  logic fault;
  parsed_header_t header;

  assign is_ipv6     = header_i.ether_type == 16'h86dd;
  assign frame_left  = frame_end_i - {6'd0, header_i.l3_offset};
  assign window_left = (frame_end_i < 14'(WINDOW_BYTES) ? frame_end_i[7:0] : 8'(WINDOW_BYTES)) - header_i.l3_offset;
  assign ipv4_header = {packet_i[TOP-4-:4], 2'b00};
  assign length      = is_ipv6 ? packet_i[TOP-32-:16] : packet_i[TOP-16-:16];
  assign packet_bytes = {1'b0, length} + (is_ipv6 ? 17'd40 : 17'd0);
  assign fragment4   = packet_i[TOP-50-:14] != '0;
  assign protocol    = is_ipv6 ? packet_i[TOP-48-:8] : packet_i[TOP-72-:8];

  always_comb begin
    header = header_i;
    fault  = 1'b1;
    if (frame_end_i < {6'd0, header_i.l3_offset} + (is_ipv6 ? 14'd40 : 14'd20)) begin
      header.reason = 7'(mpnic_abi_pkg::REASON_TRUNCATED_IP);
    end else if (packet_i[TOP-:4] != (is_ipv6 ? 4'd6 : 4'd4)) begin
      header.reason = 7'(mpnic_abi_pkg::REASON_BAD_IP_VERSION);
    end else if (!is_ipv6
        && (ipv4_header < 6'd20 || {8'd0, ipv4_header} > frame_left || {10'd0, ipv4_header} > length)) begin
      header.reason = 7'(mpnic_abi_pkg::REASON_BAD_IP_HEADER_LENGTH);
    end else if (packet_bytes > {3'd0, frame_left}) begin
      header.reason = 7'(mpnic_abi_pkg::REASON_IP_LENGTH_BEYOND_FRAME);
    end else begin
      fault = 1'b0;
    end
    header.packet_type = is_ipv6 ? 5'd9 : 5'd8;
    header.is_ipv6 = is_ipv6;
    header.traffic_class = is_ipv6 ? packet_i[TOP-4-:8] : packet_i[TOP-8-:8];
    header.time_to_live = is_ipv6 ? packet_i[TOP-56-:8] : packet_i[TOP-64-:8];
    header.protocol = protocol;
    header.src_high = is_ipv6 ? packet_i[TOP-64-:64] : '0;
    header.src_low = is_ipv6 ? packet_i[TOP-128-:64] : {32'd0, packet_i[TOP-96-:32]};
    header.dst_high = is_ipv6 ? packet_i[TOP-192-:64] : '0;
    header.dst_low = is_ipv6 ? packet_i[TOP-256-:64] : {32'd0, packet_i[TOP-128-:32]};
    header.ip_total_end = {6'd0, header_i.l3_offset} + packet_bytes[13:0];
    header.l4_offset = header_i.l3_offset + (is_ipv6 ? 8'd40 : {2'd0, ipv4_header});
    if (!fault && !is_ipv6) begin
      header.layers   = 3'b011;
      header.fragment = fragment4;
      if (fragment4) begin
        header.reason = 7'(mpnic_abi_pkg::REASON_FRAGMENT);
        header.packet_type = 5'd10;
      end else begin
        if (protocol == 8'd6) header.packet_type = 5'd2;
        if (protocol == 8'd17) header.packet_type = 5'd4;
        if (protocol == 8'd1) header.packet_type = 5'd6;
      end
    end
    header_o = go_i ? header : header_i;
    ip_read_o = go_i && !fault;
    go_o = go_i && !fault && (is_ipv6 || (!fragment4 && protocol == 8'd6));
    ip_left_o = packet_bytes[13:0] - (is_ipv6 ? 14'd40 : {8'd0, ipv4_header});
    window_left_o = window_left - (is_ipv6 ? 8'd40 : {2'd0, ipv4_header});
    rest_o = packet_i[REST_BITS-1:0];
    for (int words = 1; words <= 10; words++) begin
      if (is_ipv6 ? words == 5 : ipv4_header == 6'(20 + 4 * words)) rest_o = packet_i[REST_BITS-1:0] << (32 * words);
    end
  end
endmodule : parse_ip
