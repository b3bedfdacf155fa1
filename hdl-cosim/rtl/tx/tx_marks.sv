`include "mpnic_assert.svh"

// Marks of refused and skipped descriptors: ranges enter, one descriptor a cycle leaves, in their order. Part of
// tx_descriptor_fetch.
//
// A range that enters at cycle T leaves from T + 3 on. One of a queue that was reset meanwhile takes its cycles, but shows
// nothing: its descriptors are void.
//
// As many marks wait as descriptors wait in unfinished frames of all queues when the last mark has left: each result
// behind that adds one at most, and what it adds beside, the frame's descriptors ahead of it, stood there before.
module tx_marks #(
    parameter int TX_QUEUES = 8,
    parameter int TX_BUFFERS_PER_FRAME = 16,
    parameter int REASON_BITS = 7,
    parameter int LIFE_BITS = 4,
    parameter int QUEUE_BITS = TX_QUEUES > 1 ? $clog2(TX_QUEUES) : 1,
    parameter int FRAME_BITS = $clog2(TX_BUFFERS_PER_FRAME + 1)
) (
    input  logic                           clk_i,
    input  logic                           rst_i,
    input  logic [          TX_QUEUES-1:0] queue_reset_i,
    input  logic [TX_QUEUES*LIFE_BITS-1:0] lives_i,
    // A descriptor with a reason, or with 0; so many before it are skipped.
    input  logic                           valid_i,
    input  logic [         QUEUE_BITS-1:0] queue_i,
    input  logic [          LIFE_BITS-1:0] life_i,
    input  logic [                   31:0] index_i,
    input  logic [         FRAME_BITS-1:0] before_i,
    input  logic [        REASON_BITS-1:0] reason_i,
    output logic                           mark_valid_o,
    output logic [         QUEUE_BITS-1:0] mark_queue_o,
    output logic [                   31:0] mark_index_o,
    output logic [        REASON_BITS-1:0] mark_reason_o
);
  localparam int WIDTH = QUEUE_BITS + LIFE_BITS + 32 + FRAME_BITS + REASON_BITS;

  // ---- the range in front of the FIFO

  logic                   valid_q;
  logic [ QUEUE_BITS-1:0] queue_q;
  logic [  LIFE_BITS-1:0] life_q;
  logic [           31:0] first_q;
  logic [ FRAME_BITS-1:0] before_q;
  logic [REASON_BITS-1:0] reason_q;

  always_ff @(posedge clk_i) begin
    valid_q  <= valid_i && !rst_i;
    queue_q  <= queue_i;
    life_q   <= life_i;
    first_q  <= index_i - 32'(before_i);
    before_q <= before_i;
    reason_q <= reason_i;
  end

  logic                   fits;
  logic                   head_valid;
  logic                   head_ready;
  logic [ QUEUE_BITS-1:0] head_queue;
  logic [  LIFE_BITS-1:0] head_life;
  logic [           31:0] head_first;
  logic [ FRAME_BITS-1:0] head_before;
  logic [REASON_BITS-1:0] head_reason;

  registered_fifo #(
      .WIDTH(WIDTH),
      .DEPTH(TX_QUEUES * TX_BUFFERS_PER_FRAME)
  ) ranges (
      .clk_i,
      .rst_i,
      .valid_i(valid_q),
      .ready_o(fits),
      .data_i ({queue_q, life_q, first_q, before_q, reason_q}),
      .valid_o(head_valid),
      .ready_i(head_ready),
      .data_o ({head_queue, head_life, head_first, head_before, head_reason})
  );

  // ---- the range behind it, one mark a cycle

  logic                   busy_q;
  logic                   live_q;  // of the queue's present life
  logic [ QUEUE_BITS-1:0] mark_queue_q;
  logic [           31:0] mark_index_q;
  logic [ FRAME_BITS-1:0] left_q;  // behind this one
  logic [REASON_BITS-1:0] last_reason_q;
  logic                   same_life;
  logic                   reset_head;
  logic                   reset_mark;

  assign head_ready = !busy_q || left_q == '0;
  always_comb begin
    same_life  = 1'b0;
    reset_head = 1'b0;
    reset_mark = 1'b0;
    for (int q = 0; q < TX_QUEUES; q++) begin
      if (head_queue == QUEUE_BITS'(q)) begin
        same_life  = same_life | head_life == lives_i[q*LIFE_BITS+:LIFE_BITS];
        reset_head = reset_head | queue_reset_i[q];
      end
      if (mark_queue_q == QUEUE_BITS'(q)) reset_mark = reset_mark | queue_reset_i[q];
    end
  end

  always_ff @(posedge clk_i) begin
    if (head_ready) begin
      busy_q        <= head_valid;
      live_q        <= same_life && !reset_head;
      mark_queue_q  <= head_queue;
      mark_index_q  <= head_first;
      left_q        <= head_before;
      last_reason_q <= head_reason;
    end else begin
      live_q       <= live_q && !reset_mark;
      mark_index_q <= mark_index_q + 1'b1;
      left_q       <= left_q - 1'b1;
    end
    if (rst_i) busy_q <= 1'b0;
  end

  assign mark_valid_o  = busy_q && live_q;
  assign mark_queue_o  = mark_queue_q;
  assign mark_index_o  = mark_index_q;
  assign mark_reason_o = left_q == '0 ? last_reason_q : '0;

  always @(posedge clk_i) begin
    if (!rst_i) begin
      `MPNIC_ASSERT("tx_marks: a range finds a place", !valid_q || fits)
    end
  end
endmodule : tx_marks
