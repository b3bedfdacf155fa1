`include "mpnic_assert.svh"

// beat_gatherer: puts what tx_dma gathers, beat by beat, one behind the other: turns each input to where the frame goes on,
// and merges it with what the inputs before have left. A part of tx_dma.
//
// One input a cycle, never stalled: a beat of data, or of a header up to two beats, which begin the frame. What fills a beat or ends the frame leaves 5 cycles later; an input that does both and
// gives two leaves a cycle of time behind it.
//   cycle 1  the input
//   cycle 2  its row of the store is at row_i
//   cycle 3  the beat
//   cycle 4  turned by groups of 8 bytes
//   cycle 5  turned by bytes; then merged
module beat_gatherer #(
    parameter int BEAT_BYTES = 64,
    parameter int LANES = 9,
    parameter int FRAME_BITS = 14,
    parameter int FINISH_BITS = 108,
    parameter int LANE_BITS = LANES > 1 ? $clog2(LANES) : 1,
    parameter int SHIFT = $clog2(BEAT_BYTES),
    parameter int BEAT_BITS = 8 * BEAT_BYTES
) (
    input  logic                       clk_i,
    input  logic                       rst_i,
    // Cycle 1.
    input  logic                       valid_i,
    input  logic                       from_header_i,  // it is this beat, not one of the row
    input  logic [      BEAT_BITS-1:0] header_beat_i,
    input  logic [      BEAT_BITS-1:0] header_rest_i,  // the beat behind it
    input  logic [      LANE_BITS-1:0] lane_i,
    input  logic [          SHIFT-1:0] offset_i,       // of its first byte in its beat
    input  logic [            SHIFT:0] bytes_i,
    input  logic [          SHIFT-1:0] fill_i,         // bytes that wait for their beat to be full
    input  logic                       ends_i,         // the frame
    input  logic                       gives_i,        // a beat
    input  logic                       two_i,          // and another
    input  logic [    FINISH_BITS-1:0] finish_i,
    // Cycle 2.
    input  logic [LANES*BEAT_BITS-1:0] row_i,
    // Beats of frames; bytes behind the frame's end are zero.
    output logic                       valid_o,
    output logic                       last_o,
    output logic [      BEAT_BITS-1:0] data_o,
    // Beside the last.
    output logic [     FRAME_BITS-1:0] bytes_o,
    output logic [    FINISH_BITS-1:0] finish_o
);
  logic valid_1q, valid_2q, valid_3q, valid_4q;
  logic [2:0] ends_gives_two_1q, ends_gives_two_2q, ends_gives_two_3q;
  logic ends_4q, gives_4q, two_4q;
  logic [FINISH_BITS-1:0] finish_1q, finish_2q, finish_3q, finish_4q;
  logic [SHIFT-1:0] fill_1q, fill_2q, fill_3q;
  logic [SHIFT-1:0] turn_1q, turn_2q, turn_3q;

  always_ff @(posedge clk_i) begin
    valid_1q          <= valid_i && !rst_i;
    valid_2q          <= valid_1q && !rst_i;
    valid_3q          <= valid_2q && !rst_i;
    valid_4q          <= valid_3q && !rst_i;
    ends_gives_two_1q <= {ends_i, gives_i, two_i};
    ends_gives_two_2q <= ends_gives_two_1q;
    ends_gives_two_3q <= ends_gives_two_2q;
    {ends_4q, gives_4q, two_4q} <= ends_gives_two_3q;
    finish_1q <= finish_i;
    finish_2q <= finish_1q;
    finish_3q <= finish_2q;
    finish_4q <= finish_3q;
    fill_1q   <= fill_i;
    fill_2q   <= fill_1q;
    fill_3q   <= fill_2q;
    // Where the input's first byte goes, from where it stands.
    turn_1q   <= fill_i - offset_i;
    turn_2q   <= turn_1q;
    turn_3q   <= turn_2q;
  end

  // ---- cycles 2 and 3: the beat; bytes of the frame

  logic [  BEAT_BITS-1:0] header_beat_1q;
  logic [  BEAT_BITS-1:0] header_rest_1q, header_rest_2q, header_rest_3q;
  logic from_header_1q, from_header_2q, from_header_3q;
  logic [  LANE_BITS-1:0] lane_1q;
  logic [        SHIFT:0] bytes_1q;
  logic [  BEAT_BITS-1:0] beat_2q;
  logic [        SHIFT:0] total_2q, total_3q;  // bytes that wait, with it
  logic                   begins_q;  // the next input begins a frame
  logic [ FRAME_BITS-1:0] frame_bytes_2q, frame_bytes_3q, frame_bytes_4q;

  always_ff @(posedge clk_i) begin
    header_beat_1q <= header_beat_i;
    header_rest_1q <= header_rest_i;
    header_rest_2q <= header_rest_1q;
    header_rest_3q <= header_rest_2q;
    {from_header_1q, from_header_2q, from_header_3q} <= {from_header_i, from_header_1q, from_header_2q};
    lane_1q        <= lane_i;
    bytes_1q       <= bytes_i;
    beat_2q        <= header_beat_1q;
    if (!from_header_1q) begin
      beat_2q <= '0;
      for (int i = 0; i < LANES; i++) if (lane_1q == LANE_BITS'(i)) beat_2q <= row_i[i*BEAT_BITS+:BEAT_BITS];
    end
    total_2q <= {1'b0, fill_1q} + bytes_1q;
    total_3q <= total_2q;
    if (valid_1q) begin
      frame_bytes_2q <= (begins_q ? '0 : frame_bytes_2q) + FRAME_BITS'(bytes_1q);
      begins_q       <= ends_gives_two_1q[2];
    end
    frame_bytes_3q <= frame_bytes_2q;
    frame_bytes_4q <= frame_bytes_3q;
    if (rst_i) begins_q <= 1'b1;
  end

  // ---- cycles 4 and 5: turned, by groups of bytes and by bytes

  localparam int FINE = SHIFT > 3 ? 3 : SHIFT - 1;

  logic [BEAT_BITS-1:0] coarse;
  logic [BEAT_BITS-1:0] coarse_3q;
  logic [BEAT_BITS-1:0] fine;
  logic [BEAT_BITS-1:0] beat_4q;
  logic [BEAT_BITS-1:0] spill_4q;  // what of the input is behind the beat that it fills

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

  // Bytes that the inputs before have left; those of the frame, in its last beat; those that are left again.
  logic [BEAT_BYTES-1:0] old_4q;
  logic [BEAT_BYTES-1:0] kept_4q;
  logic [BEAT_BYTES-1:0] rest_4q;
  logic                  fills_4q;

  always_ff @(posedge clk_i) begin
    coarse_3q <= coarse;
    beat_4q   <= fine;
    spill_4q  <= from_header_3q ? header_rest_3q : fine;
    fills_4q  <= total_3q[SHIFT];
    for (int b = 0; b < BEAT_BYTES; b++) begin
      old_4q[b]  <= SHIFT'(b) < fill_3q;
      kept_4q[b] <= !ends_gives_two_3q[2] || (SHIFT + 1)'(b) < total_3q;
      rest_4q[b] <= SHIFT'(b) < total_3q[SHIFT-1:0];
    end
  end

  // ---- merged

  logic [ BEAT_BITS-1:0] over_q;
  logic [BEAT_BYTES-1:0] rest_q;
  logic                  two_q;
  logic [ BEAT_BITS-1:0] merged;

  always_comb begin
    for (int b = 0; b < BEAT_BYTES; b++) merged[8*b+:8] = old_4q[b] ? over_q[8*b+:8] : beat_4q[8*b+:8];
  end

  always_ff @(posedge clk_i) begin
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
      bytes_o  <= frame_bytes_4q;
      finish_o <= finish_4q;
    end
  end

  always @(posedge clk_i) begin
    if (!rst_i) begin
      `MPNIC_ASSERT("beat_gatherer: beats behind each other", !(valid_4q && gives_4q && two_q))
    end
  end
endmodule : beat_gatherer
