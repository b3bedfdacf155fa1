`include "mpnic_assert.svh"

// connection_tracker: the segment's place in its connection's data sequence space, whole DSNs, and the verdict on a
// mapping that is complete.
//
// One word a cycle, never stalled; results hold 4 + READ_LATENCY cycles later: comparisons a cycle ahead, read-modify-
// write (one cycle, same connection back to back included), extension and judgement. A 4-byte DSN is extended to the one
// nearest the next expected DSN as it was before the packet. The window lives in the DSN's low half (receive_window); the
// high half of the in-order point stays or grows by one, and a DSN's high half is compared with all that it can be.
//
// Context, bit 0 first: 0 generation (12)  12 valid  16 queue (16)  32 receive window (32)  64 next expected DSN (64)  128 ranges beyond it, low
// halves of DSNs, 64 bits each (receive_window).
//
// Writes of the control processor enter beside the words: one that enters at cycle T holds for the words that enter later.
module connection_tracker #(
    parameter int CONNECTIONS = 4096,
    parameter int OUT_OF_ORDER_INTERVALS = 4,
    parameter int RECEIVE_WINDOW_BYTES = 1 << 30,
    parameter int READ_LATENCY = 2,
    parameter int REASON_BITS = 7,
    parameter int ENTRY_BITS = $clog2(CONNECTIONS),
    parameter int CONTEXT_BITS = 128 + 64 * OUT_OF_ORDER_INTERVALS
) (
    input  logic                    clk_i,
    input  logic                    rst_i,
    // The word.
    input  logic                    valid_i,
    input  logic                    subflow_valid_i,
    input  logic [             1:0] kind_i,
    input  logic [  ENTRY_BITS-1:0] connection_i,
    input  logic [            11:0] connection_generation_i,
    input  logic [             2:0] order_i,
    input  logic [            15:0] payload_length_i,
    input  logic [ REASON_BITS-1:0] reason_i,
    input  logic                    mapped_i,
    input  logic [            63:0] dsn_i,  // high half 0 without dsn_is_64_i
    input  logic                    dsn_is_64_i,
    input  logic                    segment_new_i,
    input  logic [             2:0] verdict_i,
    input  logic                    evicted_valid_i,
    input  logic [            63:0] evicted_dsn_i,
    input  logic                    evicted_dsn_is_64_i,
    input  logic                    ended_valid_i,
    input  logic [            63:0] ended_dsn_i,
    input  logic                    ended_dsn_is_64_i,
    input  logic [            15:0] ended_sum_i,  // residue modulo 65535, 0 to 65534
    input  logic                    ended_in_one_segment_i,
    // The word, 4 + READ_LATENCY cycles later.
    output logic                    valid_o,
    output logic                    connection_valid_o,
    output logic [            15:0] connection_queue_o,
    output logic [             2:0] data_order_o,
    output logic [ REASON_BITS-1:0] reason_o,
    output logic                    mapped_o,
    output logic [            63:0] dsn_o,
    output logic                    segment_new_o,
    output logic [             2:0] verdict_o,
    output logic [            63:0] evicted_dsn_o,
    output logic                    evicted_dsn_is_64_o,
    output logic                    ended_valid_o,
    output logic [            63:0] ended_dsn_o,
    output logic [             2:0] ended_verdict_o,
    output logic                    extended_o,  // counted
    output logic                    placed_o,  // counted by data_order_o
    output logic                    jumped_o,  // counted
    // The control processor's writes.
    input  logic                    write_valid_i,
    input  logic [  ENTRY_BITS-1:0] write_entry_i,
    input  logic [CONTEXT_BITS-1:0] write_value_i
);
  localparam logic [REASON_BITS-1:0] NO_REASON = '0;
  localparam logic [REASON_BITS-1:0] CONTEXT_UNKNOWN = REASON_BITS'(mpnic_abi_pkg::REASON_CONTEXT_UNKNOWN);
  localparam logic [2:0] NONE = 3'(mpnic_abi_pkg::VERDICT_NONE);
  localparam logic [2:0] GOOD = 3'(mpnic_abi_pkg::VERDICT_GOOD);
  localparam logic [2:0] BAD = 3'(mpnic_abi_pkg::VERDICT_BAD);
  localparam logic [2:0] OUTSIDE_WINDOW = 3'd4;
  localparam logic [1:0] KIND_MPTCP = 2'd1;
  localparam logic signed [63:0] WINDOW = 64'(RECEIVE_WINDOW_BYTES);
  localparam int BEHIND_BITS = 1 + 3 + REASON_BITS + 1 + 64 + 1 + 1 + 3 + 65 + 1 + 65 + 1 + 16 + 1;
  localparam int WORD_BITS = BEHIND_BITS + 2 + 12;

  // Sum of two residues modulo 65535, with end-around carry; 65535 is 0.
  function automatic logic [15:0] add(input logic [15:0] a, input logic [15:0] b);
    logic [16:0] total;
    logic [15:0] folded;
    begin
      total  = {1'b0, a} + {1'b0, b};
      folded = total[15:0] + {15'd0, total[16]};
      add    = folded == 16'hffff ? 16'd0 : folded;
    end
  endfunction

  // Distance of a 4-byte DSN from the nearest: what has to be added to the point to reach it.
  function automatic logic [63:0] extended_distance(input logic [31:0] low, input logic [31:0] from);
    logic [31:0] difference;
    begin
      difference        = low - from;
      extended_distance = {{32{difference[31]}}, difference};
    end
  endfunction

  // ---- the word waits for its context

  logic                   valid;
  logic                   subflow_valid;
  logic [            1:0] kind;
  logic [           11:0] generation;
  logic [            2:0] order;
  logic [REASON_BITS-1:0] reason;
  logic                   mapped;
  logic [           63:0] dsn;
  logic                   dsn_is_64;
  logic                   segment_new;
  logic [            2:0] verdict;
  logic                   evicted_valid;
  logic [           63:0] evicted_dsn;
  logic                   evicted_dsn_is_64;
  logic                   ended_valid;
  logic [           63:0] ended_dsn;
  logic                   ended_dsn_is_64;
  logic [           15:0] ended_sum;
  logic                   ended_in_one_segment;

  delay_line #(
      .WIDTH (WORD_BITS),
      .CYCLES(READ_LATENCY + 1)
  ) word (
      .clk_i,
      .rst_i,
      .valid_i,
      .data_i({
        subflow_valid_i, kind_i, connection_generation_i, order_i, reason_i, mapped_i, dsn_i,
        dsn_is_64_i, segment_new_i, verdict_i, evicted_valid_i, evicted_dsn_i, evicted_dsn_is_64_i, ended_valid_i,
        ended_dsn_i, ended_dsn_is_64_i, ended_sum_i, ended_in_one_segment_i
      }),
      .valid_o(valid),
      .data_o({
        subflow_valid, kind, generation, order, reason, mapped, dsn,
        dsn_is_64, segment_new, verdict, evicted_valid, evicted_dsn, evicted_dsn_is_64, ended_valid,
        ended_dsn, ended_dsn_is_64, ended_sum, ended_in_one_segment
      })
  );

  logic [CONTEXT_BITS-1:0] ahead;
  logic [CONTEXT_BITS-1:0] after;
  logic                    forward;
  logic                    update;

  context_ahead #(
      .ENTRIES     (CONNECTIONS),
      .WIDTH       (CONTEXT_BITS),
      .READ_LATENCY(READ_LATENCY)
  ) contexts (
      .clk_i,
      .rst_i,
      .read_entry_i  (connection_i),
      .write_valid_i,
      .write_entry_i,
      .write_value_i,
      .ahead_o       (ahead),
      .forward_o     (forward),
      .update_valid_i(update),
      .update_value_i(after)
  );

  // ---- the segment's numbers reach the window two cycles before the context does, the DSN's high half one cycle

  logic [31:0] window_start;
  logic [15:0] window_length;
  logic [31:0] high_before;

  generate
    if (READ_LATENCY == 1) begin : g_direct
      assign window_start  = dsn_i[31:0];
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
          .data_i ({dsn_i[31:0], payload_length_i}),
          .valid_o(unused_valid),
          .data_o ({window_start, window_length})
      );
    end
  endgenerate
  logic unused_high;
  delay_line #(
      .WIDTH (32),
      .CYCLES(READ_LATENCY)
  ) highs (
      .clk_i,
      .rst_i,
      .valid_i(1'b1),
      .data_i (dsn_i[63:32]),
      .valid_o(unused_high),
      .data_o (high_before)
  );

  // ---- cycle A: what only the control processor writes is right in ahead; the high half, with all that it can be

  logic        known;
  logic        places;
  logic        known_aq;
  logic        places_aq;
  logic        mptcp_aq;
  logic [15:0] queue_aq;
  logic [63:0] state_aq;
  logic [31:0] high_aq;  // of the in-order point
  logic [31:0] high_next_aq;  // the same plus one
  logic [31:0] high_x;
  logic [31:0] high_after;
  logic        wraps;
  logic [31:0] less_one_q;  // of the DSN's high half
  logic [31:0] plus_one_q;
  logic        equal;  // the DSN's high half is the point's
  logic        above;  // it is one more
  logic        beneath;  // it is one less
  logic        equal_aq;
  logic        above_aq;
  logic        beneath_aq;

  assign known     = subflow_valid && ahead[12] && ahead[11:0] == generation;
  assign places    = known && kind == KIND_MPTCP && mapped;
  assign high_x    = ahead[127:96];
  assign equal     = dsn[63:32] == high_x;
  assign above     = less_one_q == high_x;
  assign beneath   = plus_one_q == high_x;

  always_ff @(posedge clk_i) begin
    less_one_q   <= high_before - 32'd1;
    plus_one_q   <= high_before + 32'd1;
    known_aq     <= known;
    places_aq    <= valid && places;
    mptcp_aq     <= kind == KIND_MPTCP;
    queue_aq     <= ahead[31:16];
    state_aq     <= ahead[63:0];
    high_aq      <= forward ? high_after : ahead[127:96];
    // Right behind a wrap the point lies in the low half of its circle: no second wrap, and no DSN above.
    high_next_aq <= high_x + 32'd1;
    equal_aq     <= forward && wraps ? above : equal;
    above_aq     <= above;
    beneath_aq   <= forward && wraps ? equal : beneath;
  end

  // ---- the word in cycle A + 1

  logic                   valid_a;
  logic                   subflow_valid_a;
  logic [            2:0] order_a;
  logic [REASON_BITS-1:0] reason_a;
  logic                   mapped_a;
  logic [           63:0] dsn_a;
  logic                   dsn_is_64_a;
  logic                   segment_new_a;
  logic [            2:0] verdict_a;
  logic                   evicted_valid_a;
  logic [           63:0] evicted_dsn_a;
  logic                   evicted_dsn_is_64_a;
  logic                   ended_valid_a;
  logic [           63:0] ended_dsn_a;
  logic                   ended_dsn_is_64_a;
  logic [           15:0] ended_sum_a;
  logic                   ended_in_one_segment_a;

  delay_line #(
      .WIDTH (BEHIND_BITS),
      .CYCLES(1)
  ) word_a (
      .clk_i,
      .rst_i,
      .valid_i(valid),
      .data_i({
        subflow_valid, order, reason, mapped, dsn, dsn_is_64, segment_new, verdict, evicted_valid, evicted_dsn,
        evicted_dsn_is_64, ended_valid, ended_dsn, ended_dsn_is_64, ended_sum, ended_in_one_segment
      }),
      .valid_o(valid_a),
      .data_o({
        subflow_valid_a, order_a, reason_a, mapped_a, dsn_a, dsn_is_64_a, segment_new_a, verdict_a, evicted_valid_a,
        evicted_dsn_a, evicted_dsn_is_64_a, ended_valid_a, ended_dsn_a, ended_dsn_is_64_a, ended_sum_a,
        ended_in_one_segment_a
      })
  );

  // ---- cycle A + 1: read-modify-write

  logic        far;
  logic        below;
  logic        up_to_unused;
  logic        begins_unused;
  logic        begins_beyond_unused;
  logic        window_jumped;
  logic [31:0] point;
  logic [31:0] moved;
  logic [63:0] next;
  logic [ 2:0] window_order;
  logic [CONTEXT_BITS-129:0] ranges;

  // A whole DSN is the one that the window takes it for: its high half is that of the in-order point, but for 0 between.
  assign far = dsn_is_64_a && !(point[31] == dsn_a[31] ? equal_aq
                              : point[31] ? (below ? equal_aq : above_aq)
                              : (below ? beneath_aq : equal_aq));
  assign next = {high_aq, point};

  receive_window #(
      .RANGES              (OUT_OF_ORDER_INTERVALS),
      .RECEIVE_WINDOW_BYTES(RECEIVE_WINDOW_BYTES)
  ) window (
      .clk_i,
      .start_i        (window_start),
      .length_i       (window_length),
      .forward_i      (forward),
      .point_i        (ahead[95:64]),
      .ranges_i       (ahead[CONTEXT_BITS-1:128]),
      .enable_i       (places_aq && !far),
      .fresh_i        (1'b0),
      .point_o        (point),
      .next_o         (moved),
      .ranges_o       (ranges),
      .order_o        (window_order),
      .below_o        (below),
      .up_to_o        (up_to_unused),
      .begins_o       (begins_unused),
      .begins_beyond_o(begins_beyond_unused),
      .jumped_o       (window_jumped),
      .wraps_o        (wraps)
  );

  assign high_after = wraps ? high_next_aq : high_aq;
  assign update     = places_aq && !far;
  assign after      = {ranges, high_after, moved, state_aq};

  logic                   valid_q;
  logic                   subflow_valid_q;
  logic                   known_q;
  logic                   mptcp_q;
  logic                   places_q;
  logic                   jumped_q;
  logic [            2:0] order_q;
  logic [           15:0] queue_q;
  logic [           63:0] next_q;
  logic [REASON_BITS-1:0] reason_q;
  logic                   mapped_q;
  logic [           63:0] dsn_q;
  logic                   dsn_is_64_q;
  logic                   segment_new_q;
  logic [            2:0] verdict_q;
  logic                   evicted_valid_q;
  logic [           63:0] evicted_dsn_q;
  logic                   evicted_dsn_is_64_q;
  logic                   ended_valid_q;
  logic [           63:0] ended_dsn_q;
  logic                   ended_dsn_is_64_q;
  logic [           15:0] ended_sum_q;
  logic                   ended_in_one_segment_q;

  always_ff @(posedge clk_i) begin
    valid_q                <= valid_a && !rst_i;
    subflow_valid_q        <= subflow_valid_a;
    known_q                <= known_aq;
    mptcp_q                <= mptcp_aq;
    places_q               <= places_aq;
    jumped_q               <= window_jumped;
    order_q                <= places_aq ? (far ? OUTSIDE_WINDOW : window_order) : subflow_valid_a ? order_a : 3'd0;
    queue_q                <= queue_aq;
    next_q                 <= next;
    reason_q               <= reason_a;
    mapped_q               <= mapped_a;
    dsn_q                  <= dsn_a;
    dsn_is_64_q            <= dsn_is_64_a;
    segment_new_q          <= segment_new_a;
    verdict_q              <= verdict_a;
    evicted_valid_q        <= evicted_valid_a;
    evicted_dsn_q          <= evicted_dsn_a;
    evicted_dsn_is_64_q    <= evicted_dsn_is_64_a;
    ended_valid_q          <= ended_valid_a;
    ended_dsn_q            <= ended_dsn_a;
    ended_dsn_is_64_q      <= ended_dsn_is_64_a;
    ended_sum_q            <= ended_sum_a;
    ended_in_one_segment_q <= ended_in_one_segment_a;
  end

  // ---- cycle A + 2: extension and judgement

  logic               widens;
  logic               abandoned;
  logic               judges;
  logic               certain;
  logic        [63:0] ended_extended;
  logic signed [63:0] ended_distance;
  logic        [15:0] ended_total;
  logic        [ 2:0] judgement;

  assign widens        = known_q && mptcp_q;
  assign abandoned      = subflow_valid_q && !known_q && mapped_q && !dsn_is_64_q;
  assign judges         = ended_valid_q && subflow_valid_q && (!known_q || mptcp_q);
  assign ended_distance = $signed(extended_distance(ended_dsn_q[31:0], next_q[31:0]));
  assign ended_extended = next_q + $unsigned(ended_distance);
  assign ended_total    = add(add(ended_sum_q, ended_extended[63:48]), ended_extended[47:32]);
  assign certain        = ended_distance <= WINDOW && ended_distance >= -WINDOW;
  assign judgement      = ended_dsn_is_64_q ? (ended_sum_q == 16'd0 ? GOOD : BAD)
                        : !known_q || !certain || ended_total == 16'd1 || ended_total == 16'hfffe ? NONE
                        : ended_total == 16'd0 ? GOOD
                        : BAD;

  always_ff @(posedge clk_i) begin
    valid_o             <= valid_q && !rst_i;
    connection_valid_o  <= known_q;
    connection_queue_o  <= queue_q;
    data_order_o        <= order_q;
    reason_o            <= abandoned && reason_q == NO_REASON ? CONTEXT_UNKNOWN : reason_q;
    mapped_o            <= mapped_q && !abandoned;
    dsn_o               <= widens && !dsn_is_64_q ? next_q + extended_distance(dsn_q[31:0], next_q[31:0]) : dsn_q;
    segment_new_o       <= segment_new_q && !abandoned;
    verdict_o           <= judges && ended_in_one_segment_q ? judgement : verdict_q;
    evicted_dsn_o       <= widens && !evicted_dsn_is_64_q
        ? next_q + extended_distance(evicted_dsn_q[31:0], next_q[31:0]) : evicted_dsn_q;
    evicted_dsn_is_64_o <= evicted_dsn_is_64_q || evicted_valid_q && widens;
    ended_valid_o       <= ended_valid_q && !(judges && ended_in_one_segment_q);
    ended_dsn_o         <= widens && !ended_dsn_is_64_q ? ended_extended : ended_dsn_q;
    ended_verdict_o     <= judgement;
    extended_o          <= widens && mapped_q && !dsn_is_64_q;
    placed_o            <= places_q;
    jumped_o            <= jumped_q;
  end
  always @(posedge clk_i) begin
    if (!rst_i) begin
      `MPNIC_ASSERT("connection_tracker: residues are below 65535",
                    !(valid_i && ended_valid_i) || ended_sum_i != 16'hffff)
    end
  end

endmodule : connection_tracker
