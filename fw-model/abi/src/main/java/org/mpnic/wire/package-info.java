/**
 * Ethernet, IP and TCP headers, checksums and sequence arithmetic over byte arrays. Imports nothing
 * of mpnic.
 */
package org.mpnic.wire;
