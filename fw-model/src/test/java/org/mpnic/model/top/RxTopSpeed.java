package org.mpnic.model.top;

import org.mpnic.abi.CounterTable;
import org.mpnic.model.config.NicConfig;

/** Prints packets per second of the whole datapath; run by hand. */
final class RxTopSpeed {
  private RxTopSpeed() {}

  public static void main(String[] args) {
    NicConfig config = NicConfig.DEFAULT;
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 4;
    for (int i = 0; i < rounds; i++) {
      measure(config, 60, false);
      measure(config, 124, true);
      measure(config, 508, true);
      measure(config, 1514, true);
    }
  }

  private static void measure(NicConfig config, int busBytes, boolean mptcp) {
    QuietHost host = new QuietHost(config);
    CardRun run = new CardRun(config, host, null, new CardTraffic(64, 16, busBytes, mptcp));
    long frames = busBytes > 1000 ? 1_000_000 : 4_000_000;
    long start = java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    for (long i = 0; i < frames / 2; i += 32) {
      for (int j = 0; j < 32; j++) {
        run.offerAll(true);
      }
      run.advance();
    }
    run.finish();
    double seconds =
        (java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start)
            / 1e9;
    long[] counters = run.top.counters();
    System.out.printf(
        "%4d B %s: %.2f Mpkt/s, fast %d slow %d dropped %d, %.1f Mcycle/s%n",
        busBytes + 4,
        mptcp ? "dss" : "tcp",
        frames / seconds / 1e6,
        counters[CounterTable.FRAMES_FAST_PATH],
        counters[CounterTable.FRAMES_SLOW_PATH],
        counters[CounterTable.FRAMES_DROPPED],
        run.top.cycle() / seconds / 1e6);
  }
}
