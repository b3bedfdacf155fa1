package org.mpnic.model.tx;

/**
 * What tx_checksum has to do to one frame when it is whole: sums, and for a segment of a frame that
 * the host gave, its place in that frame; mutable and reused.
 */
public final class FrameFinish {
  /** The frame leaves as it is. */
  public static final int NONE = 0;

  /**
   * The sum from l4Offset to the end goes to checksumOffset behind it; the field holds the sum of
   * the pseudo-header.
   */
  public static final int PARTIAL_CHECKSUM = 1;

  /**
   * Segment of a large frame: lengths, IP id, sequence number and flags by its place, then IPv4 and
   * TCP checksums from scratch.
   */
  public static final int SEGMENT = 2;

  /** Header made by the card: DSS checksum, then IPv4 and TCP checksums from scratch. */
  public static final int GENERATED = 3;

  /** One of the constants above. */
  public int kind;

  /** Bytes before the IP header, before the TCP header, and before the payload. */
  public int l3Offset;

  public int l4Offset;
  public int headerBytes;

  /** Checksum field from l4Offset, bytes; PARTIAL_CHECKSUM only. */
  public int checksumOffset;

  /** Number of the segment in its frame, from 0: added to the IPv4 id. */
  public int segment;

  /** Payload bytes of the frame before this segment: added to the sequence number. */
  public int sequenceOffset;

  /** First segment keeps CWR, last one keeps FIN and PSH. */
  public boolean firstSegment;

  public boolean lastSegment;

  /** Bytes before the DSS checksum field, -1 when there is none. */
  public int dssChecksumOffset;

  /** Folded sum of DSN, SSN and length that the DSS checksum covers besides the payload. */
  public int dssPseudoSum;

  /** As new. */
  public void clear() {
    kind = NONE;
    l3Offset = 0;
    l4Offset = 0;
    headerBytes = 0;
    checksumOffset = 0;
    segment = 0;
    sequenceOffset = 0;
    firstSegment = false;
    lastSegment = false;
    dssChecksumOffset = -1;
    dssPseudoSum = 0;
  }

  /** Takes over all fields of another. */
  public void copyFrom(FrameFinish other) {
    kind = other.kind;
    l3Offset = other.l3Offset;
    l4Offset = other.l4Offset;
    headerBytes = other.headerBytes;
    checksumOffset = other.checksumOffset;
    segment = other.segment;
    sequenceOffset = other.sequenceOffset;
    firstSegment = other.firstSegment;
    lastSegment = other.lastSegment;
    dssChecksumOffset = other.dssChecksumOffset;
    dssPseudoSum = other.dssPseudoSum;
  }
}
