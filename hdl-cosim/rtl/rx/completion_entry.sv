`include "completion_record.svh"

// One completion entry from a record: the packet's own, or that of a mapping, which shares with it what names the packet
// (port, queue, connection, subflow, hash, cycle, frame). Combinational; layouts: ABI, completion_record.svh.
module completion_entry (
    input  logic                           packet_i,
    input  logic [                  511:0] image_i,
    input  logic [`MPNIC_MAPPING_BITS-1:0] mapping_i,
    output logic [                  511:0] entry_o
);
  localparam int CONTROL = 8 * mpnic_abi_pkg::COMPLETION_CONTROL_OFFSET;
  localparam int QUEUE = 8 * mpnic_abi_pkg::COMPLETION_QUEUE_OFFSET;
  localparam int REASON = 8 * mpnic_abi_pkg::COMPLETION_REASON_OFFSET;
  localparam int CONNECTION = 8 * mpnic_abi_pkg::COMPLETION_CONNECTION_OFFSET;
  localparam int DSN = 8 * mpnic_abi_pkg::COMPLETION_DSN_OFFSET;
  localparam int SSN = 8 * mpnic_abi_pkg::COMPLETION_SSN_OFFSET;
  localparam int RSS_HASH = 8 * mpnic_abi_pkg::COMPLETION_RSS_HASH_OFFSET;
  localparam int MAPPING_LENGTH = 8 * mpnic_abi_pkg::COMPLETION_MAPPING_LENGTH_OFFSET;
  localparam int DSS_CHECKSUM = 8 * mpnic_abi_pkg::COMPLETION_DSS_CHECKSUM_OFFSET;
  localparam int FRAME = 8 * mpnic_abi_pkg::COMPLETION_FRAME_OFFSET;
  localparam int PORT = CONTROL + mpnic_abi_pkg::COMPLETION_CONTROL_PORT_SHIFT;
  localparam int FLAGS = mpnic_abi_pkg::COMPLETION_CONTROL_FLAGS_SHIFT;
  localparam logic [31:0] MAPPING_END =
      32'(mpnic_abi_pkg::COMPLETION_TYPE_MAPPING_END << mpnic_abi_pkg::COMPLETION_CONTROL_TYPE_SHIFT)
      | 32'(mpnic_abi_pkg::PACKET_TYPE_OTHER << mpnic_abi_pkg::COMPLETION_CONTROL_PACKET_TYPE_SHIFT);

  logic [31:0] control;
  assign control = MAPPING_END
      | {29'd0, mapping_i[130:128]} << mpnic_abi_pkg::COMPLETION_CONTROL_VERDICT_SHIFT
      | {28'd0, image_i[PORT+:4]} << mpnic_abi_pkg::COMPLETION_CONTROL_PORT_SHIFT
      | {31'd0, mapping_i[131]} << (FLAGS + mpnic_abi_pkg::COMPLETION_FLAG_HAS_CHECKSUM_BIT)
      | {31'd0, mapping_i[132]} << (FLAGS + mpnic_abi_pkg::COMPLETION_FLAG_DATA_FIN_BIT);

  assign entry_o[CONTROL+:32]        = packet_i ? image_i[CONTROL+:32] : control;
  assign entry_o[QUEUE+:16]          = image_i[QUEUE+:16];
  assign entry_o[CONNECTION-1:REASON] = packet_i ? image_i[CONNECTION-1:REASON] : '0;
  assign entry_o[CONNECTION+:64]     = image_i[CONNECTION+:64];
  assign entry_o[DSN+:64]            = packet_i ? image_i[DSN+:64] : mapping_i[63:0];
  assign entry_o[SSN+:32]            = packet_i ? image_i[SSN+:32] : mapping_i[95:64];
  assign entry_o[RSS_HASH+:96]       = image_i[RSS_HASH+:96];
  assign entry_o[MAPPING_LENGTH+:16] = packet_i ? image_i[MAPPING_LENGTH+:16] : mapping_i[111:96];
  assign entry_o[DSS_CHECKSUM+:16]   = packet_i ? image_i[DSS_CHECKSUM+:16] : mapping_i[127:112];
  assign entry_o[FRAME+:32]          = image_i[FRAME+:32];
endmodule : completion_entry
