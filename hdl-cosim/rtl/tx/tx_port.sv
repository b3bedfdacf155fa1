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
// Whether the wire is free, and whether the next beat is due, are signs of registers.
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
  localparam int DEBT_BITS = $clog2((MAX_FRAME_BYTES + 24) * WIRE_NUMERATOR + WIRE_DENOMINATOR + 1) + 1;
  localparam int LAG_BITS = $clog2(BEAT_BYTES * WIRE_NUMERATOR + 2 * WIRE_DENOMINATOR + 1) + 1;
  localparam int BEAT_COST = BEAT_BYTES * WIRE_NUMERATOR;
  // A wire that is faster than the bus never holds a beat up.
  localparam logic PACED = BEAT_COST > WIRE_DENOMINATOR;
  localparam logic [BYTES_BITS-1:0] BEAT = BYTES_BITS'(BEAT_BYTES);
  localparam logic [BYTES_BITS+1:0] TWO_BEATS = (BYTES_BITS + 2)'(2 * BEAT_BYTES);
  localparam logic [BYTES_BITS+1:0] THREE_BEATS = (BYTES_BITS + 2)'(3 * BEAT_BYTES);
  localparam logic [DEBT_BITS-1:0] CYCLE = DEBT_BITS'(WIRE_DENOMINATOR);
  localparam logic [LAG_BITS-1:0] LAG_CYCLE = LAG_BITS'(WIRE_DENOMINATOR);

  // Every register has two next values, if a frame starts and if none does; what decides comes last.
  logic starts;
  logic goes_on;  // a beat leaves of the frame that has begun

  // ---- the wire: what it still has to carry of frames that have begun, in parts of a cycle

  logic [DEBT_BITS-1:0] debt_q;  // less a cycle; negative: the wire comes free
  logic                 free_q;
  logic [DEBT_BITS-1:0] debt_more;  // with the frame at the input
  logic [DEBT_BITS-1:0] debt_less;
  logic                 covered;  // the frame at the input takes no more than what is left of this cycle
  logic                 busy_q;  // beats of a frame that has begun are left

  assign free_q        = debt_q[DEBT_BITS-1];
  assign starts        = frame_valid_i && free_q && !busy_q && !stall_i;
  assign frame_ready_o = starts;
  assign debt_more     = debt_q + DEBT_BITS'(frame_cost_i) - CYCLE;
  assign debt_less     = debt_q - CYCLE;
  assign covered        = $signed(debt_more) < -$signed(CYCLE);

  always_ff @(posedge clk_i) begin
    debt_q <= free_q ? -CYCLE : debt_less;
    if (starts) debt_q <= covered ? -CYCLE : debt_more;
    if (rst_i) debt_q <= -CYCLE;
  end

  // ---- the beats of a frame

  logic [BYTES_BITS-1:0] left_q;  // bytes with padding
  logic [BYTES_BITS-1:0] real_q;  // and without
  logic                  last_q;  // one beat is left
  logic                  two_q;  // two are
  logic                  real_left_q;  // beats are left that are not all padding
  logic                  single;  // the frame at the input is one beat

  assign single     = frame_bytes_i <= BEAT;
  assign beat_pop_o = starts || goes_on && real_left_q;
  assign valid_o    = starts || goes_on;
  assign last_o     = starts ? single : last_q;
  assign data_o     = starts || real_left_q ? beat_data_i : '0;

  always_comb begin
    bytes_o = last_q ? SIZE_BITS'(left_q) : SIZE_BITS'(BEAT_BYTES);
    if (starts) bytes_o = single ? SIZE_BITS'(frame_bytes_i) : SIZE_BITS'(BEAT_BYTES);
  end

  always_ff @(posedge clk_i) begin
    if (goes_on) begin
      left_q      <= left_q - BEAT;
      real_q      <= real_q - BEAT;
      last_q      <= two_q;
      two_q       <= (BYTES_BITS + 2)'(left_q) <= THREE_BEATS;
      real_left_q <= real_left_q && real_q > BEAT;
      busy_q      <= !last_q;
    end
    if (starts) begin
      left_q      <= frame_bytes_i - BEAT;
      real_q      <= frame_real_bytes_i - BEAT;
      last_q      <= (BYTES_BITS + 2)'(frame_bytes_i) <= TWO_BEATS;
      two_q       <= (BYTES_BITS + 2)'(frame_bytes_i) <= THREE_BEATS;
      real_left_q <= frame_real_bytes_i > BEAT;
      busy_q      <= !single;
    end
    if (rst_i) busy_q <= 1'b0;
  end

  // ---- when the next beat is due

  logic [LAG_BITS-1:0] lag_q;  // time until then less a cycle, in parts of a cycle; negative: it is due
  logic [LAG_BITS-1:0] tail_q;  // what the last beat takes, less a cycle
  logic [LAG_BITS-1:0] after;  // what the beat behind the one that leaves takes, less a cycle
  logic [LAG_BITS-1:0] after_first;

  assign goes_on     = busy_q && (!PACED || lag_q[LAG_BITS-1]);
  assign after       = two_q ? tail_q : LAG_BITS'(BEAT_COST) - LAG_CYCLE;
  assign after_first = (BYTES_BITS + 2)'(frame_bytes_i) <= TWO_BEATS ? LAG_BITS'(frame_tail_cost_i) : LAG_BITS'(BEAT_COST);

  always_ff @(posedge clk_i) begin
    lag_q <= lag_q + (goes_on ? after : -LAG_CYCLE);
    if (starts) begin
      lag_q  <= after_first - LAG_CYCLE - LAG_CYCLE;
      tail_q <= LAG_BITS'(frame_tail_cost_i) - LAG_CYCLE;
    end
  end

  always @(posedge clk_i) begin
    if (!rst_i) begin
      `MPNIC_ASSERT("tx_port: a frame is padded to 60 bytes", !frame_valid_i || frame_bytes_i >= BYTES_BITS'(60))
      `MPNIC_ASSERT("tx_port: padding comes last", !frame_valid_i || frame_real_bytes_i <= frame_bytes_i
                    && frame_real_bytes_i != '0)
    end
  end
endmodule : tx_port
