// request_cutter: cuts the slices of a port into read requests; a part of tx_dma.
//
// A request has TX_READ_REQUEST_BYTES at most and never crosses a 4096-byte boundary; a slice without bytes gives one of 0
// bytes. It is offered from the second cycle after the slice was taken, or the request before was granted, and while there
// is a place for it. A slice is taken in the cycle in which the last request of the one before is granted.
//
// Beside a request is said what its data will be: in aligned beats, how many, bytes of the first and of the last; and what
// header stands before it.
module request_cutter #(
    parameter int BEAT_BYTES = 64,
    parameter int TX_READ_REQUEST_BYTES = 512,
    parameter int ADDRESS_BITS = 64,
    parameter int QUEUE_BITS = 3,
    parameter int LENGTH_BITS = 18,
    parameter int HEADER_BEAT_BITS = 1,
    parameter int SHIFT = $clog2(BEAT_BYTES),
    parameter int LANE_BITS = 4,
    parameter int REQUEST_BITS = $clog2(TX_READ_REQUEST_BYTES + 1)
) (
    input  logic                        clk_i,
    input  logic                        rst_i,
    // The next slice.
    input  logic                        slice_valid_i,
    output logic                        slice_ready_o,
    input  logic [    ADDRESS_BITS-1:0] slice_address_i,
    input  logic [     LENGTH_BITS-1:0] slice_length_i,
    input  logic                        slice_last_i,         // of its frame
    input  logic                        slice_mark_i,         // the descriptor's last
    input  logic [      QUEUE_BITS-1:0] slice_queue_i,
    input  logic [                31:0] slice_index_i,
    input  logic                        slice_headed_i,       // a header stands before it
    input  logic [HEADER_BEAT_BITS-1:0] slice_header_last_i,  // number of its last input, the first is 0
    input  logic [             SHIFT:0] slice_header_tail_i,  // bytes of that
    // The next request.
    input  logic                        place_i,
    output logic                        request_valid_o,
    input  logic                        request_grant_i,
    output logic [    ADDRESS_BITS-1:0] request_address_o,
    output logic [    REQUEST_BITS-1:0] request_bytes_o,
    output logic                        request_mark_o,
    output logic [      QUEUE_BITS-1:0] request_queue_o,
    output logic [                31:0] request_index_o,
    // Its data.
    output logic                        empty_o,
    output logic                        last_o,               // it ends its frame
    output logic [           SHIFT-1:0] offset_o,             // of the first byte in its beat
    output logic [       LANE_BITS-1:0] lane_last_o,          // its last beat, the first is 0
    output logic [             SHIFT:0] first_bytes_o,
    output logic [             SHIFT:0] last_bytes_o,
    output logic                        headed_o,
    output logic [HEADER_BEAT_BITS-1:0] header_last_o,
    output logic [             SHIFT:0] header_tail_o
);
  localparam int PAGE_SHIFT = 12;
  localparam int REQUEST_SHIFT = $clog2(TX_READ_REQUEST_BYTES);

  // ---- the slice

  logic                    loaded_q;
  logic                    cut_q;
  logic [ADDRESS_BITS-1:0] address_q;
  logic [ LENGTH_BITS-1:0] left_q;
  logic                    last_q;
  logic                    mark_q;
  logic [REQUEST_BITS-1:0] chunk_q;
  logic                    ends_q;  // the request is the slice's last
  logic                    finishes;
  logic                    takes;

  assign finishes          = request_grant_i && ends_q;
  assign takes             = slice_valid_i && (!loaded_q || finishes);
  assign slice_ready_o     = takes;
  assign request_valid_o   = cut_q && place_i;
  assign request_address_o = address_q;
  assign request_bytes_o   = chunk_q;
  assign request_mark_o    = mark_q && ends_q;

  always_ff @(posedge clk_i) begin
    if (takes) begin
      address_q       <= slice_address_i;
      left_q          <= slice_length_i;
      last_q          <= slice_last_i;
      mark_q          <= slice_mark_i;
      request_queue_o <= slice_queue_i;
      request_index_o <= slice_index_i;
      headed_o        <= slice_headed_i;
      header_last_o   <= slice_header_last_i;
      header_tail_o   <= slice_header_tail_i;
    end else if (request_grant_i) begin
      // A request ends at a boundary at the latest.
      address_q <= address_q + ADDRESS_BITS'(chunk_q);
      left_q    <= left_q - LENGTH_BITS'(chunk_q);
      headed_o  <= 1'b0;
    end
    loaded_q <= takes || loaded_q && !finishes;
    cut_q    <= cut_q ? !request_grant_i : loaded_q;
    if (rst_i) begin
      loaded_q <= 1'b0;
      cut_q    <= 1'b0;
    end
  end

  // ---- the request: bytes up to the next boundary of 4096, TX_READ_REQUEST_BYTES at most

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
  end

  // ---- its data

  logic [REQUEST_BITS:0] behind;  // of its last byte, from the start of its first beat
  assign behind        = {1'b0, chunk_q} + (REQUEST_BITS + 1)'(offset_o) - 1'b1;
  assign empty_o       = chunk_q == '0;
  assign last_o        = last_q && ends_q;
  assign offset_o      = address_q[SHIFT-1:0];
  assign lane_last_o   = LANE_BITS'(behind[REQUEST_BITS:SHIFT]);
  assign first_bytes_o = lane_last_o == '0 ? (SHIFT + 1)'(chunk_q) : (SHIFT + 1)'(BEAT_BYTES) - {1'b0, offset_o};
  assign last_bytes_o  = {1'b0, behind[SHIFT-1:0]} + 1'b1;
endmodule : request_cutter
