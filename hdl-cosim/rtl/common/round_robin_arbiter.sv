`include "mpnic_assert.svh"

// Round robin: among the requests, the first from the one behind the last taken.
//
// Combinational from request to grant; the pointer moves when take_i is set. Requester 0 is first after reset.
module round_robin_arbiter #(
    parameter int REQUESTERS = 2,
    parameter int INDEX_BITS = REQUESTERS > 1 ? $clog2(REQUESTERS) : 1
) (
    input  logic                  clk_i,
    input  logic                  rst_i,
    input  logic [REQUESTERS-1:0] request_i,
    input  logic                  take_i,
    output logic [REQUESTERS-1:0] grant_o,
    output logic [INDEX_BITS-1:0] index_o,
    output logic                  valid_o
);
  // A bit for each requester from the first in turn on.
  logic [REQUESTERS-1:0] turn_q;
  logic [REQUESTERS-1:0] in_turn;
  logic [REQUESTERS-1:0] chosen_from;

  assign in_turn     = request_i & turn_q;
  assign chosen_from = in_turn != '0 ? in_turn : request_i;
  assign grant_o     = chosen_from & (~chosen_from + 1'b1);
  assign valid_o     = request_i != '0;

  always_comb begin
    index_o = '0;
    for (int i = 0; i < REQUESTERS; i++) if (grant_o[i]) index_o = index_o | INDEX_BITS'(i);
  end

  always_ff @(posedge clk_i) begin
    // The successors of the one granted; none means that the first is next.
    if (take_i && valid_o) turn_q <= ~(grant_o | (grant_o - 1'b1));
    if (rst_i) turn_q <= '0;
  end

`ifndef FORMAL
  always @(posedge clk_i) begin
    if (!rst_i) begin
      `MPNIC_ASSERT("round_robin_arbiter: one grant at most, to a request",
                    (grant_o & (grant_o - 1'b1)) == '0 && (grant_o & ~request_i) == '0)
    end
  end
`endif

`ifdef FORMAL
  // A requester that keeps asking waits for at most REQUESTERS - 1 others.
  (* anyconst *) logic [INDEX_BITS-1:0] f_index;
  logic f_started = 1'b0;
  logic [INDEX_BITS:0] f_waited;
  wire [INDEX_BITS:0] f_limit = (INDEX_BITS + 1)'(REQUESTERS - 1);
  // Others that stand before f_index in turn.
  logic [INDEX_BITS:0] f_before;
  logic [REQUESTERS-1:0] f_mask;
  always_comb begin
    f_before = '0;
    f_mask   = turn_q == '0 ? {REQUESTERS{1'b1}} : turn_q;
    for (int i = 0; i < REQUESTERS; i++) begin
      if (f_mask[f_index] ? (f_mask[i] && i < 32'(f_index)) : (f_mask[i] || i < 32'(f_index))) begin
        f_before = f_before + 1'b1;
      end
    end
  end
  always_ff @(posedge clk_i) begin
    f_started <= 1'b1;
    if (!f_started) assume (rst_i);
    assume (32'(f_index) < REQUESTERS);
    if (take_i && valid_o) f_waited <= request_i[f_index] && !grant_o[f_index] ? f_waited + 1'b1 : '0;
    if (!request_i[f_index]) f_waited <= '0;
    if (rst_i) f_waited <= '0;
    if (f_started) begin
      assert ((grant_o & (grant_o - 1'b1)) == '0);
      assert ((grant_o & ~request_i) == '0);
      assert ((grant_o != '0) == (request_i != '0));
      if (grant_o != '0) assert (grant_o[index_o]);
      assert ((turn_q | (turn_q << 1)) == turn_q);
      assert (f_waited + f_before <= f_limit);
      assert (f_waited <= f_limit);
      cover (f_waited == f_limit);
    end
  end
`endif
endmodule : round_robin_arbiter
