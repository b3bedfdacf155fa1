// The descriptors of one transmit queue on the card, as counts: posted, fetched, passed. Part of tx_descriptor_fetch, whose
// contract it keeps: whatever comes in a cycle is in a count from the next one on, bounds of the next fetch are found from
// the counts, the fetch from the bounds, a cycle each.
module tx_fetch_queue #(
    parameter int TX_RING_ENTRIES = 2048,
    parameter int TX_DESCRIPTOR_CACHE = 512,
    parameter int TX_FETCH_BATCH = 8,
    parameter int TX_FETCH_OUTSTANDING = 64,
    parameter int QUARANTINE_ERRORS = 8,
    parameter int LOW_WATER = 256,  // a cache with fewer takes what it gets, not only whole batches
    parameter int LIFE_BITS = 16,
    parameter int BATCH_BITS = $clog2(TX_FETCH_BATCH + 1),
    parameter int INDEX_BITS = $clog2(TX_RING_ENTRIES)
) (
    input  logic                  clk_i,
    input  logic                  rst_i,
    // Low bits of the index behind the last descriptor posted; the host has closed the queue behind that index.
    input  logic                  posted_valid_i,
    input  logic [  INDEX_BITS:0] posted_i,
    input  logic                  end_valid_i,
    input  logic                  ends_i,
    input  logic [INDEX_BITS+1:0] end_i,
    input  logic                  passed_i,
    // The next fetch: it is sent when fetch_i comes.
    output logic                  wants_o,
    output logic [          31:0] index_o,         // of its first descriptor, free-running
    output logic [BATCH_BITS-1:0] count_o,
    input  logic                  fetch_i,
    // Results: of the last descriptor of a fetch; of a good one, of a refused one.
    input  logic                  arrived_i,
    input  logic                  good_i,
    input  logic                  refused_i,
    output logic                  coming_o,
    // The control processor.
    input  logic                  state_valid_i,
    input  logic [           2:0] state_i,
    input  logic                  stop_i,          // no fetch: the queue is reset, or soon will be
    input  logic                  reset_i,
    output logic                  quarantined_o,
    output logic [ LIFE_BITS-1:0] life_o
);
  localparam int ROOM_BITS = $clog2(TX_DESCRIPTOR_CACHE + 1);
  localparam int OUTSTANDING_BITS = $clog2(TX_FETCH_OUTSTANDING + 1);
  localparam int ERROR_BITS = $clog2(QUARANTINE_ERRORS + 1);
  localparam logic [2:0] ENABLED = 3'(mpnic_abi_pkg::QUEUE_STATE_ENABLED);
  localparam logic [2:0] QUARANTINED = 3'(mpnic_abi_pkg::QUEUE_STATE_QUARANTINED);
  localparam logic [BATCH_BITS-1:0] BATCH = BATCH_BITS'(TX_FETCH_BATCH);

  // ---- counts

  logic [                31:0] fetched_q;
  logic [        INDEX_BITS:0] posted_q;
  logic [      INDEX_BITS+1:0] end_q;
  logic                        ends_q;
  logic [       ROOM_BITS-1:0] room_q;  // places without a descriptor, none on its way either
  logic [OUTSTANDING_BITS-1:0] outstanding_q;
  logic [OUTSTANDING_BITS-1:0] outstanding_d;
  logic                        coming_q;
  logic [        INDEX_BITS:0] fetched_low;
  logic [     31-INDEX_BITS:0] lap_next;
  logic [      BATCH_BITS-1:0] count_q;

  assign fetched_low   = {1'b0, fetched_q[INDEX_BITS-1:0]} + (INDEX_BITS + 1)'(count_q);
  assign lap_next      = fetched_q[31:INDEX_BITS] + 1'b1;
  assign outstanding_d = outstanding_q + OUTSTANDING_BITS'(fetch_i) - OUTSTANDING_BITS'(arrived_i);

  always_ff @(posedge clk_i) begin
    if (fetch_i) begin
      fetched_q[INDEX_BITS-1:0] <= fetched_low[INDEX_BITS-1:0];
      if (fetched_low[INDEX_BITS]) fetched_q[31:INDEX_BITS] <= lap_next;
    end
    if (posted_valid_i) posted_q <= posted_i;
    if (end_valid_i) begin
      ends_q <= ends_i;
      end_q  <= end_i;
    end
    room_q        <= room_q + ROOM_BITS'(passed_i) - (fetch_i ? ROOM_BITS'(count_q) : '0);
    outstanding_q <= outstanding_d;
    coming_q      <= outstanding_d != '0;
    if (rst_i || reset_i) begin
      fetched_q     <= '0;
      posted_q      <= (INDEX_BITS + 1)'(TX_RING_ENTRIES);
      ends_q        <= 1'b1;
      end_q         <= '0;
      room_q        <= ROOM_BITS'(TX_DESCRIPTOR_CACHE);
      outstanding_q <= '0;
      coming_q      <= 1'b0;
    end
  end
  assign coming_o = coming_q;

  // ---- bounds of the next fetch

  logic                  near_end;  // of the ring, which is a power of two
  logic [BATCH_BITS-1:0] whole;
  logic [BATCH_BITS-1:0] most_room;
  logic [BATCH_BITS-1:0] whole_q;
  logic [BATCH_BITS-1:0] most_q;  // by room and ring
  logic                  fits_q;  // a whole batch does
  logic                  low_q;
  logic                  full_q;  // as many fetches are on their way as may be
  logic [  INDEX_BITS:0] posted_left_q;
  logic [INDEX_BITS+1:0] end_left_q;
  logic                  limited_q;

  assign near_end  = fetched_q[INDEX_BITS-1:0] > INDEX_BITS'(TX_RING_ENTRIES - TX_FETCH_BATCH);
  assign whole     = near_end ? BATCH_BITS'(0) - fetched_q[BATCH_BITS-1:0] : BATCH;
  assign most_room = room_q < ROOM_BITS'(TX_FETCH_BATCH) ? BATCH_BITS'(room_q) : BATCH;

  always_ff @(posedge clk_i) begin
    whole_q       <= whole;
    most_q        <= most_room < whole ? most_room : whole;
    fits_q        <= most_room >= whole;
    low_q         <= room_q > ROOM_BITS'(TX_DESCRIPTOR_CACHE - LOW_WATER);
    full_q        <= outstanding_q == OUTSTANDING_BITS'(TX_FETCH_OUTSTANDING);
    posted_left_q <= posted_q - fetched_q[INDEX_BITS:0];
    end_left_q    <= end_q - fetched_q[INDEX_BITS+1:0];
    limited_q     <= ends_q;
  end

  // ---- the next fetch

  logic [BATCH_BITS-1:0] most_posted;
  logic [BATCH_BITS-1:0] most_end;
  logic [BATCH_BITS-1:0] most_left;
  logic                  ended;
  logic                  wants_q;
  logic                  fetched_before_q;  // in the cycle before: the bounds are old
  logic                  reset_before_q;

  assign ended       = limited_q && (end_left_q[INDEX_BITS+1] || end_left_q == '0);
  assign most_posted = posted_left_q < (INDEX_BITS + 1)'(TX_FETCH_BATCH) ? BATCH_BITS'(posted_left_q) : BATCH;
  assign most_end    = limited_q && end_left_q < (INDEX_BITS + 2)'(TX_FETCH_BATCH) ? BATCH_BITS'(end_left_q) : BATCH;
  assign most_left   = most_posted < most_end ? most_posted : most_end;

  always_ff @(posedge clk_i) begin
    fetched_before_q <= fetch_i;
    reset_before_q   <= reset_i;
    count_q          <= most_left < most_q ? most_left : most_q;
    wants_q          <= !full_q && !ended && most_posted != '0 && most_q != '0
        && (low_q || most_posted >= whole_q && fits_q)
        && !fetch_i && !fetched_before_q && !reset_i && !reset_before_q;
    if (rst_i) wants_q <= 1'b0;
  end

  // ---- state

  logic [           2:0] state_q;
  logic [           2:0] state_d;
  logic [ERROR_BITS-1:0] errors_q;  // refused in a row, QUARANTINE_ERRORS at most
  logic [ LIFE_BITS-1:0] life_q;

  always_comb begin
    state_d = state_q;
    if (refused_i && !reset_i && errors_q >= ERROR_BITS'(QUARANTINE_ERRORS - 1)) state_d = QUARANTINED;
    if (reset_i && state_d == QUARANTINED) state_d = ENABLED;
    if (state_valid_i) state_d = state_i;
    if (rst_i) state_d = ENABLED;
  end

  always_ff @(posedge clk_i) begin
    state_q <= state_d;
    if (good_i) errors_q <= '0;
    else if (refused_i && errors_q != ERROR_BITS'(QUARANTINE_ERRORS)) errors_q <= errors_q + 1'b1;
    if (rst_i || reset_i) errors_q <= '0;
    if (reset_i) life_q <= life_q + 1'b1;
    if (rst_i) life_q <= '0;
  end

  assign wants_o       = wants_q && state_q == ENABLED && !stop_i;
  assign index_o       = fetched_q;
  assign count_o       = count_q;
  assign quarantined_o = state_q == QUARANTINED;
  assign life_o        = life_q;
endmodule : tx_fetch_queue
