`include "mpnic_assert.svh"
`include "completion_record.svh"

// rx_dma of one port: executes what steering decided, moving beats from packet_buffer to the port's link store, or
// discarding them.
//
// Decision FIFO: C = DECISION_FIFO_DEPTH, F = 1; it cannot overflow, port_arbiter's credits are its places. A decision is
// popped together with its frame's first beat, as soon as the completion FIFO has a place for each entry of its record
// and, if the frame is kept, the store one for the beat; then a beat a cycle while the store has places. One beat a cycle
// from frame to frame as well. A dropped frame goes at one beat a cycle into nothing.
//
// A kept frame's beats are grouped to TLPs of MAX_PAYLOAD_BYTES at most, never across buffers: a buffer is a multiple of
// it. A TLP is offered to host_link, whole, in the cycle after its last beat. Its beats' places are free again in the
// cycle in which sent_beats_i tells of them.
module rx_dma #(
    parameter int BEAT_BYTES = 64,
    parameter int MAX_FRAME_BYTES = 9018,
    parameter int DECISION_FIFO_DEPTH = 128,
    parameter int BUFFER_BYTES = 2048,
    parameter int MAX_PAYLOAD_BYTES = 256,
    parameter int TLP_HEADER_BYTES = 28,
    parameter int LINK_TICKS_PER_256_BYTES = 5360,
    parameter int LINK_STORE_BEATS = 64,
    parameter int ADDRESS_BITS = 64,
    parameter int RECORD_BITS = `MPNIC_COMPLETION_RECORD_BITS,
    parameter int LENGTH_BITS = $clog2(MAX_FRAME_BYTES),
    parameter int BUFFERS = (MAX_FRAME_BYTES - 4 + BUFFER_BYTES - 1) / BUFFER_BYTES,
    parameter int BYTES_BITS = $clog2(MAX_PAYLOAD_BYTES + 1),
    parameter int BEATS_BITS = $clog2(MAX_PAYLOAD_BYTES / BEAT_BYTES + 1),
    parameter int COST_BITS = $clog2(((MAX_PAYLOAD_BYTES + TLP_HEADER_BYTES) * LINK_TICKS_PER_256_BYTES + 255) / 256 + 1)
) (
    input  logic                            clk_i,
    input  logic                            rst_i,
    // From steering.
    input  logic                            decision_valid_i,
    input  logic                            decision_keep_i,
    input  logic [         LENGTH_BITS-1:0] decision_frame_bytes_i,
    input  logic [                     1:0] decision_entries_i,
    input  logic [BUFFERS*ADDRESS_BITS-1:0] decision_addresses_i,
    input  logic [         RECORD_BITS-1:0] decision_record_i,
    // To port_arbiter: a decision is popped.
    output logic                            decision_pop_o,
    // From packet_buffer.
    input  logic                            beat_valid_i,
    output logic                            beat_ready_o,
    input  logic                            beat_last_i,
    input  logic [        8*BEAT_BYTES-1:0] beat_data_i,
    // To completion_fifo: a record, which takes its entries' places; later, that its frame's last beat was popped.
    input  logic [                     1:0] entry_places_i,  // 3 stands for 3 and more
    output logic                            record_valid_o,
    output logic [                     1:0] record_entries_o,
    output logic [         RECORD_BITS-1:0] record_o,
    output logic                            moved_o,
    // To host_link.
    output logic                            tlp_valid_o,
    input  logic                            tlp_ready_i,
    output logic [           COST_BITS-1:0] tlp_cost_o,  // ticks of 1/4096 cycle on the link
    output logic [          BEATS_BITS-1:0] tlp_beats_o,
    output logic                            tlp_last_o,  // the frame's last
    output logic [          BYTES_BITS-1:0] tlp_bytes_o,
    output logic [        ADDRESS_BITS-1:0] tlp_address_o,
    output logic [   8*MAX_PAYLOAD_BYTES-1:0] tlp_data_o,  // byte 0 first; beats behind the last are anything
    input  logic [            BEATS_BITS:0] sent_beats_i  // beats of this port sent in the cycle before
);
endmodule : rx_dma
