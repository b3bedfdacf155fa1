/** Rings between two processes: the driver's, one in C, DPDK's. */
package org.mpnic.bench.rings;
