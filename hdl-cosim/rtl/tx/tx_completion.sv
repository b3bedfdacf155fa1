`include "mpnic_assert.svh"

// tx_completion: brings descriptors that are done in any order back into the order of their queue, and tells the host of
// many at once.
//
// A descriptor is marked through one of two ports, one a cycle each: done, or skipped (reason 0) or refused. From the next
// cycle on its queue's point may pass it, one descriptor a cycle, in order: passed_o gives its place on the card back.
//
// One completion a cycle leaves, round robin over the queues that want one: TX_COMPLETION_BATCH descriptors are passed that
// the host was not told of; or TX_COMPLETION_IDLE_CYCLES have gone since the first of them was; or the point stands before a
// refused one: then first what is passed, if anything, then the error, in a cycle of its own, which passes it. Type 0 says
// that all descriptors before the index are done, type 1 that this one is refused.
module tx_completion #(
    parameter int TX_QUEUES = 8,
    parameter int TX_DESCRIPTOR_CACHE = 512,
    parameter int TX_COMPLETION_BATCH = 16,
    parameter int TX_COMPLETION_IDLE_CYCLES = 512,
    parameter int REASON_BITS = 7,
    parameter int QUEUE_BITS = TX_QUEUES > 1 ? $clog2(TX_QUEUES) : 1
) (
    input  logic                   clk_i,
    input  logic                   rst_i,
    input  logic [  TX_QUEUES-1:0] queue_reset_i,   // the queue starts at descriptor 0; none of its own is on its way
    // Marks.
    input  logic                   done_valid_i,
    input  logic [ QUEUE_BITS-1:0] done_queue_i,
    input  logic [           31:0] done_index_i,
    input  logic                   refused_valid_i,
    input  logic [ QUEUE_BITS-1:0] refused_queue_i,
    input  logic [           31:0] refused_index_i,
    input  logic [REASON_BITS-1:0] refused_reason_i,
    // Places that are free from the next cycle on.
    output logic [  TX_QUEUES-1:0] passed_o,
    // Completions.
    output logic                   write_valid_o,
    output logic [ QUEUE_BITS-1:0] write_queue_o,
    output logic                   write_type_o,
    output logic [REASON_BITS-1:0] write_reason_o,
    output logic [           31:0] write_index_o
);
  localparam int PLACE_BITS = TX_DESCRIPTOR_CACHE > 1 ? $clog2(TX_DESCRIPTOR_CACHE) : 1;
  localparam int PLACES = 1 << PLACE_BITS;
  localparam int TIMER_BITS = $clog2(TX_COMPLETION_IDLE_CYCLES + 1);
  localparam logic [TIMER_BITS-1:0] IDLE = TIMER_BITS'(TX_COMPLETION_IDLE_CYCLES - 1);
  // More than a batch is passed while other queues have their turn.
  localparam int COUNT_BITS = $clog2(TX_COMPLETION_BATCH + TX_QUEUES + 2);
  localparam logic [COUNT_BITS-1:0] BATCH = COUNT_BITS'(TX_COMPLETION_BATCH);

  logic [          TX_QUEUES-1:0] wants;
  logic [          TX_QUEUES-1:0] granted;
  logic [       32*TX_QUEUES-1:0] points;
  logic [REASON_BITS*TX_QUEUES-1:0] reasons;
  logic [          TX_QUEUES-1:0] told;  // nothing is passed that the host was not told of

  round_robin_arbiter #(
      .REQUESTERS(TX_QUEUES)
  ) arbiter (
      .clk_i,
      .rst_i,
      .request_i(wants),
      .take_i   (1'b1),
      .grant_o  (granted),
      .index_o  (write_queue_o),
      .valid_o  (write_valid_o)
  );

  always_comb begin
    write_type_o   = 1'b0;
    write_reason_o = '0;
    write_index_o  = '0;
    for (int q = 0; q < TX_QUEUES; q++) begin
      if (granted[q]) begin
        write_type_o   = write_type_o | told[q];
        write_reason_o = write_reason_o | reasons[q*REASON_BITS+:REASON_BITS] & {REASON_BITS{told[q]}};
        write_index_o  = write_index_o | points[q*32+:32];
      end
    end
  end

  generate
    for (genvar q = 0; q < TX_QUEUES; q++) begin : g_queue
      logic [       PLACES-1:0] marked_q;
      logic [       PLACES-1:0] refused_q;
      logic [             31:0] point_q;
      logic [ COUNT_BITS-1:0]   passed_q;  // passed, and the host was not told
      logic [ COUNT_BITS-1:0]   passed_d;
      logic [ TIMER_BITS-1:0]   timer_q;  // cycles until it has to be
      logic                     full_q;  // a batch of them
      logic                     any_q;
      logic                     marked;
      logic                     refused;
      logic                     passes;
      logic                     reports;  // it is told now
      logic                     moves;
      logic                     done_here;
      logic                     refused_here;
      logic [   PLACE_BITS-1:0] place;

      logic [REASON_BITS-1:0] reason_memory[0:PLACES-1];

      assign place        = point_q[PLACE_BITS-1:0];
      assign marked       = marked_q[place];
      assign refused      = marked && refused_q[place];
      assign passes       = marked && !refused_q[place];
      assign reports      = granted[q] && any_q;
      assign moves        = passes || granted[q] && !any_q;
      assign done_here    = done_valid_i && done_queue_i == QUEUE_BITS'(q);
      assign refused_here = refused_valid_i && refused_queue_i == QUEUE_BITS'(q);
      assign passed_d     = (reports ? '0 : passed_q) + COUNT_BITS'(passes);
      assign wants[q]     = full_q || any_q && timer_q == '0 || refused;
      assign told[q]      = !any_q;
      assign passed_o[q]  = moves;
      assign points[q*32+:32] = point_q;
      assign reasons[q*REASON_BITS+:REASON_BITS] = reason_memory[place];

      always_ff @(posedge clk_i) begin
        if (refused_here) reason_memory[refused_index_i[PLACE_BITS-1:0]] <= refused_reason_i;
        if (moves) begin
          marked_q[place]  <= 1'b0;
          refused_q[place] <= 1'b0;
          point_q          <= point_q + 1'b1;
        end
        if (done_here) marked_q[done_index_i[PLACE_BITS-1:0]] <= 1'b1;
        if (refused_here) begin
          marked_q[refused_index_i[PLACE_BITS-1:0]]  <= 1'b1;
          refused_q[refused_index_i[PLACE_BITS-1:0]] <= refused_reason_i != '0;
        end
        passed_q <= passed_d;
        full_q   <= passed_d >= BATCH;
        any_q    <= passed_d != '0;
        if (passes && (reports || !any_q)) timer_q <= IDLE;
        else if (timer_q != '0) timer_q <= timer_q - 1'b1;
        if (rst_i || queue_reset_i[q]) begin
          marked_q  <= '0;
          refused_q <= '0;
          point_q   <= '0;
          passed_q  <= '0;
          full_q    <= 1'b0;
          any_q     <= 1'b0;
        end
      end

      always @(posedge clk_i) begin
        if (!rst_i) begin
          `MPNIC_ASSERT("tx_completion: a descriptor is marked once", !(done_here && marked_q[done_index_i[PLACE_BITS-1:0]])
                        && !(refused_here && marked_q[refused_index_i[PLACE_BITS-1:0]]))
          `MPNIC_ASSERT("tx_completion: what is marked is on the card", !(done_here && done_index_i - point_q >= 32'(PLACES))
                        && !(refused_here && refused_index_i - point_q >= 32'(PLACES)))
          `MPNIC_ASSERT("tx_completion: a batch is reported in time", passed_q != '1)
        end
      end
    end
  endgenerate
endmodule : tx_completion
