`include "mpnic_assert.svh"

// Exact-match table of two-choice buckets: a key may stand in any way of either of its two buckets.
//
// A lookup enters with its buckets and key at cycle T; hit_o and value_o hold at T + READ_LATENCY + 2: the read, the
// comparison, the choice. Both buckets are read at once and all ways compared; the first match in the order bucket A way
// 0 upwards, then bucket B, wins. One lookup a cycle.
//
// The control processor writes one slot a cycle, whole. A write that enters at cycle T holds for every lookup that enters
// later and for none that entered at T or before.
//
// Two reads and a write are more than a block memory has ports, so each bucket choice reads a copy of its own. Reset does
// not clear the memory: it starts empty when the card is configured, and the control processor empties slots after that.
module exact_match_table #(
    parameter int ENTRIES = 4096,
    parameter int WAYS = 4,
    parameter int KEY_BITS = 289,
    parameter int VALUE_BITS = 32,
    parameter int READ_LATENCY = 2,
    parameter int BUCKETS = ENTRIES / WAYS,
    parameter int BUCKET_BITS = BUCKETS > 1 ? $clog2(BUCKETS) : 1,
    parameter int ENTRY_BITS = ENTRIES > 1 ? $clog2(ENTRIES) : 1
) (
    input  logic                   clk_i,
    // Lookup.
    input  logic [BUCKET_BITS-1:0] bucket_a_i,
    input  logic [BUCKET_BITS-1:0] bucket_b_i,
    input  logic [   KEY_BITS-1:0] key_i,
    output logic                   hit_o,
    output logic [ VALUE_BITS-1:0] value_o,
    // The control processor's port: slot w of bucket b is entry b * WAYS + w.
    input  logic                   write_valid_i,
    input  logic [ ENTRY_BITS-1:0] write_entry_i,
    input  logic                   write_used_i,
    input  logic [   KEY_BITS-1:0] write_key_i,
    input  logic [ VALUE_BITS-1:0] write_value_i
);
  localparam int SLOT_BITS = 1 + VALUE_BITS + KEY_BITS;
  localparam int WAY_BITS = WAYS > 1 ? $clog2(WAYS) : 0;

  logic [BUCKET_BITS-1:0] write_bucket;
  assign write_bucket = BUCKET_BITS'(write_entry_i >> WAY_BITS);

  // ---- the key, as long as its buckets are read

  logic [KEY_BITS-1:0] key_q[0:READ_LATENCY-1];
  always_ff @(posedge clk_i) begin
    key_q[0] <= key_i;
    for (int i = 1; i < READ_LATENCY; i++) key_q[i] <= key_q[i-1];
  end

  // ---- read and comparison, for each way of both buckets

  logic [WAYS-1:0] match_a_q;
  logic [WAYS-1:0] match_b_q;
  logic [WAYS*VALUE_BITS-1:0] value_a_q;
  logic [WAYS*VALUE_BITS-1:0] value_b_q;

  generate
    for (genvar w = 0; w < WAYS; w++) begin : g_way
      (* ram_style = "block" *) logic [SLOT_BITS-1:0] memory_a[0:BUCKETS-1];
      (* ram_style = "block" *) logic [SLOT_BITS-1:0] memory_b[0:BUCKETS-1];
      logic [SLOT_BITS-1:0] read_a_q[0:READ_LATENCY-1];
      logic [SLOT_BITS-1:0] read_b_q[0:READ_LATENCY-1];
      logic write;

      initial begin
        for (int i = 0; i < BUCKETS; i++) begin
          memory_a[i] = '0;
          memory_b[i] = '0;
        end
      end

      assign write = write_valid_i && (WAYS == 1 || write_entry_i[(WAY_BITS > 0 ? WAY_BITS - 1 : 0):0] == w);

      always_ff @(posedge clk_i) begin
        if (write) memory_a[write_bucket] <= {write_used_i, write_value_i, write_key_i};
        read_a_q[0] <= memory_a[bucket_a_i];
        for (int i = 1; i < READ_LATENCY; i++) read_a_q[i] <= read_a_q[i-1];
      end

      always_ff @(posedge clk_i) begin
        if (write) memory_b[write_bucket] <= {write_used_i, write_value_i, write_key_i};
        read_b_q[0] <= memory_b[bucket_b_i];
        for (int i = 1; i < READ_LATENCY; i++) read_b_q[i] <= read_b_q[i-1];
      end

      logic [SLOT_BITS-1:0] slot_a;
      logic [SLOT_BITS-1:0] slot_b;
      assign slot_a = read_a_q[READ_LATENCY-1];
      assign slot_b = read_b_q[READ_LATENCY-1];

      always_ff @(posedge clk_i) begin
        match_a_q[w] <= slot_a[SLOT_BITS-1] && slot_a[KEY_BITS-1:0] == key_q[READ_LATENCY-1];
        match_b_q[w] <= slot_b[SLOT_BITS-1] && slot_b[KEY_BITS-1:0] == key_q[READ_LATENCY-1];
        value_a_q[w*VALUE_BITS+:VALUE_BITS] <= slot_a[KEY_BITS+:VALUE_BITS];
        value_b_q[w*VALUE_BITS+:VALUE_BITS] <= slot_b[KEY_BITS+:VALUE_BITS];
      end
    end
  endgenerate

  // ---- the choice

  logic [VALUE_BITS-1:0] chosen;
  always_comb begin
    chosen = '0;
    for (int w = WAYS - 1; w >= 0; w--) if (match_b_q[w]) chosen = value_b_q[w*VALUE_BITS+:VALUE_BITS];
    for (int w = WAYS - 1; w >= 0; w--) if (match_a_q[w]) chosen = value_a_q[w*VALUE_BITS+:VALUE_BITS];
  end

  always_ff @(posedge clk_i) begin
    hit_o   <= match_a_q != '0 || match_b_q != '0;
    value_o <= chosen;
  end
  always @(posedge clk_i) begin
    `MPNIC_ASSERT("exact_match_table: a write names a slot", !write_valid_i || 32'(write_entry_i) < ENTRIES)
  end

endmodule : exact_match_table
