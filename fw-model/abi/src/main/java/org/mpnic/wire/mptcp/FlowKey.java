package org.mpnic.wire.mptcp;

import org.mpnic.wire.FrameHeader;

/** Addresses and ports of one direction as a key; filled anew for each lookup. */
final class FlowKey {
  private boolean isIpv6;
  private long sourceHigh;
  private long sourceLow;
  private long destinationHigh;
  private long destinationLow;
  private int ports;

  /** A key to look up with. */
  FlowKey() {}

  /** The key of a flow, to keep. */
  FlowKey(Flow flow) {
    isIpv6 = flow.isIpv6();
    sourceHigh = flow.sourceHigh();
    sourceLow = flow.sourceLow();
    destinationHigh = flow.destinationHigh();
    destinationLow = flow.destinationLow();
    ports = flow.sourcePort() << 16 | flow.destinationPort();
  }

  /** Takes the addresses and ports of a frame. */
  FlowKey set(FrameHeader header) {
    isIpv6 = header.isIpv6;
    sourceHigh = header.srcHigh;
    sourceLow = header.srcLow;
    destinationHigh = header.dstHigh;
    destinationLow = header.dstLow;
    ports = header.sourcePort << 16 | header.destinationPort;
    return this;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FlowKey key
        && isIpv6 == key.isIpv6
        && sourceHigh == key.sourceHigh
        && sourceLow == key.sourceLow
        && destinationHigh == key.destinationHigh
        && destinationLow == key.destinationLow
        && ports == key.ports;
  }

  @Override
  public int hashCode() {
    long hash = sourceHigh * 0x9e3779b97f4a7c15L + sourceLow;
    hash = (hash ^ hash >>> 32) * 0x9e3779b97f4a7c15L + destinationHigh;
    hash = (hash ^ hash >>> 32) * 0x9e3779b97f4a7c15L + destinationLow;
    hash = (hash ^ hash >>> 32) * 0x9e3779b97f4a7c15L + ports;
    return (int) (hash ^ hash >>> 32);
  }
}
