// Assertions that say their name. In simulation a failure stops the run with the name; in a proof it is an assertion;
// in synthesis it is nothing. For use in clocked blocks.
//
// Defined anew by every file that includes it: Icarus 11 crashes on a macro with arguments that a file from a library
// folder takes over from the file before.
`ifdef FORMAL
`define MPNIC_ASSERT(name, condition) assert(condition);
`else
`ifdef SYNTHESIS
`define MPNIC_ASSERT(name, condition)
`else
`define MPNIC_ASSERT(name, condition) if (!(condition)) $error(name);
`endif
`endif
