`ifndef SCHEDULE_SVH
`define SCHEDULE_SVH
// What subflow_scheduler knows of a place in the connection's list.

// The control processor's registers of a subflow, as the model's table has them; the rest of its second word is not kept.
typedef struct packed {
  logic [31:0] round_trip;  // microseconds
  logic        backup;
  logic        stopped;
  logic [7:0]  weight;
  logic [31:0] send_limit;
} subflow_control_t;

// Formats and policy of a connection.
typedef struct packed {
  logic [4:0] count;      // subflows in its list
  logic       per_chunk;
  logic [1:0] dsn_words;
  logic [1:0] ack_words;
  logic [1:0] policy;
  logic       valid;
} schedule_connection_t;

// A place that may send. The class says in which order places count, the least first: a copy that it is to get, a normal
// subflow, a backup.
typedef struct packed {
  logic        may;
  logic        normal;   // a normal subflow that is alive, whether it may send or not
  logic [1:0]  place_class;
  logic [31:0] key;      // least first among those of a class
  logic [3:0]  place;
  logic        backup;
  logic [3:0]  port;
  logic [15:0] payload;
  logic [31:0] next_ssn;
  logic [15:0] room;     // bytes that the send limit leaves; the largest number also stands for more
  logic [7:0]  weight;
} schedule_place_t;
`endif
