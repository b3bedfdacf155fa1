/** Cost of a packet by the number of connections, against the latency of memory. */
package org.mpnic.bench.connections;
