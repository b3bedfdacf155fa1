package org.mpnic.driver.loop;

import java.util.Arrays;
import org.mpnic.abi.CompletionType;
import org.mpnic.driver.stream.DataStream;
import org.mpnic.driver.stream.PacketListener;
import org.mpnic.driver.stream.ReceivedFrame;

/** When data arrived at each port of the receiving card: first and last frame with payload. */
public final class LoopWindow implements PacketListener {
  private final long[] first;
  private final long[] last;
  private final int[] lastBytes;

  /** A window of a card with so many ports. */
  public LoopWindow(int ports) {
    first = new long[ports];
    last = new long[ports];
    lastBytes = new int[ports];
    Arrays.fill(first, -1);
  }

  @Override
  public void completed(ReceivedFrame frame, DataStream stream) {
    int port = frame.port();
    if (frame.type() != CompletionType.PACKET || frame.payloadLength() == 0) {
      return;
    }
    if (first[port] < 0) {
      first[port] = frame.cycle();
    }
    last[port] = frame.cycle();
    lastBytes[port] = frame.length();
  }

  /** Whether data came by the port. */
  public boolean isUsed(int port) {
    return first[port] >= 0;
  }

  /** Cycle of the first frame with payload. */
  public long first(int port) {
    return first[port];
  }

  /** Cycles from the first frame's start to the last one's start. */
  public long cycles(int port) {
    return last[port] - first[port];
  }

  /** Bytes of the last frame, without FCS. */
  public int lastBytes(int port) {
    return lastBytes[port];
  }

  /**
   * Cycles from the first frame with payload on any port to the last one; 0 if there are no two.
   */
  public long cycles() {
    long from = Long.MAX_VALUE;
    long to = 0;
    for (int port = 0; port < first.length; port++) {
      if (isUsed(port)) {
        from = Math.min(from, first[port]);
        to = Math.max(to, last[port]);
      }
    }
    return Math.max(0, to - from);
  }
}
