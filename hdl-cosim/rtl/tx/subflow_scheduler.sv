`include "mpnic_assert.svh"
`include "schedule.svh"

// subflow_scheduler: gives each chunk of a connection's data to a transmit subflow, and with it DSNs and SSNs.
//
// One decision at a time, round robin over the heads that ask; CYCLES from its beginning to the answer, in whose cycle the
// next one may begin. What counts is what the head shows in the cycle in which it begins, the links in that cycle, and the
// contexts with all writes of earlier cycles.
//
// Steps of a decision, its first cycle being 0:
//   1                the head's question
//   SUBFLOW          a mapping's subflow is read
//   CONNECTION       the connection is read, CONTEXT it is there
//   SCAN             its subflows are read, one a cycle; subflow_room and subflow_choice behind that
//   CHOSEN           who gets the chunk
//   CHOSEN + 1       how long it may be, then whole segments of it (whole_multiple)
//   LENGTH           its length; sums; policy weighted charges (credit_charge), on into the next decision
//   STORE            the contexts are written
// Writes of the control processor wait from the first read to CHOSEN. One every 4 cycles at most, so that none is left
// when the next decision reads; one that programs what the decision is about holds, not what the decision would store.
module subflow_scheduler #(
    parameter int PORTS = 2,
    parameter int TX_QUEUES = 8,
    parameter int SUBFLOWS = 4096,
    parameter int CONNECTIONS = 4096,
    parameter int TX_SUBFLOWS_PER_CONNECTION = 8,
    parameter int TX_SCHEDULE_BYTES = 16384,
    parameter int READ_LATENCY = 2,
    parameter int SUBFLOW_BITS = SUBFLOWS > 1 ? $clog2(SUBFLOWS) : 1,
    parameter int CONNECTION_BITS = CONNECTIONS > 1 ? $clog2(CONNECTIONS) : 1,
    parameter int QUEUE_BITS = TX_QUEUES > 1 ? $clog2(TX_QUEUES) : 1
) (
    input  logic                       clk_i,
    input  logic                       rst_i,
    input  logic [          PORTS-1:0] link_up_i,
    // The heads: they ask, and what for (of queue q at q * width). A head that asks keeps to it until decide_valid_o names it.
    input  logic [      TX_QUEUES-1:0] ask_i,
    input  logic [      TX_QUEUES-1:0] stream_i,            // stream data, else a mapping
    input  logic [      TX_QUEUES-1:0] copying_i,           // the last answer had last_copy 0
    input  logic [   20*TX_QUEUES-1:0] target_i,            // connection, or a mapping's subflow
    input  logic [   17*TX_QUEUES-1:0] available_i,         // stream: bytes at hand, the largest number also stands for more
    input  logic [      TX_QUEUES-1:0] ends_i,              // stream: no more is coming for now
    input  logic [      TX_QUEUES-1:0] data_fin_i,          // the data at hand, or the mapping, ends with DATA_FIN
    input  logic [   16*TX_QUEUES-1:0] length_i,            // mapping
    input  logic [   32*TX_QUEUES-1:0] ssn_i,
    input  logic [   64*TX_QUEUES-1:0] dsn_i,
    input  logic [      TX_QUEUES-1:0] forget_i,            // the queue starts anew: no decision begins, an answer on its way is not given
    // A decision that began in the cycle before is this queue's.
    output logic                       decide_valid_o,
    output logic [     QUEUE_BITS-1:0] decide_queue_o,
    // The answer.
    output logic                       answer_valid_o,
    output logic [     QUEUE_BITS-1:0] answer_queue_o,
    output logic                       answer_blocked_o,    // of the rest only the queue means something
    output logic [                3:0] answer_port_o,
    output logic [   SUBFLOW_BITS-1:0] answer_subflow_o,
    output logic [CONNECTION_BITS-1:0] answer_connection_o,
    output logic [               63:0] answer_dsn_o,
    output logic [               31:0] answer_ssn_o,
    output logic [               15:0] answer_bytes_o,
    output logic [               15:0] answer_payload_o,    // of a segment
    output logic                       answer_data_fin_o,
    output logic                       answer_per_chunk_o,
    output logic                       answer_last_copy_o,
    output logic                       answer_stream_o,     // the last three for counters
    output logic                       answer_copy_o,
    output logic                       answer_backup_o,
    // The control processor's writes: one every 4 cycles at most, over all five tables.
    input  logic                       connection_write_valid_i,
    input  logic [CONNECTION_BITS-1:0] connection_write_entry_i,
    input  logic [              575:0] connection_write_value_i,
    input  logic                       connection_state_write_valid_i,
    input  logic [CONNECTION_BITS-1:0] connection_state_write_entry_i,
    input  logic [               63:0] connection_state_write_next_dsn_i,  // word 0; the rest is as after program()
    input  logic                       subflow_write_valid_i,
    input  logic [   SUBFLOW_BITS-1:0] subflow_write_entry_i,
    input  logic [              959:0] subflow_write_value_i,
    input  logic                       subflow_control_write_valid_i,
    input  logic [   SUBFLOW_BITS-1:0] subflow_control_write_entry_i,
    input  logic [              127:0] subflow_control_write_value_i,
    input  logic                       subflow_state_write_valid_i,
    input  logic [   SUBFLOW_BITS-1:0] subflow_state_write_entry_i,
    input  logic [               31:0] subflow_state_write_next_ssn_i
);
  localparam int PLACES = TX_SUBFLOWS_PER_CONNECTION;
  localparam int PLACE_BITS = PLACES > 1 ? $clog2(PLACES) : 1;
  localparam int MAX_CHUNK = TX_SCHEDULE_BYTES < 65_534 ? TX_SCHEDULE_BYTES : 65_534;
  localparam int LEAD_SHIFT = $clog2(MAX_CHUNK + 1) - 1;
  localparam int IDENTITY_BITS = 26 + CONNECTION_BITS;
  localparam int LIST_BITS = PLACES * SUBFLOW_BITS;
  // Bits of schedule_connection_t with a list, and of subflow_control_t.
  localparam int CONTEXT_BITS = 13 + LIST_BITS;
  localparam int CONTROL_BITS = 74;
  localparam int STATE_BITS = 2 * PLACES + 85;
  localparam int ENTRY_BITS = SUBFLOW_BITS > CONNECTION_BITS ? SUBFLOW_BITS : CONNECTION_BITS;

  // ---- steps

  localparam int SUBFLOW = 2;
  localparam int CONNECTION = SUBFLOW + READ_LATENCY;
  localparam int CONTEXT = CONNECTION + READ_LATENCY;
  localparam int SCAN = CONTEXT + 1;
  localparam int CHOSEN = SCAN + PLACES + READ_LATENCY + 4;
  localparam int LENGTH = CHOSEN + 16;
  localparam int STORE = LENGTH + 2;
  localparam int SETTLE_CYCLES = CHOSEN / 3 + 5;
  localparam int CYCLES = CHOSEN + (SETTLE_CYCLES > 19 ? SETTLE_CYCLES : 19);
  localparam int STEP_BITS = $clog2(CYCLES);
  // What comes while writes wait, one every 4 cycles.
  localparam int WRITES = CHOSEN / 4 + 3;

  logic [STEP_BITS-1:0] step_q;  // 0: free
  logic                 begins;
  logic                 at_context;
  logic                 at_store;
  logic                 at_last;
  assign at_context = step_q == STEP_BITS'(CONTEXT);
  assign at_store   = step_q == STEP_BITS'(STORE);
  assign at_last    = step_q == STEP_BITS'(CYCLES - 1);

  always_ff @(posedge clk_i) begin
    if (rst_i || at_last) step_q <= '0;
    else if (begins || step_q != '0) step_q <= step_q + 1'b1;
  end

  // ---- who asks, and for what

  logic [ TX_QUEUES-1:0] asks;
  logic [ TX_QUEUES-1:0] granted;
  logic [QUEUE_BITS-1:0] queue;
  logic                  any_asks;
  assign asks   = ask_i & ~forget_i;
  assign begins = any_asks && step_q == '0;

  round_robin_arbiter #(
      .REQUESTERS(TX_QUEUES)
  ) arbiter (
      .clk_i,
      .rst_i,
      .request_i(asks),
      .take_i   (begins),
      .grant_o  (granted),
      .index_o  (queue),
      .valid_o  (any_asks)
  );

  logic [   QUEUE_BITS-1:0] queue_q;
  logic                     forgotten_q;
  logic [        PORTS-1:0] link_up_q;
  // What changes while a head asks, as it was in the cycle before.
  logic [ 17*TX_QUEUES-1:0] available_before_q;
  logic [    TX_QUEUES-1:0] ends_before_q;
  logic [    TX_QUEUES-1:0] data_fin_before_q;
  logic                     stream_q;
  logic                     copying_q;
  logic [   ENTRY_BITS-1:0] target_q;
  logic [             16:0] available_q;
  logic                     ends_q;
  logic                     data_fin_q;
  logic [             15:0] length_q;
  logic [             31:0] ssn_q;
  logic [             63:0] dsn_q;

  always_ff @(posedge clk_i) begin
    available_before_q <= available_i;
    ends_before_q      <= ends_i;
    data_fin_before_q  <= data_fin_i;
    if (step_q == '0) begin
      queue_q     <= queue;
      link_up_q   <= link_up_i;
      forgotten_q <= 1'b0;
    end else if (forget_i[queue_q]) begin
      forgotten_q <= 1'b1;
    end
    if (step_q == STEP_BITS'(1)) begin
      stream_q    <= stream_i[queue_q];
      copying_q   <= copying_i[queue_q];
      target_q    <= target_i[20*queue_q+:ENTRY_BITS];
      available_q <= available_before_q[17*queue_q+:17];
      ends_q      <= ends_before_q[queue_q];
      data_fin_q  <= data_fin_before_q[queue_q];
      length_q    <= length_i[16*queue_q+:16];
      ssn_q       <= ssn_i[32*queue_q+:32];
      dsn_q       <= dsn_i[64*queue_q+:64];
    end
  end

  assign decide_valid_o = step_q == STEP_BITS'(1);
  assign decide_queue_o = queue_q;

  // ---- writes of the control processor

  logic                       take_q;
  logic [$clog2(WRITES+1)-1:0] waiting;
  logic                       connection_write;
  logic                       connection_state_write;
  logic                       subflow_write;
  logic                       subflow_control_write;
  logic                       subflow_state_write;
  logic [     ENTRY_BITS-1:0] write_entry;
  schedule_connection_t       write_connection;
  logic [      LIST_BITS-1:0] write_list;
  logic [               63:0] write_next_dsn;
  logic [  IDENTITY_BITS-1:0] write_identity;
  subflow_control_t           write_control;
  logic [               31:0] write_next_ssn;

  schedule_writes #(
      .DEPTH          (WRITES),
      .SUBFLOW_BITS   (SUBFLOW_BITS),
      .CONNECTION_BITS(CONNECTION_BITS),
      .PLACES         (PLACES)
  ) writes (
      .clk_i,
      .rst_i,
      .connection_write_valid_i,
      .connection_write_entry_i,
      .connection_write_value_i,
      .connection_state_write_valid_i,
      .connection_state_write_entry_i,
      .connection_state_write_next_dsn_i,
      .subflow_write_valid_i,
      .subflow_write_entry_i,
      .subflow_write_value_i,
      .subflow_control_write_valid_i,
      .subflow_control_write_entry_i,
      .subflow_control_write_value_i,
      .subflow_state_write_valid_i,
      .subflow_state_write_entry_i,
      .subflow_state_write_next_ssn_i,
      .take_i            (take_q),
      .waiting_o         (waiting),
      .connection_o      (connection_write),
      .connection_state_o(connection_state_write),
      .subflow_o         (subflow_write),
      .subflow_control_o (subflow_control_write),
      .subflow_state_o   (subflow_state_write),
      .entry_o           (write_entry),
      .connection_value_o(write_connection),
      .list_o            (write_list),
      .next_dsn_o        (write_next_dsn),
      .identity_o        (write_identity),
      .control_o         (write_control),
      .next_ssn_o        (write_next_ssn)
  );

  // ---- the connection

  logic [CONNECTION_BITS-1:0] connection;
  logic [CONNECTION_BITS-1:0] connection_q;
  logic [  IDENTITY_BITS-1:0] identity;
  schedule_connection_t       context_value;
  schedule_connection_t       context_q;
  logic [      LIST_BITS-1:0] list_value;
  logic [      LIST_BITS-1:0] list_q;
  logic [     STATE_BITS-1:0] state_value;
  logic [     STATE_BITS-1:0] state_stored;
  logic                       stores;

  assign connection = stream_q ? CONNECTION_BITS'(target_q) : identity[1+:CONNECTION_BITS];

  tx_table #(
      .ENTRIES     (CONNECTIONS),
      .WIDTH       (CONTEXT_BITS),
      .READ_LATENCY(READ_LATENCY)
  ) contexts (
      .clk_i,
      .read_entry_i (connection),
      .value_o      ({context_value, list_value}),
      .write_valid_i(connection_write),
      .write_entry_i(CONNECTION_BITS'(write_entry)),
      .write_value_i({write_connection, write_list})
  );

  tx_table #(
      .ENTRIES     (CONNECTIONS),
      .WIDTH       (STATE_BITS),
      .READ_LATENCY(READ_LATENCY)
  ) states (
      .clk_i,
      .read_entry_i (connection),
      .value_o      (state_value),
      .write_valid_i(connection_state_write || stores),
      .write_entry_i(stores ? connection_q : CONNECTION_BITS'(write_entry)),
      .write_value_i(stores ? state_stored : STATE_BITS'(write_next_dsn))
  );

  logic [PLACES-1:0] credited_q;    // places whose credit is more than what the memory happens to hold
  logic [PLACES-1:0] credits_q;     // the same, that of the place that is read lowest
  logic [PLACES-1:0] copies_q;
  logic [      15:0] copy_bytes_q;
  logic [       4:0] next_place_q;
  logic [      63:0] next_dsn_q;
  logic              scan_q;
  logic [       3:0] scan_place_q;

  always_ff @(posedge clk_i) begin
    if (step_q == STEP_BITS'(CONNECTION)) connection_q <= connection;
    if (at_context) begin
      context_q <= context_value;
      list_q    <= stream_q ? list_value : LIST_BITS'(target_q[SUBFLOW_BITS-1:0]);
      {credited_q, copies_q, copy_bytes_q, next_place_q, next_dsn_q} <= state_value;
      credits_q <= state_value[STATE_BITS-1-:PLACES];
      if (!copying_q) copies_q <= '0;
      scan_q       <= 1'b1;
      scan_place_q <= '0;
    end else if (scan_q) begin
      list_q       <= list_q >> SUBFLOW_BITS;
      copies_q     <= copies_q >> 1;
      credits_q    <= credits_q >> 1;
      scan_place_q <= scan_place_q + 1'b1;
      if (scan_place_q == 4'(PLACES - 1)) scan_q <= 1'b0;
    end
    if (rst_i) scan_q <= 1'b0;
  end

  // ---- its subflows

  logic [SUBFLOW_BITS-1:0] read_subflow;
  subflow_control_t        control;
  logic [            31:0] next_ssn;
  logic [            31:0] credit;
  logic [            31:0] stored_ssn;
  logic                    stores_ssn;
  logic                    credit_write;
  logic [CONNECTION_BITS+PLACE_BITS-1:0] credit_entry;
  logic [            31:0] credit_stored;
  assign read_subflow = scan_q ? list_q[SUBFLOW_BITS-1:0] : SUBFLOW_BITS'(target_q);

  tx_table #(
      .ENTRIES     (SUBFLOWS),
      .WIDTH       (IDENTITY_BITS),
      .READ_LATENCY(READ_LATENCY)
  ) identities (
      .clk_i,
      .read_entry_i (read_subflow),
      .value_o      (identity),
      .write_valid_i(subflow_write),
      .write_entry_i(SUBFLOW_BITS'(write_entry)),
      .write_value_i(write_identity)
  );

  tx_table #(
      .ENTRIES     (SUBFLOWS),
      .WIDTH       (CONTROL_BITS),
      .READ_LATENCY(READ_LATENCY)
  ) controls (
      .clk_i,
      .read_entry_i (read_subflow),
      .value_o      (control),
      .write_valid_i(subflow_control_write),
      .write_entry_i(SUBFLOW_BITS'(write_entry)),
      .write_value_i(write_control)
  );

  tx_table #(
      .ENTRIES     (SUBFLOWS),
      .WIDTH       (32),
      .READ_LATENCY(READ_LATENCY)
  ) next_ssns (
      .clk_i,
      .read_entry_i (read_subflow),
      .value_o      (next_ssn),
      .write_valid_i(subflow_state_write || stores_ssn),
      .write_entry_i(stores_ssn ? chosen_subflow : SUBFLOW_BITS'(write_entry)),
      .write_value_i(stores_ssn ? stored_ssn : write_next_ssn)
  );

  tx_table #(
      .ENTRIES     (CONNECTIONS << PLACE_BITS),
      .WIDTH       (32),
      .READ_LATENCY(READ_LATENCY)
  ) credits (
      .clk_i,
      .read_entry_i ({connection_q, scan_place_q[PLACE_BITS-1:0]}),
      .value_o      (credit),
      .write_valid_i(credit_write),
      .write_entry_i(credit_entry),
      .write_value_i(credit_stored)
  );

  logic                    place_valid;
  logic [             3:0] place;
  logic [SUBFLOW_BITS-1:0] place_subflow;
  logic                    place_copy;
  logic                    place_credited;
  logic [            31:0] place_credit;
  logic                    room_valid;
  schedule_place_t         room;
  logic [SUBFLOW_BITS-1:0] room_subflow;
  assign place_credit = credit & {32{place_credited}};

  delay_line #(
      .WIDTH (6 + SUBFLOW_BITS),
      .CYCLES(READ_LATENCY)
  ) read_places (
      .clk_i,
      .rst_i,
      .valid_i(scan_q),
      .data_i ({list_q[SUBFLOW_BITS-1:0], scan_place_q, copies_q[0], credits_q[0]}),
      .valid_o(place_valid),
      .data_o ({place_subflow, place, place_copy, place_credited})
  );

  subflow_room #(
      .PORTS          (PORTS),
      .SUBFLOW_BITS   (SUBFLOW_BITS),
      .CONNECTION_BITS(CONNECTION_BITS),
      .LEAD_SHIFT     (LEAD_SHIFT)
  ) rooms (
      .clk_i,
      .mapping_i   (!stream_q),
      .connection_i(connection_q),
      .context_i   (context_q),
      .next_place_i(next_place_q),
      .available_i (available_q),
      .link_up_i   (link_up_q),
      .valid_i     (place_valid),
      .place_i     (place),
      .subflow_i   (place_subflow),
      .copy_i      (place_copy),
      .identity_i  (identity),
      .control_i   (control),
      .next_ssn_i  (next_ssn),
      .credit_i    (place_credit),
      .valid_o     (room_valid),
      .place_o     (room),
      .subflow_o   (room_subflow)
  );

  // ---- who gets it

  localparam logic [1:0] REDUNDANT = 2'd3;
  localparam logic [1:0] WEIGHTED = 2'd1;
  localparam logic [1:0] COPY = 2'd0;
  localparam logic [1:0] BACKUP = 2'd2;

  logic                    any_may;
  logic                    normal_alive;
  schedule_place_t         chosen;
  logic [SUBFLOW_BITS-1:0] chosen_subflow;
  logic [            15:0] places;
  logic [            15:0] least_room;
  logic [            11:0] weights;

  subflow_choice #(
      .SUBFLOW_BITS(SUBFLOW_BITS)
  ) choice (
      .clk_i,
      .clear_i     (step_q == STEP_BITS'(SUBFLOW)),
      .valid_i     (room_valid),
      .place_i     (room),
      .subflow_i   (room_subflow),
      .any_o       (any_may),
      .normal_o    (normal_alive),
      .best_o      (chosen),
      .subflow_o   (chosen_subflow),
      .places_o    (places),
      .least_room_o(least_room),
      .weights_o   (weights)
  );

  // ---- how long it is; what is chosen stays until the next decision, and each register follows the one before

  logic        blocked_q;
  logic        copy_q;       // a chunk that another subflow has got before
  logic        redundant_q;
  logic        weighted_q;
  logic        short_q;      // no more is at hand than a decision gives
  logic [15:0] limit_q;
  logic [15:0] room_q;
  logic [15:0] others_q;     // places that get it by later decisions
  logic [15:0] most_q;
  logic        all_q;
  logic        whole_q;
  logic [15:0] length;
  logic [15:0] bytes_q;
  logic        fin_q;
  logic [31:0] ssn_end_q;
  logic [32:0] dsn_sum_q;
  logic [31:0] dsn_low_q;
  logic        dsn_carry_q;

  // A segment has 16 bytes of payload or more.
  whole_multiple #(
      .WIDTH (16),
      .DIGITS(12)
  ) lengths (
      .clk_i,
      .start_i   (step_q == STEP_BITS'(CHOSEN + 2)),
      .number_i  (most_q),
      .divisor_i (chosen.payload),
      .multiple_o(length)
  );

  always_ff @(posedge clk_i) begin
    short_q     <= available_q <= 17'(MAX_CHUNK);
    limit_q     <= available_q <= 17'(MAX_CHUNK) ? available_q[15:0] : 16'(MAX_CHUNK);
    blocked_q   <= !any_may || (chosen.place_class == BACKUP && normal_alive);
    copy_q      <= stream_q && chosen.place_class == COPY;
    redundant_q <= stream_q && (chosen.place_class == COPY || context_q.policy == REDUNDANT);
    weighted_q  <= stream_q && chosen.place_class != COPY && context_q.policy == WEIGHTED;
    room_q      <= context_q.policy == REDUNDANT ? least_room : chosen.room;
    others_q    <= redundant_q ? places & ~(16'd1 << chosen.place) : '0;
    most_q      <= limit_q < room_q ? limit_q : room_q;
    all_q       <= short_q && available_q <= {1'b0, room_q};
    whole_q     <= (all_q && ends_q) || most_q < chosen.payload;
    bytes_q     <= !stream_q ? length_q : copy_q ? copy_bytes_q : whole_q ? most_q : length;
    fin_q       <= data_fin_q && (!stream_q || {1'b0, bytes_q} == available_q);
    ssn_end_q   <= chosen.next_ssn + 32'(bytes_q);
    dsn_sum_q   <= {1'b0, next_dsn_q[31:0]} + 33'(bytes_q);
    dsn_low_q   <= dsn_sum_q[31:0] + 32'(fin_q);
    dsn_carry_q <= dsn_sum_q[32] || (fin_q && dsn_sum_q[31:0] == '1);
  end

  // ---- what it changes

  logic programmed_q;      // the control processor has written the connection's state, or the subflow's, meanwhile
  logic ssn_programmed_q;
  logic gives;
  assign gives      = at_store && stream_q && !blocked_q;
  assign stores     = gives && !programmed_q;
  assign stores_ssn = gives && !ssn_programmed_q;
  assign stored_ssn = ssn_end_q;
  assign state_stored = {
    credited_q | (weighted_q ? places[PLACES-1:0] : {PLACES{1'b0}}),
    others_q[PLACES-1:0],
    bytes_q,
    5'(chosen.place) + 5'd1,
    others_q == '0 ? {next_dsn_q[63:32] + 32'(dsn_carry_q), dsn_low_q} : next_dsn_q
  };

  always_ff @(posedge clk_i) begin
    if (step_q == STEP_BITS'(1)) take_q <= 1'b0;
    if (step_q == STEP_BITS'(CHOSEN)) take_q <= 1'b1;
    if (step_q == STEP_BITS'(STORE - 1)) take_q <= 1'b0;
    if (at_store) take_q <= 1'b1;
    if (connection_state_write && CONNECTION_BITS'(write_entry) == connection_q) programmed_q <= 1'b1;
    if (subflow_state_write && SUBFLOW_BITS'(write_entry) == chosen_subflow) ssn_programmed_q <= 1'b1;
    if (step_q == STEP_BITS'(SUBFLOW)) begin
      programmed_q     <= 1'b0;
      ssn_programmed_q <= 1'b0;
    end
    if (rst_i) take_q <= 1'b1;
  end

  credit_charge #(
      .PLACES    (PLACES),
      .ENTRY_BITS(CONNECTION_BITS + PLACE_BITS)
  ) charge (
      .clk_i,
      .rst_i,
      .place_valid_i(place_valid),
      .place_i      (place[PLACE_BITS-1:0]),
      .weight_i     (control.weight),
      .credit_i     (place_credit),
      .charge_i     (step_q == STEP_BITS'(LENGTH) && weighted_q && !blocked_q),
      .bytes_i      (bytes_q),
      .places_i     (places),
      .chosen_i     (chosen.place),
      .weights_i    (weights),
      .connection_i (connection_q),
      .write_valid_o(credit_write),
      .write_entry_o(credit_entry),
      .write_value_o(credit_stored)
  );

  // ---- the answer

  logic answers_q;
  always_ff @(posedge clk_i) begin
    answers_q <= at_last && !forget_i[queue_q] && !forgotten_q && !rst_i;
  end
  assign answer_valid_o      = answers_q;
  assign answer_queue_o      = queue_q;
  assign answer_blocked_o    = blocked_q;
  assign answer_port_o       = chosen.port;
  assign answer_subflow_o    = chosen_subflow;
  assign answer_connection_o = connection_q;
  assign answer_dsn_o        = stream_q ? next_dsn_q : dsn_q;
  assign answer_ssn_o        = stream_q || length_q == '0 ? chosen.next_ssn : ssn_q;
  assign answer_bytes_o      = bytes_q;
  assign answer_payload_o    = chosen.payload;
  assign answer_data_fin_o   = fin_q;
  assign answer_per_chunk_o  = context_q.per_chunk;
  assign answer_last_copy_o  = others_q == '0;
  assign answer_stream_o     = stream_q;
  assign answer_copy_o       = copy_q;
  assign answer_backup_o     = stream_q && chosen.backup;

  always @(posedge clk_i) begin
    if (!rst_i) begin
      `MPNIC_ASSERT("subflow_scheduler: every write of before is taken when contexts are read",
                    step_q != STEP_BITS'(SUBFLOW) || 32'(waiting) <= 1)
      `MPNIC_ASSERT("subflow_scheduler: credits stay within their bound",
                    !credit_write || $signed(credit_stored) < 32'sh2000_0000 && $signed(credit_stored) > -32'sh2000_0000)
    end
  end
endmodule : subflow_scheduler
