package org.mpnic.cosim.twin;

import java.util.ArrayDeque;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.BeatSpacing;

/** Frames of all ports on their way into rx_top, beat by beat, and their bytes for later. */
final class TopFrames {
  /** Frames of a port whose bytes are kept: more than are ever between port and link. */
  private static final int KEPT_FRAMES = 1 << 13;

  private record Coming(byte[] bytes, long firstBeatCycle) {}

  private final BeatSpacing spacing;
  private final BeatPorts inputs;
  private final ArrayDeque<Coming>[] coming;
  private final byte[][][] kept;
  private final int[] serials;
  private final int[] beat;

  @SuppressWarnings({"unchecked", "rawtypes"})
  TopFrames(NicConfig config, StagePorts ports, BeatSpacing spacing) {
    this.spacing = spacing;
    int count = config.ports();
    inputs = new BeatPorts(config, ports);
    coming = new ArrayDeque[count];
    kept = new byte[count][KEPT_FRAMES][];
    serials = new int[count];
    beat = new int[count];
    for (int port = 0; port < count; port++) {
      coming[port] = new ArrayDeque<>();
    }
  }

  /** A frame comes. */
  void add(int port, byte[] frame, long firstBeatCycle) {
    coming[port].add(new Coming(frame, firstBeatCycle));
    kept[port][serials[port]++ & KEPT_FRAMES - 1] = frame;
  }

  /** Bytes of a frame by its serial number on its port. */
  byte[] bytes(int port, int serial) {
    return kept[port][serial & KEPT_FRAMES - 1];
  }

  /** No beat comes any more. */
  boolean isEmpty() {
    for (ArrayDeque<Coming> port : coming) {
      if (!port.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** Drives the beats of a cycle. */
  void drive(long cycle, Stimulus stimulus) {
    for (int port = 0; port < coming.length; port++) {
      Coming frame = coming[port].peek();
      if (frame == null) {
        continue;
      }
      int length = frame.bytes().length;
      if (frame.firstBeatCycle() + spacing.offset(length, beat[port]) != cycle) {
        continue;
      }
      if (inputs.add(port, frame.bytes(), 0, length, beat[port]++)) {
        beat[port] = 0;
        coming[port].remove();
      }
    }
    inputs.drive(stimulus);
  }
}
