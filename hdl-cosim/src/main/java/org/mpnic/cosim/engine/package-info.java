/**
 * The verilated RTL as the datapath of a device: what drives its inputs and what it brings out; may
 * import org.mpnic.cosim.lockstep, .twin and .header, and of the model what stands outside of it.
 */
package org.mpnic.cosim.engine;
