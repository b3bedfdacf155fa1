package org.mpnic.bench;

import java.util.concurrent.TimeUnit;
import org.mpnic.abi.CounterTable;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.top.RxTop;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Host speed of the whole receive datapath of the model: parse, sums over real bytes, lookup,
 * mapping, steering, DMA and completion, two ports at line rate, 1024 subflows. The score is
 * packets a second.
 *
 * <p>Every invocation starts from a reset card (not timed) and ends with a check: every frame must
 * have its completion, none an exception, and every mapping of a frame its good verdict.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RxDatapathBenchmark {
  private static final int SUBFLOWS = 1024;
  private static final int SEGMENTS = 16 * SUBFLOWS;
  private static final int DRAIN_CYCLES = 100_000;

  /** Frame size in bytes, FCS included. */
  @Param({"64", "128", "512", "1518"})
  public int size;

  /** Segments carry DSS mappings with checksum (at 64 bytes: belong to one announced before). */
  @Param({"true", "false"})
  public boolean dss;

  private ReceiveTraffic traffic;
  private EagerHost host;
  private RxTop card;
  private LineRateReplay replay;
  private long nextStart;
  private boolean replayed;

  /** Makes card and frames. */
  @Setup(Level.Trial)
  public void make() {
    NicConfig config = NicConfig.DEFAULT;
    traffic = new ReceiveTraffic(size, dss, SUBFLOWS, SEGMENTS);
    host = new EagerHost(config);
    card = new RxTop(config, host, new ProgrammedSubflows(SUBFLOWS, dss), null);
    replay = new LineRateReplay(config, LineRateReplay.of(card), traffic.frames());
  }

  /** Brings the card back to cycle 0 and lets the announcements pass. */
  @Setup(Level.Invocation)
  public void reset() {
    if (replayed) {
      card.reset();
    }
    replayed = true;
    host.clear();
    replay(0, traffic.announcements(), RxTop.readyCycle(card.config()));
  }

  /** Replays all segments; the result is the last cycle. */
  @Benchmark
  @OperationsPerInvocation(SEGMENTS)
  public long replay() {
    return replay(traffic.announcements(), traffic.frames().length, nextStart);
  }

  private long replay(int from, int to, long start) {
    nextStart = replay.run(from, to, start, DRAIN_CYCLES);
    return card.cycle();
  }

  /** Fails unless the card did all of its work. */
  @TearDown(Level.Invocation)
  public void check() {
    long expectedGood = dss && traffic.announcements() == 0 ? SEGMENTS : 0;
    if (host.packets != traffic.frames().length
        || host.exceptions != 0
        || host.goodVerdicts != expectedGood) {
      throw new IllegalStateException(
          "packets="
              + host.packets
              + " of "
              + traffic.frames().length
              + " exceptions="
              + host.exceptions
              + " goodVerdicts="
              + host.goodVerdicts
              + " of "
              + expectedGood
              + " drops="
              + card.counters()[CounterTable.FRAMES_DROPPED]);
    }
  }
}
