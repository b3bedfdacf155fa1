package org.mpnic.driver.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mpnic.abi.CompletionType;
import org.mpnic.abi.CounterTable;
import org.mpnic.firmware.capture.CaptureFirmware;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.top.CompletionWord;
import org.mpnic.model.top.EventWord;
import org.mpnic.model.top.HostInterface;
import org.mpnic.model.top.RxTop;
import org.mpnic.testbed.Frame;
import org.mpnic.testbed.conversation.ConversationGenerator;
import org.mpnic.testbed.conversation.ConversationOptions;
import org.mpnic.testbed.data.BundledCaptures;
import org.mpnic.testbed.mutation.FrameMutator;

/**
 * Damaged frames through parser, datapath and firmware: no exception, no read outside the frame,
 * nothing lost without a counter. Each frame is an array of its own, so that a read outside of it
 * throws.
 */
class MutatedFramesTest {
  private static final int FRAMES = Campaign.size("mutated", 100_000, 20_000_000);
  private static final int FRAMES_PER_LIFE = 50_000;
  private static final NicConfig CONFIG = NicConfig.DEFAULT;
  private static final int LONGEST = CONFIG.maxFrameBytes() - 4;

  private final byte[] buffer = new byte[LONGEST + 4096];
  private final CountingHost host = new CountingHost();
  private final RxTop card = new RxTop(CONFIG, host, new CaptureFirmware(), null);
  private final long[] next = new long[CONFIG.ports()];

  @Test
  void shouldCountEveryFrameWhenFramesAreDamaged() {
    long total = 0;
    for (long seed = 0; total < FRAMES; seed++) {
      int frames = (int) Math.min(FRAMES_PER_LIFE, FRAMES - total);
      try {
        life(seed, frames);
      } catch (RuntimeException e) {
        throw new AssertionError("seed=" + seed, e);
      }
      total += frames;
    }
    System.out.println(total + " damaged frames through the datapath");
  }

  private void life(long seed, int count) {
    card.reset();
    host.reset();
    Arrays.fill(next, RxTop.readyCycle(CONFIG));
    FrameMutator mutator = new FrameMutator(seed);
    List<byte[]> sources = sources(seed);
    for (int i = 0; i < count; i++) {
      byte[] source = sources.get(i % sources.size());
      // Some frames stay whole, so that there are flows and contexts for the damaged ones to meet.
      boolean whole = mutator.below(3) == 0;
      int length = whole ? source.length : mutator.mutate(source, source.length, buffer);
      byte[] frame = Arrays.copyOf(whole ? source : buffer, Math.max(1, Math.min(length, LONGEST)));
      offer(i % CONFIG.ports(), frame);
      if (i % 64 == 63) {
        advance(false);
      }
    }
    advance(true);
    check(seed, count);
  }

  private void offer(int port, byte[] frame) {
    int answer = card.offer(port, frame, 0, frame.length, next[port]);
    assertThat(answer).isEqualTo(RxTop.ACCEPTED);
    next[port] += (frame.length + 24L) * 33 / 1280 + 3;
  }

  private void advance(boolean toEnd) {
    // No port runs ahead: frames wait for what the other one may still bring.
    Arrays.fill(next, Arrays.stream(next).max().getAsLong());
    for (int port = 0; port < CONFIG.ports(); port++) {
      card.horizon(port, toEnd ? Long.MAX_VALUE : next[port]);
    }
    int answer = card.advance(Long.MAX_VALUE);
    assertThat(answer).isEqualTo(RxTop.IDLE);
  }

  private void check(long seed, int count) {
    long[] counters = card.counters();
    long offered = 0;
    long delivered = 0;
    for (int port = 0; port < CONFIG.ports(); port++) {
      offered += counters[CounterTable.PORT_FRAMES + port];
      delivered += counters[CounterTable.PORT_FRAMES_DELIVERED + port];
    }
    long dropped = counters[CounterTable.FRAMES_DROPPED];
    assertThat(offered).as("seed=%d offered", seed).isEqualTo(count);
    assertThat(delivered + dropped).as("seed=%d delivered + dropped", seed).isEqualTo(count);
    assertThat(host.packets).as("seed=%d completions", seed).isEqualTo(delivered);
    assertThat(host.contradictions).as("seed=%d payload outside frame", seed).isZero();
    long paths = counters[CounterTable.FRAMES_FAST_PATH] + counters[CounterTable.FRAMES_SLOW_PATH];
    assertThat(paths).as("seed=%d fast + slow", seed).isEqualTo(delivered);
    assertThat(delivered).as("seed=%d", seed).isGreaterThan(count / 2);
  }

  private static List<byte[]> sources(long seed) {
    List<byte[]> sources = new ArrayList<>();
    List<String> names = BundledCaptures.names();
    add(sources, BundledCaptures.frames(names.get((int) (seed % names.size()))));
    add(sources, ConversationGenerator.generate(seed, ConversationOptions.anything()).frames());
    return sources;
  }

  private static void add(List<byte[]> sources, List<Frame> frames) {
    frames.stream().map(Frame::bytes).filter(b -> b.length <= LONGEST).forEach(sources::add);
  }

  /** A host that is never late, whose descriptors are right, and that believes no completion. */
  private static final class CountingHost implements HostInterface {
    long packets;
    long contradictions;

    void reset() {
      packets = 0;
      contradictions = 0;
    }

    @Override
    public boolean descriptorReady(int queue, int index) {
      return true;
    }

    @Override
    public long descriptorAddress(int queue, int index) {
      int place = queue * CONFIG.ringEntries() + (index & CONFIG.ringEntries() - 1);
      return dmaStart() + (long) place * CONFIG.bufferBytes();
    }

    @Override
    public long descriptorLength(int queue, int index) {
      return CONFIG.bufferBytes();
    }

    @Override
    public int descriptorIndex(int queue, int index) {
      return index;
    }

    @Override
    public long dmaStart() {
      return 4096;
    }

    @Override
    public long dmaEnd() {
      return dmaStart() + (long) CONFIG.queues() * CONFIG.ringEntries() * CONFIG.bufferBytes();
    }

    @Override
    public boolean completionPlacesFree(int queue, int count) {
      return true;
    }

    @Override
    public boolean eventPlacesFree(int count) {
      return true;
    }

    @Override
    public void write(long address, byte[] source, int offset, int length) {
      boolean inside = address >= dmaStart() && address + length <= dmaEnd();
      contradictions += inside && offset >= 0 && offset + length <= source.length ? 0 : 1;
    }

    @Override
    public void publish(int queue, CompletionWord word, long visibleCycle, boolean last) {
      if (word.type == CompletionType.PACKET.code()) {
        packets++;
        boolean inside = word.payloadOffset >= 0 && word.payloadLength >= 0;
        inside &=
            word.payloadLength == 0 || word.payloadOffset + word.payloadLength <= word.frameLength;
        contradictions += inside ? 0 : 1;
      }
    }

    @Override
    public void interrupt(int queue, long cycle) {}

    @Override
    public void event(EventWord event) {}
  }
}
