package org.mpnic.testbed.middlebox;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.mpnic.testbed.Frame;
import org.mpnic.testbed.raw.RawFrame;
import org.mpnic.testbed.raw.TcpFrame;

/**
 * Chooses other initial sequence numbers for both sides of each flow. Subflow sequence numbers do
 * not change.
 */
public final class SequenceRewriter extends TcpMiddlebox {
  private final Map<String, Integer> shifts = new HashMap<>();
  private final Random random;

  public SequenceRewriter(long seed) {
    random = new Random(seed);
  }

  @Override
  void passTcp(Frame frame, RawFrame raw, Consumer<Frame> out) {
    TcpFrame f = TcpFrame.of(raw);
    f.sequence += shift(raw.from() + raw.to());
    if (raw.has(TcpFrame.ACK)) {
      f.acknowledgment += shift(raw.to() + raw.from());
    }
    out.accept(frame.with(f.bytes()));
  }

  private int shift(String direction) {
    return shifts.computeIfAbsent(direction, d -> random.nextInt());
  }
}
