`include "parsed_header.svh"

// One TCP option, at the start of options_i, and the options moved so that the next one comes first. Combinational;
// MAX_TCP_OPTIONS of these in a row, each a cycle.
//
// A fault in one option leaves the others readable; a length that cannot be stepped over ends the walk (go_o clear).
// The first fault of a frame is its reason.
module parse_tcp_option (
    input  logic                   go_i,
    input  parsed_header_t         header_i,
    input  logic           [319:0] options_i,
    input  logic           [  5:0] left_i,
    output logic                   go_o,
    output parsed_header_t         header_o,
    output logic           [319:0] options_o,
    output logic           [  5:0] left_o
);
  localparam logic [6:0] BAD_LENGTH = 7'(mpnic_abi_pkg::REASON_BAD_TCP_OPTION_LENGTH);
  localparam int TOP = 319;

  logic [7:0] kind;
  logic [7:0] length;
  logic [7:0] offset;  // of the option in the frame
  logic is_end, is_nop, is_mptcp, steps;
  logic [5:0] bytes;

  assign kind     = options_i[TOP-:8];
  assign length   = left_i >= 6'd2 ? options_i[TOP-8-:8] : '0;
  assign offset   = header_i.payload_offset - {2'd0, left_i};
  assign is_end   = kind == 8'd0;
  assign is_nop   = kind == 8'd1;
  assign is_mptcp = kind == 8'd30;
  assign steps    = length >= 8'd2 && length <= {2'd0, left_i};
  assign bytes    = is_nop ? 6'd1 : length[5:0];

  // ---- a plain option

  parsed_header_t plain;
  logic plain_legal;

  always_comb begin
    plain = header_i;
    plain_legal = 1'b1;
    case (kind)
      8'd2: begin
        plain_legal = length == 8'd4;
        plain.mss   = options_i[TOP-16-:16];
      end
      8'd3: begin
        plain_legal = length == 8'd3;
        plain.window_scale = options_i[TOP-16-:8];
      end
      8'd4: begin
        plain_legal = length == 8'd2;
        plain.sack_permitted = 1'b1;
      end
      8'd5: begin
        plain_legal = length >= 8'd10 && length[2:0] == 3'd2;
        plain.sack_offset = offset + 8'd2;
        plain.sack_blocks = length[5:3];
      end
      8'd8: begin
        plain_legal = length == 8'd10;
        plain.timestamp_value = options_i[TOP-16-:32];
        plain.timestamp_echo = options_i[TOP-48-:32];
      end
      8'd19: plain_legal = length == 8'd18;
      8'd28: begin
        plain_legal = length == 8'd4;
        plain.user_timeout = options_i[TOP-16-:16];
      end
      8'd29: plain_legal = length >= 8'd4;
      8'd34: begin
        plain_legal = length == 8'd2 || (length >= 8'd6 && length <= 8'd18 && !length[0]);
        plain.fast_open_offset = offset + 8'd2;
        plain.fast_open_length = length[4:0] - 5'd2;
      end
      default: plain_legal = 1'b1;
    endcase
    if (kind < 8'd64) plain.tcp_options = header_i.tcp_options | (64'd1 << kind[5:0]);
  end

  // ---- an MPTCP option

  parsed_header_t mptcp;
  logic [6:0] mptcp_fault;

  parse_mptcp_option mptcp_option (
      .header_i,
      .option_i(options_i),
      .length_i(length[5:0]),
      .offset_i(offset),
      .header_o(mptcp),
      .fault_o (mptcp_fault)
  );

  parsed_header_t header;
  logic [6:0] fault;

  always_comb begin
    header = header_i;
    fault  = '0;
    go_o   = go_i;
    left_o = left_i;
    options_o = options_i;
    if (go_i) begin
      if (is_end || left_i == '0) begin
        go_o = 1'b0;
      end else if (!is_nop && !steps) begin
        go_o  = 1'b0;
        fault = is_mptcp && length < 8'd2 ? 7'(mpnic_abi_pkg::REASON_BAD_MPTCP_OPTION_LENGTH) : BAD_LENGTH;
        header.options_walked = header_i.options_walked + 1'b1;
      end else begin
        if (is_mptcp) begin
          header = mptcp;
          fault  = mptcp_fault;
        end else if (!is_nop) begin
          if (plain_legal) header = plain;
          else fault = BAD_LENGTH;
        end
        header.options_walked = header_i.options_walked + 1'b1;
        left_o = left_i - bytes;
        options_o = options_i << {bytes, 3'd0};
      end
    end
    if (header_i.reason == '0) header.reason = fault;
    header_o = header;
  end
endmodule : parse_tcp_option
