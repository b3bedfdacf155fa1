`include "mpnic_assert.svh"
`include "tx_descriptor.svh"

// tx_descriptor_fetch: keeps each transmit queue's cache filled with checked descriptors.
//
// Fetches: one a cycle, round robin over the queues that can send one, queue 0 first after reset. A queue's next fetch is
// found in two cycles and sent from the next on: what it depends on counts from three cycles later on (B = 3).
//
// The memory answers with one descriptor a cycle, in the order of the fetches. A descriptor that arrives at cycle a has its
// result at K = a + 4 + 2 * READ_LATENCY: a good one is at ready_*_o in that cycle, and what is refused or skipped goes to
// the marks, of which one a cycle leaves, the first of a result at K + 3.
module tx_descriptor_fetch #(
    parameter int PORTS = 2,
    parameter int TX_QUEUES = 8,
    parameter int TX_RING_ENTRIES = 2048,
    parameter int TX_DESCRIPTOR_CACHE = 512,
    parameter int TX_FETCH_BATCH = 8,
    parameter int TX_FETCH_OUTSTANDING = 64,
    parameter int TX_BUFFERS_PER_FRAME = 16,
    parameter int TX_SUBFLOWS = 16,
    parameter int TX_CONNECTIONS = 16,
    parameter int TX_MAX_BYTES = 9014,  // of a frame, without FCS
    parameter int QUARANTINE_ERRORS = 8,
    parameter int READ_LATENCY = 2,  // of the tables
    parameter int REASON_BITS = 7,
    parameter int QUEUE_BITS = TX_QUEUES > 1 ? $clog2(TX_QUEUES) : 1,
    parameter int BATCH_BITS = $clog2(TX_FETCH_BATCH + 1),
    parameter int FRAME_BITS = $clog2(TX_BUFFERS_PER_FRAME + 1),
    parameter int CONNECTION_BITS = TX_CONNECTIONS > 1 ? $clog2(TX_CONNECTIONS) : 1,
    parameter int SUBFLOW_BITS = TX_SUBFLOWS > 1 ? $clog2(TX_SUBFLOWS) : 1
) (
    input  logic                       clk_i,
    input  logic                       rst_i,
    // DMA memory: buffers lie within start (included) and end. Constant.
    input  logic [               63:0] dma_start_i,
    input  logic [               63:0] dma_end_i,
    // Doorbells. Index behind the last descriptor of the queue that counts as posted, TX_RING_ENTRIES after reset.
    input  logic                       posted_valid_i,
    input  logic [     QUEUE_BITS-1:0] posted_queue_i,
    input  logic [               31:0] posted_i,
    // The host has closed the queue: descriptors end at this index, however many count as posted. So it is after reset, with
    // none; or it has opened it.
    input  logic                       end_valid_i,
    input  logic [     QUEUE_BITS-1:0] end_queue_i,
    input  logic                       ends_i,
    input  logic [               31:0] end_i,
    // Places that tx_completion gives back.
    input  logic [      TX_QUEUES-1:0] passed_i,
    // The control processor: a queue's state (queue_state of the ABI); a queue starts again from descriptor 0; one that is
    // stopped fetches nothing: it is reset, or soon will be.
    input  logic                       state_valid_i,
    input  logic [     QUEUE_BITS-1:0] state_queue_i,
    input  logic [                2:0] state_i,
    input  logic [      TX_QUEUES-1:0] queue_stop_i,
    input  logic [      TX_QUEUES-1:0] queue_reset_i,
    output logic [      TX_QUEUES-1:0] quarantined_o,
    // Fetches: count descriptors from this free-running index on, never beyond the ring's end.
    output logic                       fetch_valid_o,
    output logic [     QUEUE_BITS-1:0] fetch_queue_o,
    output logic [               31:0] fetch_index_o,
    output logic [     BATCH_BITS-1:0] fetch_count_o,
    // Their descriptors, in the ABI's layout; void: of an older life of the queue.
    input  logic                       descriptor_valid_i,
    input  logic [     QUEUE_BITS-1:0] descriptor_queue_i,
    input  logic [              255:0] descriptor_i,
    input  logic                       descriptor_last_i,  // of its fetch
    input  logic                       descriptor_void_i,
    // A fetch is on its way: more descriptors come.
    output logic [      TX_QUEUES-1:0] coming_o,
    // Good descriptors, to the queues' heads. With commit its frame is whole; drop: those of the frame that is not are gone.
    output logic                       ready_valid_o,
    output logic [     QUEUE_BITS-1:0] ready_queue_o,
    output tx_descriptor_t             ready_descriptor_o,
    output logic                       ready_commit_o,
    output logic [     FRAME_BITS-1:0] ready_frame_descriptors_o,
    output logic [               17:0] ready_frame_bytes_o,
    output logic                       ready_drop_o,
    // What is refused, and what is skipped with it (reason 0), to tx_completion.
    output logic                       mark_valid_o,
    output logic [     QUEUE_BITS-1:0] mark_queue_o,
    output logic [               31:0] mark_index_o,
    output logic [    REASON_BITS-1:0] mark_reason_o,
    // Counted: descriptors refused, and skipped with them or behind them (reason 0).
    output logic                       error_valid_o,
    output logic [     QUEUE_BITS-1:0] error_queue_o,
    output logic [    REASON_BITS-1:0] error_reason_o,
    output logic [     FRAME_BITS-1:0] error_skipped_o,
    // The control processor's writes: tables tx_connection_binding and tx_subflow_target.
    input  logic                       binding_write_valid_i,
    input  logic [CONNECTION_BITS-1:0] binding_write_entry_i,
    input  logic [               23:0] binding_write_value_i,
    input  logic                       target_write_valid_i,
    input  logic [   SUBFLOW_BITS-1:0] target_write_entry_i,
    input  logic [               20:0] target_write_value_i
);
  localparam int INDEX_BITS = $clog2(TX_RING_ENTRIES);
  localparam int LIFE_BITS = 16;
  localparam int MARK_LIFE_BITS = 4;

  // ---- queues

  logic [     TX_QUEUES*LIFE_BITS-1:0] lives;
  logic [TX_QUEUES*MARK_LIFE_BITS-1:0] mark_lives;

  // The result, see below.
  logic                  result_valid;
  logic [QUEUE_BITS-1:0] result_queue;
  logic                  result_last;
  logic                  good;
  logic                  refused;
  logic                  skipped;
  logic                  whole;
  logic [          31:0] result_index;
  logic [FRAME_BITS-1:0] dropped;
  logic [ LIFE_BITS-1:0] result_life;

  tx_fetch_queues #(
      .TX_QUEUES           (TX_QUEUES),
      .TX_RING_ENTRIES     (TX_RING_ENTRIES),
      .TX_DESCRIPTOR_CACHE (TX_DESCRIPTOR_CACHE),
      .TX_FETCH_BATCH      (TX_FETCH_BATCH),
      .TX_FETCH_OUTSTANDING(TX_FETCH_OUTSTANDING),
      .TX_BUFFERS_PER_FRAME(TX_BUFFERS_PER_FRAME),
      .QUARANTINE_ERRORS   (QUARANTINE_ERRORS),
      .LIFE_BITS           (LIFE_BITS)
  ) queues (
      .clk_i,
      .rst_i,
      .posted_valid_i,
      .posted_queue_i,
      .posted_i      (posted_i[INDEX_BITS:0]),
      .end_valid_i,
      .end_queue_i,
      .ends_i,
      .end_i         (end_i[INDEX_BITS+1:0]),
      .passed_i,
      .state_valid_i,
      .state_queue_i,
      .state_i,
      .queue_stop_i,
      .queue_reset_i,
      .quarantined_o,
      .lives_o       (lives),
      .fetch_valid_o,
      .fetch_queue_o,
      .fetch_index_o,
      .fetch_count_o,
      .coming_o,
      .result_valid_i(result_valid),
      .result_queue_i(result_queue),
      .last_i        (result_last),
      .good_i        (good),
      .refused_i     (refused)
  );

  generate
    for (genvar q = 0; q < TX_QUEUES; q++) begin : g_life
      assign mark_lives[q*MARK_LIFE_BITS+:MARK_LIFE_BITS] = lives[q*LIFE_BITS+:MARK_LIFE_BITS];
    end
  endgenerate

  // ---- checks

  tx_descriptor_check #(
      .PORTS               (PORTS),
      .TX_QUEUES           (TX_QUEUES),
      .TX_BUFFERS_PER_FRAME(TX_BUFFERS_PER_FRAME),
      .TX_SUBFLOWS         (TX_SUBFLOWS),
      .TX_CONNECTIONS      (TX_CONNECTIONS),
      .TX_MAX_BYTES        (TX_MAX_BYTES),
      .READ_LATENCY        (READ_LATENCY),
      .REASON_BITS         (REASON_BITS),
      .LIFE_BITS           (LIFE_BITS)
  ) check (
      .clk_i,
      .rst_i,
      .dma_start_i,
      .dma_end_i,
      .queue_reset_i,
      .lives_i      (lives),
      .valid_i      (descriptor_valid_i && !descriptor_void_i),
      .queue_i      (descriptor_queue_i),
      .descriptor_i,
      .last_i       (descriptor_last_i),
      .valid_o      (result_valid),
      .queue_o      (result_queue),
      .last_o       (result_last),
      .good_o       (good),
      .refused_o    (refused),
      .skipped_o    (skipped),
      .descriptor_o (ready_descriptor_o),
      .index_o      (result_index),
      .whole_o      (whole),
      .descriptors_o(ready_frame_descriptors_o),
      .bytes_o      (ready_frame_bytes_o),
      .dropped_o    (dropped),
      .reason_o     (error_reason_o),
      .life_o       (result_life),
      .binding_write_valid_i,
      .binding_write_entry_i,
      .binding_write_value_i,
      .target_write_valid_i,
      .target_write_entry_i,
      .target_write_value_i
  );

  // Nothing of a queue happens in the cycle in which it is reset.
  logic void_result;
  always_comb begin
    void_result = 1'b0;
    for (int q = 0; q < TX_QUEUES; q++) if (result_queue == QUEUE_BITS'(q)) void_result = void_result | queue_reset_i[q];
  end

  assign ready_valid_o   = good && !void_result;
  assign ready_queue_o   = result_queue;
  assign ready_commit_o  = whole;
  assign ready_drop_o    = refused && !void_result && dropped != '0;
  assign error_valid_o   = (refused || skipped) && !void_result;
  assign error_queue_o   = result_queue;
  assign error_skipped_o = skipped ? FRAME_BITS'(1) : dropped;

  // ---- marks

  tx_marks #(
      .TX_QUEUES           (TX_QUEUES),
      .TX_BUFFERS_PER_FRAME(TX_BUFFERS_PER_FRAME),
      .REASON_BITS         (REASON_BITS),
      .LIFE_BITS           (MARK_LIFE_BITS)
  ) marks (
      .clk_i,
      .rst_i,
      .queue_reset_i,
      .lives_i (mark_lives),
      .valid_i (error_valid_o),
      .queue_i (result_queue),
      .life_i  (result_life[MARK_LIFE_BITS-1:0]),
      .index_i (result_index),
      .before_i(skipped ? '0 : dropped),
      .reason_i(error_reason_o),
      .mark_valid_o,
      .mark_queue_o,
      .mark_index_o,
      .mark_reason_o
  );

  logic unused;
  assign unused = &{1'b0, posted_i, end_i, result_life};

  always @(posedge clk_i) begin
    if (!rst_i) begin
      `MPNIC_ASSERT("tx_descriptor_fetch: no descriptor for an unknown queue",
                    !descriptor_valid_i || 32'(descriptor_queue_i) < TX_QUEUES)
    end
  end
endmodule : tx_descriptor_fetch
