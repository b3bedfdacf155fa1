/** One report of all measurements; imports all of them. */
package org.mpnic.bench.report;
