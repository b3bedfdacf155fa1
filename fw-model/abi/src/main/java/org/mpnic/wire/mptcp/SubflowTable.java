package org.mpnic.wire.mptcp;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import org.mpnic.wire.FrameHeader;

/**
 * The TCP connections that a tracker keeps, by the addresses and ports of each direction. When it
 * is full, the connection that was marked closed first makes room, then the oldest one without a
 * handshake seen from both ends; others are never forgotten.
 */
final class SubflowTable {
  private final int capacity;
  private final Map<FlowKey, Flow> flows = new HashMap<>();
  private final LinkedHashSet<Subflow> closed = new LinkedHashSet<>();
  private final LinkedHashSet<Subflow> unproven = new LinkedHashSet<>();
  private final FlowKey probe = new FlowKey();

  SubflowTable(int capacity) {
    this.capacity = capacity;
  }

  int size() {
    return flows.size() >> 1;
  }

  boolean isFull() {
    return size() >= capacity;
  }

  Flow find(FrameHeader header) {
    return flows.get(probe.set(header));
  }

  /** Keeps a new connection; the caller has made room. */
  void add(Subflow subflow) {
    flows.put(new FlowKey(subflow.initiator), subflow.initiator);
    flows.put(new FlowKey(subflow.responder), subflow.responder);
    unproven.add(subflow);
  }

  /** Forgets a connection. */
  void remove(Subflow subflow) {
    flows.remove(new FlowKey(subflow.initiator));
    flows.remove(new FlowKey(subflow.responder));
    closed.remove(subflow);
    unproven.remove(subflow);
  }

  /** The connection to forget for a new one, null when there is none. */
  Subflow victim() {
    final Iterator<Subflow> oldest = (closed.isEmpty() ? unproven : closed).iterator();
    return oldest.hasNext() ? oldest.next() : null;
  }

  void markClosed(Subflow subflow) {
    unproven.remove(subflow);
    closed.add(subflow);
  }

  void markProven(Subflow subflow) {
    unproven.remove(subflow);
  }

  void clear() {
    flows.clear();
    closed.clear();
    unproven.clear();
  }
}
