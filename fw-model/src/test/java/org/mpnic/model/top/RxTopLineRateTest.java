package org.mpnic.model.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mpnic.abi.CounterTable;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.HeaderWord;

/** What the default card promises in simulated time, with its own stages and firmware. */
class RxTopLineRateTest {
  private static final NicConfig CONFIG = NicConfig.DEFAULT;

  /** Counts grants and remembers the longest gap between them. */
  private static final class GrantProbe implements Probe {
    long from = Long.MAX_VALUE;
    long grants;
    long firstCycle = -1;
    long lastCycle = -1;

    @Override
    public void word(int boundary, int port, long cycle, HeaderWord word) {
      if (boundary == Boundary.GRANT && cycle >= from) {
        firstCycle = firstCycle < 0 ? cycle : firstCycle;
        lastCycle = cycle;
        grants++;
      }
    }
  }

  @Test
  void shouldGrantOneHeaderEveryCycleWhenBothPortsOfferOneEveryCycle() {
    GrantProbe probe = new GrantProbe();
    CardRun run =
        new CardRun(CONFIG, new QuietHost(CONFIG), probe, new CardTraffic(64, 16, 60, false));
    run.top.beatSpacing(0, RxTop.BACK_TO_BACK);
    run.top.beatSpacing(1, RxTop.BACK_TO_BACK);
    probe.from = run.top.cycle() + 1;
    for (int i = 0; i < 100_000; i++) {
      run.offerAll(false);
      if (i % 64 == 63) {
        run.advance();
      }
    }
    run.finish();
    assertThat(probe.grants).isGreaterThan(99_000);
    assertThat(probe.lastCycle - probe.firstCycle + 1).isEqualTo(probe.grants);
    // Two ports offer twice what one pipeline takes: the rest is dropped at the packet buffers
    // only.
    assertThat(drops(run, CounterTable.REASONS)).isZero();
    assertThat(counter(run, CounterTable.FRAMES_DROPPED))
        .isEqualTo(
            drops(run, CounterTable.PACKET_BUFFER_DROPS)
                + drops(run, CounterTable.HEADER_SLOT_DROPS));
  }

  @ParameterizedTest(name = "{0} bytes with FCS, DSS {1}")
  @CsvSource({
    "64,false",
    "69,false",
    "128,true",
    "512,true",
    "1518,true",
    "1518,false",
    "9018,false"
  })
  void shouldDropNothingAtLineRateOnTwoPorts(int frameBytes, boolean mptcp) {
    CardTraffic traffic = new CardTraffic(64, 16, frameBytes - 4, mptcp);
    CardRun run = new CardRun(CONFIG, new QuietHost(CONFIG), null, traffic);
    int frames = frameBytes > 2000 ? 4_000 : 60_000;
    for (int i = 0; i < frames; i++) {
      run.offerAll(true);
      if (i % 64 == 63) {
        run.advance();
      }
    }
    run.finish();
    assertThat(counter(run, CounterTable.FRAMES_DROPPED)).isZero();
    assertThat(drops(run, CounterTable.PORT_FRAMES_DELIVERED))
        .isEqualTo(2L * frames + traffic.handshakes.size());
  }

  @Test
  void shouldAllocateNothingWhenWarm() {
    CardRun run =
        new CardRun(CONFIG, new QuietHost(CONFIG), null, new CardTraffic(64, 16, 124, true));
    offer(run, 50_000);
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    long overhead = threads.getCurrentThreadAllocatedBytes() - before;
    before = threads.getCurrentThreadAllocatedBytes();
    offer(run, 100_000);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before - overhead;
    assertThat(allocated).isLessThan(10_000);
  }

  private static void offer(CardRun run, int rounds) {
    for (int i = 0; i < rounds; i++) {
      run.offerAll(true);
      if (i % 32 == 31) {
        run.advance();
      }
    }
  }

  private static long counter(CardRun run, int index) {
    return run.top.counters()[index];
  }

  /** Sum over both ports; of REASONS the drops for want of a buffer or a queue. */
  private static long drops(CardRun run, int index) {
    long[] counters = run.top.counters();
    return index == CounterTable.REASONS
        ? counters[index + 66] + counters[index + 67] + counters[index + 68]
        : counters[index] + counters[index + 1];
  }
}
