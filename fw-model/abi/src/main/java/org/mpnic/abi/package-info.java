/**
 * The interface between host and card, declared once: registers, counters, descriptors,
 * completions, rings and the region layout. Imports nothing of mpnic.
 */
package org.mpnic.abi;
