package org.mpnic.testbed.middlebox;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.mpnic.testbed.Frame;
import org.mpnic.testbed.raw.RawFrame;
import org.mpnic.testbed.raw.TcpFrame;

/** Overwrites MPTCP options with NOPs, as firewalls do with options that they do not know. */
public final class OptionStripper extends TcpMiddlebox {
  private final Predicate<RawFrame> victims;
  private final int subtypes;

  /**
   * A stripper of some options on some frames.
   *
   * @param victims frames that are touched
   * @param subtypes bit set of the MPTCP subtypes that go: bit 0 is MP_CAPABLE
   */
  public OptionStripper(Predicate<RawFrame> victims, int subtypes) {
    this.victims = victims;
    this.subtypes = subtypes;
  }

  @Override
  void passTcp(Frame frame, RawFrame raw, Consumer<Frame> out) {
    if (!victims.test(raw)) {
      out.accept(frame);
      return;
    }
    TcpFrame f = TcpFrame.of(raw);
    int at = 0;
    while (at < f.options.length && f.options[at] != 0) {
      int length = f.options[at] == 1 ? 1 : f.options[at + 1] & 0xff;
      boolean goes =
          f.options[at] == 30 && length > 2 && (subtypes >> (f.options[at + 2] >> 4 & 15) & 1) != 0;
      if (goes) {
        Arrays.fill(f.options, at, at + length, (byte) 1);
      }
      at += length;
    }
    out.accept(frame.with(f.bytes()));
  }
}
