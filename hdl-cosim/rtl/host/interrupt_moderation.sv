`include "mpnic_assert.svh"

// Interrupt moderation of every queue, by count and time.
//
// A queue's interrupt is raised when its INTERRUPT_COUNT-th unsignalled completion becomes visible to the host, or
// INTERRUPT_CYCLES after the first of them did, whichever comes first; then all count as signalled. A completion that
// becomes visible in the very cycle in which the timer ends belongs to the next interrupt. A completion is visible
// WRITE_LATENCY_CYCLES after its write was sent; written_* and second_* come from completion_writer in the cycle after that.
module interrupt_moderation #(
    parameter int QUEUES = 8,
    parameter int COMPLETION_BATCH = 4,
    parameter int INTERRUPT_COUNT = 64,
    parameter int INTERRUPT_CYCLES = 3000,
    parameter int WRITE_LATENCY_CYCLES = 160,
    parameter int QUEUE_BITS = QUEUES > 1 ? $clog2(QUEUES) : 1,
    parameter int BEATS_BITS = $clog2(COMPLETION_BATCH + 1)
) (
    input  logic                    clk_i,
    input  logic                    rst_i,
    input  logic                    written_valid_i,
    input  logic [  QUEUE_BITS-1:0] written_queue_i,
    input  logic [  BEATS_BITS-1:0] written_entries_i,
    input  logic                    second_valid_i,
    input  logic [  QUEUE_BITS-1:0] second_queue_i,
    input  logic [  BEATS_BITS-1:0] second_entries_i,
    // Interrupts raised in this cycle.
    output logic [      QUEUES-1:0] interrupt_valid_o,
    output logic [QUEUES*(BEATS_BITS+2)-1:0] interrupt_count_o,
    // The control processor: forgets the queue's unsignalled completions.
    input  logic                    queue_reset_valid_i,
    input  logic [  QUEUE_BITS-1:0] queue_reset_queue_i
);
endmodule : interrupt_moderation
