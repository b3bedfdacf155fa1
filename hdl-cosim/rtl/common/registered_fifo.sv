// FIFO in block memory whose head stands in flip-flops: for a few bits that much hangs on, because what a block memory
// has read comes late in the cycle and from far away.
//
// Cell: C = DEPTH + 1, F = 1, B = 1: a block_fifo, and in front of it the head's register, which takes the next in the
// cycle in which the head leaves; past the memory if that is empty.
module registered_fifo #(
    parameter int WIDTH = 8,
    parameter int DEPTH = 512
) (
    input  logic             clk_i,
    input  logic             rst_i,
    input  logic             valid_i,
    output logic             ready_o,
    input  logic [WIDTH-1:0] data_i,
    output logic             valid_o,
    input  logic             ready_i,
    output logic [WIDTH-1:0] data_o
);
  logic [WIDTH-1:0] head_q;
  logic             head_valid_q;
  logic [WIDTH-1:0] next;
  logic             next_valid;
  logic             takes;  // the head's register takes the next
  logic             passes;  // which is the one that enters

  assign valid_o = head_valid_q;
  assign data_o  = head_q;
  assign takes   = !head_valid_q || ready_i;
  assign passes  = takes && !next_valid;

  always_ff @(posedge clk_i) begin
    if (takes) begin
      head_q       <= next_valid ? next : data_i;
      head_valid_q <= next_valid || valid_i;
    end
    if (rst_i) head_valid_q <= 1'b0;
  end

`ifdef FORMAL
  // One token, followed into the memory, where block_fifo's own proof follows it, and into the register.
  localparam int COUNT_BITS = $clog2(DEPTH + 1);
  (* anyseq *) logic f_choose;
  logic f_started = 1'b0;
  logic f_inside;
  logic f_head;  // in the register
  logic [WIDTH-1:0] f_value;
  logic [COUNT_BITS:0] f_ahead;
  logic [COUNT_BITS:0] f_count;
  logic f_behind;
  logic [WIDTH-1:0] f_behind_value;
  logic [COUNT_BITS-1:0] f_behind_ahead;
  logic [COUNT_BITS-1:0] f_behind_count;
  wire f_push = valid_i && ready_o;
  wire f_pop = valid_o && ready_i;
  always_ff @(posedge clk_i) begin
    f_started <= 1'b1;
    if (!f_started) assume (rst_i);
    f_count <= f_count + (COUNT_BITS + 1)'(f_push) - (COUNT_BITS + 1)'(f_pop);
    if (f_push && f_choose && !f_inside) begin
      f_value  <= data_i;
      f_inside <= 1'b1;
      f_head   <= passes;
      f_ahead  <= f_count - (COUNT_BITS + 1)'(f_pop);
    end else if (f_inside && f_pop) begin
      f_inside <= f_ahead != '0;
      f_ahead  <= f_ahead - 1'b1;
      f_head   <= f_behind && f_behind_ahead == '0;
    end
    if (rst_i) begin
      f_inside <= 1'b0;
      f_head   <= 1'b0;
      f_count  <= '0;
    end
    if (f_started) begin
      assert (f_count == (COUNT_BITS + 1)'(f_behind_count) + (COUNT_BITS + 1)'(head_valid_q));
      assert (head_valid_q || !next_valid);
      assert (valid_o == (f_count != '0));
      assert (ready_o == (f_count < (COUNT_BITS + 1)'(DEPTH + 1)));
      assert (f_behind == (f_inside && !f_head));
      assert (f_inside || !f_head);
      if (f_behind) assert (f_behind_value == f_value && f_ahead == {1'b0, f_behind_ahead} + 1'b1);
      if (f_head) assert (head_valid_q && f_ahead == '0);
      if (f_inside) assert (f_ahead < f_count);
      if (f_inside && f_ahead == '0) assert (data_o == f_value);
    end
  end
`endif

  block_fifo #(
      .WIDTH(WIDTH),
      .DEPTH(DEPTH)
  ) behind (
`ifdef FORMAL
      .f_choose_i(f_choose && !f_inside),
      .f_inside_o(f_behind),
      .f_value_o (f_behind_value),
      .f_ahead_o (f_behind_ahead),
      .f_count_o (f_behind_count),
`endif
      .clk_i,
      .rst_i,
      .valid_i(valid_i && !passes),
      .ready_o,
      .data_i,
      .valid_o(next_valid),
      .ready_i(takes),
      .data_o (next)
  );
endmodule : registered_fifo
