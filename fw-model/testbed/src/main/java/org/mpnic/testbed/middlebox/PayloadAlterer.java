package org.mpnic.testbed.middlebox;

import java.util.function.Consumer;
import org.mpnic.testbed.Frame;
import org.mpnic.testbed.raw.RawFrame;
import org.mpnic.testbed.raw.TcpFrame;

/** Changes one byte of some segments and repairs the TCP checksum: only a DSS checksum tells. */
public final class PayloadAlterer extends TcpMiddlebox {
  private final int every;
  private int count;

  /** Alters every n-th segment with payload, the n-th first. */
  public PayloadAlterer(int every) {
    this.every = every;
  }

  @Override
  void passTcp(Frame frame, RawFrame raw, Consumer<Frame> out) {
    if (raw.payloadLength() == 0 || ++count % every != 0) {
      out.accept(frame);
      return;
    }
    TcpFrame f = TcpFrame.of(raw);
    f.payload[f.payload.length / 2] ^= 0x10;
    out.accept(frame.with(f.bytes()));
  }
}
