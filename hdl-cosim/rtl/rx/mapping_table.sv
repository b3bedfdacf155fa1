// First half of dss_mapper: the outstanding mappings of each subflow. Compares every slot with the word, expires what the
// in-order point has left behind, and inserts the mapping that the word brings.
//
// One word a cycle, never stalled. The work is cut so that what one word leaves to the next takes one short cycle:
//   A  READ_LATENCY + 1 cycles behind the read: all slots are compared with the word, as they are after the word two cycles
//      ahead.
//   B  one cycle later: the read-modify-write of valid, expired and the next victim, and that of the infinite mapping. The
//      slots themselves are not in it: a slot is only ever written with the mapping of a word, so the comparison with the
//      word one cycle ahead is made in A as well, and on the way to B the right one is selected.
//   C  one cycle later: the slot is to be written in memory (slot_memory, its caller's), and the results hold.
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
    // The same word, cycle T + READ_LATENCY: its slots, with all that is written up to and with this cycle.
    input  logic [ SLOTS*147-1:0] slots_i,
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
    output logic [     SLOTS-1:0] written_o,  // the slot to write with mapping_o, now
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
  localparam int INFINITE_BITS = 64 + 32 + 1 + 1 + 1;
  localparam int STATE_BITS = 3 * SLOTS;
  localparam logic [31:0] REBASE = 32'd1 << 30;

  // ---- which words follow each other on one subflow

  logic [ENTRY_BITS-1:0] entry_r;
  logic [ENTRY_BITS-1:0] entry_a_q;
  logic [ENTRY_BITS-1:0] entry_b_q;
  logic same_ab_q;
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
  end

  // ---- the generation: only the control processor writes it, so that a word finds it in memory as it should be

  logic [11:0] generations [0:SUBFLOWS-1];
  logic [11:0] generation_q[0:READ_LATENCY];

  initial begin
    for (int i = 0; i < SUBFLOWS; i++) generations[i] = '0;
  end

  always_ff @(posedge clk_i) begin
    if (write_valid_i && !rst_i) generations[write_entry_i] <= write_generation_i;
    generation_q[0] <= generations[subflow_i];
    for (int i = 1; i <= READ_LATENCY; i++) generation_q[i] <= generation_q[i-1];
  end

  logic known;
  assign known = eligible_i && generation_q[READ_LATENCY] == generation_i;

  // ---- A: the slots as the word two cycles ahead leaves them, compared with the word

  logic [SLOTS*WIDTH-1:0] slots_a_q;
  logic [SLOTS*WIDTH-1:0] slots_a;
  logic [SLOTS*WIDTH-1:0] slots_b_q;
  logic [SLOTS*WIDTH-1:0] slots_c_q;
  logic [WIDTH-1:0] mapping_b_q;
  logic [WIDTH-1:0] mapping_c_q;
  logic [SLOTS-1:0] written;
  logic [SLOTS-1:0] written_q;
  logic [SLOTS-1:0] written_ac_q;  // by the word in C, on the subflow of the word in A
  logic [SLOTS-1:0] written_bc_q;

  logic [9*SLOTS-1:0] relations_a;
  generate
    for (genvar i = 0; i < SLOTS; i++) begin : g_slot
      assign slots_a[i*WIDTH+:WIDTH] = written_ac_q[i] ? mapping_c_q : slots_a_q[i*WIDTH+:WIDTH];
      mapping_compare compare (
          .next_i,
          .far_next_i,
          .ssn_i,
          .ssn_last_i,
          .mapping_i,
          .mapping_last_i,
          .slot_i    (slots_a[i*WIDTH+:WIDTH]),
          .relation_o(relations_a[9*i+:9])
      );
    end
  endgenerate

  // The mapping of the word one cycle ahead, should it be written, and the word's own.
  logic [8:0] relation_ahead;
  logic [8:0] relation_own;  // of which the payload's is wanted
  mapping_compare ahead (
      .next_i,
      .far_next_i,
      .ssn_i,
      .ssn_last_i,
      .mapping_i,
      .mapping_last_i,
      .slot_i    (mapping_b_q),
      .relation_o(relation_ahead)
  );
  mapping_compare own_mapping (
      .next_i,
      .far_next_i,
      .ssn_i,
      .ssn_last_i,
      .mapping_i,
      .mapping_last_i,
      .slot_i    (mapping_i),
      .relation_o(relation_own)
  );

  // ---- A: the infinite mapping, but for what the word one cycle ahead makes of it

  logic [INFINITE_BITS-1:0] infinite_ahead;
  logic [INFINITE_BITS-1:0] infinite_q;
  logic [INFINITE_BITS-1:0] infinite_after;
  logic infinite_forward;
  logic announces;
  logic moves;

  context_ahead #(
      .ENTRIES     (SUBFLOWS),
      .WIDTH       (INFINITE_BITS),
      .READ_LATENCY(READ_LATENCY)
  ) infinite_contexts (
      .clk_i,
      .rst_i,
      .read_entry_i  (subflow_i),
      .write_valid_i,
      .write_entry_i,
      .write_value_i ({INFINITE_BITS{1'b0}}),
      .ahead_o       (infinite_ahead),
      .forward_o     (infinite_forward),
      .update_valid_i(moves || announces),
      .update_value_i(infinite_after)
  );

  // The word's distances from the base: its mapping's last byte in bytes, the in-order point in blocks of 2^28 bytes. When
  // the word one cycle ahead moves the base, the first is of no matter any more, and the second is four blocks less.
  logic [31:0] base_a;
  logic [31:0] last_distance;
  logic [ 3:0] blocks_ahead;
  logic [ 3:0] blocks_ahead_new;
  assign base_a           = infinite_forward ? infinite_q[34:3] : infinite_ahead[34:3];
  assign last_distance    = mapping_last_i - base_a;
  assign blocks_ahead     = next_i[31:28] - base_a[31:28];
  assign blocks_ahead_new = next_i[31:28] - mapping_b_q[50:47];

  // ---- B: one cycle of read-modify-write

  logic known_q;
  logic unknown_q;
  logic finite_q;
  logic taken_q;
  logic brings_infinite_q;
  logic covered_q;
  logic far_from_base_q;
  logic [3:0] relation_own_q;
  logic [9*SLOTS-1:0] relations_q;
  logic [INFINITE_BITS-1:0] infinite_c_q;

  always_ff @(posedge clk_i) begin
    known_q       <= known && !rst_i;
    unknown_q     <= eligible_i && !known;
    finite_q      <= known && plain_i && brings_finite_i && !rst_i;
    taken_q       <= known && plain_i && brings_finite_i && beyond_i && !rst_i;
    brings_infinite_q <= known && plain_i && brings_infinite_i && !rst_i;
    covered_q     <= infinite_forward && announces ? relation_ahead[7] : !last_distance[31];
    far_from_base_q <= infinite_forward && announces ? blocks_ahead_new[3:2] == 2'd1
        : blocks_ahead[3:2] == (infinite_forward && moves ? 2'd2 : 2'd1);
    relation_own_q <= relation_own[5:2];
    infinite_q    <= infinite_forward ? infinite_after : infinite_ahead;
    infinite_c_q  <= infinite_after;
    mapping_b_q   <= mapping_i;
    mapping_c_q   <= mapping_b_q;
    slots_a_q     <= slots_i;
    slots_b_q     <= slots_a;
    for (int i = 0; i < SLOTS; i++) begin
      slots_c_q[i*WIDTH+:WIDTH] <= written_bc_q[i] ? mapping_c_q : slots_b_q[i*WIDTH+:WIDTH];
      relations_q[9*i+:9]       <= same_ab_q && written[i] ? relation_ahead : relations_a[9*i+:9];
      // A word of another generation expires nothing.
      if (!known) relations_q[9*i+1] <= 1'b0;
    end
    written_q    <= rst_i ? '0 : written;
    written_ac_q <= entry_r == entry_b_q ? written : '0;
    written_bc_q <= same_ab_q ? written : '0;
  end

  // The infinite mapping. Its base moves when the in-order point is 4 to 7 blocks ahead.
  logic        infinite;
  logic        infinite_before;
  logic        infinite_dsn_is_64;
  logic [31:0] infinite_ssn;
  logic [63:0] infinite_dsn;
  logic        leaves_base;
  logic        behind_infinite;
  assign {infinite_dsn, infinite_ssn, infinite_dsn_is_64, infinite_before, infinite} = infinite_q;
  assign leaves_base     = infinite && far_from_base_q;
  assign moves           = known_q && leaves_base;
  assign announces       = brings_infinite_q && !infinite;
  assign behind_infinite = infinite && (infinite_before || covered_q) || leaves_base;
  assign infinite_after  = !infinite
      ? {mapping_b_q[146:83], mapping_b_q[50:19], mapping_b_q[0], 1'b0, announces}
      : moves
      ? {infinite_dsn + {32'd0, REBASE}, infinite_ssn + REBASE, infinite_dsn_is_64, 1'b1, 1'b1}
      : infinite_q;

  // The slots.
  logic [SLOTS-1:0] passed;
  logic [SLOTS-1:0] far;
  logic [SLOTS-1:0] touches;
  logic [SLOTS-1:0] holds;
  logic [SLOTS-1:0] meets;
  logic [SLOTS-1:0] equal;
  always_comb begin
    for (int i = 0; i < SLOTS; i++) begin
      passed[i]  = relations_q[9*i];
      far[i]     = relations_q[9*i+1];
      touches[i] = relations_q[9*i+2+:2] == 2'b11;
      holds[i]   = relations_q[9*i+2+:4] == 4'b1111;
      meets[i]   = relations_q[9*i+6+:2] == 2'b11;
      equal[i]   = relations_q[9*i+8];
    end
  end

  logic [STATE_BITS-1:0] state_ahead;
  logic [STATE_BITS-1:0] state_q;
  logic forward;
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
  logic takes;
  logic inserts;

  context_ahead #(
      .ENTRIES     (SUBFLOWS),
      .WIDTH       (STATE_BITS),
      .READ_LATENCY(READ_LATENCY)
  ) states (
      .clk_i,
      .rst_i,
      .read_entry_i  (subflow_i),
      .write_valid_i,
      .write_entry_i,
      .write_value_i ({STATE_BITS{1'b0}}),
      .ahead_o       (state_ahead),
      .forward_o     (forward),
      .update_valid_i(known_q),
      .update_value_i(state_after)
  );

  always_ff @(posedge clk_i) state_q <= forward ? state_after : state_ahead;

  // The first set bit.
  function automatic logic [SLOTS-1:0] first(input logic [SLOTS-1:0] bits);
    logic taken;
    begin
      taken = 1'b0;
      for (int i = 0; i < SLOTS; i++) begin
        first[i] = bits[i] && !taken;
        taken    = taken || bits[i];
      end
    end
  endfunction

  // had_turn is set for the slots in front of the next victim: none when that is slot 0.
  assign {had_turn, expired, valid} = state_q;
  assign expired_now    = expired | valid & passed & far;
  assign live           = valid & ~expired_now;
  assign same           = live & equal;
  assign found          = same != '0;
  assign takes          = taken_q && !behind_infinite;
  assign inserts        = takes && !found;
  assign full           = &valid;
  assign done           = valid & passed;
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
    own_o         <= !finite_q ? '0 : found ? first(same) : written;
    replaced_o    <= (written & valid) != '0;
    touched_o     <= live & touches & ~written | (relation_own_q[1:0] == 2'b11 ? written : '0);
    holding_o     <= live & holds & ~written | (relation_own_q == 4'b1111 ? written : '0);
    inserted_o    <= inserts || announces;
    repeated_o    <= finite_q && found;
    old_o         <= finite_q && !found && !takes;
    conflicting_o <= inserts && (live & meets) != '0;
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
