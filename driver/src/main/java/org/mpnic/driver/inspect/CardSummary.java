package org.mpnic.driver.inspect;

import java.nio.file.Path;

/**
 * A card as seen from outside.
 *
 * @param name of the card
 * @param region its file of shared memory
 * @param alive true while a device process serves it
 * @param state the device's own word for what it does; {@code stale} when no process serves the
 *     region, {@code unusable} when it cannot be read
 * @param devicePid process id of the device, 0 if none lives
 * @param hostPid process id of the attached host, 0 if none is
 * @param generation attaches of a device to this region, from 1
 * @param ports of the card
 * @param queues receive queues
 * @param ringEntries receive descriptors per queue
 * @param bufferBytes size of a receive buffer
 * @param regionBytes size of the file
 * @param problem why it cannot be used, one line; null if it can
 */
public record CardSummary(
    String name,
    Path region,
    boolean alive,
    String state,
    long devicePid,
    long hostPid,
    long generation,
    int ports,
    int queues,
    int ringEntries,
    int bufferBytes,
    long regionBytes,
    String problem) {}
