package org.mpnic.model.top;

import java.util.Arrays;

/** A growing list of numbers, for comparing what crosses one boundary. */
final class LongLog {
  private long[] values = new long[1024];
  private int size;

  void add(long value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = value;
  }

  int size() {
    return size;
  }

  long at(int index) {
    return values[index];
  }

  /** First index at which the logs differ, -1 when they are equal. */
  int firstDifference(LongLog other) {
    int index = Arrays.mismatch(values, 0, size, other.values, 0, other.size);
    return index;
  }

  long digest() {
    long digest = size;
    for (int i = 0; i < size; i++) {
      digest = digest * 0x9E3779B97F4A7C15L + values[i];
    }
    return digest;
  }
}
