package org.mpnic.abi;

import java.util.List;
import java.util.Locale;

/** One numbered value of an enumeration that crosses the host interface. */
public interface Code {
  /** The number that stands in memory. */
  int code();

  /** What the value means, one sentence without a full stop. */
  String meaning();

  /** The constant's Java name. */
  String name();

  /** The name as tools and generated files show it: lower case with underscores. */
  default String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The constant of that code, or null where there is none. */
  static <T extends Code> T find(List<T> constants, int code) {
    for (T constant : constants) {
      if (constant.code() == code) {
        return constant;
      }
    }
    return null;
  }
}
