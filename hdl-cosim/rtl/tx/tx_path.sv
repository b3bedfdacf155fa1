`include "mpnic_assert.svh"
`include "tx_finish.svh"

// The transmit path behind a grant of the segmenter: headers, payload, checksums, wire, completions.
//
//   dss_inserter -> tx_dma -> tx_checksum -> tx_port (one of the last three a port)
//                     |  read_link -> host memory
//                     |  tx_completion -> host
//
// One slice a cycle enters, with what dss_inserter needs if the card makes its frame's header; a slice and its header stand
// at their port's slice FIFO DSS_INSERTER_CYCLES later. Who grants counts the places of those FIFOs: slice_pop_o gives one
// back, usable from the next cycle on. A frame's slices enter one behind the other, as far as its port is concerned.
//
// The slice was granted in the cycle before it enters. A header is made from what the tables, the receive contexts and
// the clock held in the cycle of the grant.
//
// Host memory stands outside: it answers reads in their order, one a cycle at most, and takes completions.
module tx_path #(
    parameter int PORTS = mpnic_config_pkg::PORTS,
    parameter int BEAT_BYTES = mpnic_config_pkg::BEAT_BYTES,
    parameter int MAX_FRAME_BYTES = mpnic_config_pkg::MAX_FRAME_BYTES,
    parameter int WIRE_NUMERATOR = 33,
    parameter int WIRE_DENOMINATOR = 1280,
    parameter int CYCLES_PER_MILLISECOND = 322_265,
    parameter int TABLE_READ_LATENCY_CYCLES = mpnic_config_pkg::TABLE_READ_LATENCY_CYCLES,
    parameter int TX_QUEUES = mpnic_config_pkg::TX_QUEUES,
    parameter int TX_DESCRIPTOR_CACHE = mpnic_config_pkg::TX_DESCRIPTOR_CACHE,
    parameter int TX_SUBFLOWS = mpnic_config_pkg::TX_SUBFLOWS,
    parameter int TX_CONNECTIONS = mpnic_config_pkg::TX_CONNECTIONS,
    parameter int TX_SLICE_FIFO_DEPTH = mpnic_config_pkg::TX_SLICE_FIFO_DEPTH,
    parameter int TX_READ_REQUEST_BYTES = mpnic_config_pkg::TX_READ_REQUEST_BYTES,
    parameter int TX_READ_REQUESTS = mpnic_config_pkg::TX_READ_REQUESTS,
    parameter int TX_CHECKSUM_BUFFER_BEATS = mpnic_config_pkg::TX_CHECKSUM_BUFFER_BEATS,
    parameter int TX_COMPLETION_BATCH = mpnic_config_pkg::TX_COMPLETION_BATCH,
    parameter int TX_COMPLETION_IDLE_CYCLES = mpnic_config_pkg::TX_COMPLETION_IDLE_CYCLES,
    // Latencies and widths that follow.
    parameter int DSS_INSERTER_CYCLES = 4 + TABLE_READ_LATENCY_CYCLES,
    parameter int ADDRESS_BITS = 64,
    parameter int LENGTH_BITS = 18,
    parameter int REASON_BITS = 7,
    parameter int PORT_BITS = PORTS > 1 ? $clog2(PORTS) : 1,
    parameter int QUEUE_BITS = TX_QUEUES > 1 ? $clog2(TX_QUEUES) : 1,
    parameter int SUBFLOW_BITS = $clog2(TX_SUBFLOWS),
    parameter int CONNECTION_BITS = $clog2(TX_CONNECTIONS),
    parameter int BEAT_BITS = 8 * BEAT_BYTES,
    parameter int SIZE_BITS = $clog2(BEAT_BYTES + 1),
    parameter int REQUEST_BITS = $clog2(TX_READ_REQUEST_BYTES + 1),
    parameter int ANSWER_BITS = (TX_READ_REQUEST_BYTES / BEAT_BYTES + 1) * BEAT_BITS
) (
    input  logic                       clk_i,
    input  logic                       rst_i,
    // Slices that are granted.
    input  logic                       grant_valid_i,
    input  logic [      PORT_BITS-1:0] grant_port_i,
    input  logic [     QUEUE_BITS-1:0] grant_queue_i,
    input  logic [               31:0] grant_index_i,
    input  logic [   ADDRESS_BITS-1:0] grant_address_i,
    input  logic [    LENGTH_BITS-1:0] grant_length_i,
    input  logic                       grant_first_i,           // of its frame
    input  logic                       grant_last_i,
    input  logic                       grant_mark_i,            // the descriptor's last
    input  tx_finish_t                 grant_finish_i,          // beside the first, if the host gives the header
    input  logic                       grant_makes_header_i,    // beside the first: the card does
    // The segment whose header is made.
    input  logic [   SUBFLOW_BITS-1:0] segment_subflow_i,
    input  logic [CONNECTION_BITS-1:0] segment_connection_i,
    input  logic [               31:0] segment_ssn_i,
    input  logic [               15:0] segment_bytes_i,
    input  logic [               63:0] segment_mapping_dsn_i,
    input  logic [               31:0] segment_mapping_ssn_i,
    input  logic [               15:0] segment_mapping_length_i,  // 0: no mapping
    input  logic                       segment_data_fin_i,
    input  logic                       segment_push_i,
    // What the receive contexts held for it in the cycle before, TABLE_READ_LATENCY_CYCLES behind it.
    input  logic [               31:0] acknowledgment_i,
    input  logic [               31:0] window_i,
    input  logic [               31:0] timestamp_echo_i,
    input  logic [               63:0] data_ack_i,
    output logic [          PORTS-1:0] slice_pop_o,
    // The control processor's writes.
    input  logic                       subflow_write_valid_i,
    input  logic [   SUBFLOW_BITS-1:0] subflow_write_entry_i,
    input  logic [              959:0] subflow_write_value_i,
    input  logic                       connection_write_valid_i,
    input  logic [CONNECTION_BITS-1:0] connection_write_entry_i,
    input  logic [              575:0] connection_write_value_i,
    // Reads of payload, and their answers.
    input  logic                       read_stall_i,            // none is granted in this cycle
    output logic                       read_valid_o,
    output logic [      PORT_BITS-1:0] read_port_o,
    output logic [   ADDRESS_BITS-1:0] read_address_o,
    output logic [   REQUEST_BITS-1:0] read_bytes_o,
    input  logic                       answer_valid_i,
    input  logic [    ANSWER_BITS-1:0] answer_i,
    // A queue starts at descriptor 0: slices of before leave, but mark no descriptors. One that is stopped, because it is
    // reset or soon will be, gets no completions.
    input  logic [      TX_QUEUES-1:0] queue_stop_i,
    input  logic [      TX_QUEUES-1:0] queue_reset_i,
    // Descriptors that never come here, and places of the cache that are free from the next cycle on.
    input  logic                       refused_valid_i,
    input  logic [     QUEUE_BITS-1:0] refused_queue_i,
    input  logic [               31:0] refused_index_i,
    input  logic [    REASON_BITS-1:0] refused_reason_i,
    output logic [      TX_QUEUES-1:0] passed_o,
    // Completions.
    output logic                       completion_valid_o,
    output logic [     QUEUE_BITS-1:0] completion_queue_o,
    output logic                       completion_type_o,
    output logic [    REASON_BITS-1:0] completion_reason_o,
    output logic [               31:0] completion_index_o,
    // The wires.
    input  logic [          PORTS-1:0] frame_stall_i,           // no frame begins in this cycle
    output logic [          PORTS-1:0] port_valid_o,
    output logic [          PORTS-1:0] port_last_o,
    output logic [PORTS*SIZE_BITS-1:0] port_bytes_o,
    output logic [PORTS*BEAT_BITS-1:0] port_data_o
);
  localparam int FINISH_BITS = `TX_FINISH_BITS;
  localparam int HEADER_BYTES = 128;
  // A queue, and which of its lives: far more than one sees while a slice is here.
  localparam int LIFE_BITS = 8;
  localparam int OWNER_BITS = LIFE_BITS + QUEUE_BITS;
  localparam int MADE_BYTES = 124;
  localparam int FRAME_BITS = $clog2(MAX_FRAME_BYTES + 1);
  localparam int COST_BITS = $clog2((MAX_FRAME_BYTES + 24) * WIRE_NUMERATOR + 1);
  localparam int TAIL_BITS = $clog2(BEAT_BYTES * WIRE_NUMERATOR + 1);

  // ---- lives of the queues: a reset begins another

  logic [LIFE_BITS-1:0] lives_q[0:TX_QUEUES-1];

  always_ff @(posedge clk_i) begin
    for (int q = 0; q < TX_QUEUES; q++) begin
      if (queue_reset_i[q]) lives_q[q] <= lives_q[q] + 1'b1;
      if (rst_i) lives_q[q] <= '0;
    end
  end

  // ---- the header, and the slice beside it

  // A grant takes a cycle to come here; so do the writes, and the clock.
  logic                       rst_1q;
  logic                       subflow_write_valid_1q;
  logic [   SUBFLOW_BITS-1:0] subflow_write_entry_1q;
  logic [              959:0] subflow_write_value_1q;
  logic                       connection_write_valid_1q;
  logic [CONNECTION_BITS-1:0] connection_write_entry_1q;
  logic [              575:0] connection_write_value_1q;

  always_ff @(posedge clk_i) begin
    rst_1q                    <= rst_i;
    subflow_write_valid_1q    <= subflow_write_valid_i;
    subflow_write_entry_1q    <= subflow_write_entry_i;
    subflow_write_value_1q    <= subflow_write_value_i;
    connection_write_valid_1q <= connection_write_valid_i;
    connection_write_entry_1q <= connection_write_entry_i;
    connection_write_value_1q <= connection_write_value_i;
  end

  logic                    made_valid;
  logic [8*MADE_BYTES-1:0] made;
  logic [             7:0] made_bytes;
  tx_finish_t              made_finish;

  dss_inserter #(
      .SUBFLOWS(TX_SUBFLOWS),
      .CONNECTIONS(TX_CONNECTIONS),
      .READ_LATENCY(TABLE_READ_LATENCY_CYCLES),
      .CYCLES_PER_MILLISECOND(CYCLES_PER_MILLISECOND)
  ) inserter (
      .clk_i,
      .rst_i           (rst_1q),
      .valid_i         (grant_valid_i && grant_makes_header_i),
      .subflow_i       (segment_subflow_i),
      .connection_i    (segment_connection_i),
      .ssn_i           (segment_ssn_i),
      .payload_bytes_i (segment_bytes_i),
      .mapping_dsn_i   (segment_mapping_dsn_i),
      .mapping_ssn_i   (segment_mapping_ssn_i),
      .mapping_length_i(segment_mapping_length_i),
      .data_fin_i      (segment_data_fin_i),
      .push_i          (segment_push_i),
      .acknowledgment_i,
      .window_i,
      .timestamp_echo_i,
      .data_ack_i,
      .valid_o         (made_valid),
      .header_o        (made),
      .header_bytes_o  (made_bytes),
      .finish_o        (made_finish),
      .subflow_write_valid_i (subflow_write_valid_1q),
      .subflow_write_entry_i (subflow_write_entry_1q),
      .subflow_write_value_i (subflow_write_value_1q),
      .connection_write_valid_i (connection_write_valid_1q),
      .connection_write_entry_i (connection_write_entry_1q),
      .connection_write_value_i (connection_write_value_1q)
  );

  logic                    slice_valid;
  logic [   PORT_BITS-1:0] slice_port;
  logic [  OWNER_BITS-1:0] slice_owner;
  logic [            31:0] slice_index;
  logic [ADDRESS_BITS-1:0] slice_address;
  logic [ LENGTH_BITS-1:0] slice_length;
  logic                    slice_first;
  logic                    slice_last;
  logic                    slice_mark;
  tx_finish_t              slice_finish;

  delay_line #(
      .WIDTH (PORT_BITS + OWNER_BITS + 32 + ADDRESS_BITS + LENGTH_BITS + 3 + FINISH_BITS),
      .CYCLES(DSS_INSERTER_CYCLES)
  ) slices (
      .clk_i,
      .rst_i,
      .valid_i(grant_valid_i),
      .data_i ({
        grant_port_i,
        lives_q[grant_queue_i],
        grant_queue_i,
        grant_index_i,
        grant_address_i,
        grant_length_i,
        grant_first_i,
        grant_last_i,
        grant_mark_i,
        grant_finish_i
      }),
      .valid_o(slice_valid),
      .data_o ({
        slice_port,
        slice_owner,
        slice_index,
        slice_address,
        slice_length,
        slice_first,
        slice_last,
        slice_mark,
        slice_finish
      })
  );

  // ---- ports

  logic [             PORTS-1:0] request_valid;
  logic [             PORTS-1:0] request_grant;
  logic [PORTS*ADDRESS_BITS-1:0] request_address;
  logic [PORTS*REQUEST_BITS-1:0] request_bytes;
  logic [             PORTS-1:0] request_mark;
  logic [  PORTS*OWNER_BITS-1:0] request_owner;
  logic [          PORTS*32-1:0] request_index;
  logic [             PORTS-1:0] data_valid;

  generate
    for (genvar p = 0; p < PORTS; p++) begin : g_port
      logic                  enters;
      logic                  beat_valid;
      logic                  beat_last;
      logic [ BEAT_BITS-1:0] beat;
      logic [FRAME_BITS-1:0] beat_frame_bytes;
      tx_finish_t            beat_finish;
      logic                  beat_pop;
      logic                  frame_valid;
      logic                  frame_ready;
      logic [FRAME_BITS-1:0] frame_bytes;
      logic [FRAME_BITS-1:0] frame_real_bytes;
      logic [ COST_BITS-1:0] frame_cost;
      logic [ TAIL_BITS-1:0] frame_tail_cost;
      logic [ BEAT_BITS-1:0] finished_beat;
      assign enters = slice_valid && slice_port == PORT_BITS'(p);

      tx_dma #(
          .BEAT_BYTES(BEAT_BYTES),
          .MAX_FRAME_BYTES(MAX_FRAME_BYTES),
          .TX_SLICE_FIFO_DEPTH(TX_SLICE_FIFO_DEPTH),
          .TX_READ_REQUEST_BYTES(TX_READ_REQUEST_BYTES),
          .TX_READ_REQUESTS(TX_READ_REQUESTS),
          .TX_CHECKSUM_BUFFER_BEATS(TX_CHECKSUM_BUFFER_BEATS),
          .QUEUE_BITS(OWNER_BITS),
          .FINISH_BITS(FINISH_BITS),
          .HEADER_BYTES(HEADER_BYTES)
      ) dma (
          .clk_i,
          .rst_i,
          .slice_valid_i       (enters),
          .slice_address_i     (slice_address),
          .slice_length_i      (slice_length),
          .slice_first_i       (slice_first),
          .slice_last_i        (slice_last),
          .slice_mark_i        (slice_mark),
          .slice_queue_i       (slice_owner),
          .slice_index_i       (slice_index),
          .slice_header_bytes_i(made_valid ? made_bytes : 8'd0),
          .slice_header_i      ({{8 * (HEADER_BYTES - MADE_BYTES) {1'b0}}, made}),
          .slice_finish_i      (made_valid ? made_finish : slice_finish),
          .slice_pop_o         (slice_pop_o[p]),
          .request_valid_o     (request_valid[p]),
          .request_grant_i     (request_grant[p]),
          .request_address_o   (request_address[p*ADDRESS_BITS+:ADDRESS_BITS]),
          .request_bytes_o     (request_bytes[p*REQUEST_BITS+:REQUEST_BITS]),
          .request_mark_o      (request_mark[p]),
          .request_queue_o     (request_owner[p*OWNER_BITS+:OWNER_BITS]),
          .request_index_o     (request_index[p*32+:32]),
          .data_valid_i        (data_valid[p]),
          .data_i              (answer_i),
          .valid_o             (beat_valid),
          .last_o              (beat_last),
          .data_o              (beat),
          .bytes_o             (beat_frame_bytes),
          .finish_o            (beat_finish),
          .beat_pop_i          (beat_pop)
      );

      tx_checksum #(
          .BEAT_BYTES(BEAT_BYTES),
          .MAX_FRAME_BYTES(MAX_FRAME_BYTES),
          .TX_CHECKSUM_BUFFER_BEATS(TX_CHECKSUM_BUFFER_BEATS),
          .WIRE_NUMERATOR(WIRE_NUMERATOR)
      ) checksum (
          .clk_i,
          .rst_i,
          .valid_i           (beat_valid),
          .last_i            (beat_last),
          .data_i            (beat),
          .bytes_i           (beat_frame_bytes),
          .finish_i          (beat_finish),
          .frame_valid_o     (frame_valid),
          .frame_ready_i     (frame_ready),
          .frame_bytes_o     (frame_bytes),
          .frame_real_bytes_o(frame_real_bytes),
          .frame_cost_o      (frame_cost),
          .frame_tail_cost_o (frame_tail_cost),
          .beat_pop_i        (beat_pop),
          .beat_data_o       (finished_beat)
      );

      tx_port #(
          .BEAT_BYTES(BEAT_BYTES),
          .MAX_FRAME_BYTES(MAX_FRAME_BYTES),
          .WIRE_NUMERATOR(WIRE_NUMERATOR),
          .WIRE_DENOMINATOR(WIRE_DENOMINATOR)
      ) egress (
          .clk_i,
          .rst_i,
          .stall_i           (frame_stall_i[p]),
          .frame_valid_i     (frame_valid),
          .frame_ready_o     (frame_ready),
          .frame_bytes_i     (frame_bytes),
          .frame_real_bytes_i(frame_real_bytes),
          .frame_cost_i      (frame_cost),
          .frame_tail_cost_i (frame_tail_cost),
          .beat_pop_o        (beat_pop),
          .beat_data_i       (finished_beat),
          .valid_o           (port_valid_o[p]),
          .last_o            (port_last_o[p]),
          .bytes_o           (port_bytes_o[p*SIZE_BITS+:SIZE_BITS]),
          .data_o            (port_data_o[p*BEAT_BITS+:BEAT_BITS])
      );
    end
  endgenerate

  // ---- reads, and what is done

  logic                  link_done;
  logic [OWNER_BITS-1:0] done_owner;
  logic                  done_valid;
  logic [QUEUE_BITS-1:0] done_queue;
  logic [          31:0] done_index;

  read_link #(
      .PORTS(PORTS),
      .TX_READ_REQUESTS(TX_READ_REQUESTS),
      .BYTES_BITS(REQUEST_BITS),
      .QUEUE_BITS(OWNER_BITS)
  ) link (
      .clk_i,
      .rst_i,
      .stall_i          (read_stall_i),
      .request_valid_i  (request_valid),
      .grant_o          (request_grant),
      .request_address_i(request_address),
      .request_bytes_i  (request_bytes),
      .request_mark_i   (request_mark),
      .request_queue_i  (request_owner),
      .request_index_i  (request_index),
      .read_valid_o,
      .read_port_o,
      .read_address_o,
      .read_bytes_o,
      .answer_valid_i,
      .data_valid_o     (data_valid),
      .done_valid_o     (link_done),
      .done_queue_o     (done_owner),
      .done_index_o     (done_index)
  );

  assign done_queue = done_owner[QUEUE_BITS-1:0];
  assign done_valid = link_done && done_owner[QUEUE_BITS+:LIFE_BITS] == lives_q[done_queue];

  tx_completion #(
      .TX_QUEUES(TX_QUEUES),
      .TX_DESCRIPTOR_CACHE(TX_DESCRIPTOR_CACHE),
      .TX_COMPLETION_BATCH(TX_COMPLETION_BATCH),
      .TX_COMPLETION_IDLE_CYCLES(TX_COMPLETION_IDLE_CYCLES),
      .REASON_BITS(REASON_BITS)
  ) completion (
      .clk_i,
      .rst_i,
      .queue_stop_i,
      .queue_reset_i,
      .done_valid_i  (done_valid),
      .done_queue_i  (done_queue),
      .done_index_i  (done_index),
      .refused_valid_i,
      .refused_queue_i,
      .refused_index_i,
      .refused_reason_i,
      .passed_o,
      .write_valid_o (completion_valid_o),
      .write_queue_o (completion_queue_o),
      .write_type_o  (completion_type_o),
      .write_reason_o(completion_reason_o),
      .write_index_o (completion_index_o)
  );

  always @(posedge clk_i) begin
    if (!rst_i) begin
      `MPNIC_ASSERT("tx_path: a header is made for a first slice", !grant_valid_i || !grant_makes_header_i
                    || grant_first_i)
      `MPNIC_ASSERT("tx_path: a header comes with its slice", !made_valid || slice_valid && slice_first)
    end
  end
endmodule : tx_path
