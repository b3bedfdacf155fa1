package org.mpnic.cosim.traffic;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.BeatSpacing;
import org.mpnic.model.top.RxTop;
import org.mpnic.testbed.Frame;
import org.mpnic.testbed.conversation.ConversationGenerator;
import org.mpnic.testbed.conversation.ConversationOptions;

/**
 * Random traffic for the whole receive path. Frames are those of MPTCP and plain conversations, few
 * or many at once, between them frames of all headers and damaged ones, and some of the longest
 * sizes. By turns both ports are in step, one port is alone, ports are saturated, or frames come
 * now and then. Seeded.
 */
public final class RandomTraffic implements Traffic {
  private static final int PHASE_FRAMES = 600;
  private static final int STREAM_BYTES = 30_000;
  private static final int MOST_CONVERSATIONS = 40;
  private static final int PREAMBLE_AND_GAP_BYTES = 20;
  private static final int CHECK_SEQUENCE_BYTES = 4;

  private final NicConfig config;
  private final Random random;
  private final FrameMix mix;
  private final BeatSpacing spacing;
  private final boolean lineRate;
  private final long[] nextCycle;
  private Iterator<Frame> conversations = List.<Frame>of().iterator();
  private long framesLeft;
  private int phaseLeft;
  private int onlyPort;
  private boolean inStep;
  private int gapCycles;
  private int oddPercent;
  private PortFrame twin;

  /**
   * Traffic; every second seed at the rate of the wire, the others a beat every cycle.
   *
   * @param frames frames to make
   */
  public RandomTraffic(NicConfig config, long seed, long frames) {
    this.config = config;
    this.random = new Random(seed);
    this.mix = new FrameMix(seed, config.maxFrameBytes() - CHECK_SEQUENCE_BYTES);
    this.lineRate = (seed & 1) == 0;
    this.spacing = lineRate ? BeatSpacing.lineRate(config) : BeatSpacing.backToBack(config);
    this.nextCycle = new long[config.ports()];
    this.framesLeft = frames;
  }

  @Override
  public int beatSpacing() {
    return lineRate ? RxTop.LINE_RATE : RxTop.BACK_TO_BACK;
  }

  @Override
  public boolean hasNext() {
    return framesLeft > 0;
  }

  @Override
  public PortFrame next() {
    if (framesLeft == 0) {
      throw new NoSuchElementException();
    }
    framesLeft--;
    if (twin != null) {
      PortFrame next = twin;
      twin = null;
      return next;
    }
    if (phaseLeft-- == 0) {
      newPhase();
    }
    byte[] bytes = frame();
    int port = onlyPort >= 0 ? onlyPort : earliestPort();
    long first = nextCycle[port];
    if (inStep) {
      port = 0;
      for (long cycle : nextCycle) {
        first = Math.max(first, cycle);
      }
      twin = nextCycle.length > 1 ? new PortFrame(bytes, 1, first) : null;
      Arrays.fill(nextCycle, after(first, bytes.length));
    } else {
      nextCycle[port] = after(first, bytes.length);
    }
    return new PortFrame(bytes, port, first);
  }

  /** No port falls behind, so that frames stay near the order of their cycles. */
  private int earliestPort() {
    int port = random.nextInt(nextCycle.length);
    for (int other = 0; other < nextCycle.length; other++) {
      port = nextCycle[other] < nextCycle[port] - SPREAD_CYCLES / 4 ? other : port;
    }
    return port;
  }

  private long after(long first, int bytes) {
    long gap = gapCycles == 0 ? 0 : random.nextInt(2 * gapCycles);
    long end = spacing.lastOffset(bytes) + 1L;
    if (lineRate) {
      int wire = bytes + CHECK_SEQUENCE_BYTES + PREAMBLE_AND_GAP_BYTES;
      end = Math.max(end, config.wireCycles(wire) + 1);
    }
    return first + end + gap;
  }

  private void newPhase() {
    phaseLeft = 1 + random.nextInt(PHASE_FRAMES);
    int kind = random.nextInt(8);
    onlyPort = kind == 0 ? random.nextInt(nextCycle.length) : -1;
    inStep = kind == 1 || kind == 2;
    gapCycles = kind < 5 ? 0 : kind == 5 ? 3 : kind == 6 ? 20 : 100;
    oddPercent = new int[] {0, 3, 10, 50}[random.nextInt(4)];
    long latest = 0;
    for (long cycle : nextCycle) {
      latest = Math.max(latest, cycle);
    }
    Arrays.fill(nextCycle, latest + random.nextInt(random.nextInt(4) == 0 ? 3000 : 20));
  }

  private byte[] frame() {
    if (random.nextInt(100) < oddPercent) {
      int length = mix.next();
      return Arrays.copyOf(mix.buffer(), length);
    }
    while (true) {
      while (!conversations.hasNext()) {
        int count = 1 + random.nextInt(random.nextBoolean() ? 3 : MOST_CONVERSATIONS);
        ConversationOptions options =
            ConversationOptions.anything()
                .withConversations(count)
                .withStreamBytes(1 + random.nextInt(STREAM_BYTES));
        conversations =
            ConversationGenerator.generate(random.nextLong(), options).frames().iterator();
      }
      byte[] bytes = conversations.next().bytes();
      if (bytes.length > 0 && bytes.length <= config.maxFrameBytes() - CHECK_SEQUENCE_BYTES) {
        return bytes;
      }
    }
  }
}
