package org.mpnic.testbed.middlebox;

import java.util.function.Consumer;
import org.mpnic.testbed.Frame;
import org.mpnic.testbed.raw.RawFrame;
import org.mpnic.testbed.raw.TcpFrame;

/**
 * Hides the side with the higher port behind another address and port: a NAT in front of clients.
 */
public final class AddressTranslator extends TcpMiddlebox {
  private static final int PORT_SHIFT = 7;

  @Override
  void passTcp(Frame frame, RawFrame raw, Consumer<Frame> out) {
    TcpFrame f = TcpFrame.of(raw);
    if (f.sourcePort > f.destinationPort) {
      f.source = outside(f.source);
      f.sourcePort -= PORT_SHIFT;
    } else {
      f.destination = outside(f.destination);
      f.destinationPort -= PORT_SHIFT;
    }
    out.accept(frame.with(f.bytes()));
  }

  private static byte[] outside(byte[] address) {
    byte[] b = address.clone();
    b[1] ^= 0x40;
    return b;
  }
}
