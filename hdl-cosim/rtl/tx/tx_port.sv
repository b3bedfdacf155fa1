`include "mpnic_assert.svh"

// tx_port: sends the finished frames of one port at the rate of its wire.
//
// A byte takes WIRE_NUMERATOR / WIRE_DENOMINATOR cycles. In a cycle without stall_i in which the wire is free, or comes
// free, and the last beat of the frame before has left, the frame at the input is taken, and its first beat leaves in that
// very cycle. Beat j follows when the bytes behind the first beat have passed on the wire, rounded down, a cycle after beat
// j - 1 at the earliest.
//
// The frame comes with its length, padded to 60 bytes or more, and with what it costs on the wire in parts of a cycle
// (WIRE_DENOMINATOR of them): as a whole, with the 24 bytes around it, and its last beat alone. Its beats stand at
// beat_data_i one after the other, bytes behind the frame's end zero, and are popped as they leave; beats that are all
// padding are not among them.
//
// Whether the wire is free, and whether the next beat is due, is decided a cycle ahead.
module tx_port #(
    parameter int BEAT_BYTES = 64,
    parameter int MAX_FRAME_BYTES = 9018,
    parameter int WIRE_NUMERATOR = 33,
    parameter int WIRE_DENOMINATOR = 1280,
    parameter int BYTES_BITS = $clog2(MAX_FRAME_BYTES + 1),
    parameter int BEAT_BITS = 8 * BEAT_BYTES,
    parameter int SIZE_BITS = $clog2(BEAT_BYTES + 1),
    parameter int COST_BITS = $clog2((MAX_FRAME_BYTES + 24) * WIRE_NUMERATOR + 1),
    parameter int TAIL_BITS = $clog2(BEAT_BYTES * WIRE_NUMERATOR + 1)
) (
    input  logic                  clk_i,
    input  logic                  rst_i,
    input  logic                  stall_i,           // no frame begins in this cycle
    // The frame that is next.
    input  logic                  frame_valid_i,
    output logic                  frame_ready_o,     // it begins
    input  logic [BYTES_BITS-1:0] frame_bytes_i,     // padded
    input  logic [BYTES_BITS-1:0] frame_real_bytes_i,  // without padding
    input  logic [ COST_BITS-1:0] frame_cost_i,
    input  logic [ TAIL_BITS-1:0] frame_tail_cost_i,
    // Its beats.
    output logic                  beat_pop_o,
    input  logic [ BEAT_BITS-1:0] beat_data_i,
    // The wire.
    output logic                  valid_o,
    output logic                  last_o,
    output logic [ SIZE_BITS-1:0] bytes_o,           // of this beat
    output logic [ BEAT_BITS-1:0] data_o
);
  localparam int DEBT_BITS = $clog2((MAX_FRAME_BYTES + 24) * WIRE_NUMERATOR + WIRE_DENOMINATOR + 1);
  localparam int LAG_BITS = $clog2(BEAT_BYTES * WIRE_NUMERATOR + 2 * WIRE_DENOMINATOR + 1) + 1;
  localparam int BEAT_COST = BEAT_BYTES * WIRE_NUMERATOR;
  // A wire that is faster than the bus never holds a beat up.
  localparam logic PACED = BEAT_COST > WIRE_DENOMINATOR;
  localparam logic [BYTES_BITS-1:0] BEAT = BYTES_BITS'(BEAT_BYTES);
  localparam logic [DEBT_BITS:0] CYCLE = (DEBT_BITS + 1)'(WIRE_DENOMINATOR);
  localparam logic [LAG_BITS-1:0] LAG_CYCLE = LAG_BITS'(WIRE_DENOMINATOR);

  // ---- the wire: what it still has to carry of frames that have begun, in parts of a cycle

  logic                 free_q;  // less than a cycle
  logic [DEBT_BITS-1:0] debt_q;
  logic [  DEBT_BITS:0] debt_more;  // with the frame at the input, a cycle less
  logic [DEBT_BITS-1:0] debt_d;
  logic                 busy_q;  // beats of a frame that has begun are left
  logic                 starts;

  assign starts        = frame_valid_i && free_q && !busy_q && !stall_i;
  assign frame_ready_o = starts;
  assign debt_more     = {1'b0, debt_q} + (DEBT_BITS + 1)'(frame_cost_i) - CYCLE;

  always_comb begin
    debt_d = free_q ? '0 : debt_q - DEBT_BITS'(WIRE_DENOMINATOR);
    if (starts) debt_d = debt_more[DEBT_BITS] ? '0 : debt_more[DEBT_BITS-1:0];
  end

  always_ff @(posedge clk_i) begin
    debt_q <= debt_d;
    free_q <= {1'b0, debt_d} < CYCLE;
    if (rst_i) begin
      debt_q <= '0;
      free_q <= 1'b1;
    end
  end

  // ---- the beats of a frame

  logic [BYTES_BITS-1:0] left_q;  // bytes with padding
  logic [BYTES_BITS-1:0] real_q;  // and without
  logic                  last_q;  // one beat is left
  logic                  real_left_q;  // beats are left that are not all padding
  logic [ TAIL_BITS-1:0] tail_q;
  logic [  LAG_BITS-1:0] lag_q;  // time until the next beat is due, in parts of a cycle; signed
  logic [  LAG_BITS-1:0] lag_d;
  logic [ TAIL_BITS-1:0] tail;
  logic [  LAG_BITS-1:0] after;  // what the beat behind the one that leaves takes more
  logic                  due_q;
  logic                  leaves;
  logic [BYTES_BITS-1:0] left;
  logic [BYTES_BITS-1:0] real_left;
  logic [BYTES_BITS-1:0] left_d;
  logic [BYTES_BITS-1:0] real_d;
  logic                  last;

  assign left       = starts ? frame_bytes_i : left_q;
  assign real_left  = starts ? frame_real_bytes_i : real_q;
  assign tail       = starts ? frame_tail_cost_i : tail_q;
  assign last       = starts ? frame_bytes_i <= BEAT : last_q;
  assign leaves     = starts || busy_q && due_q;
  assign left_d     = left - BEAT;
  assign real_d     = real_left > BEAT ? real_left - BEAT : '0;
  assign beat_pop_o = leaves && (starts || real_left_q);
  assign valid_o    = leaves;
  assign last_o     = last;
  assign bytes_o    = last ? SIZE_BITS'(left) : SIZE_BITS'(BEAT_BYTES);
  assign data_o     = starts || real_left_q ? beat_data_i : '0;

  always_comb begin
    after = LAG_BITS'(BEAT_COST);
    if (left_d <= BEAT) after = LAG_BITS'(tail);
    lag_d = (starts ? '0 : lag_q) - LAG_CYCLE + (leaves ? after : '0);
  end

  always_ff @(posedge clk_i) begin
    if (starts) tail_q <= frame_tail_cost_i;
    if (leaves) begin
      left_q      <= left_d;
      real_q      <= real_d;
      last_q      <= left_d <= BEAT;
      real_left_q <= real_left > BEAT;
      busy_q      <= !last;
    end
    lag_q <= lag_d;
    due_q <= !PACED || $signed(lag_d) < $signed(LAG_CYCLE);
    if (rst_i) busy_q <= 1'b0;
  end

  always @(posedge clk_i) begin
    if (!rst_i) begin
      `MPNIC_ASSERT("tx_port: a frame is padded to 60 bytes", !frame_valid_i || frame_bytes_i >= BYTES_BITS'(60))
      `MPNIC_ASSERT("tx_port: padding comes last", !frame_valid_i || frame_real_bytes_i <= frame_bytes_i
                    && frame_real_bytes_i != '0)
    end
  end
endmodule : tx_port
