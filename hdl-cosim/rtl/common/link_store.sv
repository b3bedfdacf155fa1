`include "mpnic_assert.svh"

// Store of one requester in front of the host link: beats are gathered to TLPs, which are handed over whole.
//
// Cell: C = BEATS. A TLP that is closed in cycle x is offered from x + 1 on (F = 1). The place of a beat is free again in
// the cycle in which sent_beats_i tells of it, the one after it was sent (B = 1). room_o says that a beat may be pushed.
//
// close_i ends the TLP: with the beat that is pushed in the same cycle, or, with CLOSE_FIRST, before it. A TLP has 1 to
// LANES beats. Every beat of a TLP has a memory of its own, so that the head can be read at once.
module link_store #(
    parameter int LANES = 4,
    parameter int LANE_BITS = 512,
    parameter int BEATS = 64,
    parameter int INFO_BITS = 8,
    parameter int CLOSE_FIRST = 0,
    parameter int BEATS_BITS = $clog2(LANES + 1)
) (
    input  logic                       clk_i,
    input  logic                       rst_i,
    output logic                       room_o,
    input  logic                       push_i,
    input  logic [      LANE_BITS-1:0] data_i,
    input  logic                       close_i,
    input  logic [      INFO_BITS-1:0] info_i,
    output logic                       valid_o,
    input  logic                       ready_i,
    output logic [     BEATS_BITS-1:0] beats_o,
    output logic [      INFO_BITS-1:0] info_o,
    output logic [LANES*LANE_BITS-1:0] data_o,
    input  logic [       BEATS_BITS:0] sent_beats_i
);
  localparam int FREE_BITS = $clog2(BEATS + 1);
  localparam int SLOT_BITS = BEATS > 1 ? $clog2(BEATS) : 1;
  localparam logic [SLOT_BITS-1:0] LAST_SLOT = SLOT_BITS'(BEATS - 1);
  localparam logic CLOSES_FIRST = CLOSE_FIRST != 0;

  logic [ FREE_BITS-1:0] free_q;
  logic [BEATS_BITS-1:0] filled_q;  // beats of the open TLP
  logic [BEATS_BITS-1:0] lane;  // place of the beat that is pushed
  logic [BEATS_BITS-1:0] closed;
  logic [ SLOT_BITS-1:0] slot_q;
  logic [ SLOT_BITS-1:0] slot_next;
  logic [ SLOT_BITS-1:0] write_slot;
  logic [ SLOT_BITS-1:0] read_q;
  logic [ SLOT_BITS-1:0] read_d;
  logic                  fits;

  assign room_o     = free_q != '0 || sent_beats_i != '0;
  assign slot_next  = slot_q == LAST_SLOT ? '0 : slot_q + 1'b1;
  assign write_slot = CLOSES_FIRST && close_i ? slot_next : slot_q;
  assign lane     = CLOSES_FIRST && close_i ? '0 : filled_q;
  assign closed     = CLOSES_FIRST ? filled_q : filled_q + BEATS_BITS'(push_i);
  assign read_d     = !(valid_o && ready_i) ? read_q : read_q == LAST_SLOT ? '0 : read_q + 1'b1;

  block_fifo #(
      .WIDTH(BEATS_BITS + INFO_BITS),
      .DEPTH(BEATS)
  ) tlps (
      .clk_i,
      .rst_i,
      .valid_i(close_i),
      .ready_o(fits),
      .data_i ({closed, info_i}),
      .valid_o,
      .ready_i,
      .data_o ({beats_o, info_o})
  );

  generate
    for (genvar i = 0; i < LANES; i++) begin : g_lane
      (* ram_style = "block" *)logic [LANE_BITS-1:0] memory[0:BEATS-1];
      logic [LANE_BITS-1:0] head_q;
      logic write;
      assign write = push_i && lane == BEATS_BITS'(i);
      always_ff @(posedge clk_i) begin
        if (write) memory[write_slot] <= data_i;
        head_q <= write && write_slot == read_d ? data_i : memory[read_d];
      end
      assign data_o[i*LANE_BITS+:LANE_BITS] = head_q;
    end
  endgenerate

  always_ff @(posedge clk_i) begin
    free_q   <= free_q + FREE_BITS'(sent_beats_i) - FREE_BITS'(push_i);
    filled_q <= close_i && !CLOSES_FIRST ? '0 : lane + BEATS_BITS'(push_i);
    slot_q   <= close_i ? slot_next : slot_q;
    read_q   <= read_d;
    if (rst_i) begin
      free_q   <= FREE_BITS'(BEATS);
      filled_q <= '0;
      slot_q   <= '0;
      read_q   <= '0;
    end
  end

  always @(posedge clk_i) begin
    if (!rst_i) begin
      `MPNIC_ASSERT("link_store: a beat has a place", !push_i || room_o)
      `MPNIC_ASSERT("link_store: a TLP has a place", !close_i || fits)
      `MPNIC_ASSERT("link_store: a TLP has 1 to LANES beats", !close_i || closed != '0 && closed <= BEATS_BITS'(LANES))
      `MPNIC_ASSERT("link_store: no beat is sent twice",
                    {1'b0, free_q} + (FREE_BITS + 1)'(sent_beats_i) <= (FREE_BITS + 1)'(BEATS))
    end
  end
endmodule : link_store
