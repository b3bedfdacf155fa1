package org.mpnic.bench;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.mpnic.wire.InternetChecksum;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Host speed of the ones' complement sum over bytes that are in cache, as for TCP and DSS
 * checksums. The score is nanoseconds a sum; every iteration's last sum is checked.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class InternetChecksumBenchmark {
  /** Bytes that are summed. */
  @Param({"64", "1460", "9000"})
  public int bytes;

  private byte[] data;
  private int expected;
  private int last;

  /** Makes bytes, and their sum by the definition of RFC 1071. */
  @Setup
  public void make() {
    data = new byte[bytes];
    new Random(1).nextBytes(data);
    int sum = 0;
    for (int i = 0; i < bytes; i++) {
      sum += (data[i] & 0xff) << ((i & 1) == 0 ? 8 : 0);
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    expected = sum;
    last = sum;
  }

  /** Sums them. */
  @Benchmark
  public int sum() {
    last = InternetChecksum.sum(data, 0, bytes);
    return last;
  }

  /** Fails when the sum was wrong. */
  @TearDown(Level.Iteration)
  public void check() {
    if (last != expected) {
      throw new IllegalStateException("sum of " + bytes + " bytes " + last + ", not " + expected);
    }
  }
}
