package org.mpnic.testbed.conversation;

import java.util.List;
import java.util.Set;
import org.mpnic.testbed.Frame;
import org.mpnic.testbed.Truth;

/**
 * Frames and what must be made of them.
 *
 * @param frames in order of arrival
 * @param truth what an observer must report
 * @param scenarios features that the conversations have between them
 */
public record Generated(List<Frame> frames, Truth truth, Set<Scenario> scenarios) {}
