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
    input  logic [          BEATS_BITS-1:0] sent_beats_i,  // its entries, 0 without one
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
  localparam int TIMER_BITS = COMPLETION_BATCH_IDLE_CYCLES > 1 ? $clog2(COMPLETION_BATCH_IDLE_CYCLES) : 1;
  localparam int RING_BITS = PLACE_BITS + 1;  // place and, above it, the lap
  localparam logic [PLACE_BITS-1:0] BATCH_MASK = PLACE_BITS'(COMPLETION_BATCH - 1);
  localparam logic [5:0] FIRMWARE_PHASE = 6'd63;

  // ---- whose slot it is

  logic [            5:0] phase_q;
  logic [      PORTS-1:0] owner_q;
  logic                   firmware_slot;
  logic                   offered;
  logic                   gather;
  logic                   room;
  logic [          511:0] entry;
  logic [SOURCE_BITS-1:0] source;

  assign firmware_slot    = phase_q == FIRMWARE_PHASE && firmware_valid_i;
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
    owner_q <= PORTS'({owner_q, owner_q[PORTS-1]});
    if (rst_i) begin
      phase_q <= '0;
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

  // ---- the open batch

  logic [BEATS_BITS-1:0] filled_q;
  logic [BEATS_BITS-1:0] filled;
  logic [QUEUE_BITS-1:0] open_queue_q;
  logic [PLACE_BITS-1:0] open_place_q;
  logic [TIMER_BITS-1:0] timer_q;
  logic                  flush;
  logic                  full;

  assign flush  = filled_q != '0 && (timer_q == '0 || gather && queue != open_queue_q);
  assign filled = (flush ? '0 : filled_q) + BEATS_BITS'(gather);
  assign full   = filled == BEATS_BITS'(COMPLETION_BATCH) || (place_next[PLACE_BITS-1:0] & BATCH_MASK) == '0;

  assign gather_valid_o  = gather;
  assign gather_source_o = source;
  assign gather_full_o   = full;
  assign flush_valid_o   = flush;
  assign flush_queue_o   = open_queue_q;
  assign flush_entries_o = filled_q;

  always_ff @(posedge clk_i) begin
    filled_q <= filled;
    if (gather) begin
      open_queue_q <= queue;
      if (flush || filled_q == '0) open_place_q <= place[PLACE_BITS-1:0];
      timer_q <= full ? '0 : TIMER_BITS'(COMPLETION_BATCH_IDLE_CYCLES - 1);
    end else if (timer_q != '0) begin
      timer_q <= timer_q - 1'b1;
    end
    if (rst_i) filled_q <= '0;
  end

  // ---- the write store

  logic [COST_BITS-1:0] cost;
  always_comb begin
    cost = '0;
    for (int n = 1; n <= COMPLETION_BATCH; n++) begin
      if (filled_q == BEATS_BITS'(n)) begin
        cost = COST_BITS'(((64 * n + TLP_HEADER_BYTES) * LINK_TICKS_PER_256_BYTES + 255) / 256);
      end
    end
  end

  logic [511:0] stored;
  always_comb begin
    stored = entry;
    stored[PHASE] = !place[PLACE_BITS];
  end

  link_store #(
      .LANES      (COMPLETION_BATCH),
      .LANE_BITS  (512),
      .BEATS      (LINK_STORE_BEATS),
      .INFO_BITS  (COST_BITS + QUEUE_BITS + PLACE_BITS),
      .CLOSE_FIRST(1)
  ) tlp_store (
      .clk_i,
      .rst_i,
      .room_o (room),
      .push_i (gather),
      .data_i (stored),
      .close_i(flush),
      .info_i ({cost, open_queue_q, open_place_q}),
      .valid_o(tlp_valid_o),
      .ready_i(tlp_ready_i),
      .beats_o(tlp_beats_o),
      .info_o ({tlp_cost_o, tlp_queue_o, tlp_place_o}),
      .data_o (tlp_data_o),
      .sent_beats_i
  );

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
      `MPNIC_ASSERT("completion_writer: no entry for an unknown queue",
                    !gather || 32'(entry[QUEUE+:16]) < QUEUES)
    end
  end
endmodule : completion_writer
