`include "mpnic_assert.svh"

// descriptor_fetch: keeps each queue's cache of checked receive buffers filled ahead of steering.
//
// One read a cycle, round robin over the queues that want one, queue 0 first after reset. A queue wants one with a whole
// batch to read (FETCH_BATCH, or what is left to the ring's end) of posted descriptors and cache places, or any number
// while its cache is less than half full, and with fewer than FETCH_OUTSTANDING reads on their way. It finds a read in one
// cycle and wants it from the next on. So it sends one in two cycles at most, and what is posted, or taken, in a cycle
// counts from the cycle after the next on (B = 2).
//
// Data comes three cycles before it counts as arrived: the read latency of the contract is that of the host and these.
// Good descriptors can be taken from the cycle after the arrival on. A bad one becomes an entry of its own for the
// completion writer; QUARANTINE_ERRORS bad ones in a row, or an error without a place in the error FIFO, quarantine the
// queue; at the arrival, whatever its state is. A place of the error FIFO is credited back LEAD_CYCLES + 1 after its entry was popped.
module descriptor_fetch #(
    parameter int QUEUES = 8,
    parameter int RING_ENTRIES = 1024,
    parameter int MAX_FRAME_BYTES = 9018,
    parameter int BUFFER_BYTES = 2048,
    parameter int DESCRIPTOR_CACHE = 512,
    parameter int FETCH_BATCH = 8,
    parameter int FETCH_OUTSTANDING = 64,
    parameter int QUARANTINE_ERRORS = 8,
    parameter int ERROR_FIFO_DEPTH = 64,
    parameter int MAX_PAYLOAD_BYTES = 256,
    parameter int LEAD_CYCLES = 20,  // from a grant to steering
    parameter int REASON_BITS = 7,
    parameter int ADDRESS_BITS = 64,
    parameter int POSTED_BITS = 8,
    parameter int QUEUE_BITS = QUEUES > 1 ? $clog2(QUEUES) : 1,
    parameter int INDEX_BITS = $clog2(RING_ENTRIES),
    parameter int BATCH_BITS = $clog2(FETCH_BATCH + 1),
    parameter int LIFE_BITS = 4,
    parameter int TAG_BITS = QUEUE_BITS + LIFE_BITS + 32 + BATCH_BITS,
    parameter int BUFFERS = (MAX_FRAME_BYTES - 4 + BUFFER_BYTES - 1) / BUFFER_BYTES,
    parameter int BUFFER_COUNT_BITS = $clog2(BUFFERS + 1)
) (
    input  logic                            clk_i,
    input  logic                            rst_i,
    input  logic [                    63:0] cycle_i,  // number of this cycle, for error entries
    // DMA memory: buffers lie within start (included) and end.
    input  logic [        ADDRESS_BITS-1:0] dma_start_i,
    input  logic [        ADDRESS_BITS-1:0] dma_end_i,
    // Buffers that count as posted from the next cycle on, beside the first RING_ENTRIES of each queue.
    input  logic [  QUEUES*POSTED_BITS-1:0] posted_i,
    // Reads of descriptors: from the ring's entry read_index_o on, read_count_o of them.
    output logic                            read_valid_o,
    output logic [          QUEUE_BITS-1:0] read_queue_o,
    output logic [          INDEX_BITS-1:0] read_index_o,
    output logic [          BATCH_BITS-1:0] read_count_o,
    output logic [            TAG_BITS-1:0] read_tag_o,
    // Their data, in the order of the reads: the first descriptor lowest, in the ABI's layout.
    input  logic                            data_valid_i,
    input  logic [            TAG_BITS-1:0] data_tag_i,
    input  logic [     FETCH_BATCH*128-1:0] data_i,
    // From steering. A cycle later: it is refused, and why; two cycles later: the buffers, unless it was refused.
    input  logic                            take_valid_i,
    input  logic [          QUEUE_BITS-1:0] take_queue_i,
    input  logic [   BUFFER_COUNT_BITS-1:0] take_count_i,
    output logic                            take_refused_o,
    output logic [         REASON_BITS-1:0] take_reason_o,
    output logic                            taken_o,
    output logic [                    31:0] take_index_o,
    output logic [BUFFERS*ADDRESS_BITS-1:0] take_addresses_o,
    // Error entries, to the completion writer: type, queue, reason, index, count 1 and cycle of the arrival's next cycle.
    output logic                            error_valid_o,
    input  logic                            error_ready_i,
    output logic [                   511:0] error_entry_o,
    output logic [              QUEUES-1:0] quarantined_o,
    // The control processor: a queue's state (queue_state of the ABI); a queue starts again from descriptor 0.
    input  logic                            state_valid_i,
    input  logic [          QUEUE_BITS-1:0] state_queue_i,
    input  logic [                     2:0] state_i,
    input  logic                            queue_reset_valid_i,
    input  logic [          QUEUE_BITS-1:0] queue_reset_queue_i
);
  localparam int LONGEST = (MAX_FRAME_BYTES + BUFFER_BYTES - 1) / BUFFER_BYTES;
  localparam int HALF = DESCRIPTOR_CACHE / 2 > LONGEST ? DESCRIPTOR_CACHE / 2 : LONGEST;
  localparam int LOW_WATER = DESCRIPTOR_CACHE < HALF ? DESCRIPTOR_CACHE : HALF;
  localparam int B = FETCH_BATCH;
  // The cache is a ring of a power of two, in as many banks as descriptors come or go in a cycle.
  localparam int WIDEST = FETCH_BATCH > BUFFERS ? FETCH_BATCH : BUFFERS;
  localparam int BANK_BITS = WIDEST > 1 ? $clog2(WIDEST) : 1;
  localparam int BANKS = 1 << BANK_BITS;
  localparam int CACHE_RING_BITS = $clog2(DESCRIPTOR_CACHE);
  localparam int PLACE_BITS = CACHE_RING_BITS > BANK_BITS ? CACHE_RING_BITS : BANK_BITS + 1;
  localparam int ROW_BITS = PLACE_BITS - BANK_BITS;
  localparam int ROWS = QUEUES << ROW_BITS;
  localparam int ROW_ADDRESS_BITS = QUEUE_BITS + ROW_BITS;
  localparam int CODE_BITS = 3;
  localparam int CREDIT_BITS = $clog2(ERROR_FIFO_DEPTH + 1);

  localparam int ADDRESS = 8 * mpnic_abi_pkg::RX_DESCRIPTOR_ADDRESS_OFFSET;
  localparam int LENGTH = 8 * mpnic_abi_pkg::RX_DESCRIPTOR_LENGTH_OFFSET;
  localparam int INDEX = 8 * mpnic_abi_pkg::RX_DESCRIPTOR_INDEX_OFFSET;
  localparam int DESCRIPTOR = 8 * mpnic_abi_pkg::RX_DESCRIPTOR_BYTES;
  localparam logic [2:0] ENABLED = 3'(mpnic_abi_pkg::QUEUE_STATE_ENABLED);
  localparam logic [2:0] QUARANTINED = 3'(mpnic_abi_pkg::QUEUE_STATE_QUARANTINED);

  // Reasons of bad descriptors, in the order in which they are looked for.
  localparam logic [CODE_BITS-1:0] ZERO_LENGTH = 3'd0;
  localparam logic [CODE_BITS-1:0] BAD_LENGTH = 3'd1;
  localparam logic [CODE_BITS-1:0] BAD_ADDRESS = 3'd2;
  localparam logic [CODE_BITS-1:0] BAD_ALIGNMENT = 3'd3;
  localparam logic [CODE_BITS-1:0] BAD_INDEX = 3'd4;

  // ---- queues

  logic [             QUEUES-1:0] wants;
  logic [             QUEUES-1:0] fetch;
  logic [             QUEUES-1:0] arrive;
  logic [             QUEUES-1:0] enough;
  logic [          QUEUES*32-1:0] next_index;
  logic [  QUEUES*BATCH_BITS-1:0] next_count;
  logic [  QUEUES*PLACE_BITS-1:0] heads;
  logic [  QUEUES*PLACE_BITS-1:0] tails;
  logic [           QUEUES*3-1:0] states;
  logic [   QUEUES*LIFE_BITS-1:0] lives;

  // What has arrived, see below.
  logic [         BATCH_BITS-1:0] good_count;
  logic [         BATCH_BITS-1:0] bad_count;
  logic [         BATCH_BITS-1:0] bad_first;
  logic [         BATCH_BITS-1:0] bad_last;
  logic                           bad_between;
  logic                           unreported;

  generate
    for (genvar q = 0; q < QUEUES; q++) begin : g_queue
      receive_queue #(
          .RING_ENTRIES     (RING_ENTRIES),
          .DESCRIPTOR_CACHE (DESCRIPTOR_CACHE),
          .FETCH_BATCH      (FETCH_BATCH),
          .FETCH_OUTSTANDING(FETCH_OUTSTANDING),
          .QUARANTINE_ERRORS(QUARANTINE_ERRORS),
          .LOW_WATER        (LOW_WATER),
          .POSTED_BITS      (POSTED_BITS),
          .LIFE_BITS        (LIFE_BITS),
          .TAKE_BITS        (BUFFER_COUNT_BITS),
          .PLACE_BITS       (PLACE_BITS)
      ) queue (
          .clk_i,
          .rst_i,
          .posted_i     (posted_i[q*POSTED_BITS+:POSTED_BITS]),
          .wants_o      (wants[q]),
          .index_o      (next_index[q*32+:32]),
          .count_o      (next_count[q*BATCH_BITS+:BATCH_BITS]),
          .fetch_i      (fetch[q]),
          .arrive_i     (arrive[q]),
          .good_i       (good_count),
          .bad_i        (bad_count),
          .bad_first_i  (bad_first),
          .bad_last_i   (bad_last),
          .bad_between_i(bad_between),
          .unreported_i (unreported),
          .tail_o       (tails[q*PLACE_BITS+:PLACE_BITS]),
          .take_i       (take_valid_i && take_queue_i == QUEUE_BITS'(q)),
          .take_count_i (take_count_i),
          .enough_o     (enough[q]),
          .head_o       (heads[q*PLACE_BITS+:PLACE_BITS]),
          .state_valid_i(state_valid_i && state_queue_i == QUEUE_BITS'(q)),
          .state_i      (state_i),
          .reset_i      (queue_reset_valid_i && queue_reset_queue_i == QUEUE_BITS'(q)),
          .state_o      (states[q*3+:3]),
          .life_o       (lives[q*LIFE_BITS+:LIFE_BITS])
      );
      assign quarantined_o[q] = states[q*3+:3] == QUARANTINED;
    end
  endgenerate

  // ---- reads

  logic [LIFE_BITS-1:0] read_life;
  logic [         31:0] read_first;

  round_robin_arbiter #(
      .REQUESTERS(QUEUES)
  ) arbiter (
      .clk_i,
      .rst_i,
      .request_i(wants),
      .take_i   (1'b1),
      .grant_o  (fetch),
      .index_o  (read_queue_o),
      .valid_o  (read_valid_o)
  );
  always_comb begin
    read_first   = '0;
    read_count_o = '0;
    read_life    = '0;
    for (int q = 0; q < QUEUES; q++) begin
      if (fetch[q]) begin
        read_first   = read_first | next_index[q*32+:32];
        read_count_o = read_count_o | next_count[q*BATCH_BITS+:BATCH_BITS];
        read_life    = read_life | lives[q*LIFE_BITS+:LIFE_BITS];
      end
    end
  end
  assign read_index_o = read_first[INDEX_BITS-1:0];
  assign read_tag_o   = {read_queue_o, read_life, read_first, read_count_o};

  // ---- data, first cycle: every field of every descriptor by itself, the address in halves

  localparam int LOW_BITS = ADDRESS_BITS / 2;

  logic                      valid_1_q;
  logic [TAG_BITS-1:BATCH_BITS] tag_1_q;
  logic [             B-1:0] there_1_q;
  logic [             B-1:0] zero_length_1_q;
  logic [             B-1:0] good_length_1_q;
  logic [             B-1:0] high_below_1_q;
  logic [             B-1:0] high_at_start_1_q;
  logic [             B-1:0] low_below_1_q;
  logic [             B-1:0] high_above_1_q;
  logic [             B-1:0] high_at_end_1_q;
  logic [             B-1:0] low_above_1_q;
  logic [             B-1:0] aligned_1_q;
  logic [             B-1:0] good_index_1_q;
  logic [B*ADDRESS_BITS-1:0] address_1_q;
  logic [          B*32-1:0] index_1_q;
  logic [  ADDRESS_BITS-1:0] last_start_q;  // the last address at which a buffer may start

  logic [             31:0] data_first;
  logic [   BATCH_BITS-1:0] data_count;
  assign data_first = data_tag_i[BATCH_BITS+:32];
  assign data_count = data_tag_i[BATCH_BITS-1:0];

  always_ff @(posedge clk_i) begin
    valid_1_q    <= data_valid_i && !rst_i;
    tag_1_q      <= data_tag_i[TAG_BITS-1:BATCH_BITS];
    last_start_q <= dma_end_i - ADDRESS_BITS'(BUFFER_BYTES);
    for (int i = 0; i < B; i++) begin
      there_1_q[i]       <= BATCH_BITS'(i) < data_count;
      zero_length_1_q[i] <= data_i[i*DESCRIPTOR+LENGTH+:32] == 32'd0;
      good_length_1_q[i] <= data_i[i*DESCRIPTOR+LENGTH+:32] == 32'(BUFFER_BYTES);
      high_below_1_q[i]    <= data_i[i*DESCRIPTOR+ADDRESS+LOW_BITS+:ADDRESS_BITS-LOW_BITS] < dma_start_i[ADDRESS_BITS-1:LOW_BITS];
      high_at_start_1_q[i] <= data_i[i*DESCRIPTOR+ADDRESS+LOW_BITS+:ADDRESS_BITS-LOW_BITS] == dma_start_i[ADDRESS_BITS-1:LOW_BITS];
      low_below_1_q[i]     <= data_i[i*DESCRIPTOR+ADDRESS+:LOW_BITS] < dma_start_i[LOW_BITS-1:0];
      high_above_1_q[i]    <= data_i[i*DESCRIPTOR+ADDRESS+LOW_BITS+:ADDRESS_BITS-LOW_BITS] > last_start_q[ADDRESS_BITS-1:LOW_BITS];
      high_at_end_1_q[i]   <= data_i[i*DESCRIPTOR+ADDRESS+LOW_BITS+:ADDRESS_BITS-LOW_BITS] == last_start_q[ADDRESS_BITS-1:LOW_BITS];
      low_above_1_q[i]     <= data_i[i*DESCRIPTOR+ADDRESS+:LOW_BITS] > last_start_q[LOW_BITS-1:0];
      aligned_1_q[i]     <= (data_i[i*DESCRIPTOR+ADDRESS+:32] & 32'(MAX_PAYLOAD_BYTES - 1)) == 32'd0;
      good_index_1_q[i]  <= data_i[i*DESCRIPTOR+INDEX+:32] == data_first + 32'(i);
      address_1_q[i*ADDRESS_BITS+:ADDRESS_BITS] <= data_i[i*DESCRIPTOR+ADDRESS+:ADDRESS_BITS];
      index_1_q[i*32+:32] <= data_first + 32'(i);
    end
  end

  // ---- second cycle: good or bad

  logic                      valid_2_q;
  logic [TAG_BITS-1:BATCH_BITS] tag_2_q;
  logic [             B-1:0] good_2_q;
  logic [             B-1:0] bad_2_q;
  logic [   B*CODE_BITS-1:0] code_2_q;
  logic [B*ADDRESS_BITS-1:0] address_2_q;
  logic [          B*32-1:0] index_2_q;
  logic [             B-1:0] outside;
  logic [             B-1:0] fine;

  assign outside = high_below_1_q | high_at_start_1_q & low_below_1_q | high_above_1_q | high_at_end_1_q & low_above_1_q;
  assign fine    = good_length_1_q & ~outside & aligned_1_q & good_index_1_q;
  always_ff @(posedge clk_i) begin
    valid_2_q   <= valid_1_q && !rst_i;
    tag_2_q     <= tag_1_q;
    good_2_q    <= there_1_q & fine;
    bad_2_q     <= there_1_q & ~fine;
    address_2_q <= address_1_q;
    index_2_q   <= index_1_q;
    for (int i = 0; i < B; i++) begin
      code_2_q[i*CODE_BITS+:CODE_BITS] <= zero_length_1_q[i] ? ZERO_LENGTH
          : !good_length_1_q[i] ? BAD_LENGTH
          : outside[i] ? BAD_ADDRESS
          : !aligned_1_q[i] ? BAD_ALIGNMENT
          : BAD_INDEX;
    end
  end

  // ---- third cycle: how many of each, how the bad ones follow each other, the good ones side by side

  logic                            valid_3_q;
  logic [TAG_BITS-1:BATCH_BITS] tag_3_q;
  logic [                   B-1:0] bad_3_q;
  logic [         B*CODE_BITS-1:0] code_3_q;
  logic [        B*BATCH_BITS-1:0] bad_ahead_3_q;  // bad ones before each
  logic [BANKS*(ADDRESS_BITS+32)-1:0] packed_3_q;
  logic [          BATCH_BITS-1:0] good_count_d;
  logic [          BATCH_BITS-1:0] bad_count_d;
  logic [          BATCH_BITS-1:0] bad_first_d;
  logic [          BATCH_BITS-1:0] run;
  logic                            bad_between_d;
  logic [        B*BATCH_BITS-1:0] bad_ahead_d;
  logic [BANKS*(ADDRESS_BITS+32)-1:0] packed_d;

  always_comb begin
    good_count_d  = '0;
    bad_count_d   = '0;
    bad_first_d   = '0;
    run           = '0;
    bad_between_d = 1'b0;
    bad_ahead_d   = '0;
    packed_d      = '0;
    for (int i = 0; i < B; i++) begin
      bad_ahead_d[i*BATCH_BITS+:BATCH_BITS] = bad_count_d;
      for (int j = 0; j < B; j++) begin
        if (good_2_q[i] && good_count_d == BATCH_BITS'(j)) begin
          packed_d[j*(ADDRESS_BITS+32)+:ADDRESS_BITS+32] = packed_d[j*(ADDRESS_BITS+32)+:ADDRESS_BITS+32]
              | {index_2_q[i*32+:32], address_2_q[i*ADDRESS_BITS+:ADDRESS_BITS]};
        end
      end
      run = good_2_q[i] ? '0 : run + BATCH_BITS'(bad_2_q[i]);
      if (good_count_d != '0 && 32'(run) >= QUARANTINE_ERRORS) bad_between_d = 1'b1;
      if (good_count_d == '0) bad_first_d = bad_first_d + BATCH_BITS'(bad_2_q[i]);
      good_count_d = good_count_d + BATCH_BITS'(good_2_q[i]);
      bad_count_d  = bad_count_d + BATCH_BITS'(bad_2_q[i]);
    end
  end

  always_ff @(posedge clk_i) begin
    valid_3_q     <= valid_2_q && !rst_i;
    tag_3_q       <= tag_2_q;
    bad_3_q       <= bad_2_q;
    code_3_q      <= code_2_q;
    bad_ahead_3_q <= bad_ahead_d;
    packed_3_q    <= packed_d;
    good_count    <= good_count_d;
    bad_count     <= bad_count_d;
    bad_first     <= bad_first_d;
    bad_last      <= run;
    bad_between   <= bad_between_d;
  end

  // ---- arrival: not for a queue that was reset meanwhile

  logic [QUEUE_BITS-1:0] data_queue;
  logic [ LIFE_BITS-1:0] data_life;
  logic [          31:0] arrived_first;
  logic [PLACE_BITS-1:0] tail;
  assign data_queue    = tag_3_q[TAG_BITS-1-:QUEUE_BITS];
  assign data_life     = tag_3_q[BATCH_BITS+32+:LIFE_BITS];
  assign arrived_first = tag_3_q[BATCH_BITS+:32];

  always_comb begin
    arrive = '0;
    tail   = '0;
    for (int q = 0; q < QUEUES; q++) begin
      if (data_queue == QUEUE_BITS'(q)) begin
        arrive[q] = valid_3_q && data_life == lives[q*LIFE_BITS+:LIFE_BITS]
            && !(queue_reset_valid_i && queue_reset_queue_i == QUEUE_BITS'(q));
        tail = tail | tails[q*PLACE_BITS+:PLACE_BITS];
      end
    end
  end

  // ---- the cache: bank b holds the places that are b modulo BANKS

  logic [      BANKS-1:0] write_q;
  logic [BANKS*ROW_ADDRESS_BITS-1:0] write_row_q;
  logic [BANKS*(ADDRESS_BITS+32)-1:0] write_value_q;
  logic [ PLACE_BITS-1:0] read_place_q;  // of the first buffer taken
  logic [ QUEUE_BITS-1:0] take_queue_q;
  logic [  BANK_BITS-1:0] read_bank_q;
  logic [BANKS*(ADDRESS_BITS+32)-1:0] read_value;

  generate
    for (genvar b = 0; b < BANKS; b++) begin : g_bank
      logic [ADDRESS_BITS+31:0] memory[0:ROWS-1];
      logic [ADDRESS_BITS+31:0] value_q;
      // How far behind the first place this bank's lies.
      logic [BANK_BITS-1:0] write_offset;
      logic [BANK_BITS-1:0] read_offset;
      logic [ROW_BITS-1:0] write_row;
      logic [ROW_BITS-1:0] read_row;
      logic [ADDRESS_BITS+31:0] chosen;
      assign write_offset = BANK_BITS'(b) - tail[BANK_BITS-1:0];
      assign write_row    = ROW_BITS'((tail + PLACE_BITS'(write_offset)) >> BANK_BITS);
      assign read_offset  = BANK_BITS'(b) - read_place_q[BANK_BITS-1:0];
      assign read_row     = ROW_BITS'((read_place_q + PLACE_BITS'(read_offset)) >> BANK_BITS);
      always_comb begin
        chosen = '0;
        for (int i = 0; i < BANKS; i++) begin
          if (write_offset == BANK_BITS'(i)) begin
            chosen = chosen | packed_3_q[i*(ADDRESS_BITS+32)+:ADDRESS_BITS+32];
          end
        end
      end
      always_ff @(posedge clk_i) begin
        write_q[b] <= arrive != '0 && 32'(write_offset) < 32'(good_count);
        write_row_q[b*ROW_ADDRESS_BITS+:ROW_ADDRESS_BITS] <= {data_queue, write_row};
        write_value_q[b*(ADDRESS_BITS+32)+:ADDRESS_BITS+32] <= chosen;
        if (write_q[b]) begin
          memory[write_row_q[b*ROW_ADDRESS_BITS+:ROW_ADDRESS_BITS]] <=
              write_value_q[b*(ADDRESS_BITS+32)+:ADDRESS_BITS+32];
        end
        value_q <= memory[{take_queue_q, read_row}];
      end
      assign read_value[b*(ADDRESS_BITS+32)+:ADDRESS_BITS+32] = value_q;
    end
  endgenerate

  // ---- buffers are taken

  logic                  refused;
  logic                  take_valid_q;
  logic [           2:0] state;
  logic [PLACE_BITS-1:0] head;
  always_comb begin
    refused = 1'b0;
    state   = '0;
    head    = '0;
    for (int q = 0; q < QUEUES; q++) begin
      if (take_queue_i == QUEUE_BITS'(q)) begin
        refused = states[q*3+:3] != ENABLED || !enough[q];
        state   = state | states[q*3+:3];
        head    = head | heads[q*PLACE_BITS+:PLACE_BITS];
      end
    end
  end

  always_ff @(posedge clk_i) begin
    take_refused_o <= take_valid_i && refused && !rst_i;
    take_valid_q   <= take_valid_i && !refused && !rst_i;
    taken_o        <= take_valid_q && !rst_i;
    take_reason_o  <= state == ENABLED ? REASON_BITS'(mpnic_abi_pkg::REASON_NO_BUFFER)
        : state == QUARANTINED ? REASON_BITS'(mpnic_abi_pkg::REASON_QUEUE_QUARANTINED)
        : REASON_BITS'(mpnic_abi_pkg::REASON_QUEUE_DISABLED);
    take_queue_q   <= take_queue_i;
    read_place_q   <= head;
    read_bank_q    <= read_place_q[BANK_BITS-1:0];
  end

  logic [BANK_BITS-1:0] bank;
  always_comb begin
    take_addresses_o = '0;
    bank             = read_bank_q;
    for (int i = 0; i < BUFFERS; i++) begin
      bank = read_bank_q + BANK_BITS'(i);
      for (int b = 0; b < BANKS; b++) begin
        if (bank == BANK_BITS'(b)) begin
          take_addresses_o[i*ADDRESS_BITS+:ADDRESS_BITS] = take_addresses_o[i*ADDRESS_BITS+:ADDRESS_BITS]
              | read_value[b*(ADDRESS_BITS+32)+:ADDRESS_BITS];
        end
      end
    end
    take_index_o = '0;
    for (int b = 0; b < BANKS; b++) begin
      if (read_bank_q == BANK_BITS'(b)) take_index_o = take_index_o | read_value[b*(ADDRESS_BITS+32)+ADDRESS_BITS+:32];
    end
  end

  // ---- errors: those of one read together, then one a cycle

  logic [CREDIT_BITS-1:0] credits_q;
  logic                   popped;  // LEAD_CYCLES - 1 ago
  logic                   popped_data;
  logic [          B-1:0] reported;
  logic [CREDIT_BITS-1:0] reported_count;
  logic                   reports;

  always_comb begin
    reported = '0;
    for (int i = 0; i < B; i++) begin
      reported[i] = bad_3_q[i] && 32'(bad_ahead_3_q[i*BATCH_BITS+:BATCH_BITS]) < 32'(credits_q);
    end
  end
  assign unreported     = 32'(bad_count) > 32'(credits_q);
  assign reported_count = unreported ? credits_q : CREDIT_BITS'(bad_count);
  assign reports        = arrive != '0 && reported != '0;

  delay_line #(
      .WIDTH (1),
      .CYCLES(LEAD_CYCLES - 1)
  ) pops (
      .clk_i,
      .rst_i,
      .valid_i(error_valid_o && error_ready_i),
      .data_i (1'b0),
      .valid_o(popped),
      .data_o (popped_data)
  );
  always_ff @(posedge clk_i) begin
    credits_q <= credits_q + CREDIT_BITS'(popped) - (reports ? reported_count : '0);
    if (rst_i) credits_q <= CREDIT_BITS'(ERROR_FIFO_DEPTH);
  end

  localparam int READ_BITS = 64 + QUEUE_BITS + 32 + B + B * CODE_BITS;
  logic                   read_fits;
  logic                   bad_valid;
  logic                   bad_ready;
  logic [           63:0] bad_cycle;
  logic [ QUEUE_BITS-1:0] bad_queue;
  logic [           31:0] bad_index;
  logic [          B-1:0] bad_mask;
  logic [B*CODE_BITS-1:0] bad_codes;

  block_fifo #(
      .WIDTH(READ_BITS),
      .DEPTH(ERROR_FIFO_DEPTH)
  ) bad_reads (
      .clk_i,
      .rst_i,
      .valid_i(reports),
      .ready_o(read_fits),
      .data_i ({cycle_i + 64'd1, data_queue, arrived_first, reported, code_3_q}),
      .valid_o(bad_valid),
      .ready_i(bad_ready),
      .data_o ({bad_cycle, bad_queue, bad_index, bad_mask, bad_codes})
  );

  logic [        B-1:0] told_q;  // of the head
  logic [        B-1:0] left;
  logic [        B-1:0] now;
  logic [CODE_BITS-1:0] code;
  logic [         31:0] offset;
  logic                 error_fits;
  assign left      = bad_mask & ~told_q;
  assign now       = left & (~left + 1'b1);
  assign bad_ready = (left & ~now) == '0;
  always_comb begin
    code   = '0;
    offset = '0;
    for (int i = 0; i < B; i++) begin
      if (now[i]) begin
        code   = code | bad_codes[i*CODE_BITS+:CODE_BITS];
        offset = offset | 32'(i);
      end
    end
  end
  always_ff @(posedge clk_i) begin
    if (bad_valid) told_q <= bad_ready ? '0 : told_q | now;
    if (rst_i) told_q <= '0;
  end

  logic [           63:0] error_cycle;
  logic [ QUEUE_BITS-1:0] error_queue;
  logic [           31:0] error_index;
  logic [  CODE_BITS-1:0] error_code;
  logic [           15:0] error_reason;

  block_fifo #(
      .WIDTH(64 + QUEUE_BITS + 32 + CODE_BITS),
      .DEPTH(ERROR_FIFO_DEPTH)
  ) errors (
      .clk_i,
      .rst_i,
      .valid_i(bad_valid),
      .ready_o(error_fits),
      .data_i ({bad_cycle, bad_queue, bad_index + offset, code}),
      .valid_o(error_valid_o),
      .ready_i(error_ready_i),
      .data_o ({error_cycle, error_queue, error_index, error_code})
  );

  always_comb begin
    case (error_code)
      ZERO_LENGTH: error_reason = 16'(mpnic_abi_pkg::REASON_ZERO_LENGTH);
      BAD_LENGTH: error_reason = 16'(mpnic_abi_pkg::REASON_BAD_LENGTH);
      BAD_ADDRESS: error_reason = 16'(mpnic_abi_pkg::REASON_BAD_ADDRESS);
      BAD_ALIGNMENT: error_reason = 16'(mpnic_abi_pkg::REASON_BAD_ALIGNMENT);
      default: error_reason = 16'(mpnic_abi_pkg::REASON_BAD_INDEX);
    endcase
    error_entry_o = '0;
    error_entry_o[8*mpnic_abi_pkg::COMPLETION_CONTROL_OFFSET+:32] = 32'(
        mpnic_abi_pkg::COMPLETION_TYPE_DESCRIPTOR_ERROR << mpnic_abi_pkg::COMPLETION_CONTROL_TYPE_SHIFT);
    error_entry_o[8*mpnic_abi_pkg::COMPLETION_QUEUE_OFFSET+:16]        = 16'(error_queue);
    error_entry_o[8*mpnic_abi_pkg::COMPLETION_REASON_OFFSET+:16]       = error_reason;
    error_entry_o[8*mpnic_abi_pkg::COMPLETION_BUFFER_INDEX_OFFSET+:32] = error_index;
    error_entry_o[8*mpnic_abi_pkg::COMPLETION_BUFFER_COUNT_OFFSET+:16] = 16'd1;
    error_entry_o[8*mpnic_abi_pkg::COMPLETION_CYCLE_OFFSET+:64]        = error_cycle;
  end

  logic unused;
  assign unused = popped_data;

  always @(posedge clk_i) begin
    if (!rst_i) begin
      `MPNIC_ASSERT("descriptor_fetch: errors have places", !(reports && !read_fits) && !(bad_valid && !error_fits))
      `MPNIC_ASSERT("descriptor_fetch: no frame for an unknown queue", !take_valid_i || 32'(take_queue_i) < QUEUES)
    end
  end
endmodule : descriptor_fetch
