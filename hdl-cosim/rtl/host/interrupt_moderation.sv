// Interrupt moderation of every queue, by count and time.
//
// A queue's interrupt is raised when its count-th unsignalled completion becomes visible to the host, or so many cycles
// after the first of them did, whichever comes first; then all count as signalled. A completion that becomes visible in
// the very cycle in which the timer ends belongs to the next interrupt. A completion is visible WRITE_LATENCY_CYCLES (2 at
// least) after its write was sent; written_* comes from completion_writer in the cycle after that.
//
// Count and cycles are INTERRUPT_COUNT and INTERRUPT_CYCLES until the control processor gives a queue its own. They hold for
// completions behind the next interrupt, or from the next cycle on if none is unsignalled then: count and timer both end
// as they were begun.
module interrupt_moderation #(
    parameter int QUEUES = 8,
    parameter int COMPLETION_BATCH = 4,
    parameter int INTERRUPT_COUNT = 64,
    parameter int INTERRUPT_CYCLES = 3000,
    parameter int WRITE_LATENCY_CYCLES = 160,
    parameter int QUEUE_BITS = QUEUES > 1 ? $clog2(QUEUES) : 1,
    parameter int BEATS_BITS = $clog2(COMPLETION_BATCH + 1),
    parameter int RAISED_BITS = BEATS_BITS + 1,
    parameter int COUNT_BITS = 24,
    parameter int TIMER_BITS = 32
) (
    input  logic                    clk_i,
    input  logic                    rst_i,
    input  logic                    written_valid_i,
    input  logic [  QUEUE_BITS-1:0] written_queue_i,
    input  logic [  BEATS_BITS-1:0] written_entries_i,
    // Interrupts raised in this cycle: by queue, and how many.
    output logic                    interrupt_o,
    output logic [      QUEUES-1:0] interrupt_valid_o,
    output logic [QUEUES*RAISED_BITS-1:0] interrupt_count_o,
    // The control processor: a queue's own count and cycles, 1 at least.
    input  logic                    moderate_valid_i,
    input  logic [  QUEUE_BITS-1:0] moderate_queue_i,
    input  logic [  COUNT_BITS-1:0] moderate_count_i,
    input  logic [  TIMER_BITS-1:0] moderate_cycles_i,
    // The control processor: forgets the queue's unsignalled completions.
    input  logic                    queue_reset_valid_i,
    input  logic [  QUEUE_BITS-1:0] queue_reset_queue_i
);
  // ---- writes on their way to host memory; decoded to completions by queue in the cycle before they are visible

  localparam int DELAY_CYCLES = WRITE_LATENCY_CYCLES - 2;

  logic                  near_valid;
  logic [QUEUE_BITS-1:0] near_queue;
  logic [BEATS_BITS-1:0] near_entries;

  generate
    if (DELAY_CYCLES == 0) begin : g_near
      assign near_valid   = written_valid_i;
      assign near_queue   = written_queue_i;
      assign near_entries = written_entries_i;
    end else begin : g_far
      delay_line #(
          .WIDTH (QUEUE_BITS + BEATS_BITS),
          .CYCLES(DELAY_CYCLES)
      ) writes (
          .clk_i,
          .rst_i,
          .valid_i(written_valid_i),
          .data_i ({written_queue_i, written_entries_i}),
          .valid_o(near_valid),
          .data_o ({near_queue, near_entries})
      );
    end
  endgenerate

  generate
    for (genvar q = 0; q < QUEUES; q++) begin : g_queue
      logic [BEATS_BITS-1:0] visible_q;
      always_ff @(posedge clk_i) begin
        visible_q <= near_valid && near_queue == QUEUE_BITS'(q) ? near_entries : '0;
        if (rst_i) visible_q <= '0;
      end

      interrupt_timer #(
          .MOST_VISIBLE    (COMPLETION_BATCH),
          .INTERRUPT_COUNT (INTERRUPT_COUNT),
          .INTERRUPT_CYCLES(INTERRUPT_CYCLES),
          .VISIBLE_BITS    (BEATS_BITS),
          .COUNT_BITS      (COUNT_BITS),
          .TIMER_BITS      (TIMER_BITS)
      ) timer (
          .clk_i,
          .rst_i,
          .visible_i       (visible_q),
          .raised_o        (interrupt_count_o[q*RAISED_BITS+:RAISED_BITS]),
          .moderate_valid_i(moderate_valid_i && moderate_queue_i == QUEUE_BITS'(q)),
          .moderate_count_i,
          .moderate_cycles_i,
          .forget_i        (queue_reset_valid_i && queue_reset_queue_i == QUEUE_BITS'(q))
      );
      assign interrupt_valid_o[q] = interrupt_count_o[q*RAISED_BITS+:RAISED_BITS] != '0;
    end
  endgenerate
  assign interrupt_o = interrupt_valid_o != '0;
endmodule : interrupt_moderation
