/**
 * Timing cells: the small things from which every stream of the card is built, each with its
 * capacity C, forward latency F and refill latency B. Imports nothing of the project.
 *
 * <p>With e_s[k] the cycle of token k's handshake into stage s, one law covers them all:
 *
 * <pre>e_s[k] = max( e_{s-1}[k] + F_{s-1},  e_{s+1}[k-C_s] + B_s,  e_s[k-1] + 1 )</pre>
 */
package org.mpnic.model.cell;
