// Length of a chunk: most_i, cut to whole segments of payload_i bytes. Serial division, one bit of the quotient a cycle.
//
// start_i takes the operands; bytes_o is there DIGITS + 1 cycles later, until the next start. payload_i is 16 or more, so
// that the quotient has no more than 12 bits.
module chunk_length #(
    parameter int DIGITS = 12
) (
    input  logic        clk_i,
    input  logic        start_i,
    input  logic [15:0] most_i,
    input  logic [15:0] payload_i,
    output logic [15:0] bytes_o
);
  localparam int COUNT_BITS = $clog2(DIGITS + 1);

  logic [COUNT_BITS-1:0] left_q;
  logic [15:0] most_q;
  logic [15:0] payload_q;
  logic [15:0] rest_q;  // remainder so far, less than payload_q
  logic [DIGITS-1:0] digits_q;
  logic [16:0] next;
  logic [16:0] difference;

  assign next       = {rest_q, digits_q[DIGITS-1]};
  assign difference = next - {1'b0, payload_q};

  always_ff @(posedge clk_i) begin
    if (start_i) begin
      left_q    <= COUNT_BITS'(DIGITS);
      most_q    <= most_i;
      payload_q <= payload_i;
      rest_q    <= 16'(most_i[15:DIGITS]);
      digits_q  <= most_i[DIGITS-1:0];
    end else if (left_q != '0) begin
      left_q   <= left_q - 1'b1;
      digits_q <= digits_q << 1;
      rest_q   <= difference[16] ? next[15:0] : difference[15:0];
    end
  end

  assign bytes_o = most_q - rest_q;
endmodule : chunk_length
