`include "tx_descriptor.svh"

// tx_descriptor_check of a small card, for sim/synthesize: two queues, 8 connections.
module tx_descriptor_check_small #(
    parameter int TX_QUEUES = 2,
    parameter int REASON_BITS = 7,
    parameter int LIFE_BITS = 16,
    parameter int QUEUE_BITS = 1,
    parameter int FRAME_BITS = 5,
    parameter int CONNECTION_BITS = 3,
    parameter int SUBFLOW_BITS = 3
) (
    input  logic                           clk_i,
    input  logic                           rst_i,
    input  logic [                   63:0] dma_start_i,
    input  logic [                   63:0] dma_end_i,
    input  logic [          TX_QUEUES-1:0] queue_reset_i,
    input  logic [TX_QUEUES*LIFE_BITS-1:0] lives_i,
    // The descriptor, cycle a.
    input  logic                           valid_i,
    input  logic [         QUEUE_BITS-1:0] queue_i,
    input  logic [                  255:0] descriptor_i,
    input  logic                           last_i,
    // Its result, cycle K.
    output logic                           valid_o,
    output logic [         QUEUE_BITS-1:0] queue_o,
    output logic                           last_o,
    output logic                           good_o,
    output logic                           refused_o,
    output logic                           skipped_o,
    output tx_descriptor_t                 descriptor_o,
    output logic [                   31:0] index_o,  // that it should have
    output logic                           whole_o,  // good, and its frame's last
    output logic [         FRAME_BITS-1:0] descriptors_o,  // of its frame, itself included when good
    output logic [                   17:0] bytes_o,
    output logic [         FRAME_BITS-1:0] dropped_o,  // of its frame before it, when refused
    output logic [        REASON_BITS-1:0] reason_o,  // 0 unless refused
    output logic [          LIFE_BITS-1:0] life_o,
    // Writes of the control processor.
    input  logic                           binding_write_valid_i,
    input  logic [    CONNECTION_BITS-1:0] binding_write_entry_i,
    input  logic [                   23:0] binding_write_value_i,
    input  logic                           target_write_valid_i,
    input  logic [       SUBFLOW_BITS-1:0] target_write_entry_i,
    input  logic [                   20:0] target_write_value_i
);
  tx_descriptor_check #(
      .TX_QUEUES     (TX_QUEUES),
      .TX_SUBFLOWS   (8),
      .TX_CONNECTIONS(8),
      .READ_LATENCY  (1)
  ) check (
      .clk_i,
      .rst_i,
      .dma_start_i,
      .dma_end_i,
      .queue_reset_i,
      .lives_i,
      .valid_i,
      .queue_i,
      .descriptor_i,
      .last_i,
      .valid_o,
      .queue_o,
      .last_o,
      .good_o,
      .refused_o,
      .skipped_o,
      .descriptor_o,
      .index_o,
      .whole_o,
      .descriptors_o,
      .bytes_o,
      .dropped_o,
      .reason_o,
      .life_o,
      .binding_write_valid_i,
      .binding_write_entry_i,
      .binding_write_value_i,
      .target_write_valid_i,
      .target_write_entry_i,
      .target_write_value_i
  );
endmodule : tx_descriptor_check_small
