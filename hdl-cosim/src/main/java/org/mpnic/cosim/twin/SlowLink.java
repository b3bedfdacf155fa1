package org.mpnic.cosim.twin;

import java.util.ArrayDeque;
import java.util.Random;

/**
 * A host link for one requester: starts with random stalls, sends after random delays, in order.
 */
final class SlowLink {
  private static final int LONGEST_SEND_CYCLES = 5;

  /** A TLP on the link. */
  record Sent(long cycle, int beats, boolean last) {}

  private final Random random;
  private final Pauses stalls;
  private final ArrayDeque<Sent> onLink = new ArrayDeque<>();
  private long free;

  SlowLink(Random random) {
    this.random = random;
    this.stalls = new Pauses(random);
  }

  /** The link takes a TLP in this cycle, if there is one. */
  boolean takes(long cycle) {
    return free <= cycle && !stalls.next();
  }

  /** Starts a TLP in this cycle: it is sent in the next one or later, and no other with it. */
  void start(long cycle, int beats, boolean last) {
    free = cycle + 1 + random.nextInt(LONGEST_SEND_CYCLES);
    onLink.add(new Sent(free, beats, last));
  }

  /** The next TLP that was sent in this cycle, or null. */
  Sent sent(long cycle) {
    return onLink.isEmpty() || onLink.peek().cycle != cycle ? null : onLink.remove();
  }
}
