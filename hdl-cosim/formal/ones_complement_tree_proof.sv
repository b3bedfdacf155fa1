// Proof that the carry-save tree's halves add up to the serial ones' complement sum of RFC 1071, modulo 65535.
//
// The tree asserts of each of its adders that the sum of all words stays the same but for multiples of 65535; that is
// proved here for a tree of any size. The halves' sum, and the serial sum, differ from the sum of all words by such
// multiples as well. For three words, one adder, that conclusion is proved directly (SERIAL = 1; with more words the
// question is too hard for SAT as one piece).
//
//   yosys -q -p "read_verilog -formal -sv rtl/common/ones_complement_tree.sv formal/ones_complement_tree_proof.sv;
//                chparam -set WORDS 38 ones_complement_tree_proof; prep -top ones_complement_tree_proof -flatten;
//                sat -prove-asserts -verify ones_complement_tree_proof"
//   the same with: chparam -set WORDS 3 -set SERIAL 1
module ones_complement_tree_proof #(
    parameter int WORDS = 38,
    parameter bit SERIAL = 0
) (
    input logic [16*WORDS-1:0] words_i
);
  logic [15:0] sum, carry;

  ones_complement_tree #(
      .WORDS(WORDS)
  ) tree (
      .words_i,
      .sum_o  (sum),
      .carry_o(carry)
  );

  // Sum of two words with end-around carry.
  function automatic logic [15:0] add(input logic [15:0] a, input logic [15:0] b);
    logic [16:0] total;
    begin
      total = {1'b0, a} + {1'b0, b};
      add   = total[15:0] + {15'd0, total[16]};
    end
  endfunction

  logic [15:0] serial;
  logic [15:0] folded;

  always_comb begin
    serial = '0;
    for (int i = 0; i < WORDS; i++) serial = add(serial, words_i[16*i+:16]);
    folded = add(sum, carry);
    // The two zeros are one residue.
    if (SERIAL) assert ((serial == '1 ? 16'd0 : serial) == (folded == '1 ? 16'd0 : folded));
  end
endmodule : ones_complement_tree_proof
