package org.mpnic.driver.inspect;

/** Addresses and ports as text: 10.77.1.1:5001, [fd00:77::1]:5001 (RFC 5952). */
public final class Endpoints {
  private static final int GROUPS = 8;

  private Endpoints() {}

  /**
   * An address and a port.
   *
   * @param ipv6 whether the address is IPv6
   * @param high first half of an IPv6 address, 0 for IPv4
   * @param low second half; an IPv4 address in its low 32 bits
   * @param port 0 to 65535
   */
  public static String text(boolean ipv6, long high, long low, int port) {
    return ipv6 ? "[" + ipv6(high, low) + "]:" + port : ipv4((int) low) + ":" + port;
  }

  private static String ipv4(int address) {
    return (address >>> 24)
        + "."
        + (address >>> 16 & 0xff)
        + "."
        + (address >>> 8 & 0xff)
        + "."
        + (address & 0xff);
  }

  /** Lower case, no leading zeros, the first longest run of two or more zero groups as "::". */
  private static String ipv6(long high, long low) {
    int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = (int) ((i < 4 ? high : low) >>> 48 - 16 * (i & 3)) & 0xffff;
    }
    int start = -1;
    int length = 1;
    for (int i = 0; i < GROUPS; i++) {
      int run = 0;
      while (i + run < GROUPS && groups[i + run] == 0) {
        run++;
      }
      if (run > length) {
        start = i;
        length = run;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      if (i == start) {
        text.append("::");
        i += length - 1;
      } else {
        text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
            .append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }
}
