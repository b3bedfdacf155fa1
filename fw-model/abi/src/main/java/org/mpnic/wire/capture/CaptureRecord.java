package org.mpnic.wire.capture;

/** One packet of a capture, reused from packet to packet. */
public final class CaptureRecord {
  /** Interface of the packet, counted from 0 over all sections of the file; 0 in a pcap file. */
  public int interfaceId;

  /** Time of capture, nanoseconds since 1970; 0 for packets without time. */
  public long timestampNs;

  /** {@link LinkType} of the interface. */
  public int linkType;

  /** Length of the packet on the wire, bytes; {@link #length} is less when the capture cut it. */
  public int originalLength;

  /** The packet from index 0 on, replaced by a larger array when a packet needs it. */
  public byte[] data = new byte[65536];

  /** Bytes in {@link #data}. */
  public int length;
}
