`include "mpnic_assert.svh"
`include "tx_finish.svh"

// dss_inserter: makes the header of a segment of stream data or of a mapping, from its subflow's template, with the DSS
// option (RFC 8684 section 3.3).
//
// One segment a cycle, never stalled; its header shows 4 + READ_LATENCY cycles later. Acknowledgment number, window, echo
// and DATA_ACK are the receive contexts' in the cycle in which the segment enters; they are read as the tables are.
//
// Ethernet's 14 bytes and VLAN tags put every header field that is written here on a 32-bit word that begins two bytes
// after a multiple of four: the header is two bytes and 30 words. The DSS option is words, too: kind, length and flags;
// DATA_ACK; DSN; SSN; length with checksum or two NOPs.
//   cycle 1  which fields fit; old TSval, IP version; the window, scaled
//   cycle 2  words of the option, lengths, sums; what each word of the header is; the window, limited to its field
//   cycle 3  the words
//   cycle 4  the header
//
// Contexts: words of TxSubflows and TxConnections, the first lowest.
module dss_inserter #(
    parameter int SUBFLOWS = 4096,
    parameter int CONNECTIONS = 4096,
    parameter int READ_LATENCY = 2,
    parameter int CYCLES_PER_MILLISECOND = 322_265,
    parameter int SUBFLOW_BITS = $clog2(SUBFLOWS),
    parameter int CONNECTION_BITS = $clog2(CONNECTIONS)
) (
    input  logic                       clk_i,
    input  logic                       rst_i,
    // The segment.
    input  logic                       valid_i,
    input  logic [   SUBFLOW_BITS-1:0] subflow_i,
    input  logic [CONNECTION_BITS-1:0] connection_i,
    input  logic [               31:0] ssn_i,
    input  logic [               15:0] payload_bytes_i,
    input  logic [               63:0] mapping_dsn_i,
    input  logic [               31:0] mapping_ssn_i,
    input  logic [               15:0] mapping_length_i,    // 0: no mapping
    input  logic                       data_fin_i,
    input  logic                       push_i,
    // The receive contexts' answer, READ_LATENCY behind the segment, as that of the tables.
    input  logic [               31:0] acknowledgment_i,
    input  logic [               31:0] window_i,  // bytes
    input  logic [               31:0] timestamp_echo_i,
    input  logic [               63:0] data_ack_i,
    // The header, byte 0 lowest, zeros behind its end.
    output logic                       valid_o,
    output logic [              991:0] header_o,
    output logic [                7:0] header_bytes_o,
    output tx_finish_t                 finish_o,
    // The control processor's writes.
    input  logic                       subflow_write_valid_i,
    input  logic [   SUBFLOW_BITS-1:0] subflow_write_entry_i,
    input  logic [              959:0] subflow_write_value_i,
    input  logic                       connection_write_valid_i,
    input  logic [CONNECTION_BITS-1:0] connection_write_entry_i,
    input  logic [              575:0] connection_write_value_i
);
  localparam int WORDS = 30;
  localparam int OPTION_WORDS = 7;
  localparam int TEMPLATE_BIT = 192;
  localparam int MILLISECOND_BITS = $clog2(CYCLES_PER_MILLISECOND + 1);
  localparam logic [MILLISECOND_BITS-1:0] LAST_OF_MILLISECOND = MILLISECOND_BITS'(CYCLES_PER_MILLISECOND - 1);
  localparam logic [1:0] GENERATED = 2'd3;
  localparam logic [15:0] IPV6_HEADER_BYTES = 16'd40;

  // ---- the clock of timestamps

  logic [MILLISECOND_BITS-1:0] tick_q;
  logic [31:0] millisecond_q;
  always_ff @(posedge clk_i) begin
    tick_q <= rst_i || tick_q == LAST_OF_MILLISECOND ? '0 : tick_q + 1'b1;
    if (rst_i) millisecond_q <= '0;
    else if (tick_q == LAST_OF_MILLISECOND) millisecond_q <= millisecond_q + 32'd1;
  end

  // ---- the contexts, with the segment beside them

  logic [959:0] subflow;
  logic [ 63:0] connection;
  logic         valid;
  logic [ 31:0] ssn;
  logic [ 15:0] payload_bytes;
  logic [ 63:0] mapping_dsn;
  logic [ 31:0] mapping_ssn;
  logic [ 15:0] mapping_length;
  logic         data_fin;
  logic         push;
  logic [ 31:0] millisecond;

  tx_table #(
      .ENTRIES(SUBFLOWS),
      .WIDTH(960),
      .READ_LATENCY(READ_LATENCY)
  ) subflows (
      .clk_i,
      .read_entry_i(subflow_i),
      .value_o(subflow),
      .write_valid_i(subflow_write_valid_i),
      .write_entry_i(subflow_write_entry_i),
      .write_value_i(subflow_write_value_i)
  );

  tx_table #(
      .ENTRIES(CONNECTIONS),
      .WIDTH(64),
      .READ_LATENCY(READ_LATENCY)
  ) connections (
      .clk_i,
      .read_entry_i(connection_i),
      .value_o(connection),
      .write_valid_i(connection_write_valid_i),
      .write_entry_i(connection_write_entry_i),
      .write_value_i(connection_write_value_i[63:0])
  );

  delay_line #(
      .WIDTH (194),
      .CYCLES(READ_LATENCY)
  ) segment (
      .clk_i,
      .rst_i,
      .valid_i,
      .data_i({
        ssn_i,
        payload_bytes_i,
        mapping_dsn_i,
        mapping_ssn_i,
        mapping_length_i,
        data_fin_i,
        push_i,
        millisecond_q
      }),
      .valid_o(valid),
      .data_o({
        ssn,
        payload_bytes,
        mapping_dsn,
        mapping_ssn,
        mapping_length,
        data_fin,
        push,
        millisecond
      })
  );

  logic [31:0] template_word[0:WORDS-1];
  logic [15:0] template_start;
  // Byte i of the template is byte 7 - i % 8 of its word.
  assign template_start = subflow[TEMPLATE_BIT+48+:16];
  always_comb begin
    for (int w = 0; w < WORDS; w++) begin
      template_word[w] = '0;
      if (4 * w + 6 <= 96) begin
        for (int b = 0; b < 4; b++) begin
          template_word[w][8*(3-b)+:8] = subflow[TEMPLATE_BIT+64*((4*w+2+b)/8)+8*(7-(4*w+2+b)%8)+:8];
        end
      end
    end
  end

  // ---- cycle 1: which fields fit

  logic [4:0] template_words;
  logic [4:0] l3_word;
  logic [4:0] l4_word;
  logic [4:0] stamp_word;
  logic [4:0] room;
  logic       mapped;
  logic [1:0] ack_words;
  logic [1:0] dsn_words;
  logic [4:0] wished;
  logic       cut_ack;
  logic       cut_dsn;
  logic [2:0] option_words;

  assign template_words = subflow[14:10];
  assign l3_word        = subflow[118:114];
  assign l4_word        = subflow[126:122];
  assign stamp_word     = subflow[134:130];
  assign room           = 5'd15 - (template_words - l4_word);
  assign mapped         = mapping_length != 16'd0;
  assign ack_words      = connection[7:6];
  assign dsn_words      = mapped ? connection[11:10] : 2'd0;
  assign wished         = mapped ? 5'(ack_words) + 5'(dsn_words) + 5'd3 : ack_words == 2'd0 ? 5'd0 : 5'(ack_words) + 5'd1;
  assign cut_ack        = wished > room && ack_words == 2'd2;
  assign cut_dsn        = wished - 5'(cut_ack) > room && dsn_words == 2'd2;
  assign option_words   = 3'(wished - 5'(cut_ack) - 5'(cut_dsn));

  logic        valid_1_q;
  logic [ 1:0] ack_words_1_q;
  logic [ 1:0] dsn_words_1_q;
  logic [ 2:0] option_words_1_q;
  logic        mapped_1_q;
  logic        checksum_1_q;
  logic        ipv6_1_q;
  logic        stamps_1_q;
  logic [ 4:0] template_words_1_q;
  logic [ 4:0] l3_word_1_q;
  logic [ 4:0] l4_word_1_q;
  logic [ 4:0] stamp_word_1_q;
  logic [ 7:0] l3_offset_1_q;
  logic [ 7:0] l4_offset_1_q;
  logic [31:0] old_stamp_1_q;
  logic [31:0] isn_1_q;
  logic [31:0] ssn_1_q;
  logic [15:0] payload_bytes_1_q;
  logic [63:0] mapping_dsn_1_q;
  logic [31:0] mapping_ssn_1_q;
  logic [15:0] mapping_length_1_q;
  logic        data_fin_1_q;
  logic        push_1_q;
  logic [31:0] acknowledgment_1_q;
  logic [31:0] window_1_q;
  logic [31:0] timestamp_echo_1_q;
  logic [63:0] data_ack_1_q;
  logic [31:0] millisecond_1_q;
  logic [31:0] template_1_q[0:WORDS-1];
  logic [15:0] start_1_q;
  logic [18:0] sum_1_q;

  always_ff @(posedge clk_i) begin
    valid_1_q          <= valid && !rst_i;
    ack_words_1_q      <= ack_words - 2'(cut_ack);
    dsn_words_1_q      <= dsn_words - 2'(cut_dsn);
    option_words_1_q   <= option_words;
    mapped_1_q         <= mapped;
    checksum_1_q       <= mapped && connection[12];
    ipv6_1_q           <= template_word[l3_word][31:28] == 4'd6;
    stamps_1_q         <= subflow[135:128] != 8'd0;
    template_words_1_q <= template_words;
    l3_word_1_q        <= l3_word;
    l4_word_1_q        <= l4_word;
    stamp_word_1_q     <= stamp_word;
    l3_offset_1_q      <= subflow[119:112];
    l4_offset_1_q      <= subflow[127:120];
    old_stamp_1_q      <= template_word[stamp_word];
    isn_1_q            <= subflow[95:64];
    ssn_1_q            <= ssn;
    payload_bytes_1_q  <= payload_bytes;
    mapping_dsn_1_q    <= mapping_dsn;
    mapping_ssn_1_q    <= mapping_ssn;
    mapping_length_1_q <= mapping_length;
    data_fin_1_q       <= data_fin;
    push_1_q           <= push;
    acknowledgment_1_q <= acknowledgment_i;
    window_1_q         <= window_i >> subflow[139:136];
    timestamp_echo_1_q <= timestamp_echo_i;
    data_ack_1_q       <= data_ack_i;
    millisecond_1_q    <= millisecond;
    start_1_q          <= template_start;
    for (int w = 0; w < WORDS; w++) template_1_q[w] <= template_word[w];
    sum_1_q <= 19'(mapping_dsn[63:48]) + 19'(mapping_dsn[47:32]) + 19'(mapping_dsn[31:16]) + 19'(mapping_dsn[15:0])
             + 19'(mapping_ssn[31:16]) + 19'(mapping_ssn[15:0]) + 19'(mapping_length);
  end

  // ---- cycle 2: words of the option, lengths; what each word of the header is

  localparam logic [2:0] TEMPLATE = 3'd0;
  localparam logic [2:0] OPTION = 3'd1;
  localparam logic [2:0] SEQUENCE = 3'd2;
  localparam logic [2:0] ACKNOWLEDGMENT = 3'd3;
  localparam logic [2:0] OFFSET = 3'd4;
  localparam logic [2:0] STAMP = 3'd5;
  localparam logic [2:0] ECHO = 3'd6;
  localparam logic [2:0] LENGTH = 3'd7;

  logic [31:0] option   [0:OPTION_WORDS-1];
  logic [ 7:0] flags;
  logic [ 7:0] option_length;
  logic [ 4:0] all_words;
  logic [ 7:0] header_bytes;
  logic [15:0] ip_bytes;
  logic [ 4:0] length_word;
  logic [ 2:0] kind     [0:WORDS-1];
  logic [ 2:0] place    [0:WORDS-1];
  logic [16:0] sum_once;

  assign flags = {
    3'd0,
    mapped_1_q && data_fin_1_q,
    mapped_1_q && dsn_words_1_q == 2'd2,
    mapped_1_q,
    ack_words_1_q == 2'd2,
    ack_words_1_q != 2'd0
  };
  // Without checksum the last word ends with two NOPs, which the option's length does not count.
  assign option_length = {3'd0, option_words_1_q, 2'd0} - (mapped_1_q && !checksum_1_q ? 8'd2 : 8'd0);
  assign all_words = template_words_1_q + 5'(option_words_1_q);
  assign header_bytes = {1'b0, all_words, 2'd2};
  assign ip_bytes = 16'(header_bytes) + payload_bytes_1_q - 16'(l3_offset_1_q);
  assign length_word = l3_word_1_q + 5'(ipv6_1_q);
  assign sum_once = 17'(sum_1_q[15:0]) + 17'(sum_1_q[18:16]);

  always_comb begin
    for (int i = 0; i < OPTION_WORDS; i++) begin
      option[i] = '0;
      if (i == 0) option[i] = {8'd30, option_length, 8'h20, flags};
      else if (3'(i) <= 3'(ack_words_1_q)) option[i] = i == 1 && ack_words_1_q == 2'd2 ? data_ack_1_q[63:32] : data_ack_1_q[31:0];
      else if (3'(i) <= 3'(ack_words_1_q) + 3'(dsn_words_1_q))
        option[i] = 3'(i) == 3'(ack_words_1_q) + 3'd1 && dsn_words_1_q == 2'd2 ? mapping_dsn_1_q[63:32] : mapping_dsn_1_q[31:0];
      else if (3'(i) == 3'(ack_words_1_q) + 3'(dsn_words_1_q) + 3'd1) option[i] = mapping_ssn_1_q;
      else option[i] = {mapping_length_1_q, checksum_1_q ? 16'h0000 : 16'h0101};
    end
    for (int w = 0; w < WORDS; w++) begin
      place[w] = 3'(5'(w) - template_words_1_q);
      if (5'(w) >= template_words_1_q) kind[w] = OPTION;
      else if (5'(w) == l4_word_1_q + 5'd1) kind[w] = SEQUENCE;
      else if (5'(w) == l4_word_1_q + 5'd2) kind[w] = ACKNOWLEDGMENT;
      else if (5'(w) == l4_word_1_q + 5'd3) kind[w] = OFFSET;
      else if (stamps_1_q && 5'(w) == stamp_word_1_q) kind[w] = STAMP;
      else if (stamps_1_q && 5'(w) == stamp_word_1_q + 5'd1) kind[w] = ECHO;
      else if (5'(w) == length_word) kind[w] = LENGTH;
      else kind[w] = TEMPLATE;
    end
  end

  logic        valid_2_q;
  logic [31:0] option_2_q[0:OPTION_WORDS-1];
  logic [ 2:0] kind_2_q[0:WORDS-1];
  logic [ 2:0] place_2_q[0:WORDS-1];
  logic [31:0] template_2_q[0:WORDS-1];
  logic        inside_2_q[0:WORDS-1];
  logic [15:0] start_2_q;
  logic [31:0] sequence_2_q;
  logic [31:0] acknowledgment_2_q;
  logic [ 3:0] data_offset_2_q;
  logic        push_2_q;
  logic [15:0] window_2_q;
  logic [31:0] stamp_2_q;
  logic [31:0] echo_2_q;
  logic        ipv6_2_q;
  logic [15:0] ip_length_2_q;
  logic [ 7:0] header_bytes_2_q;
  logic [ 7:0] l3_offset_2_q;
  logic [ 7:0] l4_offset_2_q;
  logic        dss_2_q;
  logic [ 6:0] dss_offset_2_q;
  logic [16:0] sum_2_q;

  always_ff @(posedge clk_i) begin
    valid_2_q          <= valid_1_q && !rst_i;
    start_2_q          <= start_1_q;
    sequence_2_q       <= isn_1_q + ssn_1_q;
    acknowledgment_2_q <= acknowledgment_1_q;
    data_offset_2_q    <= 4'(all_words - l4_word_1_q);
    push_2_q           <= push_1_q;
    window_2_q         <= window_1_q[31:16] != '0 ? 16'hffff : window_1_q[15:0];
    stamp_2_q          <= old_stamp_1_q + millisecond_1_q;
    echo_2_q           <= timestamp_echo_1_q;
    ipv6_2_q           <= ipv6_1_q;
    ip_length_2_q      <= ip_bytes - (ipv6_1_q ? IPV6_HEADER_BYTES : 16'd0);
    header_bytes_2_q   <= header_bytes;
    l3_offset_2_q      <= l3_offset_1_q;
    l4_offset_2_q      <= l4_offset_1_q;
    dss_2_q            <= checksum_1_q;
    dss_offset_2_q     <= checksum_1_q ? header_bytes[6:0] - 7'd2 : 7'd0;
    sum_2_q            <= sum_once;
    for (int i = 0; i < OPTION_WORDS; i++) option_2_q[i] <= option[i];
    for (int w = 0; w < WORDS; w++) begin
      kind_2_q[w]     <= kind[w];
      place_2_q[w]    <= place[w];
      template_2_q[w] <= template_1_q[w];
      inside_2_q[w]   <= 5'(w) < all_words;
    end
  end

  // ---- cycle 3: the words

  logic [31:0] word[0:WORDS-1];
  always_comb begin
    for (int w = 0; w < WORDS; w++) begin
      unique case (kind_2_q[w])
        OPTION: word[w] = inside_2_q[w] ? option_2_q[place_2_q[w]] : 32'd0;
        SEQUENCE: word[w] = sequence_2_q;
        ACKNOWLEDGMENT: word[w] = acknowledgment_2_q;
        OFFSET:
        word[w] = {
          data_offset_2_q, template_2_q[w][27:20], template_2_q[w][19] || push_2_q, template_2_q[w][18:16], window_2_q
        };
        STAMP: word[w] = stamp_2_q;
        ECHO: word[w] = echo_2_q;
        LENGTH: word[w] = ipv6_2_q ? {ip_length_2_q, template_2_q[w][15:0]} : {template_2_q[w][31:16], ip_length_2_q};
        default: word[w] = template_2_q[w];
      endcase
    end
  end

  logic         valid_3_q;
  logic [991:0] header_3_q;
  logic [  7:0] header_bytes_3_q;
  tx_finish_t   finish_3_q;

  always_ff @(posedge clk_i) begin
    valid_3_q        <= valid_2_q && !rst_i;
    header_bytes_3_q <= header_bytes_2_q;
    finish_3_q <= {
      GENERATED,
      l3_offset_2_q,
      l4_offset_2_q,
      header_bytes_2_q,
      8'd0,
      16'd0,
      32'd0,
      2'd0,
      dss_2_q,
      dss_offset_2_q,
      sum_2_q[15:0] + 16'(sum_2_q[16])
    };
    header_3_q[7:0]     <= start_2_q[15:8];
    header_3_q[15:8]    <= start_2_q[7:0];
    header_3_q[991:976] <= 16'd0;
    for (int w = 0; w < WORDS; w++) begin
      header_3_q[16+32*w+:32] <= {word[w][7:0], word[w][15:8], word[w][23:16], word[w][31:24]};
    end
  end

  // ---- cycle 4: the header

  always_ff @(posedge clk_i) begin
    valid_o        <= valid_3_q && !rst_i;
    header_o       <= header_3_q;
    header_bytes_o <= header_bytes_3_q;
    finish_o       <= finish_3_q;
  end

  always @(posedge clk_i) begin
    if (!rst_i && valid_1_q) begin
      `MPNIC_ASSERT("dss_inserter: the option fits", all_words - l4_word_1_q <= 5'd15)
    end
  end
endmodule : dss_inserter
