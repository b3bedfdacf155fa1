`include "mpnic_assert.svh"

// The host link in the card's writing direction: serves the requesters in rounds, work conserving.
//
// Time on the link is counted in ticks of 1/4096 cycle; a TLP takes cost_i ticks. A round starts in a cycle without
// stall_i in which the link is free or comes free: every requester that has a TLP hands it over, and they go one after
// the other, requester 0 first. So nobody waits for more than one TLP of each of the others, and what starts does not hang
// on sums of costs but on one bit, which is known a cycle ahead.
//
// A TLP is sent in the cycle in which the link comes free behind it, in the cycle after its start at the earliest: one TLP
// of a requester a cycle at most. sent_* tell of it in the next cycle. A TLP that has started is not held up by a stall.
module host_link #(
    parameter int REQUESTERS = 3,
    parameter int COST_BITS = 24,
    parameter int BEATS_BITS = 3
) (
    input  logic                             clk_i,
    input  logic                             rst_i,
    input  logic                             stall_i,  // no TLP starts in this cycle
    // Heads of the requesters' stores.
    input  logic [           REQUESTERS-1:0] tlp_valid_i,
    output logic [           REQUESTERS-1:0] tlp_ready_o,  // it starts
    input  logic [ REQUESTERS*COST_BITS-1:0] tlp_cost_i,
    input  logic [REQUESTERS*BEATS_BITS-1:0] tlp_beats_i,
    input  logic [           REQUESTERS-1:0] tlp_last_i,  // the last of its frame
    output logic                             start_valid_o,  // some TLP starts
    // What was sent in the cycle before: beats and last TLPs by requester.
    output logic                             sent_valid_o,
    output logic [REQUESTERS*BEATS_BITS-1:0] sent_beats_o,
    output logic [           REQUESTERS-1:0] sent_last_o
);
  localparam int PART_BITS = 12;  // ticks of a cycle
  localparam int LONGEST_BITS = COST_BITS > PART_BITS ? COST_BITS : PART_BITS;
  localparam int TICK_BITS = LONGEST_BITS + $clog2(REQUESTERS + 1);
  localparam int WAIT_BITS = TICK_BITS - PART_BITS;

  // Cycles are counted from the one before, in which the last round may have started: its sums need no carry more.
  logic                            free_q;  // the link is free or comes free in this cycle: wait_q is 1 or 0
  logic [           WAIT_BITS-1:0] wait_q;  // cycles until it comes free
  logic [           PART_BITS-1:0] tick_q;  // of that cycle in which it does
  // The TLPs of the round, by requester.
  logic [          REQUESTERS-1:0] there_q;
  logic [REQUESTERS*WAIT_BITS-1:0] waits_q;  // cycles until they are sent
  logic [REQUESTERS*BEATS_BITS-1:0] beats_q;
  logic [          REQUESTERS-1:0] last_q;

  // ---- a round: when the link comes free behind each TLP

  logic [          REQUESTERS-1:0] starts;
  logic [REQUESTERS*WAIT_BITS-1:0] waits;
  logic [           TICK_BITS-1:0] behind;

  assign starts        = tlp_valid_i & {REQUESTERS{free_q && !stall_i}};
  assign tlp_ready_o   = starts;
  assign start_valid_o = starts != '0;

  always_comb begin
    waits  = '0;
    behind = TICK_BITS'(tick_q);
    for (int r = 0; r < REQUESTERS; r++) begin
      behind = behind + (tlp_valid_i[r] ? TICK_BITS'(tlp_cost_i[r*COST_BITS+:COST_BITS]) : '0);
      waits[r*WAIT_BITS+:WAIT_BITS] = behind[TICK_BITS-1:PART_BITS];
    end
  end

  // ---- the link

  logic [WAIT_BITS-1:0] wait_d;
  assign wait_d = start_valid_o ? behind[TICK_BITS-1:PART_BITS] : free_q ? '0 : wait_q - 1'b1;

  always_ff @(posedge clk_i) begin
    free_q <= wait_d <= WAIT_BITS'(1);
    wait_q <= wait_d;
    if (wait_d == '0) tick_q <= '0;
    else if (start_valid_o) tick_q <= behind[PART_BITS-1:0];
    if (rst_i) begin
      free_q <= 1'b1;
      wait_q <= '0;
      tick_q <= '0;
    end
  end

  // ---- what is sent

  logic [REQUESTERS-1:0] sent;
  always_comb begin
    for (int r = 0; r < REQUESTERS; r++) begin
      sent[r] = there_q[r] && waits_q[r*WAIT_BITS+:WAIT_BITS] <= WAIT_BITS'(1);
    end
  end

  always_ff @(posedge clk_i) begin
    sent_valid_o <= sent != '0;
    for (int r = 0; r < REQUESTERS; r++) begin
      there_q[r] <= starts[r] || there_q[r] && !sent[r];
      waits_q[r*WAIT_BITS+:WAIT_BITS] <=
          starts[r] ? waits[r*WAIT_BITS+:WAIT_BITS] : waits_q[r*WAIT_BITS+:WAIT_BITS] - 1'b1;
      if (starts[r]) begin
        beats_q[r*BEATS_BITS+:BEATS_BITS] <= tlp_beats_i[r*BEATS_BITS+:BEATS_BITS];
        last_q[r] <= tlp_last_i[r];
      end
      sent_beats_o[r*BEATS_BITS+:BEATS_BITS] <= sent[r] ? beats_q[r*BEATS_BITS+:BEATS_BITS] : '0;
      sent_last_o[r] <= sent[r] && last_q[r];
    end
    if (rst_i) begin
      there_q      <= '0;
      sent_valid_o <= 1'b0;
      sent_beats_o <= '0;
      sent_last_o  <= '0;
    end
  end

  always @(posedge clk_i) begin
    if (!rst_i) begin
      `MPNIC_ASSERT("host_link: a round is sent before the next starts", (starts & there_q & ~sent) == '0)
    end
  end
endmodule : host_link
