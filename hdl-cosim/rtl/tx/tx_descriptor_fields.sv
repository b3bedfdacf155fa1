`include "tx_descriptor.svh"

// A transmit descriptor by itself, and as the first of a frame: what can be said without its frame and without tables. Part
// of tx_descriptor_check.
//
// What enters at cycle a is found at a + 3, in three cycles of comparisons, wide ones in halves.
module tx_descriptor_fields #(
    parameter int PORTS = 2,
    parameter int TX_QUEUES = 8,
    parameter int TX_SUBFLOWS = 16,
    parameter int TX_CONNECTIONS = 16,
    parameter int TX_MAX_BYTES = 9014,
    parameter int QUEUE_BITS = TX_QUEUES > 1 ? $clog2(TX_QUEUES) : 1
) (
    input  logic                  clk_i,
    input  logic                  rst_i,
    input  logic [          63:0] dma_start_i,
    input  logic [          63:0] dma_end_i,
    input  logic [ TX_QUEUES-1:0] queue_reset_i,
    // Cycle a: the descriptor, in the ABI's layout. The same taken apart.
    input  logic [         255:0] descriptor_i,
    output tx_descriptor_t        descriptor_o,
    // A cycle later: whether it counts, and whose it is.
    input  logic                  valid_1_i,
    input  logic [QUEUE_BITS-1:0] queue_1_i,
    // Cycle a + 3.
    output tx_fields_t            fields_o
);
  localparam int WINDOW_BYTES = 128;  // in which tx_checksum writes
  localparam logic [7:0] MIN_FRAME = 8'd14;
  localparam logic [7:0] MAX_HEADER = 8'd124;
  localparam logic [17:0] MAX_PAYLOAD = 18'd65535;
  localparam logic [17:0] MAX_FRAME = 18'(TX_MAX_BYTES);

  localparam logic [1:0] OFFLOAD = 2'(mpnic_abi_pkg::TX_DESCRIPTOR_TYPE_OFFLOAD);
  localparam logic [1:0] STREAM = 2'(mpnic_abi_pkg::TX_DESCRIPTOR_TYPE_STREAM);
  localparam logic [1:0] MAPPING = 2'(mpnic_abi_pkg::TX_DESCRIPTOR_TYPE_MAPPING);

  // ---- a: the layout

  tx_descriptor_t in;
  logic           in_type_bad;
  logic           in_more;
  logic [31:0]    in_length;
  logic [31:0]    in_control;

  assign in_length   = descriptor_i[8*mpnic_abi_pkg::TX_DESCRIPTOR_LENGTH_OFFSET+:32];
  assign in_control  = descriptor_i[8*mpnic_abi_pkg::TX_DESCRIPTOR_CONTROL_OFFSET+:32];
  assign in_more     = in_control[mpnic_abi_pkg::TX_DESCRIPTOR_CONTROL_MORE_SHIFT];
  assign in.kind = in_control[mpnic_abi_pkg::TX_DESCRIPTOR_CONTROL_TYPE_SHIFT+:2];
  assign in.data_fin = in_control[mpnic_abi_pkg::TX_DESCRIPTOR_CONTROL_DATA_FIN_SHIFT];
  assign in.target = in_control[mpnic_abi_pkg::TX_DESCRIPTOR_CONTROL_TARGET_SHIFT+:20];
  assign in.address = descriptor_i[8*mpnic_abi_pkg::TX_DESCRIPTOR_ADDRESS_OFFSET+:64];
  assign in.length = in_length[17:0];
  assign in.index = descriptor_i[8*mpnic_abi_pkg::TX_DESCRIPTOR_INDEX_OFFSET+:32];
  assign in.offload = descriptor_i[8*mpnic_abi_pkg::TX_DESCRIPTOR_OFFLOAD_OFFSET+:32];
  assign in.header = descriptor_i[8*mpnic_abi_pkg::TX_DESCRIPTOR_HEADER_OFFSET+:64];
  // Types above 3 are unknown; returned when acknowledged needs a control processor that sees acknowledgments.
  assign in_type_bad = in_control[mpnic_abi_pkg::TX_DESCRIPTOR_CONTROL_TYPE_SHIFT+2]
      || in_control[mpnic_abi_pkg::TX_DESCRIPTOR_CONTROL_ACKNOWLEDGED_SHIFT+:7] != '0 || in.data_fin && !in.kind[1];

  assign descriptor_o = in;

  // ---- a + 1: halves of what is compared; index and target that are expected

  tx_descriptor_t d_1_q;
  logic           more_1_q;
  logic           type_bad_1_q;
  logic           length_high_1_q;
  logic           cut_1;
  logic [17:0]    most_1;
  logic [31:0]    expected_q[0:TX_QUEUES-1];
  logic [21:0]    before_q  [0:TX_QUEUES-1];  // type and target of the descriptor before
  logic [31:0]    expected_1;
  logic [21:0]    before_1;

  logic [31:0]    expected_2_q;
  logic [21:0]    before_2_q;
  tx_descriptor_t d_2_q;
  logic           more_2_q;
  logic           type_bad_2_q;
  logic           length_high_2_q;
  logic           mapping_long_2_q;
  logic           zero_2_q;
  logic           range_bad_2_q;
  logic           below_high_2_q;
  logic           at_start_2_q;
  logic           below_low_2_q;
  logic [32:0]    end_low_2_q;
  logic           cut_2_q;
  logic [17:0]    most_2_q;
  logic [8:0]     l4_least_2_q;
  logic [8:0]     header_least_2_q;
  logic [9:0]     field_end_2_q;
  logic           parts_bad_2_q;
  logic [16:0]    segment_2_q;

  assign cut_1  = d_1_q.kind == OFFLOAD && d_1_q.offload[15:0] != '0;
  assign most_1 = cut_1 ? MAX_PAYLOAD + 18'(d_1_q.header[7:0]) : MAX_FRAME;
  always_comb begin
    expected_1 = '0;
    before_1   = '0;
    for (int q = 0; q < TX_QUEUES; q++) begin
      if (queue_1_i == QUEUE_BITS'(q)) begin
        expected_1 = expected_1 | expected_q[q];
        before_1   = before_1 | before_q[q];
      end
    end
  end

  always_ff @(posedge clk_i) begin
    d_1_q           <= in;
    more_1_q        <= in_more;
    type_bad_1_q    <= in_type_bad;
    length_high_1_q <= in_length[31:18] != '0;

    for (int q = 0; q < TX_QUEUES; q++) begin
      if (valid_1_i && queue_1_i == QUEUE_BITS'(q)) begin
        expected_q[q] <= expected_q[q] + 1'b1;
        before_q[q]   <= {d_1_q.kind, d_1_q.target};
      end
      if (rst_i || queue_reset_i[q]) expected_q[q] <= '0;
    end
    expected_2_q     <= expected_1;
    before_2_q       <= before_1;
    d_2_q            <= d_1_q;
    more_2_q         <= more_1_q;
    type_bad_2_q     <= type_bad_1_q;
    length_high_2_q  <= length_high_1_q;
    mapping_long_2_q <= d_1_q.length[17:16] != '0 || d_1_q.length[15:0] == '1 && d_1_q.data_fin;
    zero_2_q         <= d_1_q.length == '0;
    range_bad_2_q    <= d_1_q.kind == STREAM ? 32'(d_1_q.target) >= TX_CONNECTIONS
        : d_1_q.kind == MAPPING ? 32'(d_1_q.target) >= TX_SUBFLOWS : 32'(d_1_q.target) >= PORTS;
    below_high_2_q   <= d_1_q.address[63:32] < dma_start_i[63:32];
    at_start_2_q     <= d_1_q.address[63:32] == dma_start_i[63:32];
    below_low_2_q    <= d_1_q.address[31:0] < dma_start_i[31:0];
    end_low_2_q      <= {1'b0, d_1_q.address[31:0]} + 33'(d_1_q.length);
    cut_2_q          <= cut_1;
    most_2_q         <= most_1;
    // Least offset of layer 4 and least header behind the offsets given, end of the checksum.
    l4_least_2_q     <= {1'b0, d_1_q.offload[23:16]} + 9'd20;
    header_least_2_q <= {1'b0, d_1_q.offload[31:24]} + 9'd20;
    field_end_2_q    <= {2'b0, d_1_q.offload[31:24]} + {2'b0, d_1_q.header[15:8]} + 10'd2;
    parts_bad_2_q    <= cut_1
        ? d_1_q.offload[23:16] < MIN_FRAME || d_1_q.offload[16] || d_1_q.offload[24]
            || d_1_q.header[1:0] != d_1_q.offload[25:24] || d_1_q.header[7:0] > MAX_HEADER
        : d_1_q.offload[24] || d_1_q.header[8];
    segment_2_q      <= {1'b0, d_1_q.offload[15:0]} + 17'(d_1_q.header[7:0]);
  end

  // ---- a + 2: as the first of a frame: what is left of its bounds behind it

  logic        frame_2;
  logic [ 7:0] need_2;
  logic [18:0] left_2;
  logic [18:0] frame_left_2;
  logic [18:0] need_left_2;
  logic [18:0] field_left_2;

  logic        frame_3_q;
  logic        offload_3_q;
  logic        mapping_3_q;
  logic        stream_3_q;
  logic        type_bad_3_q;
  logic        index_bad_3_q;
  logic        length_bad_3_q;
  logic        zero_bad_3_q;
  logic        range_bad_3_q;
  logic        like_3_q;
  logic        below_3_q;
  logic        filled_3_q;
  logic [32:0] end_high_3_q;
  logic        end_low_above_3_q;
  logic        offsets_bad_3_q;
  logic        more_3_q;
  logic [17:0] length_3_q;
  logic [31:0] expected_3_q;
  logic [18:0] left_3_q;
  logic [17:0] frame_left_3_q;
  logic        over_frame_3_q;
  logic        too_long_3_q;
  logic [ 7:0] need_left_3_q;
  logic        need_met_3_q;
  logic [ 7:0] field_left_3_q;
  logic        field_met_3_q;

  // Needs are kept less one: they are met when the carry says that none of it is left.
  assign frame_2      = !d_2_q.kind[1];
  assign need_2       = (cut_2_q ? d_2_q.header[7:0] : MIN_FRAME) - 8'd1;
  assign left_2       = {1'b0, most_2_q} - {1'b0, d_2_q.length};
  assign frame_left_2 = {1'b0, MAX_FRAME} - {1'b0, d_2_q.length};
  assign need_left_2  = {11'd0, need_2} - {1'b0, d_2_q.length};
  assign field_left_2 = {9'd0, field_end_2_q} - 19'd1 - {1'b0, d_2_q.length};

  always_ff @(posedge clk_i) begin
    frame_3_q         <= frame_2;
    offload_3_q       <= d_2_q.kind == OFFLOAD;
    mapping_3_q       <= d_2_q.kind == MAPPING;
    stream_3_q        <= d_2_q.kind == STREAM;
    type_bad_3_q      <= type_bad_2_q;
    index_bad_3_q     <= d_2_q.index != expected_2_q;
    length_bad_3_q    <= length_high_2_q || d_2_q.kind == MAPPING && mapping_long_2_q;
    zero_bad_3_q      <= zero_2_q && d_2_q.kind != MAPPING && !(d_2_q.kind == STREAM && d_2_q.data_fin);
    range_bad_3_q     <= range_bad_2_q;
    like_3_q          <= {d_2_q.kind, d_2_q.target} == before_2_q;
    below_3_q         <= below_high_2_q || at_start_2_q && below_low_2_q;
    filled_3_q        <= !zero_2_q;
    end_high_3_q      <= {1'b0, d_2_q.address[63:32]} + 33'(end_low_2_q[32]);
    end_low_above_3_q <= end_low_2_q[31:0] > dma_end_i[31:0];
    offsets_bad_3_q   <= parts_bad_2_q || (cut_2_q
        ? {1'b0, d_2_q.offload[31:24]} < l4_least_2_q || {1'b0, d_2_q.header[7:0]} < header_least_2_q
        : field_end_2_q > 10'(WINDOW_BYTES));
    more_3_q          <= more_2_q;
    length_3_q        <= d_2_q.length;
    expected_3_q      <= expected_2_q;
    left_3_q          <= left_2;
    frame_left_3_q    <= frame_left_2[17:0];
    over_frame_3_q    <= frame_left_2[18];
    too_long_3_q      <= cut_2_q && 18'(segment_2_q) > MAX_FRAME;
    need_left_3_q     <= need_left_2[7:0];
    need_met_3_q      <= need_left_2[18];
    field_left_3_q    <= field_left_2[7:0];
    field_met_3_q     <= field_left_2[18] || d_2_q.kind != OFFLOAD || cut_2_q;
  end

  // ---- a + 3

  logic       above_3;
  logic [3:0] first_fault_3;

  assign above_3 = end_high_3_q > {1'b0, dma_end_i[63:32]}
      || end_high_3_q == {1'b0, dma_end_i[63:32]} && end_low_above_3_q;
  assign fields_o.index = expected_3_q;
  assign fields_o.frame = frame_3_q;
  assign fields_o.stream = stream_3_q;
  assign fields_o.mapping = mapping_3_q;
  assign fields_o.range_bad = range_bad_3_q;
  assign fields_o.more = more_3_q;
  assign fields_o.like = like_3_q;
  assign fields_o.length = length_3_q;
  assign fields_o.left = left_3_q[17:0];
  assign fields_o.frame_left = frame_left_3_q;
  assign fields_o.over_frame = over_frame_3_q;
  assign fields_o.too_long = too_long_3_q;
  assign fields_o.need_left = need_left_3_q;
  assign fields_o.need_met = need_met_3_q;
  assign fields_o.field_left = field_left_3_q;
  assign fields_o.field_met = field_met_3_q;
  assign fields_o.fault = type_bad_3_q ? `TX_FAULT_TYPE
        : index_bad_3_q ? `TX_FAULT_INDEX
        : length_bad_3_q ? `TX_FAULT_LENGTH
        : zero_bad_3_q ? `TX_FAULT_ZERO_LENGTH
        : filled_3_q && (below_3_q || above_3) ? `TX_FAULT_ADDRESS
        : `TX_FAULT_NONE;
  assign fields_o.first_fault = first_fault_3;
  always_comb begin
    first_fault_3 = `TX_FAULT_NONE;
    if (offload_3_q && offsets_bad_3_q) first_fault_3 = `TX_FAULT_OFFSETS;
    else if (!frame_3_q) begin
      if (more_3_q) first_fault_3 = `TX_FAULT_CHAIN;
    end else if (left_3_q[18]) first_fault_3 = `TX_FAULT_FRAME_LENGTH;
    else if (!more_3_q) begin
      if (!need_met_3_q || over_frame_3_q && too_long_3_q) first_fault_3 = `TX_FAULT_FRAME_LENGTH;
      else if (!field_met_3_q) first_fault_3 = `TX_FAULT_OFFSETS;
    end
  end

  logic unused;
  assign unused = &{1'b0, need_left_2, field_left_2};
endmodule : tx_descriptor_fields
