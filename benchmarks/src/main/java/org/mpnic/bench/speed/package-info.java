/**
 * The model against the verilated RTL and a port in C; imports the benchmarks' traffic, the model
 * and hdl-cosim.
 */
package org.mpnic.bench.speed;
