package org.mpnic.cosim.engine;

import java.util.ArrayDeque;
import java.util.Arrays;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.cosim.twin.BeatPorts;
import org.mpnic.device.port.FrameSink;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.BeatSpacing;

/** Frames on their way into the ports, beat by beat at line rate. */
final class FrameInput implements RtlPart {
  /** A frame that was offered. */
  record Frame(int serial, byte[] buffer, int offset, int length, long firstBeatCycle) {}

  /** Frames of a port that may wait for their first beat. */
  private static final int OFFER_ROOM = 256;

  private static final int BAD_LENGTH = -2;
  private static final int BAD_CYCLE = -3;

  private final NicConfig config;
  private final BeatSpacing spacing;
  private final FrameLedger ledger;
  private final BeatPorts inputs;
  private final Port[] ports;

  /** One port. */
  private static final class Port {
    final ArrayDeque<Frame> coming = new ArrayDeque<>();
    int serial;
    int beat;
    long lastBeat = -1;
    long horizon;
  }

  FrameInput(NicConfig config, StagePorts stage, FrameLedger ledger) {
    this.config = config;
    this.ledger = ledger;
    spacing = BeatSpacing.lineRate(config);
    int count = config.ports();
    inputs = new BeatPorts(config, stage);
    ports = new Port[count];
    Arrays.setAll(ports, i -> new Port());
  }

  /** A frame comes; {@link FrameSink#offer}. */
  int offer(int number, byte[] buffer, int offset, int length, long firstBeatCycle) {
    Port port = ports[number];
    if (length < 1
        || length > config.maxFrameBytes() - 4
        || offset < 0
        || length > buffer.length
        || offset > buffer.length - length) {
      return BAD_LENGTH;
    }
    if (firstBeatCycle <= port.lastBeat || firstBeatCycle < port.horizon) {
      return BAD_CYCLE;
    }
    if (port.coming.size() >= OFFER_ROOM) {
      return FrameSink.QUEUE_FULL;
    }
    Frame frame = new Frame(port.serial++, buffer, offset, length, firstBeatCycle);
    port.coming.add(frame);
    port.lastBeat = firstBeatCycle + spacing.lastOffset(length);
    ledger.offered(number, frame);
    return FrameSink.ACCEPTED;
  }

  /** No frame that was not offered yet begins before the cycle. */
  void horizon(int number, long cycle) {
    ports[number].horizon = Math.max(ports[number].horizon, cycle);
  }

  /** The same, whatever was promised: the wire is taken by what was offered. */
  long promised(int number) {
    return Math.max(ports[number].horizon, ports[number].lastBeat + 1);
  }

  @Override
  public long nextDrive(long cycle) {
    long next = Long.MAX_VALUE;
    for (Port port : ports) {
      Frame frame = port.coming.peek();
      if (frame != null) {
        next = Math.min(next, frame.firstBeatCycle() + spacing.offset(frame.length(), port.beat));
      }
    }
    return next;
  }

  @Override
  public void drive(long cycle, Stimulus stimulus) {
    for (int number = 0; number < ports.length; number++) {
      Port port = ports[number];
      Frame frame = port.coming.peek();
      if (frame == null
          || frame.firstBeatCycle() + spacing.offset(frame.length(), port.beat) != cycle) {
        continue;
      }
      if (inputs.add(number, frame.buffer(), frame.offset(), frame.length(), port.beat++)) {
        port.coming.remove();
        port.beat = 0;
      }
    }
    inputs.drive(stimulus);
  }
}
