package org.mpnic.bench.baseline;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.util.function.Supplier;

/** Keeps a thread on one processor, as the baselines in C do. */
public final class ProcessorPin {
  private static final int SET_BYTES = 128;

  static {
    Native.register("c");
  }

  private ProcessorPin() {}

  private static native int sched_getaffinity(int thread, long bytes, Pointer set);

  private static native int sched_setaffinity(int thread, long bytes, Pointer set);

  /**
   * Works on the n-th of the calling thread's processors, from 0 on, or on the last when there are
   * fewer; on any where that is not allowed. Afterwards the thread runs where it could before, and
   * so do processes that it starts.
   */
  public static <T> T on(int n, Supplier<T> work) {
    Memory before = new Memory(SET_BYTES);
    before.clear();
    if (sched_getaffinity(0, SET_BYTES, before) < 0) {
      return work.get();
    }
    Memory own = new Memory(SET_BYTES);
    int left = n;
    for (int cpu = 0; cpu < 8 * SET_BYTES && left >= 0; cpu++) {
      if ((before.getByte(cpu / 8) >>> cpu % 8 & 1) != 0) {
        own.clear();
        own.setByte(cpu / 8, (byte) (1 << cpu % 8));
        left--;
      }
    }
    sched_setaffinity(0, SET_BYTES, own);
    try {
      return work.get();
    } finally {
      sched_setaffinity(0, SET_BYTES, before);
    }
  }
}
