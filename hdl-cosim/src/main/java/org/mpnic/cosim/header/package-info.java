/** What travels beside a frame, as wires; may import org.mpnic.wire, abi and the model. */
package org.mpnic.cosim.header;
