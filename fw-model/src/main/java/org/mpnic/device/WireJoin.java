package org.mpnic.device;

import org.mpnic.abi.WireOptions;
import org.mpnic.device.wire.WireFile;

/**
 * How a device is joined to another one.
 *
 * @param file the wire; the device closes it
 * @param end 0 or 1
 * @param options what happens to frames
 * @param peer name of the device at the other end, in the same directory
 */
public record WireJoin(WireFile file, int end, WireOptions options, String peer) {}
