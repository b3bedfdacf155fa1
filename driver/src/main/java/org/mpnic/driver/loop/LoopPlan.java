package org.mpnic.driver.loop;

import org.mpnic.abi.SchedulePolicy;

/**
 * What goes over the wire.
 *
 * @param bytes stream bytes of all connections together, 1 or more
 * @param connections MPTCP connections, 1 to 4096
 * @param subflows of each connection, 1 to 8
 * @param ports of each card, 1 to 8; subflow s leaves by port s modulo ports
 * @param checksum whether DSS checksums are in use (RFC 8684 section 3.3.1)
 * @param version MPTCP version, 0 or 1
 * @param policy how data is spread over subflows; under weighted, subflow s has weight s + 1, under
 *     lowest_rtt the first one has the lowest
 * @param ipv6 IPv6 instead of IPv4
 * @param frameBytes longest frame, FCS included
 * @param seed of data, keys and sequence numbers
 */
public record LoopPlan(
    long bytes,
    int connections,
    int subflows,
    int ports,
    boolean checksum,
    int version,
    SchedulePolicy policy,
    boolean ipv6,
    int frameBytes,
    long seed) {
  /** Shortest frame that has room for every header, option, and some data. */
  public static final int LEAST_FRAME_BYTES = 256;

  /** Longest frame that cards take unless they are told otherwise. */
  public static final int MOST_FRAME_BYTES = 9018;

  /** Refuses values out of range; IllegalArgumentException names the first. */
  public LoopPlan {
    check("bytes", bytes, 1, 1L << 44);
    check("connections", connections, 1, 4096);
    check("subflows", subflows, 1, 8);
    check("ports", ports, 1, 8);
    check("version", version, 0, 1);
    check("frame size", frameBytes, LEAST_FRAME_BYTES, MOST_FRAME_BYTES);
    if ((long) connections * subflows > 4096) {
      throw new IllegalArgumentException(
          connections + " connections of " + subflows + " subflows: a card has 4096 subflows");
    }
  }

  /** Bytes that a connection sends: an equal share, the first ones one more. */
  long bytesOf(int connection) {
    return bytes / connections + (connection < bytes % connections ? 1 : 0);
  }

  /** What a connection sends. */
  SeededBytes dataOf(int connection) {
    return new SeededBytes(seed + connection);
  }

  /** How often each byte leaves the card. */
  public int copies() {
    return policy == SchedulePolicy.REDUNDANT ? subflows : 1;
  }

  /** Port of a subflow. */
  int portOf(int subflow) {
    return subflow % ports;
  }

  private static void check(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " is " + value + ", it must be " + least + " to " + most);
    }
  }
}
