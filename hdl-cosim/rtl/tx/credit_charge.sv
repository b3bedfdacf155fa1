// What a chunk under policy weighted costs: each place that may send gets weight * bytes more credit, and the one that got
// the chunk pays the sum of that.
//
// The places come with their credits while the contexts are scanned (place_valid_i), and are kept. charge_i gives what was
// decided; from then on one place a cycle: the new credit of place k is written LATENCY + k cycles after charge_i. A product
// is six multiples of the chunk's length, one for each two bits of a weight, or of the sum of the others' weights.
module credit_charge #(
    parameter int PLACES = 8,
    parameter int PLACE_BITS = PLACES > 1 ? $clog2(PLACES) : 1,
    parameter int ENTRY_BITS = 12 + PLACE_BITS
) (
    input  logic                  clk_i,
    input  logic                  rst_i,
    // Places as they are.
    input  logic                  place_valid_i,
    input  logic [PLACE_BITS-1:0] place_i,
    input  logic [           7:0] weight_i,
    input  logic [          31:0] credit_i,
    // The chunk.
    input  logic                  charge_i,
    input  logic [          15:0] bytes_i,
    input  logic [          15:0] places_i,       // those that may send
    input  logic [           3:0] chosen_i,
    input  logic [          11:0] weights_i,      // sum
    input  logic [ENTRY_BITS-PLACE_BITS-1:0] connection_i,
    // The new credits.
    output logic                  write_valid_o,
    output logic [ENTRY_BITS-1:0] write_entry_o,
    output logic [          31:0] write_value_o
);
  localparam int KEPT_BITS = 40;
  localparam logic [PLACE_BITS-1:0] LAST = PLACE_BITS'(PLACES - 1);

  logic [KEPT_BITS-1:0] kept[0:PLACES-1];

  // ---- the chunk, and three times its length

  logic                             run_q;
  logic [           PLACE_BITS-1:0] place_q;
  logic [                     15:0] bytes_q;
  logic [                     17:0] three_q;
  logic [                     15:0] places_q;
  logic [                      3:0] chosen_q;
  logic [                     11:0] weights_q;
  logic [ENTRY_BITS-PLACE_BITS-1:0] connection_q;

  always_ff @(posedge clk_i) begin
    if (place_valid_i) kept[place_i] <= {weight_i, credit_i};
    if (charge_i) begin
      run_q        <= 1'b1;
      place_q      <= '0;
      bytes_q      <= bytes_i;
      three_q      <= 18'(bytes_i) + {1'b0, bytes_i, 1'b0};
      places_q     <= places_i;
      chosen_q     <= chosen_i;
      weights_q    <= weights_i;
      connection_q <= connection_i;
    end else if (run_q) begin
      place_q  <= place_q + 1'b1;
      places_q <= places_q >> 1;
      if (place_q == LAST) run_q <= 1'b0;
    end
    if (rst_i) run_q <= 1'b0;
  end

  // ---- a place: its weight and credit; the factor; multiples by pairs; their sum in two steps; the new credit

  logic [5:0] valid_q;
  logic [ENTRY_BITS-1:0] entry_1q;
  logic [ENTRY_BITS-1:0] entry_2q;
  logic [ENTRY_BITS-1:0] entry_3q;
  logic [ENTRY_BITS-1:0] entry_4q;
  logic [ENTRY_BITS-1:0] entry_5q;
  logic        pays_1q;
  logic        pays_2q;
  logic        pays_3q;
  logic        pays_4q;
  logic        pays_5q;
  logic [ 7:0] weight_1q;
  logic [31:0] credit_1q;
  logic [31:0] credit_2q;
  logic [31:0] credit_3q;
  logic [31:0] credit_4q;
  logic [31:0] credit_5q;
  logic [11:0] factor_2q;
  logic [19:0] pair_3q[0:2];
  logic [23:0] low_4q;
  logic [19:0] high_4q;
  logic [27:0] product_5q;
  logic [17:0] multiple[0:5];

  always_comb begin
    for (int digit = 0; digit < 6; digit++) begin
      unique case (factor_2q[2*digit+:2])
        2'd0: multiple[digit] = '0;
        2'd1: multiple[digit] = {2'd0, bytes_q};
        2'd2: multiple[digit] = {1'b0, bytes_q, 1'b0};
        default: multiple[digit] = three_q;
      endcase
    end
  end

  always_ff @(posedge clk_i) begin
    valid_q <= rst_i ? '0 : {valid_q[4:0], run_q && places_q[0]};
    {weight_1q, credit_1q} <= kept[place_q];
    entry_1q <= {connection_q, place_q};
    pays_1q  <= 4'(place_q) == chosen_q;

    factor_2q <= pays_1q ? weights_q - 12'(weight_1q) : 12'(weight_1q);
    credit_2q <= credit_1q;
    entry_2q  <= entry_1q;
    pays_2q   <= pays_1q;

    for (int i = 0; i < 3; i++) pair_3q[i] <= 20'(multiple[2*i]) + {multiple[2*i+1], 2'd0};
    credit_3q <= credit_2q;
    entry_3q  <= entry_2q;
    pays_3q   <= pays_2q;

    low_4q    <= 24'(pair_3q[0]) + {pair_3q[1], 4'd0};
    high_4q   <= pair_3q[2];
    credit_4q <= credit_3q;
    entry_4q  <= entry_3q;
    pays_4q   <= pays_3q;

    product_5q <= 28'(low_4q) + {high_4q, 8'd0};
    credit_5q  <= credit_4q;
    entry_5q   <= entry_4q;
    pays_5q    <= pays_4q;

    write_entry_o <= entry_5q;
    write_value_o <= pays_5q ? credit_5q - 32'(product_5q) : credit_5q + 32'(product_5q);
  end

  assign write_valid_o = valid_q[5];
endmodule : credit_charge
