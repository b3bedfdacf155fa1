/** The ones' complement sum against sums in C. */
package org.mpnic.bench.checksum;
