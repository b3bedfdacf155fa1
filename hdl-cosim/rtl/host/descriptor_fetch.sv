`include "mpnic_assert.svh"

// descriptor_fetch: keeps each queue's cache of checked receive buffers filled ahead of steering.
//
// One read a cycle, round robin over the queues that want one, queue 0 first after reset. A queue wants one with a whole
// batch to read (FETCH_BATCH, or what is left to the ring's end) of posted descriptors and cache places, or any number
// while its cache is less than half full, and with fewer than FETCH_OUTSTANDING reads on their way. What is posted, or
// taken, in a cycle counts from the next one on (B = 1).
//
// Data comes CHECK_CYCLES before it counts as arrived: the read latency of the model's contract is that of the host plus
// CHECK_CYCLES. Good descriptors can be taken from the cycle after that on. A bad one becomes an entry of its own for the
// completion writer; QUARANTINE_ERRORS bad ones in a row, or an error without a place in the error FIFO, quarantine the
// queue. A place of the error FIFO is credited back LEAD_CYCLES + 1 after its entry was popped.
module descriptor_fetch #(
    parameter int QUEUES = 8,
    parameter int RING_ENTRIES = 1024,
    parameter int MAX_FRAME_BYTES = 9018,
    parameter int BUFFER_BYTES = 2048,
    parameter int DESCRIPTOR_CACHE = 512,
    parameter int FETCH_BATCH = 8,
    parameter int FETCH_OUTSTANDING = 64,
    parameter int QUARANTINE_ERRORS = 8,
    parameter int ERROR_FIFO_DEPTH = 64,
    parameter int MAX_PAYLOAD_BYTES = 256,
    parameter int LEAD_CYCLES = 20,  // from a grant to steering
    parameter int CHECK_CYCLES = 3,
    parameter int REASON_BITS = 7,
    parameter int ADDRESS_BITS = 64,
    parameter int POSTED_BITS = 8,
    parameter int QUEUE_BITS = QUEUES > 1 ? $clog2(QUEUES) : 1,
    parameter int INDEX_BITS = $clog2(RING_ENTRIES),
    parameter int BATCH_BITS = $clog2(FETCH_BATCH + 1),
    parameter int LIFE_BITS = 4,
    parameter int TAG_BITS = QUEUE_BITS + LIFE_BITS + 32 + BATCH_BITS,
    parameter int BUFFERS = (MAX_FRAME_BYTES - 4 + BUFFER_BYTES - 1) / BUFFER_BYTES,
    parameter int BUFFER_COUNT_BITS = $clog2(BUFFERS + 1)
) (
    input  logic                            clk_i,
    input  logic                            rst_i,
    input  logic [                    63:0] cycle_i,  // number of this cycle, for error entries
    // DMA memory: buffers lie within start (included) and end.
    input  logic [        ADDRESS_BITS-1:0] dma_start_i,
    input  logic [        ADDRESS_BITS-1:0] dma_end_i,
    // Buffers that count as posted from the next cycle on, beside the first RING_ENTRIES of each queue.
    input  logic [  QUEUES*POSTED_BITS-1:0] posted_i,
    // Reads of descriptors: from the ring's entry read_index_o on, read_count_o of them.
    output logic                            read_valid_o,
    output logic [          QUEUE_BITS-1:0] read_queue_o,
    output logic [          INDEX_BITS-1:0] read_index_o,
    output logic [          BATCH_BITS-1:0] read_count_o,
    output logic [            TAG_BITS-1:0] read_tag_o,
    // Their data, in the order of the reads: the first descriptor lowest, in the ABI's layout.
    input  logic                            data_valid_i,
    input  logic [            TAG_BITS-1:0] data_tag_i,
    input  logic [     FETCH_BATCH*128-1:0] data_i,
    // From steering: refused or not a cycle later, the buffers two cycles later.
    input  logic                            take_valid_i,
    input  logic [          QUEUE_BITS-1:0] take_queue_i,
    input  logic [   BUFFER_COUNT_BITS-1:0] take_count_i,
    output logic                            take_refused_o,
    output logic [         REASON_BITS-1:0] take_reason_o,
    output logic [                    31:0] take_index_o,
    output logic [BUFFERS*ADDRESS_BITS-1:0] take_addresses_o,
    // Error entries, to the completion writer.
    output logic                            error_valid_o,
    input  logic                            error_ready_i,
    output logic [                   511:0] error_entry_o,
    output logic [                QUEUES-1:0] quarantined_o,
    // The control processor: a queue's state (queue_state of the ABI); a queue starts again from descriptor 0.
    input  logic                            state_valid_i,
    input  logic [          QUEUE_BITS-1:0] state_queue_i,
    input  logic [                     2:0] state_i,
    input  logic                            queue_reset_valid_i,
    input  logic [          QUEUE_BITS-1:0] queue_reset_queue_i
);
endmodule : descriptor_fetch
