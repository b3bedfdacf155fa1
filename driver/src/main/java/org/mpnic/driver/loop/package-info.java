/**
 * Traffic from one card to another over a wire: conversations with their handshakes, and the two
 * hosts that send and receive; may import {@code org.mpnic.abi}, {@code org.mpnic.wire} and {@code
 * org.mpnic.driver}.
 */
package org.mpnic.driver.loop;
