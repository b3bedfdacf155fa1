`include "header_word.svh"

// rx_port (rx_parser, rx_checksum, packet_buffer) in a four-state simulator: frames from a file, a beat a cycle, all that is
// not part of a frame X at the inputs. What says that something is valid may never be X, nor what counts while it is valid:
// every byte of a frame (which must be the byte sent), and of the header the fields that its layers promise.
//
// BEATS lines of the file: last (1 digit), bytes of the frame (2), data (128, byte 0 lowest), x where no byte is.
module rx_port_four_state #(
    parameter int BEATS = 1,
    parameter int FRAMES = 1
);
  localparam int BITS = 8 * 64;

  logic clk = 1'b0;
  logic rst = 1'b1;
  logic [63:0] cycle = '0;
  logic valid = 1'b0;
  logic last = 1'bx;
  logic [6:0] bytes = 'x;
  logic [BITS-1:0] data = 'x;
  logic header_valid, beat_valid, beat_last, dropped, no_beat_place;
  logic [`MPNIC_HEADER_WORD_BITS-1:0] header_bits;
  header_word_t header;
  logic [BITS-1:0] beat_data;
  assign header = header_bits;

  rx_port #(
      .PACKET_BUFFER_BEATS  (512),
      .PACKET_BUFFER_HEADERS(64)
  ) port (
      .clk_i          (clk),
      .rst_i          (rst),
      .cycle_i        (cycle),
      .valid_i        (valid),
      .last_i         (last),
      .bytes_i        (bytes),
      .data_i         (data),
      .header_valid_o (header_valid),
      .header_ready_i (1'b1),
      .header_o       (header_bits),
      .beat_valid_o   (beat_valid),
      .beat_ready_i   (1'b1),
      .beat_last_o    (beat_last),
      .beat_data_o    (beat_data),
      .dropped_o      (dropped),
      .no_beat_place_o(no_beat_place)
  );

  logic [BITS+11:0] beats[0:BEATS-1];
  logic [BITS+11:0] expected;
  int sent = 0;
  int received = 0;
  int headers = 0;
  int errors = 0;
  reg [8*1024-1:0] name;

  always #5 clk = ~clk;

  initial begin
    if (!$value$plusargs("beats=%s", name)) begin
      $display("FAILED: give +beats=FILE");
      $finish;
    end
    $readmemh(name, beats);
    repeat (60) @(posedge clk);
    rst <= 1'b0;
    repeat (2) @(posedge clk);
    while (sent < BEATS) begin
      valid <= 1'b1;
      last  <= beats[sent][BITS+8];
      bytes <= beats[sent][BITS+6:BITS];
      data  <= beats[sent][BITS-1:0];
      sent = sent + 1;
      @(posedge clk);
    end
    valid <= 1'b0;
    last  <= 1'bx;
    bytes <= 'x;
    data  <= 'x;
    repeat (200) @(posedge clk);
    if (received != BEATS || headers != FRAMES) begin
      errors = errors + 1;
      $display("FAILED: %0d of %0d beats, %0d of %0d headers came", received, BEATS, headers, FRAMES);
    end
    $display("%s: %0d frames, %0d beats, %0d errors", errors == 0 ? "passed" : "FAILED", headers, received, errors);
    $finish;
  end

  task fail(input [8*40-1:0] what);
    begin
      errors = errors + 1;
      if (errors <= 10) $display("FAILED: cycle %0d: %0s", cycle, what);
    end
  endtask

  always @(posedge clk) begin
    cycle <= rst ? '0 : cycle + 1'b1;
    if (!rst) begin
      if ((^{header_valid, beat_valid, dropped}) === 1'bx) fail("header_valid_o, beat_valid_o or dropped_o is X");
      if (dropped === 1'b1) fail("a frame was dropped");
      if (beat_valid === 1'b1) begin
        expected = beats[received];
        received = received + 1;
        if (beat_last !== expected[BITS+8]) fail("beat_last_o");
        for (int b = 0; b < 64; b++) begin
          if (b < expected[BITS+6:BITS] && beat_data[8*b+:8] !== expected[8*b+:8]) fail("beat_data_o");
        end
      end
      if (header_valid === 1'b1) begin
        headers = headers + 1;
        if ((^{header.parsed.reason, header.parsed.packet_type, header.parsed.layers, header.parsed.frame_length,
               header.ip_checksum_ok, header.tcp_checksum_ok, header.payload_sum, header.frame,
               header.first_beat_cycle}) === 1'bx) begin
          fail("header of any frame");
        end
        if (header.parsed.layers[1] === 1'b1 && (^{header.parsed.is_ipv6, header.parsed.l3_offset,
            header.parsed.src_high, header.parsed.src_low, header.parsed.dst_high, header.parsed.dst_low,
            header.parsed.protocol, header.parsed.ip_total_end, header.parsed.fragment}) === 1'bx) begin
          fail("header of an IP packet");
        end
        if (header.parsed.layers[2] === 1'b1 && (^{header.parsed.source_port, header.parsed.destination_port,
            header.parsed.sequence_number, header.parsed.acknowledgment, header.parsed.tcp_flags,
            header.parsed.window, header.parsed.payload_offset, header.parsed.payload_length,
            header.parsed.tcp_options, header.parsed.mptcp_options}) === 1'bx) begin
          fail("header of a TCP segment");
        end
        if (header.parsed.mptcp_options[2] === 1'b1 && (^{header.parsed.dss_flags, header.parsed.has_mapping}) === 1'bx)
          fail("header with a DSS option");
        if (header.parsed.has_mapping === 1'b1 && header.parsed.mptcp_options[2] === 1'b1
            && (^{header.parsed.dsn, header.parsed.dss_ssn, header.parsed.dss_length}) === 1'bx) begin
          fail("mapping");
        end
      end
    end
  end
endmodule : rx_port_four_state
