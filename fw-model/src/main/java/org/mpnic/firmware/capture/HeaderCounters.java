package org.mpnic.firmware.capture;

import static org.mpnic.wire.MptcpSubtype.ADD_ADDR;
import static org.mpnic.wire.MptcpSubtype.MP_CAPABLE;
import static org.mpnic.wire.MptcpSubtype.MP_FAIL;
import static org.mpnic.wire.MptcpSubtype.MP_FASTCLOSE;
import static org.mpnic.wire.MptcpSubtype.MP_JOIN;
import static org.mpnic.wire.MptcpSubtype.MP_PRIO;
import static org.mpnic.wire.MptcpSubtype.MP_TCPRST;
import static org.mpnic.wire.MptcpSubtype.REMOVE_ADDR;

import org.mpnic.abi.CounterTable;
import org.mpnic.wire.FrameHeader;
import org.mpnic.wire.MptcpSubtype;
import org.mpnic.wire.TcpFlags;

/** Counts the signals that header events carry, each frame once, whatever comes of it. */
final class HeaderCounters {
  private final long[] counters;

  HeaderCounters(long[] counters) {
    this.counters = counters;
  }

  void count(FrameHeader header) {
    boolean syn = (header.tcpFlags & TcpFlags.SYN) != 0;
    boolean ack = (header.tcpFlags & TcpFlags.ACK) != 0;
    if ((header.tcpFlags & TcpFlags.FIN) != 0) {
      counters[CounterTable.FINS_RECEIVED]++;
    }
    if ((header.tcpFlags & TcpFlags.RST) != 0) {
      counters[CounterTable.RSTS_RECEIVED]++;
    }
    if (header.mptcpOptions == 0) {
      return;
    }
    if (header.hasMptcp(MP_CAPABLE)) {
      countCapable(header, syn, ack);
    }
    if (header.hasMptcp(MP_JOIN)) {
      counters[
          !syn
              ? CounterTable.MP_JOIN_ACK_RECEIVED
              : ack ? CounterTable.MP_JOIN_SYNACK_RECEIVED : CounterTable.MP_JOIN_SYN_RECEIVED]++;
    }
    if (header.hasMptcp(ADD_ADDR)) {
      counters[
          header.addEcho ? CounterTable.ADD_ADDR_ECHO_RECEIVED : CounterTable.ADD_ADDR_RECEIVED]++;
    }
    countRest(header);
  }

  private void countCapable(FrameHeader header, boolean syn, boolean ack) {
    counters[
        !syn
            ? CounterTable.MP_CAPABLE_ACK_RECEIVED
            : ack
                ? CounterTable.MP_CAPABLE_SYNACK_RECEIVED
                : CounterTable.MP_CAPABLE_SYN_RECEIVED]++;
    int flags = header.mpcFlags;
    if (header.mpcVersion > 1
        || (flags & MptcpSubtype.CAPABLE_EXTENSIBILITY) != 0
        || (flags & MptcpSubtype.CAPABLE_HMAC) == 0) {
      counters[CounterTable.MP_CAPABLE_VERSION_MISMATCHES]++;
    }
  }

  private void countRest(FrameHeader header) {
    countOption(header, REMOVE_ADDR, CounterTable.REMOVE_ADDR_RECEIVED);
    countOption(header, MP_PRIO, CounterTable.MP_PRIO_RECEIVED);
    countOption(header, MP_FAIL, CounterTable.MP_FAIL_RECEIVED);
    countOption(header, MP_FASTCLOSE, CounterTable.MP_FASTCLOSE_RECEIVED);
    countOption(header, MP_TCPRST, CounterTable.MP_TCPRST_RECEIVED);
  }

  private void countOption(FrameHeader header, int subtype, int counter) {
    if (header.hasMptcp(subtype)) {
      counters[counter]++;
    }
  }
}
