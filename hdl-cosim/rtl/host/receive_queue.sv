// The descriptors of one receive queue on the card, as counts: posted, fetched, ready, taken. Part of descriptor_fetch,
// whose contract it keeps: whatever comes in a cycle counts from the next one on, and for the read that is sent then from
// the one after it.
module receive_queue #(
    parameter int RING_ENTRIES = 1024,
    parameter int DESCRIPTOR_CACHE = 512,
    parameter int FETCH_BATCH = 8,
    parameter int FETCH_OUTSTANDING = 64,
    parameter int QUARANTINE_ERRORS = 8,
    parameter int LOW_WATER = 256,  // a cache with fewer takes what it gets, not only whole batches
    parameter int POSTED_BITS = 8,
    parameter int LIFE_BITS = 4,
    parameter int TAKE_BITS = 3,
    parameter int PLACE_BITS = 9,  // of the cache
    parameter int BATCH_BITS = $clog2(FETCH_BATCH + 1)
) (
    input  logic                   clk_i,
    input  logic                   rst_i,
    input  logic [POSTED_BITS-1:0] posted_i,
    // The next read: it is sent when fetch_i comes.
    output logic                   wants_o,
    output logic [           31:0] index_o,  // of its first descriptor, free-running
    output logic [ BATCH_BITS-1:0] count_o,
    input  logic                   fetch_i,
    // Data of a read has arrived: good and bad descriptors, and how the bad ones follow each other.
    input  logic                   arrive_i,
    input  logic [ BATCH_BITS-1:0] good_i,
    input  logic [ BATCH_BITS-1:0] bad_i,
    input  logic [ BATCH_BITS-1:0] bad_first_i,  // bad ones before the first good one
    input  logic [ BATCH_BITS-1:0] bad_last_i,  // bad ones behind the last good one
    input  logic                   bad_between_i,  // QUARANTINE_ERRORS in a row behind the first good one
    input  logic                   unreported_i,  // a bad one that found no place for its error
    output logic [ PLACE_BITS-1:0] tail_o,  // place of the next good one
    // Buffers are taken, all or none.
    input  logic                   take_i,
    input  logic [  TAKE_BITS-1:0] take_count_i,
    output logic                   enough_o,
    output logic [ PLACE_BITS-1:0] head_o,  // place of the first
    // The control processor.
    input  logic                   state_valid_i,
    input  logic [            2:0] state_i,
    input  logic                   reset_i,
    output logic [            2:0] state_o,
    output logic [  LIFE_BITS-1:0] life_o
);
  localparam int POSTED_COUNT_BITS = $clog2(RING_ENTRIES + 1);
  localparam int INDEX_BITS = $clog2(RING_ENTRIES);
  localparam int CACHE_BITS = $clog2(DESCRIPTOR_CACHE + 1);
  localparam int OUTSTANDING_BITS = $clog2(FETCH_OUTSTANDING + 1);
  localparam int ERROR_BITS = $clog2(QUARANTINE_ERRORS + 1);
  localparam int SUM_BITS = (ERROR_BITS > BATCH_BITS ? ERROR_BITS : BATCH_BITS) + 1;
  localparam logic [2:0] ENABLED = 3'(mpnic_abi_pkg::QUEUE_STATE_ENABLED);
  localparam logic [2:0] QUARANTINED = 3'(mpnic_abi_pkg::QUEUE_STATE_QUARANTINED);
  localparam logic [BATCH_BITS-1:0] BATCH = BATCH_BITS'(FETCH_BATCH);
  localparam logic [SUM_BITS-1:0] QUARANTINE = SUM_BITS'(QUARANTINE_ERRORS);

  logic [                  2:0] state_q;
  logic [        LIFE_BITS-1:0] life_q;
  logic [       ERROR_BITS-1:0] errors_q;  // in a row, QUARANTINE_ERRORS at most
  logic [                 31:0] fetched_q;
  logic [POSTED_COUNT_BITS-1:0] posted_q;  // and not fetched
  logic [       CACHE_BITS-1:0] room_q;  // places without a descriptor, none on its way either
  logic [       CACHE_BITS-1:0] ready_q;
  logic [ OUTSTANDING_BITS-1:0] outstanding_q;
  logic [       PLACE_BITS-1:0] head_q;
  logic [       PLACE_BITS-1:0] tail_q;

  // ---- the next read: found in one cycle, wanted from the next on

  // Each bound is cut to a batch by itself, so that the smallest is found among short numbers.
  logic                   near_end;  // of the ring, which is a power of two
  logic [ BATCH_BITS-1:0] whole;
  logic [ BATCH_BITS-1:0] most_posted;
  logic [ BATCH_BITS-1:0] most_room;
  logic [ BATCH_BITS-1:0] count;
  logic                   low;
  logic                   wants_q;
  logic [ BATCH_BITS-1:0] count_q;
  assign near_end    = fetched_q[INDEX_BITS-1:0] > INDEX_BITS'(RING_ENTRIES - FETCH_BATCH);
  assign whole       = near_end ? BATCH_BITS'(0) - fetched_q[BATCH_BITS-1:0] : BATCH;
  assign most_posted = posted_q < POSTED_COUNT_BITS'(FETCH_BATCH) ? BATCH_BITS'(posted_q) : BATCH;
  assign most_room   = room_q < CACHE_BITS'(FETCH_BATCH) ? BATCH_BITS'(room_q) : BATCH;
  assign low         = room_q > CACHE_BITS'(DESCRIPTOR_CACHE - LOW_WATER);
  always_comb begin
    if (most_posted <= most_room && most_posted <= whole) count = most_posted;
    else if (most_room <= whole) count = most_room;
    else count = whole;
  end
  // A read that is sent changes the counts for the cycle after it: what this cycle finds is old then.
  always_ff @(posedge clk_i) begin
    wants_q <= state_q == ENABLED && outstanding_q != OUTSTANDING_BITS'(FETCH_OUTSTANDING)
        && most_posted != '0 && most_room != '0 && (low || most_posted >= whole && most_room >= whole)
        && !fetch_i;
    count_q <= count;
    if (rst_i || reset_i) wants_q <= 1'b0;
  end
  assign wants_o = wants_q && state_q == ENABLED;
  assign index_o = fetched_q;
  assign count_o = count_q;

  // ---- quarantine

  logic [SUM_BITS-1:0] errors;
  logic                quarantine;
  assign errors     = SUM_BITS'(errors_q) + SUM_BITS'(bad_first_i);
  assign quarantine = arrive_i
      && (bad_first_i != '0 && errors >= QUARANTINE || bad_between_i || unreported_i);

  // ---- counts

  logic [   INDEX_BITS:0] fetched_low;
  logic [31-INDEX_BITS:0] lap_next;
  assign fetched_low = {1'b0, fetched_q[INDEX_BITS-1:0]} + (INDEX_BITS + 1)'(count_q);
  assign lap_next    = fetched_q[31:INDEX_BITS] + 1'b1;

  logic taken;
  assign enough_o = 32'(ready_q) >= 32'(take_count_i);
  assign taken    = take_i && state_q == ENABLED && enough_o;
  assign head_o   = head_q;
  assign tail_o   = tail_q;
  assign state_o  = state_q;
  assign life_o   = life_q;

  always_ff @(posedge clk_i) begin
    posted_q      <= posted_q + POSTED_COUNT_BITS'(posted_i) - (fetch_i ? POSTED_COUNT_BITS'(count_q) : '0);
    if (fetch_i) begin
      fetched_q[INDEX_BITS-1:0] <= fetched_low[INDEX_BITS-1:0];
      if (fetched_low[INDEX_BITS]) fetched_q[31:INDEX_BITS] <= lap_next;
    end
    outstanding_q <= outstanding_q + OUTSTANDING_BITS'(fetch_i) - OUTSTANDING_BITS'(arrive_i);
    room_q        <= room_q + (arrive_i ? CACHE_BITS'(bad_i) : '0) - (fetch_i ? CACHE_BITS'(count_q) : '0)
        + (taken ? CACHE_BITS'(take_count_i) : '0);
    ready_q       <= ready_q + (arrive_i ? CACHE_BITS'(good_i) : '0) - (taken ? CACHE_BITS'(take_count_i) : '0);
    if (taken) head_q <= head_q + PLACE_BITS'(take_count_i);
    if (arrive_i) begin
      tail_q   <= tail_q + PLACE_BITS'(good_i);
      errors_q <= good_i != '0 ? (SUM_BITS'(bad_last_i) >= QUARANTINE ? ERROR_BITS'(QUARANTINE) : ERROR_BITS'(bad_last_i))
                : errors >= QUARANTINE ? ERROR_BITS'(QUARANTINE) : ERROR_BITS'(errors);
    end
    if (reset_i) life_q <= life_q + 1'b1;
    if (reset_i && state_q == QUARANTINED) state_q <= ENABLED;
    if (state_valid_i) state_q <= state_i;
    if (quarantine) state_q <= QUARANTINED;
    if (rst_i || reset_i) begin
      errors_q      <= '0;
      fetched_q     <= '0;
      posted_q      <= POSTED_COUNT_BITS'(RING_ENTRIES);
      room_q        <= CACHE_BITS'(DESCRIPTOR_CACHE);
      ready_q       <= '0;
      outstanding_q <= '0;
      head_q        <= '0;
      tail_q        <= '0;
    end
    if (rst_i) begin
      state_q <= ENABLED;
      life_q  <= '0;
    end
  end
endmodule : receive_queue
