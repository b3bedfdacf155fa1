/**
 * Simulated figures: which frame sizes the card takes at line rate, and what limits the others. May
 * import the model, and org.mpnic.ctl for reports; nothing here reads a clock.
 */
package org.mpnic.bench.linerate;
