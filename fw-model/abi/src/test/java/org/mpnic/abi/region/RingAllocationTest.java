package org.mpnic.abi.region;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mpnic.abi.CompletionFlyweight;
import org.mpnic.abi.CompletionLayout;
import org.mpnic.abi.WakeLayout;

class RingAllocationTest {
  private static final int BATCH = 16;

  @TempDir Path directory;

  @Test
  void shouldAllocateNothingInRingCalls() {
    RegionSpec spec = RegionSpec.defaults("allocation").withQueues(1, 64, 256);
    Path path = RegionDirectory.regionPath(directory, "allocation");
    try (RegionFile region = RegionFile.create(path, spec)) {
      Rig rig = new Rig(region);
      for (int i = 0; i < 20_000; i++) {
        rig.round();
      }
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long self = Thread.currentThread().getId();
      long least = Long.MAX_VALUE;
      for (int attempt = 0; attempt < 5; attempt++) {
        long before = threads.getThreadAllocatedBytes(self);
        for (int i = 0; i < 10_000; i++) {
          rig.round();
        }
        least = Math.min(least, threads.getThreadAllocatedBytes(self) - before);
      }
      assertThat(least).as("bytes in 10,000 rounds").isLessThan(1024);
      assertThat(rig.sum).isNotZero();
    }
  }

  /** Both sides of a queue in one thread. */
  private static final class Rig {
    private final RegionFile region;
    private final DescriptorRingConsumer descriptors;
    private final CompletionRingProducer producer;
    private final CompletionRingConsumer consumer;
    private final ReceiveBuffers buffers;
    private final EventRingProducer eventProducer;
    private final EventRingConsumer eventConsumer;
    private final WakeWord wake;
    private final AdminServer admin;
    private final CompletionFlyweight entry = new CompletionFlyweight();
    private final byte[] frame = new byte[256];
    private int next;
    private long sum;

    Rig(RegionFile region) {
      this.region = region;
      descriptors = new DescriptorRingConsumer(region, 0);
      producer = new CompletionRingProducer(region, 0);
      consumer = new CompletionRingConsumer(region, 0);
      buffers = new ReceiveBuffers(region, 0, new DescriptorRingProducer(region, 0), consumer);
      eventProducer = new EventRingProducer(region);
      eventConsumer = new EventRingConsumer(region);
      wake = new WakeWord(region, WakeLayout.queue(0));
      admin = new AdminServer(region);
      buffers.attach();
    }

    void round() {
      for (int i = 0; i < BATCH && descriptors.isReady(next) && producer.hasPlaces(1); i++) {
        region.memory().putBytes(descriptors.address(next), frame, 0, frame.length);
        producer.next().bufferIndex(next).bufferCount(1).dsn(next).frameLength(256);
        producer.publish(CompletionLayout.control(0, 1, 2, 1, 3));
        next++;
      }
      wake.signal();
      int count = consumer.available(BATCH);
      for (int i = 0; i < count; i++) {
        consumer.view(consumer.taken() + i, entry);
        int buffer = buffers.bufferOf(entry.bufferIndex());
        region.memory().getBytes(buffers.address(buffer), frame, 0, entry.frameLength());
        sum += entry.dsn();
      }
      consumer.take(count);
      buffers.release(count);
      eventProducer.next().serial(sum);
      eventProducer.publish();
      sum += eventConsumer.poll().serial();
      eventConsumer.release();
      sum += admin.hasRequest() ? 1 : 0;
      sum |= 1;
    }
  }
}
