`include "mpnic_assert.svh"

// Register slice with a registered ready: cuts a stream in both directions at full rate.
//
// Cell: C = 2, F = 1, B = 1. ready_o is (places used < 2), valid_o is (places used > 0).
module skid_buffer #(
    parameter int WIDTH = 8
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
  logic             ready_q;
  logic             valid_q;
  logic [WIDTH-1:0] data_q;
  logic [WIDTH-1:0] spare_q;

  assign ready_o = ready_q;
  assign valid_o = valid_q;
  assign data_o  = data_q;

  always_ff @(posedge clk_i) begin
    if (!valid_q || ready_i) begin
      data_q  <= ready_q ? data_i : spare_q;
      valid_q <= valid_i || !ready_q;
      ready_q <= 1'b1;
    end else if (valid_i && ready_q) begin
      spare_q <= data_i;
      ready_q <= 1'b0;
    end
    if (rst_i) begin
      valid_q <= 1'b0;
      ready_q <= 1'b1;
    end
  end

`ifndef FORMAL
  always @(posedge clk_i) begin
    if (!rst_i) begin
      `MPNIC_ASSERT("skid_buffer: a place is free or something is offered", ready_q || valid_q)
    end
  end
`endif

`ifdef FORMAL
  // A reference queue of two places: what it holds must come out, in order.
  logic f_started = 1'b0;
  logic [1:0] f_count;
  logic [WIDTH-1:0] f_first;
  logic [WIDTH-1:0] f_second;
  wire f_push = valid_i && ready_o;
  wire f_pop = valid_o && ready_i;
  always_ff @(posedge clk_i) begin
    f_started <= 1'b1;
    if (!f_started) assume (rst_i);
    if (f_push && (f_count == 2'd0 || f_count == 2'd1 && f_pop)) f_first <= data_i;
    else if (f_pop) f_first <= f_second;
    if (f_push) f_second <= data_i;
    f_count <= f_count + {1'b0, f_push} - {1'b0, f_pop};
    if (rst_i) f_count <= 2'd0;
    if (f_started) begin
      assert (f_count <= 2'd2);
      assert (ready_o == (f_count < 2'd2));
      assert (valid_o == (f_count != 2'd0));
      if (valid_o) assert (data_o == f_first);
      if (f_count == 2'd2) assert (spare_q == f_second);
      cover (f_count == 2'd2);
    end
  end
`endif
endmodule : skid_buffer
