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
    input  logic [  TX_QUEUES-1:0] queue_stop_i,    // no completion of the queue is written: it is reset, or soon will be
    input  logic [  TX_QUEUES-1:0] queue_reset_i,   // the queue starts at descriptor 0
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
  // Places that are looked at lie apart from each other.
  localparam int PLACE_BITS = TX_DESCRIPTOR_CACHE > 4 ? $clog2(TX_DESCRIPTOR_CACHE) : 2;
  localparam int PLACES = 1 << PLACE_BITS;
  localparam int TIMER_BITS = $clog2(TX_COMPLETION_IDLE_CYCLES + 1);
  localparam logic [TIMER_BITS-1:0] IDLE = TIMER_BITS'(TX_COMPLETION_IDLE_CYCLES - 1);
  // More than a batch is passed while other queues have their turn.
  localparam int COUNT_BITS = $clog2(TX_COMPLETION_BATCH + TX_QUEUES + 2);
  localparam logic [COUNT_BITS-1:0] BATCH = COUNT_BITS'(TX_COMPLETION_BATCH);
  // Passing one descriptor is reason enough for a completion in the next cycle.
  localparam logic AT_ONCE = TX_COMPLETION_BATCH <= 1 || TX_COMPLETION_IDLE_CYCLES <= 1;

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
      logic [      PLACES-1:0] done_q;  // or skipped
      logic [      PLACES-1:0] refused_q;
      logic [            31:0] point_q;
      logic [  PLACE_BITS-1:0] place;  // of the point, and of the two behind
      logic [  PLACE_BITS-1:0] place_1_q;
      logic [  PLACE_BITS-1:0] place_2_q;
      // What stands at the point and behind it, brought forward: with the marks of this cycle in what _d has.
      logic done_0_q, done_1_q, done_0_d, done_1_d, done_2_d;
      logic refused_0_q, refused_1_q, refused_0_d, refused_1_d, refused_2_d;
      logic [ COUNT_BITS-1:0] passed_q;  // passed, and the host was not told
      logic [ TIMER_BITS-1:0] timer_q;  // cycles until it has to be
      logic                   full_q;  // a batch of them
      logic                   any_q;
      logic                   late_q;  // it has to be
      logic                   full_d;  // these, if no completion is written
      logic                   late_d;
      logic                   passes;
      logic                   moves;
      logic                   done_here;
      logic                   refused_here;
      logic                   skips;
      logic [ PLACE_BITS-1:0] done_place;
      logic [ PLACE_BITS-1:0] refused_place;

      logic [REASON_BITS-1:0] reason_memory[0:PLACES-1];

      assign place         = point_q[PLACE_BITS-1:0];
      assign done_here     = done_valid_i && done_queue_i == QUEUE_BITS'(q);
      assign refused_here  = refused_valid_i && refused_queue_i == QUEUE_BITS'(q);
      assign skips         = refused_reason_i == '0;
      assign done_place    = done_index_i[PLACE_BITS-1:0];
      assign refused_place = refused_index_i[PLACE_BITS-1:0];

      assign done_0_d = done_0_q || done_here && done_place == place || refused_here && skips && refused_place == place;
      assign done_1_d = done_1_q || done_here && done_place == place_1_q
          || refused_here && skips && refused_place == place_1_q;
      assign done_2_d = done_q[place_2_q] || done_here && done_place == place_2_q
          || refused_here && skips && refused_place == place_2_q;
      assign refused_0_d = refused_0_q || refused_here && !skips && refused_place == place;
      assign refused_1_d = refused_1_q || refused_here && !skips && refused_place == place_1_q;
      assign refused_2_d = refused_q[place_2_q] || refused_here && !skips && refused_place == place_2_q;

      assign passes      = done_0_q;
      assign moves       = passes || granted[q] && !any_q;
      assign told[q]     = !any_q;
      assign passed_o[q] = moves;
      assign full_d      = full_q || passes && passed_q >= BATCH - 1'b1;
      assign late_d      = any_q ? timer_q <= TIMER_BITS'(1) : passes && AT_ONCE;
      assign wants[q]    = (full_q || late_q || refused_0_q) && !queue_stop_i[q];
      assign points[q*32+:32] = point_q;
      assign reasons[q*REASON_BITS+:REASON_BITS] = reason_memory[place];

      always_ff @(posedge clk_i) begin
        if (refused_here) reason_memory[refused_place] <= refused_reason_i;
        done_0_q    <= moves ? done_1_d : done_0_d;
        done_1_q    <= moves ? done_2_d : done_1_d;
        refused_0_q <= moves ? refused_1_d : refused_0_d;
        refused_1_q <= moves ? refused_2_d : refused_1_d;
        if (moves) begin
          done_q[place]    <= 1'b0;
          refused_q[place] <= 1'b0;
          point_q          <= point_q + 1'b1;
          place_1_q        <= place_1_q + 1'b1;
          place_2_q        <= place_2_q + 1'b1;
        end
        if (done_here) done_q[done_place] <= 1'b1;
        if (refused_here) begin
          done_q[refused_place]    <= skips;
          refused_q[refused_place] <= !skips;
        end
        passed_q <= (granted[q] ? '0 : passed_q) + COUNT_BITS'(passes);
        full_q   <= granted[q] ? passes && AT_ONCE : full_d;
        late_q   <= granted[q] ? passes && AT_ONCE : late_d;
        any_q    <= passes || any_q && !granted[q];
        if (passes && (granted[q] || !any_q)) timer_q <= IDLE;
        else if (timer_q != '0) timer_q <= timer_q - 1'b1;
        if (rst_i || queue_reset_i[q]) begin
          done_q      <= '0;
          refused_q   <= '0;
          done_0_q    <= 1'b0;
          done_1_q    <= 1'b0;
          refused_0_q <= 1'b0;
          refused_1_q <= 1'b0;
          point_q     <= '0;
          place_1_q   <= PLACE_BITS'(1);
          place_2_q   <= PLACE_BITS'(2);
          passed_q    <= '0;
          full_q      <= 1'b0;
          late_q      <= 1'b0;
          any_q       <= 1'b0;
        end
      end

      always @(posedge clk_i) begin
        if (!rst_i) begin
          `MPNIC_ASSERT("tx_completion: a descriptor is marked once", !(done_here && (done_q[done_place] || refused_q[done_place]))
                        && !(refused_here && (done_q[refused_place] || refused_q[refused_place])))
          `MPNIC_ASSERT("tx_completion: what is marked is on the card", !(done_here && done_index_i - point_q >= 32'(PLACES))
                        && !(refused_here && refused_index_i - point_q >= 32'(PLACES)))
          `MPNIC_ASSERT("tx_completion: a batch is reported in time", passed_q != '1 || queue_stop_i[q])
        end
      end
    end
  endgenerate
endmodule : tx_completion
