/**
 * Capture files: pcap and pcapng, read and written packet by packet, and Ethernet frames made of
 * packets of other link types. Imports org.mpnic.wire only.
 */
package org.mpnic.wire.capture;
