/** Baselines in C: built when gcc is there, called through JNA or run as a process. */
package org.mpnic.bench.baseline;
