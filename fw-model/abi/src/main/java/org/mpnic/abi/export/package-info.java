/** Renders the tables as SystemVerilog, C and Markdown. Imports org.mpnic.abi. */
package org.mpnic.abi.export;
