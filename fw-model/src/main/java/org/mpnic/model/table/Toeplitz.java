package org.mpnic.model.table;

/**
 * Two Toeplitz hashes of one input in one pass: the RSS hash in the low word, a second hash with a
 * key of its own in the high word.
 *
 * <p>Source: Microsoft, "RSS hashing types" and "Verifying the RSS hash calculation". The hash is
 * linear in its input, so the contribution of each byte at each position is one table entry; in RTL
 * it is a tree of exclusive ors over the 288 input bits. The input is source address, destination
 * address, source port, destination port, in network byte order.
 */
public final class Toeplitz {
  /** Bytes of the longest input: two IPv6 addresses and two ports. */
  public static final int INPUT_BYTES = 36;

  /** Bytes of a key: the input and one window of 32 bits. */
  public static final int KEY_BYTES = INPUT_BYTES + 4;

  private static final int PORTS_V6 = 32;
  private static final int PORTS_V4 = 8;

  private final long[] table = new long[INPUT_BYTES * 256];

  /**
   * Prepares the table.
   *
   * @param rssKey {@value #KEY_BYTES} bytes, for the low word
   * @param secondKey {@value #KEY_BYTES} bytes, for the high word
   * @throws IllegalArgumentException when a key has another length
   */
  public Toeplitz(byte[] rssKey, byte[] secondKey) {
    if (rssKey.length != KEY_BYTES || secondKey.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          "Toeplitz keys of "
              + rssKey.length
              + " and "
              + secondKey.length
              + " bytes: both must have "
              + KEY_BYTES);
    }
    for (int position = 0; position < INPUT_BYTES; position++) {
      for (int bit = 0; bit < 8; bit++) {
        long window =
            window(rssKey, position * 8 + bit) | window(secondKey, position * 8 + bit) << 32;
        for (int value = 0; value < 256; value++) {
          if ((value & 0x80 >>> bit) != 0) {
            table[position << 8 | value] ^= window;
          }
        }
      }
    }
  }

  private static long window(byte[] key, int firstBit) {
    long window = 0;
    for (int bit = firstBit; bit < firstBit + 32; bit++) {
      window = window << 1 | key[bit >> 3] >> 7 - (bit & 7) & 1;
    }
    return window;
  }

  /** Both hashes of an IPv4 5-tuple; addresses and ports as unsigned big-endian numbers. */
  public long ipv4(int source, int destination, int sourcePort, int destinationPort) {
    return word(0, source) ^ word(4, destination) ^ ports(PORTS_V4, sourcePort, destinationPort);
  }

  /** Both hashes of two IPv4 addresses, for packets without ports. */
  public long ipv4(int source, int destination) {
    return word(0, source) ^ word(4, destination);
  }

  /** Both hashes of an IPv6 5-tuple; each address as its high and low 64 bits. */
  public long ipv6(
      long sourceHigh,
      long sourceLow,
      long destinationHigh,
      long destinationLow,
      int sourcePort,
      int destinationPort) {
    return ipv6(sourceHigh, sourceLow, destinationHigh, destinationLow)
        ^ ports(PORTS_V6, sourcePort, destinationPort);
  }

  /** Both hashes of two IPv6 addresses, for packets without ports. */
  public long ipv6(long sourceHigh, long sourceLow, long destinationHigh, long destinationLow) {
    return word(0, (int) (sourceHigh >>> 32))
        ^ word(4, (int) sourceHigh)
        ^ word(8, (int) (sourceLow >>> 32))
        ^ word(12, (int) sourceLow)
        ^ word(16, (int) (destinationHigh >>> 32))
        ^ word(20, (int) destinationHigh)
        ^ word(24, (int) (destinationLow >>> 32))
        ^ word(28, (int) destinationLow);
  }

  private long word(int position, int value) {
    int row = position << 8;
    return table[row | value >>> 24]
        ^ table[row + 256 | value >>> 16 & 0xff]
        ^ table[row + 512 | value >>> 8 & 0xff]
        ^ table[row + 768 | value & 0xff];
  }

  private long ports(int position, int sourcePort, int destinationPort) {
    return word(position, sourcePort << 16 | destinationPort & 0xffff);
  }
}
