package org.mpnic.bench;

import java.util.Arrays;
import java.util.Random;
import org.mpnic.wire.BigEndian;
import org.mpnic.wire.InternetChecksum;

/**
 * Makes frames with right checksums for numbered IPv4 subflows; the result is a frame without FCS.
 *
 * <p>Subflow i comes from address 10.0.0.0 + i port 4000 and goes to 10.255.0.1 port 5001; each is
 * a connection of its own.
 */
public final class ReceiveFrames {
  /** Smallest frame in bytes, FCS included, that carries its own mapping and payload. */
  public static final int SMALLEST_WITH_MAPPING = 102;

  /** Most bytes of data of an announced mapping. */
  public static final int MOST_ANNOUNCED_BYTES = 0xfffe;

  /** Bytes of Ethernet, IPv4 and TCP header without options. */
  public static final int PLAIN_HEADER = 54;

  /** Length of the DSS option: DATA_ACK of 4 bytes, DSN of 8, SSN, length, checksum. */
  public static final int DSS_LENGTH = 24;

  private static final int ETHERNET = 14;
  private static final int TCP = ETHERNET + 20;
  private static final int OPTIONS = TCP + 20;
  private static final int ACK = 0x10;
  private static final int PUSH = 0x08;

  private ReceiveFrames() {}

  /** Source address of a subflow. */
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

  /** DSN of a subflow's first byte. */
  public static long firstDsn(int subflow) {
    return (long) (subflow + 1) << 33;
  }

  /** Bytes of payload of a segment in a frame of so many bytes without FCS. */
  public static int payloadBytes(int frameBytes, boolean ownMapping) {
    return frameBytes - PLAIN_HEADER - (ownMapping ? DSS_LENGTH : 0);
  }

  /**
   * A data segment full of random bytes.
   *
   * @param ownMapping with a mapping of just this segment
   */
  public static byte[] segment(
      Random random, int frameBytes, int subflow, int ssn, boolean ownMapping) {
    byte[] frame = new byte[frameBytes];
    random.nextBytes(frame);
    if (ownMapping) {
      ownMapping(frame, subflow, ssn);
    }
    headers(frame, frameBytes, subflow, ssn, ownMapping ? DSS_LENGTH : 0, ACK);
    return frame;
  }

  /**
   * A data segment with a mapping of its own.
   *
   * @param data holds its payload from {@code from} on
   * @param push with flag PSH
   */
  public static byte[] segment(
      int frameBytes, int subflow, int ssn, byte[] data, int from, boolean push) {
    byte[] frame = new byte[frameBytes];
    int payloadBytes = payloadBytes(frameBytes, true);
    System.arraycopy(data, from, frame, PLAIN_HEADER + DSS_LENGTH, payloadBytes);
    ownMapping(frame, subflow, ssn);
    headers(frame, frameBytes, subflow, ssn, DSS_LENGTH, push ? ACK | PUSH : ACK);
    return frame;
  }

  private static void ownMapping(byte[] frame, int subflow, int ssn) {
    int payloadBytes = payloadBytes(frame.length, true);
    int sum = InternetChecksum.sum(frame, PLAIN_HEADER + DSS_LENGTH, payloadBytes);
    dss(frame, dsn(subflow, ssn), ssn, payloadBytes, sum);
  }

  /**
   * A segment without payload that announces a mapping; its checksum says nothing of the bytes that
   * will come.
   *
   * @param ssn place of the segment
   * @param mappingSsn first byte of the mapping
   * @param mappingBytes its bytes of data
   */
  public static byte[] announcement(int subflow, int ssn, int mappingSsn, int mappingBytes) {
    byte[] frame = new byte[PLAIN_HEADER + DSS_LENGTH];
    dss(frame, dsn(subflow, mappingSsn), mappingSsn, mappingBytes, 0);
    headers(frame, frame.length, subflow, ssn, DSS_LENGTH, ACK);
    return frame;
  }

  /** A pure acknowledgement, padded behind the IP packet to {@code frameBytes}. */
  public static byte[] acknowledgement(int frameBytes, int subflow, int ssn) {
    byte[] frame = new byte[frameBytes];
    headers(frame, PLAIN_HEADER, subflow, ssn, 0, ACK);
    return frame;
  }

  private static long dsn(int subflow, int ssn) {
    return firstDsn(subflow) + Integer.toUnsignedLong(ssn) - 1;
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

  private static void headers(
      byte[] frame, int end, int subflow, int ssn, int optionBytes, int flags) {
    // Locally administered addresses 02:00:00:00:00:00.
    Arrays.fill(frame, 0, 12, (byte) 0);
    frame[0] = 2;
    frame[6] = 2;
    BigEndian.put16(frame, 12, 0x0800);
    int ip = ETHERNET;
    BigEndian.put16(frame, ip, 0x4500);
    BigEndian.put16(frame, ip + 2, end - ETHERNET);
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
    BigEndian.put16(frame, TCP + 12, (5 + optionBytes / 4) << 12 | flags);
    BigEndian.put16(frame, TCP + 14, 0xffff);
    BigEndian.put32(frame, TCP + 16, 0);
    int length = end - TCP;
    int sum = InternetChecksum.sum(frame, ip + 12, 8);
    sum = InternetChecksum.add(sum, 6 + length);
    sum = InternetChecksum.add(sum, InternetChecksum.sum(frame, TCP, length));
    BigEndian.put16(frame, TCP + 16, ~sum & 0xffff);
  }
}
