/**
 * Frames on the wire: Ethernet, VLAN, IPv4, IPv6 and TCP headers with all their options, checksums
 * and sequence arithmetic, over byte arrays, without allocation. Imports nothing of mpnic.
 *
 * <p>A frame is always {@code byte[] buffer, int offset, int length}, without the FCS. {@link
 * org.mpnic.wire.FrameParser} fills a {@link org.mpnic.wire.FrameHeader}; what is wrong with a
 * frame is a {@link org.mpnic.wire.ParseReason}, never an exception.
 */
package org.mpnic.wire;
