package org.mpnic.bench.linerate;

import java.util.Map;

/**
 * What the card did with frames of one size offered at line rate; simulated, so always the same.
 *
 * <p>Unless it is said otherwise, figures are of the second half of the run.
 *
 * @param size frame size in bytes, FCS included
 * @param direction rx
 * @param share of the offered frames that were delivered: 1.0 is line rate
 * @param drops frames dropped in the whole run
 * @param cyclesPerPacket cycles for a delivered frame, all ports together
 * @param packetsPerSecond delivered by all ports together
 * @param gigabitsPerSecond delivered by all ports together, frames with FCS, without preamble and
 *     gap
 * @param limit what keeps the card from taking more: wire, or the stage
 * @param linkUse share of the time for which the host link was busy
 * @param deepestFifo the FIFO with the highest fill
 * @param fifos peaks of the FIFOs
 * @param steady no FIFO was fuller in the second half than in the first
 * @param latencyMinCycles from a frame's first beat to its completion in host memory, whole run
 * @param latencyMaxCycles the same, at most
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
    String deepestFifo,
    Map<String, FifoPeak> fifos,
    boolean steady,
    long latencyMinCycles,
    long latencyMaxCycles) {
  /** Every frame got through at the rate of the wire, and no FIFO was still filling. */
  public boolean isLineRate() {
    return share == 1 && drops == 0 && steady;
  }
}
