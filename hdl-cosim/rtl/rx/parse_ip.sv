`include "parsed_header.svh"

// Fixed IPv4 or IPv6 header, and the packet moved so that what follows it comes first. Two cycles:
// lengths are worked out in the first; in the second they are compared, the packet moves, and the outputs come.
//
// go_i: the frame has an IP header that nothing is wrong with so far. go_o: the header behind it (an extension, TCP)
// may be read. ip_read_o: the packet's length was read and lies within the frame as far as that is known.
module parse_ip #(
    parameter int WINDOW_BYTES = 192,
    parameter int PACKET_BYTES = WINDOW_BYTES - 14,
    parameter int REST_BYTES = WINDOW_BYTES - 34
) (
    input  logic                      clk_i,
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
  logic [16:0] packet_bytes;
  logic [3:0] words;  // of four bytes, behind the first 20 bytes of the header

  assign is_ipv6     = header_i.ether_type == 16'h86dd;
  assign frame_left  = frame_end_i - {6'd0, header_i.l3_offset};
  assign window_left = (frame_end_i < 14'(WINDOW_BYTES) ? frame_end_i[7:0] : 8'(WINDOW_BYTES)) - header_i.l3_offset;
  assign ipv4_header = {packet_i[TOP-4-:4], 2'b00};
  assign packet_bytes = is_ipv6 ? {1'b0, packet_i[TOP-32-:16]} + 17'd40 : {1'b0, packet_i[TOP-16-:16]};
  assign words       = is_ipv6 ? 4'd5 : packet_i[TOP-4-:4] > 4'd5 ? packet_i[TOP-4-:4] - 4'd5 : 4'd0;

  parsed_header_t header_q;
  logic [8*PACKET_BYTES-1:0] packet_q;
  logic go_q, is_ipv6_q, version_q, fragment4;
  logic [13:0] frame_left_q;
  logic [7:0] window_left_q;
  logic [5:0] ipv4_header_q;
  logic [16:0] packet_bytes_q;
  logic [3:0] words_q;

  always_ff @(posedge clk_i) begin
    header_q       <= header_i;
    packet_q       <= packet_i;
    go_q           <= go_i;
    is_ipv6_q      <= is_ipv6;
    version_q      <= packet_i[TOP-:4] == (is_ipv6 ? 4'd6 : 4'd4);
    fragment4      <= packet_i[TOP-50-:14] != '0;
    frame_left_q   <= frame_left;
    window_left_q  <= window_left;
    ipv4_header_q  <= ipv4_header;
    packet_bytes_q <= packet_bytes;
    words_q        <= words;
  end

  logic [7:0] protocol;
  logic fault;
  parsed_header_t header;

  assign protocol = is_ipv6_q ? packet_q[TOP-48-:8] : packet_q[TOP-72-:8];

  always_comb begin
    header = header_q;
    fault  = 1'b1;
    // The Ethernet header and its tags lie within the frame: frame_left_q is never negative.
    if (frame_left_q < (is_ipv6_q ? 14'd40 : 14'd20)) begin
      header.reason = 7'(mpnic_abi_pkg::REASON_TRUNCATED_IP);
    end else if (!version_q) begin
      header.reason = 7'(mpnic_abi_pkg::REASON_BAD_IP_VERSION);
    end else if (!is_ipv6_q
        && (ipv4_header_q < 6'd20 || {8'd0, ipv4_header_q} > frame_left_q
            || {11'd0, ipv4_header_q} > packet_bytes_q)) begin
      header.reason = 7'(mpnic_abi_pkg::REASON_BAD_IP_HEADER_LENGTH);
    end else if (packet_bytes_q > {3'd0, frame_left_q}) begin
      header.reason = 7'(mpnic_abi_pkg::REASON_IP_LENGTH_BEYOND_FRAME);
    end else begin
      fault = 1'b0;
    end
    header.packet_type = is_ipv6_q ? 5'd9 : 5'd8;
    header.is_ipv6 = is_ipv6_q;
    header.traffic_class = is_ipv6_q ? packet_q[TOP-4-:8] : packet_q[TOP-8-:8];
    header.time_to_live = is_ipv6_q ? packet_q[TOP-56-:8] : packet_q[TOP-64-:8];
    header.protocol = protocol;
    header.src_high = is_ipv6_q ? packet_q[TOP-64-:64] : '0;
    header.src_low = is_ipv6_q ? packet_q[TOP-128-:64] : {32'd0, packet_q[TOP-96-:32]};
    header.dst_high = is_ipv6_q ? packet_q[TOP-192-:64] : '0;
    header.dst_low = is_ipv6_q ? packet_q[TOP-256-:64] : {32'd0, packet_q[TOP-128-:32]};
    header.ip_total_end = {6'd0, header_q.l3_offset} + packet_bytes_q[13:0];
    header.l4_offset = header_q.l3_offset + (is_ipv6_q ? 8'd40 : {2'd0, ipv4_header_q});
    if (!fault && !is_ipv6_q) begin
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
    header_o = go_q ? header : header_q;
    ip_read_o = go_q && !fault;
    go_o = go_q && !fault && (is_ipv6_q || (!fragment4 && protocol == 8'd6));
    ip_left_o = packet_bytes_q[13:0] - (is_ipv6_q ? 14'd40 : {8'd0, ipv4_header_q});
    window_left_o = window_left_q - (is_ipv6_q ? 8'd40 : {2'd0, ipv4_header_q});
    rest_o = packet_q[REST_BITS-1:0] << {words_q, 5'd0};
  end
endmodule : parse_ip
