`include "mpnic_assert.svh"

// Store of one requester in front of the host link: beats are gathered to TLPs, which are handed over whole.
//
// Cell: C = BEATS. A TLP that is closed in cycle x is offered from x + 1 on (F = 1). The place of a beat is free again in
// the cycle in which sent_beats_i tells of it, the one after it was sent (B = 1). room_o says that a beat may be pushed.
//
// close_i ends the TLP with the beat that is pushed in the same cycle. A TLP has 1 to LANES beats. Every beat of a TLP has a
// memory of its own, so that the head can be read at once.
module link_store #(
    parameter int LANES = 4,
    parameter int LANE_BITS = 512,
    parameter int BEATS = 64,
    parameter int INFO_BITS = 8,
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
    input  logic [     BEATS_BITS-1:0] sent_beats_i
);
  localparam int FREE_BITS = $clog2(BEATS + 1);
  localparam int SLOT_BITS = BEATS > 1 ? $clog2(BEATS) : 1;
  localparam logic [SLOT_BITS-1:0] LAST_SLOT = SLOT_BITS'(BEATS - 1);

  logic [ FREE_BITS-1:0] free_q;
  logic [BEATS_BITS-1:0] filled_q;  // beats of the open TLP: the lane of the beat that is pushed
  logic [BEATS_BITS-1:0] closed;
  logic [ SLOT_BITS-1:0] slot_q;
  logic [ SLOT_BITS-1:0] slot_next;
  logic [ SLOT_BITS-1:0] read_q;
  logic [ SLOT_BITS-1:0] read_d;

  assign room_o     = free_q != '0 || sent_beats_i != '0;
  assign slot_next  = slot_q == LAST_SLOT ? '0 : slot_q + 1'b1;
  assign closed     = filled_q + BEATS_BITS'(push_i);
  assign read_d     = !(valid_o && ready_i) ? read_q : read_q == LAST_SLOT ? '0 : read_q + 1'b1;

  // Of every TLP its beats and what the caller says of it; slots are taken and left in turn.
  (* ram_style = "block" *)logic [BEATS_BITS+INFO_BITS-1:0] tlps[0:BEATS-1];
  logic [BEATS_BITS+INFO_BITS-1:0] tlp_q;
  logic [FREE_BITS-1:0] waiting_q;  // TLPs that are closed and not handed over
  assign valid_o           = waiting_q != '0;
  assign {beats_o, info_o} = tlp_q;

  always_ff @(posedge clk_i) begin
    if (close_i) tlps[slot_q] <= {closed, info_i};
    tlp_q     <= close_i && slot_q == read_d ? {closed, info_i} : tlps[read_d];
    waiting_q <= waiting_q + FREE_BITS'(close_i) - FREE_BITS'(valid_o && ready_i);
    if (rst_i) waiting_q <= '0;
  end

`ifdef FORMAL
  // Follows one beat: the TLP that it belongs to is handed over in its turn, with the beat in its lane. The link sends
  // what was handed over to it, and nothing else.
  (* anyseq *) logic f_choose;
  logic f_started = 1'b0;
  logic f_inside;
  logic f_open;  // in the TLP that is not closed yet
  logic [LANE_BITS-1:0] f_value;
  logic [BEATS_BITS-1:0] f_lane;
  logic [SLOT_BITS-1:0] f_slot;
  logic [FREE_BITS-1:0] f_ahead;  // TLPs before its own
  logic [FREE_BITS-1:0] f_left;
  logic f_take;
  wire [FREE_BITS+1:0] f_held = (FREE_BITS + 2)'(waiting_q) + (FREE_BITS + 2)'(filled_q != '0);
  wire [FREE_BITS+1:0] f_end = (FREE_BITS + 2)'(read_q) + (FREE_BITS + 2)'(waiting_q);
  wire [FREE_BITS+1:0] f_sum = (FREE_BITS + 2)'(read_q) + (FREE_BITS + 2)'(f_ahead);
  wire [BEATS_BITS+INFO_BITS-1:0] f_tlp = tlps[f_slot];
  wire [BEATS_BITS-1:0] f_told = f_tlp[INFO_BITS+:BEATS_BITS];
  assign f_take = valid_o && ready_i;
  assign f_left = waiting_q - FREE_BITS'(f_take);
  always_ff @(posedge clk_i) begin
    f_started <= 1'b1;
    if (!f_started) assume (rst_i);
    assume (!push_i || room_o && filled_q < BEATS_BITS'(LANES));
    assume (!close_i || closed != '0 && closed <= BEATS_BITS'(LANES));
    assume ((FREE_BITS + 2)'(free_q) + (FREE_BITS + 2)'(sent_beats_i) + f_held <= (FREE_BITS + 2)'(BEATS));
    if (push_i && f_choose && !f_inside) begin
      f_inside <= 1'b1;
      f_open   <= !close_i;
      f_value  <= data_i;
      f_lane   <= filled_q;
      f_slot   <= slot_q;
      f_ahead  <= f_left;
    end else if (f_inside) begin
      f_ahead <= f_ahead - FREE_BITS'(f_take);
      if (close_i) f_open <= 1'b0;
      if (!f_open && f_take && f_ahead == '0) f_inside <= 1'b0;
    end
    if (rst_i) f_inside <= 1'b0;
    if (f_started) begin
      assert (filled_q <= BEATS_BITS'(LANES));
      assert ((FREE_BITS + 2)'(free_q) + f_held <= (FREE_BITS + 2)'(BEATS));
      assert (slot_q <= LAST_SLOT && read_q <= LAST_SLOT);
      assert (f_end == (FREE_BITS + 2)'(slot_q) || f_end == (FREE_BITS + 2)'(slot_q) + (FREE_BITS + 2)'(BEATS));
      if (valid_o) assert (tlp_q == tlps[read_q]);
      if (f_inside) begin
        assert (f_slot <= LAST_SLOT && f_lane < BEATS_BITS'(LANES));
        assert (f_sum == (FREE_BITS + 2)'(f_slot) || f_sum == (FREE_BITS + 2)'(f_slot) + (FREE_BITS + 2)'(BEATS));
        if (f_open) assert (f_slot == slot_q && f_lane < filled_q && f_ahead == waiting_q);
        else assert (f_ahead < waiting_q && f_told > f_lane);
        if (!f_open && f_ahead == '0) assert (beats_o > f_lane);
      end
      cover (f_inside && !f_open && f_ahead != '0 && free_q == '0);
    end
  end
`endif

  generate
    for (genvar i = 0; i < LANES; i++) begin : g_lane
      (* ram_style = "block" *)logic [LANE_BITS-1:0] memory[0:BEATS-1];
      logic [LANE_BITS-1:0] head_q;
      logic write;
      assign write = push_i && filled_q == BEATS_BITS'(i);
      always_ff @(posedge clk_i) begin
        if (write) memory[slot_q] <= data_i;
        head_q <= write && slot_q == read_d ? data_i : memory[read_d];
      end
      assign data_o[i*LANE_BITS+:LANE_BITS] = head_q;
`ifdef FORMAL
      always_ff @(posedge clk_i) begin
        if (f_started) begin
          if (valid_o) assert (head_q == memory[read_q]);
          if (f_inside && f_lane == BEATS_BITS'(i)) begin
            assert (memory[f_slot] == f_value);
            if (!f_open && f_ahead == '0) assert (data_o[i*LANE_BITS+:LANE_BITS] == f_value);
          end
        end
      end
`endif
    end
  endgenerate

  always_ff @(posedge clk_i) begin
    free_q   <= free_q + FREE_BITS'(sent_beats_i) - FREE_BITS'(push_i);
    filled_q <= close_i ? '0 : closed;
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
      `MPNIC_ASSERT("link_store: a TLP has 1 to LANES beats", !close_i || closed != '0 && closed <= BEATS_BITS'(LANES))
      `MPNIC_ASSERT("link_store: no beat is sent twice",
                    {1'b0, free_q} + (FREE_BITS + 1)'(sent_beats_i) <= (FREE_BITS + 1)'(BEATS))
    end
  end
endmodule : link_store
