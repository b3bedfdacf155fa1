package org.mpnic.driver;

import java.nio.file.Path;
import org.mpnic.abi.CompletionFlyweight;
import org.mpnic.abi.CompletionLayout;
import org.mpnic.abi.CompletionType;
import org.mpnic.abi.DeviceState;
import org.mpnic.abi.RegisterTable;
import org.mpnic.abi.Verdict;
import org.mpnic.abi.WakeLayout;
import org.mpnic.abi.region.CompletionRingProducer;
import org.mpnic.abi.region.DescriptorRingConsumer;
import org.mpnic.abi.region.RegionDirectory;
import org.mpnic.abi.region.RegionFile;
import org.mpnic.abi.region.RegionSpec;
import org.mpnic.abi.region.Side;
import org.mpnic.abi.region.SideLock;
import org.mpnic.abi.region.WakeWord;

/**
 * A device that knows queue 0 only and receives frames that count: frame n is so many bytes long as
 * {@link #length} says, and its bytes are n, n + 1 and so on.
 */
final class FakeDevice implements AutoCloseable {
  private final RegionFile region;
  private final SideLock lock;
  private final DescriptorRingConsumer descriptors;
  private final CompletionRingProducer completions;
  private final WakeWord hostWake;
  private final WakeWord deviceWake;
  private int taken;
  private int frames;

  FakeDevice(Path directory, String name) {
    final Path path = RegionDirectory.regionPath(directory, name);
    lock = SideLock.acquire(path, Side.DEVICE);
    region = RegionFile.create(path, RegionSpec.defaults(name).withQueues(2, 16, 256));
    region.attach(Side.DEVICE);
    region.register(RegisterTable.DEVICE_STATE, DeviceState.RUNNING.code());
    descriptors = new DescriptorRingConsumer(region, 0);
    completions = new CompletionRingProducer(region, 0);
    hostWake = new WakeWord(region, WakeLayout.queue(0));
    deviceWake = new WakeWord(region, WakeLayout.device());
    deviceWake.reset();
  }

  /** Bytes of frame n: 60 to 659, one to three buffers. */
  static int length(int n) {
    return 60 + n * 37 % 600;
  }

  /** Whether the next frame has its buffers and its completion place. */
  boolean canReceive() {
    final int buffers = buffers(frames);
    return descriptors.isReady(taken + buffers - 1) && completions.places() > 0;
  }

  private int buffers(int n) {
    return (length(n) + 255) / 256;
  }

  /** Receives the next frame: writes it to its buffers and publishes its completion. */
  void receive() {
    final int length = length(frames);
    final byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (frames + i);
    }
    for (int i = 0; i < buffers(frames); i++) {
      final int index = taken + i;
      if (descriptors.index(index) != index || descriptors.length(index) != 256) {
        throw new IllegalStateException("bad descriptor " + index);
      }
      region
          .memory()
          .putBytes(descriptors.address(index), bytes, 256 * i, Math.min(256, length - 256 * i));
    }
    final CompletionFlyweight entry = completions.next();
    entry.queue(0).reason(0).bufferIndex(taken).bufferCount(buffers(frames)).payloadOffset(54);
    entry.frameLength(length).payloadLength(length - 54).connection(7).cycle(10L * frames);
    entry.subflow(CompletionLayout.subflow(3, 5)).dsn(1L << 40 | frames).ssn(frames).rssHash(99);
    entry.mappingLength(0xfedc).dssChecksum(0xabcd).frame(frames);
    taken += buffers(frames);
    descriptors.consumed(taken);
    completions.publish(
        CompletionLayout.control(
            CompletionType.PACKET.code(), Verdict.GOOD.code(), 2, 1, frames & 0xffff));
    frames++;
    hostWake.signal();
  }

  /** Receives frames until so many were, sleeping while the host has no buffers for them. */
  void receiveUntil(int count) {
    while (frames < count) {
      final int seen = deviceWake.sequence();
      if (canReceive()) {
        receive();
      } else {
        deviceWake.await(seen, 100_000_000L);
      }
    }
  }

  int frames() {
    return frames;
  }

  /** Dies: nothing is told to anybody, the kernel drops the lock. */
  @Override
  public void close() {
    lock.close();
    region.close();
  }
}
