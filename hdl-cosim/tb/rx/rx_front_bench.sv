`include "parsed_header.svh"

// rx_parser and rx_checksum behind each other, as in rx_top.
module rx_front_bench #(
    parameter int BEAT_BYTES = 64,
    parameter int HEADER_WINDOW_BEATS = 3,
    parameter int BYTES_BITS = $clog2(BEAT_BYTES + 1)
) (
    input  logic                    clk_i,
    input  logic                    rst_i,
    input  logic                    valid_i,
    input  logic                    last_i,
    input  logic [  BYTES_BITS-1:0] bytes_i,
    input  logic [8*BEAT_BYTES-1:0] data_i,
    output logic                    valid_o,
    output logic                    last_o,
    output logic [  BYTES_BITS-1:0] bytes_o,
    output logic [8*BEAT_BYTES-1:0] data_o,
    output parsed_header_t          header_o,
    output logic                    ip_checksum_ok_o,
    output logic                    tcp_checksum_ok_o,
    output logic [            15:0] payload_sum_o,
    output logic [             6:0] reason_o
);
  logic valid, last;
  logic [BYTES_BITS-1:0] bytes;
  logic [8*BEAT_BYTES-1:0] data;
  parsed_header_t header;

  rx_parser #(
      .BEAT_BYTES(BEAT_BYTES),
      .HEADER_WINDOW_BEATS(HEADER_WINDOW_BEATS)
  ) parser (
      .clk_i,
      .rst_i,
      .valid_i,
      .last_i,
      .bytes_i,
      .data_i,
      .valid_o (valid),
      .last_o  (last),
      .bytes_o (bytes),
      .data_o  (data),
      .header_o(header)
  );

  rx_checksum #(
      .BEAT_BYTES(BEAT_BYTES),
      .HEADER_WINDOW_BEATS(HEADER_WINDOW_BEATS)
  ) checksum (
      .clk_i,
      .rst_i,
      .valid_i         (valid),
      .last_i          (last),
      .bytes_i         (bytes),
      .data_i          (data),
      .layer_ip_i      (header.layers[1]),
      .layer_tcp_i     (header.layers[2]),
      .is_ipv6_i       (header.is_ipv6),
      .l3_offset_i     (14'(header.l3_offset)),
      .l4_offset_i     (14'(header.l4_offset)),
      .payload_offset_i(14'(header.payload_offset)),
      .ip_total_end_i  (header.ip_total_end),
      .src_i           ({header.src_high, header.src_low}),
      .dst_i           ({header.dst_high, header.dst_low}),
      .reason_i        (header.reason),
      .valid_o,
      .last_o,
      .bytes_o,
      .data_o,
      .ip_checksum_ok_o,
      .tcp_checksum_ok_o,
      .payload_sum_o,
      .reason_o
  );

  logic header_valid;
  delay_line #(
      .WIDTH (`MPNIC_PARSED_HEADER_BITS),
      .CYCLES(4)
  ) headers (
      .clk_i,
      .rst_i,
      .valid_i(valid && last),
      .data_i (header),
      .valid_o(header_valid),
      .data_o (header_o)
  );

  always_ff @(posedge clk_i) begin
    if (!rst_i && header_valid != (valid_o && last_o)) $error("rx_front_bench: header without last beat");
  end
endmodule : rx_front_bench
