package org.mpnic.driver.inspect;

/**
 * A ring and its indices at one moment.
 *
 * @param name of the ring, with the queue in brackets
 * @param producer {@code host} or {@code device}
 * @param entries places of the ring
 * @param produced entries ever published, modulo 2^32
 * @param consumed entries ever released, modulo 2^32
 * @param fill entries published and not released
 */
public record RingState(
    String name, String producer, int entries, long produced, long consumed, long fill) {}
