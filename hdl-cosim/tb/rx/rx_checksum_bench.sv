`include "parsed_header.svh"

// rx_checksum behind one vector of header bits, for the bench.
module rx_checksum_bench #(
    parameter int BEAT_BYTES = 64,
    parameter int HEADER_WINDOW_BEATS = 3,
    parameter int BYTES_BITS = $clog2(BEAT_BYTES + 1)
) (
    input  logic                                clk_i,
    input  logic                                rst_i,
    input  logic                                valid_i,
    input  logic                                last_i,
    input  logic [              BYTES_BITS-1:0] bytes_i,
    input  logic [            8*BEAT_BYTES-1:0] data_i,
    input  logic [`MPNIC_PARSED_HEADER_BITS-1:0] header_i,
    output logic                                valid_o,
    output logic                                last_o,
    output logic [              BYTES_BITS-1:0] bytes_o,
    output logic [            8*BEAT_BYTES-1:0] data_o,
    output logic                                ip_checksum_ok_o,
    output logic                                tcp_checksum_ok_o,
    output logic [                        15:0] payload_sum_o,
    output logic [                         6:0] reason_o
);
  parsed_header_t header;
  assign header = header_i;

  rx_checksum #(
      .BEAT_BYTES(BEAT_BYTES),
      .HEADER_WINDOW_BEATS(HEADER_WINDOW_BEATS)
  ) stage (
      .clk_i,
      .rst_i,
      .valid_i,
      .last_i,
      .bytes_i,
      .data_i,
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
endmodule : rx_checksum_bench
