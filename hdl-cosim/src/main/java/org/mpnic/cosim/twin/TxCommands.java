package org.mpnic.cosim.twin;

import java.util.Random;
import java.util.TreeMap;
import org.mpnic.abi.QueueState;
import org.mpnic.cosim.traffic.TransmitTraffic;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.tx.TxTop;

/**
 * Commands that the card gets while it sends: queues start anew, in the middle of frames too, are
 * disabled, drained and enabled, and links go down and up. Queues that bad descriptors have
 * quarantined are enabled or start anew after a while. Seeded; at the end of the traffic every
 * queue is enabled and every link is up.
 */
final class TxCommands {
  private static final int RESET_STEPS = 80;
  private static final int STATE_STEPS = 60;
  private static final int ENABLE_STEPS = 10;
  private static final int LINK_STEPS = 80;
  private static final int LINK_UP_STEPS = 12;

  /** A queue and its new state. */
  record State(int queue, QueueState state) {}

  private final TransmitTraffic traffic;
  private final Random random;
  private TxDoorbells doorbells;
  private final boolean[] linkDown;
  private final boolean[] restarting;

  /** What the RTL is told, by cycle: queues as bits, a state, links that are up as bits. */
  private final TreeMap<Long, Long> resets = new TreeMap<>();

  private final TreeMap<Long, Long> restarts = new TreeMap<>();
  private final TreeMap<Long, State> states = new TreeMap<>();
  private final TreeMap<Long, Long> links = new TreeMap<>();
  private long linksUp;
  private long stopped;

  /** All queues enabled, all links up. */
  TxCommands(NicConfig config, long seed, TransmitTraffic traffic) {
    this.traffic = traffic;
    random = new Random(~seed);
    linkDown = new boolean[config.ports()];
    restarting = new boolean[config.transmit().queues()];
    linksUp = (1L << config.ports()) - 1;
  }

  /** The queue is to start anew, and has not yet. */
  boolean isRestarting(int queue) {
    return restarting[queue];
  }

  /** Who tells the RTL that a queue is opened behind its restart, or null. */
  void doorbells(TxDoorbells listener) {
    doorbells = listener;
  }

  /** Gives the card, which has reached this cycle, what commands there are. */
  void act(TxTop card, long cycle) {
    boolean ends = traffic.isPosted();
    int queue = random.nextInt(restarting.length);
    QueueState state = QueueState.of(card.queueState(queue));
    if (state != QueueState.ENABLED) {
      if (ends || random.nextInt(ENABLE_STEPS) == 0) {
        if (state == QueueState.QUARANTINED && random.nextBoolean()) {
          reset(card, queue, cycle);
        } else {
          state(card, queue, QueueState.ENABLED, cycle);
        }
      }
    } else if (!ends && random.nextInt(STATE_STEPS) == 0) {
      state(card, queue, random.nextBoolean() ? QueueState.DISABLED : QueueState.DRAINING, cycle);
    }
    if (!ends && random.nextInt(RESET_STEPS) == 0) {
      reset(card, random.nextInt(restarting.length), cycle);
    }
    int port = random.nextInt(linkDown.length);
    if (linkDown[port]
        ? ends || random.nextInt(LINK_UP_STEPS) == 0
        : !ends && random.nextInt(LINK_STEPS) == 0) {
      linkDown[port] = !linkDown[port];
      card.linkUp(port, !linkDown[port]);
      linksUp ^= 1L << port;
      links.put(cycle, linksUp);
    }
  }

  private void reset(TxTop card, int queue, long cycle) {
    if (restarting[queue]) {
      return;
    }
    restarting[queue] = true;
    resets.merge(cycle, 1L << queue, (a, b) -> a | b);
    card.resetQueue(queue);
    boolean tells = !restarting[queue] && (doorbells == null || doorbells.isFree(cycle));
    traffic.reset(queue, tells && random.nextBoolean());
  }

  private void state(TxTop card, int queue, QueueState state, long cycle) {
    card.queueState(queue, state);
    // It holds for fetches of this cycle.
    states.put(cycle - 1, new State(queue, state));
  }

  /** A queue starts anew in a cycle. */
  void restarted(int queue, long cycle) {
    restarting[queue] = false;
    restarts.merge(cycle, 1L << queue, (a, b) -> a | b);
  }

  /** Queues that are told to start anew in a cycle, as bits. */
  long resets(long cycle) {
    return bits(resets, cycle);
  }

  /** Queues that do, as bits. */
  long restarts(long cycle) {
    return bits(restarts, cycle);
  }

  /** Queues that have been told to, and have not done so before this cycle; asked every cycle. */
  long stopped(long resets, long restarts) {
    stopped |= resets;
    long now = stopped;
    stopped &= ~restarts;
    return now;
  }

  /** State of a queue that is told in a cycle, or null. */
  State state(long cycle) {
    return states.remove(cycle);
  }

  /** Links that are up from a cycle on, as bits, or -1 when nothing changes. */
  long links(long cycle) {
    Long up = links.remove(cycle);
    return up == null ? -1 : up;
  }

  private static long bits(TreeMap<Long, Long> of, long cycle) {
    Long bits = of.remove(cycle);
    return bits == null ? 0 : bits;
  }
}
