`include "mpnic_assert.svh"
`include "completion_record.svh"

// rx_dma of one port: executes what steering decided, moving beats from packet_buffer to the port's link store, or
// discarding them.
//
// Decision FIFO: C = DECISION_FIFO_DEPTH, F = 1; it cannot overflow, port_arbiter's credits are its places. A decision is
// popped together with its frame's first beat, as soon as the completion FIFO has a place for each entry of its record
// and, if the frame is kept, the store one for the beat; then a beat a cycle while the store has places. One beat a cycle
// from frame to frame as well. A dropped frame goes at one beat a cycle into nothing.
//
// A kept frame's beats are grouped to TLPs of MAX_PAYLOAD_BYTES at most, never across buffers: a buffer is a multiple of
// it, and MAX_PAYLOAD_BYTES a power of two. A TLP is offered to host_link, whole, in the cycle after its last beat. Its beats' places are free again in the
// cycle in which sent_beats_i tells of them.
module rx_dma #(
    parameter int BEAT_BYTES = 64,
    parameter int MAX_FRAME_BYTES = 9018,
    parameter int DECISION_FIFO_DEPTH = 128,
    parameter int BUFFER_BYTES = 2048,
    parameter int MAX_PAYLOAD_BYTES = 256,
    parameter int TLP_HEADER_BYTES = 28,
    parameter int LINK_TICKS_PER_256_BYTES = 5363,
    parameter int LINK_STORE_BEATS = 64,
    parameter int ADDRESS_BITS = 64,
    parameter int RECORD_BITS = `MPNIC_COMPLETION_RECORD_BITS,
    parameter int LENGTH_BITS = $clog2(MAX_FRAME_BYTES),
    parameter int BUFFERS = (MAX_FRAME_BYTES - 4 + BUFFER_BYTES - 1) / BUFFER_BYTES,
    parameter int BYTES_BITS = $clog2(MAX_PAYLOAD_BYTES + 1),
    parameter int BEATS_BITS = $clog2(MAX_PAYLOAD_BYTES / BEAT_BYTES + 1),
    parameter int COST_BITS = $clog2(((MAX_PAYLOAD_BYTES + TLP_HEADER_BYTES) * LINK_TICKS_PER_256_BYTES + 255) / 256 + 1)
) (
    input  logic                            clk_i,
    input  logic                            rst_i,
    // From steering.
    input  logic                            decision_valid_i,
    input  logic                            decision_keep_i,
    input  logic [         LENGTH_BITS-1:0] decision_frame_bytes_i,
    input  logic [                     1:0] decision_entries_i,
    input  logic [BUFFERS*ADDRESS_BITS-1:0] decision_addresses_i,
    input  logic [         RECORD_BITS-1:0] decision_record_i,
    // To port_arbiter: a decision is popped.
    output logic                            decision_pop_o,
    // From packet_buffer.
    input  logic                            beat_valid_i,
    output logic                            beat_ready_o,
    input  logic                            beat_last_i,
    input  logic [        8*BEAT_BYTES-1:0] beat_data_i,
    // To completion_fifo: a record, which takes its entries' places; later, that its frame's last beat was popped.
    input  logic [                     1:0] entry_places_i,  // 3 stands for 3 and more
    output logic                            record_valid_o,
    output logic [                     1:0] record_entries_o,
    output logic [         RECORD_BITS-1:0] record_o,
    output logic                            moved_o,
    // To host_link.
    output logic                            tlp_valid_o,
    input  logic                            tlp_ready_i,
    output logic [           COST_BITS-1:0] tlp_cost_o,  // ticks of 1/4096 cycle on the link
    output logic [          BEATS_BITS-1:0] tlp_beats_o,
    output logic                            tlp_last_o,  // the frame's last
    output logic [          BYTES_BITS-1:0] tlp_bytes_o,
    output logic [        ADDRESS_BITS-1:0] tlp_address_o,
    output logic [   8*MAX_PAYLOAD_BYTES-1:0] tlp_data_o,  // byte 0 first; beats behind the last are anything
    input  logic [          BEATS_BITS-1:0] sent_beats_i  // beats of this port sent in the cycle before
);
  localparam int LANES = MAX_PAYLOAD_BYTES / BEAT_BYTES;
  localparam int PAYLOAD_BITS = $clog2(MAX_PAYLOAD_BYTES);
  localparam int BUFFER_TLPS = BUFFER_BYTES / MAX_PAYLOAD_BYTES;
  localparam int OFFSET_BITS = BUFFER_TLPS > 1 ? $clog2(BUFFER_TLPS) : 1;
  localparam int DECISION_BITS = PAYLOAD_BITS + BUFFERS * ADDRESS_BITS + RECORD_BITS;
  localparam int INFO_BITS = COST_BITS + 1 + BYTES_BITS + OFFSET_BITS + ADDRESS_BITS;
  localparam logic [OFFSET_BITS-1:0] LAST_OFFSET = OFFSET_BITS'(BUFFER_TLPS - 1);
  localparam logic [COST_BITS-1:0] FULL_COST =
      COST_BITS'(((MAX_PAYLOAD_BYTES + TLP_HEADER_BYTES) * LINK_TICKS_PER_256_BYTES + 255) / 256);

  // ---- decisions, and what their last TLPs cost: a table, read while the decision enters its FIFO

  logic                            decision_valid;
  logic                            decision_fits;
  logic                            content_valid;
  logic                            content_fits;
  logic                            decision_keep;
  logic [                     1:0] decision_entries;
  logic [        PAYLOAD_BITS-1:0] decision_rest;
  logic [BUFFERS*ADDRESS_BITS-1:0] decision_addresses;
  logic                            begins;

  // Bytes of the frame's last TLP, less 1.
  logic [PAYLOAD_BITS-1:0] rest;
  assign rest = PAYLOAD_BITS'(decision_frame_bytes_i - LENGTH_BITS'(1));

  // What decides whether the frame begins, on which the whole cycle hangs, and beside it all that it is done with.
  registered_fifo #(
      .WIDTH(3),
      .DEPTH(DECISION_FIFO_DEPTH)
  ) decisions (
      .clk_i,
      .rst_i,
      .valid_i(decision_valid_i),
      .ready_o(decision_fits),
      .data_i ({decision_keep_i, decision_entries_i}),
      .valid_o(decision_valid),
      .ready_i(begins),
      .data_o ({decision_keep, decision_entries})
  );
  block_fifo #(
      .WIDTH(DECISION_BITS),
      .DEPTH(DECISION_FIFO_DEPTH)
  ) contents (
      .clk_i,
      .rst_i,
      .valid_i(decision_valid_i),
      .ready_o(content_fits),
      .data_i ({rest, decision_addresses_i, decision_record_i}),
      .valid_o(content_valid),
      .ready_i(begins),
      .data_o ({decision_rest, decision_addresses, record_o})
  );

  logic [COST_BITS-1:0] cost_table[0:MAX_PAYLOAD_BYTES-1];
  initial begin
    for (int i = 0; i < MAX_PAYLOAD_BYTES; i++) begin
      cost_table[i] = COST_BITS'(((i + 1 + TLP_HEADER_BYTES) * LINK_TICKS_PER_256_BYTES + 255) / 256);
    end
  end

  logic                 cost_new_q;
  logic [COST_BITS-1:0] cost_new_value_q;
  logic                 cost_waits;
  logic                 cost_fits;
  logic [COST_BITS-1:0] cost_waiting;
  logic [COST_BITS-1:0] last_cost;

  always_ff @(posedge clk_i) begin
    cost_new_value_q <= cost_table[rest];
    cost_new_q       <= decision_valid_i && !rst_i;
  end

  block_fifo #(
      .WIDTH(COST_BITS),
      .DEPTH(DECISION_FIFO_DEPTH)
  ) costs (
      .clk_i,
      .rst_i,
      .valid_i(cost_new_q && !(begins && !cost_waits)),
      .ready_o(cost_fits),
      .data_i (cost_new_value_q),
      .valid_o(cost_waits),
      .ready_i(begins),
      .data_o (cost_waiting)
  );
  assign last_cost = cost_waits ? cost_waiting : cost_new_value_q;

  // ---- beats

  logic                            in_frame_q;
  logic                            keep_q;
  logic                            has_record_q;
  logic [        PAYLOAD_BITS-1:0] rest_q;
  logic [           COST_BITS-1:0] last_cost_q;
  logic [          BEATS_BITS-1:0] tlp_beats_q;  // of the open TLP
  logic [BUFFERS*ADDRESS_BITS-1:0] addresses_q;  // of the buffers from the present one on
  logic [         OFFSET_BITS-1:0] offset_q;  // TLPs written to it

  logic                            keep;
  logic                            has_record;
  logic                            room;
  logic                            moves;
  logic                            last;
  logic                            store;
  logic                            full;
  logic                            close;
  logic                            buffer_ends;
  logic [BUFFERS*ADDRESS_BITS-1:0] addresses;
  logic [         OFFSET_BITS-1:0] offset;
  logic [           INFO_BITS-1:0] info;

  assign begins     = !in_frame_q && decision_valid && entry_places_i >= decision_entries && (!decision_keep || room);
  assign keep       = in_frame_q ? keep_q : decision_keep;
  assign has_record = in_frame_q ? has_record_q : decision_entries != 2'd0;
  assign moves      = begins || in_frame_q && (!keep_q || room);
  assign last       = moves && beat_last_i;

  assign beat_ready_o     = moves;
  assign decision_pop_o   = begins;
  assign record_valid_o   = begins && decision_entries != 2'd0;
  assign record_entries_o = decision_entries;
  assign moved_o          = last && has_record;

  assign store       = moves && keep;
  assign full        = tlp_beats_q == BEATS_BITS'(LANES - 1);
  assign close       = store && (beat_last_i || full);
  assign addresses   = in_frame_q ? addresses_q : decision_addresses;
  assign offset      = in_frame_q ? offset_q : '0;
  assign buffer_ends = close && offset == LAST_OFFSET;
  assign info = {
    !beat_last_i ? FULL_COST : in_frame_q ? last_cost_q : last_cost,
    beat_last_i,
    !beat_last_i ? BYTES_BITS'(MAX_PAYLOAD_BYTES) : {1'b0, in_frame_q ? rest_q : decision_rest} + BYTES_BITS'(1),
    offset,
    addresses[ADDRESS_BITS-1:0]
  };

  always_ff @(posedge clk_i) begin
    if (begins) begin
      keep_q       <= decision_keep;
      has_record_q <= decision_entries != 2'd0;
      rest_q       <= decision_rest;
      last_cost_q  <= last_cost;
    end
    if (moves) in_frame_q <= !beat_last_i;
    if (store) tlp_beats_q <= close ? '0 : tlp_beats_q + 1'b1;
    addresses_q <= buffer_ends ? addresses >> ADDRESS_BITS : addresses;
    offset_q    <= buffer_ends ? '0 : offset + OFFSET_BITS'(close);
    if (rst_i) begin
      in_frame_q  <= 1'b0;
      tlp_beats_q <= '0;
    end
  end

  // ---- the link store

  logic [ OFFSET_BITS-1:0] head_offset;
  logic [ADDRESS_BITS-1:0] head_buffer;

  link_store #(
      .LANES    (LANES),
      .LANE_BITS(8 * BEAT_BYTES),
      .BEATS    (LINK_STORE_BEATS),
      .INFO_BITS(INFO_BITS)
  ) tlp_store (
      .clk_i,
      .rst_i,
      .room_o (room),
      .push_i (store),
      .data_i (beat_data_i),
      .close_i(close),
      .info_i (info),
      .valid_o(tlp_valid_o),
      .ready_i(tlp_ready_i),
      .beats_o(tlp_beats_o),
      .info_o ({tlp_cost_o, tlp_last_o, tlp_bytes_o, head_offset, head_buffer}),
      .data_o (tlp_data_o),
      .sent_beats_i
  );

  // The address, without a carry through all its bits: an offset is less than a buffer, so the bits above go up by 1 or
  // stay. Each group of them goes up when all bits below it are ones.
  localparam int LOW_BITS = PAYLOAD_BITS + OFFSET_BITS;
  localparam int HIGH_BITS = ADDRESS_BITS - LOW_BITS;
  localparam int GROUP_BITS = 8;

  logic [OFFSET_BITS:0] low_sum;
  logic [HIGH_BITS-1:0] high;
  logic [HIGH_BITS-1:0] high_sum;
  assign low_sum = {1'b0, head_buffer[LOW_BITS-1:PAYLOAD_BITS]} + {1'b0, head_offset};
  assign high    = head_buffer[ADDRESS_BITS-1:LOW_BITS];
  generate
    for (genvar g = 0; g * GROUP_BITS < HIGH_BITS; g++) begin : g_group
      localparam int AT = g * GROUP_BITS;
      localparam int BITS = HIGH_BITS - AT < GROUP_BITS ? HIGH_BITS - AT : GROUP_BITS;
      logic [BITS-1:0] next;
      logic            rises;
      assign next = high[AT+:BITS] + 1'b1;
      if (g == 0) assign rises = low_sum[OFFSET_BITS];
      else assign rises = low_sum[OFFSET_BITS] && &high[AT-1:0];
      assign high_sum[AT+:BITS] = rises ? next : high[AT+:BITS];
    end
  endgenerate
  assign tlp_address_o = {high_sum, low_sum[OFFSET_BITS-1:0], head_buffer[PAYLOAD_BITS-1:0]};

  always @(posedge clk_i) begin
    if (!rst_i) begin
      `MPNIC_ASSERT("rx_dma: a decision has a place", !decision_valid_i || decision_fits && content_fits)
      `MPNIC_ASSERT("rx_dma: a decision has its content", decision_valid == content_valid)
      `MPNIC_ASSERT("rx_dma: a cost has a place", !cost_new_q || cost_fits)
      `MPNIC_ASSERT("rx_dma: the beats of a decided frame are there", !moves || beat_valid_i)
    end
  end
endmodule : rx_dma
