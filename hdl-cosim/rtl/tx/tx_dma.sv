`include "mpnic_assert.svh"

// tx_dma of one port: turns slices into read requests and gathers what comes back into the beats of a frame.
//
// Slices: a FIFO of TX_SLICE_FIFO_DEPTH places, which the sender keeps count of (slice_pop_o gives one back). A slice is
// taken out when the last request of the one before is granted. A slice without bytes is a frame of its own, of its header.
//
// Requests: TX_READ_REQUEST_BYTES at most, never across a 4096-byte boundary; offered from the second cycle after the slice
// was taken out, or the request before was granted, and while fewer than TX_READ_REQUESTS are not gathered. Data comes in
// the order of the requests, each whole in one cycle, in its aligned beats from the one with the first byte on.
//
// Gathering takes one input a cycle: the beats of the frame's header, the last two at once unless both are full, from the
// cycle after its first grant on, then the beats of each request, from the cycle after they came on; a header that nothing follows waits for its answer. What fills
// a beat or ends the frame leaves 5 cycles later:
//   cycle 1  what the input is and what becomes of it
//   cycle 2  rows of the store
//   cycle 3  the beat
//   cycle 4  turned by groups of 8 bytes
//   cycle 5  turned by bytes; then merged with what the inputs before have left
// An input that both fills a beat and ends the frame gives a second beat, a cycle behind the first. Beats are never
// stalled behind here: an input waits until tx_checksum has places for all that it gives (beat_pop_i gives one back).
//
// Cell: a request's place is free in the cycle after its last input (B = 1).
module tx_dma #(
    parameter int BEAT_BYTES = 64,
    parameter int MAX_FRAME_BYTES = 9018,
    parameter int TX_SLICE_FIFO_DEPTH = 64,
    parameter int TX_READ_REQUEST_BYTES = 512,
    parameter int TX_READ_REQUESTS = 256,
    parameter int TX_CHECKSUM_BUFFER_BEATS = 512,
    parameter int ADDRESS_BITS = 64,
    parameter int QUEUE_BITS = 3,
    parameter int FINISH_BITS = 108,
    parameter int HEADER_BYTES = 128,
    parameter int LENGTH_BITS = 18,
    parameter int LANES = TX_READ_REQUEST_BYTES / BEAT_BYTES + 1,
    parameter int BEAT_BITS = 8 * BEAT_BYTES,
    parameter int REQUEST_BITS = $clog2(TX_READ_REQUEST_BYTES + 1),
    parameter int FRAME_BITS = $clog2(MAX_FRAME_BYTES + 1)
) (
    input  logic                      clk_i,
    input  logic                      rst_i,
    // Slices.
    input  logic                      slice_valid_i,
    input  logic [  ADDRESS_BITS-1:0] slice_address_i,
    input  logic [   LENGTH_BITS-1:0] slice_length_i,
    input  logic                      slice_first_i,
    input  logic                      slice_last_i,
    input  logic                      slice_mark_i,           // the descriptor's last
    input  logic [    QUEUE_BITS-1:0] slice_queue_i,
    input  logic [              31:0] slice_index_i,
    // Beside the first: header that the card has made, and what tx_checksum does.
    input  logic [               7:0] slice_header_bytes_i,
    input  logic [8*HEADER_BYTES-1:0] slice_header_i,
    input  logic [   FINISH_BITS-1:0] slice_finish_i,
    output logic                      slice_pop_o,
    // Read requests.
    output logic                      request_valid_o,
    input  logic                      request_grant_i,
    output logic [  ADDRESS_BITS-1:0] request_address_o,
    output logic [  REQUEST_BITS-1:0] request_bytes_o,
    output logic                      request_mark_o,
    output logic [    QUEUE_BITS-1:0] request_queue_o,
    output logic [              31:0] request_index_o,
    input  logic                      data_valid_i,
    input  logic [LANES*BEAT_BITS-1:0] data_i,
    // Beats of frames; bytes behind the frame's end are zero.
    output logic                      valid_o,
    output logic                      last_o,
    output logic [     BEAT_BITS-1:0] data_o,
    // Beside the last.
    output logic [    FRAME_BITS-1:0] bytes_o,
    output logic [   FINISH_BITS-1:0] finish_o,
    input  logic                      beat_pop_i
);
  localparam int SHIFT = $clog2(BEAT_BYTES);
  localparam int SIZE_BITS = SHIFT + 1;
  localparam int LANE_BITS = LANES > 1 ? $clog2(LANES) : 1;
  localparam int PAGE_SHIFT = 12;
  localparam int REQUEST_SHIFT = $clog2(TX_READ_REQUEST_BYTES);

  // ---- slices

  logic                    slice_ready;
  logic                    head_valid;
  logic                    takes;  // the cutter takes the next slice
  logic [ADDRESS_BITS-1:0] head_address;
  logic [ LENGTH_BITS-1:0] head_length;
  logic                    head_first, head_last, head_mark;
  logic [  QUEUE_BITS-1:0] head_queue;
  logic [            31:0] head_index;

  block_fifo #(
      .WIDTH(ADDRESS_BITS + LENGTH_BITS + 3 + QUEUE_BITS + 32),
      .DEPTH(TX_SLICE_FIFO_DEPTH)
  ) slices (
      .clk_i,
      .rst_i,
      .valid_i(slice_valid_i),
      .ready_o(slice_ready),
      .data_i ({
        slice_address_i, slice_length_i, slice_first_i, slice_last_i, slice_mark_i, slice_queue_i, slice_index_i
      }),
      .valid_o(head_valid),
      .ready_i(takes),
      .data_o ({head_address, head_length, head_first, head_last, head_mark, head_queue, head_index})
  );

  // ---- requests: a cycle to cut one, then it is offered

  logic                    loaded_q;
  logic                    cut_q;
  logic [ADDRESS_BITS-1:0] address_q;
  logic [ LENGTH_BITS-1:0] left_q;
  logic                    first_q, last_q, mark_q;
  logic [  QUEUE_BITS-1:0] queue_q;
  logic [            31:0] index_q;
  logic [REQUEST_BITS-1:0] chunk_q;
  logic                    ends_q;  // the request is the slice's last
  logic                    place_q;  // a place for it
  logic                    granted;
  logic                    finishes;

  assign granted         = request_grant_i;
  assign finishes        = granted && ends_q;
  assign takes           = head_valid && (!loaded_q || finishes);
  assign slice_pop_o     = takes;
  assign request_valid_o = cut_q && place_q;
  assign request_address_o = address_q;
  assign request_bytes_o = chunk_q;
  assign request_mark_o  = mark_q && ends_q;
  assign request_queue_o = queue_q;
  assign request_index_o = index_q;

  // Bytes up to the next boundary of 4096, TX_READ_REQUEST_BYTES at most.
  logic [REQUEST_SHIFT-1:0] in_block;
  logic                     last_block;
  logic [ REQUEST_BITS-1:0] limit;
  logic                     short_left;
  assign in_block   = address_q[REQUEST_SHIFT-1:0];
  assign last_block = (address_q[PAGE_SHIFT-1:0] | PAGE_SHIFT'(TX_READ_REQUEST_BYTES - 1)) == '1;
  assign limit      = REQUEST_BITS'(TX_READ_REQUEST_BYTES) - (last_block ? {1'b0, in_block} : '0);
  assign short_left = left_q <= LENGTH_BITS'(limit);

  always_ff @(posedge clk_i) begin
    if (!cut_q) begin
      chunk_q <= short_left ? REQUEST_BITS'(left_q) : limit;
      ends_q  <= short_left;
    end
    if (takes) begin
      address_q <= head_address;
      left_q    <= head_length;
      first_q   <= head_first;
      last_q    <= head_last;
      mark_q    <= head_mark;
      queue_q   <= head_queue;
      index_q   <= head_index;
    end else if (granted) begin
      // A request ends at a boundary at the latest.
      address_q <= address_q + ADDRESS_BITS'(chunk_q);
      left_q    <= left_q - LENGTH_BITS'(chunk_q);
    end
    loaded_q <= takes || loaded_q && !finishes;
    cut_q    <= cut_q ? !granted : loaded_q;
    if (rst_i) begin
      loaded_q <= 1'b0;
      cut_q    <= 1'b0;
    end
  end

  // ---- requests that are not gathered

  localparam int PLACES_BITS = $clog2(TX_READ_REQUESTS + 1);

  // In aligned beats: how many, bytes of the first and of the last.
  logic [    SHIFT-1:0] offset;
  logic [REQUEST_BITS:0] touched;
  logic [REQUEST_BITS:0] behind;
  logic [ LANE_BITS:0]  beats;
  logic [SIZE_BITS-1:0] first_bytes;
  logic [SIZE_BITS-1:0] last_bytes;
  logic                 single;
  logic                 empty;
  assign offset      = address_q[SHIFT-1:0];
  assign touched     = {1'b0, chunk_q} + (REQUEST_BITS + 1)'(offset);
  assign behind      = touched - 1'b1;
  assign empty       = chunk_q == '0;
  assign single      = touched <= (REQUEST_BITS + 1)'(BEAT_BYTES);
  assign beats       = (LANE_BITS + 1)'(behind[REQUEST_BITS:SHIFT]) + 1'b1;
  assign first_bytes = single ? SIZE_BITS'(chunk_q) : SIZE_BITS'(BEAT_BYTES) - {1'b0, offset};
  assign last_bytes  = {1'b0, behind[SHIFT-1:0]} + 1'b1;

  logic                 request_ready;
  logic                 next_valid;
  logic                 next_empty;
  logic                 next_first;  // of the frame's first slice
  logic                 next_last;  // it ends its frame
  logic [    SHIFT-1:0] next_offset;
  logic [  LANE_BITS:0] next_beats;
  logic [SIZE_BITS-1:0] next_first_bytes;
  logic [SIZE_BITS-1:0] next_last_bytes;
  logic                 gathered;  // its last input

  block_fifo #(
      .WIDTH(3 + SHIFT + LANE_BITS + 1 + 2 * SIZE_BITS),
      .DEPTH(TX_READ_REQUESTS)
  ) requests (
      .clk_i,
      .rst_i,
      .valid_i(granted),
      .ready_o(request_ready),
      .data_i ({
        empty, first_q, last_q && ends_q, offset, beats, first_bytes, last_bytes
      }),
      .valid_o(next_valid),
      .ready_i(gathered),
      .data_o ({
        next_empty, next_first, next_last, next_offset, next_beats, next_first_bytes, next_last_bytes
      })
  );

  logic [PLACES_BITS-1:0] places_q;
  logic [PLACES_BITS-1:0] places_d;
  assign places_d = places_q + PLACES_BITS'(gathered) - PLACES_BITS'(granted);
  always_ff @(posedge clk_i) begin
    places_q <= places_d;
    place_q  <= places_d != '0;
    if (rst_i) begin
      places_q <= PLACES_BITS'(TX_READ_REQUESTS);
      place_q  <= 1'b1;
    end
  end

  // ---- headers, one entry a frame

  localparam int FRAMES = TX_SLICE_FIFO_DEPTH + TX_READ_REQUESTS + 1;

  logic                      header_ready;
  logic                      header_valid;
  logic [               7:0] header_bytes;
  logic [8*HEADER_BYTES-1:0] header;
  logic [   FINISH_BITS-1:0] finish;
  logic                      ends;  // the frame's last input

  block_fifo #(
      .WIDTH(8 + 8 * HEADER_BYTES + FINISH_BITS),
      .DEPTH(FRAMES)
  ) headers (
      .clk_i,
      .rst_i,
      .valid_i(slice_valid_i && slice_first_i),
      .ready_o(header_ready),
      .data_i ({slice_header_bytes_i, slice_header_i, slice_finish_i}),
      .valid_o(header_valid),
      .ready_i(ends),
      .data_o ({header_bytes, header, finish})
  );

  // ---- data, a row for each request

  localparam int ROW_BITS = TX_READ_REQUESTS > 1 ? $clog2(TX_READ_REQUESTS) : 1;
  localparam logic [ROW_BITS-1:0] LAST_ROW = ROW_BITS'(TX_READ_REQUESTS - 1);

  logic [       ROW_BITS-1:0] write_row_q;
  logic [       ROW_BITS-1:0] read_row_q;
  logic [    PLACES_BITS-1:0] arrived_q;  // rows that came and are not gathered
  logic                       any_q;
  logic [    PLACES_BITS-1:0] arrived_d;
  logic                       row_done;
  logic [LANES*BEAT_BITS-1:0] row_q;

  assign arrived_d = arrived_q + PLACES_BITS'(data_valid_i) - PLACES_BITS'(row_done);

  always_ff @(posedge clk_i) begin
    if (data_valid_i) write_row_q <= write_row_q == LAST_ROW ? '0 : write_row_q + 1'b1;
    if (row_done) read_row_q <= read_row_q == LAST_ROW ? '0 : read_row_q + 1'b1;
    arrived_q <= arrived_d;
    any_q     <= arrived_d != '0;
    if (rst_i) begin
      write_row_q <= '0;
      read_row_q  <= '0;
      arrived_q   <= '0;
      any_q       <= 1'b0;
    end
  end

  generate
    for (genvar i = 0; i < LANES; i++) begin : g_lane
      (* ram_style = "block" *)logic [BEAT_BITS-1:0] memory[0:TX_READ_REQUESTS-1];
      always_ff @(posedge clk_i) begin
        if (data_valid_i) memory[write_row_q] <= data_i[i*BEAT_BITS+:BEAT_BITS];
        row_q[i*BEAT_BITS+:BEAT_BITS] <= memory[read_row_q];
      end
    end
  endgenerate

  // ---- cycle 1: the next input

  localparam int BUFFER_BITS = $clog2(TX_CHECKSUM_BUFFER_BEATS + 1);

  logic                   headed_q;  // the frame's header is through
  logic [            7:0] header_at_q;  // bytes of it that are
  logic [            7:0] header_left;
  logic                   from_header;
  logic                   header_ends;
  logic [    LANE_BITS:0] lane_q;
  logic                   lane_first;
  logic                   lane_last;
  logic [  SIZE_BITS-1:0] bytes;
  logic                   there;
  logic                   request_ends;
  logic                   frame_ends;
  logic [      SHIFT-1:0] fill_q;  // bytes that wait for their beat to be full
  logic [  SIZE_BITS-1:0] total;
  logic                   fills;
  logic                   gives_two;
  logic                   gives;
  logic                   second_q;  // the input before gives a second beat
  logic                   room_one_q;
  logic                   room_two_q;
  logic                   goes;
  logic [ FRAME_BITS-1:0] frame_bytes_q;
  logic [ FRAME_BITS-1:0] frame_bytes;
  logic [BUFFER_BITS-1:0] free_q;
  logic [BUFFER_BITS-1:0] free_d;

  assign header_left  = header_bytes - header_at_q;
  assign from_header  = next_first && !headed_q && header_bytes != '0;
  assign header_ends  = {2'b0, header_left} < 10'(2 * BEAT_BYTES);
  assign lane_first   = lane_q == '0;
  assign lane_last    = lane_q + 1'b1 == next_beats;
  assign there        = next_valid && (any_q || from_header && !(header_ends && next_empty));
  assign request_ends = from_header ? header_ends && next_empty : lane_last;
  assign frame_ends   = request_ends && next_last;

  always_comb begin
    bytes = SIZE_BITS'(BEAT_BYTES);
    if (from_header) begin
      if (header_ends) bytes = SIZE_BITS'(header_left);
    end else if (lane_first) bytes = next_first_bytes;
    else if (lane_last) bytes = next_last_bytes;
  end

  assign total     = {1'b0, fill_q} + bytes;
  assign fills     = total[SHIFT];
  assign gives_two = frame_ends && fills && total[SHIFT-1:0] != '0;
  assign gives     = frame_ends || fills;
  assign goes      = there && (!gives || !second_q && (gives_two ? room_two_q : room_one_q));
  assign gathered  = goes && request_ends;
  assign row_done  = gathered;
  assign ends      = goes && frame_ends;
  assign frame_bytes = frame_bytes_q + FRAME_BITS'(bytes);
  assign free_d    = free_q + BUFFER_BITS'(beat_pop_i) - (goes ? BUFFER_BITS'(gives) + BUFFER_BITS'(gives_two) : '0);

  always_ff @(posedge clk_i) begin
    if (goes) begin
      headed_q      <= !ends && (headed_q || next_first && (!from_header || header_ends));
      header_at_q   <= from_header && !header_ends ? header_at_q + 8'(BEAT_BYTES) : '0;
      lane_q        <= from_header || lane_last ? '0 : lane_q + 1'b1;
      fill_q        <= ends ? '0 : total[SHIFT-1:0];
      frame_bytes_q <= ends ? '0 : frame_bytes;
    end
    second_q   <= goes && gives_two;
    free_q     <= free_d;
    room_one_q <= free_d != '0;
    room_two_q <= free_d > BUFFER_BITS'(1);
    if (rst_i) begin
      headed_q      <= 1'b0;
      header_at_q   <= '0;
      lane_q        <= '0;
      fill_q        <= '0;
      frame_bytes_q <= '0;
      second_q      <= 1'b0;
      free_q        <= BUFFER_BITS'(TX_CHECKSUM_BUFFER_BEATS);
      room_one_q    <= 1'b1;
      room_two_q    <= TX_CHECKSUM_BUFFER_BEATS > 1;
    end
  end

  // ---- cycles 2 and 3: the beat

  localparam int STEP_BITS = 1 + 1 + 1 + 1 + SHIFT + SHIFT + SIZE_BITS + FRAME_BITS + FINISH_BITS;

  logic [BEAT_BITS-1:0] header_beat;
  logic [BEAT_BITS-1:0] header_beat_1q;
  logic [BEAT_BITS-1:0] header_rest;  // the beat behind it, which comes in the same cycle
  logic [BEAT_BITS-1:0] header_rest_1q, header_rest_2q, header_rest_3q;
  logic                 from_header_1q, from_header_2q, from_header_3q;
  logic [LANE_BITS-1:0] lane_1q;
  logic [    SHIFT-1:0] turn;
  logic [BEAT_BITS-1:0] beat_2q;
  logic                 valid_1q, valid_2q, valid_3q, valid_4q;
  logic [STEP_BITS-1:0] step_1q, step_2q, step_3q;

  always_comb begin
    header_beat = '0;
    header_rest = '0;
    for (int i = 0; i < HEADER_BYTES; i += BEAT_BYTES) begin
      for (int b = 0; b < BEAT_BYTES; b++) begin
        if (header_at_q == 8'(i) && i + b < HEADER_BYTES) header_beat[8*b+:8] = header[8*(i+b)+:8];
        if (header_at_q == 8'(i) && i + BEAT_BYTES + b < HEADER_BYTES) begin
          header_rest[8*b+:8] = header[8*(i+BEAT_BYTES+b)+:8];
        end
      end
    end
  end

  // Where the input's first byte goes, from where it stands.
  assign turn = fill_q - (from_header || !lane_first ? '0 : next_offset);

  always_ff @(posedge clk_i) begin
    header_beat_1q <= header_beat;
    header_rest_1q <= header_rest;
    header_rest_2q <= header_rest_1q;
    header_rest_3q <= header_rest_2q;
    from_header_1q <= from_header;
    from_header_2q <= from_header_1q;
    from_header_3q <= from_header_2q;
    lane_1q        <= lane_q[LANE_BITS-1:0];
    beat_2q        <= header_beat_1q;
    if (!from_header_1q) begin
      beat_2q <= '0;
      for (int i = 0; i < LANES; i++) if (lane_1q == LANE_BITS'(i)) beat_2q <= row_q[i*BEAT_BITS+:BEAT_BITS];
    end
    valid_1q <= goes && !rst_i;
    valid_2q <= valid_1q && !rst_i;
    valid_3q <= valid_2q && !rst_i;
    valid_4q <= valid_3q && !rst_i;
    step_1q  <= {gives, fills, frame_ends, gives_two, turn, fill_q, total, frame_bytes, finish};
    step_2q  <= step_1q;
    step_3q  <= step_2q;
  end

  // ---- cycles 4 and 5: turned, by groups of bytes and by bytes

  localparam int FINE = SHIFT > 3 ? 3 : SHIFT - 1;
  localparam int TURN_AT = FINISH_BITS + FRAME_BITS + SIZE_BITS + SHIFT;

  logic [    SHIFT-1:0] turn_2q;
  logic [    SHIFT-1:0] turn_3q;
  logic [BEAT_BITS-1:0] coarse;
  logic [BEAT_BITS-1:0] coarse_3q;
  logic [BEAT_BITS-1:0] fine;
  logic [BEAT_BITS-1:0] beat_4q;
  logic [BEAT_BITS-1:0] spill_4q;  // what of the input is behind the beat that it fills
  assign turn_2q = step_2q[TURN_AT+:SHIFT];
  assign turn_3q = step_3q[TURN_AT+:SHIFT];

  always_comb begin
    coarse = beat_2q;
    for (int bit_of = FINE; bit_of < SHIFT; bit_of++) begin
      if (turn_2q[bit_of]) begin
        coarse = (coarse << (8 << bit_of)) | (coarse >> (BEAT_BITS - (8 << bit_of)));
      end
    end
    fine = coarse_3q;
    for (int bit_of = 0; bit_of < FINE; bit_of++) begin
      if (turn_3q[bit_of]) begin
        fine = (fine << (8 << bit_of)) | (fine >> (BEAT_BITS - (8 << bit_of)));
      end
    end
  end

  // Bytes that the inputs before have left, and bytes of the frame in its last beat.
  logic [     SHIFT-1:0] fill_3q;
  logic [ SIZE_BITS-1:0] total_3q;
  logic                  ends_3q;
  logic [BEAT_BYTES-1:0] old_4q;
  logic [BEAT_BYTES-1:0] kept_4q;
  logic [BEAT_BYTES-1:0] rest_4q;
  assign ends_3q  = step_3q[TURN_AT+SHIFT+1];
  assign fill_3q  = step_3q[TURN_AT-SHIFT+:SHIFT];
  assign total_3q = step_3q[FINISH_BITS+FRAME_BITS+:SIZE_BITS];

  always_ff @(posedge clk_i) begin
    coarse_3q <= coarse;
    beat_4q   <= fine;
    spill_4q  <= from_header_3q ? header_rest_3q : fine;
    for (int b = 0; b < BEAT_BYTES; b++) begin
      old_4q[b]  <= SHIFT'(b) < fill_3q;
      kept_4q[b] <= !ends_3q || SIZE_BITS'(b) < total_3q;
      rest_4q[b] <= SHIFT'(b) < total_3q[SHIFT-1:0];
    end
  end

  // ---- merged

  logic                   gives_4q, fills_4q, ends_4q, two_4q;
  logic [FRAME_BITS-1:0]  bytes_4q;
  logic [FINISH_BITS-1:0] finish_4q;
  logic [BEAT_BITS-1:0]   over_q;
  logic [BEAT_BYTES-1:0]  rest_q;
  logic                   two_q;
  logic [BEAT_BITS-1:0]   merged;

  always_comb begin
    for (int b = 0; b < BEAT_BYTES; b++) merged[8*b+:8] = old_4q[b] ? over_q[8*b+:8] : beat_4q[8*b+:8];
  end

  always_ff @(posedge clk_i) begin
    {gives_4q, fills_4q, ends_4q, two_4q} <= step_3q[STEP_BITS-1-:4];
    {bytes_4q, finish_4q} <= step_3q[FRAME_BITS+FINISH_BITS-1:0];
    if (valid_4q) begin
      over_q <= fills_4q ? spill_4q : merged;
      rest_q <= rest_4q;
    end
    two_q   <= valid_4q && two_4q && !rst_i;
    valid_o <= (valid_4q && gives_4q || two_q) && !rst_i;
    last_o  <= two_q || ends_4q && !two_4q;
    for (int b = 0; b < BEAT_BYTES; b++) begin
      data_o[8*b+:8] <= two_q ? over_q[8*b+:8] & {8{rest_q[b]}} : merged[8*b+:8] & {8{kept_4q[b]}};
    end
    if (valid_4q && ends_4q) begin
      bytes_o  <= bytes_4q;
      finish_o <= finish_4q;
    end
  end

  always @(posedge clk_i) begin
    if (!rst_i) begin
      `MPNIC_ASSERT("tx_dma: a slice has a place", !slice_valid_i || slice_ready)
      `MPNIC_ASSERT("tx_dma: a header has a place", !slice_valid_i || !slice_first_i || header_ready)
      `MPNIC_ASSERT("tx_dma: a slice without bytes is a frame of its header", !slice_valid_i
                    || slice_length_i != '0 || slice_first_i && slice_last_i && slice_header_bytes_i != '0)
      `MPNIC_ASSERT("tx_dma: what is granted is offered", !granted || request_valid_o && request_ready)
      `MPNIC_ASSERT("tx_dma: a frame has a header entry", !there || header_valid)
      `MPNIC_ASSERT("tx_dma: data was asked for", !data_valid_i || arrived_q != PLACES_BITS'(TX_READ_REQUESTS))
      `MPNIC_ASSERT("tx_dma: beats behind each other", !(valid_4q && gives_4q && two_q))
    end
  end
endmodule : tx_dma
