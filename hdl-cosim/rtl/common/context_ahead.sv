`include "mpnic_assert.svh"

// context_memory for loops that look ahead: a slot's context comes a cycle before its update, but for what the slot right
// ahead makes of it in that very cycle, so that comparisons with it need not stand in the read-modify-write loop.
//
// Slots travel through the cell, one a cycle, each with an entry to read and, beside it, at most one write of the
// control processor. A slot that enters at cycle T has, in cycle A = T + READ_LATENCY + 1, its context in ahead_o unless
// forward_o is set: then ahead_o is the context of the slot right ahead, which has the same entry, before its update.
// The caller keeps the context for cycle A + 1, in which the slot makes its update; one that makes none leaves its
// context as it is, and update_value_i says so.
//
//   context_q <= forward_o ? after : ahead_o;      update_value_i = after = function of context_q and the slot
//
// All is as if the slots had run one after the other, each finished before the next: the stage's update first, then the
// write beside it. So a write holds for every later slot and for none before, its own included. What only the control
// processor writes is right in ahead_o with forward_o as well.
//
// ahead_o is a register: what is compared with it has the whole cycle. The update of the slot two ahead reaches it by one
// choice behind update_value_i.
//
// Reset as in context_memory, READ_LATENCY + 5 cycles or longer: the registers of slots that entered before are forwarded
// until then. A slot that enters under reset makes no update. Memories as there, context_store's.
module context_ahead #(
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
    // The same slot, cycle A = T + READ_LATENCY + 1.
    output logic [     WIDTH-1:0] ahead_o,
    output logic                  forward_o,
    // The same slot, cycle A + 1.
    input  logic                  update_valid_i,
    input  logic [     WIDTH-1:0] update_value_i
);
  localparam int R = READ_LATENCY;
  localparam int L = READ_LATENCY + 1;

  // ---- slots on their way to the update: index i is the slot that entered i + 1 cycles ago

  logic                  write_q [0:L];
  logic [ENTRY_BITS-1:0] target_q[0:L];
  logic [     WIDTH-1:0] value_q [0:L];
  logic [ENTRY_BITS-1:0] entry;  // of the slot at R - 1
  logic [ENTRY_BITS-1:0] newer_entry_q;  // of the slot right ahead of it, at R
  logic [ENTRY_BITS-1:0] older_entry_q;  // of the slot two ahead, at L, which is updated

  always_ff @(posedge clk_i) begin
    write_q[0]  <= write_valid_i && !rst_i;
    target_q[0] <= write_entry_i;
    value_q[0]  <= write_value_i;
    for (int i = 1; i <= L; i++) begin
      write_q[i]  <= write_q[i-1] && !rst_i;
      target_q[i] <= target_q[i-1];
      value_q[i]  <= value_q[i-1];
    end
    newer_entry_q <= entry;
    older_entry_q <= newer_entry_q;
  end

  // ---- the values

  logic [WIDTH-1:0] stored;
  logic             unused_updated;
  logic             unused_written;
  logic [WIDTH-1:0] unused_updated_value;
  logic [WIDTH-1:0] unused_written_value;

  context_store #(
      .ENTRIES     (ENTRIES),
      .WIDTH       (WIDTH),
      .READ_LATENCY(READ_LATENCY)
  ) store (
      .clk_i,
      .rst_i,
      .read_entry_i,
      .entry_o        (entry),
      .value_o        (stored),
      .update_valid_i,
      .update_entry_i (older_entry_q),
      .update_value_i,
      .write_valid_i  (write_q[L]),
      .write_entry_i  (target_q[L]),
      .write_value_i  (value_q[L]),
      .updated_o      (unused_updated),
      .updated_value_o(unused_updated_value),
      .written_o      (unused_written),
      .written_value_o(unused_written_value)
`ifdef FORMAL
      ,
      .f_cycle_i      (f_cycle),
      .f_value_o      (f_value)
