// A word beside one mapping: what mapping_table wants to know of every slot. Combinational.
//
// Sequence numbers are compared by the sign of one difference each, so that a comparison is one carry chain. In pairs
// that is exact, because mappings and segments are shorter than 65536 bytes: what lies half the sequence space away fails
// the other difference.
//
// A mapping, bit 0 first: 0 DSN is 64 bits  1 DATA_FIN  2 has checksum  3 checksum (16)  19 SSN (32)  51 SSN behind its
// last byte of data (32)  83 DSN (64).
module mapping_compare (
    // The word: the in-order point, that point less half a window and one, first and last byte of its payload, the
    // mapping that it brings and the last byte of that.
    input  logic [ 31:0] next_i,
    input  logic [ 31:0] far_next_i,
    input  logic [ 31:0] ssn_i,
    input  logic [ 31:0] ssn_last_i,
    input  logic [146:0] mapping_i,
    input  logic [ 31:0] mapping_last_i,
    // The slot.
    input  logic [146:0] slot_i,
    // Bit 0 first: the in-order point has passed its data; and by more than half a window; the payload begins before its
    // end; the payload ends behind its start; begins at or behind its start; ends at or before its end; the word's mapping
    // begins before its end; ends behind its start; it is the word's mapping.
    output logic [  8:0] relation_o
);
  logic [31:0] start;
  logic [31:0] stop;
  assign start = slot_i[50:19];
  assign stop  = slot_i[82:51];

  function automatic logic is_before(input logic [31:0] a, input logic [31:0] b);
    logic [31:0] difference;
    begin
      difference = a - b;
      is_before = difference[31];
    end
  endfunction

  assign relation_o = {
    mapping_i == slot_i,
    !is_before(mapping_last_i, start),
    is_before(mapping_i[50:19], stop),
    is_before(ssn_last_i, stop),
    !is_before(ssn_i, start),
    !is_before(ssn_last_i, start),
    is_before(ssn_i, stop),
    !is_before(far_next_i, stop),
    !is_before(next_i, stop)
  };
endmodule : mapping_compare
