`include "parsed_header.svh"

// One TCP option, at the start of options_i, and the options moved so that the next one comes first. MAX_TCP_OPTIONS of
// these in a row. Two cycles: in the first the option is judged, which gives single bits and the length to move by; in
// the second its fields are read and the options move. The outputs come in the second.
//
// A fault in one option leaves the others readable; a length that cannot be stepped over ends the walk (go_o clear).
// The first fault of a frame is its reason.
module parse_tcp_option (
    input  logic                   clk_i,
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
  localparam logic [6:0] BAD_MPTCP_LENGTH = 7'(mpnic_abi_pkg::REASON_BAD_MPTCP_OPTION_LENGTH);
  localparam int TOP = 319;

  logic [7:0] kind;
  logic [7:0] length;
  logic [7:0] offset;  // of the option in the frame
  logic is_nop, is_mptcp, there, steps;

  assign kind     = options_i[TOP-:8];
  assign length   = options_i[TOP-8-:8];
  assign offset   = header_i.payload_offset - {2'd0, left_i};
  assign is_nop   = kind == 8'd1;
  assign is_mptcp = kind == 8'd30;
  assign there    = go_i && kind != 8'd0 && left_i != '0;
  // Not, too, if the length's byte itself lies behind the end.
  assign steps    = length >= 8'd2 && length <= {2'd0, left_i};

  // ---- the first cycle: what to do

  logic plain_legal;

  always_comb begin
    case (kind)
      8'd2: plain_legal = length == 8'd4;
      8'd3: plain_legal = length == 8'd3;
      8'd4: plain_legal = length == 8'd2;
      8'd5: plain_legal = length >= 8'd10 && length[2:0] == 3'd2;
      8'd8: plain_legal = length == 8'd10;
      8'd19: plain_legal = length == 8'd18;
      8'd28: plain_legal = length == 8'd4;
      8'd29: plain_legal = length >= 8'd4;
      8'd34: plain_legal = length == 8'd2 || (length >= 8'd6 && length <= 8'd18 && !length[0]);
      default: plain_legal = 1'b1;
    endcase
  end

  logic [6:0] mptcp_fault;
  logic [6:0] fault;
  logic moves, take_plain, take_mptcp;

  always_comb begin
    moves      = there && (is_nop || steps);
    take_plain = moves && !is_nop && !is_mptcp && plain_legal;
    take_mptcp = moves && is_mptcp && mptcp_fault == '0;
    fault      = '0;
    if (there && !is_nop && !steps) begin
      fault = is_mptcp && (length < 8'd2 || left_i < 6'd2) ? BAD_MPTCP_LENGTH : BAD_LENGTH;
    end else if (there && is_mptcp) begin
      fault = mptcp_fault;
    end else if (there && !is_nop && !plain_legal) begin
      fault = BAD_LENGTH;
    end
  end

  parsed_header_t header_q;
  logic [319:0] options_q;
  logic [5:0] left_q, bytes_q;
  logic [7:0] offset_q;
  logic [6:0] fault_q;
  logic go_q, there_q, take_plain_q, take_mptcp_q;

  always_ff @(posedge clk_i) begin
    header_q     <= header_i;
    options_q    <= options_i;
    left_q       <= left_i;
    bytes_q      <= !moves ? '0 : is_nop ? 6'd1 : length[5:0];
    offset_q     <= offset;
    fault_q      <= fault;
    go_q         <= moves;
    there_q      <= there;
    take_plain_q <= take_plain;
    take_mptcp_q <= take_mptcp;
  end

  // ---- the second cycle: a plain option's fields

  logic [7:0] kind_q;
  logic [5:0] length_q;
  parsed_header_t plain;

  assign kind_q   = options_q[TOP-:8];
  assign length_q = options_q[TOP-10-:6];

  always_comb begin
    plain = header_q;
    case (kind_q)
      8'd2: begin
        plain.mss   = options_q[TOP-16-:16];
      end
      8'd3: begin
        plain.window_scale = options_q[TOP-16-:8];
      end
      8'd4: begin
        plain.sack_permitted = 1'b1;
      end
      8'd5: begin
        plain.sack_offset = offset_q + 8'd2;
        plain.sack_blocks = length_q[5:3];
      end
      8'd8: begin
        plain.timestamp_value = options_q[TOP-16-:32];
        plain.timestamp_echo = options_q[TOP-48-:32];
      end
      8'd28: begin
        plain.user_timeout = options_q[TOP-16-:16];
      end
      8'd34: begin
        plain.fast_open_offset = offset_q + 8'd2;
        plain.fast_open_length = length_q[4:0] - 5'd2;
      end
      default: plain = header_q;
    endcase
    if (kind_q < 8'd64) plain.tcp_options = header_q.tcp_options | (64'd1 << kind_q[5:0]);
  end

  // ---- and an MPTCP option's

  parsed_header_t mptcp;

  parse_mptcp_option mptcp_option (
      .clk_i,
      .header_i,
      .option_i  (options_i),
      .length_i  (length[5:0]),
      .fault_o   (mptcp_fault),
      .take_q_i  (take_mptcp_q),
      .header_q_i(header_q),
      .option_q_i(options_q),
      .length_q_i(length_q),
      .offset_q_i(offset_q),
      .header_o  (mptcp)
  );

  parsed_header_t header;

  always_comb begin
    header = take_plain_q ? plain : mptcp;
    header.options_walked = header_q.options_walked + {5'd0, there_q};
    if (header_q.reason == '0) header.reason = fault_q;
    header_o  = header;
    go_o      = go_q;
    left_o    = left_q - bytes_q;
    options_o = options_q << {bytes_q, 3'd0};
  end
endmodule : parse_tcp_option
