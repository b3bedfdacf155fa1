`include "mpnic_assert.svh"

`include "parsed_header.svh"

// rx_parser: reads Ethernet, VLAN, IPv4, IPv6, TCP and every MPTCP option of a frame.
//
// Beats come in one a cycle, are never stalled, and leave 8 + 2 * (MAX_IPV6_EXTENSIONS + MAX_TCP_OPTIONS) cycles later.
// What was parsed holds beside the frame's last beat out. It holds, for rx_checksum, from the beat that completes the header
// window on, with one exception: only the last beat tells the frame's length, and with it whether the IP packet is as
// long as it says. A frame whose IP length is beyond it loses there all that was read behind its Ethernet header.
//
//   cycle 1       the window, complete with beat HEADER_WINDOW_BEATS - 1 or the last one
//   two cycles    Ethernet, VLAN tags; the IP header is moved to the front
//   two cycles    IPv4, fixed IPv6 header; what follows is moved to the front
//   two cycles for each IPv6 extension header: moved to the front
//   two cycles    fixed TCP header; its options
//   two cycles for each TCP option: the next one is moved to the front
//   one cycle     the result
//
// Nothing is kept between frames. The window must hold Ethernet, tags and the longest IPv4 header:
// HEADER_WINDOW_BEATS * BEAT_BYTES >= 74 + 4 * MAX_VLAN_TAGS, at most 252 bytes.
module rx_parser #(
    parameter int BEAT_BYTES = 64,
    parameter int HEADER_WINDOW_BEATS = 3,
    parameter int MAX_VLAN_TAGS = 2,
    parameter int MAX_IPV6_EXTENSIONS = 4,
    parameter int MAX_TCP_OPTIONS = 16,
    parameter int BEAT_BITS = 8 * BEAT_BYTES,
    parameter int BYTES_BITS = $clog2(BEAT_BYTES + 1)
) (
    input  logic                  clk_i,
    input  logic                  rst_i,
    // Beats: byte 0 of the frame in bits 7:0 of the first; bytes_i of the last beat are the frame's.
    input  logic                  valid_i,
    input  logic                  last_i,
    input  logic [BYTES_BITS-1:0] bytes_i,
    input  logic [ BEAT_BITS-1:0] data_i,
    // The same beats, later.
    output logic                  valid_o,
    output logic                  last_o,
    output logic [BYTES_BITS-1:0] bytes_o,
    output logic [ BEAT_BITS-1:0] data_o,
    // Beside the last.
    output parsed_header_t        header_o
);
  localparam int WINDOW_BYTES = HEADER_WINDOW_BEATS * BEAT_BYTES;
  localparam int PACKET_BYTES = WINDOW_BYTES - 14;
  localparam int REST_BYTES = WINDOW_BYTES - 34;
  localparam int BEAT_LOG = $clog2(BEAT_BYTES);
  localparam int INDEX_BITS = 15 - BEAT_LOG;
  localparam int LATENCY = 8 + 2 * (MAX_IPV6_EXTENSIONS + MAX_TCP_OPTIONS);
  localparam logic [INDEX_BITS-1:0] LAST_WINDOW_BEAT = INDEX_BITS'(HEADER_WINDOW_BEATS - 1);

  // ---- cycle 1: the window

  logic [INDEX_BITS-1:0] index_q;
  logic [13:0] length;  // of the frame, beside its last beat
  logic completes;

  assign completes = valid_i && (index_q == LAST_WINDOW_BEAT || (last_i && index_q < LAST_WINDOW_BEAT));
  assign length    = {index_q[13-BEAT_LOG:0], {BEAT_LOG{1'b0}}} + 14'(bytes_i);

  always_ff @(posedge clk_i) begin
    if (valid_i) index_q <= last_i ? '0 : index_q + 1'b1;
    if (rst_i) index_q <= '0;
  end

  logic [8*WINDOW_BYTES-1:0] collected;  // byte 0 in the lowest bits
  logic [8*WINDOW_BYTES-1:0] collected_q;
  logic [8*WINDOW_BYTES-1:0] window;  // network order
  logic [13:0] end_1q;
  logic go_1q;

  always_comb begin
    collected = collected_q;
    for (int b = 0; b < HEADER_WINDOW_BEATS; b++) begin
      if (valid_i && index_q == INDEX_BITS'(b)) collected[b*BEAT_BITS+:BEAT_BITS] = data_i;
    end
    for (int b = 0; b < WINDOW_BYTES; b++) window[8*(WINDOW_BYTES-1-b)+:8] = collected_q[8*b+:8];
  end

  always_ff @(posedge clk_i) begin
    collected_q <= collected;
    end_1q      <= last_i ? length : '1;
    go_1q       <= completes && !rst_i;
  end

  // ---- two cycles: Ethernet. Signals named between stand between the two cycles of a step.

  parsed_header_t header_2, header_2q;
  logic [8*PACKET_BYTES-1:0] packet_2, packet_2q;
  logic is_ip_2, is_ip_2q;
  logic [13:0] end_2q;
  logic go_2q;
  logic [13:0] end_between_q;
  logic go_between_q;

  parse_ethernet #(
      .WINDOW_BYTES (WINDOW_BYTES),
      .MAX_VLAN_TAGS(MAX_VLAN_TAGS)
  ) ethernet (
      .clk_i,
      .window_i   (window),
      .frame_end_i(end_1q),
      .header_o   (header_2),
      .rest_o     (packet_2),
      .is_ip_o    (is_ip_2)
  );

  always_ff @(posedge clk_i) begin
    header_2q <= header_2;
    packet_2q <= packet_2;
    is_ip_2q  <= is_ip_2;
    end_2q    <= end_between_q;
    go_2q     <= go_between_q && !rst_i;

    end_between_q <= end_1q;
    go_between_q  <= go_1q && !rst_i;
  end

  // ---- two cycles each: IP; then the extension headers: index e is behind e of them

  logic [MAX_IPV6_EXTENSIONS:0] read;  // beside the header: the frame completed its window
  logic [MAX_IPV6_EXTENSIONS:0] ip_read;
  parsed_header_t header_ip;
  logic [8*REST_BYTES-1:0] rest_ip;
  logic [13:0] ip_left_ip;
  logic [7:0] window_left_ip;
  logic ip_read_ip, go_ip;

  parse_ip #(
      .WINDOW_BYTES(WINDOW_BYTES)
  ) ip (
      .clk_i,
      .go_i         (is_ip_2q),
      .header_i     (header_2q),
      .packet_i     (packet_2q),
      .frame_end_i  (end_2q),
      .header_o     (header_ip),
      .rest_o       (rest_ip),
      .ip_left_o    (ip_left_ip),
      .window_left_o(window_left_ip),
      .ip_read_o    (ip_read_ip),
      .go_o         (go_ip)
  );

  generate
    for (genvar e = 0; e <= MAX_IPV6_EXTENSIONS; e++) begin : g_extension
      parsed_header_t header_d, header_q;
      logic [8*REST_BYTES-1:0] rest_d, rest_q;
      logic [13:0] ip_left_d, ip_left_q;
      logic [7:0] window_left_d, window_left_q;
      logic go_d, go_q;

      logic read_between;

      if (e == 0) begin : g_fixed
        assign header_d = header_ip;
        assign rest_d = rest_ip;
        assign ip_left_d = ip_left_ip;
        assign window_left_d = window_left_ip;
        assign go_d = go_ip;
        always_ff @(posedge clk_i) begin
          read_between <= go_2q && !rst_i;
          read[e]      <= read_between && !rst_i;
          ip_read[e]   <= ip_read_ip;
        end
      end else begin : g_step
        logic ip_read_between;
        parse_ipv6_extension #(
            .REST_BYTES(REST_BYTES)
        ) extension (
            .clk_i,
            .go_i         (g_extension[e-1].go_q),
            .header_i     (g_extension[e-1].header_q),
            .rest_i       (g_extension[e-1].rest_q),
            .ip_left_i    (g_extension[e-1].ip_left_q),
            .window_left_i(g_extension[e-1].window_left_q),
            .go_o         (go_d),
            .header_o     (header_d),
            .rest_o       (rest_d),
            .ip_left_o    (ip_left_d),
            .window_left_o(window_left_d)
        );
        always_ff @(posedge clk_i) begin
          read_between    <= read[e-1] && !rst_i;
          read[e]         <= read_between && !rst_i;
          ip_read_between <= ip_read[e-1];
          ip_read[e]      <= ip_read_between;
        end
      end

      always_ff @(posedge clk_i) begin
        header_q      <= header_d;
        rest_q        <= rest_d;
        ip_left_q     <= ip_left_d;
        window_left_q <= window_left_d;
        go_q          <= go_d;
      end
    end
  endgenerate

  // ---- two cycles: TCP

  parsed_header_t header_tcp, header_tcp_q;
  logic [319:0] options_tcp, options_tcp_q;
  logic [5:0] left_tcp, left_tcp_q;
  logic go_tcp, go_tcp_q, read_tcp_q, ip_read_tcp_q;

  parse_tcp #(
      .REST_BYTES(REST_BYTES)
  ) tcp (
      .go_i          (g_extension[MAX_IPV6_EXTENSIONS].go_q),
      .header_i      (g_extension[MAX_IPV6_EXTENSIONS].header_q),
      .rest_i        (g_extension[MAX_IPV6_EXTENSIONS].rest_q),
      .ip_left_i     (g_extension[MAX_IPV6_EXTENSIONS].ip_left_q),
      .window_left_i (g_extension[MAX_IPV6_EXTENSIONS].window_left_q),
      .go_o          (go_tcp),
      .header_o      (header_tcp),
      .options_o     (options_tcp),
      .options_left_o(left_tcp)
  );

  always_ff @(posedge clk_i) begin
    header_tcp_q  <= header_tcp;
    options_tcp_q <= options_tcp;
    left_tcp_q    <= left_tcp;
    go_tcp_q      <= go_tcp;
    read_tcp_q    <= read[MAX_IPV6_EXTENSIONS] && !rst_i;
    ip_read_tcp_q <= ip_read[MAX_IPV6_EXTENSIONS];
  end

  // ---- the options: index n is behind n of them

  logic [MAX_TCP_OPTIONS:0] read_option;
  logic [MAX_TCP_OPTIONS:0] ip_read_option;

  generate
    for (genvar n = 0; n <= MAX_TCP_OPTIONS; n++) begin : g_option
      parsed_header_t header_d, header_q;
      logic [319:0] options_d, options_q;
      logic [5:0] left_d, left_q;
      logic go_d, go_q;

      if (n == 0) begin : g_first
        assign header_d  = header_tcp_q;
        assign options_d = options_tcp_q;
        assign left_d    = left_tcp_q;
        assign go_d      = go_tcp_q;
        always_ff @(posedge clk_i) begin
          read_option[n]    <= read_tcp_q && !rst_i;
          ip_read_option[n] <= ip_read_tcp_q;
        end
      end else begin : g_step
        logic read_between, ip_read_between;
        parse_tcp_option option (
            .clk_i,
            .go_i     (g_option[n-1].go_q),
            .header_i (g_option[n-1].header_q),
            .options_i(g_option[n-1].options_q),
            .left_i   (g_option[n-1].left_q),
            .go_o     (go_d),
            .header_o (header_d),
            .options_o(options_d),
            .left_o   (left_d)
        );
        always_ff @(posedge clk_i) begin
          read_between      <= read_option[n-1] && !rst_i;
          read_option[n]    <= read_between && !rst_i;
          ip_read_between   <= ip_read_option[n-1];
          ip_read_option[n] <= ip_read_between;
        end
      end

      always_ff @(posedge clk_i) begin
        header_q  <= header_d;
        options_q <= options_d;
        left_q    <= left_d;
        go_q      <= go_d;
      end
    end
  endgenerate

  // ---- the result, kept from the beat that completes the window to the last

  parsed_header_t walked;
  logic [7:0] next_kind;
  logic at_limit, conflict;
  assign walked    = g_option[MAX_TCP_OPTIONS].header_q;
  assign next_kind = g_option[MAX_TCP_OPTIONS].options_q[319-:8];
  assign at_limit  = g_option[MAX_TCP_OPTIONS].go_q && g_option[MAX_TCP_OPTIONS].left_q != '0 && next_kind != '0;
  assign conflict  = (walked.mptcp_options[0] && walked.mptcp_options[1])
      || (walked.mptcp_options[2] && walked.tcp_flags[1]);

  parsed_header_t finished, result_q, current, result;
  logic ip_read_q, ip_read_now;
  logic last_before;
  logic [13:0] length_before;

  always_comb begin
    finished = walked;
    if (walked.reason == '0) begin
      if (at_limit) finished.reason = 7'(mpnic_abi_pkg::REASON_TCP_OPTION_LIMIT);
      else if (conflict) finished.reason = 7'(mpnic_abi_pkg::REASON_CONFLICTING_MPTCP_OPTIONS);
      else if (!walked.layers[2]) finished.reason = 7'(mpnic_abi_pkg::REASON_NOT_TCP);
    end
    current     = read_option[MAX_TCP_OPTIONS] ? finished : result_q;
    ip_read_now = read_option[MAX_TCP_OPTIONS] ? ip_read_option[MAX_TCP_OPTIONS] : ip_read_q;
    result      = current;
    if (last_before) begin
      result.frame_length = length_before;
      if (ip_read_now && current.ip_total_end > length_before) begin
        result.reason        = 7'(mpnic_abi_pkg::REASON_IP_LENGTH_BEYOND_FRAME);
        result.packet_type   = current.is_ipv6 ? 5'd9 : 5'd8;
        result.layers        = 3'b001;
        result.tcp_options   = '0;
        result.mptcp_options = '0;
      end
    end
  end

  always_ff @(posedge clk_i) begin
    result_q  <= current;
    ip_read_q <= ip_read_now;
    header_o  <= result;
  end

  // ---- the beats

  delay_line #(
      .WIDTH (14),
      .CYCLES(LATENCY - 1)
  ) lengths (
      .clk_i,
      .rst_i,
      .valid_i(valid_i && last_i),
      .data_i (length),
      .valid_o(last_before),
      .data_o (length_before)
  );

  delay_line #(
      .WIDTH (1 + BYTES_BITS + BEAT_BITS),
      .CYCLES(LATENCY)
  ) beats (
      .clk_i,
      .rst_i,
      .valid_i,
      .data_i({last_i, bytes_i, data_i}),
      .valid_o,
      .data_o({last_o, bytes_o, data_o})
  );
  always @(posedge clk_i) begin
    if (!rst_i) begin
      `MPNIC_ASSERT("rx_parser: a last beat has 1 to BEAT_BYTES bytes",
                    !(valid_i && last_i) || bytes_i != '0 && 32'(bytes_i) <= BEAT_BYTES)
    end
  end

endmodule : rx_parser
