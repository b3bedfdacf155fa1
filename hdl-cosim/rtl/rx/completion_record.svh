// What steering says of a frame to the completion FIFO: the packet's entry and up to two ends of mappings.
//
// Bit 0 first: 0 packet entry in the ABI's layout, phase 0 (512)  512 keep: the packet makes an entry
//   513 evicted mapping valid  514 evicted mapping (133)  647 ended mapping valid  648 ended mapping (133)
// A mapping, bit 0 first: 0 DSN (64)  64 SSN (32)  96 length on the wire (16)  112 checksum (16)  128 verdict (3)
//   131 has a checksum  132 carries the DATA_FIN
`ifndef MPNIC_COMPLETION_RECORD_SVH
`define MPNIC_COMPLETION_RECORD_SVH
`define MPNIC_COMPLETION_RECORD_BITS 781
`define MPNIC_MAPPING_BITS 133
`endif
