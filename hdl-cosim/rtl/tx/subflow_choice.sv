`include "schedule.svh"

// The best of the places that may send, one a cycle: of the least class, and of those the least key; the first where both
// are equal. Beside it what all of that class have together.
//
// clear_i forgets all; a place of cycle T counts in the outputs from T + 1 on.
module subflow_choice #(
    parameter int SUBFLOW_BITS = 12
) (
    input  logic                    clk_i,
    input  logic                    clear_i,
    input  logic                    valid_i,
    input  schedule_place_t         place_i,
    input  logic [SUBFLOW_BITS-1:0] subflow_i,
    output logic                    any_o,        // there is one that may send
    output logic                    normal_o,     // there is a normal one that is alive
    output schedule_place_t         best_o,
    output logic [SUBFLOW_BITS-1:0] subflow_o,
    output logic [            15:0] places_o,     // bit mask of the class
    output logic [            15:0] least_room_o,
    output logic [            11:0] weights_o     // sum
);
  logic        better_class;
  logic        same_class;
  logic        better;
  logic [15:0] bit_of_place;

  assign better_class = !any_o || place_i.place_class < best_o.place_class;
  assign same_class   = place_i.place_class == best_o.place_class;
  assign better       = better_class || (same_class && place_i.key < best_o.key);
  assign bit_of_place = 16'd1 << place_i.place;

  always_ff @(posedge clk_i) begin
    if (valid_i && place_i.may) begin
      any_o <= 1'b1;
      if (better) begin
        best_o    <= place_i;
        subflow_o <= subflow_i;
      end
      if (better_class) begin
        places_o     <= bit_of_place;
        least_room_o <= place_i.room;
        weights_o    <= 12'(place_i.weight);
      end else if (same_class) begin
        places_o  <= places_o | bit_of_place;
        weights_o <= weights_o + 12'(place_i.weight);
        if (place_i.room < least_room_o) least_room_o <= place_i.room;
      end
    end
    if (valid_i && place_i.normal) normal_o <= 1'b1;
    if (clear_i) begin
      any_o    <= 1'b0;
      normal_o <= 1'b0;
    end
  end
endmodule : subflow_choice
