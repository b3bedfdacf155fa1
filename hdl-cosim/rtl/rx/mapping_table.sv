// First half of dss_mapper: the outstanding mappings of each subflow. Compares every slot with the word, expires what the
// in-order point has left behind, and inserts the mapping that the word brings.
//
// One word a cycle, never stalled. The work is cut so that what one word leaves to the next takes one short cycle:
//   A  READ_LATENCY + 1 cycles behind the read: generation and infinite mapping, a read-modify-write of their own; all
//      slots are compared with the word, as they are after the word two cycles ahead.
//   B  one cycle later: the read-modify-write of valid, expired and the next victim. The slots themselves are not in it:
//      a slot is only ever written with the mapping of a word, so the comparison with the word one cycle ahead is made in
//      A as well, and B selects.
//   C  one cycle later: the slot is written, and the results hold.
// A slot holds a mapping in the order of mapping_compare.
module mapping_table #(
    parameter int SUBFLOWS = 4096,
    parameter int SLOTS = 8,
    parameter int READ_LATENCY = 2,
    parameter int ENTRY_BITS = $clog2(SUBFLOWS)
) (
    input  logic                  clk_i,
    input  logic                  rst_i,
    // The word, cycle T, and a write of the control processor that empties an entry for the words behind it.
    input  logic [ENTRY_BITS-1:0] subflow_i,
    input  logic                  write_valid_i,
    input  logic [ENTRY_BITS-1:0] write_entry_i,
    input  logic [          11:0] write_generation_i,
    // The same word in A, cycle T + READ_LATENCY + 1.
    input  logic                  eligible_i,  // a segment of an MPTCP subflow, without exception but the handshake's
    input  logic                  plain_i,  // without exception at all
    input  logic [          11:0] generation_i,
    input  logic [          31:0] next_i,
    input  logic [          31:0] far_next_i,
    input  logic [          31:0] ssn_i,
    input  logic [          31:0] ssn_last_i,
    input  logic                  brings_finite_i,  // a mapping inside the window, of one byte of data or more
    input  logic                  brings_infinite_i,  // an infinite mapping inside the window
    input  logic                  beyond_i,  // its data ends beyond the in-order point
    input  logic [         146:0] mapping_i,
    input  logic [          31:0] mapping_last_i,
    // The same word in C, cycle T + READ_LATENCY + 3.
    output logic                  known_o,  // the context belongs to the word's generation
    output logic                  unknown_o,  // it does not
    output logic [     SLOTS-1:0] written_o,  // the slot that takes the word's mapping
    output logic [     SLOTS-1:0] own_o,  // the slot that has the word's mapping, written now or before
    output logic                  replaced_o,  // the slot held another
    output logic [     SLOTS-1:0] touched_o,  // slots that the payload touches, the word's mapping inserted
    output logic [     SLOTS-1:0] holding_o,  // slots that hold the whole payload
    output logic [ SLOTS*147-1:0] slots_o,  // the slots without the word's mapping
    output logic [         146:0] mapping_o,
    output logic                  infinite_o,
    output logic                  infinite_before_o,
    output logic                  infinite_dsn_is_64_o,
    output logic [          31:0] infinite_ssn_o,
    output logic [          63:0] infinite_dsn_o,
    output logic                  inserted_o,  // this and all below: counted
    output logic                  repeated_o,
    output logic                  old_o,
    output logic                  conflicting_o
);
  localparam int WIDTH = 147;
  localparam int INFINITE_BITS = 64 + 32 + 1 + 1 + 1 + 12;
  localparam int STATE_BITS = 3 * SLOTS;
  localparam logic [31:0] REBASE = 32'd1 << 30;

  // ---- which words follow each other on one subflow

  logic [ENTRY_BITS-1:0] entry_r;
  logic [ENTRY_BITS-1:0] entry_a_q;
  logic [ENTRY_BITS-1:0] entry_b_q;
  logic same_ab_q;
  logic same_ac_q;
  logic same_bc_q;
  logic unused_valid;

  delay_line #(
      .WIDTH (ENTRY_BITS),
      .CYCLES(READ_LATENCY)
  ) entries (
      .clk_i,
      .rst_i,
      .valid_i(1'b0),
      .data_i (subflow_i),
      .valid_o(unused_valid),
      .data_o (entry_r)
  );

  always_ff @(posedge clk_i) begin
    entry_a_q <= entry_r;
    entry_b_q <= entry_a_q;
    same_ab_q <= entry_r == entry_a_q;
    same_ac_q <= entry_r == entry_b_q;
    same_bc_q <= same_ab_q;
  end

  // ---- A: generation and infinite mapping

  logic [INFINITE_BITS-1:0] infinite_context;
  logic [INFINITE_BITS-1:0] infinite_after;
  logic        infinite;
  logic        infinite_before;
  logic        infinite_dsn_is_64;
  logic [31:0] infinite_ssn;
  logic [63:0] infinite_dsn;
  logic        known;
  logic        announces;
  logic        moves;
  logic        behind_infinite;
  logic [31:0] infinite_distance;
  logic [31:0] end_distance;

  context_memory #(
      .ENTRIES     (SUBFLOWS),
      .WIDTH       (INFINITE_BITS),
      .READ_LATENCY(READ_LATENCY)
  ) infinite_contexts (
      .clk_i,
      .rst_i,
      .read_entry_i  (subflow_i),
      .write_valid_i,
      .write_entry_i,
      .write_value_i ({{(INFINITE_BITS - 12) {1'b0}}, write_generation_i}),
      .context_o     (infinite_context),
      .update_valid_i(moves || announces),
      .update_value_i(infinite_after)
  );

  assign infinite           = infinite_context[12];
  assign infinite_before    = infinite_context[13];
  assign infinite_dsn_is_64 = infinite_context[14];
  assign infinite_ssn       = infinite_context[46:15];
  assign infinite_dsn       = infinite_context[110:47];

  assign known              = eligible_i && infinite_context[11:0] == generation_i;
  assign infinite_distance  = next_i - infinite_ssn;
  assign end_distance       = mapping_i[82:51] - infinite_ssn;
  assign moves              = known && infinite && infinite_distance[31:30] == 2'b01;
  assign announces          = known && plain_i && brings_infinite_i && !infinite;
  assign behind_infinite    = infinite && (infinite_before || moves || !end_distance[31] && end_distance != 32'd0);
  assign infinite_after     = announces
      ? {mapping_i[146:83], mapping_i[50:19], mapping_i[0], 1'b0, 1'b1, infinite_context[11:0]}
      : moves
      ? {infinite_dsn + {32'd0, REBASE}, infinite_ssn + REBASE, infinite_dsn_is_64, 1'b1, 1'b1, infinite_context[11:0]}
      : infinite_context;

  // ---- A: the slots as the word two cycles ahead leaves them, compared with the word

  logic [SLOTS*WIDTH-1:0] read;
  logic [SLOTS*WIDTH-1:0] slots_a_q;
  logic [SLOTS*WIDTH-1:0] slots_a;
  logic [SLOTS*WIDTH-1:0] slots_b_q;
  logic [SLOTS*WIDTH-1:0] slots_c_q;
  logic [WIDTH-1:0] mapping_b_q;
  logic [WIDTH-1:0] mapping_c_q;
  logic [SLOTS-1:0] written;
  logic [SLOTS-1:0] written_q;

  slot_memory #(
      .ENTRIES     (SUBFLOWS),
      .SLOTS       (SLOTS),
      .WIDTH       (WIDTH),
      .READ_LATENCY(READ_LATENCY)
  ) memory (
      .clk_i,
      .read_entry_i (subflow_i),
      .value_o      (read),
      .write_i      (written_q),
      .write_value_i(mapping_c_q)
  );

  logic [SLOTS-1:0] passed_a;
  logic [SLOTS-1:0] far_a;
  logic [SLOTS-1:0] touched_a;
  logic [SLOTS-1:0] holds_a;
  logic [SLOTS-1:0] conflicts_a;
  logic [SLOTS-1:0] equal_a;

  generate
    for (genvar i = 0; i < SLOTS; i++) begin : g_slot
      assign slots_a[i*WIDTH+:WIDTH] = same_ac_q && written_q[i] ? mapping_c_q : slots_a_q[i*WIDTH+:WIDTH];
      mapping_compare compare (
          .next_i,
          .far_next_i,
          .ssn_i,
          .ssn_last_i,
          .mapping_i,
          .mapping_last_i,
          .slot_i     (slots_a[i*WIDTH+:WIDTH]),
          .passed_o   (passed_a[i]),
          .far_o      (far_a[i]),
          .touched_o  (touched_a[i]),
          .holds_o    (holds_a[i]),
          .conflicts_o(conflicts_a[i]),
          .equal_o    (equal_a[i])
      );
    end
  endgenerate

  // The mapping of the word one cycle ahead, should it be written.
  logic passed_ahead;
  logic far_ahead;
  logic touched_ahead;
  logic holds_ahead;
  logic conflicts_ahead;
  logic equal_ahead;
  mapping_compare ahead (
      .next_i,
      .far_next_i,
      .ssn_i,
      .ssn_last_i,
      .mapping_i,
      .mapping_last_i,
      .slot_i     (mapping_b_q),
      .passed_o   (passed_ahead),
      .far_o      (far_ahead),
      .touched_o  (touched_ahead),
      .holds_o    (holds_ahead),
      .conflicts_o(conflicts_ahead),
      .equal_o    (equal_ahead)
  );

  // The word's own mapping.
  logic touched_own;
  logic holds_own;
  logic unused_passed_own;
  logic unused_far_own;
  logic unused_conflicts_own;
  logic unused_equal_own;
  mapping_compare own_mapping (
      .next_i,
      .far_next_i,
      .ssn_i,
      .ssn_last_i,
      .mapping_i,
      .mapping_last_i,
      .slot_i     (mapping_i),
      .passed_o   (unused_passed_own),
      .far_o      (unused_far_own),
      .touched_o  (touched_own),
      .holds_o    (holds_own),
      .conflicts_o(unused_conflicts_own),
      .equal_o    (unused_equal_own)
  );

  // ---- B: one cycle of read-modify-write

  logic known_q;
  logic unknown_q;
  logic finite_q;
  logic taken_q;
  logic announces_q;
  logic touched_own_q;
  logic holds_own_q;
  logic [SLOTS-1:0] passed_q;
  logic [SLOTS-1:0] far_q;
  logic [SLOTS-1:0] touched_q;
  logic [SLOTS-1:0] holds_q;
  logic [SLOTS-1:0] conflicts_q;
  logic [SLOTS-1:0] equal_q;
  logic [INFINITE_BITS-13:0] infinite_b_q;
  logic [INFINITE_BITS-13:0] infinite_c_q;

  always_ff @(posedge clk_i) begin
    known_q       <= known && !rst_i;
    unknown_q     <= eligible_i && !known;
    finite_q      <= known && plain_i && brings_finite_i && !rst_i;
    taken_q       <= known && plain_i && brings_finite_i && beyond_i && !behind_infinite && !rst_i;
    announces_q   <= announces;
    touched_own_q <= touched_own;
    holds_own_q   <= holds_own;
    infinite_b_q  <= infinite_after[INFINITE_BITS-1:12];
    infinite_c_q  <= infinite_b_q;
    mapping_b_q   <= mapping_i;
    mapping_c_q   <= mapping_b_q;
    slots_a_q     <= read;
    slots_b_q     <= slots_a;
    for (int i = 0; i < SLOTS; i++) begin
      slots_c_q[i*WIDTH+:WIDTH] <= same_bc_q && written_q[i] ? mapping_c_q : slots_b_q[i*WIDTH+:WIDTH];
      passed_q[i]    <= same_ab_q && written[i] ? passed_ahead : passed_a[i];
      far_q[i]       <= same_ab_q && written[i] ? far_ahead : far_a[i];
      touched_q[i]   <= same_ab_q && written[i] ? touched_ahead : touched_a[i];
      holds_q[i]     <= same_ab_q && written[i] ? holds_ahead : holds_a[i];
      conflicts_q[i] <= same_ab_q && written[i] ? conflicts_ahead : conflicts_a[i];
      equal_q[i]     <= same_ab_q && written[i] ? equal_ahead : equal_a[i];
    end
  end

  logic [STATE_BITS-1:0] state;
  logic [STATE_BITS-1:0] state_after;
  logic [SLOTS-1:0] valid;
  logic [SLOTS-1:0] expired;
  logic [SLOTS-1:0] had_turn;
  logic [SLOTS-1:0] expired_now;
  logic [SLOTS-1:0] live;
  logic [SLOTS-1:0] same;
  logic [SLOTS-1:0] done;
  logic [SLOTS-1:0] done_in_turn;
  logic [SLOTS-1:0] victim;
  logic [SLOTS-1:0] chosen;
  logic [SLOTS-1:0] had_turn_after;
  logic full;
  logic found;
  logic inserts;

  // One word behind the infinite mapping's: READ_LATENCY + 2 cycles from read to update.
  context_memory #(
      .ENTRIES     (SUBFLOWS),
      .WIDTH       (STATE_BITS),
      .READ_LATENCY(READ_LATENCY + 1)
  ) states (
      .clk_i,
      .rst_i,
      .read_entry_i  (subflow_i),
      .write_valid_i,
      .write_entry_i,
      .write_value_i ({STATE_BITS{1'b0}}),
      .context_o     (state),
      .update_valid_i(known_q),
      .update_value_i(state_after)
  );

  // The first set bit.
  function automatic logic [SLOTS-1:0] first(input logic [SLOTS-1:0] bits);
    logic [SLOTS-1:0] rest;
    begin
      rest  = bits - 1'b1;
      first = bits & ~rest;
    end
  endfunction

  // had_turn is set for the slots in front of the next victim: none when that is slot 0.
  assign {had_turn, expired, valid} = state;
  assign expired_now    = expired | valid & far_q;
  assign live           = valid & ~expired_now;
  assign same           = live & equal_q;
  assign found          = same != '0;
  assign inserts        = taken_q && !found;
  assign full           = &valid;
  assign done           = valid & passed_q;
  assign done_in_turn   = done & ~had_turn;
  assign victim         = first(~had_turn);
  assign chosen         = !full ? first(~valid)
                        : done_in_turn != '0 ? first(done_in_turn)
                        : done != '0 ? first(done)
                        : victim;
  assign written        = inserts ? chosen : '0;

  always_comb begin
    had_turn_after = '0;
    for (int i = SLOTS - 2; i >= 0; i--) had_turn_after[i] = chosen[i] || had_turn_after[i+1];
  end

  assign state_after = {inserts && full ? had_turn_after : had_turn, expired_now & ~written, valid | written};

  // ---- C

  always_ff @(posedge clk_i) begin
    known_o       <= known_q;
    unknown_o     <= unknown_q;
    written_q     <= rst_i ? '0 : written;
    own_o         <= !finite_q ? '0 : found ? first(same) : written;
    replaced_o    <= (written & valid) != '0;
    touched_o     <= live & touched_q & ~written | (touched_own_q ? written : '0);
    holding_o     <= live & holds_q & ~written | (holds_own_q ? written : '0);
    inserted_o    <= inserts || announces_q;
    repeated_o    <= finite_q && found;
    old_o         <= finite_q && !found && !taken_q;
    conflicting_o <= inserts && (live & conflicts_q) != '0;
  end

  assign written_o            = written_q;
  assign slots_o              = slots_c_q;
  assign mapping_o            = mapping_c_q;
  assign infinite_o           = infinite_c_q[0];
  assign infinite_before_o    = infinite_c_q[1];
  assign infinite_dsn_is_64_o = infinite_c_q[2];
  assign infinite_ssn_o       = infinite_c_q[34:3];
  assign infinite_dsn_o       = infinite_c_q[98:35];
endmodule : mapping_table
