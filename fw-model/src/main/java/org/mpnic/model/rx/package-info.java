/**
 * The stages of the receive datapath, one class per stage, in the order of the picture in the
 * design. Imports org.mpnic.abi, org.mpnic.wire, org.mpnic.model.config, org.mpnic.model.cell and
 * org.mpnic.model.table, and the words and probes of org.mpnic.model.top; never the firmware, the
 * device or the host side.
 */
package org.mpnic.model.rx;
