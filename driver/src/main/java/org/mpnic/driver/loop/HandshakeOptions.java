package org.mpnic.driver.loop;

import org.mpnic.wire.BigEndian;

/** TCP and MPTCP options of handshakes and closing, as bytes: RFC 9293, RFC 7323, RFC 8684. */
final class HandshakeOptions {
  private static final int MPTCP = 30;
  private static final int HASH_OF_THE_VERSION = 0x01;
  private static final int CHECKSUM_REQUIRED = 0x80;

  private HandshakeOptions() {}

  static byte[] mss(int bytes) {
    return new byte[] {2, 4, (byte) (bytes >> 8), (byte) bytes};
  }

  static byte[] windowScale(int shift) {
    return new byte[] {1, 3, 3, (byte) shift};
  }

  /** Two NOPs, then timestamps: 12 bytes, of which TSval is 4 from the start. */
  static byte[] timestamps(int value, int echo) {
    byte[] option = new byte[12];
    option[0] = 1;
    option[1] = 1;
    option[2] = 8;
    option[3] = 10;
    BigEndian.put32(option, 4, value);
    BigEndian.put32(option, 8, echo);
    return option;
  }

  /** MP_CAPABLE with these keys in order (RFC 8684 section 3.1; RFC 6824 section 3.1). */
  static byte[] capable(int version, boolean checksum, long... keys) {
    byte[] option = mptcp(4 + 8 * keys.length, version);
    option[3] = (byte) (HASH_OF_THE_VERSION | (checksum ? CHECKSUM_REQUIRED : 0));
    for (int i = 0; i < keys.length; i++) {
      BigEndian.put64(option, 4 + 8 * i, keys[i]);
    }
    return option;
  }

  static byte[] joinSyn(int addressId, int token, int nonce) {
    byte[] option = mptcp(12, 0x10);
    option[3] = (byte) addressId;
    BigEndian.put32(option, 4, token);
    BigEndian.put32(option, 8, nonce);
    return option;
  }

  static byte[] joinSynAck(int addressId, long hmac, int nonce) {
    byte[] option = mptcp(16, 0x10);
    option[3] = (byte) addressId;
    BigEndian.put64(option, 4, hmac);
    BigEndian.put32(option, 12, nonce);
    return option;
  }

  static byte[] joinAck(byte[] hmac) {
    byte[] option = mptcp(24, 0x10);
    System.arraycopy(hmac, 0, option, 4, 20);
    return option;
  }

  /** DSS with a DATA_ACK of 8 bytes and no mapping (RFC 8684 section 3.3). */
  static byte[] dataAck(long dataAck) {
    byte[] option = mptcp(12, 0x20);
    option[3] = 0x03;
    BigEndian.put64(option, 4, dataAck);
    return option;
  }

  /**
   * DSS with a DATA_ACK of 4 bytes and a DATA_FIN alone: SSN 0, length 1 (RFC 8684 section 3.3.3).
   */
  static byte[] dataFin(long dataAck, long dsn, int checksum) {
    byte[] option = mptcp(checksum < 0 ? 22 : 24, 0x20);
    option[3] = 0x1d;
    BigEndian.put32(option, 4, (int) dataAck);
    BigEndian.put64(option, 8, dsn);
    BigEndian.put16(option, 20, 1);
    if (checksum >= 0) {
      BigEndian.put16(option, 22, checksum);
    }
    return option;
  }

  private static byte[] mptcp(int length, int third) {
    byte[] option = new byte[length];
    option[0] = MPTCP;
    option[1] = (byte) length;
    option[2] = (byte) third;
    return option;
  }
}
