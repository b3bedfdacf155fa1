// gather_order: says what tx_dma gathers next: of each request the beats of the header before it, then those of its data. A
// part of tx_dma.
//
// The last input of a header is up to two beats, not both full: a header begins its frame, so nothing waits before it, and
// what is behind its last full beat waits for data in any case.
//
// What the input is, and what becomes of it, stands in registers; the next is decided in the cycle in which it is taken.
// bytes_o of it are put behind the fill_o bytes that wait for their beat to be full.
module gather_order #(
    parameter int BEAT_BYTES = 64,
    parameter int HEADER_BYTES = 128,
    parameter int LANE_BITS = 4,
    parameter int SHIFT = $clog2(BEAT_BYTES),
    parameter int BEAT_BITS = 8 * BEAT_BYTES,
    parameter int HEADER_BEATS = (HEADER_BYTES + BEAT_BYTES - 1) / BEAT_BYTES,
    parameter int HEADER_BEAT_BITS = HEADER_BEATS > 1 ? $clog2(HEADER_BEATS) : 1
) (
    input  logic                        clk_i,
    input  logic                        rst_i,
    // The next request, as request_cutter says.
    input  logic                        request_valid_i,
    output logic                        request_ready_o,
    input  logic                        request_empty_i,
    input  logic                        request_last_i,
    input  logic [           SHIFT-1:0] request_offset_i,
    input  logic [       LANE_BITS-1:0] request_lane_last_i,
    input  logic [             SHIFT:0] request_first_bytes_i,
    input  logic [             SHIFT:0] request_last_bytes_i,
    input  logic                        request_headed_i,
    input  logic [HEADER_BEAT_BITS-1:0] request_header_last_i,
    input  logic [             SHIFT:0] request_header_tail_i,
    input  logic [  8*HEADER_BYTES-1:0] header_i,               // of the frame
    output logic                        frame_ends_o,           // its last input is decided
    // The input.
    output logic                        valid_o,
    input  logic                        ready_i,
    output logic                        waits_o,                // for the request's data
    output logic                        from_header_o,
    output logic [       BEAT_BITS-1:0] header_beat_o,
    output logic [       BEAT_BITS-1:0] header_rest_o,          // the beat behind it, if it comes at once
    output logic [       LANE_BITS-1:0] lane_o,                 // beat of the data
    output logic [           SHIFT-1:0] offset_o,               // of its first byte in its beat
    output logic [             SHIFT:0] bytes_o,
    output logic [           SHIFT-1:0] fill_o,
    output logic                        request_ends_o,
    output logic                        ends_o,                 // the frame
    output logic                        gives_o,                // a beat
    output logic                        two_o                   // and another
);
  localparam int COUNT_BITS = LANE_BITS > HEADER_BEAT_BITS ? LANE_BITS : HEADER_BEAT_BITS;

  logic                  through_q;  // the header before the request is
  logic [COUNT_BITS-1:0] count_q;  // beats of header or data that are
  logic [     SHIFT-1:0] fill_q;  // bytes that wait for their beat to be full
  logic                  from_header;
  logic                  lane_ends;
  logic                  header_ends;
  logic                  request_ends;
  logic                  frame_ends;
  logic [       SHIFT:0] bytes;
  logic [       SHIFT:0] total;
  logic [ BEAT_BITS-1:0] header_beat;
  logic [ BEAT_BITS-1:0] header_rest;
  logic                  loads;

  assign loads           = !valid_o || ready_i;
  assign from_header     = request_headed_i && !through_q;
  assign header_ends     = count_q == COUNT_BITS'(request_header_last_i);
  assign lane_ends       = count_q == COUNT_BITS'(request_lane_last_i);
  assign request_ends    = from_header ? header_ends && request_empty_i : lane_ends;
  assign frame_ends      = request_ends && request_last_i;
  assign request_ready_o = loads && request_ends;
  assign frame_ends_o    = loads && request_valid_i && frame_ends;
  assign total           = {1'b0, fill_q} + bytes;

  always_comb begin
    bytes = (SHIFT + 1)'(BEAT_BYTES);
    if (from_header) begin
      if (header_ends) bytes = request_header_tail_i;
    end else if (count_q == '0) bytes = request_first_bytes_i;
    else if (lane_ends) bytes = request_last_bytes_i;
    header_beat = '0;
    header_rest = '0;
    for (int i = 0; i < HEADER_BEATS; i++) begin
      for (int b = 0; b < BEAT_BYTES; b++) begin
        if (count_q == COUNT_BITS'(i) && BEAT_BYTES * i + b < HEADER_BYTES) begin
          header_beat[8*b+:8] = header_i[8*(BEAT_BYTES*i+b)+:8];
        end
        if (count_q == COUNT_BITS'(i) && BEAT_BYTES * (i + 1) + b < HEADER_BYTES) begin
          header_rest[8*b+:8] = header_i[8*(BEAT_BYTES*(i+1)+b)+:8];
        end
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (loads) begin
      valid_o        <= request_valid_i;
      waits_o        <= !from_header || header_ends && request_empty_i;
      from_header_o  <= from_header;
      header_beat_o  <= header_beat;
      header_rest_o  <= header_rest;
      lane_o         <= LANE_BITS'(count_q);
      offset_o       <= from_header || count_q != '0 ? '0 : request_offset_i;
      bytes_o        <= bytes;
      fill_o         <= fill_q;
      request_ends_o <= request_ends;
      ends_o         <= frame_ends;
      gives_o        <= frame_ends || total[SHIFT];
      two_o          <= frame_ends && total[SHIFT] && total[SHIFT-1:0] != '0;
    end
    if (loads && request_valid_i) begin
      through_q <= !request_ends && (through_q || from_header && header_ends);
      count_q   <= (from_header ? header_ends : lane_ends) ? '0 : count_q + 1'b1;
      fill_q    <= frame_ends ? '0 : total[SHIFT-1:0];
    end
    if (rst_i) begin
      valid_o   <= 1'b0;
      through_q <= 1'b0;
      count_q   <= '0;
      fill_q    <= '0;
    end
  end
endmodule : gather_order
