package org.mpnic.testbed.reference;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mpnic.testbed.Frame;
import org.mpnic.testbed.raw.RawFrame;
import org.mpnic.testbed.raw.TcpFrame;

/**
 * Counts connection signals in undamaged frames, each segment once per signal, under the names that
 * a card's counters have.
 */
public final class SignalTotals {
  private static final int SYN_AND_ACK = TcpFrame.SYN | TcpFrame.ACK;
  private static final String[] ALONE = {
    null,
    null,
    null,
    "add_addr_received",
    "remove_addr_received",
    "mp_prio_received",
    "mp_fail_received",
    "mp_fastclose_received",
    "mp_tcprst_received"
  };

  private final Map<String, Long> totals = new TreeMap<>();

  private SignalTotals() {}

  /** Totals by name; every name is there. */
  public static Map<String, Long> of(List<Frame> frames) {
    SignalTotals signals = new SignalTotals();
    for (String name : ALONE) {
      signals.count(name, false);
    }
    for (Frame frame : frames) {
      RawFrame raw = RawFrame.read(frame.bytes());
      if (raw.problem == RawFrame.Problem.NONE) {
        signals.read(raw);
      }
    }
    return signals.totals;
  }

  private void read(RawFrame f) {
    int kind = f.flags & SYN_AND_ACK;
    count("fins_received", f.has(TcpFrame.FIN));
    count("rsts_received", f.has(TcpFrame.RST));
    byHandshake("mp_capable", f.mptcp(0) != null, kind);
    byHandshake("mp_join", f.mptcp(1) != null, kind);
    for (int subtype = 3; subtype < ALONE.length; subtype++) {
      count(ALONE[subtype], f.mptcp(subtype) != null);
    }
  }

  private void byHandshake(String option, boolean there, int kind) {
    boolean syn = (kind & TcpFrame.SYN) != 0;
    count(option + "_syn_received", there && kind == TcpFrame.SYN);
    count(option + "_synack_received", there && kind == SYN_AND_ACK);
    count(option + "_ack_received", there && !syn);
  }

  private void count(String name, boolean there) {
    if (name != null) {
      totals.merge(name, there ? 1L : 0L, Long::sum);
    }
  }
}
