package org.mpnic.testbed;

/**
 * Frames by what is wrong with them; a frame is counted once, by the first reason met from the
 * outside in.
 *
 * @param frames all of them
 * @param malformed a header or length contradicts the frame
 * @param badIpChecksum IPv4 header checksum wrong
 * @param badTcpChecksum TCP checksum neither right nor partial
 * @param failedJoins subflows refused for an HMAC that is wrong
 */
public record FrameTotals(
    long frames, long malformed, long badIpChecksum, long badTcpChecksum, long failedJoins) {}
