// Interrupt moderation of one queue: completions that become visible in a cycle, and how many interrupts they raise in it.
//
// Several interrupts in one cycle, because each write of the card makes several completions visible at once and a queue
// may want an interrupt for each. With more completions to an interrupt than a cycle can bring, there is at most one.
//
// Kept is how many completions lack until the interrupt, not how many there are: a cycle decides by their low bits and by
// whether those above are zero. A count that the control processor writes holds for completions behind the next
// interrupt, or at once if all are signalled, so nothing that lacks is ever computed anew from what there is.
module interrupt_timer #(
    parameter int MOST_VISIBLE = 4,  // in one cycle
    parameter int INTERRUPT_COUNT = 64,
    parameter int INTERRUPT_CYCLES = 3000,
    parameter int VISIBLE_BITS = 3,
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
  localparam int LOW_BITS = VISIBLE_BITS;
  localparam int HIGH_BITS = COUNT_BITS - LOW_BITS;

  logic [COUNT_BITS-1:0] count_q;
  logic [ HIGH_BITS-1:0] count_less_q;  // its high bits less 1
  logic [           2:0] count_is_q;  // its high bits are 2, 1, 0
  logic                  few_q;  // count is so small that a cycle can raise several interrupts
  logic                  runs_q;  // some are unsignalled, the timer runs
  logic [ HIGH_BITS-1:0] high_q;  // of those that lack until the interrupt, 1 at least; count if all are signalled
  logic                  high_zero_q;
  logic                  high_one_q;
  logic [  LOW_BITS-1:0] low_q;
  logic [TIMER_BITS-1:0] timer_q;  // cycles left
  logic                  timer_zero_q;
  logic [TIMER_BITS-1:0] cycles_less_q;  // by 1
  logic                  cycles_one_q;

  // ---- interrupts of this cycle: of the timer, or of the completion that was the last to lack; of each count behind it

  logic                  ends;
  logic                  short;  // fewer came than lack
  logic                  anew;  // an interrupt is raised
  logic [  LOW_BITS-1:0] behind;  // completions behind the first interrupt; anything without one
  assign ends            = runs_q && timer_zero_q;
  assign {short, behind} = {1'b0, visible_i} - {1'b0, ends ? LOW_BITS'(0) : low_q};
  assign anew            = ends || high_zero_q && !short;

  // A table: for every small count what so many completions make.
  logic [VISIBLE_BITS:0] few_raised;
  logic [  LOW_BITS-1:0] few_low;  // that lack then
  logic                  few_rest;
  logic [VISIBLE_BITS:0] row_raised;
  logic [  LOW_BITS-1:0] row_low;
  logic                  row_rest;
  always_comb begin
    few_raised = '0;
    few_low    = '0;
    few_rest   = 1'b0;
    row_raised = '0;
    row_low    = '0;
    row_rest   = 1'b0;
    for (int c = 1; c <= MOST_VISIBLE; c++) begin
      row_raised = '0;
      row_low    = '0;
      row_rest   = 1'b0;
      for (int b = 0; b <= MOST_VISIBLE; b++) begin
        if (behind == LOW_BITS'(b)) begin
          row_raised = (VISIBLE_BITS + 1)'(1 + b / c);
          row_low    = LOW_BITS'(c - b % c);
          row_rest   = b % c != 0;
        end
      end
      if (count_q[LOW_BITS-1:0] == LOW_BITS'(c)) begin
        few_raised = few_raised | row_raised;
        few_low    = few_low | row_low;
        few_rest   = few_rest | row_rest;
      end
    end
  end
  assign raised_o = !anew ? '0 : few_q ? few_raised : (VISIBLE_BITS + 1)'(1);

  logic rest;  // completions are left behind the last interrupt
  logic runs;
  logic starts;
  assign rest   = few_q ? few_rest : behind != '0;
  assign runs   = anew ? rest : runs_q || visible_i != '0;
  assign starts = anew ? rest : !runs_q && visible_i != '0;

  // ---- how many lack behind this cycle: count less the rest, or as many as before less what came

  logic [HIGH_BITS-1:0] rest_high;
  logic                 rest_zero;
  logic                 rest_one;
  logic [ LOW_BITS-1:0] rest_low;
  logic [HIGH_BITS-1:0] on_high;
  logic                 on_zero;
  logic                 on_one;
  logic [ LOW_BITS-1:0] on_low;
  logic [HIGH_BITS-1:0] count_high;
  logic [          2:0] moderate_is;
  assign count_high  = count_q[COUNT_BITS-1:LOW_BITS];
  assign moderate_is = {
    moderate_count_i[COUNT_BITS-1:LOW_BITS] == HIGH_BITS'(2),
    moderate_count_i[COUNT_BITS-1:LOW_BITS] == HIGH_BITS'(1),
    moderate_count_i[COUNT_BITS-1:LOW_BITS] == '0
  };

  count_less #(
      .HIGH_BITS(HIGH_BITS),
      .LOW_BITS (LOW_BITS)
  ) less_rest (
      .high_i     (count_high),
      .high_less_i(count_less_q),
      .high_zero_i(count_is_q[0]),
      .high_one_i (count_is_q[1]),
      .high_two_i (count_is_q[2]),
      .low_i      (count_q[LOW_BITS-1:0]),
      .less_i     (behind),
      .high_o     (rest_high),
      .high_zero_o(rest_zero),
      .high_one_o (rest_one),
      .low_o      (rest_low)
  );
  count_less #(
      .HIGH_BITS(HIGH_BITS),
      .LOW_BITS (LOW_BITS)
  ) less_visible (
      .high_i     (high_q),
      .high_less_i(high_q - 1'b1),
      .high_zero_i(high_zero_q),
      .high_one_i (high_one_q),
      .high_two_i (high_q == HIGH_BITS'(2)),
      .low_i      (low_q),
      .less_i     (visible_i),
      .high_o     (on_high),
      .high_zero_o(on_zero),
      .high_one_o (on_one),
      .low_o      (on_low)
  );

  always_ff @(posedge clk_i) begin
    runs_q       <= runs;
    timer_q      <= starts ? cycles_less_q : timer_q - 1'b1;
    timer_zero_q <= starts ? cycles_one_q : timer_q == TIMER_BITS'(1);
    high_q       <= !anew ? on_high : few_q ? '0 : rest_high;
    high_zero_q  <= !anew ? on_zero : few_q || rest_zero;
    high_one_q   <= !anew ? on_one : !few_q && rest_one;
    low_q        <= !anew ? on_low : few_q ? few_low : rest_low;
    if (forget_i) begin
      runs_q      <= 1'b0;
      high_q      <= count_high;
      high_zero_q <= count_is_q[0];
      high_one_q  <= count_is_q[1];
      low_q       <= count_q[LOW_BITS-1:0];
    end
    if (moderate_valid_i) begin
      count_q       <= moderate_count_i;
      count_less_q  <= moderate_count_i[COUNT_BITS-1:LOW_BITS] - 1'b1;
      count_is_q    <= moderate_is;
      few_q         <= moderate_count_i <= COUNT_BITS'(MOST_VISIBLE);
      cycles_less_q <= moderate_cycles_i - 1'b1;
      cycles_one_q  <= moderate_cycles_i == TIMER_BITS'(1);
      if (forget_i || !runs) begin
        high_q      <= moderate_count_i[COUNT_BITS-1:LOW_BITS];
        high_zero_q <= moderate_is[0];
        high_one_q  <= moderate_is[1];
        low_q       <= moderate_count_i[LOW_BITS-1:0];
      end
    end
    if (rst_i) begin
      count_q       <= COUNT_BITS'(INTERRUPT_COUNT);
      count_less_q  <= HIGH_BITS'((INTERRUPT_COUNT >> LOW_BITS) - 1);
      count_is_q    <= {INTERRUPT_COUNT >> LOW_BITS == 2, INTERRUPT_COUNT >> LOW_BITS == 1, INTERRUPT_COUNT >> LOW_BITS == 0};
      few_q         <= INTERRUPT_COUNT <= MOST_VISIBLE;
      cycles_less_q <= TIMER_BITS'(INTERRUPT_CYCLES - 1);
      cycles_one_q  <= INTERRUPT_CYCLES == 1;
      runs_q        <= 1'b0;
      high_q        <= HIGH_BITS'(INTERRUPT_COUNT >> LOW_BITS);
      high_zero_q   <= INTERRUPT_COUNT >> LOW_BITS == 0;
      high_one_q    <= INTERRUPT_COUNT >> LOW_BITS == 1;
      low_q         <= LOW_BITS'(INTERRUPT_COUNT);
    end
  end
endmodule : interrupt_timer
