package org.mpnic.driver.stream;

import org.mpnic.abi.CompletionFlags;
import org.mpnic.abi.CompletionLayout;
import org.mpnic.abi.CompletionType;
import org.mpnic.abi.Verdict;

/**
 * One completion with the bytes of its frame, as {@link PacketListener} sees it. It is used again
 * for another frame when the call returns: copy what must last.
 */
public final class ReceivedFrame {
  CompletionType type;
  Verdict verdict;
  int packetType;
  int port;
  int flags;
  int queue;
  int reason;
  int payloadOffset;
  int payloadLength;
  int connection;
  int subflow;
  long dsn;
  int ssn;
  int rssHash;
  long cycle;
  int mappingLength;
  int dssChecksum;
  int frame;
  byte[] bytes = new byte[0];
  int length;

  /** Order of entry into {@link ArrivalQueue}. */
  long entry;

  ReceivedFrame() {}

  /** Frame, or end of a mapping; the latter has no bytes. */
  public CompletionType type() {
    return type;
  }

  /** The card's verdict on the DSS checksum (RFC 8684 section 3.3.1). */
  public Verdict verdict() {
    return verdict;
  }

  /** What the parser saw: a code of {@link org.mpnic.abi.PacketType}. */
  public int packetType() {
    return packetType;
  }

  /** Port of arrival. */
  public int port() {
    return port;
  }

  /** {@link CompletionFlags}, as a mask. */
  public int flags() {
    return flags;
  }

  /** Whether all bits of a mask of {@link CompletionFlags} are set. */
  public boolean has(int mask) {
    return (flags & mask) == mask;
  }

  /** Host queue. */
  public int queue() {
    return queue;
  }

  /** Why the frame is an exception: a code of {@link org.mpnic.abi.Reason}, 0 if it is none. */
  public int reason() {
    return reason;
  }

  /** First TCP payload byte, from the frame's start. */
  public int payloadOffset() {
    return payloadOffset;
  }

  /** TCP payload bytes. */
  public int payloadLength() {
    return payloadLength;
  }

  /** The card's connection id, {@link CompletionLayout#NO_ID} if it knows none. */
  public int connection() {
    return connection;
  }

  /** The card's subflow word, {@link CompletionLayout#NO_ID} if it knows none. */
  public int subflow() {
    return subflow;
  }

  /**
   * 64-bit DSN of the first payload byte, or of the mapping; see {@link CompletionFlags#MAPPED}.
   */
  public long dsn() {
    return dsn;
  }

  /** Subflow sequence number of the first payload byte, or of the mapping. */
  public int ssn() {
    return ssn;
  }

  /** Toeplitz hash of addresses and ports. */
  public int rssHash() {
    return rssHash;
  }

  /** Cycle at which the first beat entered the port. */
  public long cycle() {
    return cycle;
  }

  /** Data-level length of the mapping as on the wire, bytes. */
  public int mappingLength() {
    return mappingLength;
  }

  /** DSS checksum field of the mapping as on the wire. */
  public int dssChecksum() {
    return dssChecksum;
  }

  /** Number of the frame on its port, from 0. */
  public int frame() {
    return frame;
  }

  /** The frame, from index 0 on, without FCS: {@link #length()} bytes. */
  public byte[] bytes() {
    return bytes;
  }

  /** Bytes of the frame. */
  public int length() {
    return length;
  }

  /** Whether software has to look at the raw frame: the card did not place it. */
  boolean isSlowPath() {
    return has(CompletionFlags.SLOW_PATH) || subflow == CompletionLayout.NO_ID;
  }

  /** Makes room for a frame of so many bytes. */
  void reserve(int bytesNeeded) {
    if (bytes.length < bytesNeeded) {
      bytes = new byte[Math.max(2048, Integer.highestOneBit(bytesNeeded - 1) << 1)];
    }
    length = bytesNeeded;
  }
}
