// What context_memory and context_ahead share: contexts in block memory with two writers, and the newest value of an entry
// for each slot that reads.
//
// A slot that enters at cycle T has, in cycle T + READ_LATENCY, its entry in entry_o and in value_o what all slots have made
// of it that were updated before that cycle. Slots are updated one a cycle: the stage's value first, then the control
// processor's write that travelled beside it, which may be of another entry.
//
// Two writers and one reader are more than a block memory has ports. Each writer has a memory of its own, and two bits
// an entry say whose value is the newer: the stage writes last when its mark equals the other's, the control processor
// when they differ. Cost: the contexts twice, and two bits an entry in distributed memory. A value is in memory two
// cycles after its slot; READ_LATENCY + 1 slots behind the update are forwarded.
//
// Reset empties the pipeline and not the memories: they start from zero when the card is configured, and the control
// processor writes an entry before any slot reads it.
module context_store #(
    parameter int ENTRIES = 16,
    parameter int WIDTH = 8,
    parameter int READ_LATENCY = 2,
    parameter int ENTRY_BITS = $clog2(ENTRIES)
) (
    input  logic                  clk_i,
    input  logic                  rst_i,
    // The slot, cycle T.
    input  logic [ENTRY_BITS-1:0] read_entry_i,
    // The same slot, cycle T + READ_LATENCY.
    output logic [ENTRY_BITS-1:0] entry_o,
    output logic [     WIDTH-1:0] value_o,
    // A slot that is updated.
    input  logic                  update_valid_i,
    input  logic [ENTRY_BITS-1:0] update_entry_i,
    input  logic [     WIDTH-1:0] update_value_i,
    input  logic                  write_valid_i,
    input  logic [ENTRY_BITS-1:0] write_entry_i,
    input  logic [     WIDTH-1:0] write_value_i,
    // The slot that was updated a cycle ago.
    output logic                  updated_o,
    output logic [     WIDTH-1:0] updated_value_o,
    output logic                  written_o,
    output logic [     WIDTH-1:0] written_value_o
`ifdef FORMAL
    ,
    input  logic [           3:0] f_cycle_i,  // cycles since the start, up to a number above READ_LATENCY + 1
    output logic [     WIDTH-1:0] f_value_o   // of entry 0
`endif
);
  localparam int R = READ_LATENCY;

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

  // ---- slots that read: index i is the slot that entered i + 1 cycles ago

  logic [ENTRY_BITS-1:0] entry_q[0:R-1];
  always_ff @(posedge clk_i) begin
    entry_q[0] <= read_entry_i;
    for (int i = 1; i < R; i++) entry_q[i] <= entry_q[i-1];
  end
  assign entry_o = entry_q[R-1];

  // ---- slots behind the update: index i is the slot that was updated i + 1 cycles ago

  logic                  updated_q      [0:R];
  logic [ENTRY_BITS-1:0] updated_entry_q[0:R];
  logic [     WIDTH-1:0] updated_value_q[0:R];
  logic                  written_q      [0:R];
  logic [ENTRY_BITS-1:0] written_entry_q[0:R];
  logic [     WIDTH-1:0] written_value_q[0:R];

  always_ff @(posedge clk_i) begin
    updated_q[0]       <= update_valid_i && !rst_i;
    updated_entry_q[0] <= update_entry_i;
    updated_value_q[0] <= update_value_i;
    written_q[0]       <= write_valid_i && !rst_i;
    written_entry_q[0] <= write_entry_i;
    written_value_q[0] <= write_value_i;
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

  // ---- forwarding: the newest value on its way wins

  always_comb begin
    value_o = read_value;
    for (int i = R; i >= 0; i--) begin
      if (updated_q[i] && updated_entry_q[i] == entry_q[R-1]) value_o = updated_value_q[i];
      if (written_q[i] && written_entry_q[i] == entry_q[R-1]) value_o = written_value_q[i];
    end
  end

  assign updated_o       = updated_q[0];
  assign updated_value_o = updated_value_q[0];
  assign written_o       = written_q[0];
  assign written_value_o = written_value_q[0];

`ifdef FORMAL
  // Entry 0, followed as a plain variable that every slot writes in its turn. Entries are only compared for equality, so one
  // stands for all.
  wire [ENTRY_BITS-1:0] f_entry = '0;
  logic [WIDTH-1:0] f_value = '0;
  assign f_value_o = f_value;

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

  always_ff @(posedge clk_i) begin
    if (rst_i) begin
      assert (f_value == '0);
      assert (stage_mark[f_entry] == 1'b0 && control_mark[f_entry] == 1'b0 && stage_memory[f_entry] == '0);
      for (int i = 0; i <= R; i++) begin
        if (f_cycle_i > 4'(i)) assert (!updated_q[i] && !written_q[i]);
        if (f_cycle_i > 4'(i) && i < R && entry_q[i] == f_entry) assert (f_read[i] == '0);
      end
    end else begin
      if (update_valid_i && update_entry_i == f_entry) f_value <= update_value_i;
      if (write_valid_i && write_entry_i == f_entry) f_value <= write_value_i;
      assert (f_memory == f_value);
      for (int i = 0; i < R; i++) if (entry_q[i] == f_entry) assert (f_seen[i] == f_value);
      if (entry_o == f_entry) assert (value_o == f_value);
      cover (written_q[0] && updated_q[1] && written_entry_q[0] == f_entry && updated_entry_q[1] == f_entry);
    end
  end
`endif
endmodule : context_store
