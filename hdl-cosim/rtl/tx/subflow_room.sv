`include "schedule.svh"

// One place of the connection's list after the other, one a cycle: whether its subflow may send, how much, and how it ranks.
// Four cycles from the contexts to the result.
//   cycle 1  programmed, alive; what the send limit leaves; lead of policy weighted
//   cycle 2  words of the DSS option that fit beside the template's options
//   cycle 3  payload of a segment; the key
//   cycle 4  whether the limit leaves a whole segment, or all the data at hand
//
// Keys: round robin, places behind the last one first; weighted, the inverse of credit and lead; lowest RTT, the register;
// redundant and copies, the first of the list.
module subflow_room
#(
    parameter int PORTS = 2,
    parameter int SUBFLOW_BITS = 12,
    parameter int CONNECTION_BITS = 12,
    parameter int LEAD_SHIFT = 14,
    parameter int IDENTITY_BITS = 26 + CONNECTION_BITS
) (
    input  logic                       clk_i,
    // The decision.
    input  logic                       mapping_i,        // the only place is what the host has named
    input  logic [CONNECTION_BITS-1:0] connection_i,
    input  schedule_connection_t       context_i,
    input  logic [                4:0] next_place_i,     // the one behind the last that was chosen
    input  logic [               16:0] available_i,
    input  logic [          PORTS-1:0] link_up_i,
    // A place.
    input  logic                       valid_i,
    input  logic [                3:0] place_i,
    input  logic [   SUBFLOW_BITS-1:0] subflow_i,
    input  logic                       copy_i,           // it is to get a copy
    input  logic [  IDENTITY_BITS-1:0] identity_i,
    input  subflow_control_t           control_i,
    input  logic [               31:0] next_ssn_i,
    input  logic [               31:0] credit_i,
    output logic                       valid_o,
    output schedule_place_t            place_o,
    output logic [   SUBFLOW_BITS-1:0] subflow_o
);
  localparam logic [1:0] ROUND_ROBIN = 2'd0;
  localparam logic [1:0] WEIGHTED = 2'd1;
  localparam logic [1:0] LOWEST_RTT = 2'd2;
  localparam logic [1:0] COPY = 2'd0;
  localparam logic [1:0] NORMAL = 2'd1;
  localparam logic [1:0] BACKUP = 2'd2;
  // Words of TCP options.
  localparam logic [4:0] OPTION_WORDS = 5'd10;

  // ---- cycle 1

  logic [               15:0] mss;
  logic [                4:0] option_words;
  logic [                3:0] port;
  logic [CONNECTION_BITS-1:0] its_connection;
  logic                       known;
  logic                       programmed;
  logic [               15:0] links;
  assign {mss, option_words, port, its_connection, known} = identity_i;
  assign links = 16'(link_up_i);
  assign programmed = known && context_i.valid && its_connection == connection_i && {1'b0, place_i} < context_i.count;

  logic        valid_1q;
  logic        copy_1q;
  logic [SUBFLOW_BITS-1:0] subflow_1q;
  logic        alive_1q;
  logic [ 3:0] place_1q;
  logic        behind_1q;
  logic [31:0] left_1q;
  logic [31:0] lead_1q;
  logic [31:0] credit_1q;
  logic [31:0] round_trip_1q;
  logic [15:0] mss_1q;
  logic [ 4:0] option_words_1q;
  logic        backup_1q;
  logic [ 3:0] port_1q;
  logic [31:0] next_ssn_1q;
  logic [ 7:0] weight_1q;

  always_ff @(posedge clk_i) begin
    valid_1q        <= valid_i;
    copy_1q         <= mapping_i ? place_i == '0 : copy_i && programmed;
    subflow_1q      <= subflow_i;
    alive_1q        <= programmed && !control_i.stopped && links[port];
    place_1q        <= place_i;
    behind_1q       <= {1'b0, place_i} >= next_place_i;
    left_1q         <= control_i.send_limit - next_ssn_i;
    lead_1q         <= 32'(control_i.weight) << LEAD_SHIFT;
    credit_1q       <= credit_i;
    round_trip_1q   <= control_i.round_trip;
    mss_1q          <= mss;
    option_words_1q <= option_words;
    backup_1q       <= control_i.backup;
    port_1q         <= port;
    next_ssn_1q     <= next_ssn_i;
    weight_1q       <= control_i.weight;
  end

  // ---- cycle 2

  logic [2:0] wished_q;  // words of the option that the connection asks for, 4 to 7
  logic [4:0] bare_q;    // words that it leaves
  logic       over;
  logic       over_more;
  logic       cut_ack;
  logic       cut_dsn;
  always_ff @(posedge clk_i) begin
    wished_q <= 3'(context_i.ack_words) + 3'(context_i.dsn_words) + 3'd3;
    bare_q   <= OPTION_WORDS - (5'(context_i.ack_words) + 5'(context_i.dsn_words) + 5'd3);
  end
  assign over      = option_words_1q > bare_q;
  assign over_more = option_words_1q > bare_q + 5'd1;
  assign cut_ack   = over && context_i.ack_words == 2'd2;
  assign cut_dsn   = (cut_ack ? over_more : over) && context_i.dsn_words == 2'd2;

  logic        valid_2q;
  logic        copy_2q;
  logic [SUBFLOW_BITS-1:0] subflow_2q;
  logic        alive_2q;
  logic [ 3:0] place_2q;
  logic        behind_2q;
  logic        negative_2q;
  logic [15:0] left_2q;
  logic [31:0] worth_2q;
  logic [31:0] round_trip_2q;
  logic [15:0] mss_2q;
  logic [ 4:0] option_words_2q;
  logic [ 2:0] dss_words_2q;
  logic        backup_2q;
  logic [ 3:0] port_2q;
  logic [31:0] next_ssn_2q;
  logic [ 7:0] weight_2q;

  always_ff @(posedge clk_i) begin
    valid_2q        <= valid_1q;
    copy_2q         <= copy_1q;
    subflow_2q      <= subflow_1q;
    alive_2q        <= alive_1q;
    place_2q        <= place_1q;
    behind_2q       <= behind_1q;
    negative_2q     <= left_1q[31];
    left_2q         <= left_1q[31:16] != '0 ? '1 : left_1q[15:0];
    worth_2q        <= credit_1q + lead_1q;
    round_trip_2q   <= round_trip_1q;
    mss_2q          <= mss_1q;
    option_words_2q <= option_words_1q;
    dss_words_2q    <= cut_ack && cut_dsn ? wished_q - 3'd2 : cut_ack || cut_dsn ? wished_q - 3'd1 : wished_q;
    backup_2q       <= backup_1q;
    port_2q         <= port_1q;
    next_ssn_2q     <= next_ssn_1q;
    weight_2q       <= weight_1q;
  end

  // ---- cycle 3

  logic        valid_3q;
  logic        copy_3q;
  logic [SUBFLOW_BITS-1:0] subflow_3q;
  logic        alive_3q;
  logic [ 3:0] place_3q;
  logic        negative_3q;
  logic        much_3q;
  logic        enough_3q;
  logic [15:0] left_3q;
  logic [31:0] key_3q;
  logic [15:0] payload_3q;
  logic        backup_3q;
  logic [ 3:0] port_3q;
  logic [31:0] next_ssn_3q;
  logic [ 7:0] weight_3q;

  always_ff @(posedge clk_i) begin
    valid_3q    <= valid_2q;
    copy_3q     <= copy_2q;
    subflow_3q  <= subflow_2q;
    alive_3q    <= alive_2q;
    place_3q    <= place_2q;
    negative_3q <= negative_2q;
    // No segment is longer.
    much_3q     <= left_2q == '1;
    enough_3q   <= {1'b0, left_2q} >= available_i;
    left_3q     <= left_2q;
    payload_3q  <= mss_2q - {9'd0, option_words_2q + 5'(dss_words_2q), 2'd0};
    backup_3q   <= backup_2q;
    port_3q     <= port_2q;
    next_ssn_3q <= next_ssn_2q;
    weight_3q   <= weight_2q;
    unique case (context_i.policy)
      ROUND_ROBIN: key_3q <= {31'd0, !behind_2q};
      // The highest as a signed number is the least then.
      WEIGHTED: key_3q <= {worth_2q[31], ~worth_2q[30:0]};
      LOWEST_RTT: key_3q <= round_trip_2q;
      default: key_3q <= '0;
    endcase
  end

  // ---- cycle 4

  logic fits;
  assign fits = !negative_3q && (much_3q || enough_3q || left_3q >= payload_3q);

  always_ff @(posedge clk_i) begin
    valid_o             <= valid_3q;
    subflow_o           <= subflow_3q;
    place_o.may         <= copy_3q || (alive_3q && fits);
    place_o.normal      <= alive_3q && !backup_3q;
    place_o.place_class <= copy_3q ? COPY : backup_3q ? BACKUP : NORMAL;
    place_o.key         <= copy_3q ? '0 : key_3q;
    place_o.place       <= place_3q;
    place_o.backup      <= backup_3q;
    place_o.port        <= port_3q;
    place_o.payload     <= payload_3q;
    place_o.next_ssn    <= next_ssn_3q;
    place_o.room        <= left_3q;
    place_o.weight      <= weight_3q;
  end
endmodule : subflow_room
