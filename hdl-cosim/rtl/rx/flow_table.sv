// flow_table: 5-tuple to receive subflow, token of an MP_JOIN to its connection's queue, RSS hash for all others, and the
// header events for the control processor.
//
// One word a cycle, never stalled; results hold 4 + READ_LATENCY cycles later: hash, address, read, comparison, choice.
// What a word carries besides travels beside the stage in a shift register.
//
// Segments with a bad IP or TCP checksum are hashed, not looked up, and make no event. An event is a TCP segment that is
// not in the table, or has SYN, FIN or RST, or an MPTCP option other than DSS. event_valid_o says in the cycle of the
// word out that its event is offered; with event_full_i in the same cycle it is lost, and the word says so.
//
// Writes of the control processor enter beside the words: one that enters at cycle T holds for the words that enter later.
module flow_table #(
    parameter int SUBFLOWS = 4096,
    parameter int TOKENS = 4096,
    parameter int FLOW_TABLE_WAYS = 4,
    parameter int READ_LATENCY = 2,
    parameter int REASON_BITS = 7,
    parameter logic [319:0] RSS_KEY =
        320'h6d5a56da255b0ec24167253d43a38fb0d0ca2bcbae7b30b477cb2da38030f20c6a42b73bbeac01fa,
    parameter logic [319:0] FLOW_TABLE_KEY =
        320'h1f83d9abfb41bd6b5be0cd19137e2179428a2f98d728ae22cb3c6ef372fe94f82b243f6a8885a308,
    parameter int FLOW_ENTRY_BITS = $clog2(SUBFLOWS),
    parameter int TOKEN_ENTRY_BITS = $clog2(TOKENS)
) (
    input  logic                   clk_i,
    input  logic                   rst_i,
    // The word: what rx_parser and rx_checksum said of the frame.
    input  logic                   valid_i,
    input  logic                   layer_ip_i,
    input  logic                   layer_tcp_i,
    input  logic                   is_ipv6_i,
    input  logic [          127:0] src_i,
    input  logic [          127:0] dst_i,
    input  logic [           15:0] source_port_i,
    input  logic [           15:0] destination_port_i,
    input  logic [            7:0] tcp_flags_i,
    input  logic [            8:0] mptcp_options_i,
    input  logic [           31:0] join_token_i,
    input  logic [REASON_BITS-1:0] reason_i,
    // The word, 4 + READ_LATENCY cycles later.
    output logic                   valid_o,
    output logic [           31:0] rss_hash_o,
    output logic                   flow_lookup_o,  // counted as hit or miss
    output logic                   flow_hit_o,
    output logic [           19:0] subflow_o,
    output logic [           11:0] subflow_generation_o,
    output logic                   token_lookup_o,  // counted as hit or miss
    output logic                   token_hit_o,
    output logic [           15:0] token_queue_o,
    output logic                   firmware_busy_o,
    output logic [REASON_BITS-1:0] reason_o,
    // The control processor's event FIFO.
    output logic                   event_valid_o,
    input  logic                   event_full_i,
    // The control processor's writes. Key: IPv6, ports, low words, high words of the addresses; token.
    input  logic                   flow_write_valid_i,
    input  logic [FLOW_ENTRY_BITS-1:0] flow_write_entry_i,
    input  logic                   flow_write_used_i,
    input  logic [          288:0] flow_write_key_i,
    input  logic [           31:0] flow_write_value_i,
    input  logic                   token_write_valid_i,
    input  logic [TOKEN_ENTRY_BITS-1:0] token_write_entry_i,
    input  logic                   token_write_used_i,
    input  logic [           31:0] token_write_key_i,
    input  logic [           35:0] token_write_value_i
);
  localparam int KEY_BITS = 289;
  localparam int FLOW_BUCKETS = SUBFLOWS / FLOW_TABLE_WAYS;
  localparam int TOKEN_BUCKETS = TOKENS / FLOW_TABLE_WAYS;
  localparam int FLOW_BUCKET_BITS = FLOW_BUCKETS > 1 ? $clog2(FLOW_BUCKETS) : 1;
  localparam int TOKEN_BUCKET_BITS = TOKEN_BUCKETS > 1 ? $clog2(TOKEN_BUCKETS) : 1;
  localparam int SUBFLOW_BITS = 20;
  localparam int LOOKUP_CYCLES = READ_LATENCY + 2;

  // Bits of tcp_flags_i and mptcp_options_i.
  localparam logic [7:0] EVENT_FLAGS = 8'h07;  // FIN, SYN, RST
  localparam int SYN = 1;
  localparam int ACK = 4;
  localparam logic [8:0] DSS = 9'h004;
  localparam logic [8:0] HANDSHAKE_OPTIONS = 9'h003;  // MP_CAPABLE, MP_JOIN
  localparam int MP_JOIN = 1;

  localparam logic [REASON_BITS-1:0] BAD_IP = REASON_BITS'(mpnic_abi_pkg::REASON_BAD_IP_CHECKSUM);
  localparam logic [REASON_BITS-1:0] BAD_TCP = REASON_BITS'(mpnic_abi_pkg::REASON_BAD_TCP_CHECKSUM);

  // ---- cycle 1: both hashes of both inputs

  logic [31:0] ports;
  logic [287:0] flow_data;
  logic [31:0] rss_hash, flow_hash_b, token_hash_a, token_hash_b;
  assign ports = layer_tcp_i ? {source_port_i, destination_port_i} : '0;
  assign flow_data = is_ipv6_i ? {src_i, dst_i, ports} : {src_i[31:0], dst_i[31:0], ports, 192'd0};

  toeplitz_hash #(
      .KEY(RSS_KEY)
  ) flow_hash_low (
      .data_i(flow_data),
      .hash_o(rss_hash)
  );
  toeplitz_hash #(
      .KEY(FLOW_TABLE_KEY)
  ) flow_hash_high (
      .data_i(flow_data),
      .hash_o(flow_hash_b)
  );
  toeplitz_hash #(
      .KEY(RSS_KEY)
  ) token_hash_low (
      .data_i({join_token_i, 256'd0}),
      .hash_o(token_hash_a)
  );
  toeplitz_hash #(
      .KEY(FLOW_TABLE_KEY)
  ) token_hash_high (
      .data_i({join_token_i, 256'd0}),
      .hash_o(token_hash_b)
  );

  // What is decided before the lookup: whether there is one, and what the flags and options make of the segment.
  logic lookup, token_lookup, marked, handshake;
  assign lookup       = layer_tcp_i && reason_i != BAD_IP && reason_i != BAD_TCP;
  assign token_lookup = lookup && mptcp_options_i[MP_JOIN] && tcp_flags_i[SYN] && !tcp_flags_i[ACK];
  assign marked       = (tcp_flags_i & EVENT_FLAGS) != '0 || (mptcp_options_i & ~DSS) != '0;
  assign handshake    = tcp_flags_i[SYN] || (mptcp_options_i & HANDSHAKE_OPTIONS) != '0;

  logic [31:0] rss_hash_1q, flow_hash_b_1q, token_hash_a_1q, token_hash_b_1q;
  logic [KEY_BITS-1:0] key_1q;
  logic [31:0] token_1q;

  always_ff @(posedge clk_i) begin
    rss_hash_1q     <= layer_ip_i ? rss_hash : '0;
    flow_hash_b_1q  <= flow_hash_b;
    token_hash_a_1q <= token_hash_a;
    token_hash_b_1q <= token_hash_b;
    key_1q          <= {is_ipv6_i, source_port_i, destination_port_i, src_i, dst_i};
    token_1q        <= join_token_i;
  end

  // ---- cycle 2: addresses; the writes arrive with the words that they entered beside

  logic [FLOW_BUCKET_BITS-1:0] flow_bucket_a_2q, flow_bucket_b_2q;
  logic [TOKEN_BUCKET_BITS-1:0] token_bucket_a_2q, token_bucket_b_2q;
  logic [KEY_BITS-1:0] key_2q;
  logic [31:0] token_2q;

  always_ff @(posedge clk_i) begin
    flow_bucket_a_2q  <= FLOW_BUCKET_BITS'(rss_hash_1q & 32'(FLOW_BUCKETS - 1));
    flow_bucket_b_2q  <= FLOW_BUCKET_BITS'(flow_hash_b_1q & 32'(FLOW_BUCKETS - 1));
    token_bucket_a_2q <= TOKEN_BUCKET_BITS'(token_hash_a_1q & 32'(TOKEN_BUCKETS - 1));
    token_bucket_b_2q <= TOKEN_BUCKET_BITS'(token_hash_b_1q & 32'(TOKEN_BUCKETS - 1));
    key_2q            <= key_1q;
    token_2q          <= token_1q;
  end

  logic flow_write, flow_write_used;
  logic [FLOW_ENTRY_BITS-1:0] flow_write_entry;
  logic [KEY_BITS-1:0] flow_write_key;
  logic [31:0] flow_write_value;
  logic token_write, token_write_used;
  logic [TOKEN_ENTRY_BITS-1:0] token_write_entry;
  logic [31:0] token_write_key;
  logic [35:0] token_write_value;

  delay_line #(
      .WIDTH (FLOW_ENTRY_BITS + 1 + KEY_BITS + 32),
      .CYCLES(2)
  ) flow_writes (
      .clk_i,
      .rst_i,
      .valid_i(flow_write_valid_i),
      .data_i ({flow_write_entry_i, flow_write_used_i, flow_write_key_i, flow_write_value_i}),
      .valid_o(flow_write),
      .data_o ({flow_write_entry, flow_write_used, flow_write_key, flow_write_value})
  );
  delay_line #(
      .WIDTH (TOKEN_ENTRY_BITS + 1 + 32 + 36),
      .CYCLES(2)
  ) token_writes (
      .clk_i,
      .rst_i,
      .valid_i(token_write_valid_i),
      .data_i ({token_write_entry_i, token_write_used_i, token_write_key_i, token_write_value_i}),
      .valid_o(token_write),
      .data_o ({token_write_entry, token_write_used, token_write_key, token_write_value})
  );

  // ---- read, comparison, choice

  logic flow_found, token_found;
  logic [31:0] flow_value;
  logic [35:0] token_value;

  exact_match_table #(
      .ENTRIES(SUBFLOWS),
      .WAYS(FLOW_TABLE_WAYS),
      .KEY_BITS(KEY_BITS),
      .VALUE_BITS(32),
      .READ_LATENCY(READ_LATENCY)
  ) flows (
      .clk_i,
      .bucket_a_i   (flow_bucket_a_2q),
      .bucket_b_i   (flow_bucket_b_2q),
      .key_i        (key_2q),
      .hit_o        (flow_found),
      .value_o      (flow_value),
      .write_valid_i(flow_write),
      .write_entry_i(flow_write_entry),
      .write_used_i (flow_write_used),
      .write_key_i  (flow_write_key),
      .write_value_i(flow_write_value)
  );
  exact_match_table #(
      .ENTRIES(TOKENS),
      .WAYS(FLOW_TABLE_WAYS),
      .KEY_BITS(32),
      .VALUE_BITS(36),
      .READ_LATENCY(READ_LATENCY)
  ) tokens (
      .clk_i,
      .bucket_a_i   (token_bucket_a_2q),
      .bucket_b_i   (token_bucket_b_2q),
      .key_i        (token_2q),
      .hit_o        (token_found),
      .value_o      (token_value),
      .write_valid_i(token_write),
      .write_entry_i(token_write_entry),
      .write_used_i (token_write_used),
      .write_key_i  (token_write_key),
      .write_value_i(token_write_value)
  );

  // ---- the word beside the lookup

  logic valid, marked_out, handshake_out;
  logic [REASON_BITS-1:0] reason_out;
  logic [REASON_BITS-1:0] reason_decided;

  delay_line #(
      .WIDTH (4 + REASON_BITS),
      .CYCLES(2 + LOOKUP_CYCLES)
  ) words (
      .clk_i,
      .rst_i,
      .valid_i,
      .data_i ({lookup, token_lookup, marked, handshake, reason_i}),
      .valid_o(valid),
      .data_o ({flow_lookup_o, token_lookup_o, marked_out, handshake_out, reason_out})
  );
  logic rss_unused;
  delay_line #(
      .WIDTH (32),
      .CYCLES(1 + LOOKUP_CYCLES)
  ) hashes (
      .clk_i,
      .rst_i,
      .valid_i(1'b1),
      .data_i (rss_hash_1q),
      .valid_o(rss_unused),
      .data_o (rss_hash_o)
  );

  always_comb begin
    reason_decided = reason_out;
    if (event_valid_o && reason_out == '0) begin
      if (handshake_out) reason_decided = REASON_BITS'(mpnic_abi_pkg::REASON_HANDSHAKE);
      else if (!flow_hit_o) reason_decided = REASON_BITS'(mpnic_abi_pkg::REASON_UNKNOWN_FLOW);
      else if (event_full_i) reason_decided = REASON_BITS'(mpnic_abi_pkg::REASON_FIRMWARE_BUSY);
    end
  end

  assign valid_o              = valid;
  assign flow_hit_o           = flow_lookup_o && flow_found;
  assign subflow_o            = flow_value[SUBFLOW_BITS-1:0];
  assign subflow_generation_o = flow_value[SUBFLOW_BITS+:12];
  assign token_hit_o          = token_lookup_o && token_found;
  assign token_queue_o        = token_value[15:0];
  assign event_valid_o        = valid && flow_lookup_o && (!flow_found || marked_out);
  assign firmware_busy_o      = event_valid_o && event_full_i;
  assign reason_o             = reason_decided;
endmodule : flow_table
