package org.mpnic.bench.stages;

import java.util.concurrent.TimeUnit;
import org.mpnic.abi.Verdict;
import org.mpnic.bench.ReceiveTraffic;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.DssMapper;
import org.mpnic.model.rx.HeaderStages;
import org.mpnic.model.rx.HeaderWord;
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
 * Host speed of dss_mapper on 1024 subflows in turn, words as subflow_tracker gives them; the
 * stages before it, and empty contexts, are made for each run and not timed.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class MapBenchmark {
  private static final int SUBFLOWS = 1024;
  private static final int SEGMENTS = 4 * SUBFLOWS;

  /** Frame size in bytes: at 128 every segment has a mapping, at 64 one came before all of them. */
  @Param({"64", "128"})
  public int size;

  private ReceiveTraffic traffic;
  private HeaderPipeline pipeline;
  private HeaderWord[] words;

  /** Makes stages, frames and words. */
  @Setup(Level.Trial)
  public void make() {
    traffic = new ReceiveTraffic(size, true, SUBFLOWS, SEGMENTS);
    pipeline = new HeaderPipeline(NicConfig.DEFAULT, SUBFLOWS);
    words = new HeaderWord[traffic.frames().length];
    for (int i = 0; i < words.length; i++) {
      words[i] = new HeaderWord();
    }
  }

  /** Brings the words before dss_mapper, and the announcements behind it. */
  @Setup(Level.Invocation)
  public void prepare() {
    pipeline.reset();
    HeaderStages stages = pipeline.stages();
    for (int i = 0; i < words.length; i++) {
      HeaderWord word = words[i];
      word.clear();
      word.buffer = traffic.frames()[i];
      word.frameBytes = word.buffer.length;
      word.grantCycle = Integer.MAX_VALUE + (long) i;
      stages.parser().process(word);
      stages.checksum().process(word);
      stages.flowTable().process(word);
      stages.subflowTracker().process(word);
      if (i < traffic.announcements()) {
        stages.dssMapper().process(word);
      }
    }
  }

  /** Maps all segments. */
  @Benchmark
  @OperationsPerInvocation(SEGMENTS)
  public HeaderWord map() {
    DssMapper mapper = pipeline.stages().dssMapper();
    for (int i = traffic.announcements(); i < words.length; i++) {
      mapper.process(words[i]);
    }
    return words[words.length - 1];
  }

  /**
   * Fails unless each segment is mapped; one that is a whole mapping must have completed it with a
   * right checksum, any other waits for more.
   */
  @TearDown(Level.Invocation)
  public void check() {
    boolean isWhole = traffic.announcements() == 0;
    for (int i = traffic.announcements(); i < words.length; i++) {
      HeaderWord word = words[i];
      boolean isRight =
          isWhole
              ? word.endedInOneSegment && word.ended.complete && word.ended.sum == 0
              : word.verdict == Verdict.PENDING.code();
      if (word.reason != 0 || !word.mapped || !isRight) {
        throw new IllegalStateException(
            "segment "
                + i
                + ": reason="
                + word.reason
                + " mapped="
                + word.mapped
                + " in one segment="
                + word.endedInOneSegment
                + " sum="
                + word.ended.sum
                + " verdict="
                + Verdict.of(word.verdict));
      }
    }
  }
}
