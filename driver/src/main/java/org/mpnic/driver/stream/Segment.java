package org.mpnic.driver.stream;

/** One copy of a run of payload bytes of a subflow. */
final class Segment extends Range {
  final byte[] bytes;

  /** Whether a copy of these bytes came by the slow path: the card did not sum that one. */
  boolean slow;

  /** Serial of the latest frame that brought these very bytes. */
  long lastArrival;

  /** Serial of the latest frame whose copy the card put into its mapping's sum; -1 if none. */
  long summedArrival = -1;

  Segment(FlowAssembler owner, long start, byte[] bytes, long arrival) {
    super(owner, start, start + bytes.length, arrival);
    this.bytes = bytes;
  }

  @Override
  int heldBytes() {
    return OVERHEAD_BYTES + bytes.length;
  }
}
