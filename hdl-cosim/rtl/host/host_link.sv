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
    // What was sent in the cycle before: beats and last TLPs by requester.
    output logic                                 sent_valid_o,
    output logic [REQUESTERS*(BEATS_BITS+1)-1:0] sent_beats_o,
    output logic [             2*REQUESTERS-1:0] sent_last_o
);
endmodule : host_link
