// The span of a subflow's bytes that the card dropped: the read-modify-write loop of steering, one segment a cycle.
//
// A span is end (low), start and, above them, whether it is there. It grows by segments that are lost. Its start moves
// along behind the horizon, which lies KEEP_BYTES behind the in-order point, and it vanishes when it ends there: no mapping
// reaches back so far.
//
// Look-ahead, as in receive_window. Start and end are always numbers that an earlier segment brought. So the segment's
// own are compared, in cycle A, with the span as it is and with the numbers of the segment right ahead, beside the
// decision on that one, whose selects choose the results as they choose start and end. Numbers are compared by the sign of
// their difference, which is a sum: of the place and the segment's number, negated, or inverted (one less than negated).
module dropped_span #(
    parameter int KEEP_BYTES = (1 << 29) + (1 << 16),
    parameter int SEQUENCE_BITS = 32,
    parameter int LENGTH_BITS = 16,
    parameter int SPAN_BITS = 2 * SEQUENCE_BITS + 1
) (
    input  logic                     clk_i,
    // The segment, cycle A - 1.
    input  logic [SEQUENCE_BITS-1:0] start_i,
    input  logic [  LENGTH_BITS-1:0] length_i,
    input  logic [SEQUENCE_BITS-1:0] point_i,  // the in-order point
    // Cycle A: it is lost; its span, with forward_i that of the segment right ahead, which leaves this segment's.
    input  logic                     lost_i,
    input  logic                     forward_i,
    input  logic [    SPAN_BITS-1:0] span_i,
    // Cycle A + 1: it counts; the span behind it (the same without enable_i).
    input  logic                     enable_i,
    output logic [    SPAN_BITS-1:0] span_o
);
  localparam int S = SEQUENCE_BITS;

  // ---- the segment's numbers

  logic [S-1:0] start_1q;
  logic [S-1:0] start_minus_1q;
  logic [S-1:0] end_1q;
  logic [S-1:0] end_not_1q;
  logic [S-1:0] horizon_not_1q;
  logic         empty_1q;
  logic [S-1:0] start_q;
  logic [S-1:0] end_q;
  logic [S-1:0] horizon_q;
  logic         horizon_before_q;  // the horizon lies before the segment's start
  logic         grows_q;

  always_ff @(posedge clk_i) begin
    start_1q         <= start_i;
    start_minus_1q   <= -start_i;
    end_1q           <= start_i + S'(length_i);
    end_not_1q       <= ~(start_i + S'(length_i));
    horizon_not_1q   <= ~point_i + S'(KEEP_BYTES);
    empty_1q         <= length_i == '0;
    start_q          <= start_1q;
    end_q            <= end_1q;
    horizon_q        <= ~horizon_not_1q;
    horizon_before_q <= !negative(start_1q, horizon_not_1q);
    grows_q          <= lost_i && !empty_1q;
  end

  // ---- cycle A: the span as far as it is known, compared with

  // Relations of a segment to the end of a span, and to its start.
  localparam int END_BEYOND = 0;  // it lies beyond the horizon
  localparam int END_PAST = 1;  // it lies behind the segment's end
  localparam int START_BEYOND = 0;  // it lies beyond the horizon
  localparam int START_BEFORE = 1;  // it lies before the segment's start

  function automatic logic negative(input logic [S-1:0] place, input logic [S-1:0] number);
    logic [S-1:0] sum;
    begin
      sum      = place + number;
      negative = sum[S-1];
    end
  endfunction
  function automatic logic [1:0] relations_to_end(input logic [S-1:0] place, input logic [S-1:0] end_not,
                                                  input logic [S-1:0] horizon_not);
    relations_to_end = {!negative(place, end_not), !negative(place, horizon_not)};
  endfunction
  function automatic logic [1:0] relations_to_start(input logic [S-1:0] place, input logic [S-1:0] start_minus,
                                                    input logic [S-1:0] horizon_not);
    relations_to_start = {negative(place, start_minus), !negative(place, horizon_not)};
  endfunction

  logic         there_q;
  logic [S-1:0] span_start_q;
  logic [S-1:0] span_end_q;
  logic [  1:0] end_relations_q;
  logic [  1:0] start_relations_q;
  logic         takes_end;  // the span ends with the segment
  logic         takes_start;  // it starts with the segment
  logic         takes_horizon;  // it starts at the horizon

  always_ff @(posedge clk_i) begin
    {there_q, span_start_q, span_end_q} <= forward_i ? span_o : span_i;
    end_relations_q <= forward_i && takes_end ? relations_to_end(end_q, end_not_1q, horizon_not_1q)
                     : relations_to_end(span_i[S-1:0], end_not_1q, horizon_not_1q);
    start_relations_q <= forward_i && takes_start ? relations_to_start(start_q, start_minus_1q, horizon_not_1q)
                       : forward_i && takes_horizon ? relations_to_start(horizon_q, start_minus_1q, horizon_not_1q)
                       : relations_to_start(span_i[2*S-1:S], start_minus_1q, horizon_not_1q);
  end

  // ---- cycle A + 1: the loop

  logic kept;
  logic starts_before;
  assign kept          = there_q && end_relations_q[END_BEYOND];
  assign starts_before = start_relations_q[START_BEYOND] ? start_relations_q[START_BEFORE] : horizon_before_q;
  assign takes_end     = enable_i && grows_q && !(kept && end_relations_q[END_PAST]);
  assign takes_start   = enable_i && grows_q && !(kept && starts_before);
  assign takes_horizon = enable_i && !takes_start && !start_relations_q[START_BEYOND];
  assign span_o = {
    enable_i ? kept || grows_q : there_q,
    takes_start ? start_q : takes_horizon ? horizon_q : span_start_q,
    takes_end ? end_q : span_end_q
  };

`ifdef FORMAL
  // The span as a plain sequence of updates, each with all its comparisons, as in the model: f_span_q is the context in
  // cycle A + 1, f_after what the segment makes of it.
  logic [SPAN_BITS-1:0] f_span_q;
  logic [SPAN_BITS-1:0] f_after;
  logic f_there;
  logic [S-1:0] f_start, f_end, f_number;
  logic signed [S-1:0] f_difference;
  logic [S-1:0] f_point_1q, f_point_q;
  logic f_lost_q, f_empty_q;

  always_comb begin
    {f_there, f_start, f_end} = f_span_q;
    f_number = f_point_q - S'(KEEP_BYTES);
    f_difference = f_number - f_end;
    if (f_there) f_there = f_difference < 0;
    f_difference = f_number - f_start;
    if (!(f_difference < 0)) f_start = f_number;
    if (f_lost_q && !f_empty_q) begin
      f_difference = f_start - start_q;
      if (!(f_there && f_difference < 0)) f_start = start_q;
      f_difference = end_q - f_end;
      if (!(f_there && f_difference < 0)) f_end = end_q;
      f_there = 1'b1;
    end
    f_after = enable_i ? {f_there, f_start, f_end} : f_span_q;
  end

  logic [1:0] f_cycle = 2'd0;
  always_ff @(posedge clk_i) begin
    if (f_cycle != 2'd3) f_cycle <= f_cycle + 2'd1;
    f_span_q   <= forward_i ? f_after : span_i;
    f_point_1q <= point_i;
    f_point_q  <= f_point_1q;
    f_lost_q   <= lost_i;
    f_empty_q  <= empty_1q;
  end
  always_comb begin
    if (forward_i) assume (span_i == f_span_q);
    if (f_cycle != 2'd3) assume (!forward_i);
    if (f_cycle != 2'd0) begin
      assert (start_minus_1q == -start_1q && end_not_1q == ~end_1q);
      assert (horizon_not_1q == ~(f_point_1q - S'(KEEP_BYTES)));
      assert (empty_1q == (start_1q == end_1q));
    end
    if (f_cycle[1]) begin
      assert (grows_q == (f_lost_q && !f_empty_q));
      assert (horizon_q == f_point_q - S'(KEEP_BYTES));
      assert (horizon_before_q == !negative(start_q, ~horizon_q));
    end
    if (f_cycle == 2'd3) begin
      assert ({there_q, span_start_q, span_end_q} == f_span_q);
      assert (end_relations_q == relations_to_end(span_end_q, ~end_q, ~horizon_q));
      assert (start_relations_q == relations_to_start(span_start_q, -start_q, ~horizon_q));
      assert (span_o == f_after);
    end
  end
`endif
endmodule : dropped_span
