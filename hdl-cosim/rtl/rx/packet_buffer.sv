`include "mpnic_assert.svh"

// packet_buffer of one port: keeps whole frames between rx_checksum and rx_dma; the only place of drops on receive.
//
// Beats come without a ready, at most one a cycle; the header comes beside the last. A frame is kept if every beat finds
// a place free in the cycle in which it comes, and its header as well; otherwise it is dropped whole. A place popped at
// cycle c is free from c + 1 (B = 1). Decided at the last beat, at cycle t: a kept frame's header and beats are offered
// from t + 1 (F = 1); a dropped frame shows dropped_o at t + 1, with no_beat_place_o when a beat, and not only the
// header, had no place.
//
// Header and beats leave by streams of their own: port_arbiter takes the header, rx_dma the beats once it has the
// decision.
module packet_buffer #(
    parameter int BEAT_BYTES = 64,
    parameter int HEADER_BITS = 64,
    parameter int PACKET_BUFFER_BEATS = 2048,
    parameter int PACKET_BUFFER_HEADERS = 512,
    parameter int BEAT_BITS = 8 * BEAT_BYTES
) (
    input  logic                   clk_i,
    input  logic                   rst_i,
    // From rx_checksum.
    input  logic                   beat_valid_i,
    input  logic                   beat_last_i,
    input  logic [  BEAT_BITS-1:0] beat_data_i,
    input  logic [HEADER_BITS-1:0] header_i,
    // To port_arbiter.
    output logic                   header_valid_o,
    input  logic                   header_ready_i,
    output logic [HEADER_BITS-1:0] header_o,
    // To rx_dma.
    output logic                   beat_valid_o,
    input  logic                   beat_ready_i,
    output logic                   beat_last_o,
    output logic [  BEAT_BITS-1:0] beat_data_o,
    // Counted.
    output logic                   dropped_o,
    output logic                   no_beat_place_o
);
  localparam int DEPTH = PACKET_BUFFER_BEATS;
  localparam int COUNT_BITS = $clog2(DEPTH + 1);
  localparam int INDEX_BITS = DEPTH > 1 ? $clog2(DEPTH) : 1;
  localparam logic [INDEX_BITS-1:0] LAST = INDEX_BITS'(DEPTH - 1);
  localparam logic [COUNT_BITS-1:0] FULL = COUNT_BITS'(DEPTH);

  (* ram_style = "block" *)logic [BEAT_BITS:0] memory[0:DEPTH-1];

  logic [INDEX_BITS-1:0] write_q;  // next place of the frame that comes in
  logic [INDEX_BITS-1:0] start_q;  // its first place
  logic [COUNT_BITS-1:0] frame_q;  // its beats so far
  logic                  misfit_q;  // one of them had no place
  logic [INDEX_BITS-1:0] read_q;
  logic [INDEX_BITS-1:0] read_d;
  logic [COUNT_BITS-1:0] kept_q;  // beats of kept frames
  logic [   BEAT_BITS:0] head_q;
  logic                  dropped_q;
  logic                  no_beat_place_q;

  logic fits;
  logic store;
  logic header_fits;
  logic keep;
  logic pop;
  logic [INDEX_BITS-1:0] write_next;

  assign fits       = !misfit_q && {1'b0, kept_q} + {1'b0, frame_q} < {1'b0, FULL};
  assign store      = beat_valid_i && fits;
  assign keep       = store && beat_last_i && header_fits;
  assign pop        = beat_valid_o && beat_ready_i;
  assign read_d     = !pop ? read_q : read_q == LAST ? '0 : read_q + 1'b1;
  assign write_next = write_q == LAST ? '0 : write_q + 1'b1;

  assign beat_valid_o    = kept_q != '0;
  assign beat_last_o     = head_q[BEAT_BITS];
  assign beat_data_o     = head_q[BEAT_BITS-1:0];
  assign dropped_o       = dropped_q;
  assign no_beat_place_o = no_beat_place_q;

  block_fifo #(
      .WIDTH(HEADER_BITS),
      .DEPTH(PACKET_BUFFER_HEADERS)
  ) headers (
      .clk_i,
      .rst_i,
      .valid_i(store && beat_last_i),
      .ready_o(header_fits),
      .data_i (header_i),
      .valid_o(header_valid_o),
      .ready_i(header_ready_i),
      .data_o (header_o)
  );

  always_ff @(posedge clk_i) begin
    if (store) memory[write_q] <= {beat_last_i, beat_data_i};
    head_q <= store && write_q == read_d ? {beat_last_i, beat_data_i} : memory[read_d];
  end

  always_ff @(posedge clk_i) begin
    read_q <= read_d;
    kept_q <= kept_q + (keep ? frame_q + 1'b1 : '0) - COUNT_BITS'(pop);
    dropped_q <= beat_valid_i && beat_last_i && !keep;
    no_beat_place_q <= !fits;
    if (beat_valid_i && beat_last_i) begin
      write_q  <= keep ? write_next : start_q;
      start_q  <= keep ? write_next : start_q;
      frame_q  <= '0;
      misfit_q <= 1'b0;
    end else if (beat_valid_i) begin
      write_q  <= fits ? write_next : write_q;
      frame_q  <= fits ? frame_q + 1'b1 : frame_q;
      misfit_q <= !fits;
    end
    if (rst_i) begin
      write_q   <= '0;
      start_q   <= '0;
      frame_q   <= '0;
      misfit_q  <= 1'b0;
      read_q    <= '0;
      kept_q    <= '0;
      dropped_q <= 1'b0;
    end
  end

`ifndef SYNTHESIS
  // What was offered and not taken a cycle ago.
  logic                   header_waits_q;
  logic                   beat_waits_q;
  logic [HEADER_BITS-1:0] header_before_q;
  logic [    BEAT_BITS:0] beat_before_q;
  always_ff @(posedge clk_i) begin
    header_waits_q  <= header_valid_o && !header_ready_i && !rst_i;
    beat_waits_q    <= beat_valid_o && !beat_ready_i && !rst_i;
    header_before_q <= header_o;
    beat_before_q   <= head_q;
  end
  always @(posedge clk_i) begin
    if (!rst_i) begin
      `MPNIC_ASSERT("packet_buffer: a header holds until it is taken",
                    !header_waits_q || header_valid_o && header_o == header_before_q)
      `MPNIC_ASSERT("packet_buffer: a beat holds until it is taken",
                    !beat_waits_q || beat_valid_o && head_q == beat_before_q)
    end
  end
`endif

  always @(posedge clk_i) begin
    if (!rst_i) begin
      `MPNIC_ASSERT("packet_buffer: no overflow", {1'b0, kept_q} + {1'b0, frame_q} <= {1'b0, FULL})
    end
  end
endmodule : packet_buffer
