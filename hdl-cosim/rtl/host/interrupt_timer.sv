// Interrupt moderation of one queue: completions that become visible in a cycle, and how many interrupts they raise in it.
//
// Several interrupts in one cycle, because each write of the card makes several completions visible at once and a queue
// may want an interrupt for each. With more completions to an interrupt than a cycle can bring, there is at most one.
module interrupt_timer #(
    parameter int MOST_VISIBLE = 8,  // in one cycle
    parameter int INTERRUPT_COUNT = 64,
    parameter int INTERRUPT_CYCLES = 3000,
    parameter int VISIBLE_BITS = 4,
    parameter int COUNT_BITS = 24,
    parameter int TIMER_BITS = 32
) (
    input  logic                    clk_i,
    input  logic                    rst_i,
    input  logic [VISIBLE_BITS-1:0] visible_i,
    output logic [  VISIBLE_BITS:0] raised_o,
    input  logic                    moderate_valid_i,
    input  logic [  COUNT_BITS-1:0] moderate_count_i,
    input  logic [  TIMER_BITS-1:0] moderate_cycles_i,
    input  logic                    forget_i
);
  localparam int SMALL_BITS = VISIBLE_BITS + 1;

  logic [COUNT_BITS-1:0] count_q;
  logic                  few_q;  // count is so small that a cycle can raise several interrupts
  logic [TIMER_BITS-1:0] cycles_q;
  logic [COUNT_BITS-1:0] one_less_q;  // than count
  logic [COUNT_BITS-1:0] unsignalled_q;
  logic                  due_q;  // as many as count already: it was made less meanwhile
  logic                  runs_q;  // some are unsignalled, the timer runs
  logic [TIMER_BITS-1:0] timer_q;  // cycles left

  logic                  ends;
  logic                  some;
  logic [COUNT_BITS-1:0] unsignalled;
  logic [COUNT_BITS-1:0] total;
  logic [COUNT_BITS-1:0] over;
  logic                  reached;
  assign ends        = runs_q && timer_q == '0;
  assign some        = visible_i != '0;
  assign unsignalled = ends ? '0 : due_q ? one_less_q : unsignalled_q;
  assign total       = unsignalled + COUNT_BITS'(visible_i);
  assign over        = total - count_q;
  assign reached     = total >= count_q;

  // Few: total is less than two times MOST_VISIBLE. A table: for every count what every total makes.
  logic [SMALL_BITS-1:0] few_total;
  logic [SMALL_BITS-1:0] few_left;
  logic [VISIBLE_BITS:0] few_raised;
  logic [SMALL_BITS-1:0] rest;
  logic [VISIBLE_BITS:0] times;
  assign few_total = SMALL_BITS'(total);
  always_comb begin
    few_left   = '0;
    few_raised = '0;
    rest       = '0;
    times      = '0;
    for (int c = 1; c <= MOST_VISIBLE; c++) begin
      rest  = few_total;
      times = '0;
      for (int k = 1; k < 2 * MOST_VISIBLE; k++) begin
        if (k * c < 2 * MOST_VISIBLE && few_total >= SMALL_BITS'(k * c)) begin
          rest  = few_total - SMALL_BITS'(k * c);
          times = (VISIBLE_BITS + 1)'(k);
        end
      end
      if (count_q == COUNT_BITS'(c)) begin
        few_left   = few_left | rest;
        few_raised = few_raised | times;
      end
    end
  end

  logic [VISIBLE_BITS:0] raised;
  logic [COUNT_BITS-1:0] left;
  assign raised   = !some ? '0 : few_q ? few_raised : (VISIBLE_BITS + 1)'(reached);
  assign left     = !some ? (ends ? '0 : unsignalled_q) : few_q ? COUNT_BITS'(few_left) : reached ? over : total;
  assign raised_o = raised + (VISIBLE_BITS + 1)'(ends);

  logic starts;
  assign starts = some && (raised != '0 ? left != '0 : !runs_q || ends);

  always_ff @(posedge clk_i) begin
    unsignalled_q <= left;
    due_q         <= due_q && !some && !ends;
    runs_q        <= starts || runs_q && !ends && raised == '0;
    timer_q       <= starts ? cycles_q - 1'b1 : timer_q - 1'b1;
    if (moderate_valid_i) begin
      count_q    <= moderate_count_i;
      one_less_q <= moderate_count_i - 1'b1;
      few_q      <= moderate_count_i <= COUNT_BITS'(MOST_VISIBLE);
      cycles_q   <= moderate_cycles_i;
      due_q      <= left >= moderate_count_i;
    end
    if (forget_i) begin
      unsignalled_q <= '0;
      due_q         <= 1'b0;
      runs_q        <= 1'b0;
    end
    if (rst_i) begin
      count_q       <= COUNT_BITS'(INTERRUPT_COUNT);
      one_less_q    <= COUNT_BITS'(INTERRUPT_COUNT - 1);
      due_q         <= 1'b0;
      few_q         <= INTERRUPT_COUNT <= MOST_VISIBLE;
      cycles_q      <= TIMER_BITS'(INTERRUPT_CYCLES);
      unsignalled_q <= '0;
      runs_q        <= 1'b0;
    end
  end
endmodule : interrupt_timer
