`ifndef TX_SLICE_SVH
`define TX_SLICE_SVH
`include "tx_finish.svh"
// A slice that waits at the head of a queue; the fields of TxSlice and Segment in Java.
typedef struct packed {
  logic [3:0]  port;
  logic [31:0] index;
  logic [63:0] address;
  logic [17:0] length;
  logic        first;  // of its frame
  logic        last;
  logic        mark;  // no later slice has bytes of its descriptor
  tx_finish_t  finish;
  logic        ends_chunk;  // nothing of its chunk is left behind it
  logic        makes_header;  // it begins a segment whose header the card makes:
  logic        stream;  // of stream data, else of a mapping
  logic [19:0] subflow;
  logic [19:0] connection;
  logic [31:0] ssn;
  logic [15:0] bytes;
  logic [63:0] mapping_dsn;
  logic [31:0] mapping_ssn;
  logic [15:0] mapping_length;  // 0: no mapping
  logic        data_fin;
  logic        push;
} tx_slice_t;

// A decision of subflow_scheduler; the fields of ScheduleAnswer in Java.
typedef struct packed {
  logic        blocked;
  logic [3:0]  port;
  logic [19:0] subflow;
  logic [19:0] connection;
  logic [63:0] dsn;
  logic [31:0] ssn;
  logic [15:0] bytes;
  logic [15:0] payload;  // of a segment
  logic        data_fin;
  logic        per_chunk;
  logic        last_copy;
} tx_answer_t;
`define TX_SLICE_BITS (4 + 32 + 64 + 18 + 3 + 108 + 3 + 20 + 20 + 32 + 16 + 64 + 32 + 16 + 2)
`endif
