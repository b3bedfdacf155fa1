`include "mpnic_assert.svh"

// Runs of stream data of one transmit queue: consecutive STREAM descriptors of one connection, up to one with DATA_FIN.
// Part of tx_queue_head.
//
// A descriptor that is added goes on with the last run if that is open, of the same connection, and the descriptor has bytes;
// else it begins one. What is taken is taken from the first run; one that has nothing left is gone. All that happens in a
// cycle shows in the next.
//
// The first run and the last one stand in registers, those between them in a FIFO.
module tx_run_fifo #(
    parameter int RUNS = 512,
    parameter int RUN_BITS = 28
) (
    input  logic                clk_i,
    input  logic                rst_i,
    // A descriptor of stream data, or one of another kind, which ends the last run.
    input  logic                add_i,
    input  logic [        19:0] add_connection_i,
    input  logic [        17:0] add_bytes_i,
    input  logic                add_fin_i,
    input  logic                end_i,
    input  logic                take_i,
    input  logic [        15:0] take_bytes_i,
    // The first run: bytes, DATA_FIN behind them, and that none can join them.
    output logic [RUN_BITS-1:0] bytes_o,
    output logic                fin_o,
    output logic                ended_o
);
  localparam int COUNT_BITS = $clog2(RUNS + 1);

  logic [COUNT_BITS-1:0] count_q;
  logic                  none_q;
  logic                  one_q;
  logic                  two_q;
  logic [  RUN_BITS-1:0] first_bytes_q;
  logic                  first_fin_q;
  logic [  RUN_BITS-1:0] last_bytes_q;  // if it is not the first
  logic                  last_fin_q;
  logic [          19:0] last_connection_q;
  logic                  open_q;

  logic                  joins;
  logic                  begins;
  logic                  gone;
  logic [  RUN_BITS-1:0] first_left;
  logic [  RUN_BITS-1:0] last_more;
  logic [  RUN_BITS-1:0] added;
  logic [COUNT_BITS-1:0] count_d;

  logic                  push;
  logic                  pop;
  logic                  middle_ready;
  logic                  middle_valid;
  logic [  RUN_BITS-1:0] middle_bytes;
  logic                  middle_fin;

  assign added      = RUN_BITS'(add_bytes_i);
  assign joins      = add_i && open_q && last_connection_q == add_connection_i && add_bytes_i != '0;
  assign begins     = add_i && !joins;
  assign first_left = first_bytes_q - (take_i ? RUN_BITS'(take_bytes_i) : '0) + (joins && one_q ? added : '0);
  assign last_more  = last_bytes_q + (joins ? added : '0);
  assign gone       = take_i && first_bytes_q == RUN_BITS'(take_bytes_i) && !(joins && one_q);
  assign push       = begins && !none_q && !one_q && !(two_q && gone);
  assign pop        = gone && middle_valid;
  assign count_d    = count_q + COUNT_BITS'(begins) - COUNT_BITS'(gone);

  block_fifo #(
      .WIDTH(RUN_BITS + 1),
      .DEPTH(RUNS)
  ) middle (
      .clk_i,
      .rst_i,
      .valid_i(push),
      .ready_o(middle_ready),
      .data_i ({last_fin_q, last_bytes_q}),
      .valid_o(middle_valid),
      .ready_i(pop),
      .data_o ({middle_fin, middle_bytes})
  );

  always_ff @(posedge clk_i) begin
    count_q <= count_d;
    none_q  <= count_d == '0;
    one_q   <= count_d == COUNT_BITS'(1);
    two_q   <= count_d == COUNT_BITS'(2);
    // The first.
    if (none_q || one_q && gone) begin
      first_bytes_q <= added;
      first_fin_q   <= add_fin_i;
    end else if (gone) begin
      first_bytes_q <= two_q ? last_more : middle_bytes;
      first_fin_q   <= two_q ? (joins ? add_fin_i : last_fin_q) : middle_fin;
    end else begin
      first_bytes_q <= first_left;
      if (one_q && joins) first_fin_q <= add_fin_i;
    end
    // The last.
    if (begins) begin
      last_bytes_q <= added;
      last_fin_q   <= add_fin_i;
    end else begin
      last_bytes_q <= last_more;
      if (joins) last_fin_q <= add_fin_i;
    end
    if (add_i) begin
      last_connection_q <= add_connection_i;
      open_q            <= !add_fin_i;
    end else if (end_i || one_q && gone) begin
      open_q <= 1'b0;
    end
    if (rst_i) begin
      count_q <= '0;
      none_q  <= 1'b1;
      one_q   <= 1'b0;
      two_q   <= 1'b0;
      open_q  <= 1'b0;
    end
  end

  assign bytes_o = first_bytes_q;
  assign fin_o   = first_fin_q;
  assign ended_o = !open_q || !one_q;

  always @(posedge clk_i) begin
    if (!rst_i) begin
      `MPNIC_ASSERT("tx_run_fifo: each run has a place", !push || middle_ready)
      `MPNIC_ASSERT("tx_run_fifo: what is taken is there", !take_i || !none_q && first_bytes_q >= RUN_BITS'(take_bytes_i))
    end
  end
endmodule : tx_run_fifo
