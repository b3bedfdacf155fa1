// Delay of a constant number of cycles: what a stage does not touch travels beside it.
//
// Cell: F = CYCLES, never stalled. Only the valid bits are reset. A short one is a shift register. In a longer one the
// data lies still, in a ring of distributed memory that is read into an output register: less logic toggles, and less is
// moved in simulation.
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
  localparam int SHORT = 3;

  logic [CYCLES-1:0] valid_q;
  assign valid_o = valid_q[CYCLES-1];

  always_ff @(posedge clk_i) begin
    valid_q <= rst_i ? '0 : CYCLES'({valid_q, valid_i});
  end

  generate
    if (CYCLES <= SHORT) begin : g_shift
      logic [WIDTH-1:0] data_q[0:CYCLES-1];
      assign data_o = data_q[CYCLES-1];

      always_ff @(posedge clk_i) begin
        data_q[0] <= data_i;
        for (int i = 1; i < CYCLES; i++) data_q[i] <= data_q[i-1];
      end
    end else begin : g_ring
      // The place that is written was written CYCLES - 1 cycles ago.
      localparam int PLACES = CYCLES - 1;
      localparam int PLACE_BITS = $clog2(PLACES);
      localparam logic [PLACE_BITS-1:0] LAST = PLACE_BITS'(PLACES - 1);
      (* ram_style = "distributed" *)logic [WIDTH-1:0] memory[0:PLACES-1];
      logic [PLACE_BITS-1:0] place_q;
      logic [WIDTH-1:0] data_q;
      assign data_o = data_q;

      always_ff @(posedge clk_i) begin
        memory[place_q] <= data_i;
        data_q <= memory[place_q];
        place_q <= rst_i || place_q == LAST ? '0 : place_q + 1'b1;
      end
    end
  endgenerate
endmodule : delay_line
