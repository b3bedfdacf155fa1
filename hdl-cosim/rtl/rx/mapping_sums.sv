// Second half of dss_mapper: which bytes of each mapping have been counted, and their sum.
//
// One word a cycle, never stalled. A subflow has three states, each with a read-modify-write of its own, of one cycle:
// the ranges of counted bytes (B), a slot's flags (C), its sum (C). The word reads all slots; at the end of the read its
// own is known and goes on alone.
//   A  READ_LATENCY + 1 cycles behind the read: the word's first and last byte are compared with the ranges, as they are
//      after the word two cycles ahead, and with the word one cycle ahead.
//   B  one cycle later: what becomes of the word, and the ranges behind it. A range's ends are always ends of segments,
//      so a comparison with the range that the word one cycle ahead makes is one of those made in A.
//   C  one cycle later: flags and sum; results.
//
// A slot's ranges, 33 bits each, bit 0 first: 0 end (16)  16 start (16)  32 used, relative to the mapping. Flags: closed
// (spoiled or delivered), delivered, something counted. Without the last its ranges and sum are void.
module mapping_sums #(
    parameter int SUBFLOWS = 4096,
    parameter int SLOTS = 8,
    parameter int RANGES = 4,
    parameter int READ_LATENCY = 2,
    parameter int ENTRY_BITS = $clog2(SUBFLOWS)
) (
    input  logic                  clk_i,
    input  logic                  rst_i,
    // The word, cycle T.
    input  logic [ENTRY_BITS-1:0] subflow_i,
    // The same word, cycle T + READ_LATENCY; no slots unless the word is valid.
    input  logic [     SLOTS-1:0] slot_i,  // that the payload lies in
    input  logic [     SLOTS-1:0] restart_i,  // that was given to another mapping
    input  logic [     SLOTS-1:0] spoil_i,  // that the payload touches, slot_i not among them
    // The same word in A, cycle T + READ_LATENCY + 1.
    input  logic [          15:0] from_i,  // bytes of the mapping before the segment
    input  logic [          15:0] to_i,  // and with it
    input  logic [          15:0] data_length_i,  // of the mapping
    // The same word in C, cycle T + READ_LATENCY + 3. Residues modulo 65535, 0 to 65534.
    input  logic [          15:0] added_i,  // the segment's sum
    input  logic [          15:0] added_with_header_i,  // and that of the mapping's fields
    output logic                  counted_o,
    output logic                  completed_o,
    output logic                  open_o,  // the mapping can still be judged
    output logic [          15:0] total_o,  // sum of the mapping and its fields
    output logic                  restarted_open_o,  // the mapping that lost its slot was not complete
    output logic [           4:0] spoiled_o  // mappings that will never be judged because of this word
);
  localparam int WIDTH = 33 * RANGES;

  // Sum of two residues modulo 65535, 0 to 65534: one more when the sum reaches 65535.
  function automatic logic [15:0] add(input logic [15:0] a, input logic [15:0] b);
    logic [16:0] above;
    begin
      above = {1'b0, a} + {1'b0, b} + 17'd1;
      add   = above[16] ? above[15:0] : a + b;
    end
  endfunction

  // ---- which words follow each other on one subflow, and in one slot

  logic [ENTRY_BITS-1:0] entry_r;
  logic [ENTRY_BITS-1:0] entry_a_q;
  logic [ENTRY_BITS-1:0] entry_b_q;
  logic [ENTRY_BITS-1:0] entry_c_q;
  logic [SLOTS-1:0] slot_a_q;
  logic [SLOTS-1:0] slot_b_q;
  logic [SLOTS-1:0] slot_c_q;
  logic [SLOTS-1:0] slot_d_q;
  logic [SLOTS-1:0] restart_a_q;
  logic [SLOTS-1:0] restart_b_q;
  logic [SLOTS-1:0] restart_c_q;
  logic [SLOTS-1:0] spoil_a_q;
  logic [SLOTS-1:0] spoil_b_q;
  logic [SLOTS-1:0] spoil_c_q;
  logic same_ab_q;
  logic same_ac_q;
  logic same_bc_q;
  logic same_slot_ab_q;
  logic same_slot_ac_q;
  logic same_slot_ad_q;
  logic same_slot_bc_q;
  logic same_slot_bd_q;
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
    entry_a_q      <= entry_r;
    entry_b_q      <= entry_a_q;
    entry_c_q      <= entry_b_q;
    slot_a_q       <= slot_i;
    slot_b_q       <= rst_i ? '0 : slot_a_q;
    slot_c_q       <= rst_i ? '0 : slot_b_q;
    slot_d_q       <= rst_i ? '0 : slot_c_q;
    restart_a_q    <= restart_i;
    restart_b_q    <= restart_a_q;
    restart_c_q    <= rst_i ? '0 : restart_b_q;
    spoil_a_q      <= spoil_i;
    spoil_b_q      <= spoil_a_q;
    spoil_c_q      <= rst_i ? '0 : spoil_b_q;
    same_ab_q      <= entry_r == entry_a_q;
    same_ac_q      <= entry_r == entry_b_q;
    same_bc_q      <= same_ab_q;
    same_slot_ab_q <= entry_r == entry_a_q && (slot_i & slot_a_q) != '0;
    same_slot_ac_q <= entry_r == entry_b_q && (slot_i & slot_b_q) != '0;
    same_slot_ad_q <= entry_r == entry_c_q && (slot_i & slot_c_q) != '0;
    same_slot_bc_q <= same_slot_ab_q;
    same_slot_bd_q <= same_slot_ac_q;
  end

  // ---- A: ranges and flags as the word two cycles ahead leaves them

  logic [SLOTS*WIDTH-1:0] ranges_read;
  logic [ SLOTS*16-1:0] sums_read;
  logic [  3*SLOTS-1:0] flags_read;
  logic [    WIDTH-1:0] ranges_a_q;
  logic [    WIDTH-1:0] ranges_a;
  logic [    WIDTH-1:0] ranges_b_q;
  logic [    WIDTH-1:0] ranges_b_after;
  logic [    WIDTH-1:0] ranges_c_q;
  logic [         15:0] sum_a_q;
  logic [         15:0] sum_b_q;
  logic [         15:0] sum_c_q;
  logic [         15:0] sum_c_after;
  logic [         15:0] sum_d_q;
  logic [  3*SLOTS-1:0] flags_a_q;
  logic [  3*SLOTS-1:0] flags_a;
  logic [  3*SLOTS-1:0] flags_b_q;
  logic [  3*SLOTS-1:0] flags_c_q;
  logic [  3*SLOTS-1:0] flags_c_after;
  logic changes_c;

  slot_memory #(
      .ENTRIES     (SUBFLOWS),
      .SLOTS       (SLOTS),
      .WIDTH       (WIDTH),
      .READ_LATENCY(READ_LATENCY)
  ) ranges (
      .clk_i,
      .read_entry_i (subflow_i),
      .value_o      (ranges_read),
      .write_i      (slot_c_q),
      .write_value_i(ranges_c_q)
  );

  slot_memory #(
      .ENTRIES     (SUBFLOWS),
      .SLOTS       (1),
      .WIDTH       (3 * SLOTS),
      .READ_LATENCY(READ_LATENCY)
  ) flags (
      .clk_i,
      .read_entry_i (subflow_i),
      .value_o      (flags_read),
      .write_i      (changes_c),
      .write_value_i(flags_c_after)
  );

  slot_memory #(
      .ENTRIES     (SUBFLOWS),
      .SLOTS       (SLOTS),
      .WIDTH       (16),
      .READ_LATENCY(READ_LATENCY),
      .WRITE_DELAY (READ_LATENCY + 4)
  ) sums (
      .clk_i,
      .read_entry_i (subflow_i),
      .value_o      (sums_read),
      .write_i      (slot_d_q),
      .write_value_i(sum_d_q)
  );

  // The word's slot of all.
  logic [WIDTH-1:0] ranges_selected;
  logic [15:0] sum_selected;
  always_comb begin
    ranges_selected = '0;
    sum_selected    = '0;
    for (int i = 0; i < SLOTS; i++) begin
      ranges_selected |= ranges_read[i*WIDTH+:WIDTH] & {WIDTH{slot_i[i]}};
      sum_selected    |= sums_read[i*16+:16] & {16{slot_i[i]}};
    end
  end

  assign ranges_a = same_slot_ac_q ? ranges_c_q : ranges_a_q;
  assign flags_a  = same_ac_q && changes_c ? flags_c_after : flags_a_q;

  // Whether the slot's ranges hold, and whether it is closed, but for what the word one cycle ahead does in B.
  logic [SLOTS-1:0] closed_flags_a;
  logic [SLOTS-1:0] counted_flags_a;
  logic own_restart_a;
  logic ahead_restart_a;
  logic ahead_spoil_a;
  logic closed_a;
  logic holds_a;
  assign closed_flags_a  = flags_a[SLOTS-1:0];
  assign counted_flags_a = flags_a[3*SLOTS-1-:SLOTS];
  assign own_restart_a   = (slot_a_q & restart_a_q) != '0;
  assign ahead_restart_a = same_ab_q && (slot_a_q & restart_b_q) != '0;
  assign ahead_spoil_a   = same_ab_q && (slot_a_q & spoil_b_q) != '0;
  assign closed_a        = !own_restart_a
      && ((closed_flags_a & slot_a_q) != '0 && !ahead_restart_a || ahead_spoil_a);
  assign holds_a         = !own_restart_a && !ahead_restart_a && (counted_flags_a & slot_a_q) != '0;

  // Comparisons with a range's start: at or before the segment's first byte, before its end, at its end, 0. And with a
  // range's end: at or behind the segment's end, behind its first byte, at its first byte, the mapping's end.
  function automatic logic [3:0] start_bits(input logic [15:0] start, input logic [15:0] from, input logic [15:0] to);
    start_bits = {start <= from, start < to, start == to, start == 16'd0};
  endfunction
  function automatic logic [3:0] end_bits(input logic [15:0] stop, input logic [15:0] from, input logic [15:0] to,
                                          input logic [15:0] length);
    end_bits = {stop >= to, stop > from, stop == from, stop == length};
  endfunction

  logic [15:0] from_b_q;
  logic [15:0] to_b_q;
  logic [4*RANGES-1:0] start_a;
  logic [4*RANGES-1:0] end_a;
  logic [3:0] start_ahead;
  logic [3:0] end_ahead;
  always_comb begin
    for (int i = 0; i < RANGES; i++) begin
      start_a[4*i+:4] = start_bits(ranges_a[33*i+16+:16], from_i, to_i);
      end_a[4*i+:4]   = end_bits(ranges_a[33*i+:16], from_i, to_i, data_length_i);
    end
    start_ahead = start_bits(from_b_q, from_i, to_i);
    end_ahead   = end_bits(to_b_q, from_i, to_i, data_length_i);
  end

  // ---- B: one cycle of read-modify-write over the word's slot

  logic go_b_q;
  logic closed_b_q;
  logic first_b_q;
  logic last_b_q;
  logic [RANGES-1:0] used_b_q;
  logic [4*RANGES-1:0] start_b_q;
  logic [4*RANGES-1:0] end_b_q;

  logic [RANGES-1:0] overlaps;
  logic [RANGES-1:0] contains;
  logic [RANGES-1:0] ends_before;  // ends where the segment starts
  logic [RANGES-1:0] starts_behind;  // starts where the segment ends
  logic [RANGES-1:0] grown;
  logic [RANGES-1:0] place;
  logic [RANGES-1:0] used_b_after;
  logic [15:0] new_start;
  logic [15:0] new_end;
  logic [3:0] new_start_a;  // comparisons of the word in A with the range that the word in B makes
  logic [3:0] new_end_a;
  logic from_zero;
  logic to_length;
  logic counts;
  logic spoils;
  logic completes;

  // The last set bit.
  function automatic logic [RANGES-1:0] last(input logic [RANGES-1:0] bits);
    logic taken;
    begin
      taken = 1'b0;
      for (int i = RANGES - 1; i >= 0; i--) begin
        last[i] = bits[i] && !taken;
        taken   = taken || bits[i];
      end
    end
  endfunction

  always_comb begin
    for (int i = 0; i < RANGES; i++) begin
      overlaps[i]      = used_b_q[i] && start_b_q[4*i+2] && end_b_q[4*i+2];
      contains[i]      = used_b_q[i] && start_b_q[4*i+3] && end_b_q[4*i+3];
      ends_before[i]   = used_b_q[i] && end_b_q[4*i+1];
      starts_behind[i] = used_b_q[i] && start_b_q[4*i+1];
    end
    grown       = ends_before | starts_behind;
    place       = grown != '0 ? last(grown) : last(~used_b_q);
    counts      = go_b_q && !closed_b_q && overlaps == '0 && place != '0;
    spoils      = go_b_q && !closed_b_q && (overlaps == '0 ? place == '0 : contains == '0);
    new_start   = ends_before == '0 ? from_b_q : '0;
    new_end     = starts_behind == '0 ? to_b_q : '0;
    new_start_a = ends_before == '0 ? start_ahead : '0;
    new_end_a   = starts_behind == '0 ? end_ahead : '0;
    from_zero   = ends_before == '0 && first_b_q;
    to_length   = starts_behind == '0 && last_b_q;
    for (int i = 0; i < RANGES; i++) begin
      if (ends_before[i]) begin
        new_start   = new_start | ranges_b_q[33*i+16+:16];
        new_start_a = new_start_a | start_a[4*i+:4];
        from_zero   = from_zero || start_b_q[4*i];
      end
      if (starts_behind[i]) begin
        new_end   = new_end | ranges_b_q[33*i+:16];
        new_end_a = new_end_a | end_a[4*i+:4];
        to_length = to_length || end_b_q[4*i];
      end
    end
    completes = counts && from_zero && to_length;
    for (int i = 0; i < RANGES; i++) begin
      used_b_after[i]          = counts && place[i] || used_b_q[i] && !(counts && grown[i]);
      ranges_b_after[33*i+:33] = counts && place[i] ? {1'b1, new_start, new_end}
                               : {used_b_after[i], ranges_b_q[33*i+:32]};
    end
  end

  always_ff @(posedge clk_i) begin
    ranges_a_q <= ranges_selected;
    sum_a_q    <= sum_selected;
    flags_a_q  <= flags_read;

    from_b_q   <= from_i;
    to_b_q     <= to_i;
    go_b_q     <= slot_a_q != '0 && !rst_i;
    closed_b_q <= closed_a || same_slot_ab_q && !own_restart_a && (completes || spoils);
    first_b_q  <= from_i == 16'd0;
    last_b_q   <= to_i == data_length_i;
    ranges_b_q <= same_slot_ab_q ? ranges_b_after : ranges_a;
    sum_b_q    <= same_slot_ad_q ? sum_d_q : sum_a_q;
    flags_b_q  <= flags_a;
    for (int i = 0; i < RANGES; i++) begin
      used_b_q[i]       <= same_slot_ab_q ? used_b_after[i] && !own_restart_a : ranges_a[33*i+32] && holds_a;
      start_b_q[4*i+:4] <= same_slot_ab_q && counts && place[i] ? new_start_a : start_a[4*i+:4];
      end_b_q[4*i+:4]   <= same_slot_ab_q && counts && place[i] ? new_end_a : end_a[4*i+:4];
    end
  end

  // ---- C: flags and sum

  logic counts_c_q;
  logic completes_c_q;
  logic spoils_c_q;
  logic void_c_q;
  logic open_c_q;
  logic [15:0] base;
  logic [SLOTS-1:0] closed_c;
  logic [SLOTS-1:0] delivered_c;
  logic [SLOTS-1:0] counted_c;

  always_ff @(posedge clk_i) begin
    ranges_c_q    <= ranges_b_after;
    counts_c_q    <= counts;
    completes_c_q <= completes;
    spoils_c_q    <= spoils;
    void_c_q      <= used_b_q == '0;
    open_c_q      <= !closed_b_q && !spoils;
    flags_c_q     <= same_bc_q && changes_c ? flags_c_after : flags_b_q;
    sum_c_q       <= same_slot_bc_q ? sum_c_after : same_slot_bd_q ? sum_d_q : sum_b_q;
    sum_d_q       <= sum_c_after;
  end

  assign {counted_c, delivered_c, closed_c} = flags_c_q;
  assign changes_c   = (slot_c_q | restart_c_q | spoil_c_q) != '0;
  assign flags_c_after = {
    counted_c & ~restart_c_q | (counts_c_q ? slot_c_q : '0),
    delivered_c & ~restart_c_q | (completes_c_q ? slot_c_q : '0),
    closed_c & ~restart_c_q | spoil_c_q | (completes_c_q || spoils_c_q ? slot_c_q : '0)
  };
  assign base        = void_c_q ? 16'd0 : sum_c_q;
  assign sum_c_after = counts_c_q ? add(base, added_i) : sum_c_q;

  assign counted_o        = counts_c_q;
  assign completed_o      = completes_c_q;
  assign open_o           = open_c_q;
  assign total_o          = add(base, added_with_header_i);
  assign restarted_open_o = (restart_c_q & ~delivered_c) != '0;
  always_comb begin
    spoiled_o = {4'd0, spoils_c_q};
    for (int i = 0; i < SLOTS; i++)
      spoiled_o = spoiled_o + {4'd0, spoil_c_q[i] && (restart_c_q[i] || !closed_c[i])};
  end
endmodule : mapping_sums
