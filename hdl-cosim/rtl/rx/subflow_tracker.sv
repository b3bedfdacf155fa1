// subflow_tracker: sequence number to subflow sequence number (SSN), and the segment's order on its subflow.
//
// One word a cycle, never stalled; results hold 2 + READ_LATENCY cycles later. The read-modify-write of a subflow's
// context is one cycle, same subflow back to back included. Without subflow_valid_o only reason_o and stale_o mean
// something.
//
// Context, bit 0 first:
//   0 generation (12)  12 valid  13 kind (2)  15 suspended  16 connection (20)  36 connection generation (12)  48 fresh
//   64 next expected SSN (32)  96 initial sequence number (32)  128 ranges beyond it, 64 bits each (receive_window)
//
// Writes of the control processor enter beside the words: one that enters at cycle T holds for the words that enter later.
module subflow_tracker #(
    parameter int SUBFLOWS = 4096,
    parameter int OUT_OF_ORDER_INTERVALS = 4,
    parameter int RECEIVE_WINDOW_BYTES = 1 << 30,
    parameter int READ_LATENCY = 2,
    parameter int REASON_BITS = 7,
    parameter int ENTRY_BITS = $clog2(SUBFLOWS),
    parameter int CONTEXT_BITS = 128 + 64 * OUT_OF_ORDER_INTERVALS
) (
    input  logic                    clk_i,
    input  logic                    rst_i,
    // The word.
    input  logic                    valid_i,
    input  logic                    flow_hit_i,
    input  logic [  ENTRY_BITS-1:0] subflow_i,
    input  logic [            11:0] subflow_generation_i,
    input  logic [            31:0] sequence_number_i,
    input  logic                    syn_i,
    input  logic [            15:0] payload_length_i,
    input  logic [ REASON_BITS-1:0] reason_i,
    // The word, 2 + READ_LATENCY cycles later.
    output logic                    valid_o,
    output logic                    subflow_valid_o,
    output logic [             1:0] kind_o,
    output logic [            19:0] connection_o,
    output logic [            11:0] connection_generation_o,
    output logic [            31:0] ssn_o,
    output logic [            31:0] receive_next_before_o,
    output logic [             2:0] order_o,
    output logic [ REASON_BITS-1:0] reason_o,
    output logic                    stale_o,  // counted
    output logic                    classified_o,  // counted by order_o
    output logic                    jumped_o,  // counted
    // The control processor's writes.
    input  logic                    write_valid_i,
    input  logic [  ENTRY_BITS-1:0] write_entry_i,
    input  logic [CONTEXT_BITS-1:0] write_value_i
);
  localparam logic [REASON_BITS-1:0] NO_REASON = '0;
  localparam logic [REASON_BITS-1:0] HANDSHAKE = REASON_BITS'(mpnic_abi_pkg::REASON_HANDSHAKE);
  localparam logic [REASON_BITS-1:0] CONTEXT_UNKNOWN = REASON_BITS'(mpnic_abi_pkg::REASON_CONTEXT_UNKNOWN);
  localparam logic signed [31:0] WINDOW = 32'(RECEIVE_WINDOW_BYTES);
  localparam int WORD_BITS = 1 + 12 + 32 + 1 + 16 + REASON_BITS;

  // ---- the word waits for its context

  logic                   valid;
  logic                   flow_hit;
  logic [           11:0] generation;
  logic [           31:0] sequence_number;
  logic                   syn;
  logic [           15:0] payload_length;
  logic [REASON_BITS-1:0] reason;

  delay_line #(
      .WIDTH (WORD_BITS),
      .CYCLES(READ_LATENCY + 1)
  ) word (
      .clk_i,
      .rst_i,
      .valid_i,
      .data_i ({flow_hit_i, subflow_generation_i, sequence_number_i, syn_i, payload_length_i, reason_i}),
      .valid_o(valid),
      .data_o ({flow_hit, generation, sequence_number, syn, payload_length, reason})
  );

  logic [CONTEXT_BITS-1:0] current;
  logic [CONTEXT_BITS-1:0] after;
  logic                    update;

  context_memory #(
      .ENTRIES     (SUBFLOWS),
      .WIDTH       (CONTEXT_BITS),
      .READ_LATENCY(READ_LATENCY)
  ) contexts (
      .clk_i,
      .rst_i,
      .read_entry_i  (subflow_i),
      .write_valid_i,
      .write_entry_i,
      .write_value_i,
      .context_o     (current),
      .update_valid_i(update),
      .update_value_i(after)
  );

  // ---- one cycle of read-modify-write

  logic               other_isn;
  logic               suspended;
  logic               known;
  logic               classify;
  logic               begins;
  logic signed [31:0] distance;
  logic        [31:0] isn;
  logic        [31:0] ssn;
  logic        [31:0] stored_next;
  logic        [31:0] point;
  logic        [31:0] next;
  logic        [ 2:0] order;
  logic               jumped;
  logic [CONTEXT_BITS-129:0] ranges;

  assign isn         = current[127:96];
  assign stored_next = current[95:64];
  assign other_isn   = syn && sequence_number != isn;
  assign suspended   = current[15] || other_isn;
  assign known       = flow_hit && current[12] && !suspended && current[11:0] == generation;
  assign classify    = known && !syn && (reason == NO_REASON || reason == HANDSHAKE);
  assign ssn         = sequence_number - isn + {31'd0, syn};

  // A fresh context begins at the first segment that lies beyond its in-order point.
  assign distance    = $signed(ssn - stored_next);
  assign begins      = classify && current[48] && payload_length != 16'd0 && distance <= WINDOW && distance >= -WINDOW;
  assign point       = begins && distance > 32'sd0 ? ssn : stored_next;

  receive_window #(
      .RANGES              (OUT_OF_ORDER_INTERVALS),
      .RECEIVE_WINDOW_BYTES(RECEIVE_WINDOW_BYTES)
  ) window (
      .point_i (point),
      .start_i (ssn),
      .length_i(payload_length),
      .ranges_i(current[CONTEXT_BITS-1:128]),
      .order_o (order),
      .next_o  (next),
      .jumped_o(jumped),
      .ranges_o(ranges)
  );

  assign update = valid && flow_hit && (other_isn || classify);
  assign after = {
    classify ? ranges : current[CONTEXT_BITS-1:128],
    isn,
    classify ? next : stored_next,
    current[63:49],
    current[48] && !begins,
    current[47:16],
    suspended,
    current[14:0]
  };

  always_ff @(posedge clk_i) begin
    valid_o                 <= valid && !rst_i;
    subflow_valid_o         <= known;
    kind_o                  <= current[14:13];
    connection_o            <= current[35:16];
    connection_generation_o <= current[47:36];
    ssn_o                   <= ssn;
    receive_next_before_o   <= point;
    order_o                 <= classify ? order : 3'd0;
    reason_o                <= flow_hit && !known && reason == NO_REASON ? CONTEXT_UNKNOWN : reason;
    stale_o                 <= flow_hit && !known;
    classified_o            <= classify;
    jumped_o                <= classify && jumped;
  end
endmodule : subflow_tracker
