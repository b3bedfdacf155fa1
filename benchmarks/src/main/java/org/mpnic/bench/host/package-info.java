/** Host speed, measured by JMH: commands, runs and reports; imports the benchmarks. */
package org.mpnic.bench.host;
