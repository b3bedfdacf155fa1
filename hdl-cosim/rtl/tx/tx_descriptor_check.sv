`include "tx_descriptor.svh"

// Checks of arriving transmit descriptors, one a cycle, never stalled. Part of tx_descriptor_fetch.
//
// A descriptor that arrives at cycle a leaves at K = a + 4 + 2 * READ_LATENCY: good, refused, or skipped because one before
// it in its frame was refused. What it is by itself is found in four cycles. Beside that run two tables, one behind the
// other: the connection of a mapping's subflow, then the connection, with the queue that brings its data: the first that
// does, in that life of the queue. In the last cycle it becomes part of its queue's frame. The sums of a frame are counted
// down from its bounds, so that a carry says what is beyond; whether a descriptor is bad as the first of a frame is known
// ahead, and whether it is like the one before.
//
// A descriptor of a queue that is reset before it leaves is gone. Of several faults the first is reported, in the order of
// TxDescriptorCheck in Java.
module tx_descriptor_check #(
    parameter int PORTS = 2,
    parameter int TX_QUEUES = 8,
    parameter int TX_BUFFERS_PER_FRAME = 16,
    parameter int TX_SUBFLOWS = 16,
    parameter int TX_CONNECTIONS = 16,
    parameter int TX_MAX_BYTES = 9014,
    parameter int READ_LATENCY = 2,
    parameter int REASON_BITS = 7,
    parameter int LIFE_BITS = 16,
    parameter int QUEUE_BITS = TX_QUEUES > 1 ? $clog2(TX_QUEUES) : 1,
    parameter int FRAME_BITS = $clog2(TX_BUFFERS_PER_FRAME + 1),
    parameter int CONNECTION_BITS = TX_CONNECTIONS > 1 ? $clog2(TX_CONNECTIONS) : 1,
    parameter int SUBFLOW_BITS = TX_SUBFLOWS > 1 ? $clog2(TX_SUBFLOWS) : 1
) (
    input  logic                           clk_i,
    input  logic                           rst_i,
    input  logic [                   63:0] dma_start_i,
    input  logic [                   63:0] dma_end_i,
    input  logic [          TX_QUEUES-1:0] queue_reset_i,
    input  logic [TX_QUEUES*LIFE_BITS-1:0] lives_i,
    // The descriptor, cycle a.
    input  logic                           valid_i,
    input  logic [         QUEUE_BITS-1:0] queue_i,
    input  logic [                  255:0] descriptor_i,
    input  logic                           last_i,
    // Its result, cycle K.
    output logic                           valid_o,
    output logic [         QUEUE_BITS-1:0] queue_o,
    output logic                           last_o,
    output logic                           good_o,
    output logic                           refused_o,
    output logic                           skipped_o,
    output tx_descriptor_t                 descriptor_o,
    output logic [                   31:0] index_o,  // that it should have
    output logic                           whole_o,  // good, and its frame's last
    output logic [         FRAME_BITS-1:0] descriptors_o,  // of its frame, itself included when good
    output logic [                   17:0] bytes_o,
    output logic [         FRAME_BITS-1:0] dropped_o,  // of its frame before it, when refused
    output logic [        REASON_BITS-1:0] reason_o,  // 0 unless refused
    output logic [          LIFE_BITS-1:0] life_o,
    // Writes of the control processor.
    input  logic                           binding_write_valid_i,
    input  logic [    CONNECTION_BITS-1:0] binding_write_entry_i,
    input  logic [                   23:0] binding_write_value_i,
    input  logic                           target_write_valid_i,
    input  logic [       SUBFLOW_BITS-1:0] target_write_entry_i,
    input  logic [                   20:0] target_write_value_i
);
  localparam int R = READ_LATENCY;
  localparam int DECIDE = 2 * R + 3;  // cycles behind a
  localparam int FRAME_STATE_BITS = FRAME_BITS + 1 + 3 * 18 + 2 + 9 + 9;

  tx_descriptor_t in;

  // Whose it is, at every cycle from a + 1 to the decision; index 0 is a + 1.
  logic                  valid_q[0:DECIDE-1];
  logic [QUEUE_BITS-1:0] queue_q[0:DECIDE-1];
  logic                  same_q;  // queue as of the one ahead; of the one that decides in the next cycle

  // A queue that is reset takes with it what is on its way.
  logic reset_in;
  logic reset_at[0:DECIDE-1];
  always_comb begin
    reset_in = 1'b0;
    for (int i = 0; i < DECIDE; i++) reset_at[i] = 1'b0;
    for (int q = 0; q < TX_QUEUES; q++) begin
      if (queue_i == QUEUE_BITS'(q)) reset_in = reset_in | queue_reset_i[q];
      for (int i = 0; i < DECIDE; i++) begin
        if (queue_q[i] == QUEUE_BITS'(q)) reset_at[i] = reset_at[i] | queue_reset_i[q];
      end
    end
  end
  always_ff @(posedge clk_i) begin
    valid_q[0] <= valid_i && !reset_in && !rst_i;
    queue_q[0] <= queue_i;
    for (int i = 1; i < DECIDE; i++) begin
      valid_q[i] <= valid_q[i-1] && !reset_at[i-1] && !rst_i;
      queue_q[i] <= queue_q[i-1];
    end
    same_q <= queue_q[DECIDE-3] == queue_q[DECIDE-2];
  end

  // ---- by itself

  tx_fields_t fields;
  tx_fields_t d;  // of the descriptor that decides
  logic       last;
  logic       behind_1;
  logic       behind_2;

  tx_descriptor_fields #(
      .PORTS         (PORTS),
      .TX_QUEUES     (TX_QUEUES),
      .TX_SUBFLOWS   (TX_SUBFLOWS),
      .TX_CONNECTIONS(TX_CONNECTIONS),
      .TX_MAX_BYTES  (TX_MAX_BYTES)
  ) alone (
      .clk_i,
      .rst_i,
      .dma_start_i,
      .dma_end_i,
      .queue_reset_i,
      .descriptor_i,
      .descriptor_o(in),
      .valid_1_i   (valid_q[0]),
      .queue_1_i   (queue_q[0]),
      .fields_o    (fields)
  );

  delay_line #(
      .WIDTH (`TX_FIELDS_BITS),
      .CYCLES(DECIDE - 3)
  ) fields_behind (
      .clk_i,
      .rst_i,
      .valid_i(1'b0),
      .data_i (fields),
      .valid_o(behind_1),
      .data_o (d)
  );

  delay_line #(
      .WIDTH (`TX_DESCRIPTOR_BITS + 1),
      .CYCLES(DECIDE + 1)
  ) descriptors (
      .clk_i,
      .rst_i,
      .valid_i(1'b0),
      .data_i ({last_i, in}),
      .valid_o(behind_2),
      .data_o ({last, descriptor_o})
  );

  // ---- its target

  logic                 known;
  logic                 subflow_known;
  logic                 taken;
  logic [LIFE_BITS-1:0] life;
  logic                 binds;

  tx_connection_binding #(
      .TX_QUEUES     (TX_QUEUES),
      .TX_SUBFLOWS   (TX_SUBFLOWS),
      .TX_CONNECTIONS(TX_CONNECTIONS),
      .READ_LATENCY  (R),
      .LIFE_BITS     (LIFE_BITS)
  ) binding (
      .clk_i,
      .rst_i,
      .lives_i,
      .queue_reset_i,
      .mapping_i      (in.kind == 2'(mpnic_abi_pkg::TX_DESCRIPTOR_TYPE_MAPPING)),
      .target_i       (in.target),
      .queue_a_i      (queue_q[DECIDE-2]),
      .same_i         (same_q),
      .known_o        (known),
      .subflow_known_o(subflow_known),
      .taken_o        (taken),
      .life_o         (life),
      .binds_i        (binds),
      .queue_i        (queue),
      .binding_write_valid_i,
      .binding_write_entry_i,
      .binding_write_value_i,
      .target_write_valid_i,
      .target_write_entry_i,
      .target_write_value_i
  );

  // ---- the decision: part of the frame, or not

  typedef struct packed {
    logic [FRAME_BITS-1:0] count;
    logic                  full;
    logic [17:0]           bytes;
    logic [17:0]           left;
    logic [17:0]           frame_left;
    logic                  over_frame;
    logic                  too_long;
    logic [7:0]            need_left;
    logic                  need_met;
    logic [7:0]            field_left;
    logic                  field_met;
  } frame_t;

  logic                  here;
  logic                  out;  // and stays: its queue is not reset in this cycle
  logic [QUEUE_BITS-1:0] queue;
  logic                  open_q;  // a frame has begun and is not whole
  logic                  skipping_q;
  frame_t                frame_q;
  frame_t                frame_d;
  logic                  open_d;
  logic                  skipping_d;
  logic [TX_QUEUES-1:0]  opens_q;
  logic [TX_QUEUES-1:0]  skips_q;
  logic [FRAME_STATE_BITS-1:0] frames[0:TX_QUEUES-1];

  assign here  = valid_q[DECIDE-1];
  assign queue = queue_q[DECIDE-1];

  // The frame with this descriptor.
  logic        short_length;  // so few bytes that needs can be left
  logic [18:0] left;
  logic [18:0] frame_left;
  logic [ 8:0] need_left;
  logic [ 8:0] field_left;
  logic        over_frame;
  logic        need_met;
  logic        field_met;

  assign short_length = d.length[17:8] == '0;
  assign left         = {1'b0, frame_q.left} - {1'b0, d.length};
  assign frame_left   = {1'b0, frame_q.frame_left} - {1'b0, d.length};
  assign need_left    = {1'b0, frame_q.need_left} - {1'b0, d.length[7:0]};
  assign field_left   = {1'b0, frame_q.field_left} - {1'b0, d.length[7:0]};
  assign over_frame   = frame_q.over_frame || frame_left[18];
  assign need_met     = frame_q.need_met || !short_length || need_left[8];
  assign field_met    = frame_q.field_met || !short_length || field_left[8];

  // Faults: by itself and of its target in either case, then as the first or as another.
  logic target_bad;
  logic early_bad;
  logic chain_bad;
  logic length_bad;
  logic field_bad;
  logic frame_bad;
  logic bad;
  logic good;

  assign target_bad = d.range_bad || d.stream && (!known || taken) || d.mapping && !(known && subflow_known);
  assign early_bad  = d.fault != `TX_FAULT_NONE || target_bad;
  assign chain_bad  = !d.like || frame_q.full || !d.frame && d.more;
  assign length_bad = d.frame && (left[18] || !d.more && (!need_met || over_frame && frame_q.too_long));
  assign field_bad  = d.frame && !d.more && !field_met;
  assign frame_bad  = open_q ? chain_bad || length_bad || field_bad : d.first_fault != `TX_FAULT_NONE;
  assign bad        = early_bad || frame_bad;
  assign good       = here && !skipping_q && !bad;
  assign open_d     = !skipping_q && !bad && d.more;
  assign skipping_d = (skipping_q || bad) && d.more;

  assign binds = out && !skipping_q && d.stream && d.fault == `TX_FAULT_NONE && !target_bad;

  always_comb begin
    frame_d.count      = open_q ? frame_q.count + 1'b1 : FRAME_BITS'(1);
    frame_d.full       = open_q ? frame_q.count == FRAME_BITS'(TX_BUFFERS_PER_FRAME - 1) : TX_BUFFERS_PER_FRAME == 1;
    frame_d.bytes      = open_q ? frame_q.bytes + d.length : d.length;
    frame_d.left       = open_q ? left[17:0] : d.left;
    frame_d.frame_left = open_q ? frame_left[17:0] : d.frame_left;
    frame_d.over_frame = open_q ? over_frame : d.over_frame;
    frame_d.too_long   = open_q ? frame_q.too_long : d.too_long;
    frame_d.need_left  = open_q ? need_left[7:0] : d.need_left;
    frame_d.need_met   = open_q ? need_met : d.need_met;
    frame_d.field_left = open_q ? field_left[7:0] : d.field_left;
    frame_d.field_met  = open_q ? field_met : d.field_met;
  end

  // The frame of the next descriptor's queue.
  logic follows;
  logic next_open;
  logic next_skips;
  assign follows = here && same_q;
  always_comb begin
    next_open  = 1'b0;
    next_skips = 1'b0;
    for (int q = 0; q < TX_QUEUES; q++) begin
      if (queue_q[DECIDE-2] == QUEUE_BITS'(q)) begin
        next_open  = next_open | opens_q[q];
        next_skips = next_skips | skips_q[q];
      end
    end
  end
  always_ff @(posedge clk_i) begin
    if (here) frames[queue] <= frame_d;
    frame_q    <= follows ? frame_d : frames[queue_q[DECIDE-2]];
    open_q     <= follows ? open_d : next_open;
    skipping_q <= follows ? skipping_d : next_skips;
    for (int q = 0; q < TX_QUEUES; q++) begin
      if (here && queue == QUEUE_BITS'(q)) begin
        opens_q[q] <= open_d;
        skips_q[q] <= skipping_d;
      end
      if (rst_i || queue_reset_i[q]) begin
        opens_q[q] <= 1'b0;
        skips_q[q] <= 1'b0;
      end
    end
  end

  // ---- the result

  logic [3:0]     fault_q;
  logic           early_q;
  logic           open_before_q;
  logic           chain_bad_q;
  logic           length_bad_q;
  logic [3:0]     first_fault_q;
  logic [3:0]     fault;

  assign last_o = last;
  assign out    = here && !reset_at[DECIDE-1] && !rst_i;
  always_ff @(posedge clk_i) begin
    valid_o       <= out;
    queue_o       <= queue;
    good_o        <= out && good;
    refused_o     <= out && !skipping_q && bad;
    skipped_o     <= out && skipping_q;
    whole_o       <= !d.more;
    descriptors_o <= frame_d.count;
    bytes_o       <= frame_d.bytes;
    dropped_o     <= open_q ? frame_q.count : '0;
    life_o        <= life;
    index_o       <= d.index;
    // Why, told apart in the next cycle.
    fault_q       <= d.fault != `TX_FAULT_NONE ? d.fault : `TX_FAULT_TARGET;
    early_q       <= early_bad;
    open_before_q <= open_q;
    chain_bad_q   <= chain_bad;
    length_bad_q  <= length_bad;
    first_fault_q <= d.first_fault;
  end

  always_comb begin
    if (early_q) fault = fault_q;
    else if (!open_before_q) fault = first_fault_q;
    else fault = chain_bad_q ? `TX_FAULT_CHAIN : length_bad_q ? `TX_FAULT_FRAME_LENGTH : `TX_FAULT_OFFSETS;
    case (fault)
      `TX_FAULT_TYPE: reason_o = REASON_BITS'(mpnic_abi_pkg::REASON_BAD_TYPE);
      `TX_FAULT_INDEX: reason_o = REASON_BITS'(mpnic_abi_pkg::REASON_BAD_INDEX);
      `TX_FAULT_LENGTH: reason_o = REASON_BITS'(mpnic_abi_pkg::REASON_BAD_LENGTH);
      `TX_FAULT_ZERO_LENGTH: reason_o = REASON_BITS'(mpnic_abi_pkg::REASON_ZERO_LENGTH);
      `TX_FAULT_ADDRESS: reason_o = REASON_BITS'(mpnic_abi_pkg::REASON_BAD_ADDRESS);
      `TX_FAULT_TARGET: reason_o = REASON_BITS'(mpnic_abi_pkg::REASON_BAD_TARGET);
      `TX_FAULT_OFFSETS: reason_o = REASON_BITS'(mpnic_abi_pkg::REASON_BAD_OFFSETS);
      `TX_FAULT_CHAIN: reason_o = REASON_BITS'(mpnic_abi_pkg::REASON_BAD_CHAIN);
      default: reason_o = REASON_BITS'(mpnic_abi_pkg::REASON_BAD_FRAME_LENGTH);
    endcase
    if (!refused_o) reason_o = '0;
  end

  logic unused;
  assign unused = &{1'b0, behind_1, behind_2};
endmodule : tx_descriptor_check
