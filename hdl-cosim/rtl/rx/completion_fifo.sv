`include "mpnic_assert.svh"
`include "completion_record.svh"

// Completion FIFO of one port: holds a frame's record of 1 to 3 entries from rx_dma's decision pop on, and shows it when
// the frame is in the link's hands.
//
// C = COMPLETION_FIFO_DEPTH entries, B = 1: rx_dma pops a decision only with a place for each of its entries. Records
// enter one a cycle and in order: the cycle after the frame's last beat left packet_buffer and, if the frame is kept,
// after its last TLP was sent. Its entries can be popped from the next cycle on (F = 1): packet, evicted mapping, ended
// mapping.
module completion_fifo #(
    parameter int COMPLETION_FIFO_DEPTH = 64,
    parameter int RECORD_BITS = `MPNIC_COMPLETION_RECORD_BITS
) (
    input  logic                   clk_i,
    input  logic                   rst_i,
    // From rx_dma.
    output logic [            1:0] entry_places_o,  // 3 stands for 3 and more
    input  logic                   record_valid_i,
    input  logic [            1:0] record_entries_i,
    input  logic [RECORD_BITS-1:0] record_i,
    input  logic                   moved_i,  // the last beat of the next frame with a record was popped
    // From host_link: frames whose last TLP was sent in the cycle before.
    input  logic [            1:0] sent_frames_i,
    // A record enters.
    output logic                   enter_valid_o,
    output logic [            1:0] enter_entries_o,
    // To completion_writer.
    output logic                   entry_valid_o,
    input  logic                   entry_ready_i,
    output logic [          511:0] entry_o  // in the ABI's layout, phase 0
);
endmodule : completion_fifo
