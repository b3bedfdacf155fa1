`include "mpnic_assert.svh"

// tx_dma of one port: turns slices into read requests and gathers what comes back into the beats of a frame.
//
// Slices: a FIFO of TX_SLICE_FIFO_DEPTH places, which the sender keeps count of (slice_pop_o gives one back). A slice is
// taken out when the last request of the one before is granted. A slice without bytes is a frame of its own, of its header.
//
// Requests: request_cutter makes them, while fewer than TX_READ_REQUESTS are not gathered. Data comes in the order of the
// requests, each whole in one cycle, in its aligned beats from the one with the first byte on.
//
// Gathering takes one input a cycle: the beats of the frame's header, the last two at once unless both are full, from the
// second cycle after its first grant on, then the beats of each request, from the cycle after they came on; a header that
// nothing follows waits for its answer. What the next input is, and what becomes of it, is decided a cycle ahead. What fills a beat or ends the frame leaves 5 cycles
// later (beat_gatherer); an input that does both gives a second beat, a cycle behind the first. Beats are never stalled
// behind here: an input waits until tx_checksum has places for all that it gives (beat_pop_i gives one back).
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
  localparam int LANE_BITS = LANES > 1 ? $clog2(LANES) : 1;
  localparam int HEADER_BEATS = (HEADER_BYTES + BEAT_BYTES - 1) / BEAT_BYTES;
  localparam int HEADER_BEAT_BITS = HEADER_BEATS > 1 ? $clog2(HEADER_BEATS) : 1;
  // A header before a request: that there is one, number and bytes of its last input.
  localparam int HEADED_BITS = 1 + HEADER_BEAT_BITS + SHIFT + 1;

  // ---- slices

  logic                    slice_ready;
  logic                    head_valid;
  logic                    takes;  // the cutter takes the next slice
  logic [ADDRESS_BITS-1:0] head_address;
  logic [ LENGTH_BITS-1:0] head_length;
  logic                    head_last, head_mark;
  logic [  QUEUE_BITS-1:0] head_queue;
  logic [            31:0] head_index;
  logic [ HEADED_BITS-1:0] slice_headed, head_headed;
  logic [             7:0] header_full;  // beats of the header that are full
  assign header_full  = slice_header_bytes_i >> SHIFT;
  assign slice_headed = {
    slice_first_i && slice_header_bytes_i != '0,
    HEADER_BEAT_BITS'(header_full - 8'(header_full != '0)),
    header_full != '0,
    slice_header_bytes_i[SHIFT-1:0]
  };
  assign slice_pop_o   = takes;

  block_fifo #(
      .WIDTH(ADDRESS_BITS + LENGTH_BITS + 2 + QUEUE_BITS + 32 + HEADED_BITS),
      .DEPTH(TX_SLICE_FIFO_DEPTH)
  ) slices (
      .clk_i,
      .rst_i,
      .valid_i(slice_valid_i),
      .ready_o(slice_ready),
      .data_i ({slice_address_i, slice_length_i, slice_last_i, slice_mark_i, slice_queue_i, slice_index_i, slice_headed}),
      .valid_o(head_valid),
      .ready_i(takes),
      .data_o ({head_address, head_length, head_last, head_mark, head_queue, head_index, head_headed})
  );

  // ---- requests, and those of them that are not gathered

  localparam int PLACES_BITS = $clog2(TX_READ_REQUESTS + 1);
  localparam int DATA_BITS = 2 + SHIFT + LANE_BITS + 2 * (SHIFT + 1) + HEADED_BITS;

  logic [   PLACES_BITS-1:0] places_q;
  logic [   PLACES_BITS-1:0] places_d;
  logic                      place_q;  // a place for a request
  logic                      gathered;  // the last input of one
  logic [     DATA_BITS-1:0] request_data;
  logic                      data_ready;
  logic                      next_valid;
  logic                      next_takes;
  logic                      next_empty;
  logic                      next_last;  // it ends its frame
  logic [         SHIFT-1:0] next_offset;
  logic [     LANE_BITS-1:0] next_lane_last;
  logic [           SHIFT:0] next_first_bytes, next_last_bytes;
  logic                      next_headed;
  logic [HEADER_BEAT_BITS-1:0] next_header_last;
  logic [           SHIFT:0] next_header_tail;

  request_cutter #(
      .BEAT_BYTES(BEAT_BYTES),
      .TX_READ_REQUEST_BYTES(TX_READ_REQUEST_BYTES),
      .ADDRESS_BITS(ADDRESS_BITS),
      .QUEUE_BITS(QUEUE_BITS),
      .LENGTH_BITS(LENGTH_BITS),
      .HEADER_BEAT_BITS(HEADER_BEAT_BITS),
      .LANE_BITS(LANE_BITS)
  ) cutter (
      .clk_i,
      .rst_i,
      .slice_valid_i      (head_valid),
      .slice_ready_o      (takes),
      .slice_address_i    (head_address),
      .slice_length_i     (head_length),
      .slice_last_i       (head_last),
      .slice_mark_i       (head_mark),
      .slice_queue_i      (head_queue),
      .slice_index_i      (head_index),
      .slice_headed_i     (head_headed[HEADED_BITS-1]),
      .slice_header_last_i(head_headed[SHIFT+1+:HEADER_BEAT_BITS]),
      .slice_header_tail_i(head_headed[SHIFT:0]),
      .place_i            (place_q),
      .request_valid_o,
      .request_grant_i,
      .request_address_o,
      .request_bytes_o,
      .request_mark_o,
      .request_queue_o,
      .request_index_o,
      .empty_o            (request_data[DATA_BITS-1]),
      .last_o             (request_data[DATA_BITS-2]),
      .offset_o           (request_data[HEADED_BITS+2*SHIFT+2+LANE_BITS+:SHIFT]),
      .lane_last_o        (request_data[HEADED_BITS+2*SHIFT+2+:LANE_BITS]),
      .first_bytes_o      (request_data[HEADED_BITS+SHIFT+1+:SHIFT+1]),
      .last_bytes_o       (request_data[HEADED_BITS+:SHIFT+1]),
      .headed_o           (request_data[HEADED_BITS-1]),
      .header_last_o      (request_data[SHIFT+1+:HEADER_BEAT_BITS]),
      .header_tail_o      (request_data[SHIFT:0])
  );

  registered_fifo #(
      .WIDTH(DATA_BITS),
      .DEPTH(TX_READ_REQUESTS)
  ) requests (
      .clk_i,
      .rst_i,
      .valid_i(request_grant_i),
      .ready_o(data_ready),
      .data_i (request_data),
      .valid_o(next_valid),
      .ready_i(next_takes),
      .data_o ({
        next_empty,
        next_last,
        next_offset,
        next_lane_last,
        next_first_bytes,
        next_last_bytes,
        next_headed,
        next_header_last,
        next_header_tail
      })
  );

  assign places_d = places_q + PLACES_BITS'(gathered) - PLACES_BITS'(request_grant_i);
  always_ff @(posedge clk_i) begin
    places_q <= places_d;
    place_q  <= gathered || (request_grant_i ? places_q > PLACES_BITS'(1) : places_q != '0);
    if (rst_i) begin
      places_q <= PLACES_BITS'(TX_READ_REQUESTS);
      place_q  <= 1'b1;
    end
  end

  // ---- headers, one entry a frame

  localparam int FRAMES = TX_SLICE_FIFO_DEPTH + TX_READ_REQUESTS + 1;

  logic                      header_ready;
  logic                      header_valid;
  logic [8*HEADER_BYTES-1:0] header;
  logic [   FINISH_BITS-1:0] finish;
  logic                      next_ends;  // the frame's last input is decided

  block_fifo #(
      .WIDTH(8 * HEADER_BYTES + FINISH_BITS),
      .DEPTH(FRAMES)
  ) headers (
      .clk_i,
      .rst_i,
      .valid_i(slice_valid_i && slice_first_i),
      .ready_o(header_ready),
      .data_i ({slice_header_i, slice_finish_i}),
      .valid_o(header_valid),
      .ready_i(next_ends),
      .data_o ({header, finish})
  );

  // ---- data, a row for each request

  localparam int ROW_BITS = TX_READ_REQUESTS > 1 ? $clog2(TX_READ_REQUESTS) : 1;
  localparam logic [ROW_BITS-1:0] LAST_ROW = ROW_BITS'(TX_READ_REQUESTS - 1);

  logic [       ROW_BITS-1:0] write_row_q;
  logic [       ROW_BITS-1:0] read_row_q;
  logic [    PLACES_BITS-1:0] arrived_q;  // rows that came and are not gathered
  logic                       any_q;
  logic [LANES*BEAT_BITS-1:0] row_q;

  always_ff @(posedge clk_i) begin
    if (data_valid_i) write_row_q <= write_row_q == LAST_ROW ? '0 : write_row_q + 1'b1;
    if (gathered) read_row_q <= read_row_q == LAST_ROW ? '0 : read_row_q + 1'b1;
    arrived_q <= arrived_q + PLACES_BITS'(data_valid_i) - PLACES_BITS'(gathered);
    any_q     <= data_valid_i || (gathered ? arrived_q > PLACES_BITS'(1) : any_q);
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

  // ---- the next input

  logic                 valid;
  logic                 goes;
  logic                 waits;  // for its row
  logic                 from_header;
  logic [BEAT_BITS-1:0] header_beat, header_rest;
  logic [LANE_BITS-1:0] lane;
  logic [    SHIFT-1:0] offset;
  logic [      SHIFT:0] bytes;
  logic [    SHIFT-1:0] fill;
  logic                 request_ends;
  logic                 ends;  // the frame
  logic                 gives;  // a beat
  logic                 two;  // and another

  gather_order #(
      .BEAT_BYTES(BEAT_BYTES),
      .HEADER_BYTES(HEADER_BYTES),
      .LANE_BITS(LANE_BITS)
  ) order (
      .clk_i,
      .rst_i,
      .request_valid_i      (next_valid),
      .request_ready_o      (next_takes),
      .request_empty_i      (next_empty),
      .request_last_i       (next_last),
      .request_offset_i     (next_offset),
      .request_lane_last_i  (next_lane_last),
      .request_first_bytes_i(next_first_bytes),
      .request_last_bytes_i (next_last_bytes),
      .request_headed_i     (next_headed),
      .request_header_last_i(next_header_last),
      .request_header_tail_i(next_header_tail),
      .header_i             (header),
      .frame_ends_o         (next_ends),
      .valid_o              (valid),
      .ready_i              (goes),
      .waits_o              (waits),
      .from_header_o        (from_header),
      .header_beat_o        (header_beat),
      .header_rest_o        (header_rest),
      .lane_o               (lane),
      .offset_o             (offset),
      .bytes_o              (bytes),
      .fill_o               (fill),
      .request_ends_o       (request_ends),
      .ends_o               (ends),
      .gives_o              (gives),
      .two_o                (two)
  );

  logic [FINISH_BITS-1:0] finish_q;  // of the frame that the input ends
  always_ff @(posedge clk_i) if (next_ends) finish_q <= finish;

  // ---- the input, when its row is there and places for what it gives

  localparam int BUFFER_BITS = $clog2(TX_CHECKSUM_BUFFER_BEATS + 1);

  logic                   second_q;  // the input before gives a second beat
  logic [BUFFER_BITS-1:0] free_q;
  logic                   room_one_q;
  logic                   room_two_q;
  logic [            1:0] given;

  assign goes     = valid && (!waits || any_q) && (!gives || !second_q && (two ? room_two_q : room_one_q));
  assign gathered = goes && request_ends;
  assign given    = {goes && two, goes && gives && !two};

  always_ff @(posedge clk_i) begin
    second_q <= goes && two;
    free_q   <= free_q + BUFFER_BITS'(beat_pop_i) - BUFFER_BITS'(given);
    unique case (given)
      2'd0: begin
        room_one_q <= beat_pop_i || room_one_q;
        room_two_q <= beat_pop_i ? room_one_q : room_two_q;
      end
      2'd1: begin
        room_one_q <= beat_pop_i || room_two_q;
        room_two_q <= beat_pop_i ? room_two_q : free_q > BUFFER_BITS'(2);
      end
      default: begin
        room_one_q <= beat_pop_i || free_q > BUFFER_BITS'(2);
        room_two_q <= beat_pop_i ? free_q > BUFFER_BITS'(2) : free_q > BUFFER_BITS'(3);
      end
    endcase
    if (rst_i) begin
      second_q   <= 1'b0;
      free_q     <= BUFFER_BITS'(TX_CHECKSUM_BUFFER_BEATS);
      room_one_q <= 1'b1;
      room_two_q <= TX_CHECKSUM_BUFFER_BEATS > 1;
    end
  end

  beat_gatherer #(
      .BEAT_BYTES(BEAT_BYTES),
      .LANES(LANES),
      .FRAME_BITS(FRAME_BITS),
      .FINISH_BITS(FINISH_BITS)
  ) gatherer (
      .clk_i,
      .rst_i,
      .valid_i      (goes),
      .from_header_i(from_header),
      .header_beat_i(header_beat),
      .header_rest_i(header_rest),
      .lane_i       (lane),
      .offset_i     (offset),
      .bytes_i      (bytes),
      .fill_i       (fill),
      .ends_i       (ends),
      .gives_i      (gives),
      .two_i        (two),
      .finish_i     (finish_q),
      .row_i        (row_q),
      .valid_o,
      .last_o,
      .data_o,
      .bytes_o,
      .finish_o
  );

  always @(posedge clk_i) begin
    if (!rst_i) begin
      `MPNIC_ASSERT("tx_dma: a slice has a place", !slice_valid_i || slice_ready)
      `MPNIC_ASSERT("tx_dma: a header has a place", !slice_valid_i || !slice_first_i || header_ready)
      `MPNIC_ASSERT("tx_dma: a slice without bytes is a frame of its header", !slice_valid_i
                    || slice_length_i != '0 || slice_first_i && slice_last_i && slice_header_bytes_i != '0)
      `MPNIC_ASSERT("tx_dma: what is granted is offered", !request_grant_i || request_valid_o && data_ready)
      `MPNIC_ASSERT("tx_dma: a frame has a header entry", !next_valid || header_valid)
      `MPNIC_ASSERT("tx_dma: data was asked for", !data_valid_i || arrived_q != PLACES_BITS'(TX_READ_REQUESTS))
    end
  end
endmodule : tx_dma
