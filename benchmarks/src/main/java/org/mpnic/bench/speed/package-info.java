/**
 * The model against the verilated RTL; imports the benchmarks' traffic, the model and hdl-cosim.
 */
package org.mpnic.bench.speed;
