package org.mpnic.testbed.middlebox;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.mpnic.testbed.Frame;
import org.mpnic.testbed.raw.RawFrame;
import org.mpnic.testbed.raw.TcpFrame;

/** Makes one segment of each direction longer and shifts what follows, as FTP gateways do. */
public final class ApplicationGateway extends TcpMiddlebox {
  private final int after;
  private final int longerBy;
  private final Map<String, Integer> segments = new HashMap<>();
  private final Map<String, Integer> shifts = new HashMap<>();

  /**
   * A gateway.
   *
   * @param after number of the segment with payload that is made longer, 1 or more
   * @param longerBy bytes that it gains
   */
  public ApplicationGateway(int after, int longerBy) {
    this.after = after;
    this.longerBy = longerBy;
  }

  @Override
  void passTcp(Frame frame, RawFrame raw, Consumer<Frame> out) {
    TcpFrame f = TcpFrame.of(raw);
    String direction = raw.from() + raw.to();
    f.sequence += shifts.getOrDefault(direction, 0);
    f.acknowledgment += shifts.getOrDefault(raw.to() + raw.from(), 0);
    if (raw.payloadLength() > 0 && segments.merge(direction, 1, Integer::sum) == after) {
      f.payload = Arrays.copyOf(f.payload, f.payload.length + longerBy);
      shifts.put(direction, longerBy);
    }
    out.accept(frame.with(f.bytes()));
  }
}
