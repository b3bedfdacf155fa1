`include "mpnic_assert.svh"

// slice_grant: which queue's slice is granted, one a cycle. Part of segmenter.
//
// Round robin over the queues with a slice whose port has a place in its slice FIFO, and is not in the middle of another
// queue's frame. Places and frames are settled in the cycle of the grant; the queue hears of it in the next, when the slice
// that was granted still stands at its head.
module slice_grant #(
    parameter int PORTS = 2,
    parameter int TX_QUEUES = 8,
    parameter int TX_SLICE_FIFO_DEPTH = 64,
    parameter int QUEUE_BITS = TX_QUEUES > 1 ? $clog2(TX_QUEUES) : 1
) (
    input  logic                   clk_i,
    input  logic                   rst_i,
    input  logic                   stall_i,        // nothing is granted in this cycle
    input  logic [  TX_QUEUES-1:0] queue_reset_i,
    // The slices that wait.
    input  logic [  TX_QUEUES-1:0] waits_i,
    input  logic [PORTS*TX_QUEUES-1:0] ports_i,    // one bit each
    input  logic [  TX_QUEUES-1:0] lasts_i,        // of their frames
    input  logic [      PORTS-1:0] slice_pop_i,    // a place is free from the next cycle on
    // The grant of the cycle before.
    output logic [  TX_QUEUES-1:0] granted_o,
    output logic                   grant_valid_o,
    output logic [ QUEUE_BITS-1:0] grant_queue_o,
    output logic [  TX_QUEUES-1:0] inside_o        // a frame of the queue has begun and not ended
);
  localparam int CREDIT_BITS = $clog2(TX_SLICE_FIFO_DEPTH + 1);

  logic [  TX_QUEUES-1:0] may;
  logic [  TX_QUEUES-1:0] chosen;
  logic [ QUEUE_BITS-1:0] chosen_queue;
  logic                   any;
  logic [  TX_QUEUES-1:0] inside_q;
  logic [  TX_QUEUES-1:0] granted_q;
  logic [      PORTS-1:0] place_q;  // the port has one
  logic [      PORTS-1:0] open_q;  // and is in the middle of no frame

  generate
    for (genvar q = 0; q < TX_QUEUES; q++) begin : g_queue
      // What was granted in the cycle before still stands at the head.
      assign may[q] = waits_i[q] && !granted_q[q] && !queue_reset_i[q] && !stall_i
          && (ports_i[q*PORTS+:PORTS] & (inside_q[q] ? place_q : open_q)) != '0;
    end
  endgenerate

  round_robin_arbiter #(
      .REQUESTERS(TX_QUEUES)
  ) arbiter (
      .clk_i,
      .rst_i,
      .request_i(may),
      .take_i   (1'b1),
      .grant_o  (chosen),
      .index_o  (chosen_queue),
      .valid_o  (any)
  );

  logic [PORTS-1:0] to_port;
  logic [PORTS-1:0] ends_at;  // the frame's last slice
  always_comb begin
    to_port = '0;
    ends_at = '0;
    for (int q = 0; q < TX_QUEUES; q++) begin
      if (chosen[q]) begin
        to_port = to_port | ports_i[q*PORTS+:PORTS];
        ends_at = ends_at | ports_i[q*PORTS+:PORTS] & {PORTS{lasts_i[q]}};
      end
    end
  end

  always_ff @(posedge clk_i) begin
    granted_q     <= chosen;
    grant_valid_o <= any && !rst_i;
    grant_queue_o <= chosen_queue;
    for (int q = 0; q < TX_QUEUES; q++) if (chosen[q]) inside_q[q] <= !lasts_i[q];
    if (rst_i) begin
      granted_q <= '0;
      inside_q  <= '0;
    end
  end

  // ---- ports: what each is in the next cycle is found for both outcomes, with a grant and without

  generate
    for (genvar p = 0; p < PORTS; p++) begin : g_port
      logic [CREDIT_BITS-1:0] count_q;  // places
      logic [CREDIT_BITS-1:0] count_kept;
      logic [CREDIT_BITS-1:0] count_taken;
      logic                   held_q;  // a frame has begun and not ended
      logic                   kept;
      logic                   more;

      assign count_kept  = count_q + CREDIT_BITS'(slice_pop_i[p]);
      assign count_taken = slice_pop_i[p] ? count_q : count_q - 1'b1;
      assign kept        = count_kept != '0;
      assign more        = count_taken != '0;
      always_ff @(posedge clk_i) begin
        count_q    <= to_port[p] ? count_taken : count_kept;
        place_q[p] <= to_port[p] ? more : kept;
        held_q     <= to_port[p] ? !ends_at[p] : held_q;
        open_q[p]  <= ends_at[p] && more || !to_port[p] && kept && !held_q;
        if (rst_i) begin
          count_q    <= CREDIT_BITS'(TX_SLICE_FIFO_DEPTH);
          place_q[p] <= 1'b1;
          held_q     <= 1'b0;
          open_q[p]  <= 1'b1;
        end
      end
      always @(posedge clk_i) begin
        if (!rst_i) begin
          `MPNIC_ASSERT("slice_grant: places are given back that were taken",
                        !slice_pop_i[p] || count_q != CREDIT_BITS'(TX_SLICE_FIFO_DEPTH))
        end
      end
    end
  endgenerate

  assign inside_o  = inside_q;
  assign granted_o = granted_q;

  always @(posedge clk_i) begin
    if (!rst_i) begin
      `MPNIC_ASSERT("slice_grant: no queue is reset inside a frame", (queue_reset_i & inside_q) == '0)
    end
  end
endmodule : slice_grant
