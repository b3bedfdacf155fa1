package org.mpnic.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.mpnic.abi.CounterTable;
import org.mpnic.device.DeviceException;
import org.mpnic.driver.StreamSender;
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
 * Whole frames a second through driver, rings and transmit model: one thread posts, the device's
 * thread sends; by turns on two ports, frames go nowhere.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class TransmitFramesBenchmark {
  private static final int FRAMES = 1 << 16;
  private static final int FCS = 4;
  private static final long WAIT_NS = 1_000_000L;
  private static final long CHECK_NS = 30_000_000_000L;

  /** Length of a frame in bytes, FCS included. */
  @Param("64")
  int frameBytes;

  private AttachedCard card;
  private StreamSender sender;
  private byte[] frame;
  private long posted;

  /** Starts a card and attaches to it. */
  @Setup(Level.Trial)
  public void start() throws IOException, DeviceException {
    card = new AttachedCard();
    sender = new StreamSender(card.nic().txQueue(0), card.nic().txMemory());
    frame = new byte[frameBytes - FCS];
  }

  /** Fails unless every frame has left a port. */
  @TearDown(Level.Iteration)
  public void check() {
    long deadline = System.nanoTime() + CHECK_NS;
    while (left() != posted) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(left() + " frames left the ports instead of " + posted);
      }
      card.nic().checkDevice();
      LockSupport.parkNanos(WAIT_NS);
    }
  }

  private long left() {
    return card.nic().counter(CounterTable.TX_PORT_FRAMES)
        + card.nic().counter(CounterTable.TX_PORT_FRAMES + 1);
  }

  /** Ends the card. */
  @TearDown(Level.Trial)
  public void stop() throws IOException {
    card.close();
  }

  /** Sends frames, and returns when the card has fetched all of them. */
  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public void frames() {
    int left = FRAMES;
    while (left > 0 || !sender.isEmpty()) {
      boolean any = false;
      for (; left > 0 && sender.room() > 0; left--) {
        sender.raw(left & 1, frame, 0, frame.length);
        posted++;
        any = true;
      }
      if (any) {
        sender.ring(left > 0);
      }
      if (sender.poll() == 0 && !any) {
        sender.queue().await(WAIT_NS);
      }
    }
  }
}
