`include "mpnic_assert.svh"

// read_link: grants the read requests of all ports, and gives each answer to its port.
//
// One request a cycle is granted, in a cycle without stall_i: round robin among the ports that have one. It leaves for the
// host in that cycle. Answers come in the order of the requests, one a cycle; a read of 0 bytes is answered, too. When the
// last byte of a descriptor has come, done_* say so in the same cycle.
//
// Cell: up to TX_READ_REQUESTS requests of each port on their way; the ports keep count.
module read_link #(
    parameter int PORTS = 2,
    parameter int TX_READ_REQUESTS = 256,
    parameter int ADDRESS_BITS = 64,
    parameter int BYTES_BITS = 10,
    parameter int QUEUE_BITS = 3,
    parameter int PORT_BITS = PORTS > 1 ? $clog2(PORTS) : 1
) (
    input  logic                          clk_i,
    input  logic                          rst_i,
    input  logic                          stall_i,           // no request is granted in this cycle
    // The next request of each port.
    input  logic [             PORTS-1:0] request_valid_i,
    output logic [             PORTS-1:0] grant_o,
    input  logic [PORTS*ADDRESS_BITS-1:0] request_address_i,
    input  logic [  PORTS*BYTES_BITS-1:0] request_bytes_i,
    input  logic [             PORTS-1:0] request_mark_i,    // behind it the descriptor is done
    input  logic [  PORTS*QUEUE_BITS-1:0] request_queue_i,
    input  logic [          PORTS*32-1:0] request_index_i,
    // Reads of host memory.
    output logic                          read_valid_o,
    output logic [         PORT_BITS-1:0] read_port_o,
    output logic [      ADDRESS_BITS-1:0] read_address_o,
    output logic [        BYTES_BITS-1:0] read_bytes_o,
    // Their answers, in order.
    input  logic                          answer_valid_i,
    output logic [             PORTS-1:0] data_valid_o,      // it goes to this port
    // Descriptors that are done.
    output logic                          done_valid_o,
    output logic [        QUEUE_BITS-1:0] done_queue_o,
    output logic [                  31:0] done_index_o
);
  localparam int WAITING_BITS = 1 + QUEUE_BITS + 32;

  logic [       PORTS-1:0] chosen;
  logic                    any;
  logic                    mark;
  logic [  QUEUE_BITS-1:0] queue;
  logic [            31:0] index;

  round_robin_arbiter #(
      .REQUESTERS(PORTS)
  ) arbiter (
      .clk_i,
      .rst_i,
      .request_i(request_valid_i),
      .take_i   (!stall_i),
      .grant_o  (chosen),
      .index_o  (read_port_o),
      .valid_o  (any)
  );

  assign grant_o      = stall_i ? '0 : chosen;
  assign read_valid_o = any && !stall_i;

  always_comb begin
    read_address_o = '0;
    read_bytes_o   = '0;
    mark           = 1'b0;
    queue          = '0;
    index          = '0;
    for (int p = 0; p < PORTS; p++) begin
      if (chosen[p]) begin
        read_address_o = read_address_o | request_address_i[p*ADDRESS_BITS+:ADDRESS_BITS];
        read_bytes_o   = read_bytes_o | request_bytes_i[p*BYTES_BITS+:BYTES_BITS];
        mark           = mark | request_mark_i[p];
        queue          = queue | request_queue_i[p*QUEUE_BITS+:QUEUE_BITS];
        index          = index | request_index_i[p*32+:32];
      end
    end
  end

  // ---- what waits for its answer

  logic                    waiting_ready;
  logic                    waiting_valid;
  logic [       PORTS-1:0] waiting_port;
  logic                    waiting_mark;
  logic [  QUEUE_BITS-1:0] waiting_queue;
  logic [            31:0] waiting_index;

  block_fifo #(
      .WIDTH(PORTS + WAITING_BITS),
      .DEPTH(PORTS * TX_READ_REQUESTS)
  ) waiting (
      .clk_i,
      .rst_i,
      .valid_i(read_valid_o),
      .ready_o(waiting_ready),
      .data_i ({chosen, mark, queue, index}),
      .valid_o(waiting_valid),
      .ready_i(answer_valid_i),
      .data_o ({waiting_port, waiting_mark, waiting_queue, waiting_index})
  );

  assign data_valid_o = answer_valid_i ? waiting_port : '0;
  assign done_valid_o = answer_valid_i && waiting_mark;
  assign done_queue_o = waiting_queue;
  assign done_index_o = waiting_index;

  always @(posedge clk_i) begin
    if (!rst_i) begin
      `MPNIC_ASSERT("read_link: a request has a place", !read_valid_o || waiting_ready)
      `MPNIC_ASSERT("read_link: an answer has a request", !answer_valid_i || waiting_valid)
    end
  end
endmodule : read_link
