package org.mpnic.bench;

import java.util.Arrays;
import java.util.Random;
import org.mpnic.wire.BigEndian;
import org.mpnic.wire.InternetChecksum;

/**
 * Frames of one size on many IPv4 subflows, in turn, with right checksums.
 *
 * <p>From {@value #SMALLEST_WITH_MAPPING} bytes on every frame with DSS carries a mapping of its
 * own with checksum (28 bytes of options at most fit no smaller frame with payload). Below, each
 * subflow announces one mapping first, without payload, and the frames carry its bytes.
 */
public final class ReceiveTraffic {
  /** Smallest frame in bytes, FCS included, that carries its own mapping. */
  public static final int SMALLEST_WITH_MAPPING = 102;

  /** Bytes of Ethernet, IPv4 and TCP header without options. */
  private static final int PLAIN_HEADER = 54;

  /** Length of the DSS option: DATA_ACK of 4 bytes, DSN of 8, SSN, length, checksum. */
  private static final int DSS_LENGTH = 24;

  private static final int FCS = 4;
  private static final int ETHERNET = 14;
  private static final int TCP = ETHERNET + 20;
  private static final int OPTIONS = TCP + 20;
  private static final int ANNOUNCED_LENGTH = 0xfffe;

  private final int frameBytes;
  private final int subflows;
  private final int announcements;
  private final byte[][] frames;
  private final int payloadBytes;

  /**
   * Makes the frames.
   *
   * @param sizeBytes frame size with FCS, 64 to 9018
   * @param dss with MPTCP mappings, else plain TCP
   * @param subflows number of subflows, 1 or more
   * @param segments frames with payload
   */
  public ReceiveTraffic(int sizeBytes, boolean dss, int subflows, int segments) {
    this.frameBytes = sizeBytes - FCS;
    this.subflows = subflows;
    boolean own = dss && sizeBytes >= SMALLEST_WITH_MAPPING;
    this.announcements = dss && !own ? subflows : 0;
    this.payloadBytes = frameBytes - PLAIN_HEADER - (own ? DSS_LENGTH : 0);
    this.frames = new byte[announcements + segments][];
    Random random = new Random(1);
    for (int subflow = 0; subflow < announcements; subflow++) {
      frames[subflow] = announcement(subflow);
    }
    for (int i = 0; i < segments; i++) {
      int ssn = 1 + i / subflows * payloadBytes;
      frames[announcements + i] = segment(random, i % subflows, ssn, own);
    }
  }

  /** The frames in their order. */
  public byte[][] frames() {
    return frames;
  }

  /** Frames that announce a mapping and carry no payload; they come first. */
  public int announcements() {
    return announcements;
  }

  /** Number of subflows. */
  public int subflows() {
    return subflows;
  }

  /** Source address of a subflow; the destination is 10.255.0.1 port 5001, the source port 4000. */
  public static int sourceAddress(int subflow) {
    return 0x0a00_0000 | subflow;
  }

  /** Destination address of every frame. */
  public static int destinationAddress() {
    return 0x0aff_0001;
  }

  /** Source port of every frame. */
  public static int sourcePort() {
    return 4000;
  }

  /** Destination port of every frame. */
  public static int destinationPort() {
    return 5001;
  }

  /** Initial sequence number of a subflow. */
  public static int initialSequence(int subflow) {
    return subflow * 0x1000_0001;
  }

  /** DSN of a subflow's first byte, each subflow being its own connection. */
  public static long firstDsn(int subflow) {
    return (long) (subflow + 1) << 33;
  }

  private byte[] segment(Random random, int subflow, int ssn, boolean own) {
    byte[] frame = new byte[frameBytes];
    random.nextBytes(frame);
    int optionBytes = own ? DSS_LENGTH : 0;
    int payload = PLAIN_HEADER + optionBytes;
    if (own) {
      int sum = InternetChecksum.sum(frame, payload, payloadBytes);
      dss(frame, firstDsn(subflow) + ssn - 1, ssn, payloadBytes, sum);
    }
    headers(frame, subflow, ssn, optionBytes);
    return frame;
  }

  private byte[] announcement(int subflow) {
    byte[] frame = new byte[PLAIN_HEADER + DSS_LENGTH];
    dss(frame, firstDsn(subflow), 1, ANNOUNCED_LENGTH, 0);
    headers(frame, subflow, 1, DSS_LENGTH);
    return frame;
  }

  private static void dss(byte[] frame, long dsn, int ssn, int length, int payloadSum) {
    frame[OPTIONS] = 30;
    frame[OPTIONS + 1] = DSS_LENGTH;
    frame[OPTIONS + 2] = 0x20;
    frame[OPTIONS + 3] = 0x0d;
    BigEndian.put32(frame, OPTIONS + 4, 1);
    BigEndian.put64(frame, OPTIONS + 8, dsn);
    BigEndian.put32(frame, OPTIONS + 16, ssn);
    BigEndian.put16(frame, OPTIONS + 20, length);
    BigEndian.put16(frame, OPTIONS + 22, 0);
    int sum = InternetChecksum.sum(frame, OPTIONS + 8, 14);
    BigEndian.put16(frame, OPTIONS + 22, ~InternetChecksum.add(sum, payloadSum) & 0xffff);
  }

  private static void headers(byte[] frame, int subflow, int ssn, int optionBytes) {
    // Locally administered addresses 02:00:00:00:00:00.
    Arrays.fill(frame, 0, 12, (byte) 0);
    frame[0] = 2;
    frame[6] = 2;
    BigEndian.put16(frame, 12, 0x0800);
    int ip = ETHERNET;
    BigEndian.put16(frame, ip, 0x4500);
    BigEndian.put16(frame, ip + 2, frame.length - ETHERNET);
    BigEndian.put32(frame, ip + 4, 0x4000);
    BigEndian.put16(frame, ip + 8, 0x4006);
    BigEndian.put16(frame, ip + 10, 0);
    BigEndian.put32(frame, ip + 12, sourceAddress(subflow));
    BigEndian.put32(frame, ip + 16, destinationAddress());
    BigEndian.put16(frame, ip + 10, ~InternetChecksum.sum(frame, ip, 20) & 0xffff);
    BigEndian.put16(frame, TCP, sourcePort());
    BigEndian.put16(frame, TCP + 2, destinationPort());
    BigEndian.put32(frame, TCP + 4, initialSequence(subflow) + ssn);
    BigEndian.put32(frame, TCP + 8, 1);
    BigEndian.put16(frame, TCP + 12, (5 + optionBytes / 4) << 12 | 0x10);
    BigEndian.put16(frame, TCP + 14, 0xffff);
    BigEndian.put32(frame, TCP + 16, 0);
    int length = frame.length - TCP;
    int sum = InternetChecksum.sum(frame, ip + 12, 8);
    sum = InternetChecksum.add(sum, 6 + length);
    sum = InternetChecksum.add(sum, InternetChecksum.sum(frame, TCP, length));
    BigEndian.put16(frame, TCP + 16, ~sum & 0xffff);
  }
}
