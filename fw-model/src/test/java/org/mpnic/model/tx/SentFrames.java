package org.mpnic.model.tx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Keeps the frames that leave. */
final class SentFrames implements TransmitSink {
  /** One frame. */
  record Sent(int port, byte[] bytes, long cycle) {}

  final List<Sent> frames = new ArrayList<>();

  @Override
  public void frame(int port, byte[] frame, int offset, int length, long firstBeatCycle) {
    frames.add(new Sent(port, Arrays.copyOfRange(frame, offset, offset + length), firstBeatCycle));
  }
}
