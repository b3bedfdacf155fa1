`include "mpnic_assert.svh"
`include "tx_descriptor.svh"
`include "tx_slice.svh"

// segmenter: the heads of all transmit queues, which cut frames and stream data into slices, and the grant of one slice a
// cycle.
//
// A slice is granted in a cycle without stall_i, round robin over the queues whose head has one that waits, whose port has
// a place in its slice FIFO, and is not in the middle of another queue's frame. It leaves in the cycle after its grant. A
// place that slice_pop_i gives back counts from the next cycle on.
//
// A queue that is reset starts anew in the next cycle, and gets no grant in this one; not while inside_o shows that a frame of
// it has begun and not ended.
module segmenter #(
    parameter int PORTS = 2,
    parameter int TX_QUEUES = 8,
    parameter int TX_DESCRIPTOR_CACHE = 512,
    parameter int TX_SUBFLOWS = 4096,
    parameter int TX_CONNECTIONS = 4096,
    parameter int TX_SCHEDULE_BYTES = 16384,
    parameter int TX_RETRY_CYCLES = 64,
    parameter int TX_SLICE_FIFO_DEPTH = 64,
    parameter int PORT_BITS = PORTS > 1 ? $clog2(PORTS) : 1,
    parameter int QUEUE_BITS = TX_QUEUES > 1 ? $clog2(TX_QUEUES) : 1,
    parameter int SUBFLOW_BITS = TX_SUBFLOWS > 1 ? $clog2(TX_SUBFLOWS) : 1,
    parameter int CONNECTION_BITS = TX_CONNECTIONS > 1 ? $clog2(TX_CONNECTIONS) : 1
) (
    input  logic                       clk_i,
    input  logic                       rst_i,
    input  logic                       stall_i,                // nothing is granted in this cycle
    input  logic [      TX_QUEUES-1:0] queue_reset_i,
    output logic [      TX_QUEUES-1:0] inside_o,
    // Checked descriptors. With commit its frame is whole; drop: those of the frame that is not are gone.
    input  logic                       ready_valid_i,
    input  logic [     QUEUE_BITS-1:0] ready_queue_i,
    input  tx_descriptor_t             ready_descriptor_i,
    input  logic                       ready_commit_i,
    input  logic [               17:0] ready_frame_bytes_i,    // beside commit
    input  logic                       ready_drop_i,
    input  logic [      TX_QUEUES-1:0] coming_i,               // descriptors are on their way
    // Questions to subflow_scheduler, of queue q at q * width; they stand until it has taken them.
    output logic [      TX_QUEUES-1:0] ask_o,
    output logic [      TX_QUEUES-1:0] ask_stream_o,           // stream data, else a mapping
    output logic [      TX_QUEUES-1:0] ask_copying_o,          // the chunk of the last answer, for another subflow
    output logic [   20*TX_QUEUES-1:0] ask_target_o,
    output logic [   17*TX_QUEUES-1:0] ask_available_o,        // bytes at hand; the largest number also stands for more
    output logic [      TX_QUEUES-1:0] ask_ends_o,             // no more is coming for now
    output logic [      TX_QUEUES-1:0] ask_data_fin_o,
    output logic [   16*TX_QUEUES-1:0] ask_length_o,           // mapping
    output logic [   32*TX_QUEUES-1:0] ask_ssn_o,
    output logic [   64*TX_QUEUES-1:0] ask_dsn_o,
    input  logic                       decide_valid_i,         // this queue's question is taken
    input  logic [     QUEUE_BITS-1:0] decide_queue_i,
    // Answers.
    input  logic                       answer_valid_i,
    input  logic [     QUEUE_BITS-1:0] answer_queue_i,
    input  logic                       answer_blocked_i,
    input  logic [                3:0] answer_port_i,
    input  logic [   SUBFLOW_BITS-1:0] answer_subflow_i,
    input  logic [CONNECTION_BITS-1:0] answer_connection_i,
    input  logic [               63:0] answer_dsn_i,
    input  logic [               31:0] answer_ssn_i,
    input  logic [               15:0] answer_bytes_i,
    input  logic [               15:0] answer_payload_i,       // of a segment
    input  logic                       answer_data_fin_i,
    input  logic                       answer_per_chunk_i,
    input  logic                       answer_last_copy_i,
    // Places of the slice FIFOs that are free again.
    input  logic [          PORTS-1:0] slice_pop_i,
    // The slice that was granted in the cycle before.
    output logic                       grant_valid_o,
    output logic [      PORT_BITS-1:0] grant_port_o,
    output logic [     QUEUE_BITS-1:0] grant_queue_o,
    output logic [               31:0] grant_index_o,
    output logic [               63:0] grant_address_o,
    output logic [               17:0] grant_length_o,
    output logic                       grant_first_o,          // of its frame
    output logic                       grant_last_o,
    output logic                       grant_mark_o,           // the descriptor's last
    output tx_finish_t                 grant_finish_o,         // beside the first, if the host gives the header
    output logic                       grant_makes_header_o,   // the card does, for the segment below
    output logic                       grant_stream_o,         // which is of stream data, else of a mapping
    output logic                       grant_ends_chunk_o,     // of the answer nothing is left behind it
    output logic [   SUBFLOW_BITS-1:0] segment_subflow_o,
    output logic [CONNECTION_BITS-1:0] segment_connection_o,
    output logic [               31:0] segment_ssn_o,
    output logic [               15:0] segment_bytes_o,
    output logic [               63:0] segment_mapping_dsn_o,
    output logic [               31:0] segment_mapping_ssn_o,
    output logic [               15:0] segment_mapping_length_o,  // 0: no mapping
    output logic                       segment_data_fin_o,
    output logic                       segment_push_o
);
  localparam int SLICE_BITS = `TX_SLICE_BITS;

  // ---- heads

  logic [           TX_QUEUES-1:0] waits;
  logic [TX_QUEUES*SLICE_BITS-1:0] slices;
  logic [     PORTS*TX_QUEUES-1:0] slice_ports;
  logic [           TX_QUEUES-1:0] lasts;
  logic [           TX_QUEUES-1:0] granted_before;  // what is granted shows a cycle later
  tx_answer_t                      answer;

  assign answer.blocked    = answer_blocked_i;
  assign answer.port       = answer_port_i;
  assign answer.subflow    = 20'(answer_subflow_i);
  assign answer.connection = 20'(answer_connection_i);
  assign answer.dsn        = answer_dsn_i;
  assign answer.ssn        = answer_ssn_i;
  assign answer.bytes      = answer_bytes_i;
  assign answer.payload    = answer_payload_i;
  assign answer.data_fin   = answer_data_fin_i;
  assign answer.per_chunk  = answer_per_chunk_i;
  assign answer.last_copy  = answer_last_copy_i;

  generate
    for (genvar q = 0; q < TX_QUEUES; q++) begin : g_queue
      tx_queue_head #(
          .PORTS              (PORTS),
          .TX_DESCRIPTOR_CACHE(TX_DESCRIPTOR_CACHE),
          .TX_SCHEDULE_BYTES  (TX_SCHEDULE_BYTES),
          .TX_RETRY_CYCLES    (TX_RETRY_CYCLES)
      ) head (
          .clk_i,
          .rst_i          (rst_i || queue_reset_i[q]),
          .valid_i        (ready_valid_i && ready_queue_i == QUEUE_BITS'(q)),
          .descriptor_i   (ready_descriptor_i),
          .commit_i       (ready_valid_i && ready_commit_i && ready_queue_i == QUEUE_BITS'(q)),
          .frame_bytes_i  (ready_frame_bytes_i),
          .drop_i         (ready_drop_i && ready_queue_i == QUEUE_BITS'(q)),
          .coming_i       (coming_i[q]),
          .ask_o          (ask_o[q]),
          .ask_stream_o   (ask_stream_o[q]),
          .ask_copying_o  (ask_copying_o[q]),
          .ask_target_o   (ask_target_o[q*20+:20]),
          .ask_available_o(ask_available_o[q*17+:17]),
          .ask_ends_o     (ask_ends_o[q]),
          .ask_data_fin_o (ask_data_fin_o[q]),
          .ask_length_o   (ask_length_o[q*16+:16]),
          .ask_ssn_o      (ask_ssn_o[q*32+:32]),
          .ask_dsn_o      (ask_dsn_o[q*64+:64]),
          .decide_i       (decide_valid_i && decide_queue_i == QUEUE_BITS'(q)),
          .answer_valid_i (answer_valid_i && answer_queue_i == QUEUE_BITS'(q)),
          .answer_i       (answer),
          .slice_valid_o  (waits[q]),
          .slice_o        (slices[q*SLICE_BITS+:SLICE_BITS]),
          .slice_ports_o  (slice_ports[q*PORTS+:PORTS]),
          .slice_last_o   (lasts[q]),
          .granted_i      (granted_before[q])
      );
    end
  endgenerate

  slice_grant #(
      .PORTS              (PORTS),
      .TX_QUEUES          (TX_QUEUES),
      .TX_SLICE_FIFO_DEPTH(TX_SLICE_FIFO_DEPTH)
  ) grant (
      .clk_i,
      .rst_i,
      .stall_i,
      .queue_reset_i,
      .waits_i  (waits),
      .ports_i  (slice_ports),
      .lasts_i  (lasts),
      .slice_pop_i,
      .granted_o(granted_before),
      .grant_valid_o,
      .grant_queue_o,
      .inside_o
  );

  // ---- the slice that was granted

  tx_slice_t granted;
  always_comb begin
    granted = '0;
    for (int q = 0; q < TX_QUEUES; q++) begin
      granted = granted | slices[q*SLICE_BITS+:SLICE_BITS] & {SLICE_BITS{granted_before[q]}};
    end
  end

  assign grant_port_o             = PORT_BITS'(granted.port);
  assign grant_index_o            = granted.index;
  assign grant_address_o          = granted.address;
  assign grant_length_o           = granted.length;
  assign grant_first_o            = granted.first;
  assign grant_last_o             = granted.last;
  assign grant_mark_o             = granted.mark;
  assign grant_finish_o           = granted.finish;
  assign grant_makes_header_o     = granted.makes_header;
  assign grant_stream_o           = granted.stream;
  assign grant_ends_chunk_o       = granted.ends_chunk;
  assign segment_subflow_o        = SUBFLOW_BITS'(granted.subflow);
  assign segment_connection_o     = CONNECTION_BITS'(granted.connection);
  assign segment_ssn_o            = granted.ssn;
  assign segment_bytes_o          = granted.bytes;
  assign segment_mapping_dsn_o    = granted.mapping_dsn;
  assign segment_mapping_ssn_o    = granted.mapping_ssn;
  assign segment_mapping_length_o = granted.mapping_length;
  assign segment_data_fin_o       = granted.data_fin;
  assign segment_push_o           = granted.push;

  always @(posedge clk_i) begin
    if (!rst_i) begin
      `MPNIC_ASSERT("segmenter: a grant shows a slice", (granted_before != '0) == grant_valid_o)
    end
  end
endmodule : segmenter
