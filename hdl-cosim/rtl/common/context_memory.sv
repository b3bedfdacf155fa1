`include "mpnic_assert.svh"

// Contexts in block memory: one read-modify-write a cycle, same entry back to back included, and a write port for the
// control processor.
//
// Slots travel through the cell, one a cycle, each with an entry to read and, beside it, at most one write of the
// control processor. A slot that enters at cycle T has its context at T + READ_LATENCY + 1, as if the slots had run one
// after the other, each finished before the next: the stage's update first, then the write beside it. So a write holds
// for every later slot and for none before, its own included.
//
// The memories, and what is on its way to them, are context_store's: see there what two writers cost, and what a reset leaves.
// A slot's context is its value there, but for the slot just ahead, whose update comes behind the context's register.
module context_memory #(
    parameter int ENTRIES = 16,
    parameter int WIDTH = 8,
    parameter int READ_LATENCY = 2,
    parameter int ENTRY_BITS = $clog2(ENTRIES)
) (
    input  logic                  clk_i,
    input  logic                  rst_i,
    // The slot, cycle T.
    input  logic [ENTRY_BITS-1:0] read_entry_i,
    input  logic                  write_valid_i,
    input  logic [ENTRY_BITS-1:0] write_entry_i,
    input  logic [     WIDTH-1:0] write_value_i,
    // The same slot, cycle T + READ_LATENCY + 1.
    output logic [     WIDTH-1:0] context_o,
    input  logic                  update_valid_i,
    input  logic [     WIDTH-1:0] update_value_i
);
  localparam int R = READ_LATENCY;

  // ---- slots on their way to the update: index i is the slot that entered i + 1 cycles ago

  logic                  write_q [0:R];
  logic [ENTRY_BITS-1:0] target_q[0:R];
  logic [     WIDTH-1:0] value_q [0:R];
  logic [ENTRY_BITS-1:0] entry_before;  // of the slot at R - 1
  logic [ENTRY_BITS-1:0] entry_q;  // of the slot at R

  always_ff @(posedge clk_i) begin
    write_q[0]  <= write_valid_i && !rst_i;
    target_q[0] <= write_entry_i;
    value_q[0]  <= write_value_i;
    for (int i = 1; i <= R; i++) begin
      write_q[i]  <= write_q[i-1] && !rst_i;
      target_q[i] <= target_q[i-1];
      value_q[i]  <= value_q[i-1];
    end
    entry_q <= entry_before;
  end

  // ---- the values

  logic             updated;
  logic             written;
  logic [WIDTH-1:0] updated_value;
  logic [WIDTH-1:0] written_value;
  logic [WIDTH-1:0] merged;
  logic [WIDTH-1:0] merged_q;
  logic             same_updated_q;
  logic             same_written_q;

  context_store #(
      .ENTRIES     (ENTRIES),
      .WIDTH       (WIDTH),
      .READ_LATENCY(READ_LATENCY)
  ) store (
      .clk_i,
      .rst_i,
      .read_entry_i,
      .entry_o        (entry_before),
      .value_o        (merged),
      .update_valid_i,
      .update_entry_i (entry_q),
      .update_value_i,
      .write_valid_i  (write_q[R]),
      .write_entry_i  (target_q[R]),
      .write_value_i  (value_q[R]),
      .updated_o      (updated),
      .updated_value_o(updated_value),
      .written_o      (written),
      .written_value_o(written_value)
`ifdef FORMAL
      ,
      .f_cycle_i      (f_cycle),
      .f_value_o      (f_value)
`endif
  );

  always_ff @(posedge clk_i) begin
    merged_q       <= merged;
    same_updated_q <= entry_q == entry_before;
    same_written_q <= target_q[R] == entry_before;
  end

  assign context_o = written && same_written_q ? written_value : updated && same_updated_q ? updated_value : merged_q;

`ifndef FORMAL
  always @(posedge clk_i) begin
    if (!rst_i) begin
      `MPNIC_ASSERT("context_memory: a write names an entry", !write_valid_i || 32'(write_entry_i) < ENTRIES)
      `MPNIC_ASSERT("context_memory: an update names an entry", !update_valid_i || 32'(entry_q) < ENTRIES)
    end
  end
`endif

`ifdef FORMAL
  // Entry 0 stands for all, see context_store.
  wire [ENTRY_BITS-1:0] f_entry = '0;
  wire [WIDTH-1:0] f_value;
  logic [ENTRY_BITS-1:0] f_updated_entry_q;
  logic [ENTRY_BITS-1:0] f_written_entry_q;

  // Reset lasts until the pipeline has read the memories through.
  logic [3:0] f_cycle = 4'd0;
  localparam logic [3:0] F_RESET = 4'(R + 3);
  always_ff @(posedge clk_i) begin
    f_updated_entry_q <= entry_q;
    f_written_entry_q <= target_q[R];
    if (f_cycle != F_RESET) f_cycle <= f_cycle + 4'd1;
    assume (rst_i == (f_cycle != F_RESET));
    assert (f_cycle <= F_RESET);
    if (f_cycle > 4'd0) begin
      assert (same_updated_q == (f_updated_entry_q == entry_q));
      assert (same_written_q == (f_written_entry_q == entry_q));
    end
    if (rst_i) begin
      for (int i = 0; i <= R; i++) if (f_cycle > 4'(i)) assert (!write_q[i]);
      if (f_cycle > 4'(R) && entry_q == f_entry) assert (context_o == '0);
    end else begin
      if (entry_q == f_entry) assert (context_o == f_value);
      cover (update_valid_i && updated && entry_q == f_entry && same_updated_q && f_value != '0);
    end
  end
`endif
endmodule : context_memory
