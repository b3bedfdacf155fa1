// Plays a recorded run of cosim_top in a four-state simulator: inputs cycle by cycle, X on every bit that means nothing.
// What says that something is valid may never be X, nor any bit that the recording expects while it is valid.
//
// LINES lines of the file, each kind (1 digit), word (4), value (16), bits that mean something (16). Kinds: 0 an input, 1 an
// output, 2 the cycle ends; 3 an input, 4 an output of a cycle in which nothing else is said, in front of all others.
module playback #(
    parameter int LINES = 1,
    parameter int IN_WORDS = 1,
    parameter int OUT_WORDS = 1
);
  localparam int RESET_CYCLES = 16;

  logic clk = 1'b0;
  logic rst = 1'b1;
  logic [64*IN_WORDS-1:0] in;
  logic [64*OUT_WORDS-1:0] out;

  cosim_top top (
      .clk_i(clk),
      .rst_i(rst),
      .in_i (in),
      .out_o(out)
  );

  logic [147:0] lines[0:LINES-1];
  logic [64*IN_WORDS-1:0] idle_in = 'x;
  logic [64*OUT_WORDS-1:0] idle_value = '0;
  logic [64*OUT_WORDS-1:0] idle_known = '0;
  logic [64*IN_WORDS-1:0] next_in;
  logic [64*OUT_WORDS-1:0] value;
  logic [64*OUT_WORDS-1:0] known;
  logic [3:0] kind;
  logic [63:0] bits;
  logic [63:0] mask;
  int word;
  int line = 0;
  int cycle = 0;
  int compared = 0;
  int errors = 0;
  reg [8*1024-1:0] name;

  // Takes lines up to the end of a cycle, or of the idle cycle.
  task take(input logic first);
    logic more;
    begin
      more = 1'b1;
      while (more && line < LINES) begin
        kind = lines[line][147:144];
        word = 32'(lines[line][143:128]);
        bits = lines[line][127:64];
        mask = lines[line][63:0];
        if (first && kind < 4'd3) begin
          more = 1'b0;
        end else begin
          line = line + 1;
          case (kind)
            // X where the mask has no bit.
            4'd0: next_in[64*word+:64] = bits ^ (~mask & 64'bx);
            4'd3: idle_in[64*word+:64] = bits ^ (~mask & 64'bx);
            4'd1: begin
              value[64*word+:64] = bits;
              known[64*word+:64] = mask;
              compared = compared + 1;
            end
            4'd4: begin
              idle_value[64*word+:64] = bits;
              idle_known[64*word+:64] = mask;
            end
            default: more = 1'b0;
          endcase
        end
      end
    end
  endtask

  task check;
    logic [63:0] wrong;
    begin
      if (((out ^ value) & known) !== '0) begin
        for (int w = 0; w < OUT_WORDS; w++) begin
          wrong = (out[64*w+:64] ^ value[64*w+:64]) & known[64*w+:64];
          if (wrong !== 64'd0) begin
            errors = errors + 1;
            if (errors <= 20) begin
              $display("FAILED cycle %0d word %0d expected %h got %h of the bits %h", cycle, w, value[64*w+:64],
                       out[64*w+:64], known[64*w+:64]);
            end
          end
        end
      end
    end
  endtask

  initial begin
    if (!$value$plusargs("words=%s", name)) begin
      $display("FAILED: give +words=FILE");
      $finish;
    end
    $readmemh(name, lines);
    take(1'b1);
    in = idle_in;
    repeat (RESET_CYCLES) begin
      #5 clk = 1'b1;
      #5 clk = 1'b0;
    end
    rst = 1'b0;
    while (line < LINES && errors < 100) begin
      next_in = idle_in;
      value = idle_value;
      known = idle_known;
      take(1'b0);
      in = next_in;
      #4 check;
      #1 clk = 1'b1;
      #5 clk = 1'b0;
      cycle = cycle + 1;
    end
    $display("%s: %0d cycles, %0d words compared beside valid, %0d errors", errors == 0 ? "passed" : "FAILED", cycle,
             compared, errors);
    $finish;
  end
endmodule : playback