`endif
  );

  // ---- forwarding: the newest value on its way wins. Writes of the control processor are known from the start, updates of
  // the two slots right ahead are not: the older one's comes last, the other's is left to the caller.

  logic [WIDTH-1:0] merged;
  logic [WIDTH-1:0] ahead_q;
  logic             forward_q;
  logic             older_writes;
  logic             newer_writes;
  logic             older;  // the slot two ahead leaves this slot's context
  logic             newer;  // the slot right ahead does
  logic             take_update;

  assign older_writes = write_q[L] && target_q[L] == entry;
  assign newer_writes = write_q[R] && target_q[R] == entry;
  assign older        = older_entry_q == entry && !older_writes && !newer_writes && !rst_i;
  assign newer        = newer_entry_q == entry && !newer_writes && !rst_i;
  assign take_update  = newer ? forward_q : older;

  always_comb begin
    merged = stored;
    if (older_writes) merged = value_q[L];
    if (newer_writes) merged = value_q[R];
  end

  always_ff @(posedge clk_i) begin
    ahead_q   <= take_update ? update_value_i : newer ? ahead_q : merged;
    forward_q <= newer;
  end

  assign ahead_o   = ahead_q;
  assign forward_o = forward_q;

`ifndef FORMAL
  always @(posedge clk_i) begin
    if (!rst_i) begin
      `MPNIC_ASSERT("context_ahead: a write names an entry", !write_valid_i || 32'(write_entry_i) < ENTRIES)
      `MPNIC_ASSERT("context_ahead: an update names an entry", !update_valid_i || 32'(older_entry_q) < ENTRIES)
    end
  end
`endif

`ifdef FORMAL
  // Entry 0 stands for all, see context_store.
  wire [ENTRY_BITS-1:0] f_entry = '0;
  wire [WIDTH-1:0] f_value;

  // The caller.
  logic [WIDTH-1:0] f_context_q;
  always_ff @(posedge clk_i) begin
    f_context_q <= forward_o ? update_value_i : ahead_o;
    if (!update_valid_i) assume (update_value_i == f_context_q);
  end
  logic [L:0] f_slot_q = '0;  // it entered after reset
  always_ff @(posedge clk_i) begin
    f_slot_q <= {f_slot_q[L-1:0], !rst_i};
    if (!f_slot_q[L]) assume (!update_valid_i);
  end
  wire f_writes = write_q[L] && target_q[L] == newer_entry_q;

  // Reset lasts until the pipeline has read the memories through.
  logic [3:0] f_cycle = 4'd0;
  localparam logic [3:0] F_RESET = 4'(R + 5);
  always_ff @(posedge clk_i) begin
    if (f_cycle != F_RESET) f_cycle <= f_cycle + 4'd1;
    assume (rst_i == (f_cycle != F_RESET));
    assert (f_cycle <= F_RESET);
    if (f_cycle > 4'd1) assert (!forward_q || older_entry_q == newer_entry_q && !f_writes);
    assert (f_cycle == F_RESET || f_slot_q == '0);
    if (rst_i) begin
      for (int i = 0; i <= R; i++) if (f_cycle > 4'(i)) assert (!write_q[i]);
      if (f_cycle > 4'(L)) assert (!write_q[L]);
      if (f_cycle > 4'(R + 2) && newer_entry_q == f_entry) assert (ahead_q == '0);
      if (f_cycle > 4'(R + 3) && older_entry_q == f_entry) assert (f_context_q == '0);
    end else begin
      if (newer_entry_q == f_entry && forward_o) assert (ahead_o == f_context_q);
      if (newer_entry_q == f_entry && f_writes) assert (ahead_o == value_q[L]);
      if (newer_entry_q == f_entry && !f_writes && !forward_o) assert (ahead_o == f_value);
      if (older_entry_q == f_entry) assert (f_context_q == f_value);
      cover (update_valid_i && forward_o && older_entry_q == f_entry && f_value != '0);
    end
  end
`endif
endmodule : context_ahead
