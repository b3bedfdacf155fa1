/**
 * Multipath TCP of RFC 8684 (version 1) and RFC 6824 (version 0): what follows from keys, the DSS
 * checksum, and {@link org.mpnic.wire.mptcp.HandshakeTracker}, which learns connections from the
 * frames of both directions. Imports org.mpnic.wire only.
 */
package org.mpnic.wire.mptcp;
