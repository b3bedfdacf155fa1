// Toeplitz hash of 36 bytes (Microsoft, "Verifying the RSS hash calculation"): source address, destination address,
// source port, destination port in network order, zeros behind a shorter input. Combinational: 32 trees of exclusive
// ors, each over the input bits that the key chooses for it.
module toeplitz_hash #(
    // 40 bytes, the first one in the highest bits.
    parameter logic [319:0] KEY = '0
) (
    input  logic [287:0] data_i,
    output logic [ 31:0] hash_o
);
  // Input bit i (the highest is 0) meets bits i to i + 31 of the key, so one bit of the hash meets a run of the key.
  generate
    for (genvar b = 0; b < 32; b++) begin : g_bit
      assign hash_o[b] = ^(data_i & KEY[288+b-:288]);
    end
  endgenerate
endmodule : toeplitz_hash
