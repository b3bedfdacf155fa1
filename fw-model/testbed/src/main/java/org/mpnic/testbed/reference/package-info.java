/**
 * A slow reassembler that is obviously right: the second opinion on every figure. May import:
 * org.mpnic.testbed, org.mpnic.testbed.raw, the JDK.
 */
package org.mpnic.testbed.reference;
