`include "mpnic_assert.svh"

// Store of a requester in front of the host link that has several TLPs open at a time: beats go to a lane of a block each,
// and a block is handed over whole once it is flushed.
//
// Cell: a block that is flushed in cycle x, with its last beat pushed by x - 1, is offered from x + 2 on (F = 2), and its
// number is free in the cycle after it was handed over. Every lane has a memory of its own, so that the head can be read at once.
module batch_store #(
    parameter int LANES = 4,
    parameter int LANE_BITS = 512,
    parameter int BLOCKS = 64,
    parameter int INFO_BITS = 8,
    parameter int BLOCK_BITS = BLOCKS > 1 ? $clog2(BLOCKS) : 1,
    parameter int BEATS_BITS = $clog2(LANES + 1)
) (
    input  logic                       clk_i,
    input  logic                       rst_i,
    input  logic                       push_i,
    input  logic [     BLOCK_BITS-1:0] push_block_i,
    input  logic [     BEATS_BITS-1:0] push_lane_i,
    input  logic [      LANE_BITS-1:0] data_i,
    input  logic                       flush_i,
    input  logic [     BLOCK_BITS-1:0] flush_block_i,
    input  logic [     BEATS_BITS-1:0] flush_beats_i,
    input  logic [      INFO_BITS-1:0] info_i,
    output logic                       valid_o,
    input  logic                       ready_i,
    output logic [     BLOCK_BITS-1:0] block_o,
    output logic [     BEATS_BITS-1:0] beats_o,
    output logic [      INFO_BITS-1:0] info_o,
    output logic [LANES*LANE_BITS-1:0] data_o
);
  localparam int WIDTH = BLOCK_BITS + BEATS_BITS + INFO_BITS;

  logic                  next_valid;
  logic                  next_ready;
  logic [     WIDTH-1:0] next;
  logic [BLOCK_BITS-1:0] next_block;
  logic                  place;
  assign next_block = next[INFO_BITS+BEATS_BITS+:BLOCK_BITS];
  assign next_ready = !valid_o || ready_i;

  block_fifo #(
      .WIDTH(WIDTH),
      .DEPTH(BLOCKS)
  ) flushed (
      .clk_i,
      .rst_i,
      .valid_i(flush_i),
      .ready_o(place),
      .data_i ({flush_block_i, flush_beats_i, info_i}),
      .valid_o(next_valid),
      .ready_i(next_ready),
      .data_o (next)
  );

  always_ff @(posedge clk_i) begin
    if (next_ready) begin
      valid_o <= next_valid;
      {block_o, beats_o, info_o} <= next;
    end
    if (rst_i) valid_o <= 1'b0;
  end

  generate
    for (genvar i = 0; i < LANES; i++) begin : g_lane
      (* ram_style = "block" *)logic [LANE_BITS-1:0] memory[0:BLOCKS-1];
      logic [LANE_BITS-1:0] head_q;
      always_ff @(posedge clk_i) begin
        if (push_i && push_lane_i == BEATS_BITS'(i)) memory[push_block_i] <= data_i;
        if (next_ready) head_q <= memory[next_block];
      end
      assign data_o[i*LANE_BITS+:LANE_BITS] = head_q;
    end
  endgenerate

  always @(posedge clk_i) begin
    if (!rst_i) begin
      `MPNIC_ASSERT("batch_store: a flushed block has a place", !flush_i || place)
      `MPNIC_ASSERT("batch_store: a beat has a lane", !push_i || push_lane_i < BEATS_BITS'(LANES))
    end
  end
endmodule : batch_store
