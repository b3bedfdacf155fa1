package org.mpnic.bench.rings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.mpnic.abi.region.RegionDirectory;
import org.mpnic.abi.region.RegionFile;
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

/** The completion ring between two threads: one sends without end, the measured one receives. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RingThreadsBenchmark {
  private static final int ENTRIES = 1 << 16;

  /** Entries that are published at once, and received at most. */
  @Param({"1", "32"})
  public int batch;

  private Path directory;
  private RegionFile region;
  private RingEnds receiver;
  private Thread sender;
  private volatile boolean stopped;

  /** Makes the ring and starts its sender. */
  @Setup(Level.Trial)
  public void start() throws IOException {
    directory = Files.createTempDirectory(RegionDirectory.resolve(null), "mpnic-ring");
    region = RegionFile.create(directory.resolve("ring"), DriverRings.spec());
    sender = new Thread(this::send, "sender");
    sender.setDaemon(true);
    receiver = new RingEnds(region, 1, 0, sender::isAlive);
    sender.start();
  }

  private void send() {
    RingEnds ends = new RingEnds(region, 0, 1, () -> true);
    while (!stopped) {
      if (ends.canSend(batch)) {
        ends.send(batch);
      }
    }
  }

  /** Receives entries. */
  @Benchmark
  @OperationsPerInvocation(ENTRIES)
  public int receive() {
    for (int left = ENTRIES; left > 0; ) {
      left -= receiver.receive(Math.min(batch, left));
    }
    return receiver.received();
  }

  /** Fails unless every entry came whole and in order. */
  @TearDown(Level.Iteration)
  public void check() {
    if (!receiver.isRight()) {
      throw new IllegalStateException("an entry is wrong, of " + receiver.received());
    }
  }

  /** Ends the sender, then its ring. */
  @TearDown(Level.Trial)
  public void stop() throws IOException, InterruptedException {
    stopped = true;
    sender.join();
    Path file = region.path();
    region.close();
    Files.deleteIfExists(file);
    Files.deleteIfExists(directory);
  }
}
