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
    input  logic                   sent_frame_i,  // the last TLP of a frame was sent in the cycle before
    // A record enters.
    output logic                   enter_valid_o,
    output logic [            1:0] enter_entries_o,
    // To completion_writer.
    output logic                   entry_valid_o,
    input  logic                   entry_ready_i,
    output logic [          511:0] entry_o  // in the ABI's layout, phase 0
);
  localparam int DEPTH = COMPLETION_FIFO_DEPTH;
  localparam int COUNT_BITS = $clog2(DEPTH + 1);
  localparam int IMAGE = 512;
  localparam int EVICTED = 514;
  localparam int ENDED = 648;

  // ---- places, in entries

  logic [COUNT_BITS-1:0] places_q;
  logic                  pop;
  assign entry_places_o = places_q > COUNT_BITS'(3) ? 2'd3 : 2'(places_q);
  assign pop            = entry_valid_o && entry_ready_i;

  // ---- records enter: their frames' last beats are counted, and the sent ones of the kept frames

  logic [COUNT_BITS-1:0] moved_q;
  logic [COUNT_BITS-1:0] sent_q;
  logic                  waits;
  logic                  waiting_fits;
  logic                  waiting_keep;
  logic [           1:0] waiting_entries;
  logic                  enters;

  block_fifo #(
      .WIDTH(3),
      .DEPTH(DEPTH)
  ) waiting (
      .clk_i,
      .rst_i,
      .valid_i(record_valid_i),
      .ready_o(waiting_fits),
      .data_i ({record_i[IMAGE], record_entries_i}),
      .valid_o(waits),
      .ready_i(enters),
      .data_o ({waiting_keep, waiting_entries})
  );
  assign enters          = moved_q != '0 && (!waiting_keep || sent_q != '0 || sent_frame_i);
  assign enter_valid_o   = enters;
  assign enter_entries_o = waiting_entries;

  // ---- the head record, one entry after another

  logic [COUNT_BITS-1:0] visible_q;  // entries of records that have entered
  logic [           2:0] done_q;  // entries of the head that are popped: packet, evicted mapping
  logic [           2:0] left;
  logic                  head_valid;
  logic                  head_fits;
  logic [RECORD_BITS-1:0] head;

  block_fifo #(
      .WIDTH(RECORD_BITS),
      .DEPTH(DEPTH)
  ) records (
      .clk_i,
      .rst_i,
      .valid_i(record_valid_i),
      .ready_o(head_fits),
      .data_i (record_i),
      .valid_o(head_valid),
      .ready_i(pop && (left & (left - 3'd1)) == 3'd0),
      .data_o (head)
  );
  assign left          = {head[ENDED-1], head[EVICTED-1], head[IMAGE]} & ~done_q;
  assign entry_valid_o = visible_q != '0;

  completion_entry entry (
      .packet_i (left[0]),
      .image_i  (head[IMAGE-1:0]),
      .mapping_i(left[1] ? head[EVICTED+:`MPNIC_MAPPING_BITS] : head[ENDED+:`MPNIC_MAPPING_BITS]),
      .entry_o
  );

  always_ff @(posedge clk_i) begin
    places_q  <= places_q + COUNT_BITS'(pop) - (record_valid_i ? COUNT_BITS'(record_entries_i) : '0);
    moved_q   <= moved_q + COUNT_BITS'(moved_i) - COUNT_BITS'(enters);
    sent_q    <= sent_q + COUNT_BITS'(sent_frame_i) - COUNT_BITS'(enters && waiting_keep);
    visible_q <= visible_q + (enters ? COUNT_BITS'(waiting_entries) : '0) - COUNT_BITS'(pop);
    if (pop) done_q <= (left & (left - 3'd1)) == 3'd0 ? 3'd0 : done_q | (left & (~left + 3'd1));
    if (rst_i) begin
      places_q  <= COUNT_BITS'(DEPTH);
      moved_q   <= '0;
      sent_q    <= '0;
      visible_q <= '0;
      done_q    <= 3'd0;
    end
  end

  always @(posedge clk_i) begin
    if (!rst_i) begin
      `MPNIC_ASSERT("completion_fifo: a record has a place",
                    !record_valid_i || COUNT_BITS'(record_entries_i) <= places_q && head_fits && waiting_fits)
      `MPNIC_ASSERT("completion_fifo: a record that is moved is there", !enters || waits)
      `MPNIC_ASSERT("completion_fifo: a visible entry is there", !entry_valid_o || head_valid)
    end
  end
endmodule : completion_fifo
