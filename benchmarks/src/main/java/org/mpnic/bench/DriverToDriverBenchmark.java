package org.mpnic.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.mpnic.abi.SchedulePolicy;
import org.mpnic.device.DeviceException;
import org.mpnic.driver.loop.LoopPlan;
import org.mpnic.driver.loop.SteadyReceiver;
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
 * MiB of stream payload a second from one driver to another: one thread posts, a card sends over a
 * wire, another receives, checks and places, and a second thread takes and compares every byte. DSS
 * checksums, two subflows on two ports; the cards have a thread each.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class DriverToDriverBenchmark {
  private static final int MIB = 64;

  /** Longest frame in bytes, FCS included. */
  @Param({"1518", "9018"})
  int frameBytes;

  private WiredCards cards;
  private SteadyStream stream;
  private SteadyReceiver receiver;
  private long sent;

  /** Starts two cards and attaches to them; the connection is opened. */
  @Setup(Level.Trial)
  public void start() throws IOException, DeviceException {
    cards = new WiredCards();
    LoopPlan plan =
        new LoopPlan(1, 1, 2, 2, true, 1, SchedulePolicy.ROUND_ROBIN, false, frameBytes, 1);
    stream = new SteadyStream(cards.first(), plan);
    receiver = new SteadyReceiver(cards.second(), plan, stream);
    stream.shakeHands();
  }

  /** Ends the cards. */
  @TearDown(Level.Trial)
  public void stop() throws IOException {
    receiver.close();
    cards.close();
  }

  /** Moves 64 MiB, and fails unless every byte came once; the score is in MiB. */
  @Benchmark
  @OperationsPerInvocation(MIB)
  public void move() {
    long bytes = (long) MIB << 20;
    stream.send(bytes);
    sent += bytes;
    receiver.await(sent);
  }
}
