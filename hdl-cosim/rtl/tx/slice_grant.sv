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
    input  logic [4*TX_QUEUES-1:0] ports_i,
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
  logic [      PORTS-1:0] places_q;  // the port has one
  logic [      PORTS-1:0] held_q;  // a frame of the port has begun
  logic [TX_QUEUES*PORTS-1:0] port_of;
  logic [  TX_QUEUES-1:0] granted_q;

  generate
    for (genvar q = 0; q < TX_QUEUES; q++) begin : g_queue
      for (genvar p = 0; p < PORTS; p++) begin : g_port
        assign port_of[q*PORTS+p] = ports_i[q*4+:4] == 4'(p);
      end
      // What was granted in the cycle before still stands at the head.
      assign may[q] = waits_i[q] && !granted_q[q] && !queue_reset_i[q]
          && (port_of[q*PORTS+:PORTS] & places_q & ({PORTS{inside_q[q]}} | ~held_q)) != '0;
    end
  endgenerate

  round_robin_arbiter #(
      .REQUESTERS(TX_QUEUES)
  ) arbiter (
      .clk_i,
      .rst_i,
      .request_i(may),
      .take_i   (!stall_i),
      .grant_o  (chosen),
      .index_o  (chosen_queue),
      .valid_o  (any)
  );

  logic [PORTS-1:0] to_port;
  logic             last;
  always_comb begin
    to_port = '0;
    last    = 1'b0;
    for (int q = 0; q < TX_QUEUES; q++) begin
      if (chosen[q]) begin
        to_port = to_port | port_of[q*PORTS+:PORTS];
        last    = last | lasts_i[q];
      end
    end
    if (stall_i) to_port = '0;
  end

  always_ff @(posedge clk_i) begin
    granted_q     <= stall_i ? '0 : chosen;
    grant_valid_o <= any && !stall_i && !rst_i;
    grant_queue_o <= chosen_queue;
    for (int q = 0; q < TX_QUEUES; q++) if (chosen[q] && !stall_i) inside_q[q] <= !lasts_i[q];
    for (int p = 0; p < PORTS; p++) if (to_port[p]) held_q[p] <= !last;
    if (rst_i) begin
      granted_q <= '0;
      inside_q  <= '0;
      held_q    <= '0;
    end
  end
  assign inside_o = inside_q;

  // ---- places of the slice FIFOs

  generate
    for (genvar p = 0; p < PORTS; p++) begin : g_places
      logic [CREDIT_BITS-1:0] count_q;
      logic [CREDIT_BITS-1:0] count_d;
      assign count_d = count_q + CREDIT_BITS'(slice_pop_i[p]) - CREDIT_BITS'(to_port[p]);
      always_ff @(posedge clk_i) begin
        count_q     <= rst_i ? CREDIT_BITS'(TX_SLICE_FIFO_DEPTH) : count_d;
        places_q[p] <= rst_i || count_d != '0;
      end
      always @(posedge clk_i) begin
        if (!rst_i) begin
          `MPNIC_ASSERT("slice_grant: places are given back that were taken",
                        !slice_pop_i[p] || count_q != CREDIT_BITS'(TX_SLICE_FIFO_DEPTH))
        end
      end
    end
  endgenerate

  assign granted_o = granted_q;

  always @(posedge clk_i) begin
    if (!rst_i) begin
      `MPNIC_ASSERT("slice_grant: no queue is reset inside a frame", (queue_reset_i & inside_q) == '0)
    end
  end
endmodule : slice_grant
