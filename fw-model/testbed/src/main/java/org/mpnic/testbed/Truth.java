package org.mpnic.testbed;

import java.util.List;

/**
 * What an observer must report of a list of frames.
 *
 * @param streams in order of the first frame of each direction; directions without data are left
 *     out
 * @param totals frames by what is wrong with them
 */
public record Truth(List<StreamTruth> streams, FrameTotals totals) {}
