// Shift register: what a stage does not touch travels beside it.
//
// Cell: F = CYCLES, never stalled. Only the valid bit is reset.
module delay_line #(
    parameter int WIDTH  = 8,
    parameter int CYCLES = 1
) (
    input  logic             clk_i,
    input  logic             rst_i,
    input  logic             valid_i,
    input  logic [WIDTH-1:0] data_i,
    output logic             valid_o,
    output logic [WIDTH-1:0] data_o
);
  logic [CYCLES-1:0] valid_q;
  logic [ WIDTH-1:0] data_q  [0:CYCLES-1];

  assign valid_o = valid_q[CYCLES-1];
  assign data_o  = data_q[CYCLES-1];

  always_ff @(posedge clk_i) begin
    valid_q[0] <= valid_i && !rst_i;
    data_q[0]  <= data_i;
    for (int i = 1; i < CYCLES; i++) begin
      valid_q[i] <= valid_q[i-1] && !rst_i;
      data_q[i]  <= data_q[i-1];
    end
  end
endmodule : delay_line
