`include "mpnic_assert.svh"
`include "tx_descriptor.svh"
`include "tx_slice.svh"

// tx_queue_head: the checked descriptors of one transmit queue, and its head, which cuts frames and chunks of stream data
// into slices (tx_cutter) and asks subflow_scheduler. Part of segmenter.
//
//   c      a descriptor enters with commit: its frame, or its stream data, is whole
//   c + 2  the cutter takes it, if it is next
//   c + 4  a frame's first slice is cut; of stream data, it shows that it is asked for
//
// A question stands until decide_i takes it; what it says is what stood there when it began. A queue whose question found no
// subflow looks again TX_RETRY_CYCLES behind the answer.
module tx_queue_head #(
    parameter int PORTS = 2,
    parameter int TX_DESCRIPTOR_CACHE = 512,
    parameter int TX_SCHEDULE_BYTES = 16384,
    parameter int TX_RETRY_CYCLES = 64
) (
    input  logic           clk_i,
    input  logic           rst_i,            // the queue starts anew
    input  logic           valid_i,
    input  tx_descriptor_t descriptor_i,
    input  logic           commit_i,
    input  logic [   17:0] frame_bytes_i,
    input  logic           drop_i,
    input  logic           coming_i,
    output logic           ask_o,
    output logic           ask_stream_o,
    output logic           ask_copying_o,
    output logic [   19:0] ask_target_o,
    output logic [   16:0] ask_available_o,
    output logic           ask_ends_o,
    output logic           ask_data_fin_o,
    output logic [   15:0] ask_length_o,
    output logic [   31:0] ask_ssn_o,
    output logic [   63:0] ask_dsn_o,
    input  logic           decide_i,
    input  logic           answer_valid_i,
    input  tx_answer_t     answer_i,
    // The slice that waits; it stays in the cycle of granted_i, which is the cycle behind its grant.
    output logic           slice_valid_o,
    output tx_slice_t      slice_o,
    output logic [PORTS-1:0] slice_ports_o,  // its port, one bit
    output logic           slice_last_o,
    input  logic           granted_i
);
  localparam int PLACE_BITS = TX_DESCRIPTOR_CACHE > 1 ? $clog2(TX_DESCRIPTOR_CACHE) : 1;
  localparam int PLACES = 1 << PLACE_BITS;
  localparam int COUNT_BITS = PLACE_BITS + 1;  // of free-running counts of descriptors
  localparam int RUN_BITS = 18 + COUNT_BITS;
  localparam int RETRY_BITS = $clog2(TX_RETRY_CYCLES + 1);
  localparam logic [RETRY_BITS-1:0] RETRY = RETRY_BITS'(TX_RETRY_CYCLES - 1);
  localparam logic [1:0] OFFLOAD = 2'd1;
  localparam logic [1:0] STREAM = 2'd2;

  // ---- the memory, written at the tail and read where the cutter says

  logic [`TX_DESCRIPTOR_BITS:0] descriptors[0:PLACES-1];  // highest: it begins a frame that is to be cut
  logic [17:0] frames[0:PLACES-1];  // bytes of the frame that begins there
  logic [COUNT_BITS-1:0] tail_q;
  logic [COUNT_BITS-1:0] committed_q;
  logic [COUNT_BITS-1:0] read;
  logic [COUNT_BITS-1:0] readable_q;  // what is before it shows at the output if that has stood
  tx_descriptor_t        next;
  logic [17:0]           next_frame_bytes;
  logic                  available;
  logic                  to_cut;
  logic                  next_large;

  assign to_cut    = descriptor_i.kind == OFFLOAD && descriptor_i.offload[15:0] != '0;
  assign available = readable_q != read;

  always_ff @(posedge clk_i) begin
    if (valid_i) descriptors[tail_q[PLACE_BITS-1:0]] <= {to_cut, descriptor_i};
    if (commit_i) frames[committed_q[PLACE_BITS-1:0]] <= frame_bytes_i;
    {next_large, next} <= descriptors[read[PLACE_BITS-1:0]];
    next_frame_bytes <= frames[read[PLACE_BITS-1:0]];
    readable_q       <= committed_q;
    if (valid_i) tail_q <= tail_q + 1'b1;
    if (valid_i && commit_i) committed_q <= tail_q + 1'b1;
    if (drop_i) tail_q <= committed_q;
    if (rst_i) begin
      tail_q      <= '0;
      committed_q <= '0;
      readable_q  <= '0;
    end
  end

  // ---- runs of stream data

  logic                takes_run;
  logic [RUN_BITS-1:0] run_bytes;
  logic                run_fin;
  logic                run_ended;
  logic [        15:0] chunk_bytes;
  logic                adds;
  assign adds = valid_i && commit_i;

  tx_run_fifo #(
      .RUNS    (PLACES),
      .RUN_BITS(RUN_BITS)
  ) runs (
      .clk_i,
      .rst_i,
      .add_i           (adds && descriptor_i.kind == STREAM),
      .add_connection_i(descriptor_i.target),
      .add_bytes_i     (descriptor_i.length),
      .add_fin_i       (descriptor_i.data_fin),
      .end_i           (adds && descriptor_i.kind != STREAM),
      .take_i          (takes_run),
      .take_bytes_i    (chunk_bytes),
      .bytes_o         (run_bytes),
      .fin_o           (run_fin),
      .ended_o         (run_ended)
  );

  // ---- the cutter

  logic wants;
  logic stream;
  logic data_fin;

  tx_cutter #(
      .PORTS     (PORTS),
      .COUNT_BITS(COUNT_BITS)
  ) cutter (
      .clk_i,
      .rst_i,
      .read_o            (read),
      .available_i       (available),
      .next_i            (next),
      .next_large_i      (next_large),
      .next_frame_bytes_i(next_frame_bytes),
      .wants_o           (wants),
      .stream_o          (stream),
      .copying_o         (ask_copying_o),
      .target_o          (ask_target_o),
      .length_o          (ask_length_o),
      .data_fin_o        (data_fin),
      .ssn_o             (ask_ssn_o),
      .dsn_o             (ask_dsn_o),
      .answer_valid_i,
      .answer_i,
      .takes_run_o       (takes_run),
      .chunk_bytes_o     (chunk_bytes),
      .slice_valid_o,
      .slice_o,
      .slice_ports_o,
      .granted_i
  );

  // ---- questions

  logic                  asks_q;
  logic                  decides_q;  // the answer is on its way
  logic                  looks;
  logic                  finds;  // there is reason for a question
  logic [RETRY_BITS-1:0] retry_q;
  logic                  retries_q;
  logic [          16:0] available_q;
  logic                  ends_q;
  logic                  fin_q;

  assign looks = wants && !asks_q && !decides_q && !retries_q;
  assign finds = !stream || ask_copying_o || run_bytes >= RUN_BITS'(TX_SCHEDULE_BYTES) || run_ended || !coming_i;

  always_ff @(posedge clk_i) begin
    if (looks) begin
      asks_q      <= finds;
      available_q <= run_bytes[RUN_BITS-1:17] != '0 ? '1 : run_bytes[16:0];
      ends_q      <= run_ended || !coming_i;
      fin_q       <= stream ? run_fin : data_fin;
    end
    if (asks_q && decide_i) begin
      asks_q    <= 1'b0;
      decides_q <= 1'b1;
    end
    if (answer_valid_i) begin
      decides_q <= 1'b0;
      retry_q   <= RETRY;
      retries_q <= answer_i.blocked && TX_RETRY_CYCLES > 1;
    end else if (retries_q) begin
      retry_q   <= retry_q - 1'b1;
      retries_q <= retry_q != RETRY_BITS'(1);
    end
    if (rst_i) begin
      asks_q    <= 1'b0;
      decides_q <= 1'b0;
      retries_q <= 1'b0;
    end
  end

  assign ask_o           = asks_q;
  assign ask_stream_o    = stream;
  assign ask_available_o = available_q;
  assign ask_ends_o      = ends_q;
  assign ask_data_fin_o  = fin_q;
  assign slice_last_o    = slice_o.last;

  always @(posedge clk_i) begin
    if (!rst_i) begin
      `MPNIC_ASSERT("tx_queue_head: each descriptor has a place", COUNT_BITS'(tail_q - read) <= COUNT_BITS'(PLACES))
      `MPNIC_ASSERT("tx_queue_head: an answer has a question", !answer_valid_i || decides_q)
      `MPNIC_ASSERT("tx_queue_head: a commit has a descriptor", !commit_i || valid_i && !drop_i)
    end
  end
endmodule : tx_queue_head
