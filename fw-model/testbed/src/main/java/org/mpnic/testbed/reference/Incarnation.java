package org.mpnic.testbed.reference;

import org.mpnic.testbed.raw.Bytes;
import org.mpnic.testbed.raw.RawFrame;
import org.mpnic.testbed.raw.TcpFrame;

/**
 * One life of a 5-tuple: what its handshake said, and its two directions. The client is who sent
 * the SYN.
 */
final class Incarnation {
  final Side client;
  final Side server;
  final boolean hasSyn;
  private final int clientIsn;
  private boolean hasSynAck;

  /** Options of the handshake, null where they were not there. */
  byte[] synCapable;

  byte[] synAckCapable;
  byte[] ackCapable;
  byte[] synJoin;
  byte[] synAckJoin;
  byte[] ackJoin;

  /** Whether the client sent any DSS. */
  boolean clientSentDss;

  Incarnation(RawFrame first, boolean hasSyn) {
    this.hasSyn = hasSyn;
    clientIsn = first.sequence;
    client = new Side(first.from(), first.to());
    server = new Side(first.to(), first.from());
    if (hasSyn) {
      client.startsAt(clientIsn + 1);
      synCapable = first.mptcp(0);
      synJoin = first.mptcp(1);
    }
  }

  boolean opensAnother(RawFrame syn) {
    return !hasSyn || !syn.from().equals(client.from) || syn.sequence != clientIsn;
  }

  Side sideOf(RawFrame f) {
    return f.from().equals(client.from) ? client : server;
  }

  /** Notes what a frame says of the handshake. */
  void handshake(RawFrame f) {
    byte[] capable = f.mptcp(0);
    byte[] join = f.mptcp(1);
    if (f.has(TcpFrame.SYN)) {
      if (f.has(TcpFrame.ACK) && sideOf(f) == server && !hasSynAck) {
        hasSynAck = true;
        server.startsAt(f.sequence + 1);
        synAckCapable = capable;
        synAckJoin = join;
      }
    } else if (sideOf(f) == client) {
      if (capable != null && capable.length >= 20 && ackCapable == null) {
        ackCapable = capable;
      }
      if (join != null && join.length == 24 && ackJoin == null) {
        ackJoin = join;
      }
      clientSentDss |= f.mptcp(2) != null;
    }
  }

  /** MPTCP version, or -1 when MP_CAPABLE did not come through. */
  int version() {
    if (synCapable == null || synAckCapable == null || synAckCapable.length < 12) {
      return -1;
    }
    int version = synCapable[2] & 15;
    boolean flagsOk = (synAckCapable[3] & 0x41) == 0x01;
    if ((synAckCapable[2] & 15) != version || version > 1 || !flagsOk) {
      return -1;
    }
    boolean complete = ackCapable != null || version == 0 && clientSentDss;
    return complete ? version : -1;
  }

  long clientKey() {
    return Bytes.u64(version() == 0 ? synCapable : ackCapable, 4);
  }

  long serverKey() {
    return Bytes.u64(synAckCapable, 4);
  }
}
