`include "mpnic_assert.svh"
`include "tx_finish.svh"

// tx_checksum of one port: sums a frame's bytes as they pass, stores the frame whole and finishes its header.
//
// Beats come one a cycle, without a ready: who sends them counts the places (TX_CHECKSUM_BUFFER_BEATS; a pop gives one back,
// B = 1). Bytes behind the frame's end are zero. A frame shows at frame_valid_o 12 cycles after its last beat, one a cycle at
// most. Then tx_port takes it, and from that cycle on its beats, in order.
//
// All that is written stands in the first 128 bytes. They wait in a window; the beats behind it are summed as they come.
// The window is whole in cycle 1, their sum is ready in cycle 2, and finish_window has the headers in cycle 11.
//
// Offsets are even; those of IP and TCP headers leave room for these headers.
module tx_checksum #(
    parameter int BEAT_BYTES = 64,
    parameter int MAX_FRAME_BYTES = 9018,
    parameter int TX_CHECKSUM_BUFFER_BEATS = 512,
    parameter int WIRE_NUMERATOR = 33,
    parameter int WINDOW_BYTES = 128,
    parameter int FRAME_BITS = $clog2(MAX_FRAME_BYTES + 1),
    parameter int BEAT_BITS = 8 * BEAT_BYTES,
    parameter int COST_BITS = $clog2((MAX_FRAME_BYTES + 24) * WIRE_NUMERATOR + 1),
    parameter int TAIL_BITS = $clog2(BEAT_BYTES * WIRE_NUMERATOR + 1)
) (
    input  logic                  clk_i,
    input  logic                  rst_i,
    // Beats.
    input  logic                  valid_i,
    input  logic                  last_i,
    input  logic [ BEAT_BITS-1:0] data_i,
    // Beside the last.
    input  logic [FRAME_BITS-1:0] bytes_i,
    input  tx_finish_t            finish_i,
    // Finished frames; costs on the wire are in parts of a cycle.
    output logic                  frame_valid_o,
    input  logic                  frame_ready_i,
    output logic [FRAME_BITS-1:0] frame_bytes_o,       // padded to 60
    output logic [FRAME_BITS-1:0] frame_real_bytes_o,
    output logic [ COST_BITS-1:0] frame_cost_o,
    output logic [ TAIL_BITS-1:0] frame_tail_cost_o,
    input  logic                  beat_pop_i,
    output logic [ BEAT_BITS-1:0] beat_data_o
);
  localparam int WINDOW_BITS = 8 * WINDOW_BYTES;
  localparam int WINDOW_BEATS = WINDOW_BYTES / BEAT_BYTES;
  localparam int INDEX_BITS = $clog2(WINDOW_BEATS + 1);
  localparam int SHIFT = $clog2(BEAT_BYTES);
  localparam logic [INDEX_BITS-1:0] BEHIND = INDEX_BITS'(WINDOW_BEATS);

  // ---- the frame's beats, and the window

  logic                   beat_ready;
  logic                   stored_valid;
  logic [  BEAT_BITS-1:0] stored;

  block_fifo #(
      .WIDTH(BEAT_BITS),
      .DEPTH(TX_CHECKSUM_BUFFER_BEATS)
  ) beats (
      .clk_i,
      .rst_i,
      .valid_i,
      .ready_o(beat_ready),
      .data_i,
      .valid_o(stored_valid),
      .ready_i(beat_pop_i),
      .data_o (stored)
  );

  logic [ INDEX_BITS-1:0] index_q;  // of the beat at the input, BEHIND the window
  logic [WINDOW_BITS-1:0] held_q;
  logic [WINDOW_BITS-1:0] window;
  logic [WINDOW_BITS-1:0] window_1q;
  logic                   valid_1q;
  logic [ FRAME_BITS-1:0] bytes_1q;
  tx_finish_t             finish_1q;

  always_comb begin
    window = held_q;
    for (int i = 0; i < WINDOW_BEATS; i++) begin
      if (index_q == INDEX_BITS'(i)) window[i*BEAT_BITS+:BEAT_BITS] = data_i;
      if (index_q < INDEX_BITS'(i)) window[i*BEAT_BITS+:BEAT_BITS] = '0;
    end
  end

  always_ff @(posedge clk_i) begin
    if (valid_i) begin
      held_q  <= window;
      index_q <= last_i ? '0 : index_q == BEHIND ? index_q : index_q + 1'b1;
    end
    window_1q <= window;
    bytes_1q  <= bytes_i;
    finish_1q <= finish_i;
    valid_1q  <= valid_i && last_i && !rst_i;
    if (rst_i) index_q <= '0;
  end

  // ---- sum of the beats behind the window, ready in cycle 2

  logic [BEAT_BITS-1:0] beat_words;
  logic [15:0] beat_sum, beat_carry, beat_sum_1q, beat_carry_1q;
  logic [15:0] rest_sum, rest_carry, rest_sum_2q, rest_carry_2q;
  logic begins_1q;
  logic any_1q;

  always_comb begin
    for (int w = 0; w < BEAT_BYTES / 2; w++) beat_words[16*w+:16] = {data_i[16*w+:8], data_i[16*w+8+:8]};
  end

  ones_complement_tree #(
      .WORDS(BEAT_BYTES / 2)
  ) beat_tree (
      .words_i(beat_words),
      .sum_o  (beat_sum),
      .carry_o(beat_carry)
  );
  ones_complement_tree #(
      .WORDS(4)
  ) rest_tree (
      .words_i({rest_sum_2q & {16{!begins_1q}}, rest_carry_2q & {16{!begins_1q}}, beat_sum_1q, beat_carry_1q}),
      .sum_o  (rest_sum),
      .carry_o(rest_carry)
  );

  always_ff @(posedge clk_i) begin
    begins_1q     <= index_q == '0;
    any_1q        <= valid_i && !rst_i;
    beat_sum_1q   <= index_q == BEHIND ? beat_sum : '0;
    beat_carry_1q <= index_q == BEHIND ? beat_carry : '0;
    if (any_1q) begin
      rest_sum_2q   <= rest_sum;
      rest_carry_2q <= rest_carry;
    end
  end

  // ---- the headers in the window, ready in cycle 11

  logic                   valid_11q;
  logic [WINDOW_BITS-1:0] finished_11q;
  logic [ FRAME_BITS-1:0] bytes_11q;
  logic [ FRAME_BITS-1:0] padded_11q;

  finish_window #(
      .WINDOW_BYTES(WINDOW_BYTES),
      .FRAME_BITS(FRAME_BITS)
  ) headers (
      .clk_i,
      .rst_i,
      .valid_i       (valid_1q),
      .window_i      (window_1q),
      .bytes_i       (bytes_1q),
      .finish_i      (finish_1q),
      .rest_sum_i    (rest_sum_2q),
      .rest_carry_i  (rest_carry_2q),
      .valid_o       (valid_11q),
      .window_o      (finished_11q),
      .bytes_o       (bytes_11q),
      .padded_bytes_o(padded_11q)
  );

  // ---- frames that wait for the port

  localparam int FRAME_WIDTH = WINDOW_BITS + 2 * FRAME_BITS + COST_BITS + TAIL_BITS;

  logic                   frame_ready;
  logic [WINDOW_BITS-1:0] head;
  logic [      SHIFT-1:0] behind_last;
  logic [  COST_BITS-1:0] cost;
  logic [  TAIL_BITS-1:0] tail_cost;
  assign behind_last = padded_11q[SHIFT-1:0] - 1'b1;
  assign cost        = (COST_BITS'(padded_11q) + COST_BITS'(24)) * COST_BITS'(WIRE_NUMERATOR);
  assign tail_cost   = (TAIL_BITS'(behind_last) + TAIL_BITS'(1)) * TAIL_BITS'(WIRE_NUMERATOR);

  block_fifo #(
      .WIDTH(FRAME_WIDTH),
      .DEPTH(TX_CHECKSUM_BUFFER_BEATS)
  ) frames (
      .clk_i,
      .rst_i,
      .valid_i(valid_11q),
      .ready_o(frame_ready),
      .data_i ({finished_11q, padded_11q, bytes_11q, cost, tail_cost}),
      .valid_o(frame_valid_o),
      .ready_i(frame_ready_i),
      .data_o ({head, frame_bytes_o, frame_real_bytes_o, frame_cost_o, frame_tail_cost_o})
  );

  // ---- its beats: those of the window first

  logic [WINDOW_BITS-1:0] leaving_q;
  logic [ INDEX_BITS-1:0] left_q;  // beats of it that have left, BEHIND the window

  always_comb begin
    beat_data_o = stored;
    for (int i = 0; i < WINDOW_BEATS; i++) begin
      if (left_q == INDEX_BITS'(i)) beat_data_o = leaving_q[i*BEAT_BITS+:BEAT_BITS];
    end
    if (frame_ready_i) beat_data_o = head[BEAT_BITS-1:0];
  end

  always_ff @(posedge clk_i) begin
    if (frame_ready_i) begin
      leaving_q <= head;
      left_q    <= INDEX_BITS'(1);
    end else if (beat_pop_i && left_q != BEHIND) begin
      left_q <= left_q + 1'b1;
    end
    if (rst_i) left_q <= BEHIND;
  end

  always @(posedge clk_i) begin
    if (!rst_i) begin
      `MPNIC_ASSERT("tx_checksum: a beat has a place", !valid_i || beat_ready)
      `MPNIC_ASSERT("tx_checksum: a frame has a place", !valid_11q || frame_ready)
      `MPNIC_ASSERT("tx_checksum: what leaves is there", !beat_pop_i || stored_valid)
      `MPNIC_ASSERT("tx_checksum: a frame begins with its first beat", !frame_ready_i || frame_valid_o && beat_pop_i)
      `MPNIC_ASSERT("tx_checksum: offsets are even", !(valid_i && last_i) || finish_i.kind == 2'd0
                    || !finish_i.l4_offset[0] && (finish_i.kind == 2'd1 || !finish_i.l3_offset[0]
                    && !finish_i.header_bytes[0]))
    end
  end
endmodule : tx_checksum
