`include "mpnic_assert.svh"
`include "tx_descriptor.svh"
`include "tx_slice.svh"

// tx_cutter: cuts frames and chunks of stream data of one transmit queue into slices, one ahead of the segmenter's grant. Part
// of tx_queue_head.
//
// The cutter and the slice that waits for its grant are two places. The cutter holds a descriptor, how far it is cut, and what
// is left of header or segment; from these it finds the next slice in one cycle, and cuts it in the next or a later one, when
// the slice that waits is granted. Beside it stands the next descriptor, read ahead from the memory at read_o; a slice of
// another place than these two costs two cycles more (header <-> payload of a large frame, the first of another copy).
//
//   x      a descriptor is taken, or a slice is cut
//   x + 2  the next slice is cut; behind a jump x + 4
//   A + 3  the answer of subflow_scheduler came in A: the chunk's first slice is cut
module tx_cutter #(
    parameter int PORTS = 2,
    parameter int COUNT_BITS = 10  // of free-running counts of descriptors
) (
    input  logic                  clk_i,
    input  logic                  rst_i,
    // The descriptor at read_o, two cycles behind it, and bytes of the frame that begins with it.
    output logic [COUNT_BITS-1:0] read_o,
    input  logic                  available_i,
    input  tx_descriptor_t        next_i,
    input  logic                  next_large_i,        // it begins a frame that is to be cut
    input  logic [          17:0] next_frame_bytes_i,
    // Stream data or a mapping waits for an answer.
    output logic                  wants_o,
    output logic                  stream_o,
    output logic                  copying_o,
    output logic [          19:0] target_o,
    output logic [          15:0] length_o,
    output logic                  data_fin_o,
    output logic [          31:0] ssn_o,
    output logic [          63:0] dsn_o,
    input  logic                  answer_valid_i,
    input  tx_answer_t            answer_i,
    // All of a chunk is cut.
    output logic                  takes_run_o,
    output logic [          15:0] chunk_bytes_o,
    // The slice that waits; it stays in the cycle of granted_i, which is the cycle behind its grant.
    output logic                  slice_valid_o,
    output tx_slice_t             slice_o,
    output logic [     PORTS-1:0] slice_ports_o,        // its port, one bit
    input  logic                  granted_i
);
  localparam logic [1:0] OFFLOAD = 2'd1;
  localparam logic [1:0] STREAM = 2'd2;
  localparam logic [1:0] PARTIAL_CHECKSUM = 2'd1;
  localparam logic [1:0] SEGMENT = 2'd2;

  // What it does, one at a time; none: it waits for a descriptor.
  logic frame_q;  // cuts a frame
  logic chunk_q;  // cuts a chunk
  logic wants_q;  // holds stream data or a mapping without an answer
  logic idle;

  // The descriptor, its place, and bytes of it that are cut.
  logic [          63:0] address_q;
  logic [          17:0] length_q;
  logic [          31:0] index_q;
  logic [COUNT_BITS-1:0] place_q;
  logic [          17:0] offset_q;
  logic                  at_start_q;  // it is the one with the first byte of the frame or chunk
  // Where frame or chunk begins, and where the payload of a large frame goes on.
  logic [COUNT_BITS-1:0] start_place_q;
  logic [          17:0] start_offset_q;
  logic [COUNT_BITS-1:0] payload_place_q;
  logic [          17:0] payload_offset_q;
  logic                  apart_q;  // not in the descriptor in which the header ends
  // Another descriptor is on its way from the memory.
  logic                  jump_1_q;
  logic                  jump_2_q;
  // What has changed stands since the cycle before, so that the next slice is found.
  logic                  settled_q;

  logic                  large_q;  // a frame with segments
  logic                  partial_q;  // a frame with a partial checksum
  logic                  header_q;  // its header is cut
  logic                  begins_q;  // the next slice begins a frame
  logic                  first_segment_q;
  logic                  starts_q;  // a chunk's first segment is to be found
  logic [          17:0] left_q;  // bytes of header or segment that are not cut
  logic [          17:0] remaining_q;  // payload from this segment on
  logic [          17:0] unit_q;  // payload of a segment
  logic [          15:0] segment_q;
  logic [          17:0] before_q;  // payload of the frame before this segment

  logic [           3:0] port_q;
  logic [          19:0] target_q;
  logic                  data_fin_q;
  logic                  stream_q;
  logic                  copying_q;
  logic [           7:0] l3_q;
  logic [           7:0] l4_q;
  logic [           7:0] header_bytes_q;
  logic [           7:0] checksum_offset_q;
  logic [COUNT_BITS-1:0] read_q;
  logic [          15:0] chunk_bytes_q;
  logic [          19:0] subflow_q;
  logic [          19:0] connection_q;
  logic [          63:0] dsn_q;  // of this segment; of a mapping that asks
  logic [          31:0] ssn_q;
  logic [          63:0] chunk_dsn_q;
  logic [          31:0] chunk_ssn_q;
  logic [          15:0] chunk_length_q;  // DATA_FIN counted
  logic                  per_chunk_q;
  logic                  last_copy_q;

  // ---- the next slice, found from what the cutter holds

  logic [17:0] here;  // bytes of the descriptor that are not cut
  logic [17:0] after;  // payload behind this segment
  logic [63:0] slice_address_q;
  logic [17:0] slice_bytes_q;
  logic        whole_q;  // the descriptor ends with it
  logic        ends_q;  // header or segment does
  logic        last_q;  // the segment is the frame's or chunk's last
  logic        empty_q;  // there is no payload
  logic [17:0] after_q;
  logic [17:0] payload_q;  // of this segment, and of the next
  logic [17:0] next_payload_q;
  logic [31:0] next_ssn_q;
  logic [63:0] next_dsn_q;

  assign here  = length_q - offset_q;
  assign after = remaining_q - unit_q;
  always_ff @(posedge clk_i) begin
    slice_address_q <= address_q + 64'(offset_q);
    whole_q         <= here <= left_q;
    ends_q          <= left_q <= here;
    slice_bytes_q   <= here <= left_q ? here : left_q;
    last_q          <= remaining_q <= unit_q;
    empty_q         <= remaining_q == '0;
    after_q         <= after;
    next_ssn_q      <= ssn_q + 32'(unit_q);
    next_dsn_q      <= dsn_q + 64'(unit_q);
    payload_q       <= remaining_q <= unit_q ? remaining_q : unit_q;
    next_payload_q  <= after <= unit_q ? after : unit_q;
  end

  // ---- what cutting it does

  logic cuts;
  logic segment_ends;
  logic ends_all;  // of frame or chunk nothing is left, for this copy
  logic ends_copies;
  logic to_payload;
  logic to_start;
  logic jumps;
  logic loads;  // the cutter takes the next descriptor as the first of a frame or of data
  logic takes;  // or as the next of those it has begun
  logic slice_valid_q;

  assign idle         = !(frame_q || chunk_q || wants_q);
  assign cuts         = (frame_q || chunk_q) && settled_q && (!slice_valid_q || granted_i);
  assign segment_ends = ends_q && (!header_q || empty_q);
  assign ends_all     = segment_ends && last_q;
  assign ends_copies  = ends_all && (frame_q || last_copy_q);
  // From a later segment's header to where payload goes on; to the header of the next segment, or to the chunk's first byte.
  assign to_payload   = header_q && ends_q && !first_segment_q && !empty_q;
  assign to_start     = frame_q ? segment_ends && !last_q : ends_all && !last_copy_q;
  assign jumps        = cuts && (to_payload && apart_q || to_start && !at_start_q);
  assign loads        = available_i && (idle || cuts && ends_copies && whole_q);
  assign takes        = cuts && whole_q && !ends_copies && !to_payload && !to_start;
  assign takes_run_o    = cuts && chunk_q && ends_copies && stream_q;


  always_ff @(posedge clk_i) begin
    // The descriptor.
    jump_1_q <= jumps;
    jump_2_q <= jump_1_q;
    if (loads || takes || jump_2_q) begin
      address_q <= next_i.address;
      length_q  <= next_i.length;
      index_q   <= next_i.index;
      place_q   <= read_q;
      read_q    <= read_q + 1'b1;
    end
    if (jumps) read_q <= to_payload ? payload_place_q : start_place_q;
    // How far it is cut.
    if (cuts) begin
      offset_q <= whole_q ? '0 : offset_q + slice_bytes_q;
      if (to_payload) offset_q <= payload_offset_q;
      if (to_start) offset_q <= start_offset_q;
      if (takes || jumps && to_payload) at_start_q <= 1'b0;
      if (jumps && to_start) at_start_q <= 1'b1;
      if (whole_q && (!header_q || first_segment_q && ends_q)) apart_q <= 1'b1;
      if (frame_q && to_start) begin
        payload_place_q  <= whole_q ? place_q + 1'b1 : place_q;
        payload_offset_q <= whole_q ? '0 : offset_q + slice_bytes_q;
      end
      if (chunk_q && ends_copies && !whole_q) begin
        start_place_q  <= place_q;
        start_offset_q <= offset_q + slice_bytes_q;
        at_start_q     <= 1'b1;
      end
      // Segments.
      left_q   <= left_q - slice_bytes_q;
      begins_q <= segment_ends;
      if (header_q && ends_q) begin
        header_q <= 1'b0;
        left_q   <= payload_q;
      end
      if (segment_ends) begin
        header_q        <= large_q;
        left_q          <= large_q ? 18'(header_bytes_q) : next_payload_q;
        first_segment_q <= 1'b0;
        remaining_q     <= after_q;
        segment_q       <= segment_q + 1'b1;
        before_q        <= before_q + unit_q;
        ssn_q           <= next_ssn_q;
        dsn_q           <= next_dsn_q;
      end
      if (ends_all) begin
        frame_q <= 1'b0;
        chunk_q <= 1'b0;
        wants_q <= chunk_q && !(ends_copies && whole_q);
      end
    end
    // A frame, or data that asks.
    if (loads) begin
      frame_q           <= !next_i.kind[1];
      wants_q           <= next_i.kind[1];
      stream_q          <= next_i.kind == STREAM;
      copying_q         <= 1'b0;
      offset_q          <= '0;
      start_place_q     <= read_q;
      start_offset_q    <= '0;
      at_start_q        <= 1'b1;
      apart_q           <= !next_large_i;
      large_q           <= next_large_i;
      partial_q         <= next_i.kind == OFFLOAD && !next_large_i;
      header_q          <= next_large_i;
      begins_q          <= 1'b1;
      first_segment_q   <= 1'b1;
      left_q            <= next_large_i ? 18'(next_i.header[7:0]) : next_frame_bytes_i;
      remaining_q       <= next_frame_bytes_i - (next_large_i ? 18'(next_i.header[7:0]) : '0);
      unit_q            <= next_large_i ? 18'(next_i.offload[15:0]) : '1;
      segment_q         <= '0;
      before_q          <= '0;
      port_q            <= next_i.target[3:0];
      target_q          <= next_i.target;
      data_fin_q        <= next_i.data_fin;
      l3_q              <= next_i.offload[23:16];
      l4_q              <= next_i.offload[31:24];
      header_bytes_q    <= next_i.header[7:0];
      checksum_offset_q <= next_i.header[15:8];
      ssn_q             <= next_i.offload;
      dsn_q             <= next_i.header;
    end
    // The answer.
    starts_q <= answer_valid_i && !answer_i.blocked;
    if (answer_valid_i && !answer_i.blocked) begin
      wants_q        <= 1'b0;
      chunk_q        <= 1'b1;
      large_q        <= 1'b0;
      header_q       <= 1'b0;
      begins_q       <= 1'b1;
      remaining_q    <= 18'(answer_i.bytes);
      unit_q         <= 18'(answer_i.payload);
      port_q         <= answer_i.port;
      subflow_q      <= answer_i.subflow;
      connection_q   <= answer_i.connection;
      dsn_q          <= answer_i.dsn;
      ssn_q          <= answer_i.ssn;
      chunk_dsn_q    <= answer_i.dsn;
      chunk_ssn_q    <= answer_i.bytes == '0 ? '0 : answer_i.ssn;
      chunk_bytes_q  <= answer_i.bytes;
      chunk_length_q <= answer_i.bytes + 16'(answer_i.data_fin);
      data_fin_q     <= answer_i.data_fin;
      per_chunk_q    <= answer_i.per_chunk || answer_i.bytes == '0;
      last_copy_q    <= answer_i.last_copy;
      copying_q      <= !answer_i.last_copy;
    end
    if (starts_q) left_q <= remaining_q <= unit_q ? remaining_q : unit_q;
    settled_q <= !(loads || cuts || jump_1_q || jump_2_q || answer_valid_i || starts_q);
    if (rst_i) begin
      frame_q   <= 1'b0;
      chunk_q   <= 1'b0;
      wants_q   <= 1'b0;
      jump_1_q  <= 1'b0;
      jump_2_q  <= 1'b0;
      starts_q  <= 1'b0;
      settled_q <= 1'b0;
      read_q    <= '0;
    end
  end

  // ---- the slice that waits

  tx_slice_t slice_q;
  logic      header_done;
  // The last segment's header is done with each descriptor that holds no payload.
  assign header_done = !ends_q || (first_segment_q ? whole_q : apart_q);

  always_ff @(posedge clk_i) begin
    if (granted_i) slice_valid_q <= 1'b0;
    if (cuts) begin
      slice_valid_q                  <= 1'b1;
      slice_q.port                   <= port_q;
      for (int p = 0; p < PORTS; p++) slice_ports_o[p] <= port_q == 4'(p);
      slice_q.index                  <= index_q;
      slice_q.address                <= slice_address_q;
      slice_q.length                 <= slice_bytes_q;
      slice_q.first                  <= begins_q;
      slice_q.last                   <= segment_ends;
      slice_q.mark                   <= chunk_q ? whole_q && last_copy_q : header_q ? last_q && header_done : whole_q && (last_q || apart_q);
      slice_q.finish.kind            <= !frame_q || !begins_q ? 2'd0 : large_q ? SEGMENT : partial_q ? PARTIAL_CHECKSUM : 2'd0;
      slice_q.finish.l3_offset       <= l3_q & {8{frame_q && begins_q && (large_q || partial_q)}};
      slice_q.finish.l4_offset       <= l4_q & {8{frame_q && begins_q && (large_q || partial_q)}};
      slice_q.finish.header_bytes    <= header_bytes_q & {8{frame_q && begins_q && large_q}};
      slice_q.finish.checksum_offset <= checksum_offset_q & {8{frame_q && begins_q && partial_q}};
      slice_q.finish.segment         <= segment_q & {16{frame_q && begins_q && large_q}};
      slice_q.finish.sequence_offset <= 32'(before_q) & {32{frame_q && begins_q && large_q}};
      slice_q.finish.first_segment   <= frame_q && begins_q && large_q && first_segment_q;
      slice_q.finish.last_segment    <= frame_q && begins_q && large_q && last_q;
      slice_q.ends_chunk             <= chunk_q && ends_all;
      slice_q.makes_header           <= chunk_q && begins_q;
      slice_q.stream                 <= stream_q;
      slice_q.subflow                <= subflow_q;
      slice_q.connection             <= connection_q;
      slice_q.ssn                    <= ssn_q;
      slice_q.bytes                  <= left_q[15:0];
      slice_q.mapping_dsn            <= per_chunk_q ? chunk_dsn_q : dsn_q;
      slice_q.mapping_ssn            <= per_chunk_q ? chunk_ssn_q : ssn_q;
      slice_q.mapping_length         <= per_chunk_q ? chunk_length_q : left_q[15:0] + 16'(data_fin_q && last_q);
      slice_q.data_fin               <= data_fin_q && (per_chunk_q || last_q);
      slice_q.push                   <= last_q && left_q != '0;
    end
    slice_q.finish.dss                 <= 1'b0;
    slice_q.finish.dss_checksum_offset <= '0;
    slice_q.finish.dss_pseudo_sum      <= '0;
    if (rst_i) slice_valid_q <= 1'b0;
  end

  assign slice_valid_o = slice_valid_q;
  assign slice_o       = slice_q;
  assign read_o        = read_q;
  assign wants_o       = wants_q && !jump_1_q && !jump_2_q;
  assign stream_o      = stream_q;
  assign copying_o     = copying_q;
  assign target_o      = target_q;
  assign length_o      = length_q[15:0];
  assign data_fin_o    = data_fin_q;
  assign ssn_o         = ssn_q;
  assign dsn_o         = dsn_q;
  assign chunk_bytes_o = chunk_bytes_q;

  always @(posedge clk_i) begin
    if (!rst_i) begin
      `MPNIC_ASSERT("tx_cutter: an answer has a question", !answer_valid_i || wants_o)
      `MPNIC_ASSERT("tx_cutter: a grant has a slice", !granted_i || slice_valid_q)
    end
  end
endmodule : tx_cutter
