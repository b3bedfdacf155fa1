package org.mpnic.testbed.middlebox;

import java.util.function.Consumer;
import org.mpnic.testbed.Frame;
import org.mpnic.testbed.raw.RawFrame;
import org.mpnic.testbed.raw.TcpFrame;

/** Puts VLAN tags on every TCP segment, in place of those that it had. */
public final class VlanTagger extends TcpMiddlebox {
  private final int[] vlans;

  /** Identifiers from the outside in: none, one or two. */
  public VlanTagger(int... vlans) {
    this.vlans = vlans.clone();
  }

  @Override
  void passTcp(Frame frame, RawFrame raw, Consumer<Frame> out) {
    TcpFrame f = TcpFrame.of(raw);
    f.vlans = vlans;
    out.accept(frame.with(f.bytes()));
  }
}
