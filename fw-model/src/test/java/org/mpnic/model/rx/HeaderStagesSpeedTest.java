package org.mpnic.model.rx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mpnic.abi.CounterTable;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.table.CuckooWriter;
import org.mpnic.testbed.raw.Bytes;
import org.mpnic.testbed.raw.Options;
import org.mpnic.testbed.raw.TcpFrame;

/** -Dmpnic.speed.print=true -Dmpnic.speed.rounds=2000 prints what a packet costs. */
class HeaderStagesSpeedTest {
  private static final int FLOWS = Integer.getInteger("mpnic.flows", 4096);
  private final NicConfig config = NicConfig.DEFAULT.toBuilder().subflows(8192).build();
  private final long[] counters = new long[CounterTable.COUNT];
  private final HeaderStages stages = new HeaderStages(config, (w, c) -> true, w -> 0, counters);
  private final byte[][] frames = new byte[FLOWS][];

  @Test
  void shouldAllocateNothingWhenWarm() {
    program();
    HeaderWord word = new HeaderWord();
    int rounds = Integer.getInteger("mpnic.speed.rounds", 100);
    long cycle = 10_000;
    long best = Long.MAX_VALUE;
    long allocated = 0;
    for (int round = 0; round < rounds; round++) {
      for (byte[] frame : frames) {
        advance(frame);
      }
      long before = allocatedBytes();
      long start = System.nanoTime();
      for (int i = 0; i < FLOWS; i++) {
        byte[] frame = frames[i * 2654435 & FLOWS - 1];
        word.clear();
        word.buffer = frame;
        word.frameBytes = frame.length;
        word.grantCycle = ++cycle;

        stages.process(word);
      }
      best = Math.min(best, System.nanoTime() - start);
      allocated = allocatedBytes() - before;
    }
    if (Boolean.getBoolean("mpnic.speed.print")) {
      System.out.printf(
          "header stages: %.1f ns a packet of %d flows%n", best / (double) FLOWS, FLOWS);
    }
    assertThat(allocated).isLessThan(1000);
    assertThat(counters[CounterTable.MAPPINGS_GOOD]).isEqualTo((long) rounds * FLOWS);
  }

  private static long allocatedBytes() {
    return ((com.sun.management.ThreadMXBean)
            java.lang.management.ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  /** The next segment of a frame's flow: sequence, DSN and SSN move by its 4 bytes. */
  private static void advance(byte[] f) {
    int l4 = 34;
    Bytes.put32(f, l4 + 4, get32(f, l4 + 4) + 4);
    int dss = l4 + 20;
    Bytes.put32(f, dss + 8, get32(f, dss + 8) + 4);
    Bytes.put32(f, dss + 12, get32(f, dss + 12) + 4);
    sums(f);
  }

  private static void sums(byte[] f) {
    int dss = 54;
    Bytes.put16(f, dss + 18, 0);
    long sum = Bytes.sum(Bytes.sum(0, f, dss + 4, 14), f, 74, 4);
    Bytes.put16(f, dss + 18, ~Bytes.fold(sum));
    Bytes.put16(f, 34 + 16, 0);
    long pseudo = Bytes.sum(6 + f.length - 34, f, 26, 8);
    Bytes.put16(f, 34 + 16, ~Bytes.fold(Bytes.sum(pseudo, f, 34, f.length - 34)));
  }

  private static int get32(byte[] b, int at) {
    return b[at] << 24 | (b[at + 1] & 0xff) << 16 | (b[at + 2] & 0xff) << 8 | b[at + 3] & 0xff;
  }

  private void program() {
    Random random = new Random(1);
    CuckooWriter flows =
        new CuckooWriter(
            stages.flowTable().flows(),
            64,
            new CuckooWriter.Replacement() {
              @Override
              public long rank(long value) {
                return Long.MAX_VALUE;
              }

              @Override
              public void replaced(long value) {}
            });
    long[] key = new long[FlowTable.KEY_WORDS];
    for (int i = 0; i < FLOWS; i++) {
      TcpFrame f = new TcpFrame();
      f.source = new byte[] {10, 0, (byte) (i >> 8), (byte) i};
      f.destination = new byte[] {10, 1, 0, 1};
      f.sourcePort = 1024 + random.nextInt(60000);
      f.destinationPort = 5001;
      f.flags = 0x10;
      f.sequence = 1000 + 1 - 4;
      f.options =
          Options.padded(Options.dss(0, 0, 8, 0x100000000L * i + 1 - 4, 1 - 4, 4, 0, false));
      f.payload = new byte[] {1, 2, 3, 4};
      frames[i] = f.bytes();
      HeaderWord w = new HeaderWord();
      w.buffer = frames[i];
      w.frameBytes = frames[i].length;
      stages.parser().process(w);
      FlowTable.flowKey(w.header, key);
      flows.insert(0, stages.flowTable().flowHashes(key), key, FlowTable.flowValue(i, 1));
      stages.dssMapper().program(0, i, 1);
      stages
          .subflowTracker()
          .program(
              0, i, 1, HeaderWord.KIND_MPTCP, 1000, 1, i & 4095, 1, SubflowTracker.NO_TIMESTAMP);
      stages.connectionTracker().program(0, i & 4095, 1, i & 7, 0x100000000L * i + 1, 1 << 20);
    }
  }
}
