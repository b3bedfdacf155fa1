// mapping_table as sim/synthesize places it: what the slots' memory reads comes from one slot's worth of pins, turned for
// every slot, and eight results are folded into one, so that pins leave room for the loops.
module mapping_table_alone #(
    parameter int SUBFLOWS = 16,
    parameter int SLOTS = 4,
    parameter int ENTRY_BITS = $clog2(SUBFLOWS),
    parameter int IN_BITS = 2 * ENTRY_BITS + 1 + 12 + 147 + 2 + 12 + 4 * 32 + 3 + 147 + 32,
    parameter int RESULT_BITS = 2 + SLOTS + SLOTS + 1 + SLOTS + SLOTS + 147 * SLOTS + 147 + 3 + 32 + 64 + 4,
    parameter int OUT_BITS = (RESULT_BITS + 7) / 8
) (
    input  logic                clk_i,
    input  logic                rst_i,
    input  logic [ IN_BITS-1:0] in_i,
    output logic [OUT_BITS-1:0] out_o
);
  logic [ENTRY_BITS-1:0] subflow_i;
  logic [ENTRY_BITS-1:0] write_entry_i;
  logic write_valid_i;
  logic [11:0] write_generation_i;
  logic [146:0] slot;
  logic eligible_i;
  logic plain_i;
  logic [11:0] generation_i;
  logic [31:0] next_i;
  logic [31:0] far_next_i;
  logic [31:0] ssn_i;
  logic [31:0] ssn_last_i;
  logic brings_finite_i;
  logic brings_infinite_i;
  logic beyond_i;
  logic [146:0] mapping_i;
  logic [31:0] mapping_last_i;
  assign {subflow_i, write_entry_i, write_valid_i, write_generation_i, slot, eligible_i, plain_i, generation_i, next_i,
      far_next_i, ssn_i, ssn_last_i, brings_finite_i, brings_infinite_i, beyond_i, mapping_i, mapping_last_i} = in_i;

  logic [293:0] twice;
  logic [147*SLOTS-1:0] slots_i;
  assign twice = {slot, slot};
  always_comb begin
    for (int i = 0; i < SLOTS; i++) slots_i[147*i+:147] = twice[5*i+:147];
  end

  logic known_o;
  logic unknown_o;
  logic [SLOTS-1:0] written_o;
  logic [SLOTS-1:0] own_o;
  logic replaced_o;
  logic [SLOTS-1:0] touched_o;
  logic [SLOTS-1:0] holding_o;
  logic [147*SLOTS-1:0] slots_o;
  logic [146:0] mapping_o;
  logic infinite_o;
  logic infinite_before_o;
  logic infinite_dsn_is_64_o;
  logic [31:0] infinite_ssn_o;
  logic [63:0] infinite_dsn_o;
  logic inserted_o;
  logic repeated_o;
  logic old_o;
  logic conflicting_o;
  logic [8*OUT_BITS-1:0] results;
  always_ff @(posedge clk_i) for (int i = 0; i < OUT_BITS; i++) out_o[i] <= ^results[8*i+:8];
  assign results = (8 * OUT_BITS)'({known_o, unknown_o, written_o, own_o, replaced_o, touched_o, holding_o, slots_o, mapping_o, infinite_o,
      infinite_before_o, infinite_dsn_is_64_o, infinite_ssn_o, infinite_dsn_o, inserted_o, repeated_o, old_o,
      conflicting_o});

  mapping_table #(
      .SUBFLOWS(SUBFLOWS),
      .SLOTS   (SLOTS)
  ) table_alone (
      .*
  );
endmodule : mapping_table_alone
