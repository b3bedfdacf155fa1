package org.mpnic.model.tx;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mpnic.abi.SchedulePolicy;
import org.mpnic.model.config.NicConfig;

/** What the default card promises in simulated time: both ports' wires are never idle. */
class TxTopLineRateTest {
  private static final NicConfig CONFIG = NicConfig.DEFAULT;
  private static final int MEMORY = 1 << 22;

  /** A host that never runs out: each queue it serves is open and its ring full. */
  private abstract static class Endless {
    final PortShares shares = new PortShares(CONFIG, 200);
    final TxRig rig = new TxRig(CONFIG, MEMORY, shares);
    private final int queues;
    private final int[] count;

    Endless(int queues) {
      this.queues = queues;
      this.count = new int[queues];
      for (int queue = 0; queue < queues; queue++) {
        rig.host.open[queue] = true;
      }
    }

    abstract void post(int queue, int number);

    void run(long cycles) {
      long end = rig.top.reachedCycle() + cycles;
      int result = TxTop.WAITING_FOR_HOST;
      while (result == TxTop.WAITING_FOR_HOST) {
        for (int queue = 0; queue < queues; queue++) {
          for (int room = rig.host.room(queue); room > 0; room--) {
            post(queue, count[queue]++);
          }
        }
        result = rig.top.advance(end);
      }
    }
  }

  private static Endless frames(int frameBytes) {
    return new Endless(4) {
      @Override
      void post(int queue, int number) {
        long address = RingHost.START + (number * 64L + queue * 1024) % (MEMORY - 16_384);
        rig.host.raw(queue, queue & 1, address, frameBytes - 4, false);
      }
    };
  }

  /** Connections on a queue each, with a subflow on each port. */
  private static Endless streams(int connections, int frameBytes, int buffer, boolean checksum) {
    Endless endless =
        new Endless(connections) {
          @Override
          void post(int queue, int number) {
            long address = RingHost.START + (long) number * buffer % (MEMORY - buffer);
            rig.host.stream(queue, queue, address, buffer, false);
          }
        };
    for (int c = 0; c < connections; c++) {
      TxTop top = endless.rig.top;
      int subflow = 2 * c;
      top.connections()
          .program(
              c, TxRig.connection(SchedulePolicy.ROUND_ROBIN, checksum, subflow, subflow + 1), 0);
      for (int s = subflow; s < subflow + 2; s++) {
        TxSubflowEntry entry = TxRig.subflow(s, c, s & 1, 4, true);
        entry.mss = frameBytes - 4 - 14 - 20 - 20;
        top.subflows().program(s, entry, 1);
      }
    }
    return endless;
  }

  private static void assertShares(String what, PortShares shares, double least) {
    for (int port = 0; port < CONFIG.ports(); port++) {
      System.out.printf(
          "%s, port %d: %.3f %% of line rate, %d frames%n",
          what, port, 100 * shares.share(port), shares.frames[port]);
      assertThat(shares.share(port)).isGreaterThan(least);
    }
  }

  @ParameterizedTest(name = "{0} bytes with FCS")
  @CsvSource({"64", "65", "69", "128", "512", "1518", "9018"})
  void shouldSendFramesAtLineRateOnBothPorts(int frameBytes) {
    Endless host = frames(frameBytes);
    host.run(200_000);
    assertShares("frames of " + frameBytes, host.shares, 0.9999);
  }

  @ParameterizedTest(name = "{0} connections, {1} bytes with FCS, buffers of {2}, checksum {3}")
  @CsvSource({
    "1,1518,4096,true",
    "1,9018,4096,true",
    "1,1518,65536,false",
    "4,1518,4096,true",
    "8,9018,16384,true",
    "8,1518,2048,false"
  })
  void shouldSendStreamsAtLineRateOnBothPorts(
      int connections, int frameBytes, int buffer, boolean checksum) {
    Endless host = streams(connections, frameBytes, buffer, checksum);
    host.run(400_000);
    String what = connections + " streams in frames of " + frameBytes + ", buffers of " + buffer;
    assertShares(what, host.shares, 0.995);
  }

  @Test
  void shouldAllocateNothingWhenWarm() {
    Endless frames = frames(128);
    Endless streams = streams(2, 1518, 4096, true);
    frames.run(100_000);
    streams.run(400_000);
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    long overhead = threads.getCurrentThreadAllocatedBytes() - before;
    before = threads.getCurrentThreadAllocatedBytes();
    frames.run(100_000);
    streams.run(400_000);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before - overhead;
    assertThat(allocated).isLessThan(10_000);
  }
}
