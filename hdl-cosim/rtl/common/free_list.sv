// Numbers 0 to PLACES - 1 that are lent: id_o is one that nobody has, take_i borrows it, give_i gives one back.
//
// After reset they are handed out in turn, later in the order in which they come back: a ring of distributed memory. A number
// that is given back is there from the next cycle on. The user counts: nothing is taken while everything is lent.
module free_list #(
    parameter int PLACES = 64,
    parameter int PLACE_BITS = PLACES > 1 ? $clog2(PLACES) : 1
) (
    input  logic                  clk_i,
    input  logic                  rst_i,
    input  logic                  take_i,
    output logic [PLACE_BITS-1:0] id_o,
    input  logic                  give_i,
    input  logic [PLACE_BITS-1:0] give_id_i
);
  localparam int COUNT_BITS = $clog2(PLACES + 1);
  localparam logic [COUNT_BITS-1:0] ALL = COUNT_BITS'(PLACES);
  localparam logic [PLACE_BITS-1:0] LAST = PLACE_BITS'(PLACES - 1);

  (* ram_style = "distributed" *)logic [PLACE_BITS-1:0] returned[0:PLACES-1];
  logic [COUNT_BITS-1:0] fresh_q;  // the first that was never lent
  logic [PLACE_BITS-1:0] read_q;
  logic [PLACE_BITS-1:0] write_q;
  logic                  has_fresh;
  assign has_fresh = fresh_q != ALL;
  assign id_o      = has_fresh ? PLACE_BITS'(fresh_q) : returned[read_q];

  always_ff @(posedge clk_i) begin
    if (take_i && has_fresh) fresh_q <= fresh_q + 1'b1;
    if (take_i && !has_fresh) read_q <= read_q == LAST ? '0 : read_q + 1'b1;
    if (give_i) begin
      returned[write_q] <= give_id_i;
      write_q <= write_q == LAST ? '0 : write_q + 1'b1;
    end
    if (rst_i) begin
      fresh_q <= '0;
      read_q  <= '0;
      write_q <= '0;
    end
  end

`ifdef FORMAL
  // Follows one number: it is lent, was never lent, or lies in the ring at one place.
  (* anyconst *) logic [PLACE_BITS-1:0] f_id;
  logic f_started = 1'b0;
  logic f_lent;
  logic [COUNT_BITS-1:0] f_count;  // numbers that are lent
  wire [COUNT_BITS-1:0] f_held = fresh_q - f_count;  // in the ring
  wire [COUNT_BITS:0] f_end = (COUNT_BITS + 1)'(read_q) + (COUNT_BITS + 1)'(f_held);
  logic [PLACES-1:0] f_here;
  logic [COUNT_BITS-1:0] f_places;
  always_comb begin
    f_places = '0;
    for (int i = 0; i < PLACES; i++) begin
      f_here[i] = returned[i] == f_id && ((COUNT_BITS + 1)'(i) >= (COUNT_BITS + 1)'(read_q) ?
          (COUNT_BITS + 1)'(i) < f_end : (COUNT_BITS + 1)'(i + PLACES) < f_end);
      f_places = f_places + COUNT_BITS'(f_here[i]);
    end
  end
  always_ff @(posedge clk_i) begin
    f_started <= 1'b1;
    if (!f_started) assume (rst_i);
    assume (f_id <= LAST);
    assume (!take_i || f_count != ALL);
    assume (!give_i || give_id_i <= LAST && f_count != '0 && (give_id_i != f_id || f_lent));
    f_count <= f_count + COUNT_BITS'(take_i) - COUNT_BITS'(give_i);
    if (take_i && id_o == f_id) f_lent <= 1'b1;
    if (give_i && give_id_i == f_id) f_lent <= 1'b0;
    if (rst_i) begin
      f_lent  <= 1'b0;
      f_count <= '0;
    end
    if (f_started) begin
      assert (f_count <= fresh_q && fresh_q <= ALL);
      assert (read_q <= LAST && write_q <= LAST);
      assert (f_end == (COUNT_BITS + 1)'(write_q) || f_end == (COUNT_BITS + 1)'(write_q) + (COUNT_BITS + 1)'(PLACES));
      assert (f_places == COUNT_BITS'(COUNT_BITS'(f_id) < fresh_q && !f_lent));
      if (f_lent) assert (COUNT_BITS'(f_id) < fresh_q);
      if (take_i && f_lent) assert (id_o != f_id);
      cover (take_i && !has_fresh && id_o == f_id);
    end
  end
`endif
endmodule : free_list
