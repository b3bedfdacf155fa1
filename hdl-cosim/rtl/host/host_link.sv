`include "mpnic_assert.svh"

// The host link in the card's writing direction: one TLP at a time, round robin among the requesters' heads, work
// conserving.
//
// Time on the link is counted in ticks of 1/4096 cycle; a TLP takes cost_i ticks. In a cycle without stall_i every
// requester is looked at once, from the one after the last served; one with a TLP starts when the link comes free, if
// that is still within the cycle. So several TLPs may start in a cycle, one of each requester. A TLP is sent in the cycle
// in which its last tick falls; sent_* tell of it in the next cycle. A TLP that has started is not held up by a stall.
module host_link #(
    parameter int REQUESTERS = 3,
    parameter int COST_BITS = 24,
    parameter int BEATS_BITS = 3
) (
    input  logic                                 clk_i,
    input  logic                                 rst_i,
    input  logic                                 stall_i,  // no TLP starts in this cycle
    // Heads of the requesters' stores.
    input  logic [               REQUESTERS-1:0] tlp_valid_i,
    output logic [               REQUESTERS-1:0] tlp_ready_o,  // it starts
    input  logic [     REQUESTERS*COST_BITS-1:0] tlp_cost_i,
    input  logic [    REQUESTERS*BEATS_BITS-1:0] tlp_beats_i,
    input  logic [               REQUESTERS-1:0] tlp_last_i,  // the last of its frame
    output logic                                 start_valid_o,  // some TLP starts
    // What was sent in the cycle before: beats and last TLPs by requester.
    output logic                                 sent_valid_o,
    output logic [REQUESTERS*(BEATS_BITS+1)-1:0] sent_beats_o,
    output logic [             2*REQUESTERS-1:0] sent_last_o
);
  localparam int SENT_BITS = BEATS_BITS + 1;
  localparam int TICK_BITS = COST_BITS + $clog2(REQUESTERS + 1) + 1;
  localparam logic [TICK_BITS-1:0] CYCLE = TICK_BITS'(4096);

  // Ticks from the start of the cycle to the end of the TLP that is on the link; 0 without one.
  logic [ TICK_BITS-1:0] busy_q;
  logic [REQUESTERS-1:0] pending_q;  // whose it is
  logic [BEATS_BITS-1:0] pending_beats_q;
  logic                  pending_last_q;
  // A bit for each requester from the first in turn on.
  logic [REQUESTERS-1:0] turn_q;

  // ---- every requester's TLP as if all that come before it in turn started: what is in front, and when it would end

  logic [REQUESTERS*TICK_BITS-1:0] end_tick;
  logic [REQUESTERS-1:0] starts;
  logic [REQUESTERS-1:0] ends;  // within this cycle
  logic [TICK_BITS-1:0] front;
  logic first;

  always_comb begin
    starts   = '0;
    ends     = '0;
    end_tick = '0;
    front    = '0;
    first    = 1'b0;
    for (int r = 0; r < REQUESTERS; r++) begin
      front = busy_q;
      for (int j = 0; j < REQUESTERS; j++) begin
        first = turn_q[j] && !turn_q[r] || turn_q[j] == turn_q[r] && j < r;
        front = front + (first && tlp_valid_i[j] ? TICK_BITS'(tlp_cost_i[j*COST_BITS+:COST_BITS]) : '0);
      end
      end_tick[r*TICK_BITS+:TICK_BITS] = front + TICK_BITS'(tlp_cost_i[r*COST_BITS+:COST_BITS]);
      starts[r] = tlp_valid_i[r] && !stall_i && front < CYCLE;
      ends[r]   = end_tick[r*TICK_BITS+:TICK_BITS] <= CYCLE;
    end
  end
  assign tlp_ready_o   = starts;
  assign start_valid_o = starts != '0;

  // ---- the one that stays on the link, and the next in turn: behind the last that started

  logic                  pending_ends;
  logic [ TICK_BITS-1:0] busy_d;
  logic [REQUESTERS-1:0] pending_d;
  logic [BEATS_BITS-1:0] pending_beats_d;
  logic                  pending_last_d;
  logic [REQUESTERS-1:0] last_part;
  logic [REQUESTERS-1:0] turn_d;

  assign pending_ends = busy_q <= CYCLE;
  assign last_part    = (starts & ~turn_q) != '0 ? starts & ~turn_q : starts & turn_q;

  always_comb begin
    busy_d          = pending_ends ? '0 : busy_q - CYCLE;
    pending_d       = pending_ends ? '0 : pending_q;
    pending_beats_d = pending_ends ? '0 : pending_beats_q;
    pending_last_d  = !pending_ends && pending_last_q;
    turn_d          = '0;
    for (int r = 0; r < REQUESTERS; r++) begin
      if (starts[r] && !ends[r]) begin
        busy_d          = busy_d | (end_tick[r*TICK_BITS+:TICK_BITS] - CYCLE);
        pending_d[r]    = 1'b1;
        pending_beats_d = pending_beats_d | tlp_beats_i[r*BEATS_BITS+:BEATS_BITS];
        pending_last_d  = pending_last_d | tlp_last_i[r];
      end
      turn_d[r] = (last_part >> r) == '0;
    end
  end

  always_ff @(posedge clk_i) begin
    busy_q          <= busy_d;
    pending_q       <= pending_d;
    pending_beats_q <= pending_beats_d;
    pending_last_q  <= pending_last_d;
    if (starts != '0) turn_q <= turn_d;
    sent_valid_o <= pending_q != '0 && pending_ends || (starts & ends) != '0;
    for (int r = 0; r < REQUESTERS; r++) begin
      sent_beats_o[r*SENT_BITS+:SENT_BITS] <=
          (pending_q[r] && pending_ends ? SENT_BITS'(pending_beats_q) : '0)
          + (starts[r] && ends[r] ? SENT_BITS'(tlp_beats_i[r*BEATS_BITS+:BEATS_BITS]) : '0);
      sent_last_o[2*r+:2] <= 2'(pending_q[r] && pending_ends && pending_last_q)
          + 2'(starts[r] && ends[r] && tlp_last_i[r]);
    end
    if (rst_i) begin
      busy_q       <= '0;
      pending_q    <= '0;
      turn_q       <= '0;
      sent_valid_o <= 1'b0;
      sent_beats_o <= '0;
      sent_last_o  <= '0;
    end
  end

  always @(posedge clk_i) begin
    if (!rst_i) begin
      `MPNIC_ASSERT("host_link: one TLP at a time stays on the link", (pending_d & (pending_d - 1'b1)) == '0)
    end
  end
endmodule : host_link
