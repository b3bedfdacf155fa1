package org.mpnic.device;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.mpnic.abi.AdminCommand;
import org.mpnic.abi.CompletionFlyweight;
import org.mpnic.abi.CompletionLayout;
import org.mpnic.abi.EventFlyweight;
import org.mpnic.abi.EventType;
import org.mpnic.abi.RegionMemory;
import org.mpnic.abi.WakeLayout;
import org.mpnic.abi.region.AdminClient;
import org.mpnic.abi.region.AdminReply;
import org.mpnic.abi.region.CompletionRingConsumer;
import org.mpnic.abi.region.DescriptorRingProducer;
import org.mpnic.abi.region.EventRingConsumer;
import org.mpnic.abi.region.ReceiveBuffers;
import org.mpnic.abi.region.RegionFile;
import org.mpnic.abi.region.Side;
import org.mpnic.abi.region.SideLock;
import org.mpnic.abi.region.WakeWord;

/**
 * The least host that a device can be tested with: attaches, posts buffers, counts what comes back.
 */
final class TestHost implements AutoCloseable {
  /** Takes every completion before it is released. */
  interface Sink {
    void completion(int queue, CompletionFlyweight completion);
  }

  static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(60);

  final SideLock lock;
  final RegionFile region;
  final AdminClient admin;
  final EventRingConsumer events;
  final DescriptorRingProducer[] descriptors;
  final CompletionRingConsumer[] completions;
  final ReceiveBuffers[] buffers;
  final WakeWord deviceWake;

  /** Whether released buffers are posted again. */
  boolean repost = true;

  private final WakeWord adminWake;
  private final CompletionFlyweight view = new CompletionFlyweight();

  TestHost(Path path) {
    lock = SideLock.acquire(path, Side.HOST);
    region = RegionFile.open(path);
    region.attach(Side.HOST);
    admin = new AdminClient(region, lock);
    events = new EventRingConsumer(region);
    deviceWake = new WakeWord(region, WakeLayout.device());
    adminWake = new WakeWord(region, WakeLayout.admin());
    int queues = region.spec().queues();
    descriptors = new DescriptorRingProducer[queues];
    completions = new CompletionRingConsumer[queues];
    buffers = new ReceiveBuffers[queues];
    for (int queue = 0; queue < queues; queue++) {
      descriptors[queue] = new DescriptorRingProducer(region, queue);
      completions[queue] = new CompletionRingConsumer(region, queue);
      buffers[queue] = new ReceiveBuffers(region, queue, descriptors[queue], completions[queue]);
    }
  }

  AdminReply execute(AdminCommand command, int target, byte[] data, long... arguments) {
    return admin.execute(command, target, data, TIMEOUT_NS, arguments);
  }

  /** Resets the card and posts all buffers. */
  void reset() {
    execute(AdminCommand.RESET, 0, new byte[0]).orThrow();
    events.resume();
    for (ReceiveBuffers queue : buffers) {
      queue.reset();
    }
    deviceWake.signal();
  }

  AdminReply load(Path capture, int port, long flags, Path wave) {
    String text = capture + (wave == null ? "" : "\0" + wave);
    return execute(AdminCommand.CAPTURE_LOAD, port, text.getBytes(StandardCharsets.UTF_8), flags);
  }

  /** Takes completions until the capture is done; returns the event's four values. */
  long[] receive(Sink sink) {
    long deadline = System.nanoTime() + TIMEOUT_NS;
    long[] done = null;
    while (true) {
      int seen = adminWake.sequence();
      boolean finished = done != null;
      int taken = takeAll(sink);
      if (finished && taken == 0) {
        return done;
      }
      for (EventFlyweight event = events.poll(); event != null; event = events.poll()) {
        if (event.type() == EventType.CAPTURE_DONE.code()) {
          done =
              new long[] {
                event.value(0), event.value(1), event.value(2), event.value(3), event.status()
              };
        }
        events.release();
      }
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("no CAPTURE_DONE; device alive: " + lock.isOtherAlive());
      }
      if (taken == 0 && done == null) {
        adminWake.await(seen, 200_000);
      }
    }
  }

  int takeAll(Sink sink) {
    int taken = 0;
    for (int queue = 0; queue < completions.length; queue++) {
      int count = completions[queue].available(256);
      for (int index = 0; index < count; index++) {
        completions[queue].view(completions[queue].taken() + index, view);
        sink.completion(queue, view);
      }
      completions[queue].take(count);
      if (count > 0 && !repost) {
        completions[queue].release(count);
      } else if (count > 0) {
        buffers[queue].release(count);
        deviceWake.signal();
      }
      taken += count;
    }
    return taken;
  }

  /** Hash over all bytes of a completion. */
  static int hash(RegionMemory memory, CompletionFlyweight completion) {
    byte[] bytes = new byte[CompletionLayout.BYTES];
    memory.getBytes(completion.offset(), bytes, 0, bytes.length);
    return Arrays.hashCode(bytes);
  }

  @Override
  public void close() {
    region.close();
    lock.close();
  }
}
