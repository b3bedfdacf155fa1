package org.mpnic.abi;

/**
 * One wake word, 128 bytes: the futex on which a side sleeps.
 *
 * <p>The waker adds one to the sequence, then wakes if there are sleepers. Section WAKE_WORDS holds
 * one for the device, one for admin completions and events, then one per receive queue, then one
 * per transmit queue.
 */
public final class WakeLayout {
  private static final LayoutBuilder FIELDS =
      new LayoutBuilder("wake_word", "Futex of one sleeper", Access.READ_WRITE);

  public static final int SEQUENCE =
      FIELDS.u32("sequence", "", "futex word: changes with every wake");
  public static final int SLEEPERS =
      FIELDS.u32("sleepers", "", "not 0 while somebody sleeps or is about to");

  /** Size of one wake word in bytes. */
  public static final int BYTES = 128;

  public static final Layout LAYOUT = FIELDS.build(BYTES);

  private WakeLayout() {}

  /** Wake word of the device: descriptors posted, completions released, admin commands. */
  public static int device() {
    return 0;
  }

  /** Wake word of the host for admin completions and events. */
  public static int admin() {
    return 1;
  }

  /** Wake word of the host for a queue's completions. */
  public static int queue(int queue) {
    return 2 + queue;
  }

  /** Wake word of the host for a transmit queue's completions, behind so many receive queues. */
  public static int txQueue(int queues, int txQueue) {
    return 2 + queues + txQueue;
  }

  /** Wake words of a region with so many receive and transmit queues. */
  public static int count(int queues, int txQueues) {
    return 2 + queues + txQueues;
  }
}
