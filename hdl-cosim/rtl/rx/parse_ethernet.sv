`include "parsed_header.svh"

// Ethernet header and VLAN tags, and the frame moved so that the IP header comes first. Two cycles: tags are
// counted in the first; in the second the frame moves, and the outputs come.
//
// Vectors of bytes are in network order: byte 0 in the highest bits. frame_end_i is the frame's length, or all ones
// while it is not known, which only frames longer than the header window have; so what is missing within the fixed
// headers is missing from the frame, not from the window.
module parse_ethernet #(
    parameter int WINDOW_BYTES = 192,
    parameter int MAX_VLAN_TAGS = 2
) (
    input  logic                      clk_i,
    input  logic [8*WINDOW_BYTES-1:0] window_i,
    input  logic [              13:0] frame_end_i,
    output parsed_header_t            header_o,
    // The IP header and what follows it, zeros behind.
    output logic [8*WINDOW_BYTES-113:0] rest_o,
    output logic                      is_ip_o
);
  localparam int TOP = 8 * WINDOW_BYTES - 1;

  // Tags stand from byte 12 on, one every 4 bytes; a tag type counts only behind tags.
  logic [MAX_VLAN_TAGS:0] is_tag;
  logic [1:0] tags;  // that the frame holds
  logic truncated;

  function automatic logic is_vlan(input logic [15:0] value);
    is_vlan = value == 16'h8100 || value == 16'h88a8 || value == 16'h9100;
  endfunction

  always_comb begin
    tags      = '0;
    truncated = frame_end_i < 14'd14;
    is_tag    = '0;
    for (int tag = 0; tag <= MAX_VLAN_TAGS; tag++) begin
      is_tag[tag] = is_vlan(window_i[TOP-96-32*tag-:16]);
      if (tag > 0) is_tag[tag] = is_tag[tag] && is_tag[tag-1];
    end
    for (int tag = 0; tag < MAX_VLAN_TAGS; tag++) begin
      if (is_tag[tag] && !truncated) begin
        if (frame_end_i < 14'(18 + 4 * tag)) truncated = 1'b1;
        else tags = 2'(tag + 1);
      end
    end
  end

  logic [8*WINDOW_BYTES-1:0] window_q;
  logic [1:0] tags_q;
  logic truncated_q, limit_q;

  always_ff @(posedge clk_i) begin
    window_q    <= window_i;
    tags_q      <= tags;
    truncated_q <= truncated;
    limit_q     <= is_tag[MAX_VLAN_TAGS];
  end

  logic [15:0] ether_type;
  logic [8*WINDOW_BYTES-113:0] shifted;
  parsed_header_t header;

  always_comb begin
    header     = '0;
    ether_type = window_q[TOP-96-:16];
    shifted    = window_q[TOP-112:0];
    for (int tag = 0; tag < MAX_VLAN_TAGS; tag++) begin
      if (tags_q == 2'(tag + 1)) begin
        ether_type = window_q[TOP-128-32*tag-:16];
        shifted    = window_q[TOP-112:0] << (32 * (tag + 1));
      end
    end
    if (tags_q >= 2'd1) header.vlan0 = window_q[TOP-112-:16];
    if (tags_q >= 2'd2) header.vlan1 = window_q[TOP-144-:16];
    header.vlan_count = tags_q;
    header.ether_type = ether_type;
    header.l3_offset  = 8'd14 + {4'd0, header.vlan_count, 2'd0};
    is_ip_o = 1'b0;
    if (truncated_q) begin
      header.reason = 7'(mpnic_abi_pkg::REASON_TRUNCATED_ETHERNET);
    end else if (limit_q) begin
      header.reason = 7'(mpnic_abi_pkg::REASON_VLAN_LIMIT);
    end else begin
      header.layers = 3'b001;
      is_ip_o = ether_type == 16'h0800 || ether_type == 16'h86dd;
      if (ether_type == 16'h0806) header.packet_type = 5'd1;
    end
  end

  assign header_o = header;
  assign rest_o   = shifted;
endmodule : parse_ethernet
