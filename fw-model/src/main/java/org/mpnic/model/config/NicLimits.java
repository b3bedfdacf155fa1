package org.mpnic.model.config;

/** Range checks of {@link NicConfig}: every message names parameter, value and range. */
final class NicLimits {
  private NicLimits() {}

  static void check(long value, long low, long high, String name) {
    if (value < low || value > high) {
      throw new IllegalArgumentException(
          name + " is " + value + ", it must be " + low + " to " + high);
    }
  }

  static void checkPowerOfTwo(long value, long low, long high, String name) {
    check(value, low, high, name);
    if (Long.bitCount(value) != 1) {
      throw new IllegalArgumentException(name + " is " + value + ", it must be a power of two");
    }
  }

  static void checkMultiple(long value, long unit, String name, String unitName) {
    if (value % unit != 0) {
      throw new IllegalArgumentException(
          name + " is " + value + ", it must be a multiple of " + unitName + " (" + unit + ")");
    }
  }

  static void checkHex(String value, int bytes, String name) {
    if (value == null || !value.matches("[0-9a-fA-F]{" + 2 * bytes + "}")) {
      throw new IllegalArgumentException(
          name + " is " + value + ", it must be " + 2 * bytes + " hexadecimal digits");
    }
  }

  static long greatestCommonDivisor(long a, long b) {
    return b == 0 ? a : greatestCommonDivisor(b, a % b);
  }
}
