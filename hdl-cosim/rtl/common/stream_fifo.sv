`include "mpnic_assert.svh"

// FIFO in registers or distributed memory.
//
// Cell: C = DEPTH, F = 1, B = 1. ready_o is (entries < DEPTH), valid_o is (entries > 0), both from registers.
module stream_fifo #(
    parameter int WIDTH = 8,
    parameter int DEPTH = 4,
    parameter int COUNT_BITS = $clog2(DEPTH + 1),
    parameter int INDEX_BITS = DEPTH > 1 ? $clog2(DEPTH) : 1
) (
    input  logic                  clk_i,
    input  logic                  rst_i,
    input  logic                  valid_i,
    output logic                  ready_o,
    input  logic [     WIDTH-1:0] data_i,
    output logic                  valid_o,
    input  logic                  ready_i,
    output logic [     WIDTH-1:0] data_o,
    output logic [COUNT_BITS-1:0] count_o
);
  logic [     WIDTH-1:0] memory  [0:DEPTH-1];
  logic [INDEX_BITS-1:0] write_q;
  logic [INDEX_BITS-1:0] read_q;
  logic [COUNT_BITS-1:0] count_q;

  localparam logic [INDEX_BITS-1:0] LAST = INDEX_BITS'(DEPTH - 1);
  localparam logic [COUNT_BITS-1:0] FULL = COUNT_BITS'(DEPTH);

  logic push;
  logic pop;
  assign ready_o = count_q != FULL;
  assign valid_o = count_q != '0;
  assign count_o = count_q;
  assign data_o  = memory[read_q];
  assign push    = valid_i && ready_o;
  assign pop     = valid_o && ready_i;

  always_ff @(posedge clk_i) begin
    if (push) begin
      memory[write_q] <= data_i;
      write_q <= write_q == LAST ? '0 : write_q + 1'b1;
    end
    if (pop) read_q <= read_q == LAST ? '0 : read_q + 1'b1;
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
      `MPNIC_ASSERT("stream_fifo: no overflow", count_q <= FULL)
    end
  end
`endif

`ifdef FORMAL
  // Follows one token: where it lies, and that it leaves in its turn and unchanged.
  (* anyconst *) logic [WIDTH-1:0] f_value;
  (* anyseq *) logic f_choose;
  logic f_started = 1'b0;
  logic f_inside;
  logic [COUNT_BITS-1:0] f_ahead;
  logic [INDEX_BITS-1:0] f_place;
  wire [INDEX_BITS:0] f_sum = {1'b0, read_q} + (INDEX_BITS + 1)'(f_ahead);
  wire [INDEX_BITS:0] f_end = {1'b0, read_q} + (INDEX_BITS + 1)'(count_q);
  always_ff @(posedge clk_i) begin
    f_started <= 1'b1;
    if (!f_started) assume (rst_i);
    if (push && f_choose && !f_inside) begin
      assume (data_i == f_value);
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
      if (f_inside) begin
        assert (f_ahead < count_q);
        assert (f_place <= LAST);
        assert (f_sum == {1'b0, f_place} || f_sum == {1'b0, f_place} + (INDEX_BITS + 1)'(DEPTH));
        assert (memory[f_place] == f_value);
        if (f_ahead == '0) assert (data_o == f_value);
      end
      cover (count_q == FULL && f_inside);
    end
  end
`endif
endmodule : stream_fifo
