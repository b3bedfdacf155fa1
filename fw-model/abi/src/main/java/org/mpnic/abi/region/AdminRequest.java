package org.mpnic.abi.region;

import org.mpnic.abi.AdminCommand;

/**
 * A command as the device took it out of the region: a copy, so that the host cannot change it
 * under the device's hands.
 *
 * @param command null if this version does not know the opcode
 * @param opcode number of the command
 * @param tag returned in the answer
 * @param target queue or port, -1 for all
 * @param arguments six words
 * @param data bytes that came with it, at most 4096
 */
public record AdminRequest(
    AdminCommand command, int opcode, int tag, int target, long[] arguments, byte[] data) {}
