// The in-order point of a sequence space and up to RANGES byte ranges beyond it: classifies a segment and moves the
// window. The read-modify-write loop of subflow_tracker and connection_tracker, one segment a cycle.
//
// A range is end (low half) and start (high half); start equal to end is an empty place. Ranges are disjoint, never touch
// each other, lie beyond the in-order point and within the window, and stand in no order. When a range more than there
// are places is needed, or a segment ends more than half a window beyond the in-order point and joins or follows another
// range, the in-order point jumps to the end of the range with the lowest start.
//
// Look-ahead. Point, starts and ends are always copies of numbers that an earlier segment brought. So what a segment
// will be compared with is known a cycle ahead, but for the choice: elements of the window as it is, and start and end
// of the segment right ahead. All are compared with in that cycle (A), beside the decision on the segment ahead, and the
// results are chosen by the same selects as the elements themselves. The loop (cycle A + 1) holds no comparison: bits,
// decision, selects. A distance from the in-order point is compared by moving the segment's number, not the point.
//
// A segment lies in the window if it starts less than the window away from the in-order point, on either side, and ends
// at most the window beyond it. Numbers are compared by the sign of their difference, modulo 2^SEQUENCE_BITS; the window is at most a quarter of that.
module receive_window #(
    parameter int RANGES = 4,
    parameter int RECEIVE_WINDOW_BYTES = 1 << 30,
    parameter int SEQUENCE_BITS = 32,
    parameter int LENGTH_BITS = 16,
    parameter int RANGE_BITS = 2 * SEQUENCE_BITS
) (
    input  logic                         clk_i,
    // The segment, cycle A - 2.
    input  logic [    SEQUENCE_BITS-1:0] start_i,
    input  logic [      LENGTH_BITS-1:0] length_i,
    // Its window, cycle A; with forward_i: that of the segment right ahead, which leaves this segment's.
    input  logic                         forward_i,
    input  logic [    SEQUENCE_BITS-1:0] point_i,
    input  logic [RANGES*RANGE_BITS-1:0] ranges_i,
    // Cycle A + 1: the segment counts; the window has seen none before it, and one beyond the in-order point begins it.
    input  logic                         enable_i,
    input  logic                         fresh_i,
    // Cycle A + 1: the window before the segment, and behind it (the same without enable_i).
    output logic [    SEQUENCE_BITS-1:0] point_o,
    output logic [    SEQUENCE_BITS-1:0] next_o,
    output logic [RANGES*RANGE_BITS-1:0] ranges_o,
    // Cycle A + 1: the segment's place; order_o without enable_i as well if not fresh_i.
    output logic [                  2:0] order_o,
    output logic                         below_o,  // starts before the in-order point
    output logic                         up_to_o,  // inside; starts at or before the in-order point, or begins the window
    output logic                         begins_o,
    output logic                         begins_beyond_o,  // begins the window at its start
    output logic                         jumped_o,
    output logic                         wraps_o  // the in-order point passes 0
);
  localparam int S = SEQUENCE_BITS;
  localparam logic [S-1:0] WINDOW = S'(RECEIVE_WINDOW_BYTES);
  localparam logic [S-1:0] HALF_WINDOW = S'(RECEIVE_WINDOW_BYTES / 2);

  // Added to an inverted number: minus the number, and moved by the window or half of it.
  localparam logic [S-1:0] NOT_BELOW = S'(1) - WINDOW;
  localparam logic [S-1:0] ABOVE = S'(1) + WINDOW;
  localparam logic [S-1:0] BEYOND_HALF = S'(1) + HALF_WINDOW;

  // Segment orders, as in the header word.
  localparam logic [2:0] IN_ORDER = 3'd0;
  localparam logic [2:0] OUT_OF_ORDER = 3'd1;
  localparam logic [2:0] DUPLICATE = 3'd2;
  localparam logic [2:0] PARTIAL_DUPLICATE = 3'd3;
  localparam logic [2:0] OUTSIDE_WINDOW = 3'd4;

  function automatic logic less(input logic [S-1:0] a, input logic [S-1:0] b);
    logic [S-1:0] difference;
    begin
      difference = a - b;
      less       = difference[S-1];
    end
  endfunction

  // ---- the segment's numbers, and those moved by the window

  logic [          S-1:0] start_1q;
  logic [          S-1:0] end_1q;
  logic [LENGTH_BITS-1:0] length_1q;
  logic [          S-1:0] start_2q;
  logic [          S-1:0] end_2q;
  logic [          S-1:0] start_minus_2q;
  logic [          S-1:0] start_not_2q;
  logic [          S-1:0] end_minus_2q;
  logic [          S-1:0] end_not_2q;
  logic [          S-1:0] start_above_2q;  // negative with the point: the start lies above the window
  logic [          S-1:0] start_below_2q;  // not negative with the point: the start lies below it
  logic [          S-1:0] end_above_2q;  // negative: the end lies above it
  logic [          S-1:0] end_half_2q;  // negative: it lies more than half the window beyond
  logic                   empty_2q;
  logic                   fits_2q;
  logic [          S-1:0] start_q;
  logic [          S-1:0] end_q;
  logic                   empty_q;
  logic                   fits_q;

  always_ff @(posedge clk_i) begin
    start_1q       <= start_i;
    end_1q         <= start_i + S'(length_i);
    length_1q      <= length_i;
    start_2q       <= start_1q;
    end_2q         <= end_1q;
    start_minus_2q <= -start_1q;
    start_not_2q   <= ~start_1q;
    end_minus_2q   <= -end_1q;
    end_not_2q     <= ~end_1q;
    start_above_2q <= ~start_1q + WINDOW;
    start_below_2q <= ~start_1q + NOT_BELOW;
    end_above_2q   <= ~end_1q + ABOVE;
    end_half_2q    <= ~end_1q + BEYOND_HALF;
    empty_2q       <= length_1q == '0;
    fits_2q        <= S'(length_1q) <= WINDOW;
    start_q        <= start_2q;
    end_q          <= end_2q;
    empty_q        <= empty_2q;
    fits_q         <= fits_2q;
  end

  // ---- cycle A: the window as far as it is known, compared with

  // Relations of a segment to an end of a range, and the last three to the in-order point that an end may become.
  localparam int START_UP_TO = 0;  // start <= end
  localparam int START_BEFORE = 1;  // start < end
  localparam int END_UP_TO = 2;  // end of the segment <= end
  localparam int START_OUTSIDE = 3;
  localparam int END_OUTSIDE = 4;
  localparam int FAR = 5;
  localparam int END_RELATIONS = 3;
  localparam int POINT_RELATIONS = 6;
  // Relations of a segment to the start of a range.
  localparam int FROM_START = 0;  // start of the range <= start
  localparam int FROM_END = 1;  // start of the range <= end of the segment
  localparam int BEFORE_END = 2;  // start of the range < end of the segment
  localparam int START_RELATIONS = 3;

  logic [       S-1:0] point_q;
  logic [RANGES*S-1:0] starts_q;
  logic [RANGES*S-1:0] ends_q;
  logic [RANGES*S-1:0] starts_x;
  logic [RANGES*S-1:0] ends_x;

  always_comb begin
    for (int i = 0; i < RANGES; i++) begin
      starts_x[i*S+:S] = ranges_i[i*RANGE_BITS+S+:S];
      ends_x[i*S+:S]   = ranges_i[i*RANGE_BITS+:S];
    end
  end

  // A comparison is the sign of a sum: of the place and the segment's number, which stands here negated, or inverted (one
  // less than negated), so that no inverter stands before the carry chain. What a function reads is given to it.
  logic [8*S-1:0] numbers;
  assign numbers = {
    end_half_2q, end_above_2q, start_below_2q, start_above_2q, start_minus_2q, end_minus_2q, start_not_2q, end_not_2q
  };

  function automatic logic negative(input logic [S-1:0] a, input logic [S-1:0] b);
    logic [S-1:0] sum;
    begin
      sum      = a + b;
      negative = sum[S-1];
    end
  endfunction

  function automatic logic [POINT_RELATIONS-1:0] to_end(input logic [S-1:0] place, input logic [7*S-1:0] segment);
    to_end = {
      negative(place, segment[6*S+:S]),
      negative(place, segment[5*S+:S]),
      negative(place, segment[3*S+:S]) || !negative(place, segment[4*S+:S]),
      !negative(place, segment[S+:S]),
      !negative(place, segment[0+:S]),
      !negative(place, segment[2*S+:S])
    };
  endfunction

  function automatic logic [START_RELATIONS-1:0] to_start(input logic [S-1:0] place, input logic [3*S-1:0] segment);
    to_start = {
      negative(place, segment[2*S+:S]), negative(place, segment[0+:S]), negative(place, segment[S+:S])
    };
  endfunction

  logic [       POINT_RELATIONS-1:0] point_relations_x;
  logic [RANGES*POINT_RELATIONS-1:0] end_relations_x;
  logic [RANGES*START_RELATIONS-1:0] start_relations_x;
  logic [       POINT_RELATIONS-1:0] new_end_relations;
  logic [       START_RELATIONS-1:0] new_start_relations;
  logic [                RANGES-1:0] used_x;
  logic [         RANGES*RANGES-1:0] precedes_x;

  always_comb begin
    point_relations_x   = to_end(point_i, numbers[8*S-1:S]);
    new_end_relations   = to_end(end_q, numbers[8*S-1:S]);
    new_start_relations = to_start(start_q, numbers[3*S-1:0]);
    used_x              = '0;
    precedes_x          = '0;
    for (int i = 0; i < RANGES; i++) begin
      end_relations_x[i*POINT_RELATIONS+:POINT_RELATIONS]   = to_end(ends_x[i*S+:S], numbers[8*S-1:S]);
      start_relations_x[i*START_RELATIONS+:START_RELATIONS] = to_start(starts_x[i*S+:S], numbers[3*S-1:0]);
      used_x[i] = starts_x[i*S+:S] != ends_x[i*S+:S];
      for (int j = 0; j < RANGES; j++) begin
        if (i < j) begin
          precedes_x[i*RANGES+j] = less(starts_x[i*S+:S], starts_x[j*S+:S]);
          precedes_x[j*RANGES+i] = !precedes_x[i*RANGES+j];
        end
      end
    end
  end

  // ---- cycle A + 1: the decision, from bits only

  logic [       POINT_RELATIONS-1:0] point_relations_q;
  logic [  RANGES*END_RELATIONS-1:0] end_relations_q;
  logic [RANGES*START_RELATIONS-1:0] start_relations_q;
  logic [                RANGES-1:0] used_q;
  logic [         RANGES*RANGES-1:0] precedes_q;  // range i (rows) starts before range j

  logic [RANGES-1:0] touched;
  logic [RANGES-1:0] from_start;  // starts at or before the segment
  logic [RANGES-1:0] low_owner;  // touched, starts at or before the segment: there is one at most
  logic [RANGES-1:0] high_owner;  // touched, ends at or behind the segment: there is one at most
  logic [RANGES-1:0] stays_before;  // not touched, starts before the segment
  logic [RANGES-1:0] lowest;  // the first of them
  logic [RANGES-1:0] last_touched;
  logic [RANGES-1:0] last_free;
  logic overlap;
  logic contained;

  always_comb begin
    overlap      = point_relations_q[START_BEFORE];
    contained    = 1'b0;
    for (int i = 0; i < RANGES; i++) begin
      from_start[i] = start_relations_q[i*START_RELATIONS+FROM_START];
      touched[i] = used_q[i] && start_relations_q[i*START_RELATIONS+FROM_END]
          && end_relations_q[i*END_RELATIONS+START_UP_TO];
      low_owner[i] = used_q[i] && from_start[i] && end_relations_q[i*END_RELATIONS+START_UP_TO];
      high_owner[i] = used_q[i] && start_relations_q[i*START_RELATIONS+FROM_END]
          && end_relations_q[i*END_RELATIONS+END_UP_TO];
      stays_before[i] = used_q[i] && from_start[i] && !end_relations_q[i*END_RELATIONS+START_UP_TO];
      contained = contained || used_q[i] && from_start[i] && end_relations_q[i*END_RELATIONS+END_UP_TO];
      overlap = overlap || used_q[i] && start_relations_q[i*START_RELATIONS+BEFORE_END]
          && end_relations_q[i*END_RELATIONS+START_BEFORE];
    end
    for (int i = 0; i < RANGES; i++) begin
      last_touched[i] = touched[i];
      last_free[i]    = !used_q[i];
      lowest[i]       = stays_before[i];
      for (int j = 0; j < RANGES; j++) begin
        if (j > i && touched[j]) last_touched[i] = 1'b0;
        if (j > i && !used_q[j]) last_free[i] = 1'b0;
        if (i != j && stays_before[j] && precedes_q[j*RANGES+i]) lowest[i] = 1'b0;
      end
    end
  end

  logic begins;  // if the segment is not empty and starts inside
  logic outside;
  logic ends_before;  // no byte is beyond the in-order point
  logic counts;
  logic in_order;
  logic changes;
  logic jumps;  // if the segment is beyond the in-order point
  logic jump;
  logic store;
  logic joins;
  logic follows;
  logic full;

  assign begins      = fresh_i && fits_q;
  assign begins_o    = enable_i && begins && !empty_q && !point_relations_q[START_OUTSIDE];
  assign begins_beyond_o = begins_o && !point_relations_q[START_UP_TO];
  assign outside     = point_relations_q[START_OUTSIDE]
                    || point_relations_q[END_OUTSIDE] && !(begins && enable_i && !empty_q);
  assign ends_before = point_relations_q[END_UP_TO];
  assign in_order    = point_relations_q[START_UP_TO] || begins;
  assign counts      = enable_i && !empty_q && !point_relations_q[START_OUTSIDE]
                    && !(point_relations_q[END_OUTSIDE] && !begins) && !ends_before;
  assign changes     = counts && !contained;
  assign joins       = touched != '0;
  assign follows     = stays_before != '0;
  assign full        = used_q == '1;
  assign jumps       = point_relations_q[FAR] ? joins || follows || full : !joins && full;
  assign jump        = counts && !in_order && !contained && jumps;
  assign store       = counts && !in_order && !contained && !(jumps && !follows);

  // ---- the choice of each element

  logic [RANGES-1:0] place;
  logic [RANGES-1:0] clears;
  logic [RANGES-1:0] moves_start;  // takes the segment's start
  logic [RANGES-1:0] moves_end;  // takes the end of the merged range
  logic [RANGES-1:0] point_from_end;
  logic              point_from_segment;

  assign place = low_owner != '0 ? low_owner : joins ? last_touched : !full ? last_free : lowest;
  assign moves_end = store ? place : '0;
  assign moves_start = moves_end & ~low_owner;
  assign clears = ((changes ? touched : '0) | (jump ? lowest : '0)) & ~moves_end;
  assign point_from_segment = changes && (in_order || jump && !follows) && high_owner == '0;
  assign point_from_end = (changes && (in_order || jump && !follows) ? high_owner : '0)
                        | (jump && follows ? lowest : '0);

  logic [       S-1:0] high;  // end of the merged range
  logic [       S-1:0] next;
  logic [RANGES*S-1:0] starts;
  logic [RANGES*S-1:0] ends;
  logic [  RANGES-1:0] ends_wrap;

  always_comb begin
    high = high_owner == '0 ? end_q : '0;
    next = point_from_segment ? end_q : point_from_end == '0 ? point_q : '0;
    for (int i = 0; i < RANGES; i++) begin
      high = high | (high_owner[i] ? ends_q[i*S+:S] : '0);
      next = next | (point_from_end[i] ? ends_q[i*S+:S] : '0);
      ends_wrap[i] = !ends_q[i*S+S-1];
    end
    for (int i = 0; i < RANGES; i++) begin
      starts[i*S+:S] = clears[i] ? '0 : moves_start[i] ? start_q : starts_q[i*S+:S];
      ends[i*S+:S]   = clears[i] ? '0 : moves_end[i] ? high : ends_q[i*S+:S];
      ranges_o[i*RANGE_BITS+:RANGE_BITS] = {starts[i*S+:S], ends[i*S+:S]};
    end
  end

  assign point_o  = point_q;
  assign next_o   = next;
  assign below_o  = point_relations_q[START_BEFORE];
  assign up_to_o  = !outside && (point_relations_q[START_UP_TO] || begins_o);
  assign jumped_o = jump;
  assign wraps_o  = point_q[S-1] && (point_from_segment && !end_q[S-1] || (point_from_end & ends_wrap) != '0);
  assign order_o  = outside ? OUTSIDE_WINDOW
                  : empty_q ? IN_ORDER
                  : ends_before || contained ? DUPLICATE
                  : overlap ? PARTIAL_DUPLICATE
                  : in_order ? IN_ORDER
                  : OUT_OF_ORDER;

  // ---- the next segment's window and relations, chosen alike. What stays is the window in cycle A, with forward_i or not.

  logic              forward_segment;  // the point becomes this segment's end
  logic [RANGES-1:0] forward_end;
  logic [RANGES-1:0] forward_clears;
  logic [RANGES-1:0] forward_moves_start;
  logic [RANGES-1:0] forward_moves_end;
  assign forward_segment     = forward_i && point_from_segment;
  assign forward_end         = forward_i ? point_from_end : '0;
  assign forward_clears      = forward_i ? clears : '0;
  assign forward_moves_start = forward_i ? moves_start : '0;
  assign forward_moves_end   = forward_i ? moves_end : '0;

  logic [             S-1:0] point_d;
  logic [      RANGES*S-1:0] starts_d;
  logic [      RANGES*S-1:0] ends_d;
  logic [       POINT_RELATIONS-1:0] point_relations_d;
  logic [ END_RELATIONS-1:0] high_relations;
  logic [  RANGES*END_RELATIONS-1:0] end_relations_d;
  logic [RANGES*START_RELATIONS-1:0] start_relations_d;
  logic [                RANGES-1:0] used_d;
  logic [         RANGES*RANGES-1:0] precedes_d;

  always_comb begin
    point_d           = forward_segment ? end_q : forward_end == '0 ? point_i : '0;
    point_relations_d = forward_segment ? new_end_relations : forward_end == '0 ? point_relations_x : '0;
    high_relations    = high_owner == '0 ? new_end_relations[END_RELATIONS-1:0] : '0;
    for (int i = 0; i < RANGES; i++) begin
      point_d = point_d | (forward_end[i] ? ends_x[i*S+:S] : '0);
      point_relations_d = point_relations_d
          | (forward_end[i] ? end_relations_x[i*POINT_RELATIONS+:POINT_RELATIONS] : '0);
      high_relations = high_relations
          | (high_owner[i] ? end_relations_x[i*POINT_RELATIONS+:END_RELATIONS] : '0);
    end
    used_d     = (used_x & ~forward_clears) | forward_moves_end;
    precedes_d = precedes_x;
    for (int i = 0; i < RANGES; i++) begin
      starts_d[i*S+:S] = forward_clears[i] ? '0 : forward_moves_start[i] ? start_q : starts_x[i*S+:S];
      ends_d[i*S+:S]   = forward_clears[i] ? '0 : forward_moves_end[i] ? high : ends_x[i*S+:S];
      start_relations_d[i*START_RELATIONS+:START_RELATIONS] = forward_moves_start[i]
          ? new_start_relations : start_relations_x[i*START_RELATIONS+:START_RELATIONS];
      end_relations_d[i*END_RELATIONS+:END_RELATIONS] = forward_moves_end[i]
          ? high_relations : end_relations_x[i*POINT_RELATIONS+:END_RELATIONS];
      for (int j = 0; j < RANGES; j++) begin
        if (forward_moves_start[j]) precedes_d[i*RANGES+j] = from_start[i];
        if (forward_moves_start[i]) precedes_d[i*RANGES+j] = !from_start[j];
      end
    end
  end

  always_ff @(posedge clk_i) begin
    point_q           <= point_d;
    starts_q          <= starts_d;
    ends_q            <= ends_d;
    point_relations_q <= point_relations_d;
    end_relations_q   <= end_relations_d;
    start_relations_q <= start_relations_d;
    used_q            <= used_d;
    precedes_q        <= precedes_d;
  end

`ifdef FORMAL
  // The window as a plain sequence of updates, each with all its comparisons, as in the model: f_point_q and f_ranges_q
  // are the context in cycle A + 1, f_next and f_ranges what the segment makes of it. Window and numbers are legal.
  logic [S-1:0] f_point_q;
  logic [RANGES*RANGE_BITS-1:0] f_ranges_q;
  logic [S-1:0] f_next;
  logic [RANGES*RANGE_BITS-1:0] f_ranges;
  logic [2:0] f_order;
  logic f_jumped, f_begins;
  logic signed [S-1:0] f_from, f_to, f_visible, f_low, f_high, f_first;
  logic signed [S-1:0] f_range_from, f_range_to;
  logic signed [S-1:0] f_window, f_half;
  logic f_outside, f_overlap, f_contained, f_touches, f_free_valid, f_lowest_valid, f_in_order, f_far;
  logic [RANGES-1:0] f_touched;
  int f_place, f_lowest;

  always_comb begin
    f_window    = WINDOW;
    f_half      = HALF_WINDOW;
    f_from      = start_q - f_point_q;
    f_to        = end_q - f_point_q;
    f_next      = f_point_q;
    f_ranges    = f_ranges_q;
    f_jumped    = 1'b0;
    f_begins    = enable_i && fresh_i && start_q != end_q && fits_q && f_from < f_window && f_from > -f_window;
    f_in_order  = f_from <= 0 || f_begins;
    f_outside   = (f_from >= f_window || f_to > f_window || f_from <= -f_window) && !f_begins;
    f_visible   = f_from < 0 ? '0 : f_from;
    f_low       = f_visible;
    f_high      = f_to;
    f_overlap   = f_from < 0;
    f_contained = 1'b0;
    f_touched   = '0;
    f_place     = -1;
    f_range_from = '0;
    f_range_to   = '0;
    for (int i = 0; i < RANGES; i++) begin
      f_range_from = f_ranges_q[i*RANGE_BITS+S+:S] - f_point_q;
      f_range_to   = f_ranges_q[i*RANGE_BITS+:S] - f_point_q;
      if (f_range_from == f_range_to) begin
        f_place = i;
      end else if (f_range_from <= f_to && f_range_to >= f_visible) begin
        f_touched[i] = 1'b1;
        if (f_range_from <= f_visible && f_range_to >= f_to) f_contained = 1'b1;
        if (f_range_from < f_to && f_range_to > f_visible) f_overlap = 1'b1;
        if (f_range_from < f_low) f_low = f_range_from;
        if (f_range_to > f_high) f_high = f_range_to;
      end
    end
    for (int i = 0; i < RANGES; i++) if (f_touched[i]) f_place = i;
    for (int i = 0; i < RANGES; i++) begin
      f_range_from = f_ranges_q[i*RANGE_BITS+S+:S] - f_point_q;
      if (f_touched[i] && f_range_from <= f_visible) f_place = i;
    end
    f_lowest = -1;
    f_first  = f_low;
    for (int i = 0; i < RANGES; i++) begin
      f_range_from = f_ranges_q[i*RANGE_BITS+S+:S] - f_point_q;
      if (f_ranges_q[i*RANGE_BITS+S+:S] != f_ranges_q[i*RANGE_BITS+:S] && !f_touched[i] && f_range_from < f_first) begin
        f_lowest = i;
        f_first  = f_range_from;
      end
    end
    f_far = f_to > f_half && (f_touched != '0 || f_lowest >= 0);
    f_order = f_outside ? OUTSIDE_WINDOW
            : start_q == end_q ? IN_ORDER
            : f_to <= 0 || f_contained ? DUPLICATE
            : f_overlap ? PARTIAL_DUPLICATE
            : f_in_order ? IN_ORDER
            : OUT_OF_ORDER;
    if (enable_i && !f_outside && start_q != end_q && f_to > 0 && !f_contained) begin
      for (int i = 0; i < RANGES; i++) if (f_touched[i]) f_ranges[i*RANGE_BITS+:RANGE_BITS] = '0;
      if (f_in_order) begin
        f_next = f_point_q + f_high;
      end else begin
        f_jumped = f_place < 0 || f_far;
        if (f_jumped) begin
          f_next = f_point_q + f_high;
          for (int i = 0; i < RANGES; i++) begin
            if (i == f_lowest) begin
              f_next = f_ranges_q[i*RANGE_BITS+:S];
              f_ranges[i*RANGE_BITS+:RANGE_BITS] = '0;
            end
          end
        end
        for (int i = 0; i < RANGES; i++) begin
          if ((!f_jumped || f_lowest >= 0) && i == (f_place >= 0 ? f_place : f_lowest)) begin
            f_ranges[i*RANGE_BITS+:RANGE_BITS] = {f_point_q + f_low, f_point_q + f_high};
          end
        end
      end
    end
  end

  // What may stand in a context: empty places, and ranges beyond the point, in the window, that do not touch.
  function automatic logic legal(input logic [S-1:0] point, input logic [RANGES*RANGE_BITS-1:0] ranges);
    logic signed [S-1:0] window, from, to, other_from, other_to;
    begin
      legal  = 1'b1;
      window = WINDOW;
      for (int i = 0; i < RANGES; i++) begin
        from = ranges[i*RANGE_BITS+S+:S] - point;
        to   = ranges[i*RANGE_BITS+:S] - point;
        if (from != to && !(from > 0 && to > from && to <= window)) legal = 1'b0;
        for (int j = 0; j < RANGES; j++) begin
          other_from = ranges[j*RANGE_BITS+S+:S] - point;
          other_to   = ranges[j*RANGE_BITS+:S] - point;
          if (i != j && from != to && other_from != other_to && from <= other_to && other_from <= to) legal = 1'b0;
        end
      end
    end
  endfunction

  wire f_fresh_legal = !fresh_i || f_ranges_q == '0;
  logic [1:0] f_cycle = 2'd0;
  always_ff @(posedge clk_i) begin
    if (f_cycle != 2'd3) f_cycle <= f_cycle + 2'd1;
    f_point_q  <= forward_i ? f_next : point_i;
    f_ranges_q <= forward_i ? f_ranges : ranges_i;
  end

  always_comb begin
    if (!forward_i) assume (legal(point_i, ranges_i));
    if (forward_i) assume (point_i == f_point_q && ranges_i == f_ranges_q);
    if (f_cycle != 2'd3) assume (!forward_i);
    assume (f_fresh_legal);
    if (f_cycle != 2'd0) assert (end_1q == start_1q + S'(length_1q));
    if (f_cycle[1]) begin
      assert (start_minus_2q == -start_2q && start_not_2q == ~start_2q);
      assert (end_minus_2q == -end_2q && end_not_2q == ~end_2q);
      assert (start_above_2q == ~(start_2q - WINDOW));
      assert (start_below_2q == -(start_2q + WINDOW));
      assert (end_above_2q == -(end_2q - WINDOW));
      assert (end_half_2q == -(end_2q - HALF_WINDOW));
      assert (end_2q - start_2q < S'(1 << LENGTH_BITS));
      assert (empty_2q == (start_2q == end_2q));
      assert (fits_2q == (end_2q - start_2q <= WINDOW));
    end
    if (f_cycle == 2'd3) begin
      assert (end_q - start_q < S'(1 << LENGTH_BITS));
      assert (empty_q == (start_q == end_q));
      assert (fits_q == (end_q - start_q <= WINDOW));
      assert (legal(f_point_q, f_ranges_q));
      assert (point_q == f_point_q);
      assert (point_relations_q[START_UP_TO] == !less(point_q, start_q));
      assert (point_relations_q[START_BEFORE] == less(start_q, point_q));
      assert (point_relations_q[END_UP_TO] == !less(point_q, end_q));
      assert (point_relations_q[START_OUTSIDE]
          == (!less(start_q - WINDOW, point_q) || !less(point_q, start_q + WINDOW)));
      assert (point_relations_q[END_OUTSIDE] == less(point_q, end_q - WINDOW));
      assert (point_relations_q[FAR] == less(point_q, end_q - HALF_WINDOW));
      for (int i = 0; i < RANGES; i++) begin
        assert ({starts_q[i*S+:S], ends_q[i*S+:S]} == f_ranges_q[i*RANGE_BITS+:RANGE_BITS]);
        assert (used_q[i] == (starts_q[i*S+:S] != ends_q[i*S+:S]));
        if (used_q[i]) assert (start_relations_q[i*START_RELATIONS+FROM_START] == !less(start_q, starts_q[i*S+:S]));
        if (used_q[i]) assert (start_relations_q[i*START_RELATIONS+FROM_END] == !less(end_q, starts_q[i*S+:S]));
        if (used_q[i]) assert (start_relations_q[i*START_RELATIONS+BEFORE_END] == less(starts_q[i*S+:S], end_q));
        if (used_q[i]) assert (end_relations_q[i*END_RELATIONS+START_UP_TO] == !less(ends_q[i*S+:S], start_q));
        if (used_q[i]) assert (end_relations_q[i*END_RELATIONS+START_BEFORE] == less(start_q, ends_q[i*S+:S]));
        if (used_q[i]) assert (end_relations_q[i*END_RELATIONS+END_UP_TO] == !less(ends_q[i*S+:S], end_q));
        for (int j = 0; j < RANGES; j++) begin
          if (i != j && used_q[i] && used_q[j]) begin
            assert (precedes_q[i*RANGES+j] == less(starts_q[i*S+:S], starts_q[j*S+:S]));
          end
        end
      end
      assert (next_o == f_next);
      assert (ranges_o == f_ranges);
      assert (jumped_o == f_jumped);
      assert (begins_o == f_begins);
      assert (begins_beyond_o == (f_begins && f_from > 0));
      assert (below_o == (f_from < 0));
      if (enable_i || !fresh_i) assert (up_to_o == (!f_outside && (f_from <= 0 || f_begins)));
      if (enable_i || !fresh_i) assert (order_o == f_order);
    end
  end
`endif
endmodule : receive_window
