// Which connections and subflows there are, and which queue brings a connection's data: the first that does, in that life
// of the queue. Part of tx_descriptor_check.
//
// A descriptor's target enters at cycle a. The subflow of a mapping is asked for its connection first, then the connection;
// the answer is there at D = a + 3 + 2 * READ_LATENCY, and there the descriptor binds the connection to its queue, or
// not. Each finds what the ones before it have bound. A reset of the queue that had bound it frees a connection, up to D.
//
// Writes of the control processor hold for targets that enter later.
module tx_connection_binding #(
    parameter int TX_QUEUES = 8,
    parameter int TX_SUBFLOWS = 16,
    parameter int TX_CONNECTIONS = 16,
    parameter int READ_LATENCY = 2,
    parameter int LIFE_BITS = 16,
    parameter int QUEUE_BITS = TX_QUEUES > 1 ? $clog2(TX_QUEUES) : 1,
    parameter int CONNECTION_BITS = TX_CONNECTIONS > 1 ? $clog2(TX_CONNECTIONS) : 1,
    parameter int SUBFLOW_BITS = TX_SUBFLOWS > 1 ? $clog2(TX_SUBFLOWS) : 1
) (
    input  logic                           clk_i,
    input  logic                           rst_i,
    input  logic [TX_QUEUES*LIFE_BITS-1:0] lives_i,
    input  logic [          TX_QUEUES-1:0] queue_reset_i,
    // Cycle a: a subflow, or a connection, or what is not looked at.
    input  logic                           mapping_i,
    input  logic [                   19:0] target_i,
    // Cycle D - 1: its queue, and whether that is the queue of the one right ahead.
    input  logic [         QUEUE_BITS-1:0] queue_a_i,
    input  logic                           same_i,
    // Cycle D: there is such a connection, such a subflow; another queue has the connection; life of the own queue.
    output logic                           known_o,
    output logic                           subflow_known_o,
    output logic                           taken_o,
    output logic [          LIFE_BITS-1:0] life_o,
    // It binds the connection to its queue.
    input  logic                           binds_i,
    input  logic [         QUEUE_BITS-1:0] queue_i,
    // Writes of the control processor.
    input  logic                           binding_write_valid_i,
    input  logic [    CONNECTION_BITS-1:0] binding_write_entry_i,
    input  logic [                   23:0] binding_write_value_i,
    input  logic                           target_write_valid_i,
    input  logic [       SUBFLOW_BITS-1:0] target_write_entry_i,
    input  logic [                   20:0] target_write_value_i
);
  localparam int R = READ_LATENCY;

  // ---- the tables: the subflow's connection, from a on; the connection's binding, from a + R + 1 on

  logic [              20:0] subflow;
  logic                      target_valid;
  logic [              20:0] target_behind;  // whether a mapping's, and target
  logic [CONNECTION_BITS-1:0] entry_q;
  logic                      subflow_valid_q;
  logic                      write_valid;
  logic [CONNECTION_BITS-1:0] write_entry;
  logic [              23:0] write_value;
  logic [              23:0] ahead;
  logic                      forward;
  logic [              23:0] after;
  logic                      subflow_known;

  tx_table #(
      .ENTRIES     (TX_SUBFLOWS),
      .WIDTH       (21),
      .READ_LATENCY(R),
      .ENTRY_BITS  (SUBFLOW_BITS)
  ) subflows (
      .clk_i,
      .read_entry_i (target_i[SUBFLOW_BITS-1:0]),
      .value_o      (subflow),
      .write_valid_i(target_write_valid_i),
      .write_entry_i(target_write_entry_i),
      .write_value_i(target_write_value_i)
  );

  delay_line #(
      .WIDTH (21),
      .CYCLES(R)
  ) targets (
      .clk_i,
      .rst_i,
      .valid_i(1'b0),
      .data_i ({mapping_i, target_i}),
      .valid_o(target_valid),
      .data_o (target_behind)
  );

  always_ff @(posedge clk_i) begin
    entry_q         <= target_behind[20] ? subflow[CONNECTION_BITS:1] : target_behind[CONNECTION_BITS-1:0];
    subflow_valid_q <= subflow[0];
  end

  logic subflow_delayed;
  delay_line #(
      .WIDTH (1),
      .CYCLES(R + 2)
  ) subflow_behind (
      .clk_i,
      .rst_i,
      .valid_i(1'b0),
      .data_i (subflow_valid_q),
      .valid_o(subflow_delayed),
      .data_o (subflow_known)
  );

  delay_line #(
      .WIDTH (CONNECTION_BITS + 24),
      .CYCLES(R + 1)
  ) writes (
      .clk_i,
      .rst_i,
      .valid_i(binding_write_valid_i),
      .data_i ({binding_write_entry_i, binding_write_value_i}),
      .valid_o(write_valid),
      .data_o ({write_entry, write_value})
  );

  // Binding, bit 0 first: there is such a connection, a queue has bound it, queue (6), life of the queue (16).
  context_ahead #(
      .ENTRIES     (TX_CONNECTIONS),
      .WIDTH       (24),
      .READ_LATENCY(R),
      .ENTRY_BITS  (CONNECTION_BITS)
  ) bindings (
      .clk_i,
      .rst_i,
      .read_entry_i  (entry_q),
      .write_valid_i (write_valid),
      .write_entry_i (write_entry),
      .write_value_i (write_value),
      .ahead_o       (ahead),
      .forward_o     (forward),
      .update_valid_i(binds_i),
      .update_value_i(after)
  );

  // ---- a cycle before the decision: whether another queue has the connection, and still lives as it did

  logic [LIFE_BITS-1:0] bound_life;
  logic [LIFE_BITS-1:0] own_life;
  logic                 bound_reset;  // the queue that has it is reset in this cycle
  logic                 decide_reset;  // the same in the cycle of the decision
  logic                 taken;
  logic [         23:0] binding_q;
  logic                 known_q;
  logic                 taken_q;
  logic [LIFE_BITS-1:0] life_q;

  always_comb begin
    bound_life   = '0;
    own_life     = '0;
    bound_reset  = 1'b0;
    decide_reset = 1'b0;
    for (int q = 0; q < TX_QUEUES; q++) begin
      if (ahead[7:2] == 6'(q)) bound_reset = bound_reset | queue_reset_i[q];
      if (binding_q[7:2] == 6'(q)) decide_reset = decide_reset | queue_reset_i[q];
      if (ahead[7:2] == 6'(q)) bound_life = bound_life | lives_i[q*LIFE_BITS+:LIFE_BITS];
      if (queue_a_i == QUEUE_BITS'(q)) own_life = own_life | lives_i[q*LIFE_BITS+:LIFE_BITS];
    end
  end
  assign taken = ahead[1] && ahead[7:2] != 6'(queue_a_i) && ahead[23:8] == 16'(bound_life) && !bound_reset;

  always_ff @(posedge clk_i) begin
    binding_q <= forward && binds_i ? after : ahead;
    known_q   <= ahead[0];
    taken_q   <= forward && binds_i ? !same_i : taken;
    life_q    <= own_life;
  end

  assign known_o         = known_q;
  assign subflow_known_o = subflow_known;
  assign taken_o         = taken_q && !decide_reset;
  assign life_o          = life_q;
  assign after           = binds_i ? {16'(life_q), 6'(queue_i), 2'b11} : binding_q;

  logic unused;
  assign unused = &{1'b0, subflow, target_behind, target_valid, subflow_delayed};
endmodule : tx_connection_binding
