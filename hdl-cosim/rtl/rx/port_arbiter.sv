`include "mpnic_assert.svh"

// port_arbiter: gives the shared header pipeline to one header at a time.
//
// Grants in the cycle in which some port has a header and a credit and the last grant is HEADER_INTERVAL_CYCLES or more
// ago; round robin among the ports that have both in that cycle, port 0 first after reset. A credit is a place in the
// port's decision FIFO at the pipeline's end: taken by the grant, given back from the cycle after the decision's pop on.
// So the pipeline never stalls and has no ready. Decides on registered state only.
module port_arbiter #(
    parameter int PORTS = 2,
    parameter int HEADER_INTERVAL_CYCLES = 1,
    parameter int DECISION_FIFO_DEPTH = 128,
    parameter int PORT_BITS = PORTS > 1 ? $clog2(PORTS) : 1
) (
    input  logic                 clk_i,
    input  logic                 rst_i,
    input  logic [    PORTS-1:0] header_valid_i,
    input  logic [    PORTS-1:0] decision_pop_i,
    output logic                 grant_valid_o,
    output logic [    PORTS-1:0] grant_o,
    output logic [PORT_BITS-1:0] grant_port_o
);
  localparam int CREDIT_BITS = $clog2(DECISION_FIFO_DEPTH + 1);
  localparam int WAIT_BITS = HEADER_INTERVAL_CYCLES > 1 ? $clog2(HEADER_INTERVAL_CYCLES) : 1;
  localparam logic [CREDIT_BITS-1:0] FULL = CREDIT_BITS'(DECISION_FIFO_DEPTH);

  logic [PORTS*CREDIT_BITS-1:0] credits_q;
  logic [WAIT_BITS-1:0] wait_q;
  logic [PORTS-1:0] eligible;
  logic [PORTS-1:0] request;

  always_comb begin
    for (int p = 0; p < PORTS; p++) begin
      eligible[p] = header_valid_i[p] && credits_q[p*CREDIT_BITS+:CREDIT_BITS] != '0;
    end
  end
  assign request = wait_q == '0 ? eligible : '0;

  round_robin_arbiter #(
      .REQUESTERS(PORTS)
  ) arbiter (
      .clk_i,
      .rst_i,
      .request_i(request),
      .take_i   (1'b1),
      .grant_o,
      .index_o  (grant_port_o),
      .valid_o  (grant_valid_o)
  );

  always_ff @(posedge clk_i) begin
    if (grant_valid_o) wait_q <= WAIT_BITS'(HEADER_INTERVAL_CYCLES - 1);
    else if (wait_q != '0) wait_q <= wait_q - 1'b1;
    for (int p = 0; p < PORTS; p++) begin
      credits_q[p*CREDIT_BITS+:CREDIT_BITS] <= credits_q[p*CREDIT_BITS+:CREDIT_BITS]
          + CREDIT_BITS'(decision_pop_i[p]) - CREDIT_BITS'(grant_o[p]);
      if (rst_i) credits_q[p*CREDIT_BITS+:CREDIT_BITS] <= FULL;
    end
    if (rst_i) wait_q <= '0;
  end

  always @(posedge clk_i) begin
    if (!rst_i) begin
      for (int p = 0; p < PORTS; p++) begin
        `MPNIC_ASSERT("port_arbiter: no decision without a grant",
                      !(decision_pop_i[p] && credits_q[p*CREDIT_BITS+:CREDIT_BITS] == FULL))
      end
    end
  end
endmodule : port_arbiter
