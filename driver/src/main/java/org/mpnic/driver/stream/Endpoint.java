package org.mpnic.driver.stream;

/**
 * Address and TCP port.
 *
 * @param isIpv6 whether the address is IPv6
 * @param high first half of an IPv6 address, 0 for IPv4
 * @param low second half of an IPv6 address; the IPv4 address in the low 32 bits
 * @param port 0 to 65535
 */
public record Endpoint(boolean isIpv6, long high, long low, int port) {

  /** The address without port: 10.0.0.1, or fd00::1 as RFC 5952 writes it. */
  public String address() {
    return isIpv6 ? ipv6() : ipv4();
  }

  private String ipv4() {
    final int address = (int) low;
    return (address >>> 24)
        + "."
        + (address >>> 16 & 0xff)
        + "."
        + (address >>> 8 & 0xff)
        + "."
        + (address & 0xff);
  }

  private String ipv6() {
    int zerosAt = -1;
    int zeros = 1;
    for (int i = 0; i < 8; i++) {
      int run = 0;
      while (i + run < 8 && group(i + run) == 0) {
        run++;
      }
      if (run > zeros) {
        zeros = run;
        zerosAt = i;
      }
    }
    final StringBuilder text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (i == zerosAt) {
        text.append("::");
        i += zeros - 1;
      } else {
        text.append(i == 0 || i == zerosAt + zeros && zerosAt >= 0 ? "" : ":");
        text.append(Integer.toHexString(group(i)));
      }
    }
    return text.toString();
  }

  private int group(int place) {
    final long half = place < 4 ? high : low;
    return (int) (half >>> 16 * (3 - place % 4)) & 0xffff;
  }

  /** 10.0.0.1:80, or [fd00::1]:80. */
  @Override
  public String toString() {
    return isIpv6 ? "[" + address() + "]:" + port : address() + ":" + port;
  }
}
