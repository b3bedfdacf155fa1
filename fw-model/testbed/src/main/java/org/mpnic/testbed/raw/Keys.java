package org.mpnic.testbed.raw;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens, initial data sequence numbers and HMACs: RFC 8684 and RFC 6824, sections 3.1 and 3.2. */
public final class Keys {
  private Keys() {}

  /** SHA-1 of the key in version 0, SHA-256 in version 1. */
  public static byte[] digest(int version, byte[] data) {
    try {
      return MessageDigest.getInstance(version == 0 ? "SHA-1" : "SHA-256").digest(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** First 32 bits of the digest. */
  public static int token(int version, long key) {
    return Bytes.u32(digest(version, Bytes.of64(key)), 0);
  }

  /** Last 64 bits of the digest. */
  public static long idsn(int version, long key) {
    byte[] digest = digest(version, Bytes.of64(key));
    return Bytes.u64(digest, digest.length - 8);
  }

  /** HMAC-SHA1 in version 0, HMAC-SHA256 in version 1; 20 or 32 bytes. */
  public static byte[] hmac(int version, byte[] key, byte[] message) {
    String algorithm = version == 0 ? "HmacSHA1" : "HmacSHA256";
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key, algorithm));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** HMAC of a join by the side whose key and nonce come first. */
  public static byte[] joinHmac(
      int version, long ownKey, long peerKey, int ownNonce, int peerNonce) {
    byte[] message = new byte[8];
    Bytes.put32(message, 0, ownNonce);
    Bytes.put32(message, 4, peerNonce);
    return hmac(version, Bytes.join(Bytes.of64(ownKey), Bytes.of64(peerKey)), message);
  }
}
