package org.mpnic.bench.linerate;

import java.util.Map;

/**
 * What the card did with frames of one size at line rate; simulated, so always the same.
 *
 * <p>Unless it is said otherwise, figures are of the second half of the run.
 *
 * @param size frame size in bytes, FCS included
 * @param direction rx, tx, or both at once
 * @param share of line rate that was reached: 1.0 is all of it; of both directions the lower
 * @param drops frames dropped in the whole run
 * @param cyclesPerPacket cycles for a packet, all ports and directions together
 * @param packetsPerSecond of all ports and directions together
 * @param gigabitsPerSecond the same, frames with FCS, without preamble and gap
 * @param limit what keeps the card from more: wire, or the stage
 * @param linkUse share of the host link's busier way, by arithmetic
 * @param link bytes on the host link, both ways
 * @param deepestFifo the FIFO with the highest fill
 * @param fifos peaks of the FIFOs
 * @param steady no FIFO was fuller in the second half than in the first
 * @param latencies whole run; rx: from a frame's first beat to its completion in host memory; tx:
 *     from the segmenter's grant to the first beat on the wire, waiting for the wire included
 */
public record LineRatePoint(
    int size,
    String direction,
    double share,
    long drops,
    double cyclesPerPacket,
    double packetsPerSecond,
    double gigabitsPerSecond,
    String limit,
    double linkUse,
    LinkUse link,
    String deepestFifo,
    Map<String, FifoPeak> fifos,
    boolean steady,
    Map<String, CycleRange> latencies) {
  /** Limit of a point at line rate. */
  static final String WIRE = "wire";

  /** Every frame got through at the rate of the wire, and no FIFO was still filling. */
  public boolean isLineRate() {
    return share == 1 && drops == 0 && steady;
  }
}
