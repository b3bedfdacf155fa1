// The greatest multiple of a divisor that is not above a number: serial division, one bit of the quotient a cycle.
//
// start_i takes the operands; multiple_o is there DIGITS + 1 cycles later, until the next start. The divisor is
// 2^(WIDTH - DIGITS) or more, so that the quotient has no more than DIGITS bits.
module whole_multiple #(
    parameter int WIDTH  = 16,
    parameter int DIGITS = 12
) (
    input  logic             clk_i,
    input  logic             start_i,
    input  logic [WIDTH-1:0] number_i,
    input  logic [WIDTH-1:0] divisor_i,
    output logic [WIDTH-1:0] multiple_o
);
  localparam int COUNT_BITS = $clog2(DIGITS + 1);

  logic [COUNT_BITS-1:0] left_q;
  logic [     WIDTH-1:0] number_q;
  logic [     WIDTH-1:0] divisor_q;
  logic [     WIDTH-1:0] rest_q;  // of the bits that are divided, less than the divisor
  logic [    DIGITS-1:0] digits_q;  // those that are not
  logic [       WIDTH:0] next;
  logic [       WIDTH:0] difference;

  assign next       = {rest_q, digits_q[DIGITS-1]};
  assign difference = next - {1'b0, divisor_q};

  always_ff @(posedge clk_i) begin
    if (start_i) begin
      left_q    <= COUNT_BITS'(DIGITS);
      number_q  <= number_i;
      divisor_q <= divisor_i;
      rest_q    <= WIDTH'(number_i[WIDTH-1:DIGITS]);
      digits_q  <= number_i[DIGITS-1:0];
    end else if (left_q != '0) begin
      left_q   <= left_q - 1'b1;
      digits_q <= digits_q << 1;
      rest_q   <= difference[WIDTH] ? next[WIDTH-1:0] : difference[WIDTH-1:0];
    end
  end

  assign multiple_o = number_q - rest_q;

`ifdef FORMAL
  // What is divided so far is quotient times divisor and the rest, and what is not stands in digits_q.
  logic f_started = 1'b0;
  logic [WIDTH-1:0] f_quotient;
  wire [2*WIDTH-1:0] f_product = f_quotient * divisor_q;
  wire [WIDTH-1:0] f_divided = number_q >> left_q;
  wire [WIDTH-1:0] f_below = number_q & ((WIDTH'(1) << left_q) - 1'b1);
  always_ff @(posedge clk_i) begin
    if (!f_started) assume (start_i);
    if (start_i) begin
      assume (divisor_i[WIDTH-1:WIDTH-DIGITS] != '0);
      f_started  <= 1'b1;
      f_quotient <= '0;
    end else if (left_q != '0) begin
      f_quotient <= {f_quotient[WIDTH-2:0], !difference[WIDTH]};
    end
    if (f_started) begin
      assert (left_q <= COUNT_BITS'(DIGITS));
      assert (divisor_q[WIDTH-1:WIDTH-DIGITS] != '0);
      assert (rest_q < divisor_q);
      assert (f_product + rest_q == f_divided);
      assert (digits_q == DIGITS'(f_below << (COUNT_BITS'(DIGITS) - left_q)));
      if (left_q == '0) assert (multiple_o == f_product && number_q - multiple_o < divisor_q);
    end
  end
`endif
endmodule : whole_multiple
