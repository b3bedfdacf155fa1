package org.mpnic.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * Processor time of the calling thread: what others do on the machine in the meantime costs none,
 * though they share its caches and memory.
 */
public final class ProcessorTime {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private ProcessorTime() {}

  /** Processor time of this thread so far, ns. */
  public static long now() {
    return THREADS.getCurrentThreadCpuTime();
  }
}
