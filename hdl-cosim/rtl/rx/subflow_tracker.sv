`include "mpnic_assert.svh"

// subflow_tracker: sequence number to subflow sequence number (SSN), and the segment's order on its subflow.
//
// One word a cycle, never stalled; results hold 3 + READ_LATENCY cycles later. The read-modify-write of a subflow's
// context is one cycle, same subflow back to back included, with its comparisons a cycle ahead (receive_window). Without
// subflow_valid_o only reason_o and stale_o mean something.
//
// Context, bit 0 first:
//   0 generation (12)  12 valid  13 kind (2)  15 suspended  16 connection (20)  36 connection generation (12)  48 fresh
//   64 next expected sequence number (32)  96 initial sequence number (32)  128 TS.Recent (32)  160 there is one
//   192 ranges beyond the next expected sequence number, 64 bits each (receive_window)
//   The bits between, which mean nothing, are 0 and take no memory.
//
// TS.Recent (RFC 7323 section 4.3) is what departing segments echo: a TSval that is not older, of a segment in the window
// that starts at or before the in-order point. It is a copy of some segment's TSval, so it is compared a cycle ahead, too:
// with the context's as it is, and with the segment's right ahead.
//
// Writes of the control processor enter beside the words: one that enters at cycle T holds for the words that enter later.
module subflow_tracker #(
    parameter int SUBFLOWS = 4096,
    parameter int OUT_OF_ORDER_INTERVALS = 4,
    parameter int RECEIVE_WINDOW_BYTES = 1 << 30,
    parameter int READ_LATENCY = 2,
    parameter int REASON_BITS = 7,
    parameter int ENTRY_BITS = $clog2(SUBFLOWS),
    parameter int CONTEXT_BITS = 192 + 64 * OUT_OF_ORDER_INTERVALS
) (
    input  logic                    clk_i,
    input  logic                    rst_i,
    // The word.
    input  logic                    valid_i,
    input  logic                    flow_hit_i,
    input  logic [  ENTRY_BITS-1:0] subflow_i,
    input  logic [            11:0] subflow_generation_i,
    input  logic [            31:0] sequence_number_i,
    input  logic                    syn_i,
    input  logic [            15:0] payload_length_i,
    input  logic                    timestamps_i,
    input  logic [            31:0] timestamp_value_i,  // with timestamps_i
    input  logic [ REASON_BITS-1:0] reason_i,
    // The word, 3 + READ_LATENCY cycles later.
    output logic                    valid_o,
    output logic                    subflow_valid_o,
    output logic [             1:0] kind_o,
    output logic [            19:0] connection_o,
    output logic [            11:0] connection_generation_o,
    output logic [            31:0] ssn_o,
    output logic [            31:0] receive_next_before_o,
    output logic [             2:0] order_o,
    output logic [            31:0] timestamp_recent_o,  // behind the word; 0: none yet
    output logic [ REASON_BITS-1:0] reason_o,
    output logic                    stale_o,  // counted
    output logic                    classified_o,  // counted by order_o
    output logic                    jumped_o,  // counted
    // The control processor's writes.
    input  logic                    write_valid_i,
    input  logic [  ENTRY_BITS-1:0] write_entry_i,
    input  logic [CONTEXT_BITS-1:0] write_value_i
);
  localparam logic [REASON_BITS-1:0] NO_REASON = '0;
  localparam logic [REASON_BITS-1:0] HANDSHAKE = REASON_BITS'(mpnic_abi_pkg::REASON_HANDSHAKE);
  localparam logic [REASON_BITS-1:0] CONTEXT_UNKNOWN = REASON_BITS'(mpnic_abi_pkg::REASON_CONTEXT_UNKNOWN);
  localparam logic [63:0] CHANGES = 64'h0001_0000_0000_8000;  // fresh, suspended
  localparam int WORD_BITS = 1 + 12 + 32 + 1 + 1 + 32 + REASON_BITS;

  // ---- the segment's numbers reach the window two cycles before the context does

  logic [31:0] window_start;
  logic [15:0] window_length;

  generate
    if (READ_LATENCY == 1) begin : g_direct
      assign window_start  = sequence_number_i;
      assign window_length = payload_length_i;
    end else begin : g_waits
      logic unused_valid;
      delay_line #(
          .WIDTH (48),
          .CYCLES(READ_LATENCY - 1)
      ) numbers (
          .clk_i,
          .rst_i,
          .valid_i(1'b1),
          .data_i ({sequence_number_i, payload_length_i}),
          .valid_o(unused_valid),
          .data_o ({window_start, window_length})
      );
    end
  endgenerate

  // ---- cycle A: the word beside its context, or that of the word right ahead, which makes it into its own

  logic                   valid;
  logic                   flow_hit;
  logic [           11:0] generation;
  logic [           31:0] sequence_number;
  logic                   syn;
  logic                   timestamps;
  logic [           31:0] timestamp_value;
  logic [REASON_BITS-1:0] reason;

  delay_line #(
      .WIDTH (WORD_BITS),
      .CYCLES(READ_LATENCY + 1)
  ) word (
      .clk_i,
      .rst_i,
      .valid_i,
      .data_i ({flow_hit_i, subflow_generation_i, sequence_number_i, syn_i, timestamps_i, timestamp_value_i, reason_i}),
      .valid_o(valid),
      .data_o ({flow_hit, generation, sequence_number, syn, timestamps, timestamp_value, reason})
  );

  // What a context takes in memory: bits 0 to 48, 64 to 160, and the ranges.
  localparam int STORED_BITS = CONTEXT_BITS - 46;

  function automatic logic [STORED_BITS-1:0] stored(input logic [CONTEXT_BITS-1:0] whole);
    stored = {whole[CONTEXT_BITS-1:192], whole[160:64], whole[48:0]};
  endfunction

  logic [STORED_BITS-1:0] ahead_stored;
  logic [CONTEXT_BITS-1:0] ahead;
  logic [CONTEXT_BITS-1:0] after;
  logic                    forward;
  logic                    update;

  context_ahead #(
      .ENTRIES     (SUBFLOWS),
      .WIDTH       (STORED_BITS),
      .READ_LATENCY(READ_LATENCY)
  ) contexts (
      .clk_i,
      .rst_i,
      .read_entry_i  (subflow_i),
      .write_valid_i,
      .write_entry_i,
      .write_value_i (stored(write_value_i)),
      .ahead_o       (ahead_stored),
      .forward_o     (forward),
      .update_valid_i(update),
      .update_value_i(stored(after))
  );
  assign ahead = {ahead_stored[STORED_BITS-1:146], 31'd0, ahead_stored[145:49], 15'd0, ahead_stored[48:0]};

  // Segments change only the window, TS.Recent, fresh and suspended; the rest is right in ahead.
  logic fresh_q;
  logic fresh_after;
  logic suspended_q;
  logic suspended_after;
  logic current;  // of a valid context's generation
  assign current = flow_hit && ahead[12] && ahead[11:0] == generation;

  logic                   valid_q;
  logic                   flow_hit_q;
  logic                   current_q;
  logic                   other_isn_q;
  logic                   classifies_q;  // if the context is not suspended
  logic [REASON_BITS-1:0] reason_q;
  logic [           31:0] isn_q;
  logic [           31:0] ssn_q;
  logic [           63:0] state_q;

  // Timestamps are compared modulo 2^32.
  function automatic logic older(input logic [31:0] a, input logic [31:0] b);
    logic [31:0] difference;
    begin
      difference = a - b;
      older      = difference[31];
    end
  endfunction

  logic [63:0] recent_q;  // the context's word with TS.Recent
  logic [63:0] recent_after;
  logic [31:0] timestamp_value_q;
  logic        timestamps_q;
  logic        not_older_q;  // than TS.Recent
  logic        takes_timestamp;

  always_ff @(posedge clk_i) begin
    valid_q      <= valid && !rst_i;
    flow_hit_q   <= flow_hit;
    current_q    <= current;
    other_isn_q  <= valid && flow_hit && syn && sequence_number != ahead[127:96];
    classifies_q <= valid && current && !syn && (reason == NO_REASON || reason == HANDSHAKE);
    reason_q     <= reason;
    isn_q        <= ahead[127:96];
    ssn_q        <= sequence_number - ahead[127:96] + {31'd0, syn};
    state_q      <= ahead[63:0];
    fresh_q      <= forward ? fresh_after : ahead[48];
    suspended_q  <= forward ? suspended_after : ahead[15];

    timestamps_q      <= timestamps;
    timestamp_value_q <= timestamp_value;
    recent_q          <= forward ? recent_after : ahead[191:128];
    not_older_q       <= forward && takes_timestamp
        ? !older(timestamp_value, timestamp_value_q) : !ahead[160] || !older(timestamp_value, ahead[159:128]);
  end

  // ---- cycle A + 1: read-modify-write

  logic        known;
  logic        classify;
  logic        begins;
  logic        begins_beyond;
  logic        jumped;
  logic        below_unused;
  logic        wraps_unused;
  logic [31:0] point;
  logic [31:0] next;
  logic [ 2:0] order;
  logic        up_to;
  logic [CONTEXT_BITS-193:0] ranges;

  assign suspended_after = suspended_q || other_isn_q;
  assign fresh_after     = fresh_q && !begins;
  assign known           = current_q && !suspended_after;
  assign classify        = classifies_q && !suspended_q;
  assign takes_timestamp = classify && timestamps_q && up_to && not_older_q;
  assign recent_after    = takes_timestamp ? {32'd1, timestamp_value_q} : recent_q;

  receive_window #(
      .RANGES              (OUT_OF_ORDER_INTERVALS),
      .RECEIVE_WINDOW_BYTES(RECEIVE_WINDOW_BYTES)
  ) window (
      .clk_i,
      .start_i        (window_start),
      .length_i       (window_length),
      .forward_i      (forward),
      .point_i        (ahead[95:64]),
      .ranges_i       (ahead[CONTEXT_BITS-1:192]),
      .enable_i       (classify),
      .fresh_i        (fresh_q),
      .point_o        (point),
      .next_o         (next),
      .ranges_o       (ranges),
      .order_o        (order),
      .below_o        (below_unused),
      .up_to_o        (up_to),
      .begins_o       (begins),
      .begins_beyond_o(begins_beyond),
      .jumped_o       (jumped),
      .wraps_o        (wraps_unused)
  );

  assign update = other_isn_q || classify;
  assign after = {
    ranges,
    recent_after,
    isn_q,
    next,
    (state_q & ~CHANGES) | {15'd0, fresh_after, 32'd0, suspended_after, 15'd0}
  };

  always_ff @(posedge clk_i) begin
    valid_o                 <= valid_q && !rst_i;
    subflow_valid_o         <= known;
    kind_o                  <= state_q[14:13];
    connection_o            <= state_q[35:16];
    connection_generation_o <= state_q[47:36];
    ssn_o                   <= ssn_q;
    receive_next_before_o   <= begins_beyond ? ssn_q : point - isn_q;
    timestamp_recent_o      <= recent_after[31:0];
    order_o                 <= classify ? order : 3'd0;
    reason_o                <= flow_hit_q && !known && reason_q == NO_REASON ? CONTEXT_UNKNOWN : reason_q;
    stale_o                 <= flow_hit_q && !known;
    classified_o            <= classify;
    jumped_o                <= jumped;
  end
  always @(posedge clk_i) begin
    if (!rst_i) begin
      `MPNIC_ASSERT("subflow_tracker: a hit names a subflow", !(valid_i && flow_hit_i) || 32'(subflow_i) < SUBFLOWS)
    end
  end

endmodule : subflow_tracker
