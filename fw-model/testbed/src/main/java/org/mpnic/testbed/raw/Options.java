package org.mpnic.testbed.raw;

import java.util.Arrays;

/** TCP and MPTCP options as bytes, unpadded. RFC 8684 section 3; RFC 6824 section 3. */
public final class Options {
  private static final int MPTCP = 30;

  private Options() {}

  /** Maximum segment size. */
  public static byte[] mss(int bytes) {
    return new byte[] {2, 4, (byte) (bytes >> 8), (byte) bytes};
  }

  /** SACK permitted. */
  public static byte[] sackPermitted() {
    return new byte[] {4, 2};
  }

  /** Window scale. */
  public static byte[] windowScale(int shift) {
    return new byte[] {3, 3, (byte) shift};
  }

  /** Timestamps. */
  public static byte[] timestamps(int value, int echo) {
    byte[] o = new byte[10];
    o[0] = 8;
    o[1] = 10;
    Bytes.put32(o, 2, value);
    Bytes.put32(o, 6, echo);
    return o;
  }

  private static byte[] mptcp(int length, int subtypeAndLow) {
    byte[] o = new byte[length];
    o[0] = MPTCP;
    o[1] = (byte) length;
    o[2] = (byte) subtypeAndLow;
    return o;
  }

  /**
   * MP_CAPABLE with the keys given, in order.
   *
   * @param version 0 or 1
   * @param flags byte 3: 0x80 checksum required, 0x01 the hash of the version
   * @param keys none, the sender's, or the sender's and the receiver's
   */
  public static byte[] mpCapable(int version, int flags, long... keys) {
    byte[] o = mptcp(4 + 8 * keys.length, version);
    o[3] = (byte) flags;
    for (int i = 0; i < keys.length; i++) {
      Bytes.put64(o, 4 + 8 * i, keys[i]);
    }
    return o;
  }

  /** MP_CAPABLE of version 1 on the first data: 22 bytes, or 24 with a checksum of 0 or more. */
  public static byte[] mpCapableData(
      int flags, long senderKey, long receiverKey, int length, int checksum) {
    byte[] o = Arrays.copyOf(mpCapable(1, flags, senderKey, receiverKey), checksum < 0 ? 22 : 24);
    o[1] = (byte) o.length;
    Bytes.put16(o, 20, length);
    if (checksum >= 0) {
      Bytes.put16(o, 22, checksum);
    }
    return o;
  }

  /** MP_JOIN on a SYN. */
  public static byte[] joinSyn(boolean backup, int addressId, int token, int nonce) {
    byte[] o = mptcp(12, 0x10 | (backup ? 1 : 0));
    o[3] = (byte) addressId;
    Bytes.put32(o, 4, token);
    Bytes.put32(o, 8, nonce);
    return o;
  }

  /** MP_JOIN on a SYN/ACK: the leftmost 64 bits of the HMAC. */
  public static byte[] joinSynAck(boolean backup, int addressId, byte[] hmac, int nonce) {
    byte[] o = mptcp(16, 0x10 | (backup ? 1 : 0));
    o[3] = (byte) addressId;
    System.arraycopy(hmac, 0, o, 4, 8);
    Bytes.put32(o, 12, nonce);
    return o;
  }

  /** MP_JOIN on the third ACK: the leftmost 160 bits of the HMAC. */
  public static byte[] joinAck(byte[] hmac) {
    byte[] o = mptcp(24, 0x10);
    System.arraycopy(hmac, 0, o, 4, 20);
    return o;
  }

  /**
   * DSS.
   *
   * @param ackBytes 0, 4 or 8: width of the DATA_ACK
   * @param dsnBytes 0 (no mapping), 4 or 8
   * @param length of the mapping, the DATA_FIN included; 0 makes it infinite
   * @param checksum 0 to 65535, or -1 to leave it out
   */
  public static byte[] dss(
      int ackBytes,
      long dataAck,
      int dsnBytes,
      long dsn,
      int ssn,
      int length,
      int checksum,
      boolean dataFin) {
    int size = 4 + ackBytes + (dsnBytes == 0 ? 0 : dsnBytes + 6 + (checksum < 0 ? 0 : 2));
    byte[] o = mptcp(size, 0x20);
    int at = 4;
    int flags = dataFin ? 0x10 : 0;
    if (ackBytes > 0) {
      flags |= ackBytes == 8 ? 0x03 : 0x01;
      at = putNumber(o, at, ackBytes, dataAck);
    }
    if (dsnBytes > 0) {
      flags |= dsnBytes == 8 ? 0x0c : 0x04;
      at = putNumber(o, at, dsnBytes, dsn);
      Bytes.put32(o, at, ssn);
      Bytes.put16(o, at + 4, length);
      if (checksum >= 0) {
        Bytes.put16(o, at + 6, checksum);
      }
    }
    o[3] = (byte) flags;
    return o;
  }

  private static int putNumber(byte[] o, int at, int bytes, long value) {
    if (bytes == 8) {
      Bytes.put64(o, at, value);
    } else {
      Bytes.put32(o, at, (int) value);
    }
    return at + bytes;
  }

  /** ADD_ADDR of version 1 with HMAC, or of version 0 without; no port. */
  public static byte[] addAddr(int version, int addressId, byte[] address, byte[] hmac) {
    int low = version == 0 ? (address.length == 4 ? 4 : 6) : 0;
    byte[] o = mptcp(4 + address.length + (version == 0 ? 0 : 8), 0x30 | low);
    o[3] = (byte) addressId;
    System.arraycopy(address, 0, o, 4, address.length);
    if (version != 0) {
      System.arraycopy(hmac, hmac.length - 8, o, 4 + address.length, 8);
    }
    return o;
  }

  /** REMOVE_ADDR. */
  public static byte[] removeAddr(int... addressIds) {
    byte[] o = mptcp(3 + addressIds.length, 0x40);
    for (int i = 0; i < addressIds.length; i++) {
      o[3 + i] = (byte) addressIds[i];
    }
    return o;
  }

  /** MP_PRIO. */
  public static byte[] prio(boolean backup) {
    return mptcp(3, 0x50 | (backup ? 1 : 0));
  }

  /** MP_FAIL. */
  public static byte[] fail(long dsn) {
    byte[] o = mptcp(12, 0x60);
    Bytes.put64(o, 4, dsn);
    return o;
  }

  /** MP_FASTCLOSE with the receiver's key. */
  public static byte[] fastclose(long receiverKey) {
    byte[] o = mptcp(12, 0x70);
    Bytes.put64(o, 4, receiverKey);
    return o;
  }

  /** MP_TCPRST. */
  public static byte[] tcpReset(int flags, int reason) {
    byte[] o = mptcp(4, 0x80 | flags);
    o[3] = (byte) reason;
    return o;
  }

  /** Joins options and pads them at the end with NOPs to a multiple of 4. */
  public static byte[] padded(byte[]... options) {
    byte[] all = Bytes.join(options);
    byte[] padded = Arrays.copyOf(all, all.length + 3 & ~3);
    Arrays.fill(padded, all.length, padded.length, (byte) 1);
    return padded;
  }
}
