package org.mpnic.bench.stages;

import java.util.concurrent.TimeUnit;
import org.mpnic.bench.ReceiveFrames;
import org.mpnic.bench.ReceiveTraffic;
import org.mpnic.wire.FrameHeader;
import org.mpnic.wire.FrameParser;
import org.mpnic.wire.ParserLimits;
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

/** Host speed of the parser: Ethernet, IPv4, TCP, and a DSS option or none. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ParseBenchmark {
  private static final int FRAMES = 1024;
  private static final int SIZE = 128;
  private static final int FCS = 4;

  /** Frames have a DSS option with mapping and checksum. */
  @Param({"true", "false"})
  public boolean dss;

  private final FrameHeader header = new FrameHeader();
  private byte[][] frames;
  private long expected;

  /** Makes the frames, each of a subflow of its own. */
  @Setup
  public void make() {
    frames = new ReceiveTraffic(SIZE, dss, FRAMES, FRAMES).frames();
    int payload = ReceiveFrames.payloadBytes(SIZE - FCS, dss);
    expected = 0;
    for (int i = 0; i < FRAMES; i++) {
      int sequence = ReceiveFrames.initialSequence(i) + 1;
      expected += sequence + payload + (dss ? 1 : 0) + ReceiveFrames.sourceAddress(i);
    }
  }

  /** Parses all frames; fails unless addresses, sequence numbers, payload and options are right. */
  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public long parse() {
    long sum = 0;
    for (byte[] frame : frames) {
      int reason = FrameParser.parse(frame, 0, frame.length, ParserLimits.UNLIMITED, header);
      if (reason != 0) {
        throw new IllegalStateException("a right frame is refused with reason " + reason);
      }
      sum += header.sequence + header.payloadLength + (header.mptcpOptions != 0 ? 1 : 0);
      sum += (int) header.srcLow;
    }
    if (sum != expected) {
      throw new IllegalStateException("fields add up to " + sum + ", not " + expected);
    }
    return sum;
  }
}
