package org.mpnic.driver.loop;

import java.util.Arrays;
import org.mpnic.abi.CounterTable;
import org.mpnic.driver.Nic;

/** What has left the ports of a card, as its counters say at one moment, or since one. */
final class SentFrames {
  private final long[] frames;
  private final long[] bytes;

  private SentFrames(int ports) {
    frames = new long[ports];
    bytes = new long[ports];
  }

  /** What has left the first ports of a card so far. */
  static SentFrames of(Nic nic, int ports) {
    SentFrames sent = new SentFrames(ports);
    for (int port = 0; port < ports; port++) {
      sent.frames[port] = nic.counter(CounterTable.TX_PORT_FRAMES + port);
      sent.bytes[port] = nic.counter(CounterTable.TX_PORT_BYTES + port);
    }
    return sent;
  }

  /** What has left between two moments. */
  SentFrames since(SentFrames before) {
    SentFrames sent = new SentFrames(frames.length);
    Arrays.setAll(sent.frames, port -> frames[port] - before.frames[port]);
    Arrays.setAll(sent.bytes, port -> bytes[port] - before.bytes[port]);
    return sent;
  }

  /** Frames that left a port. */
  long frames(int port) {
    return frames[port];
  }

  /** Bytes of those frames, without FCS. */
  long bytes(int port) {
    return bytes[port];
  }

  /** Frames that left all ports. */
  long frames() {
    return Arrays.stream(frames).sum();
  }

  /** Data in those frames, when each has a header of so many bytes. */
  long payloadBytes(int headerBytes) {
    return Arrays.stream(bytes).sum() - frames() * headerBytes;
  }
}
