`include "mpnic_assert.svh"

// Contexts in block memory: one read-modify-write a cycle, same entry back to back included, and a write port for the
// control processor. For loops that look ahead: a slot's context comes a cycle before its update, but for what the slot
// right ahead makes of it in that very cycle, so that comparisons with it need not stand in the read-modify-write loop.
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
// Two writers and one reader are more than a block memory has ports. Each writer has a memory of its own, and two bits
// an entry say whose value is the newer: the stage writes last when its mark equals the other's, the control processor
// when they differ. Cost: the contexts twice, and two bits an entry in distributed memory.
//
// Reset lasts READ_LATENCY + 5 cycles or longer: the registers of slots that entered before are forwarded until then. A
// slot that enters under reset makes no update. Reset leaves the memories as they are: they start from zero when the card
// is configured, and the control processor writes an entry before any slot reads it.
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

  (* ram_style = "block" *)logic [WIDTH-1:0] stage_memory  [0:ENTRIES-1];
  (* ram_style = "block" *)logic [WIDTH-1:0] control_memory[0:ENTRIES-1];
  logic             stage_mark    [0:ENTRIES-1];
  logic             control_mark  [0:ENTRIES-1];

  initial begin
    for (int i = 0; i < ENTRIES; i++) begin
      stage_memory[i]   = '0;
      control_memory[i] = '0;
      stage_mark[i]     = 1'b0;
      control_mark[i]   = 1'b0;
    end
  end

  // ---- slots on their way to the update: index i is the slot that entered i + 1 cycles ago

  logic [ENTRY_BITS-1:0] entry_q  [0:L];
  logic                  write_q  [0:L];
  logic [ENTRY_BITS-1:0] target_q [0:L];
  logic [     WIDTH-1:0] value_q  [0:L];

  always_ff @(posedge clk_i) begin
    entry_q[0]  <= read_entry_i;
    write_q[0]  <= write_valid_i && !rst_i;
    target_q[0] <= write_entry_i;
    value_q[0]  <= write_value_i;
    for (int i = 1; i <= L; i++) begin
      entry_q[i]  <= entry_q[i-1];
      write_q[i]  <= write_q[i-1] && !rst_i;
      target_q[i] <= target_q[i-1];
      value_q[i]  <= value_q[i-1];
    end
  end

  // ---- slots behind the update: index i is the slot that was updated i + 1 cycles ago

  logic                  updated_q      [0:R];
  logic [ENTRY_BITS-1:0] updated_entry_q[0:R];
  logic [     WIDTH-1:0] updated_value_q[0:R];
  logic                  written_q      [0:R];
  logic [ENTRY_BITS-1:0] written_entry_q[0:R];
  logic [     WIDTH-1:0] written_value_q[0:R];

  always_ff @(posedge clk_i) begin
    updated_q[0]       <= update_valid_i && !rst_i;
    updated_entry_q[0] <= entry_q[L];
    updated_value_q[0] <= update_value_i;
    written_q[0]       <= write_q[L] && !rst_i;
    written_entry_q[0] <= target_q[L];
    written_value_q[0] <= value_q[L];
    for (int i = 1; i <= R; i++) begin
      updated_q[i]       <= updated_q[i-1] && !rst_i;
      updated_entry_q[i] <= updated_entry_q[i-1];
      updated_value_q[i] <= updated_value_q[i-1];
      written_q[i]       <= written_q[i-1] && !rst_i;
      written_entry_q[i] <= written_entry_q[i-1];
      written_value_q[i] <= written_value_q[i-1];
    end
  end

  // ---- the memories, written one cycle behind the update

  logic stage_write;
  logic control_write;
  assign control_write = written_q[0] && !rst_i;
  assign stage_write = updated_q[0] && !rst_i && !(written_q[0] && written_entry_q[0] == updated_entry_q[0]);

  always_ff @(posedge clk_i) begin
    if (stage_write) begin
      stage_memory[updated_entry_q[0]] <= updated_value_q[0];
      stage_mark[updated_entry_q[0]]   <= control_mark[updated_entry_q[0]];
    end
    if (control_write) begin
      control_memory[written_entry_q[0]] <= written_value_q[0];
      control_mark[written_entry_q[0]]   <= !stage_mark[written_entry_q[0]];
    end
  end

  // ---- the read: index i is i + 1 cycles behind the address

  logic [WIDTH-1:0] stage_read_q;
  logic [WIDTH-1:0] control_read_q;
  logic             control_newer_q;
  logic [WIDTH-1:0] read_value;

  always_ff @(posedge clk_i) begin
    stage_read_q    <= stage_memory[read_entry_i];
    control_read_q  <= control_memory[read_entry_i];
    control_newer_q <= stage_mark[read_entry_i] != control_mark[read_entry_i];
  end

  generate
    if (R == 1) begin : g_direct
      assign read_value = control_newer_q ? control_read_q : stage_read_q;
    end else begin : g_late
      logic [WIDTH-1:0] late_q[0:R-2];
      always_ff @(posedge clk_i) begin
        late_q[0] <= control_newer_q ? control_read_q : stage_read_q;
        for (int i = 1; i < R - 1; i++) late_q[i] <= late_q[i-1];
      end
      assign read_value = late_q[R-2];
    end
  endgenerate

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

  assign older_writes = write_q[L] && target_q[L] == entry_q[R-1];
  assign newer_writes = write_q[R] && target_q[R] == entry_q[R-1];
  assign older        = entry_q[L] == entry_q[R-1] && !older_writes && !newer_writes && !rst_i;
  assign newer        = entry_q[R] == entry_q[R-1] && !newer_writes && !rst_i;
  assign take_update  = newer ? forward_q : older;

  always_comb begin
    merged = read_value;
    for (int i = R; i >= 0; i--) begin
      if (updated_q[i] && updated_entry_q[i] == entry_q[R-1]) merged = updated_value_q[i];
      if (written_q[i] && written_entry_q[i] == entry_q[R-1]) merged = written_value_q[i];
    end
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
      `MPNIC_ASSERT("context_ahead: an update names an entry", !updated_q[0] || 32'(updated_entry_q[0]) < ENTRIES)
    end
  end
`endif

`ifdef FORMAL
  // Entry 0, followed as a plain variable that every slot reads and writes in its turn. Entries are only compared for
  // equality, so one stands for all.
  wire [ENTRY_BITS-1:0] f_entry = '0;
  logic [WIDTH-1:0] f_value = '0;

  // What each slot on its way has read, and what it becomes with the values that are newer.
  logic [WIDTH-1:0] f_read[0:R-1];
  logic [WIDTH-1:0] f_seen[0:R-1];
  logic [WIDTH-1:0] f_memory;
  assign f_read[0] = control_newer_q ? control_read_q : stage_read_q;
  generate
    for (genvar i = 1; i < R; i++) begin : g_read
      assign f_read[i] = g_late.late_q[i-1];
    end
    for (genvar i = 0; i < R; i++) begin : g_seen
      always_comb begin
        f_seen[i] = f_read[i];
        for (int j = i + 1; j >= 0; j--) begin
          if (updated_q[j] && updated_entry_q[j] == f_entry) f_seen[i] = updated_value_q[j];
          if (written_q[j] && written_entry_q[j] == f_entry) f_seen[i] = written_value_q[j];
        end
      end
    end
  endgenerate
  always_comb begin
    f_memory = stage_mark[f_entry] != control_mark[f_entry] ? control_memory[f_entry] : stage_memory[f_entry];
    if (updated_q[0] && updated_entry_q[0] == f_entry) f_memory = updated_value_q[0];
    if (written_q[0] && written_entry_q[0] == f_entry) f_memory = written_value_q[0];
  end

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
  wire f_writes = write_q[L] && target_q[L] == entry_q[R];

  // Reset lasts until the pipeline has read the memories through.
  logic [3:0] f_cycle = 4'd0;
  localparam logic [3:0] F_RESET = 4'(R + 5);
  always_ff @(posedge clk_i) begin
    if (f_cycle != F_RESET) f_cycle <= f_cycle + 4'd1;
    assume (rst_i == (f_cycle != F_RESET));
    assert (f_cycle <= F_RESET);
    if (f_cycle > 4'd1) assert (!forward_q || entry_q[L] == entry_q[R] && !f_writes);
    assert (f_cycle == F_RESET || f_slot_q == '0);
    if (rst_i) begin
      assert (f_value == '0);
      assert (stage_mark[f_entry] == 1'b0 && control_mark[f_entry] == 1'b0 && stage_memory[f_entry] == '0);
      for (int i = 0; i <= R; i++) begin
        if (f_cycle > 4'(i)) assert (!updated_q[i] && !written_q[i] && !write_q[i]);
        if (f_cycle > 4'(i) && i < R && entry_q[i] == f_entry) assert (f_read[i] == '0);
      end
      if (f_cycle > 4'(L)) assert (!write_q[L]);
      if (f_cycle > 4'(R + 2) && entry_q[R] == f_entry) assert (ahead_q == '0);
      if (f_cycle > 4'(R + 3) && entry_q[L] == f_entry) assert (f_context_q == '0);
    end else begin
      if (update_valid_i && entry_q[L] == f_entry) f_value <= update_value_i;
      if (write_q[L] && target_q[L] == f_entry) f_value <= value_q[L];
      assert (f_memory == f_value);
      for (int i = 0; i < R; i++) if (entry_q[i] == f_entry) assert (f_seen[i] == f_value);
      if (entry_q[R] == f_entry && forward_o) assert (ahead_o == f_context_q);
      if (entry_q[R] == f_entry && f_writes) assert (ahead_o == value_q[L]);
      if (entry_q[R] == f_entry && !f_writes && !forward_o) assert (ahead_o == f_value);
      if (entry_q[L] == f_entry) assert (f_context_q == f_value);
      cover (update_valid_i && forward_o && entry_q[L] == f_entry && f_value != '0);
      cover (written_q[0] && updated_q[1] && written_entry_q[0] == f_entry && updated_entry_q[1] == f_entry);
    end
  end
`endif
endmodule : context_ahead
