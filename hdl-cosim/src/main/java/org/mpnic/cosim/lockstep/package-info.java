/**
 * Runs a stage of the model and its verilated RTL on the same input and compares every boundary.
 * Imports org.mpnic.model, org.mpnic.ctl and JNA.
 */
package org.mpnic.cosim.lockstep;
