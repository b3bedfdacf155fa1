package org.mpnic.model.tx;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mpnic.model.config.NicConfig;

/** The default card's payload path keeps both wires busy, and allocates nothing. */
class PayloadPathLineRateTest {
  @ParameterizedTest(name = "{0} bytes on the bus, {1} of header, {2} from frame to frame")
  @CsvSource({
    "60, 0, 64", // raw
    "60, 0, 61", // every alignment
    "61, 0, 61",
    "65, 0, 67", // the first of two beats
    "129, 0, 131",
    "1514, 94, 1420", // made by the card
    "1514, 86, 1428",
    "1514, -66, 1448", // segments of a large frame: header and payload are slices
    "9014, 94, 8920",
    "9014, -90, 8924"
  })
  void shouldLeaveNoIdleByteBetweenFramesOnBothPorts(int bytes, int header, int stride) {
    SteadyPayload load = new SteadyPayload(NicConfig.DEFAULT, header, bytes, stride);
    load.warmFrames = bytes > 2000 ? 100 : 500;
    load.run(bytes > 2000 ? 300_000 : 120_000);
    for (int port = 0; port < 2; port++) {
      long wire = (Math.max(bytes, 60) + 24) * 33L;
      long sent = load.frames[port] - 1 - load.warmFrames;
      assertThat(sent).isGreaterThan(1000);
      // A start lies in the cycle in which the wire becomes free: nothing is lost by rounding.
      assertThat(load.lastFrame[port] - load.firstFrame[port])
          .isBetween(sent * wire / 1280 - 1, sent * wire / 1280 + 1);
      assertThat(load.longestGap[port]).isLessThanOrEqualTo(wire / 1280 + 1);
      assertThat(load.share(port)).isGreaterThan(0.9999);
    }
  }

  @Test
  void shouldAllocateNothingWhenWarm() {
    SteadyPayload load = new SteadyPayload(NicConfig.DEFAULT, 94, 1514, 1420);
    load.run(1_000_000);
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    long overhead = threads.getCurrentThreadAllocatedBytes() - before;
    before = threads.getCurrentThreadAllocatedBytes();
    load.run(1_000_000);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before - overhead;
    assertThat(allocated).isLessThan(10_000);
  }
}
