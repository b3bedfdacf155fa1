// Entries of SLOTS values each in block memory: a word reads all slots of an entry and, WRITE_DELAY cycles after its
// read, may write one value into some of them.
//
// Words travel through the cell, one a cycle. A word that enters at cycle T finds in value_o at T + READ_LATENCY all that
// earlier words have written up to and with that cycle. What those still ahead of it will write it has to take from them
// on its way: the word k cycles ahead writes at T - k + WRITE_DELAY.
//
// There is one writer, so a value is never carried back: memory is written slot by slot, and in front of value_o only
// slots that change are replaced. Nothing is written at reset; memories start from zero when the card is configured.
module slot_memory #(
    parameter int ENTRIES = 16,
    parameter int SLOTS = 1,
    parameter int WIDTH = 8,
    parameter int READ_LATENCY = 2,
    parameter int WRITE_DELAY = READ_LATENCY + 3,
    parameter int ENTRY_BITS = $clog2(ENTRIES)
) (
    input  logic                   clk_i,
    // The word, cycle T.
    input  logic [ ENTRY_BITS-1:0] read_entry_i,
    // The same word, cycle T + READ_LATENCY.
    output logic [SLOTS*WIDTH-1:0] value_o,
    // The same word, cycle T + WRITE_DELAY.
    input  logic [      SLOTS-1:0] write_i,
    input  logic [      WIDTH-1:0] write_value_i
);
  localparam int R = READ_LATENCY;
  localparam int W = WRITE_DELAY;

  // ---- words on their way: index i is the word that entered i + 1 cycles ago

  logic [ENTRY_BITS-1:0] entry_q[0:W-1];

  // The writer's entry is that of the word at i, when there is a word at i.
  logic [R-1:0] same_q;
  // The write of a cycle ago was to the entry that was being read.
  logic passed_q;
  logic [SLOTS-1:0] written_q;
  logic [WIDTH-1:0] written_value_q;

  always_ff @(posedge clk_i) begin
    entry_q[0] <= read_entry_i;
    same_q[0]  <= read_entry_i == entry_q[W-2];
    for (int i = 1; i < W; i++) entry_q[i] <= entry_q[i-1];
    for (int i = 1; i < R; i++) same_q[i] <= entry_q[i-1] == entry_q[W-2];
    passed_q        <= read_entry_i == entry_q[W-1];
    written_q       <= write_i;
    written_value_q <= write_value_i;
  end

  generate
    for (genvar s = 0; s < SLOTS; s++) begin : g_slot
      (* ram_style = "block" *)logic [WIDTH-1:0] values[0:ENTRIES-1];
      initial begin
        for (int i = 0; i < ENTRIES; i++) values[i] = '0;
      end

      logic [WIDTH-1:0] read_q;
      logic [WIDTH-1:0] first;
      always_ff @(posedge clk_i) begin
        read_q <= values[read_entry_i];
        if (write_i[s]) values[entry_q[W-1]] <= write_value_i;
      end
      assign first = passed_q && written_q[s] ? written_value_q : read_q;

      if (R == 1) begin : g_direct
        assign value_o[s*WIDTH+:WIDTH] = write_i[s] && same_q[0] ? write_value_i : first;
      end else begin : g_late
        logic [WIDTH-1:0] late_q[0:R-2];
        always_ff @(posedge clk_i) begin
          late_q[0] <= write_i[s] && same_q[0] ? write_value_i : first;
          for (int i = 1; i < R - 1; i++) late_q[i] <= write_i[s] && same_q[i] ? write_value_i : late_q[i-1];
        end
        assign value_o[s*WIDTH+:WIDTH] = write_i[s] && same_q[R-1] ? write_value_i : late_q[R-2];
      end

`ifdef FORMAL
      // The slot of entry 0, followed as a plain variable that the words write in their turn. Entries are only compared for
      // equality, so one stands for all.
      logic [WIDTH-1:0] f_value = '0;
      logic [WIDTH-1:0] f_now;
      assign f_now = write_i[s] && f_writes ? write_value_i : f_value;
      always_ff @(posedge clk_i) begin
        f_value <= f_now;
        assert (values[f_entry] == f_value);
        if (f_cycle > 4'd0 && entry_q[0] == f_entry) assert (first == f_value);
        if (f_cycle >= 4'(R) && entry_q[R-1] == f_entry) begin
          assert (value_o[s*WIDTH+:WIDTH] == f_now);
          cover (write_i[s] && same_q[R-1] && f_value != '0 && f_now != f_value);
          cover (f_cycle == F_LAST && f_value != '0 && !f_writes);
        end
      end
      if (R > 1) begin : g_on_the_way
        always_ff @(posedge clk_i) begin
          for (int i = 1; i < R; i++) begin
            if (f_cycle > 4'(i) && entry_q[i] == f_entry) assert (g_late.late_q[i-1] == f_value);
          end
        end
      end
`endif
    end
  endgenerate

`ifdef FORMAL
  // There is no reset: a word that was on its way at the start has read nothing, whatever its entry.
  localparam logic [3:0] F_LAST = 4'(R + 1);
  wire [ENTRY_BITS-1:0] f_entry = '0;
  wire f_writes = entry_q[W-1] == f_entry;
  logic [3:0] f_cycle = 4'd0;
  logic [ENTRY_BITS-1:0] f_writer_q;
  always_ff @(posedge clk_i) begin
    if (f_cycle != F_LAST) f_cycle <= f_cycle + 4'd1;
    assert (f_cycle <= F_LAST);
    f_writer_q <= entry_q[W-1];
    if (f_cycle > 4'd0) begin
      assert (passed_q == (entry_q[0] == f_writer_q));
      for (int i = 0; i < R; i++) assert (same_q[i] == (entry_q[i] == entry_q[W-1]));
    end
  end
`endif
endmodule : slot_memory
