// Interrupt moderation of one queue: completions that become visible in a cycle, and how many interrupts they raise in it.
//
// Several interrupts in one cycle, because each write of the card makes several completions visible at once and a queue
// may want an interrupt for each. With more completions to an interrupt than a cycle can bring, there is at most one.
//
// What a cycle decides by is there as a register: completions that lack until the interrupt, whether only their low bits
// count, and that the timer ends. The long counters only follow.
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
  localparam int LOW_BITS = VISIBLE_BITS;
  localparam int HIGH_BITS = COUNT_BITS - LOW_BITS;
  localparam int SMALL_BITS = $clog2(2 * MOST_VISIBLE);

  logic [ COUNT_BITS-1:0] count_q;
  logic [  HIGH_BITS-1:0] count_less_q;  // its high bits less 1
  logic [            2:0] count_is_q;  // its high bits are 2, 1, 0
  logic                   few_q;  // count is so small that a cycle can raise several interrupts
  logic [ COUNT_BITS-1:0] unsignalled_q;
  logic                   due_q;  // as many as count already: it was made less meanwhile
  logic [  HIGH_BITS-1:0] high_q;  // of those that lack until the interrupt, 1 at least; anything if due
  logic                   high_zero_q;
  logic                   high_one_q;
  logic [   LOW_BITS-1:0] low_q;
  logic                   runs_q;  // some are unsignalled, the timer runs
  logic [ TIMER_BITS-1:0] timer_q;  // cycles left
  logic                   timer_zero_q;
  logic [ TIMER_BITS-1:0] cycles_less_q;  // by 1
  logic                   cycles_one_q;

  logic ends;
  logic some;
  assign ends = runs_q && timer_zero_q;
  assign some = visible_i != '0;

  // ---- interrupts of this cycle

  // Few: all is less than two times MOST_VISIBLE. A table: for every count what every total makes.
  logic [SMALL_BITS-1:0] few_before;
  logic [SMALL_BITS-1:0] few_total;
  logic [  LOW_BITS-1:0] few_rest;
  logic [VISIBLE_BITS:0] few_raised;
  logic [  LOW_BITS-1:0] row_rest;
  logic [VISIBLE_BITS:0] row_raised;
  assign few_before = ends ? '0 : due_q ? SMALL_BITS'(count_q) - 1'b1 : SMALL_BITS'(unsignalled_q);
  assign few_total  = few_before + SMALL_BITS'(visible_i);
  always_comb begin
    few_rest   = '0;
    few_raised = '0;
    row_rest   = '0;
    row_raised = '0;
    for (int c = 1; c <= MOST_VISIBLE; c++) begin
      row_rest   = '0;
      row_raised = '0;
      for (int t = 0; t < 2 * MOST_VISIBLE; t++) begin
        if (few_total == SMALL_BITS'(t)) begin
          row_rest   = LOW_BITS'(t % c);
          row_raised = (VISIBLE_BITS + 1)'(t / c);
        end
      end
      if (count_q[LOW_BITS-1:0] == LOW_BITS'(c)) begin
        few_rest   = few_rest | row_rest;
        few_raised = few_raised | row_raised;
      end
    end
  end

  logic [  LOW_BITS-1:0] lacks;
  logic                  reached;
  logic                  raises;
  logic [VISIBLE_BITS:0] raised;
  logic [  LOW_BITS-1:0] rest;  // completions behind the last interrupt
  assign lacks    = due_q ? LOW_BITS'(1) : low_q;
  assign reached  = !ends && (due_q || high_zero_q && visible_i >= low_q);
  assign raised   = !some ? '0 : few_q ? few_raised : (VISIBLE_BITS + 1)'(reached);
  assign raises   = raised != '0;
  assign rest     = !raises ? visible_i : few_q ? few_rest : visible_i - lacks;
  assign raised_o = raised + (VISIBLE_BITS + 1)'(ends);

  logic starts;
  assign starts = some && (raises ? rest != '0 : !runs_q || ends);

  // ---- how many lack behind this cycle: count less the rest, or as many as before less what came

  logic                 anew;
  logic [ COUNT_BITS:0] ahead;  // the new count less what is unsignalled, perhaps less than nothing
  logic [HIGH_BITS-1:0] base_high;
  logic [HIGH_BITS-1:0] base_less;
  logic [          2:0] base_is;
  logic [ LOW_BITS-1:0] base_low;
  logic [          2:0] moderate_is;
  logic [          2:0] ahead_is;
  logic [          2:0] high_is;
  assign anew        = raises || ends;
  assign ahead       = {1'b0, moderate_count_i} - {1'b0, unsignalled_q};
  assign moderate_is = {
    moderate_count_i[COUNT_BITS-1:LOW_BITS] == HIGH_BITS'(2),
    moderate_count_i[COUNT_BITS-1:LOW_BITS] == HIGH_BITS'(1),
    moderate_count_i[COUNT_BITS-1:LOW_BITS] == '0
  };
  assign ahead_is = {
    ahead[COUNT_BITS-1:LOW_BITS] == HIGH_BITS'(2),
    ahead[COUNT_BITS-1:LOW_BITS] == HIGH_BITS'(1),
    ahead[COUNT_BITS-1:LOW_BITS] == '0
  };
  assign high_is   = {high_q == HIGH_BITS'(2), high_one_q, high_zero_q};
  assign base_high = moderate_valid_i ? moderate_count_i[COUNT_BITS-1:LOW_BITS] : count_q[COUNT_BITS-1:LOW_BITS];
  assign base_less = moderate_valid_i ? moderate_count_i[COUNT_BITS-1:LOW_BITS] - 1'b1 : count_less_q;
  assign base_is   = moderate_valid_i ? moderate_is : count_is_q;
  assign base_low  = moderate_valid_i ? moderate_count_i[LOW_BITS-1:0] : count_q[LOW_BITS-1:0];

  logic [HIGH_BITS-1:0] anew_high;
  logic                 anew_zero;
  logic                 anew_one;
  logic [ LOW_BITS-1:0] anew_low;
  logic                 anew_spent;
  logic [HIGH_BITS-1:0] on_high;
  logic                 on_zero;
  logic                 on_one;
  logic [ LOW_BITS-1:0] on_low;
  logic                 on_spent;
  logic                 spent;
  assign spent = moderate_valid_i && (anew ? anew_spent : on_spent || ahead[COUNT_BITS]);

  count_less #(
      .HIGH_BITS(HIGH_BITS),
      .LOW_BITS (LOW_BITS)
  ) less_rest (
      .high_i     (base_high),
      .high_less_i(base_less),
      .high_zero_i(base_is[0]),
      .high_one_i (base_is[1]),
      .high_two_i (base_is[2]),
      .low_i      (base_low),
      .less_i     (rest),
      .high_o     (anew_high),
      .high_zero_o(anew_zero),
      .high_one_o (anew_one),
      .low_o      (anew_low),
      .spent_o    (anew_spent)
  );
  count_less #(
      .HIGH_BITS(HIGH_BITS),
      .LOW_BITS (LOW_BITS)
  ) less_visible (
      .high_i     (moderate_valid_i ? ahead[COUNT_BITS-1:LOW_BITS] : high_q),
      .high_less_i((moderate_valid_i ? ahead[COUNT_BITS-1:LOW_BITS] : high_q) - 1'b1),
      .high_zero_i(moderate_valid_i ? ahead_is[0] : high_is[0]),
      .high_one_i (moderate_valid_i ? ahead_is[1] : high_is[1]),
      .high_two_i (moderate_valid_i ? ahead_is[2] : high_is[2]),
      .low_i      (moderate_valid_i ? ahead[LOW_BITS-1:0] : low_q),
      .less_i     (visible_i),
      .high_o     (on_high),
      .high_zero_o(on_zero),
      .high_one_o (on_one),
      .low_o      (on_low),
      .spent_o    (on_spent)
  );

  always_ff @(posedge clk_i) begin
    unsignalled_q <= anew ? COUNT_BITS'(rest) : unsignalled_q + COUNT_BITS'(visible_i);
    due_q         <= moderate_valid_i ? spent : due_q && !some && !ends;
    runs_q        <= starts || runs_q && !ends && !raises;
    timer_q       <= starts ? cycles_less_q : timer_q - 1'b1;
    timer_zero_q  <= starts ? cycles_one_q : timer_q == TIMER_BITS'(1);
    high_q        <= anew ? anew_high : on_high;
    high_zero_q   <= anew ? anew_zero : on_zero;
    high_one_q    <= anew ? anew_one : on_one;
    low_q         <= anew ? anew_low : on_low;
    if (moderate_valid_i) begin
      count_q       <= moderate_count_i;
      count_less_q  <= base_less;
      count_is_q    <= moderate_is;
      few_q         <= moderate_count_i <= COUNT_BITS'(MOST_VISIBLE);
      cycles_less_q <= moderate_cycles_i - 1'b1;
      cycles_one_q  <= moderate_cycles_i == TIMER_BITS'(1);
    end
    if (forget_i) begin
      unsignalled_q <= '0;
      due_q         <= 1'b0;
      runs_q        <= 1'b0;
      high_q        <= base_high;
      high_zero_q   <= base_is[0];
      high_one_q    <= base_is[1];
      low_q         <= base_low;
    end
    if (rst_i) begin
      count_q       <= COUNT_BITS'(INTERRUPT_COUNT);
      count_less_q  <= HIGH_BITS'((INTERRUPT_COUNT >> LOW_BITS) - 1);
      count_is_q    <= {INTERRUPT_COUNT >> LOW_BITS == 2, INTERRUPT_COUNT >> LOW_BITS == 1, INTERRUPT_COUNT >> LOW_BITS == 0};
      few_q         <= INTERRUPT_COUNT <= MOST_VISIBLE;
      cycles_less_q <= TIMER_BITS'(INTERRUPT_CYCLES - 1);
      cycles_one_q  <= INTERRUPT_CYCLES == 1;
      unsignalled_q <= '0;
      due_q         <= 1'b0;
      runs_q        <= 1'b0;
      high_q        <= HIGH_BITS'(INTERRUPT_COUNT >> LOW_BITS);
      high_zero_q   <= INTERRUPT_COUNT >> LOW_BITS == 0;
      high_one_q    <= INTERRUPT_COUNT >> LOW_BITS == 1;
      low_q         <= LOW_BITS'(INTERRUPT_COUNT);
    end
  end
endmodule : interrupt_timer
