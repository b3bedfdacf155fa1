/**
 * What a card of more subflows costs: simulated rate, bits of its tables, memory and time of the
 * model. May import the model, org.mpnic.bench.linerate, and org.mpnic.ctl for reports.
 */
package org.mpnic.bench.growth;
