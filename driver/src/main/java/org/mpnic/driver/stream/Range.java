package org.mpnic.driver.stream;

/** Half-open range [start, end) of subflow sequence numbers, with the frame that brought it. */
class Range {
  /** What one range costs beside its bytes, roughly: objects and list places. */
  static final int OVERHEAD_BYTES = 96;

  final long start;
  final long end;

  /** Serial of the frame among all frames of the receiver: the later, the larger. */
  final long arrival;

  /** Assembler that keeps it. */
  final FlowAssembler owner;

  /** Whether so many frames have come since that nothing will need it once it is delivered. */
  boolean old;

  /** Whether its owner has given it up; queues skip it. */
  boolean removed;

  Range(FlowAssembler owner, long start, long end, long arrival) {
    this.owner = owner;
    this.start = start;
    this.end = end;
    this.arrival = arrival;
  }

  final int length() {
    return (int) (end - start);
  }

  /** Bytes of host memory that it holds. */
  int heldBytes() {
    return OVERHEAD_BYTES;
  }
}
