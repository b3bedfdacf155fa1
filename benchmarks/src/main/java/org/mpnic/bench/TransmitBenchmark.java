package org.mpnic.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.mpnic.abi.SchedulePolicy;
import org.mpnic.device.DeviceException;
import org.mpnic.driver.loop.LoopPlan;
import org.mpnic.driver.loop.SteadyStream;
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
 * MiB of stream payload a second through driver, rings and transmit model: one thread posts, the
 * device's thread sends; DSS checksums, two subflows on two ports, frames go nowhere.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class TransmitBenchmark {
  private static final int MIB = 64;

  /** Longest frame in bytes, FCS included. */
  @Param({"1518", "9018"})
  int frameBytes;

  private AttachedCard card;
  private SteadyStream stream;

  /** Starts a card and attaches to it. */
  @Setup(Level.Trial)
  public void start() throws IOException, DeviceException {
    card = new AttachedCard();
    LoopPlan plan =
        new LoopPlan(1, 1, 2, 2, true, 1, SchedulePolicy.ROUND_ROBIN, false, frameBytes, 1);
    stream = new SteadyStream(card.nic(), plan);
  }

  /** Fails unless every byte has left a port. */
  @TearDown(Level.Iteration)
  public void check() {
    stream.check();
  }

  /** Ends the card. */
  @TearDown(Level.Trial)
  public void stop() throws IOException {
    card.close();
  }

  /** Sends 64 MiB; the score is in MiB. */
  @Benchmark
  @OperationsPerInvocation(MIB)
  public void stream() {
    stream.send((long) MIB << 20);
  }
}
