// The transmit queues' fetches: one a cycle, round robin over the queues that want one, queue 0 first after reset. Part of
// tx_descriptor_fetch.
module tx_fetch_queues #(
    parameter int TX_QUEUES = 8,
    parameter int TX_RING_ENTRIES = 2048,
    parameter int TX_DESCRIPTOR_CACHE = 512,
    parameter int TX_FETCH_BATCH = 8,
    parameter int TX_FETCH_OUTSTANDING = 64,
    parameter int TX_BUFFERS_PER_FRAME = 16,
    parameter int QUARANTINE_ERRORS = 8,
    parameter int LIFE_BITS = 16,
    parameter int QUEUE_BITS = TX_QUEUES > 1 ? $clog2(TX_QUEUES) : 1,
    parameter int BATCH_BITS = $clog2(TX_FETCH_BATCH + 1),
    parameter int INDEX_BITS = $clog2(TX_RING_ENTRIES)
) (
    input  logic                           clk_i,
    input  logic                           rst_i,
    // Doorbells, the low bits of their indices.
    input  logic                           posted_valid_i,
    input  logic [         QUEUE_BITS-1:0] posted_queue_i,
    input  logic [           INDEX_BITS:0] posted_i,
    input  logic                           end_valid_i,
    input  logic [         QUEUE_BITS-1:0] end_queue_i,
    input  logic                           ends_i,
    input  logic [         INDEX_BITS+1:0] end_i,
    // Places that tx_completion gives back.
    input  logic [          TX_QUEUES-1:0] passed_i,
    // The control processor.
    input  logic                           state_valid_i,
    input  logic [         QUEUE_BITS-1:0] state_queue_i,
    input  logic [                    2:0] state_i,
    input  logic [          TX_QUEUES-1:0] queue_stop_i,
    input  logic [          TX_QUEUES-1:0] queue_reset_i,
    output logic [          TX_QUEUES-1:0] quarantined_o,
    output logic [TX_QUEUES*LIFE_BITS-1:0] lives_o,
    // Fetches.
    output logic                           fetch_valid_o,
    output logic [         QUEUE_BITS-1:0] fetch_queue_o,
    output logic [                   31:0] fetch_index_o,
    output logic [         BATCH_BITS-1:0] fetch_count_o,
    output logic [          TX_QUEUES-1:0] coming_o,
    // Results of the descriptors: of a fetch's last, of a good one, of a refused one.
    input  logic                           result_valid_i,
    input  logic [         QUEUE_BITS-1:0] result_queue_i,
    input  logic                           last_i,
    input  logic                           good_i,
    input  logic                           refused_i
);
  localparam int HALF = TX_DESCRIPTOR_CACHE / 2 > TX_BUFFERS_PER_FRAME ? TX_DESCRIPTOR_CACHE / 2 : TX_BUFFERS_PER_FRAME;
  localparam int LOW_WATER = TX_DESCRIPTOR_CACHE < HALF ? TX_DESCRIPTOR_CACHE : HALF;

  logic [           TX_QUEUES-1:0] wants;
  logic [           TX_QUEUES-1:0] fetch;
  logic [           TX_QUEUES-1:0] at_result;  // the queue of the result
  logic [        TX_QUEUES*32-1:0] next_index;
  logic [TX_QUEUES*BATCH_BITS-1:0] next_count;

  generate
    for (genvar q = 0; q < TX_QUEUES; q++) begin : g_queue
      assign at_result[q] = result_valid_i && result_queue_i == QUEUE_BITS'(q);

      tx_fetch_queue #(
          .TX_RING_ENTRIES     (TX_RING_ENTRIES),
          .TX_DESCRIPTOR_CACHE (TX_DESCRIPTOR_CACHE),
          .TX_FETCH_BATCH      (TX_FETCH_BATCH),
          .TX_FETCH_OUTSTANDING(TX_FETCH_OUTSTANDING),
          .QUARANTINE_ERRORS   (QUARANTINE_ERRORS),
          .LOW_WATER           (LOW_WATER),
          .LIFE_BITS           (LIFE_BITS)
      ) queue (
          .clk_i,
          .rst_i,
          .posted_valid_i(posted_valid_i && posted_queue_i == QUEUE_BITS'(q)),
          .posted_i      (posted_i),
          .end_valid_i   (end_valid_i && end_queue_i == QUEUE_BITS'(q)),
          .ends_i        (ends_i),
          .end_i         (end_i),
          .passed_i      (passed_i[q]),
          .wants_o       (wants[q]),
          .index_o       (next_index[q*32+:32]),
          .count_o       (next_count[q*BATCH_BITS+:BATCH_BITS]),
          .fetch_i       (fetch[q]),
          .arrived_i     (at_result[q] && last_i),
          .good_i        (at_result[q] && good_i),
          .refused_i     (at_result[q] && refused_i),
          .coming_o      (coming_o[q]),
          .state_valid_i (state_valid_i && state_queue_i == QUEUE_BITS'(q)),
          .state_i       (state_i),
          .stop_i        (queue_stop_i[q]),
          .reset_i       (queue_reset_i[q]),
          .quarantined_o (quarantined_o[q]),
          .life_o        (lives_o[q*LIFE_BITS+:LIFE_BITS])
      );
    end
  endgenerate

  round_robin_arbiter #(
      .REQUESTERS(TX_QUEUES)
  ) arbiter (
      .clk_i,
      .rst_i,
      .request_i(wants),
      .take_i   (1'b1),
      .grant_o  (fetch),
      .index_o  (fetch_queue_o),
      .valid_o  (fetch_valid_o)
  );
  always_comb begin
    fetch_index_o = '0;
    fetch_count_o = '0;
    for (int q = 0; q < TX_QUEUES; q++) begin
      if (fetch[q]) begin
        fetch_index_o = fetch_index_o | next_index[q*32+:32];
        fetch_count_o = fetch_count_o | next_count[q*BATCH_BITS+:BATCH_BITS];
      end
    end
  end
endmodule : tx_fetch_queues
