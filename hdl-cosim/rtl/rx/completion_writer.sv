`include "mpnic_assert.svh"

// completion writer: merges the ports' completion entries by time slots, gathers neighbours of one queue to a write, and
// offers the writes to host_link.
//
// One entry a cycle. Cycle c, counted from reset, belongs to port c modulo PORTS; every cycle of phase 63 modulo 64 to the
// control processor when it has an entry. An entry is popped in its owner's slot if the write store has a place
// (C = LINK_STORE_BEATS, B = 1 after its write was sent). The open batch is flushed, and offered to the link from the next
// cycle on: the cycle after the entry that filled it (COMPLETION_BATCH entries, or the next place of the queue's ring is a
// multiple of that), in the cycle of the next entry of another queue, or COMPLETION_BATCH_IDLE_CYCLES after its last entry.
//
// Entries get their phase bit here. A write goes to tlp_place_o of its queue's completion ring.
module completion_writer #(
    parameter int PORTS = 2,
    parameter int QUEUES = 8,
    parameter int COMPLETION_ENTRIES = 4096,  // of a queue's ring
    parameter int COMPLETION_BATCH = 4,
    parameter int COMPLETION_BATCH_IDLE_CYCLES = 16,
    parameter int TLP_HEADER_BYTES = 28,
    parameter int LINK_TICKS_PER_256_BYTES = 5360,
    parameter int LINK_STORE_BEATS = 64,
    parameter int QUEUE_BITS = QUEUES > 1 ? $clog2(QUEUES) : 1,
    parameter int PLACE_BITS = $clog2(COMPLETION_ENTRIES),
    parameter int BEATS_BITS = $clog2(COMPLETION_BATCH + 1),
    parameter int COST_BITS = $clog2(((64 * COMPLETION_BATCH + TLP_HEADER_BYTES) * LINK_TICKS_PER_256_BYTES + 255) / 256 + 1)
) (
    input  logic                            clk_i,
    input  logic                            rst_i,
    // From the ports' completion_fifo.
    input  logic [               PORTS-1:0] entry_valid_i,
    output logic [               PORTS-1:0] entry_ready_o,
    input  logic [           PORTS*512-1:0] entry_i,
    // The control processor's entries.
    input  logic                            firmware_valid_i,
    output logic                            firmware_ready_o,
    input  logic [                   511:0] firmware_entry_i,
    // A batch leaves for the write store.
    output logic                            flush_valid_o,
    output logic [          QUEUE_BITS-1:0] flush_queue_o,
    output logic [          BEATS_BITS-1:0] flush_entries_o,
    // To host_link.
    output logic                            tlp_valid_o,
    input  logic                            tlp_ready_i,
    output logic [           COST_BITS-1:0] tlp_cost_o,  // ticks of 1/4096 cycle on the link
    output logic [          BEATS_BITS-1:0] tlp_beats_o,  // entries
    output logic [          QUEUE_BITS-1:0] tlp_queue_o,
    output logic [          PLACE_BITS-1:0] tlp_place_o,  // of its first entry
    output logic [COMPLETION_BATCH*512-1:0] tlp_data_o,  // first entry lowest; entries behind the last are anything
    input  logic [            BEATS_BITS:0] sent_beats_i,  // entries sent in the cycle before
    input  logic [                     1:0] sent_writes_i,  // writes sent in the cycle before
    // What was sent in the cycle before: the older write lowest.
    output logic [                     1:0] written_valid_o,
    output logic [        2*QUEUE_BITS-1:0] written_queue_o,
    output logic [        2*BEATS_BITS-1:0] written_entries_o,
    // The control processor: the queue's ring starts from its first place.
    input  logic                            queue_reset_valid_i,
    input  logic [          QUEUE_BITS-1:0] queue_reset_queue_i
);
endmodule : completion_writer
