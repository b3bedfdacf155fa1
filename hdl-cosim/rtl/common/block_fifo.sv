`include "mpnic_assert.svh"

// FIFO in block memory. The memory is read ahead into a register, so that the head is there in the cycle after its
// write (bypassed when the FIFO was empty) and follows at one a cycle.
//
// Cell: C = DEPTH, F = 1, B = 1: the head stands in the register and still holds its place.
module block_fifo #(
    parameter int WIDTH = 8,
    parameter int DEPTH = 512,
    parameter int COUNT_BITS = $clog2(DEPTH + 1),
    parameter int INDEX_BITS = DEPTH > 1 ? $clog2(DEPTH) : 1
) (
`ifdef FORMAL
    // For the proof of a cell that holds this one: the token that is followed.
    input  logic                  f_choose_i,
    output logic                  f_inside_o,
    output logic [     WIDTH-1:0] f_value_o,
    output logic [COUNT_BITS-1:0] f_ahead_o,
    output logic [COUNT_BITS-1:0] f_count_o,
`endif
    input  logic             clk_i,
    input  logic             rst_i,
    input  logic             valid_i,
    output logic             ready_o,
    input  logic [WIDTH-1:0] data_i,
    output logic             valid_o,
    input  logic             ready_i,
    output logic [WIDTH-1:0] data_o
);
  localparam logic [INDEX_BITS-1:0] LAST = INDEX_BITS'(DEPTH - 1);
  localparam logic [COUNT_BITS-1:0] FULL = COUNT_BITS'(DEPTH);

  (* ram_style = "block" *)logic [WIDTH-1:0] memory[0:DEPTH-1];
  logic [     WIDTH-1:0] head_q;
  logic [INDEX_BITS-1:0] write_q;
  logic [INDEX_BITS-1:0] read_q;
  logic [INDEX_BITS-1:0] read_d;
  logic [COUNT_BITS-1:0] count_q;
  logic                  push;
  logic                  pop;

  assign ready_o = count_q != FULL;
  assign valid_o = count_q != '0;
  assign data_o  = head_q;
  assign push    = valid_i && ready_o;
  assign pop     = valid_o && ready_i;
  assign read_d  = !pop ? read_q : read_q == LAST ? '0 : read_q + 1'b1;

  always_ff @(posedge clk_i) begin
    if (push) memory[write_q] <= data_i;
    head_q <= push && write_q == read_d ? data_i : memory[read_d];
    read_q <= read_d;
    if (push) write_q <= write_q == LAST ? '0 : write_q + 1'b1;
    if (push && !pop) count_q <= count_q + 1'b1;
    if (pop && !push) count_q <= count_q - 1'b1;
    if (rst_i) begin
      write_q <= '0;
      read_q  <= '0;
      count_q <= '0;
    end
  end

`ifndef FORMAL
  always @(posedge clk_i) begin
    if (!rst_i) begin
      `MPNIC_ASSERT("block_fifo: no overflow", count_q <= FULL)
    end
  end
`endif

`ifdef FORMAL
  // The head is what the memory holds; the rest is the proof of stream_fifo: one token, followed from place to place.
  logic [WIDTH-1:0] f_value;
  logic f_started = 1'b0;
  logic f_inside;
  logic [COUNT_BITS-1:0] f_ahead;
  logic [INDEX_BITS-1:0] f_place;
  assign f_inside_o = f_inside;
  assign f_value_o  = f_value;
  assign f_ahead_o  = f_ahead;
  assign f_count_o  = count_q;
  wire [INDEX_BITS:0] f_sum = {1'b0, read_q} + (INDEX_BITS + 1)'(f_ahead);
  wire [INDEX_BITS:0] f_end = {1'b0, read_q} + (INDEX_BITS + 1)'(count_q);
  always_ff @(posedge clk_i) begin
    f_started <= 1'b1;
    if (!f_started) assume (rst_i);
    if (push && f_choose_i && !f_inside) begin
      f_value  <= data_i;
      f_inside <= 1'b1;
      f_ahead  <= count_q - COUNT_BITS'(pop);
      f_place  <= write_q;
    end else if (f_inside && pop) begin
      f_inside <= f_ahead != '0;
      f_ahead  <= f_ahead - 1'b1;
    end
    if (rst_i) f_inside <= 1'b0;
    if (f_started) begin
      assert (count_q <= FULL);
      assert (write_q <= LAST);
      assert (read_q <= LAST);
      assert (f_end == {1'b0, write_q} || f_end == {1'b0, write_q} + (INDEX_BITS + 1)'(DEPTH));
      if (valid_o) assert (head_q == memory[read_q]);
      if (f_inside) begin
        assert (f_ahead < count_q);
        assert (f_place <= LAST);
        assert (f_sum == {1'b0, f_place} || f_sum == {1'b0, f_place} + (INDEX_BITS + 1)'(DEPTH));
        assert (memory[f_place] == f_value);
        if (f_ahead == '0) assert (data_o == f_value);
      end
    end
  end
`endif
endmodule : block_fifo
