`include "mpnic_assert.svh"

// completion writer: merges the ports' completion entries by time slots, gathers those of each queue to writes, and
// offers the writes to host_link.
//
// One entry a cycle. Cycle c, counted from reset, belongs to port c modulo PORTS; every cycle of phase 63 modulo 64 to the
// control processor when it has an entry. An entry is popped in its owner's slot if there is place for one more batch, of
// those that are open or wait (C = LINK_STORE_BEATS, B = 1 after a batch's write was sent).
//
// Each queue has an open batch of its own. It is flushed, and offered to the link two cycles later, in the cycle after the
// entry that filled it (COMPLETION_BATCH entries, or the next place of the queue's ring is a multiple of that), or
// COMPLETION_BATCH_IDLE_CYCLES after its first entry and before an entry of that cycle. One batch a cycle: a full one goes
// before those that are late, and of those the one that was opened first. So only the first opening has to be watched; one
// whose batch was filled is dropped when it comes to the head.
//
// Entries get their phase bit here. A write goes to tlp_place_o of its queue's completion ring.
module completion_writer #(
    parameter int PORTS = 2,
    parameter int QUEUES = 8,
    parameter int COMPLETION_ENTRIES = 4096,  // of a queue's ring
    parameter int COMPLETION_BATCH = 4,
    parameter int COMPLETION_BATCH_IDLE_CYCLES = 16,
    parameter int TLP_HEADER_BYTES = 28,
    parameter int LINK_TICKS_PER_256_BYTES = 5363,
    parameter int LINK_STORE_BEATS = 64,
    parameter int QUEUE_BITS = QUEUES > 1 ? $clog2(QUEUES) : 1,
    parameter int PLACE_BITS = $clog2(COMPLETION_ENTRIES),
    parameter int SOURCE_BITS = $clog2(PORTS + 1),
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
    // An entry is taken; source PORTS is the control processor.
    output logic                            gather_valid_o,
    output logic [         SOURCE_BITS-1:0] gather_source_o,
    output logic [          QUEUE_BITS-1:0] gather_queue_o,
    output logic                            gather_full_o,  // it fills its batch
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
    input  logic                            sent_write_i,  // a write was sent in the cycle before
    // The write that was sent in the cycle before.
    output logic                            written_valid_o,
    output logic [          QUEUE_BITS-1:0] written_queue_o,
    output logic [          BEATS_BITS-1:0] written_entries_o,
    // The control processor: the queue's ring starts from its first place; no entry of it is on the card.
    input  logic                            queue_reset_valid_i,
    input  logic [          QUEUE_BITS-1:0] queue_reset_queue_i
);
  localparam int QUEUE = 8 * mpnic_abi_pkg::COMPLETION_QUEUE_OFFSET;
  localparam int PHASE = 8 * mpnic_abi_pkg::COMPLETION_CONTROL_OFFSET + mpnic_abi_pkg::COMPLETION_CONTROL_PHASE_SHIFT;
  localparam int BLOCKS = LINK_STORE_BEATS;
  localparam int BLOCK_BITS = BLOCKS > 1 ? $clog2(BLOCKS) : 1;
  localparam int FREE_BITS = $clog2(BLOCKS + 1);
  // One opening a cycle; each has left some cycles for every queue behind its deadline.
  localparam int OPENINGS = COMPLETION_BATCH_IDLE_CYCLES + 8 * QUEUES;
  localparam int TIME_BITS = $clog2(2 * OPENINGS);
  localparam int RING_BITS = PLACE_BITS + 1;  // place and, above it, the lap
  localparam logic [PLACE_BITS-1:0] BATCH_MASK = PLACE_BITS'(COMPLETION_BATCH - 1);
  localparam logic [5:0] FIRMWARE_PHASE = 6'd63;

  // ---- whose slot it is

  logic [            5:0] phase_q;
  logic                   firmware_phase_q;
  logic [      PORTS-1:0] owner_q;
  logic                   firmware_slot;
  logic                   offered;
  logic                   gather;
  logic                   room;
  logic [          511:0] entry;
  logic [SOURCE_BITS-1:0] source;

  assign firmware_slot    = firmware_phase_q && firmware_valid_i;
  assign offered          = firmware_slot || (entry_valid_i & owner_q) != '0;
  assign gather           = offered && room;
  assign firmware_ready_o = firmware_slot && room;
  assign entry_ready_o    = room && !firmware_slot ? owner_q : '0;
  always_comb begin
    entry  = firmware_slot ? firmware_entry_i : '0;
    source = firmware_slot ? SOURCE_BITS'(PORTS) : '0;
    for (int p = 0; p < PORTS; p++) begin
      if (owner_q[p] && !firmware_slot) begin
        entry  = entry | entry_i[512*p+:512];
        source = source | SOURCE_BITS'(p);
      end
    end
  end

  always_ff @(posedge clk_i) begin
    phase_q <= phase_q + 6'd1;
    firmware_phase_q <= phase_q + 6'd1 == FIRMWARE_PHASE;
    owner_q <= PORTS'({owner_q, owner_q[PORTS-1]});
    if (rst_i) begin
      phase_q <= '0;
      firmware_phase_q <= 1'b0;
      owner_q <= PORTS'(1);
    end
  end

  // ---- the entry's place in its ring

  logic [QUEUES*RING_BITS-1:0] rings_q;
  logic [      QUEUE_BITS-1:0] queue;
  logic [       RING_BITS-1:0] place;
  logic [       RING_BITS-1:0] place_next;
  assign queue      = entry[QUEUE+:QUEUE_BITS];
  assign place      = rings_q[queue*RING_BITS+:RING_BITS];
  assign place_next = place + 1'b1;

  always_ff @(posedge clk_i) begin
    for (int q = 0; q < QUEUES; q++) begin
      if (gather && queue == QUEUE_BITS'(q)) rings_q[q*RING_BITS+:RING_BITS] <= place_next;
      if (queue_reset_valid_i && queue_reset_queue_i == QUEUE_BITS'(q)) rings_q[q*RING_BITS+:RING_BITS] <= '0;
    end
    if (rst_i) rings_q <= '0;
  end

  // ---- the open batches, by queue: a block of the store, its entries, and when it was opened

  logic [QUEUES-1:0] open_q;
  logic [QUEUES*BLOCK_BITS-1:0] blocks_q;
  logic [QUEUES*BEATS_BITS-1:0] counts_q;
  logic [QUEUES*TIME_BITS-1:0] opened_q;
  logic [TIME_BITS-1:0] time_q;
  logic late;  // the batch of late_queue is flushed because it is late
  logic [QUEUE_BITS-1:0] late_queue;
  logic [BLOCK_BITS-1:0] free_block;
  logic [BLOCK_BITS-1:0] block;
  logic [BEATS_BITS-1:0] lane;
  logic [BEATS_BITS-1:0] count;
  logic joins;
  logic opens;
  logic full;

  assign joins = open_q[queue] && !(late && late_queue == queue);
  assign opens = gather && !joins;
  assign block = joins ? blocks_q[queue*BLOCK_BITS+:BLOCK_BITS] : free_block;
  assign lane  = joins ? counts_q[queue*BEATS_BITS+:BEATS_BITS] : '0;
  assign count = lane + 1'b1;
  assign full  = count == BEATS_BITS'(COMPLETION_BATCH) || (place_next[PLACE_BITS-1:0] & BATCH_MASK) == '0;

  assign gather_valid_o  = gather;
  assign gather_source_o = source;
  assign gather_queue_o  = queue;
  assign gather_full_o   = full;

  always_ff @(posedge clk_i) begin
    time_q <= rst_i ? '0 : time_q + 1'b1;
    for (int q = 0; q < QUEUES; q++) begin
      if (late && late_queue == QUEUE_BITS'(q)) open_q[q] <= 1'b0;
      if (gather && queue == QUEUE_BITS'(q)) begin
        open_q[q] <= !full;
        blocks_q[q*BLOCK_BITS+:BLOCK_BITS] <= block;
        counts_q[q*BEATS_BITS+:BEATS_BITS] <= count;
        if (!joins) opened_q[q*TIME_BITS+:TIME_BITS] <= time_q;
      end
    end
    if (rst_i) open_q <= '0;
  end

  // ---- the batch that is full

  logic full_q;
  logic [QUEUE_BITS-1:0] full_queue_q;
  logic [BLOCK_BITS-1:0] full_block_q;
  logic [BEATS_BITS-1:0] full_count_q;
  logic [PLACE_BITS-1:0] full_place_q;

  always_ff @(posedge clk_i) begin
    full_q       <= !rst_i && gather && full;
    full_queue_q <= queue;
    full_block_q <= block;
    full_count_q <= count;
    full_place_q <= place[PLACE_BITS-1:0] - PLACE_BITS'(lane);
  end

  // ---- the openings, in their order, with the first in registers: whether it is late is known when its cycle begins

  logic                  opening_place;
  logic                  next_valid;
  logic [QUEUE_BITS-1:0] next_queue;
  logic [ TIME_BITS-1:0] next_time;
  logic                  head_valid_q;
  logic [ TIME_BITS-1:0] head_time_q;
  logic                  due_q;
  logic                  live_q;  // its batch is open, or full_q tells that it is full
  logic                  leaves;

  assign late   = head_valid_q && live_q && due_q && !full_q;
  assign leaves = late || !live_q || (full_q && full_queue_q == late_queue);

  function automatic logic due(input logic [TIME_BITS-1:0] opened);
    logic [TIME_BITS-1:0] age;
    begin
      age = time_q - opened;
      due = age >= TIME_BITS'(COMPLETION_BATCH_IDLE_CYCLES - 1);
    end
  endfunction

  function automatic logic live(input logic [QUEUE_BITS-1:0] of_queue, input logic [TIME_BITS-1:0] opened);
    live = open_q[of_queue] && opened_q[of_queue*TIME_BITS+:TIME_BITS] == opened;
  endfunction

  always_ff @(posedge clk_i) begin
    if (!head_valid_q || leaves) begin
      head_valid_q <= next_valid;
      late_queue   <= next_queue;
      head_time_q  <= next_time;
      due_q        <= due(next_time);
      live_q       <= live(next_queue, next_time);
    end else begin
      due_q  <= due(head_time_q);
      live_q <= live(late_queue, head_time_q);
    end
    if (rst_i) head_valid_q <= 1'b0;
  end

  block_fifo #(
      .WIDTH(QUEUE_BITS + TIME_BITS),
      .DEPTH(OPENINGS)
  ) openings (
      .clk_i,
      .rst_i,
      .valid_i(opens && !full),
      .ready_o(opening_place),
      .data_i ({queue, time_q}),
      .valid_o(next_valid),
      .ready_i(!head_valid_q || leaves),
      .data_o ({next_queue, next_time})
  );

  // ---- flush

  logic [BLOCK_BITS-1:0] flush_block;
  logic [PLACE_BITS-1:0] flush_place;
  logic [BEATS_BITS-1:0] late_count;
  logic [PLACE_BITS-1:0] late_end;
  assign late_count      = counts_q[late_queue*BEATS_BITS+:BEATS_BITS];
  assign late_end        = rings_q[late_queue*RING_BITS+:PLACE_BITS];
  assign flush_valid_o   = full_q || late;
  assign flush_queue_o   = full_q ? full_queue_q : late_queue;
  assign flush_entries_o = full_q ? full_count_q : late_count;
  assign flush_block     = full_q ? full_block_q : blocks_q[late_queue*BLOCK_BITS+:BLOCK_BITS];
  assign flush_place     = full_q ? full_place_q : late_end - PLACE_BITS'(late_count);

  logic [COST_BITS-1:0] cost;
  always_comb begin
    cost = '0;
    for (int n = 1; n <= COMPLETION_BATCH; n++) begin
      if (flush_entries_o == BEATS_BITS'(n)) begin
        cost = COST_BITS'(((64 * n + TLP_HEADER_BYTES) * LINK_TICKS_PER_256_BYTES + 255) / 256);
      end
    end
  end

  // ---- the store, and who has its blocks: one that the link has taken holds a place until it is sent

  logic [511:0] stored;
  always_comb begin
    stored = entry;
    stored[PHASE] = !place[PLACE_BITS];
  end

  logic [BLOCK_BITS-1:0] tlp_block;
  batch_store #(
      .LANES    (COMPLETION_BATCH),
      .LANE_BITS(512),
      .BLOCKS   (BLOCKS),
      .INFO_BITS(COST_BITS + QUEUE_BITS + PLACE_BITS)
  ) store (
      .clk_i,
      .rst_i,
      .push_i       (gather),
      .push_block_i (block),
      .push_lane_i  (lane),
      .data_i       (stored),
      .flush_i      (flush_valid_o),
      .flush_block_i(flush_block),
      .flush_beats_i(flush_entries_o),
      .info_i       ({cost, flush_queue_o, flush_place}),
      .valid_o      (tlp_valid_o),
      .ready_i      (tlp_ready_i),
      .block_o      (tlp_block),
      .beats_o      (tlp_beats_o),
      .info_o       ({tlp_cost_o, tlp_queue_o, tlp_place_o}),
      .data_o       (tlp_data_o)
  );

  free_list #(
      .PLACES(BLOCKS)
  ) free_blocks (
      .clk_i,
      .rst_i,
      .take_i   (opens),
      .id_o     (free_block),
      .give_i   (tlp_valid_o && tlp_ready_i),
      .give_id_i(tlp_block)
  );

  logic [FREE_BITS-1:0] free_q;
  assign room = free_q != '0 || sent_write_i;
  always_ff @(posedge clk_i) begin
    free_q <= rst_i ? FREE_BITS'(BLOCKS) : free_q + FREE_BITS'(sent_write_i) - FREE_BITS'(opens);
  end

  // ---- writes on the link: at most one is not sent yet, beside one of which sent_write_i tells only now

  logic [           1:0] on_link_q;
  logic [QUEUE_BITS-1:0] first_queue_q;
  logic [QUEUE_BITS-1:0] second_queue_q;
  logic [BEATS_BITS-1:0] first_entries_q;
  logic [BEATS_BITS-1:0] second_entries_q;
  logic [           1:0] rest;
  logic                  starts;

  assign starts            = tlp_valid_o && tlp_ready_i;
  assign rest              = on_link_q - 2'(sent_write_i);
  assign written_valid_o   = sent_write_i;
  assign written_queue_o   = first_queue_q;
  assign written_entries_o = first_entries_q;

  always_ff @(posedge clk_i) begin
    on_link_q <= rest + 2'(starts);
    if (rest == 2'd0) begin
      first_queue_q   <= tlp_queue_o;
      first_entries_q <= tlp_beats_o;
    end else if (sent_write_i) begin
      first_queue_q   <= second_queue_q;
      first_entries_q <= second_entries_q;
    end
    if (rest == 2'd1) begin
      second_queue_q   <= tlp_queue_o;
      second_entries_q <= tlp_beats_o;
    end
    if (rst_i) on_link_q <= 2'd0;
  end

  always @(posedge clk_i) begin
    if (!rst_i) begin
      `MPNIC_ASSERT("completion_writer: what is sent was started", !sent_write_i || on_link_q != 2'd0)
      `MPNIC_ASSERT("completion_writer: two writes on the link at most", !(starts && rest == 2'd2))
      `MPNIC_ASSERT("completion_writer: an opening has a place", !(opens && !full) || opening_place)
      `MPNIC_ASSERT("completion_writer: no entry for an unknown queue",
                    !gather || 32'(entry[QUEUE+:16]) < QUEUES)
    end
  end
endmodule : completion_writer
