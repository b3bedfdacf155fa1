// dss_mapper: subflow sequence number to data sequence number by the subflow's mappings, and the DSS checksum of each
// mapping over segments in any order.
//
// One word a cycle, never stalled; results hold READ_LATENCY + 8 cycles later. What a field means stands in the Javadoc of
// HeaderWord. Outputs of a group mean something only while its first one is set: mapped_o for DSN and mapping,
// evicted_valid_o, ended_valid_o. The mapping that ended is the one that the payload lies in: its SSN, wire length,
// DATA_FIN, checksum and the width of its DSN are those of mapping_*_o and dsn_is_64_o.
//
// Writes of the control processor enter beside the words: one that enters at cycle T holds for the words that enter later.
// A write empties the subflow's mappings; of its value only the generation counts (bits 84 to 95).
module dss_mapper #(
    parameter int SUBFLOWS = 4096,
    parameter int MAPPINGS_PER_SUBFLOW = 8,
    parameter int COVERED_INTERVALS = 4,
    parameter int RECEIVE_WINDOW_BYTES = 1 << 30,
    parameter int READ_LATENCY = 2,
    parameter int REASON_BITS = 7,
    parameter int ENTRY_BITS = $clog2(SUBFLOWS),
    parameter int CONTEXT_BITS = 64 * (4 + 2 * MAPPINGS_PER_SUBFLOW)
) (
    input  logic                    clk_i,
    input  logic                    rst_i,
    // The word.
    input  logic                    valid_i,
    input  logic                    subflow_valid_i,
    input  logic [             1:0] kind_i,
    input  logic [  ENTRY_BITS-1:0] subflow_i,
    input  logic [            11:0] subflow_generation_i,
    input  logic [            31:0] ssn_i,
    input  logic [            31:0] receive_next_before_i,
    input  logic [             2:0] order_i,
    input  logic [            15:0] payload_length_i,
    input  logic [            15:0] payload_sum_i,  // residue modulo 65535, 0 to 65534
    input  logic [ REASON_BITS-1:0] reason_i,
    input  logic                    dss_i,  // the header has a DSS option
    input  logic                    dss_data_fin_i,  // its flag F
    input  logic                    has_mapping_i,
    input  logic [            63:0] dsn_i,  // high half 0 without dsn_is_64_i
    input  logic                    dsn_is_64_i,
    input  logic [            31:0] dss_ssn_i,
    input  logic [            15:0] dss_length_i,
    input  logic                    has_dss_checksum_i,
    input  logic [            15:0] dss_checksum_i,
    // The word, READ_LATENCY + 8 cycles later.
    output logic                    valid_o,
    output logic [ REASON_BITS-1:0] reason_o,
    output logic                    mapped_o,
    output logic [            63:0] dsn_o,
    output logic                    dsn_is_64_o,
    output logic                    infinite_mapping_o,
    output logic [            31:0] mapping_ssn_o,
    output logic [            15:0] mapping_length_o,
    output logic [            15:0] mapping_checksum_o,
    output logic                    mapping_has_checksum_o,
    output logic                    mapping_fin_o,
    output logic                    segment_new_o,
    output logic [             2:0] verdict_o,
    output logic                    evicted_valid_o,  // counted
    output logic [            63:0] evicted_dsn_o,
    output logic                    evicted_dsn_is_64_o,
    output logic [            31:0] evicted_ssn_o,
    output logic [            15:0] evicted_wire_length_o,
    output logic                    evicted_data_fin_o,
    output logic [            15:0] evicted_checksum_o,
    output logic                    evicted_has_checksum_o,
    output logic                    ended_valid_o,
    output logic [            63:0] ended_dsn_o,
    output logic [            15:0] ended_sum_o,  // residue modulo 65535, 0 to 65534
    output logic                    ended_in_one_segment_o,
    output logic                    mapping_inserted_o,  // this and all below: counted
    output logic                    mapping_repeated_o,
    output logic                    mapping_old_o,
    output logic                    mapping_conflicting_o,
    output logic [             4:0] mappings_spoiled_o,  // so many at once
    output logic                    segment_mapped_o,
    output logic                    segment_infinite_mapping_o,
    output logic                    segment_unmapped_o,
    output logic                    segment_partly_mapped_o,
    output logic                    data_fin_o,
    // The control processor's writes; value as in the Javadoc of MappingTable.
    input  logic                    write_valid_i,
    input  logic [  ENTRY_BITS-1:0] write_entry_i,
    input  logic [CONTEXT_BITS-1:0] write_value_i
);
  localparam int M = MAPPINGS_PER_SUBFLOW;
  localparam int R = READ_LATENCY;
  localparam int SLOT_BITS = 147;
  localparam logic [REASON_BITS-1:0] NO_REASON = '0;
  localparam logic [REASON_BITS-1:0] HANDSHAKE = REASON_BITS'(mpnic_abi_pkg::REASON_HANDSHAKE);
  localparam logic [REASON_BITS-1:0] CONTEXT_UNKNOWN = REASON_BITS'(mpnic_abi_pkg::REASON_CONTEXT_UNKNOWN);
  localparam logic [REASON_BITS-1:0] NO_MAPPING = REASON_BITS'(mpnic_abi_pkg::REASON_NO_MAPPING);
  localparam logic [REASON_BITS-1:0] PARTIAL_MAPPING = REASON_BITS'(mpnic_abi_pkg::REASON_PARTIAL_MAPPING);
  localparam logic [2:0] PENDING = 3'(mpnic_abi_pkg::VERDICT_PENDING);
  localparam logic [2:0] NONE = 3'(mpnic_abi_pkg::VERDICT_NONE);
  localparam logic [2:0] OUTSIDE_WINDOW = 3'd4;
  localparam logic [1:0] KIND_MPTCP = 2'd1;
  localparam logic signed [31:0] WINDOW = 32'(RECEIVE_WINDOW_BYTES);
  localparam logic [31:0] FAR = 32'(RECEIVE_WINDOW_BYTES / 2 + 1);

  // Sum of two numbers modulo 65535, 0 to 65534.
  function automatic logic [15:0] add(input logic [15:0] a, input logic [15:0] b);
    logic [16:0] above;
    begin
      above = {1'b0, a} + {1'b0, b} + 17'd1;
      add   = above[16] ? above[15:0] : a + b;
    end
  endfunction

  // ---- while the contexts are read: what the comparisons need of the word, in two steps

  logic        eligible_i;
  logic        brings_i;
  logic        infinite_i;
  logic        finite_i;
  logic        fin_i;
  logic [15:0] bytes_i;
  logic [15:0] bytes_less_one_i;
  logic [31:0] distance_i;
  logic [31:0] ssn_end_i;
  logic [31:0] far_next_i;
  assign eligible_i       = subflow_valid_i && kind_i == KIND_MPTCP && (reason_i == NO_REASON || reason_i == HANDSHAKE);
  assign brings_i         = dss_i && has_mapping_i;
  assign fin_i            = dss_data_fin_i;
  assign infinite_i       = dss_length_i == 16'd0;
  assign finite_i         = dss_length_i > {15'd0, fin_i};
  assign bytes_i          = dss_length_i - {15'd0, fin_i};
  assign bytes_less_one_i = dss_length_i - {14'd0, fin_i, !fin_i};
  assign distance_i       = dss_ssn_i - receive_next_before_i;
  assign ssn_end_i        = ssn_i + {16'd0, payload_length_i};
  assign far_next_i       = receive_next_before_i - FAR;

  localparam int WORD_BITS = 5 + 12 + 6 * 32 + 16 + 16 + 16 + 16 + 16 + REASON_BITS + 3 + 64 + 3;

  logic                   valid_r;
  logic                   eligible_r;
  logic                   brings_r;
  logic                   infinite_r;
  logic                   finite_r;
  logic                   data_fin_r;
  logic [           11:0] generation_r;
  logic [           31:0] next_r;
  logic [           31:0] far_next_r;
  logic [           31:0] ssn_r;
  logic [           31:0] ssn_end_r;
  logic [           31:0] dss_ssn_r;
  logic [           31:0] distance_r;
  logic [           15:0] bytes_r;
  logic [           15:0] bytes_less_one_r;
  logic [           15:0] payload_length_r;
  logic [           15:0] payload_sum_r;
  logic [           15:0] checksum_r;
  logic [REASON_BITS-1:0] reason_r;
  logic [            2:0] order_r;
  logic [           63:0] dsn_r;
  logic                   dsn_is_64_r;
  logic                   has_checksum_r;
  logic                   fin_r;

  delay_line #(
      .WIDTH (WORD_BITS),
      .CYCLES(R)
  ) word (
      .clk_i,
      .rst_i,
      .valid_i,
      .data_i({
        eligible_i, brings_i, infinite_i, finite_i, dss_i && dss_data_fin_i, subflow_generation_i, receive_next_before_i,
        far_next_i, ssn_i, ssn_end_i, dss_ssn_i, distance_i, bytes_i, bytes_less_one_i, payload_length_i, payload_sum_i,
        has_dss_checksum_i ? dss_checksum_i : 16'd0, reason_i, order_i, dsn_i, dsn_is_64_i, has_dss_checksum_i, fin_i
      }),
      .valid_o(valid_r),
      .data_o({
        eligible_r, brings_r, infinite_r, finite_r, data_fin_r, generation_r, next_r,
        far_next_r, ssn_r, ssn_end_r, dss_ssn_r, distance_r, bytes_r, bytes_less_one_r, payload_length_r, payload_sum_r,
        checksum_r, reason_r, order_r, dsn_r, dsn_is_64_r, has_checksum_r, fin_r
      })
  );

  logic        in_window_r;
  logic [31:0] beyond_r;
  assign in_window_r = $signed(distance_r) <= WINDOW && $signed(distance_r) >= -WINDOW;
  assign beyond_r    = distance_r + {16'd0, bytes_less_one_r};

  logic                   eligible_q;
  logic                   plain_q;
  logic                   brings_finite_q;
  logic                   brings_infinite_q;
  logic                   beyond_q;
  logic [           11:0] generation_q;
  logic [           31:0] next_q;
  logic [           31:0] far_next_q;
  logic [           31:0] ssn_a_q;
  logic [           31:0] ssn_last_q;
  logic [  SLOT_BITS-1:0] mapping_q;
  logic [           31:0] mapping_last_q;

  always_ff @(posedge clk_i) begin
    eligible_q        <= valid_r && eligible_r && !rst_i;
    plain_q           <= reason_r == NO_REASON;
    brings_finite_q   <= brings_r && in_window_r && finite_r;
    brings_infinite_q <= brings_r && in_window_r && infinite_r;
    beyond_q          <= !beyond_r[31];
    generation_q      <= generation_r;
    next_q            <= next_r;
    far_next_q        <= far_next_r;
    ssn_a_q           <= ssn_r;
    ssn_last_q        <= ssn_end_r - 32'd1;
    mapping_q         <= {dsn_r, dss_ssn_r + {16'd0, bytes_r}, dss_ssn_r, checksum_r, has_checksum_r, fin_r, dsn_is_64_r};
    mapping_last_q    <= dss_ssn_r + {16'd0, bytes_less_one_r};
  end

  // ---- the mappings

  logic                   known;
  logic                   unknown;
  logic [          M-1:0] written;
  logic [          M-1:0] own;
  logic                   replaced;
  logic [          M-1:0] touched;
  logic [          M-1:0] holding;
  logic [M*SLOT_BITS-1:0] slots_read;
  logic [M*SLOT_BITS-1:0] slots;
  logic [  SLOT_BITS-1:0] mapping;
  logic                   infinite;
  logic                   infinite_before;
  logic                   infinite_dsn_is_64;
  logic [           31:0] infinite_ssn;
  logic [           63:0] infinite_dsn;
  logic                   inserted;
  logic                   repeated;
  logic                   old;
  logic                   conflicting;

  slot_memory #(
      .ENTRIES     (SUBFLOWS),
      .SLOTS       (M),
      .WIDTH       (SLOT_BITS),
      .READ_LATENCY(R)
  ) slot_values (
      .clk_i,
      .read_entry_i (subflow_i),
      .value_o      (slots_read),
      .write_i      (written),
      .write_value_i(mapping)
  );

  mapping_table #(
      .SUBFLOWS    (SUBFLOWS),
      .SLOTS       (M),
      .READ_LATENCY(R)
  ) mappings (
      .clk_i,
      .rst_i,
      .subflow_i,
      .write_valid_i,
      .write_entry_i,
      .write_generation_i  (write_value_i[95:84]),
      .slots_i             (slots_read),
      .eligible_i          (eligible_q),
      .plain_i             (plain_q),
      .generation_i        (generation_q),
      .next_i              (next_q),
      .far_next_i          (far_next_q),
      .ssn_i               (ssn_a_q),
      .ssn_last_i          (ssn_last_q),
      .brings_finite_i     (brings_finite_q),
      .brings_infinite_i   (brings_infinite_q),
      .beyond_i            (beyond_q),
      .mapping_i           (mapping_q),
      .mapping_last_i      (mapping_last_q),
      .known_o             (known),
      .unknown_o           (unknown),
      .written_o           (written),
      .own_o               (own),
      .replaced_o          (replaced),
      .touched_o           (touched),
      .holding_o           (holding),
      .slots_o             (slots),
      .mapping_o           (mapping),
      .infinite_o          (infinite),
      .infinite_before_o   (infinite_before),
      .infinite_dsn_is_64_o(infinite_dsn_is_64),
      .infinite_ssn_o      (infinite_ssn),
      .infinite_dsn_o      (infinite_dsn),
      .inserted_o          (inserted),
      .repeated_o          (repeated),
      .old_o               (old),
      .conflicting_o       (conflicting)
  );

  // ---- C: the payload's slot

  logic                   valid_c;
  logic                   data_fin_c;
  logic                   visible_c;  // has payload inside the window
  logic                   payload_c;
  logic [           31:0] ssn_c;
  logic [           15:0] ssn_end_c;
  logic [           15:0] payload_length_c;
  logic [           15:0] payload_sum_c;
  logic [REASON_BITS-1:0] reason_c;

  delay_line #(
      .WIDTH (1 + 2 + 32 + 16 + 16 + 16 + REASON_BITS),
      .CYCLES(3)
  ) word_c (
      .clk_i,
      .rst_i,
      .valid_i(valid_r),
      .data_i({
        data_fin_r, payload_length_r != 16'd0 && order_r != OUTSIDE_WINDOW, payload_length_r != 16'd0, ssn_r,
        ssn_end_r[15:0], payload_length_r, payload_sum_r, reason_r
      }),
      .valid_o(valid_c),
      .data_o({data_fin_c, visible_c, payload_c, ssn_c, ssn_end_c, payload_length_c, payload_sum_c, reason_c})
  );

  // The first set bit.
  function automatic logic [M-1:0] first(input logic [M-1:0] bits);
    logic taken;
    begin
      taken = 1'b0;
      for (int i = 0; i < M; i++) begin
        first[i] = bits[i] && !taken;
        taken    = taken || bits[i];
      end
    end
  endfunction

  logic                 plain_c;
  logic                 looks_c;
  logic [        M-1:0] slot_c;
  logic [        M-1:0] others_c;
  logic [         31:0] infinite_from_c;
  logic [SLOT_BITS-1:0] evicted_c;
  assign plain_c         = known && reason_c == NO_REASON;
  assign looks_c         = plain_c && visible_c;
  assign slot_c          = !looks_c ? '0 : (holding & own) != '0 ? own : first(holding);
  assign others_c        = looks_c ? touched & ~slot_c : '0;
  assign infinite_from_c = ssn_c - infinite_ssn;
  always_comb begin
    evicted_c = '0;
    for (int i = 0; i < M; i++) evicted_c = evicted_c | slots[i*SLOT_BITS+:SLOT_BITS] & {SLOT_BITS{written[i]}};
  end

  // ---- D: the slot's mapping and the payload's place in it

  logic                   valid_d_q;
  logic                   data_fin_d_q;
  logic                   payload_d_q;
  logic                   by_infinite_d_q;
  logic [          M-1:0] slot_d_q;
  logic [          M-1:0] restart_d_q;
  logic [          M-1:0] others_d_q;
  logic [M*SLOT_BITS-1:0] slots_d_q;
  logic [           31:0] infinite_from_d_q;
  logic [           31:0] infinite_ssn_d_q;
  logic [           63:0] infinite_dsn_d_q;
  logic                   infinite_dsn_is_64_d_q;
  logic [           15:0] ssn_d_q;
  logic [           15:0] ssn_end_d_q;
  logic [           15:0] payload_length_d_q;
  logic [           15:0] payload_sum_d_q;
  logic [REASON_BITS-1:0] reason_d_q;
  logic                   replaced_d_q;
  logic [  SLOT_BITS-1:0] evicted_d_q;
  logic [            3:0] counts_d_q;

  always_ff @(posedge clk_i) begin
    valid_d_q              <= valid_c && !rst_i;
    data_fin_d_q           <= plain_c && data_fin_c;
    payload_d_q            <= plain_c && payload_c;
    by_infinite_d_q        <= looks_c && holding == '0 && touched == '0 && infinite
        && (!infinite_from_c[31] || infinite_before);
    slot_d_q               <= rst_i ? '0 : slot_c;
    restart_d_q            <= rst_i ? '0 : written;
    others_d_q             <= rst_i ? '0 : others_c;
    infinite_from_d_q      <= infinite_from_c;
    infinite_ssn_d_q       <= infinite_ssn;
    infinite_dsn_d_q       <= infinite_dsn;
    infinite_dsn_is_64_d_q <= infinite_dsn_is_64;
    ssn_d_q                <= ssn_c[15:0];
    ssn_end_d_q            <= ssn_end_c;
    payload_length_d_q     <= payload_length_c;
    payload_sum_d_q        <= payload_sum_c;
    reason_d_q             <= unknown && reason_c == NO_REASON ? CONTEXT_UNKNOWN : reason_c;
    replaced_d_q           <= replaced;
    evicted_d_q            <= evicted_c;
    counts_d_q             <= {inserted, repeated, old, conflicting};
    for (int i = 0; i < M; i++)
      slots_d_q[i*SLOT_BITS+:SLOT_BITS] <= written[i] ? mapping : slots[i*SLOT_BITS+:SLOT_BITS];
  end

  logic [SLOT_BITS-1:0] selected_d;
  logic                 mapped_d;
  always_comb begin
    selected_d = '0;
    for (int i = 0; i < M; i++) selected_d = selected_d | slots_d_q[i*SLOT_BITS+:SLOT_BITS] & {SLOT_BITS{slot_d_q[i]}};
  end
  assign mapped_d = slot_d_q != '0 || by_infinite_d_q;

  // ---- E to G: the payload's DSN, and the sum of the mapping's fields

  logic                 by_infinite_e_q;
  logic [         31:0] offset_e_q;
  logic [         15:0] from_e_q;
  logic [         15:0] to_e_q;
  logic [         15:0] data_length_e_q;
  logic [         15:0] payload_length_e_q;
  logic [         15:0] payload_sum_e_q;
  logic [         63:0] base_e_q;
  logic                 dsn_is_64_e_q;
  logic [SLOT_BITS-1:0] selected_e_q;
  logic [         31:0] mapping_ssn_e_q;
  logic [         15:0] header_sum_e;
  logic [         15:0] header_carry_e;

  ones_complement_tree #(
      .WORDS(9)
  ) header_sum (
      .words_i({
        selected_e_q[146:83], selected_e_q[50:19], data_length_e_q, {15'd0, selected_e_q[1]}, selected_e_q[18:3]
      }),
      .sum_o  (header_sum_e),
      .carry_o(header_carry_e)
  );

  logic [         32:0] low_f_q;
  logic [         31:0] high_f_q;
  logic                 negative_f_q;
  logic [         15:0] added_f_q;
  logic [         15:0] header_sum_f_q;
  logic                 one_segment_f_q;
  logic [         15:0] length_f_q;
  logic [         63:0] dsn_g_q;
  logic [         15:0] added_g_q;
  logic [         15:0] added_with_header_g_q;

  always_ff @(posedge clk_i) begin
    by_infinite_e_q    <= by_infinite_d_q;
    offset_e_q         <= by_infinite_d_q ? infinite_from_d_q : {16'd0, ssn_d_q - selected_d[34:19]};
    from_e_q           <= ssn_d_q - selected_d[34:19];
    to_e_q             <= ssn_end_d_q - selected_d[34:19];
    data_length_e_q    <= selected_d[66:51] - selected_d[34:19];
    payload_length_e_q <= payload_length_d_q;
    payload_sum_e_q    <= payload_sum_d_q;
    base_e_q           <= by_infinite_d_q ? infinite_dsn_d_q : selected_d[146:83];
    dsn_is_64_e_q      <= by_infinite_d_q ? infinite_dsn_is_64_d_q : selected_d[0];
    mapping_ssn_e_q    <= by_infinite_d_q ? infinite_ssn_d_q : selected_d[50:19];
    selected_e_q       <= selected_d;

    low_f_q            <= {1'b0, base_e_q[31:0]} + {1'b0, offset_e_q};
    high_f_q           <= base_e_q[63:32];
    negative_f_q       <= by_infinite_e_q && offset_e_q[31];
    added_f_q          <= from_e_q[0] ? {payload_sum_e_q[7:0], payload_sum_e_q[15:8]} : payload_sum_e_q;
    header_sum_f_q     <= add(header_sum_e, header_carry_e);
    one_segment_f_q    <= payload_length_e_q == data_length_e_q;
    length_f_q         <= data_length_e_q + {15'd0, selected_e_q[1]};

    dsn_g_q[31:0]         <= low_f_q[31:0];
    dsn_g_q[63:32]        <= high_f_q + {32{negative_f_q}} + {31'd0, low_f_q[32]};
    added_g_q             <= added_f_q;
    added_with_header_g_q <= add(added_f_q, header_sum_f_q);
  end

  // ---- the sums

  logic [ENTRY_BITS-1:0] subflow_sums;
  logic                  unused_valid;
  logic                  counted;
  logic                  completed;
  logic                  open;
  logic [          15:0] total;
  logic                  restarted_open;
  logic [           4:0] spoiled;

  delay_line #(
      .WIDTH (ENTRY_BITS),
      .CYCLES(4)
  ) entry (
      .clk_i,
      .rst_i,
      .valid_i(1'b0),
      .data_i (subflow_i),
      .valid_o(unused_valid),
      .data_o (subflow_sums)
  );

  mapping_sums #(
      .SUBFLOWS    (SUBFLOWS),
      .SLOTS       (M),
      .RANGES      (COVERED_INTERVALS),
      .READ_LATENCY(R)
  ) sums (
      .clk_i,
      .rst_i,
      .subflow_i          (subflow_sums),
      .slot_i             (slot_d_q),
      .restart_i          (restart_d_q),
      .spoil_i            (others_d_q),
      .from_i             (from_e_q),
      .to_i               (to_e_q),
      .data_length_i      (data_length_e_q),
      .added_i            (added_g_q),
      .added_with_header_i(added_with_header_g_q),
      .counted_o          (counted),
      .completed_o        (completed),
      .open_o             (open),
      .total_o            (total),
      .restarted_open_o   (restarted_open),
      .spoiled_o          (spoiled)
  );

  // ---- what is final in D and E waits for the sums

  logic [REASON_BITS-1:0] reason_d;
  logic                   lost_d;
  logic                   partly_d;
  assign lost_d   = payload_d_q && !mapped_d;
  assign partly_d = others_d_q != '0;
  assign reason_d = !lost_d ? reason_d_q : partly_d ? PARTIAL_MAPPING : NO_MAPPING;

  logic                   valid_g;
  logic                   mapped_g;
  logic                   by_infinite_g;
  logic                   lost_g;
  logic                   partly_g;
  logic                   data_fin_g;
  logic                   replaced_g;
  logic [            3:0] counts_g;
  logic [REASON_BITS-1:0] reason_g;
  logic [  SLOT_BITS-1:0] evicted_g;

  delay_line #(
      .WIDTH (6 + 4 + REASON_BITS + SLOT_BITS),
      .CYCLES(3)
  ) word_g (
      .clk_i,
      .rst_i,
      .valid_i(valid_d_q),
      .data_i({
        mapped_d, by_infinite_d_q, lost_d, partly_d, data_fin_d_q, replaced_d_q, counts_d_q, reason_d, evicted_d_q
      }),
      .valid_o(valid_g),
      .data_o({mapped_g, by_infinite_g, lost_g, partly_g, data_fin_g, replaced_g, counts_g, reason_g, evicted_g})
  );

  logic [63:0] ended_dsn_g;
  logic [31:0] mapping_ssn_g;
  logic [15:0] checksum_g;
  logic        has_checksum_g;
  logic        fin_g;
  logic        dsn_is_64_g;
  logic        unused_valid_g;
  delay_line #(
      .WIDTH (64 + 32 + 16 + 3),
      .CYCLES(2)
  ) mapping_g (
      .clk_i,
      .rst_i,
      .valid_i(1'b0),
      .data_i({
        selected_e_q[146:83], mapping_ssn_e_q, selected_e_q[18:3], selected_e_q[2], selected_e_q[1], dsn_is_64_e_q
      }),
      .valid_o(unused_valid_g),
      .data_o ({ended_dsn_g, mapping_ssn_g, checksum_g, has_checksum_g, fin_g, dsn_is_64_g})
  );

  logic [15:0] length_g_q;
  logic        one_segment_g_q;
  logic        ends_g;
  logic [15:0] evicted_bytes_g;
  assign ends_g          = completed && has_checksum_g;
  assign evicted_bytes_g = evicted_g[66:51] - evicted_g[34:19];

  always_ff @(posedge clk_i) begin
    length_g_q                 <= length_f_q;
    one_segment_g_q            <= one_segment_f_q;

    valid_o                    <= valid_g && !rst_i;
    reason_o                   <= reason_g;
    mapped_o                   <= mapped_g;
    dsn_o                      <= {dsn_is_64_g ? dsn_g_q[63:32] : 32'd0, dsn_g_q[31:0]};
    dsn_is_64_o                <= dsn_is_64_g;
    infinite_mapping_o         <= by_infinite_g;
    mapping_ssn_o              <= mapping_ssn_g;
    mapping_length_o           <= length_g_q;
    mapping_checksum_o         <= checksum_g;
    mapping_has_checksum_o     <= has_checksum_g;
    mapping_fin_o              <= fin_g;
    segment_new_o              <= counted;
    verdict_o                  <= has_checksum_g && (completed ? !one_segment_g_q : open) ? PENDING : NONE;
    evicted_valid_o            <= replaced_g && restarted_open;
    evicted_dsn_o              <= evicted_g[146:83];
    evicted_dsn_is_64_o        <= evicted_g[0];
    evicted_ssn_o              <= evicted_g[50:19];
    evicted_wire_length_o      <= evicted_bytes_g + {15'd0, evicted_g[1]};
    evicted_data_fin_o         <= evicted_g[1];
    evicted_checksum_o         <= evicted_g[18:3];
    evicted_has_checksum_o     <= evicted_g[2];
    ended_valid_o              <= ends_g;
    ended_dsn_o                <= ended_dsn_g;
    ended_sum_o                <= total;
    ended_in_one_segment_o     <= ends_g && one_segment_g_q;
    mapping_inserted_o         <= counts_g[3];
    mapping_repeated_o         <= counts_g[2];
    mapping_old_o              <= counts_g[1];
    mapping_conflicting_o      <= counts_g[0];
    mappings_spoiled_o         <= spoiled;
    segment_mapped_o           <= mapped_g && !by_infinite_g;
    segment_infinite_mapping_o <= by_infinite_g;
    segment_unmapped_o         <= lost_g && !partly_g;
    segment_partly_mapped_o    <= lost_g && partly_g;
    data_fin_o                 <= data_fin_g;
  end
endmodule : dss_mapper
