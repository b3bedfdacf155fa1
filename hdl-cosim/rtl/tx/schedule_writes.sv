`include "mpnic_assert.svh"
`include "schedule.svh"

// The control processor's writes to the contexts of subflow_scheduler, which wait while a decision reads them.
//
// A write of cycle e can be taken two cycles later; take_i lets one a cycle through. With TX_WRITE_SPACING cycles from one
// write to the next, DEPTH is what comes while none is taken.
//
// Of the model's words only what the scheduler needs goes on.
module schedule_writes #(
    parameter int DEPTH = 8,
    parameter int SUBFLOW_BITS = 12,
    parameter int CONNECTION_BITS = 12,
    parameter int PLACES = 8,
    parameter int LIST_BITS = PLACES * SUBFLOW_BITS,
    parameter int IDENTITY_BITS = 26 + CONNECTION_BITS,
    parameter int ENTRY_BITS = SUBFLOW_BITS > CONNECTION_BITS ? SUBFLOW_BITS : CONNECTION_BITS,
    parameter int COUNT_BITS = $clog2(DEPTH + 1)
) (
    input  logic                       clk_i,
    input  logic                       rst_i,
    input  logic                       connection_write_valid_i,
    input  logic [CONNECTION_BITS-1:0] connection_write_entry_i,
    input  logic [              575:0] connection_write_value_i,
    input  logic                       connection_state_write_valid_i,
    input  logic [CONNECTION_BITS-1:0] connection_state_write_entry_i,
    input  logic [               63:0] connection_state_write_next_dsn_i,
    input  logic                       subflow_write_valid_i,
    input  logic [   SUBFLOW_BITS-1:0] subflow_write_entry_i,
    input  logic [              959:0] subflow_write_value_i,
    input  logic                       subflow_control_write_valid_i,
    input  logic [   SUBFLOW_BITS-1:0] subflow_control_write_entry_i,
    input  logic [              127:0] subflow_control_write_value_i,
    input  logic                       subflow_state_write_valid_i,
    input  logic [   SUBFLOW_BITS-1:0] subflow_state_write_entry_i,
    input  logic [               31:0] subflow_state_write_next_ssn_i,
    // Lets writes through.
    input  logic                       take_i,
    output logic [     COUNT_BITS-1:0] waiting_o,
    // The write that goes through, one of five.
    output logic                       connection_o,
    output logic                       connection_state_o,
    output logic                       subflow_o,
    output logic                       subflow_control_o,
    output logic                       subflow_state_o,
    output logic [     ENTRY_BITS-1:0] entry_o,
    output schedule_connection_t       connection_value_o,
    output logic [      LIST_BITS-1:0] list_o,
    output logic [               63:0] next_dsn_o,
    output logic [  IDENTITY_BITS-1:0] identity_o,
    output subflow_control_t           control_o,
    output logic [               31:0] next_ssn_o
);
  localparam logic [2:0] CONNECTION = 3'd0;
  localparam logic [2:0] CONNECTION_STATE = 3'd1;
  localparam logic [2:0] SUBFLOW = 3'd2;
  localparam logic [2:0] SUBFLOW_CONTROL = 3'd3;
  localparam logic [2:0] SUBFLOW_STATE = 3'd4;
  // Bits of schedule_connection_t with a list, and of subflow_control_t.
  localparam int CONTEXT_BITS = 13 + LIST_BITS;
  localparam int CONTROL_BITS = 74;
  // The longest of them.
  localparam int LONGER_BITS = CONTEXT_BITS > CONTROL_BITS ? CONTEXT_BITS : CONTROL_BITS;
  localparam int VALUE_BITS = LONGER_BITS > 64 ? LONGER_BITS : 64;

  // ---- the write in its short form, in a register

  logic                  write_q;
  logic [           2:0] table_q;
  logic [ENTRY_BITS-1:0] entry_q;
  logic [VALUE_BITS-1:0] value_q;

  logic [ LIST_BITS-1:0] list;
  schedule_connection_t  connection;
  logic [           4:0] option_words;

  always_comb begin
    for (int place = 0; place < PLACES; place++) begin
      list[place*SUBFLOW_BITS+:SUBFLOW_BITS] = connection_write_value_i[64+32*place+:SUBFLOW_BITS];
    end
  end
  assign connection = {
    connection_write_value_i[20:16],
    connection_write_value_i[13] && !connection_write_value_i[12],
    connection_write_value_i[11:10],
    connection_write_value_i[7:6],
    connection_write_value_i[2:1],
    connection_write_value_i[0]
  };
  // Words of TCP options: of the template, behind the TCP header.
  assign option_words = subflow_write_value_i[14:10] - subflow_write_value_i[126:122] - 5'd5;

  always_ff @(posedge clk_i) begin
    write_q <= !rst_i && (connection_write_valid_i || connection_state_write_valid_i || subflow_write_valid_i
                          || subflow_control_write_valid_i || subflow_state_write_valid_i);
    if (connection_write_valid_i) begin
      table_q <= CONNECTION;
      entry_q <= ENTRY_BITS'(connection_write_entry_i);
      value_q <= VALUE_BITS'({connection, list});
    end else if (connection_state_write_valid_i) begin
      table_q <= CONNECTION_STATE;
      entry_q <= ENTRY_BITS'(connection_state_write_entry_i);
      value_q <= VALUE_BITS'(connection_state_write_next_dsn_i);
    end else if (subflow_write_valid_i) begin
      table_q <= SUBFLOW;
      entry_q <= ENTRY_BITS'(subflow_write_entry_i);
      value_q <= VALUE_BITS'({
        subflow_write_value_i[111:96],
        option_words,
        subflow_write_value_i[7:4],
        subflow_write_value_i[16+:CONNECTION_BITS],
        subflow_write_value_i[0]
      });
    end else if (subflow_control_write_valid_i) begin
      table_q <= SUBFLOW_CONTROL;
      entry_q <= ENTRY_BITS'(subflow_control_write_entry_i);
      value_q <= VALUE_BITS'({
        subflow_control_write_value_i[95:64],
        subflow_control_write_value_i[41],
        subflow_control_write_value_i[40],
        subflow_control_write_value_i[39:32],
        subflow_control_write_value_i[31:0]
      });
    end else begin
      table_q <= SUBFLOW_STATE;
      entry_q <= ENTRY_BITS'(subflow_state_write_entry_i);
      value_q <= VALUE_BITS'(subflow_state_write_next_ssn_i);
    end
  end

  // ---- those that wait

  logic                  room;
  logic                  waits;
  logic                  takes;
  logic [           2:0] which;
  logic [VALUE_BITS-1:0] value;

  stream_fifo #(
      .WIDTH(3 + ENTRY_BITS + VALUE_BITS),
      .DEPTH(DEPTH)
  ) writes (
      .clk_i,
      .rst_i,
      .valid_i(write_q),
      .ready_o(room),
      .data_i ({table_q, entry_q, value_q}),
      .valid_o(waits),
      .ready_i(take_i),
      .data_o ({which, entry_o, value}),
      .count_o(waiting_o)
  );

  assign takes              = waits && take_i;
  assign connection_o       = takes && which == CONNECTION;
  assign connection_state_o = takes && which == CONNECTION_STATE;
  assign subflow_o          = takes && which == SUBFLOW;
  assign subflow_control_o  = takes && which == SUBFLOW_CONTROL;
  assign subflow_state_o    = takes && which == SUBFLOW_STATE;
  assign {connection_value_o, list_o} = value[CONTEXT_BITS-1:0];
  assign next_dsn_o         = value[63:0];
  assign identity_o         = value[IDENTITY_BITS-1:0];
  assign control_o          = value[CONTROL_BITS-1:0];
  assign next_ssn_o         = value[31:0];

  always @(posedge clk_i) begin
    if (!rst_i) begin
      `MPNIC_ASSERT("schedule_writes: room for the write", !write_q || room)
      `MPNIC_ASSERT("schedule_writes: one write a cycle",
                    $onehot0({connection_write_valid_i, connection_state_write_valid_i, subflow_write_valid_i,
                              subflow_control_write_valid_i, subflow_state_write_valid_i}))
    end
  end
endmodule : schedule_writes
