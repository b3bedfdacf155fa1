package org.mpnic.wire.mptcp;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import org.mpnic.wire.BigEndian;

/**
 * What follows from the keys of an MPTCP connection: tokens, initial data sequence numbers and
 * HMACs, by SHA-1 in version 0 (RFC 6824 sections 3.1, 3.2) and by SHA-256 in version 1 (RFC 8684
 * sections 3.1, 3.2, 3.4.1). Keeps its digests and buffers: for one thread.
 */
public final class MptcpKeys {
  /** Bytes of a SHA-1 digest, of the HMAC in a join's third ACK in both versions. */
  public static final int JOIN_HMAC_BYTES = 20;

  private static final int BLOCK_BYTES = 64;
  private static final int KEYS_BYTES = 16;
  private static final byte INNER_PAD = 0x36;
  private static final byte OUTER_PAD = 0x5c;

  private final MessageDigest sha1 = digest("SHA-1");
  private final MessageDigest sha256 = digest("SHA-256");
  private final byte[] key = new byte[KEYS_BYTES];
  private final byte[] block = new byte[BLOCK_BYTES];
  private final byte[] message = new byte[32];
  private final byte[] hash = new byte[32];

  private static MessageDigest digest(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + name, e);
    }
  }

  /** Token of a key: the first 32 bits of its hash. */
  public int token(int version, long key) {
    hashKey(version, key);
    return BigEndian.i32(hash, 0);
  }

  /**
   * Initial data sequence number of a key: the last 64 bits of its hash. The first byte is one
   * later.
   */
  public long idsn(int version, long key) {
    return BigEndian.i64(hash, hashKey(version, key) - 8);
  }

  /**
   * First 64 bits of the HMAC in the SYN/ACK of a join, which the responder of the join sends:
   * keyed by its own key, then the initiator's, over its own nonce, then the initiator's.
   */
  public long joinSynAckHmac(
      int version, long responderKey, long initiatorKey, int responderNonce, int initiatorNonce) {
    joinHmac(version, responderKey, initiatorKey, responderNonce, initiatorNonce);
    return BigEndian.i64(hash, 0);
  }

  /**
   * First 160 bits of the HMAC in the third ACK of a join, which the initiator of the join sends.
   *
   * @param target receives {@link #JOIN_HMAC_BYTES} bytes at {@code offset}
   */
  public void joinAckHmac(
      int version,
      long initiatorKey,
      long responderKey,
      int initiatorNonce,
      int responderNonce,
      byte[] target,
      int offset) {
    joinHmac(version, initiatorKey, responderKey, initiatorNonce, responderNonce);
    System.arraycopy(hash, 0, target, offset, JOIN_HMAC_BYTES);
  }

  /** Whether the HMAC of a join's third ACK, in the three parts that a parser reads, is right. */
  public boolean joinAckHmacOk(
      int version,
      long initiatorKey,
      long responderKey,
      int initiatorNonce,
      int responderNonce,
      long first,
      long middle,
      int last) {
    joinHmac(version, initiatorKey, responderKey, initiatorNonce, responderNonce);
    return BigEndian.i64(hash, 0) == first
        && BigEndian.i64(hash, 8) == middle
        && BigEndian.i32(hash, 16) == last;
  }

  /**
   * Last 64 bits of the HMAC-SHA256 of an advertised address (version 1 only), keyed by the
   * sender's key, then the receiver's.
   *
   * @param addressHigh high half of an IPv6 address, ignored for IPv4
   * @param addressLow low half, or the IPv4 address in the low 32 bits
   * @param port 0 when the option has none
   */
  public long addAddressHmac(
      long senderKey,
      long receiverKey,
      int addressId,
      boolean isIpv6,
      long addressHigh,
      long addressLow,
      int port) {
    BigEndian.put8(message, 0, addressId);
    int length = 1;
    if (isIpv6) {
      BigEndian.put64(message, 1, addressHigh);
      BigEndian.put64(message, 9, addressLow);
      length += 16;
    } else {
      BigEndian.put32(message, 1, (int) addressLow);
      length += 4;
    }
    BigEndian.put16(message, length, port);
    hmac(sha256, senderKey, receiverKey, length + 2);
    return BigEndian.i64(hash, 24);
  }

  private MessageDigest digestOf(int version) {
    return version == 0 ? sha1 : sha256;
  }

  private int hashKey(int version, long value) {
    final MessageDigest digest = digestOf(version);
    BigEndian.put64(key, 0, value);
    digest.update(key, 0, Long.BYTES);
    return finish(digest);
  }

  private void joinHmac(int version, long ownKey, long peerKey, int ownNonce, int peerNonce) {
    BigEndian.put32(message, 0, ownNonce);
    BigEndian.put32(message, 4, peerNonce);
    hmac(digestOf(version), ownKey, peerKey, 8);
  }

  /** HMAC (RFC 2104) of the first {@code length} bytes of the message into {@code hash}. */
  private void hmac(MessageDigest digest, long ownKey, long peerKey, int length) {
    BigEndian.put64(key, 0, ownKey);
    BigEndian.put64(key, 8, peerKey);
    pad(INNER_PAD);
    digest.update(block);
    digest.update(message, 0, length);
    final int bytes = finish(digest);
    pad(OUTER_PAD);
    digest.update(block);
    digest.update(hash, 0, bytes);
    finish(digest);
  }

  private void pad(byte pad) {
    Arrays.fill(block, pad);
    for (int i = 0; i < KEYS_BYTES; i++) {
      block[i] ^= key[i];
    }
  }

  private int finish(MessageDigest digest) {
    try {
      return digest.digest(hash, 0, hash.length);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("digest does not fit its buffer", e);
    }
  }
}
