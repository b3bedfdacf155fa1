// Table of the transmit side that the control processor writes and a stage reads.
//
// One read and one write a cycle. An entry that is asked for at cycle T is there at T + READ_LATENCY; a write at T holds for
// what is asked for later.
module tx_table #(
    parameter int ENTRIES = 16,
    parameter int WIDTH = 64,
    parameter int READ_LATENCY = 2,
    parameter int ENTRY_BITS = $clog2(ENTRIES)
) (
    input  logic                  clk_i,
    input  logic [ENTRY_BITS-1:0] read_entry_i,
    output logic [     WIDTH-1:0] value_o,
    input  logic                  write_valid_i,
    input  logic [ENTRY_BITS-1:0] write_entry_i,
    input  logic [     WIDTH-1:0] write_value_i
);
  (* ram_style = "block" *)logic [WIDTH-1:0] memory[0:ENTRIES-1];
  logic [WIDTH-1:0] read_q[0:READ_LATENCY-1];

  initial begin
    for (int i = 0; i < ENTRIES; i++) memory[i] = '0;
  end

  always_ff @(posedge clk_i) begin
    if (write_valid_i) memory[write_entry_i] <= write_value_i;
    read_q[0] <= memory[read_entry_i];
    for (int i = 1; i < READ_LATENCY; i++) read_q[i] <= read_q[i-1];
  end

  assign value_o = read_q[READ_LATENCY-1];
endmodule : tx_table
