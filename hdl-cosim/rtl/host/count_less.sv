// A count less a small number, without a carry through all its bits: the low bits are subtracted, the bits above stay or
// go down by 1. What the caller knows of them tells what they are afterwards.
module count_less #(
    parameter int HIGH_BITS = 20,
    parameter int LOW_BITS = 4
) (
    input  logic [HIGH_BITS-1:0] high_i,
    input  logic [HIGH_BITS-1:0] high_less_i,  // by 1
    input  logic                 high_zero_i,
    input  logic                 high_one_i,
    input  logic                 high_two_i,
    input  logic [ LOW_BITS-1:0] low_i,
    input  logic [ LOW_BITS-1:0] less_i,
    output logic [HIGH_BITS-1:0] high_o,
    output logic                 high_zero_o,
    output logic                 high_one_o,
    output logic [ LOW_BITS-1:0] low_o
);
  logic borrow;
  assign {borrow, low_o} = {1'b0, low_i} - {1'b0, less_i};
  assign high_o      = borrow ? high_less_i : high_i;
  assign high_zero_o = borrow ? high_one_i : high_zero_i;
  assign high_one_o  = borrow ? high_two_i : high_one_i;
endmodule : count_less
