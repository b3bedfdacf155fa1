`include "parsed_header.svh"

// One MPTCP option (RFC 8684 section 3, RFC 6824 section 3): its fields and its bit in mptcp_options, or a fault.
// Two cycles: in the first the option is judged, in the second its fields are read if take_q_i says so.
//
// option_i: the option's bytes in network order, kind first; length_i: its length, 2 or more and inside the TCP header;
// offset_q_i: where it stands in the frame. Inputs with _q_ are those of the cycle before, from the caller's registers.
module parse_mptcp_option (
    input  logic                   clk_i,
    // The first cycle.
    input  parsed_header_t         header_i,
    input  logic           [319:0] option_i,
    input  logic           [  5:0] length_i,
    output logic           [  6:0] fault_o,
    // The second.
    input  logic                   take_q_i,
    input  parsed_header_t         header_q_i,
    input  logic           [319:0] option_q_i,
    input  logic           [  5:0] length_q_i,
    input  logic           [  7:0] offset_q_i,
    output parsed_header_t         header_o
);
  localparam logic [6:0] BAD_LENGTH = 7'(mpnic_abi_pkg::REASON_BAD_MPTCP_OPTION_LENGTH);
  localparam int TOP = 319;

  logic [3:0] subtype;
  logic [3:0] low;  // the half byte beside the subtype: version, address family, flags
  logic [7:0] third;  // the byte behind them
  logic syn, ack;
  assign subtype = option_i[TOP-16-:4];
  assign low     = option_i[TOP-20-:4];
  assign third   = option_i[TOP-24-:8];
  assign syn     = header_i.tcp_flags[1];
  assign ack     = header_i.tcp_flags[4];

  // ---- DSS: flags F m M a A in third[4:0]

  // Length without a checksum: 4 bytes, data acknowledgment of 0, 4 or 8, mapping of 0, 10 or 14. A table, no sum.
  logic [5:0] dss_bytes;
  logic has_dss_checksum;
  assign dss_bytes = !third[2] ? (!third[0] ? 6'd4 : third[1] ? 6'd12 : 6'd8)
                   : third[3] ? (!third[0] ? 6'd18 : third[1] ? 6'd26 : 6'd22)
                   : (!third[0] ? 6'd14 : third[1] ? 6'd22 : 6'd18);
  assign has_dss_checksum = third[2] && length_i == dss_bytes + 6'd2;

  // ---- MP_CAPABLE

  logic capable_legal;
  always_comb begin
    capable_legal = 1'b1;
    if (low == 4'd0) capable_legal = length_i == (syn ? 6'd12 : 6'd20);
    if (low == 4'd1) begin
      capable_legal = syn ? length_i == (ack ? 6'd12 : 6'd4)
                    : length_i == 6'd20 || length_i == 6'd22 || length_i == 6'd24;
    end
    if (length_i < 6'd4) capable_legal = 1'b0;
  end

  // ---- ADD_ADDR

  logic add_version0, add_echo, add_ipv6, add_hmac;
  logic [5:0] add_bytes;  // without a port
  assign add_version0 = low == 4'd4 || low == 4'd6;
  assign add_echo     = !add_version0 && low[0];
  assign add_hmac     = !add_version0 && !add_echo;
  assign add_ipv6     = add_version0 ? low == 4'd6 : length_i >= (add_hmac ? 6'd28 : 6'd20);
  assign add_bytes    = add_ipv6 ? (add_hmac ? 6'd28 : 6'd20) : (add_hmac ? 6'd16 : 6'd8);

  // ---- the first cycle's answer

  logic [6:0] fault;

  always_comb begin
    fault = 7'd0;
    case (subtype)
      4'd0: if (!capable_legal) fault = BAD_LENGTH;
      4'd1: begin
        if (!syn && (length_i == 6'd12 || length_i == 6'd16)) begin
          fault = 7'(mpnic_abi_pkg::REASON_MP_JOIN_WITHOUT_SYN);
        end else if (length_i != (!syn ? 6'd24 : ack ? 6'd16 : 6'd12)) begin
          fault = BAD_LENGTH;
        end
      end
      4'd2: if (length_i < 6'd4 || (length_i != dss_bytes && !has_dss_checksum)) fault = BAD_LENGTH;
      4'd3: if (length_i != add_bytes && length_i != add_bytes + 6'd2) fault = BAD_LENGTH;
      4'd4: if (length_i < 6'd4) fault = BAD_LENGTH;
      4'd5: if (length_i != 6'd3 && length_i != 6'd4) fault = BAD_LENGTH;
      4'd6: if (length_i != 6'd12) fault = BAD_LENGTH;
      4'd7: if (length_i != 6'd12) fault = BAD_LENGTH;
      4'd8: if (length_i != 6'd4) fault = BAD_LENGTH;
      default: fault = 7'd0;
    endcase
    if (length_i < 6'd3) begin
      fault = BAD_LENGTH;
    end else if (subtype <= 4'd8 && (header_i.mptcp_options & (9'd1 << subtype)) != '0) begin
      fault = 7'(mpnic_abi_pkg::REASON_DUPLICATE_MPTCP_OPTION);
    end
    fault_o = fault;
  end

  // ---- the second cycle

  logic has_dss_checksum_q, add_version0_q, add_echo_q, add_ipv6_q, add_hmac_q, add_port_q;

  always_ff @(posedge clk_i) begin
    has_dss_checksum_q <= has_dss_checksum;
    add_version0_q     <= add_version0;
    add_echo_q         <= add_echo;
    add_ipv6_q         <= add_ipv6;
    add_hmac_q         <= add_hmac;
    add_port_q         <= length_i != add_bytes;
  end

  logic [3:0] subtype_q;
  logic [3:0] low_q;
  logic [7:0] third_q;
  assign subtype_q = option_q_i[TOP-16-:4];
  assign low_q     = option_q_i[TOP-20-:4];
  assign third_q   = option_q_i[TOP-24-:8];

  logic [127:0] mapping;  // DSN of 8 or 4 bytes, SSN, length, checksum at the highest bits
  assign mapping = !third_q[0] ? option_q_i[TOP-32-:128]
                 : third_q[1] ? option_q_i[TOP-96-:128] : option_q_i[TOP-64-:128];

  // The last 8 bytes of the option, for the four lengths that have an HMAC.
  logic [63:0] add_hmac_value;
  assign add_hmac_value = add_ipv6_q ? (add_port_q ? option_q_i[TOP-176-:64] : option_q_i[TOP-160-:64])
                                     : (add_port_q ? option_q_i[TOP-80-:64] : option_q_i[TOP-64-:64]);

  // REMOVE_ADDR: identifiers behind the last are zero, the first one stands lowest.
  logic [63:0] identifiers;
  always_comb begin
    identifiers = '0;
    for (int i = 0; i < 8; i++) begin
      if (length_q_i > 6'(3 + i)) identifiers[8*i+:8] = option_q_i[TOP-24-8*i-:8];
    end
  end

  parsed_header_t header;

  always_comb begin
    header = header_q_i;
    case (subtype_q)
      4'd0: begin
        header.mpc_version = low_q;
        header.mpc_flags = third_q;
        header.mpc_length = length_q_i;
        header.has_sender_key = low_q <= 4'd1 && length_q_i >= 6'd12;
        header.has_receiver_key = low_q <= 4'd1 && length_q_i >= 6'd20;
        header.has_mpc_checksum = low_q == 4'd1 && length_q_i == 6'd24;
        header.sender_key = option_q_i[TOP-32-:64];
        header.receiver_key = option_q_i[TOP-96-:64];
        header.mpc_data_length = low_q <= 4'd1 && length_q_i >= 6'd22 ? option_q_i[TOP-160-:16] : '0;
        header.mpc_checksum = option_q_i[TOP-176-:16];
      end
      4'd1: begin
        header.join_length = length_q_i[4:0];
        header.join_backup = low_q[0];
        header.join_address_id = third_q;
        header.join_token = option_q_i[TOP-32-:32];
        header.join_nonce = length_q_i == 6'd12 ? option_q_i[TOP-64-:32] : option_q_i[TOP-96-:32];
        header.join_hmac = option_q_i[TOP-32-:64];
        header.join_hmac_middle = option_q_i[TOP-96-:64];
        header.join_hmac_low = option_q_i[TOP-160-:32];
      end
      4'd2: begin
        header.dss_flags = third_q[4:0];
        header.has_mapping = third_q[2];
        header.has_dss_checksum = has_dss_checksum_q;
        header.data_fin = third_q[2] && third_q[4];
        header.data_ack = third_q[1] ? option_q_i[TOP-32-:64] : {32'd0, option_q_i[TOP-32-:32]};
        header.dsn_is64 = third_q[3];
        header.dsn = third_q[3] ? mapping[127-:64] : {32'd0, mapping[127-:32]};
        header.dss_ssn = third_q[3] ? mapping[63-:32] : mapping[95-:32];
        header.dss_length = third_q[3] ? mapping[31-:16] : mapping[63-:16];
        header.dss_checksum = third_q[3] ? mapping[15-:16] : mapping[47-:16];
      end
      4'd3: begin
        header.add_echo = add_echo_q;
        header.add_is_version0 = add_version0_q;
        header.add_address_id = third_q;
        header.add_is_ipv6 = add_ipv6_q;
        header.add_address_high = add_ipv6_q ? option_q_i[TOP-32-:64] : '0;
        header.add_address_low = add_ipv6_q ? option_q_i[TOP-96-:64] : {32'd0, option_q_i[TOP-32-:32]};
        header.add_port = !add_port_q ? '0 : add_ipv6_q ? option_q_i[TOP-160-:16] : option_q_i[TOP-64-:16];
        header.has_add_hmac = add_hmac_q;
        header.add_hmac = add_hmac_value;
      end
      4'd4: begin
        header.remove_count = length_q_i - 6'd3;
        header.remove_address_ids = identifiers;
        header.remove_offset = offset_q_i + 8'd3;
      end
      4'd5: begin
        header.prio_backup = low_q[0];
        header.prio_address_id = length_q_i == 6'd4 ? {1'b0, third_q} : '1;
      end
      4'd6: begin
        header.fail_dsn = option_q_i[TOP-32-:64];
      end
      4'd7: begin
        header.fastclose_key = option_q_i[TOP-32-:64];
      end
      4'd8: begin
        header.reset_transient = low_q[0];
        header.reset_reason = third_q;
      end
      default: header = header_q_i;
    endcase
    if (subtype_q <= 4'd8) header.mptcp_options = header_q_i.mptcp_options | (9'd1 << subtype_q);
    header_o = take_q_i ? header : header_q_i;
  end
endmodule : parse_mptcp_option
