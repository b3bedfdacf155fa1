`include "parsed_header.svh"

// One MPTCP option (RFC 8684 section 3, RFC 6824 section 3): its fields and its bit in mptcp_options, or a fault.
// Combinational.
//
// option_i: the option's bytes in network order, kind first; length_i: its length, 2 or more and inside the TCP header;
// offset_i: where it stands in the frame. Fields change only together with the option's bit.
module parse_mptcp_option (
    input  parsed_header_t         header_i,
    input  logic           [319:0] option_i,
    input  logic           [  5:0] length_i,
    input  logic           [  7:0] offset_i,
    output parsed_header_t         header_o,
    output logic           [  6:0] fault_o
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

  logic [5:0] ack_bytes;
  logic [5:0] dss_bytes;
  logic has_dss_checksum;
  logic [127:0] mapping;  // DSN of 8 or 4 bytes, SSN, length, checksum at the highest bits
  assign ack_bytes = !third[0] ? 6'd0 : third[1] ? 6'd8 : 6'd4;
  assign dss_bytes = 6'd4 + ack_bytes + (!third[2] ? 6'd0 : third[3] ? 6'd14 : 6'd10);
  assign has_dss_checksum = third[2] && length_i == dss_bytes + 6'd2;
  assign mapping = !third[0] ? option_i[TOP-32-:128] : third[1] ? option_i[TOP-96-:128] : option_i[TOP-64-:128];

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
  logic [5:0] add_bytes;
  assign add_version0 = low == 4'd4 || low == 4'd6;
  assign add_echo     = !add_version0 && low[0];
  assign add_hmac     = !add_version0 && !add_echo;
  assign add_ipv6     = add_version0 ? low == 4'd6 : length_i >= (add_hmac ? 6'd28 : 6'd20);
  assign add_bytes    = 6'd4 + (add_ipv6 ? 6'd16 : 6'd4) + (add_hmac ? 6'd8 : 6'd0);

  // The last 8 bytes of the option, for the four lengths that have an HMAC.
  logic [63:0] add_hmac_value;
  assign add_hmac_value = add_ipv6 ? (length_i == add_bytes ? option_i[TOP-160-:64] : option_i[TOP-176-:64])
                                   : (length_i == add_bytes ? option_i[TOP-64-:64] : option_i[TOP-80-:64]);

  // ---- REMOVE_ADDR: identifiers behind the last are zero, the first one stands lowest

  logic [63:0] identifiers;
  always_comb begin
    identifiers = '0;
    for (int i = 0; i < 8; i++) begin
      if (length_i > 6'(3 + i)) identifiers[8*i+:8] = option_i[TOP-24-8*i-:8];
    end
  end

  parsed_header_t header;
  logic [6:0] fault;

  always_comb begin
    header = header_i;
    fault  = 7'd0;
    case (subtype)
      4'd0: begin
        if (!capable_legal) fault = BAD_LENGTH;
        header.mpc_version = low;
        header.mpc_flags = third;
        header.mpc_length = length_i;
        header.has_sender_key = low <= 4'd1 && length_i >= 6'd12;
        header.has_receiver_key = low <= 4'd1 && length_i >= 6'd20;
        header.has_mpc_checksum = low == 4'd1 && length_i == 6'd24;
        header.sender_key = option_i[TOP-32-:64];
        header.receiver_key = option_i[TOP-96-:64];
        header.mpc_data_length = low <= 4'd1 && length_i >= 6'd22 ? option_i[TOP-160-:16] : '0;
        header.mpc_checksum = option_i[TOP-176-:16];
      end
      4'd1: begin
        if (!syn && (length_i == 6'd12 || length_i == 6'd16)) begin
          fault = 7'(mpnic_abi_pkg::REASON_MP_JOIN_WITHOUT_SYN);
        end else if (length_i != (!syn ? 6'd24 : ack ? 6'd16 : 6'd12)) begin
          fault = BAD_LENGTH;
        end
        header.join_length = length_i[4:0];
        header.join_backup = low[0];
        header.join_address_id = third;
        header.join_token = option_i[TOP-32-:32];
        header.join_nonce = length_i == 6'd12 ? option_i[TOP-64-:32] : option_i[TOP-96-:32];
        header.join_hmac = option_i[TOP-32-:64];
        header.join_hmac_middle = option_i[TOP-96-:64];
        header.join_hmac_low = option_i[TOP-160-:32];
      end
      4'd2: begin
        if (length_i < 6'd4 || (length_i != dss_bytes && !has_dss_checksum)) fault = BAD_LENGTH;
        header.dss_flags = third[4:0];
        header.has_mapping = third[2];
        header.has_dss_checksum = has_dss_checksum;
        header.data_fin = third[2] && third[4];
        header.data_ack = third[1] ? option_i[TOP-32-:64] : {32'd0, option_i[TOP-32-:32]};
        header.dsn_is64 = third[3];
        header.dsn = third[3] ? mapping[127-:64] : {32'd0, mapping[127-:32]};
        header.dss_ssn = third[3] ? mapping[63-:32] : mapping[95-:32];
        header.dss_length = third[3] ? mapping[31-:16] : mapping[63-:16];
        header.dss_checksum = third[3] ? mapping[15-:16] : mapping[47-:16];
      end
      4'd3: begin
        if (length_i != add_bytes && length_i != add_bytes + 6'd2) fault = BAD_LENGTH;
        header.add_echo = add_echo;
        header.add_is_version0 = add_version0;
        header.add_address_id = third;
        header.add_is_ipv6 = add_ipv6;
        header.add_address_high = add_ipv6 ? option_i[TOP-32-:64] : '0;
        header.add_address_low = add_ipv6 ? option_i[TOP-96-:64] : {32'd0, option_i[TOP-32-:32]};
        header.add_port = length_i == add_bytes ? '0 : add_ipv6 ? option_i[TOP-160-:16] : option_i[TOP-64-:16];
        header.has_add_hmac = add_hmac;
        header.add_hmac = add_hmac_value;
      end
      4'd4: begin
        if (length_i < 6'd4) fault = BAD_LENGTH;
        header.remove_count = length_i - 6'd3;
        header.remove_address_ids = identifiers;
        header.remove_offset = offset_i + 8'd3;
      end
      4'd5: begin
        if (length_i != 6'd3 && length_i != 6'd4) fault = BAD_LENGTH;
        header.prio_backup = low[0];
        header.prio_address_id = length_i == 6'd4 ? {1'b0, third} : '1;
      end
      4'd6: begin
        if (length_i != 6'd12) fault = BAD_LENGTH;
        header.fail_dsn = option_i[TOP-32-:64];
      end
      4'd7: begin
        if (length_i != 6'd12) fault = BAD_LENGTH;
        header.fastclose_key = option_i[TOP-32-:64];
      end
      4'd8: begin
        if (length_i != 6'd4) fault = BAD_LENGTH;
        header.reset_transient = low[0];
        header.reset_reason = third;
      end
      default: fault = 7'd0;
    endcase
    if (length_i < 6'd3) begin
      fault = BAD_LENGTH;
    end else if (subtype <= 4'd8) begin
      if ((header_i.mptcp_options & (9'd1 << subtype)) != '0) fault = 7'(mpnic_abi_pkg::REASON_DUPLICATE_MPTCP_OPTION);
      else header.mptcp_options = header_i.mptcp_options | (9'd1 << subtype);
    end
    header_o = fault == '0 ? header : header_i;
    fault_o  = fault;
  end
endmodule : parse_mptcp_option
