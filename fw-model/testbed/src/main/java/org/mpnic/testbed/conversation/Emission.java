package org.mpnic.testbed.conversation;

import org.mpnic.testbed.FrameRole;

/**
 * A frame on its way into the list.
 *
 * @param bytes the frame
 * @param role what it does
 * @param fromClient direction
 * @param subflow number in its conversation
 * @param replayable whether a later copy changes nothing
 */
record Emission(
    byte[] bytes, FrameRole role, boolean fromClient, int subflow, boolean replayable) {}
