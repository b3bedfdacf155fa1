package org.mpnic.bench.stages;

import java.util.BitSet;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.mpnic.bench.ManySubflows;
import org.mpnic.bench.ReceiveFrames;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.FlowTable;
import org.mpnic.model.rx.HeaderWord;
import org.mpnic.model.rx.RxParser;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Host speed of flow_table: both hashes and the search, headers one after the other. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class LookupBenchmark {
  private static final int LOOKUPS = 4096;
  private static final int ORDER = 1 << 20;
  private static final int FRAME_BYTES = 60;

  /** Subflows in the table. */
  @Param({"1024", "65536", "1048576"})
  public int subflows;

  private final HeaderWord word = new HeaderWord();
  private final int[] order = new int[ORDER];
  private int[] ids;
  private FlowTable table;
  private int next;

  /** Programs the table, and finds every subflow once. */
  @Setup
  public void make() {
    NicConfig config = ManySubflows.config(subflows);
    table = new HeaderPipeline(config, subflows).stages().flowTable();
    word.clear();
    word.buffer = ReceiveFrames.acknowledgement(FRAME_BYTES, 0, 1);
    word.frameBytes = FRAME_BYTES;
    word.grantCycle = Integer.MAX_VALUE;
    new RxParser(config).process(word);
    ids = new int[subflows];
    BitSet seen = new BitSet();
    for (int i = 0; i < subflows; i++) {
      find(i);
      if (!word.flowHit || seen.get(word.subflow)) {
        throw new IllegalStateException("subflow " + i + " is not found, or under another's id");
      }
      seen.set(word.subflow);
      ids[i] = word.subflow;
    }
    Random random = new Random(1);
    for (int i = 0; i < ORDER; i++) {
      order[i] = random.nextInt(subflows);
    }
  }

  private void find(int subflow) {
    word.header.srcLow = ReceiveFrames.sourceAddress(subflow);
    table.process(word);
  }

  /** Finds subflows in random order; fails unless each has its own id. */
  @Benchmark
  @OperationsPerInvocation(LOOKUPS)
  public int lookup() {
    int from = next;
    int found = 0;
    for (int i = from; i < from + LOOKUPS; i++) {
      find(order[i]);
      found += word.flowHit ? word.subflow + i : 0;
    }
    int expected = 0;
    for (int i = from; i < from + LOOKUPS; i++) {
      expected += ids[order[i]] + i;
    }
    if (found != expected) {
      throw new IllegalStateException("ids add up to " + found + ", not " + expected);
    }
    next = from + LOOKUPS & ORDER - 1;
    return found;
  }
}
