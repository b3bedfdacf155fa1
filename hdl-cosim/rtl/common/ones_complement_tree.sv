// Adds words of 16 bits modulo 65535, the sum left in two words: sum_o + carry_o.
//
// A queue of carry-save adders: each takes the first three words and puts back two, sum and carry, at the end; the
// carry out of bit 15 counts 65536, which is 1 modulo 65535, so the carry word is rotated. No carry runs along a word:
// the path is about log(WORDS) / log(1.5) cells long. Combinational.
module ones_complement_tree #(
    parameter int WORDS = 32
) (
    input  logic [16*WORDS-1:0] words_i,
    output logic [        15:0] sum_o,
    output logic [        15:0] carry_o
);
  localparam int NODES = WORDS < 3 ? 2 : 3 * WORDS - 4;

  logic [15:0] node[0:NODES-1];
  logic [15:0] majority;

  always_comb begin
    for (int i = 0; i < NODES; i++) node[i] = '0;
    for (int i = 0; i < WORDS; i++) node[i] = words_i[16*i+:16];
    majority = '0;
    for (int i = 0; i < WORDS - 2; i++) begin
      majority = (node[3*i] & node[3*i+1]) | (node[3*i] & node[3*i+2]) | (node[3*i+1] & node[3*i+2]);
      node[WORDS+2*i] = node[3*i] ^ node[3*i+1] ^ node[3*i+2];
      node[WORDS+2*i+1] = {majority[14:0], majority[15]};
`ifdef FORMAL
      // Three words in, two out: the same number, but for 65535 when the carry went round.
      assert (18'(node[3*i]) + 18'(node[3*i+1]) + 18'(node[3*i+2])
          == 18'(node[WORDS+2*i]) + 18'(node[WORDS+2*i+1]) + (majority[15] ? 18'd65535 : 18'd0));
`endif
    end
    sum_o   = node[NODES-2];
    carry_o = node[NODES-1];
  end
endmodule : ones_complement_tree
