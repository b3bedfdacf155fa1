/**
 * The stages under lockstep: random input for each, the model's stage, and what the RTL's outputs
 * must be. Imports org.mpnic.model and org.mpnic.cosim.lockstep.
 */
package org.mpnic.cosim.twin;
