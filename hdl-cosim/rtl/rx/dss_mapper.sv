// dss_mapper: subflow sequence number to data sequence number by the subflow's mappings, and the DSS checksum of each
// mapping over segments in any order.
//
// One word a cycle, never stalled; results hold LATENCY cycles later. What a field means stands in the Javadoc of
// HeaderWord. Outputs of a group mean something only while its first one is set: mapped_o for DSN and mapping,
// evicted_valid_o, ended_valid_o. The mapping that ended is the one that the payload lies in: its SSN, wire length,
// DATA_FIN, checksum and the width of its DSN are those of mapping_*_o and dsn_is_64_o.
//
// Writes of the control processor enter beside the words: one that enters at cycle T holds for the words that enter later.
// A write empties the subflow's mappings; of its value only the generation counts (bits 84 to 95).
module dss_mapper #(
    parameter int SUBFLOWS = 4096,
    parameter int MAPPINGS_PER_SUBFLOW = 8,
    parameter int COVERED_INTERVALS = 4,
    parameter int RECEIVE_WINDOW_BYTES = 1 << 30,
    parameter int READ_LATENCY = 2,
    parameter int REASON_BITS = 7,
    parameter int ENTRY_BITS = $clog2(SUBFLOWS),
    parameter int CONTEXT_BITS = 64 * (4 + 2 * MAPPINGS_PER_SUBFLOW)
) (
    input  logic                    clk_i,
    input  logic                    rst_i,
    // The word.
    input  logic                    valid_i,
    input  logic                    subflow_valid_i,
    input  logic [             1:0] kind_i,
    input  logic [  ENTRY_BITS-1:0] subflow_i,
    input  logic [            11:0] subflow_generation_i,
    input  logic [            31:0] ssn_i,
    input  logic [            31:0] receive_next_before_i,
    input  logic [             2:0] order_i,
    input  logic [            15:0] payload_length_i,
    input  logic [            15:0] payload_sum_i,  // residue modulo 65535, 0 to 65534
    input  logic [ REASON_BITS-1:0] reason_i,
    input  logic                    dss_i,  // the header has a DSS option
    input  logic                    dss_data_fin_i,  // its flag F
    input  logic                    has_mapping_i,
    input  logic [            63:0] dsn_i,  // high half 0 without dsn_is_64_i
    input  logic                    dsn_is_64_i,
    input  logic [            31:0] dss_ssn_i,
    input  logic [            15:0] dss_length_i,
    input  logic                    has_dss_checksum_i,
    input  logic [            15:0] dss_checksum_i,
    // The word, LATENCY cycles later.
    output logic                    valid_o,
    output logic [ REASON_BITS-1:0] reason_o,
    output logic                    mapped_o,
    output logic [            63:0] dsn_o,
    output logic                    dsn_is_64_o,
    output logic                    infinite_mapping_o,
    output logic [            31:0] mapping_ssn_o,
    output logic [            15:0] mapping_length_o,
    output logic [            15:0] mapping_checksum_o,
    output logic                    mapping_has_checksum_o,
    output logic                    mapping_fin_o,
    output logic                    segment_new_o,
    output logic [             2:0] verdict_o,
    output logic                    evicted_valid_o,  // counted
    output logic [            63:0] evicted_dsn_o,
    output logic                    evicted_dsn_is_64_o,
    output logic [            31:0] evicted_ssn_o,
    output logic [            15:0] evicted_wire_length_o,
    output logic                    evicted_data_fin_o,
    output logic [            15:0] evicted_checksum_o,
    output logic                    evicted_has_checksum_o,
    output logic                    ended_valid_o,
    output logic [            63:0] ended_dsn_o,
    output logic [            15:0] ended_sum_o,  // residue modulo 65535, 0 to 65534
    output logic                    ended_in_one_segment_o,
    output logic                    mapping_inserted_o,  // this and all below: counted
    output logic                    mapping_repeated_o,
    output logic                    mapping_old_o,
    output logic                    mapping_conflicting_o,
    output logic [             4:0] mappings_spoiled_o,  // so many at once
    output logic                    segment_mapped_o,
    output logic                    segment_infinite_mapping_o,
    output logic                    segment_unmapped_o,
    output logic                    segment_partly_mapped_o,
    output logic                    data_fin_o,
    // The control processor's writes; value as in the Javadoc of MappingTable.
    input  logic                    write_valid_i,
    input  logic [  ENTRY_BITS-1:0] write_entry_i,
    input  logic [CONTEXT_BITS-1:0] write_value_i
);
endmodule : dss_mapper
