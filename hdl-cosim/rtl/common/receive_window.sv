// The in-order point of a sequence space and up to RANGES byte ranges beyond it: classifies a segment and moves the
// window. Combinational; the context is its caller's. Used by subflow_tracker and connection_tracker.
//
// A range is end (low 32 bits) and start (high 32 bits); start equal to end is an empty place. Ranges are disjoint,
// never touch each other, lie beyond the in-order point, and stand in no order. When a range more than there are places
// is needed, or a segment ends more than half a window beyond the in-order point and joins or follows another range,
// the in-order point jumps to the end of the range with the lowest start.
module receive_window #(
    parameter int RANGES = 4,
    parameter int RECEIVE_WINDOW_BYTES = 1 << 30
) (
    input  logic [         31:0] point_i,
    input  logic [         31:0] start_i,
    input  logic [         15:0] length_i,
    input  logic [64*RANGES-1:0] ranges_i,
    output logic [          2:0] order_o,
    output logic [         31:0] next_o,
    output logic                 jumped_o,
    output logic [64*RANGES-1:0] ranges_o
);
  localparam logic signed [31:0] WINDOW = 32'(RECEIVE_WINDOW_BYTES);
  localparam logic signed [31:0] HALF_WINDOW = 32'(RECEIVE_WINDOW_BYTES / 2);
  localparam logic signed [31:0] ZERO = 32'sd0;
  localparam int PLACE_BITS = RANGES > 1 ? $clog2(RANGES) : 1;

  // Segment orders, as in the header word.
  localparam logic [2:0] IN_ORDER = 3'd0;
  localparam logic [2:0] OUT_OF_ORDER = 3'd1;
  localparam logic [2:0] DUPLICATE = 3'd2;
  localparam logic [2:0] PARTIAL_DUPLICATE = 3'd3;
  localparam logic [2:0] OUTSIDE_WINDOW = 3'd4;

  // Distances from the in-order point.
  logic signed [31:0] from;
  logic signed [31:0] to;
  logic signed [31:0] visible;
  assign from    = $signed(start_i - point_i);
  assign to      = from + $signed({16'd0, length_i});
  assign visible = from < ZERO ? ZERO : from;

  logic outside;
  assign outside = from > WINDOW || to > WINDOW || from < -WINDOW;

  // ---- the ranges that the segment touches, and the one that it makes with them

  logic [RANGES-1:0] used;
  logic [RANGES-1:0] touched;
  logic contained;
  logic overlap;
  logic free_valid;
  logic [PLACE_BITS-1:0] free;
  logic signed [31:0] low;
  logic signed [31:0] high;
  logic signed [31:0] range_from;
  logic signed [31:0] range_to;

  always_comb begin
    used       = '0;
    touched    = '0;
    contained     = 1'b0;
    overlap    = from < ZERO;
    free_valid = 1'b0;
    free       = '0;
    low        = visible;
    high       = to;
    range_from = ZERO;
    range_to   = ZERO;
    for (int i = 0; i < RANGES; i++) begin
      range_from = $signed(ranges_i[64*i+32+:32] - point_i);
      range_to   = $signed(ranges_i[64*i+:32] - point_i);
      if (range_from == range_to) begin
        free_valid = 1'b1;
        free       = PLACE_BITS'(i);
      end else begin
        used[i] = 1'b1;
        if (range_from <= to && range_to >= visible) begin
          touched[i] = 1'b1;
          if (range_from <= visible && range_to >= to) contained = 1'b1;
          if (range_from < to && range_to > visible) overlap = 1'b1;
          if (range_from < low) low = range_from;
          if (range_to > high) high = range_to;
        end
      end
    end
    for (int i = 0; i < RANGES; i++) begin
      if (touched[i]) begin
        free_valid = 1'b1;
        free       = PLACE_BITS'(i);
      end
    end
  end

  // ---- the range with the lowest start of those that stay, if it starts before the new one

  logic lowest_valid;
  logic [PLACE_BITS-1:0] lowest;
  logic [31:0] lowest_end;
  logic signed [31:0] lowest_from;
  logic signed [31:0] other_from;

  always_comb begin
    lowest_valid = 1'b0;
    lowest       = '0;
    lowest_end   = '0;
    lowest_from  = low;
    other_from   = ZERO;
    for (int i = 0; i < RANGES; i++) begin
      other_from = $signed(ranges_i[64*i+32+:32] - point_i);
      if (used[i] && !touched[i] && other_from < lowest_from) begin
        lowest_valid = 1'b1;
        lowest       = PLACE_BITS'(i);
        lowest_end   = ranges_i[64*i+:32];
        lowest_from  = other_from;
      end
    end
  end

  // ---- the outcome

  logic changes;
  logic in_order;
  logic far;
  logic store;
  logic jump;
  logic [PLACE_BITS-1:0] place;
  logic [63:0] merged;
  assign changes  = !outside && length_i != 16'd0 && to > ZERO && !contained;
  assign in_order = from <= ZERO;
  assign far      = high > HALF_WINDOW && (touched != '0 || lowest_valid);
  assign jump     = changes && !in_order && (far || !free_valid);
  assign store    = changes && !in_order && (!jump || lowest_valid);
  assign place    = jump ? lowest : free;
  assign merged   = {point_i + low, point_i + high};

  always_comb begin
    for (int i = 0; i < RANGES; i++) begin
      ranges_o[64*i+:64] = ranges_i[64*i+:64];
      if (changes && touched[i]) ranges_o[64*i+:64] = '0;
      if (store && place == PLACE_BITS'(i)) ranges_o[64*i+:64] = merged;
    end
  end

  assign jumped_o = jump;
  assign next_o   = !changes || store && !jump ? point_i
                  : jump && lowest_valid ? lowest_end
                  : point_i + high;
  assign order_o  = outside ? OUTSIDE_WINDOW
                  : length_i == 16'd0 ? IN_ORDER
                  : to <= ZERO || contained ? DUPLICATE
                  : overlap ? PARTIAL_DUPLICATE
                  : in_order ? IN_ORDER
                  : OUT_OF_ORDER;
endmodule : receive_window
