/**
 * Every MPTCP option, keys, tokens and HMACs of RFC 8684 and RFC 6824. Imports org.mpnic.wire only.
 */
package org.mpnic.wire.mptcp;
