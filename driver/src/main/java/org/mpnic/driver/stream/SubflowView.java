package org.mpnic.driver.stream;

/**
 * One subflow of a stream.
 *
 * @param from the sender's address and port
 * @param to the receiver's
 * @param frames frames of this direction that were not malformed or damaged
 * @param payloadBytes TCP payload bytes in those frames, repetitions included
 */
public record SubflowView(Endpoint from, Endpoint to, long frames, long payloadBytes) {}
