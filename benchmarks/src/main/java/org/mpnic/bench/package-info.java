/** Benchmarks and their baselines; every benchmark checks its result. */
package org.mpnic.bench;
