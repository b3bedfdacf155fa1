`ifndef TX_DESCRIPTOR_SVH
`define TX_DESCRIPTOR_SVH
// A good transmit descriptor, as the queue's head takes it; the fields of TxDescriptor in Java.
typedef struct packed {
  logic [1:0]  kind;  // TX_DESCRIPTOR_TYPE of the ABI
  logic        data_fin;
  logic [19:0] target;  // port, connection or transmit subflow
  logic [63:0] address;
  logic [17:0] length;
  logic [31:0] index;
  logic [31:0] offload;  // mss [15:0], l3_offset [23:16], l4_offset [31:24]; of a mapping: SSN
  logic [63:0] header;  // header_bytes [7:0], checksum_offset [15:8]; of a mapping: DSN
} tx_descriptor_t;

// Its first fault, in the order in which they are looked for.
`define TX_FAULT_NONE 4'd0
`define TX_FAULT_TYPE 4'd1
`define TX_FAULT_INDEX 4'd2
`define TX_FAULT_LENGTH 4'd3
`define TX_FAULT_ZERO_LENGTH 4'd4
`define TX_FAULT_ADDRESS 4'd5
`define TX_FAULT_TARGET 4'd6
`define TX_FAULT_OFFSETS 4'd7
`define TX_FAULT_CHAIN 4'd8
`define TX_FAULT_FRAME_LENGTH 4'd9

// What tx_descriptor_fields finds: a descriptor by itself, and as the first of a frame.
typedef struct packed {
  logic [31:0] index;  // that it should have
  logic [3:0]  fault;  // by itself
  logic        frame;  // raw or offload: it may go on in the next descriptor
  logic        stream;
  logic        mapping;
  logic        range_bad;  // no such port, connection or subflow
  logic        more;
  logic        like;  // type and target of the descriptor before
  logic [17:0] length;
  // As the first: its fault; bytes left of the most that its frame may have, and of the longest that can be sent; whether it
  // is beyond that already, and its segments would be; bytes that the frame must have yet, less one, and whether it has them;
  // the same for the checksum's field.
  logic [3:0]  first_fault;
  logic [17:0] left;
  logic [17:0] frame_left;
  logic        over_frame;
  logic        too_long;
  logic [7:0]  need_left;
  logic        need_met;
  logic [7:0]  field_left;
  logic        field_met;
} tx_fields_t;
`define TX_FIELDS_BITS (32 + 4 + 6 + 18 + 4 + 18 + 18 + 2 + 9 + 9)
`define TX_DESCRIPTOR_BITS (2 + 1 + 20 + 64 + 18 + 32 + 32 + 64)
`endif
