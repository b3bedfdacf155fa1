// Assertions that say their name. In simulation a failure stops the run with the name; in a proof it is an assertion;
// in synthesis it is nothing. For use in clocked blocks.
`ifndef MPNIC_ASSERT_SVH
`define MPNIC_ASSERT_SVH
`ifdef FORMAL
`define MPNIC_ASSERT(name, condition) assert(condition);
`else
`ifdef SYNTHESIS
`define MPNIC_ASSERT(name, condition)
`else
`define MPNIC_ASSERT(name, condition) if (!(condition)) $error(name);
`endif
`endif
`endif
