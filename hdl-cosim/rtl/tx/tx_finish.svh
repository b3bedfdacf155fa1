`ifndef TX_FINISH_SVH
`define TX_FINISH_SVH
`define TX_FINISH_BITS 108
// What tx_checksum does to a frame; the fields of FrameFinish in Java.
typedef struct packed {
  logic [1:0]  kind;  // 0 nothing, 1 partial checksum, 2 segment, 3 generated header
  logic [7:0]  l3_offset;
  logic [7:0]  l4_offset;
  logic [7:0]  header_bytes;
  logic [7:0]  checksum_offset;
  logic [15:0] segment;
  logic [31:0] sequence_offset;
  logic        first_segment;
  logic        last_segment;
  logic        dss;  // there is a DSS checksum
  logic [6:0]  dss_checksum_offset;
  logic [15:0] dss_pseudo_sum;
} tx_finish_t;
`endif
