package org.mpnic.device.wire;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.mpnic.wire.capture.LinkType;
import org.mpnic.wire.capture.PcapWriter;

/**
 * Writes the frames at the ports of a card to a pcap file, in the order of their cycles, then of
 * direction (those that leave first) and port; the time stamp is the cycle in nanoseconds.
 */
public final class WireCapture implements FrameTap, Closeable {
  private static final long NS_PER_SECOND = 1_000_000_000;

  private final PcapWriter file;
  private final long clockHz;
  private final PriorityQueue<Waiting> waiting =
      new PriorityQueue<>(
          Comparator.comparingLong(Waiting::cycle)
              .thenComparingInt(Waiting::lane)
              .thenComparingLong(Waiting::serial));
  private long serial;

  /** A frame that may not be the next one to be written yet. */
  private record Waiting(long cycle, int lane, long serial, byte[] bytes) {}

  /**
   * Opens the file.
   *
   * @throws IOException if it cannot be written
   */
  public WireCapture(Path path, long clockHz) throws IOException {
    this.file = new PcapWriter(path, LinkType.ETHERNET);
    this.clockHz = clockHz;
  }

  @Override
  public void frame(int port, byte[] frame, int offset, int length, long cycle, boolean leaves) {
    byte[] bytes = Arrays.copyOfRange(frame, offset, offset + length);
    waiting.add(new Waiting(cycle, leaves ? port : 256 + port, serial++, bytes));
  }

  /**
   * Writes what came before a cycle: no frame before it is to come any more.
   *
   * @throws IOException if it cannot be written
   */
  public void flush(long cycle) throws IOException {
    while (!waiting.isEmpty() && waiting.peek().cycle() < cycle) {
      Waiting next = waiting.poll();
      file.write(nanoseconds(next.cycle()), next.bytes(), 0, next.bytes().length);
    }
  }

  private long nanoseconds(long cycle) {
    return cycle / clockHz * NS_PER_SECOND + cycle % clockHz * NS_PER_SECOND / clockHz;
  }

  @Override
  public void close() throws IOException {
    try (file) {
      flush(Long.MAX_VALUE);
    }
  }
}
