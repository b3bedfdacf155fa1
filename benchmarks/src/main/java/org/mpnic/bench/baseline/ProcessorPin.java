package org.mpnic.bench.baseline;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import java.util.function.Supplier;

/** Keeps a thread on one processor, as the baselines in C do. */
public final class ProcessorPin {
  private static final int SET_BYTES = 128;

  private static final Function GET = Function.getFunction("c", "sched_getaffinity");
  private static final Function SET = Function.getFunction("c", "sched_setaffinity");

  private ProcessorPin() {}

  /** Reads or sets the processors of the calling thread; negative when it is not allowed. */
  private static int call(Function function, Memory set) {
    return function.invokeInt(new Object[] {0, (long) SET_BYTES, set});
  }

  /**
   * Works on the n-th of the calling thread's processors, from 0 on, or on the last when there are
   * fewer; on any where that is not allowed. Afterwards the thread runs where it could before, and
   * so do processes that it starts.
   */
  public static <T> T on(int n, Supplier<T> work) {
    Memory before = new Memory(SET_BYTES);
    before.clear();
    if (call(GET, before) < 0) {
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
    call(SET, own);
    try {
      return work.get();
    } finally {
      call(SET, before);
    }
  }
}
