package org.mpnic.abi;

/**
 * The index words of one ring, 256 bytes: producer and consumer two cache lines apart.
 *
 * <p>Both indices are free-running 32-bit counters; entry i stands at place i modulo the ring's
 * entries. The region keeps one such block per ring in section RING_INDICES, in the order of {@link
 * #adminCommands()}, {@link #adminCompletions()}, {@link #events()}, then {@link #descriptors(int)}
 * and {@link #completions(int)} of every queue.
 */
public final class RingLayout {
  private static final LayoutBuilder FIELDS =
      new LayoutBuilder("ring_indices", "Index words of one ring", Access.READ_WRITE);

  public static final int PRODUCER =
      FIELDS.u32("producer", "index", "entries ever published, modulo 2^32");

  static {
    FIELDS.reservedUpTo(128);
  }

  public static final int CONSUMER =
      FIELDS.u32("consumer", "index", "entries ever released, modulo 2^32");

  /** Size of one ring's index words in bytes. */
  public static final int BYTES = 256;

  public static final Layout LAYOUT = FIELDS.build(BYTES);

  private RingLayout() {}

  /** Ring number of the admin commands: host to device. */
  public static int adminCommands() {
    return 0;
  }

  /** Ring number of the admin completions: device to host. */
  public static int adminCompletions() {
    return 1;
  }

  /** Ring number of the events: device to host. */
  public static int events() {
    return 2;
  }

  /** Ring number of a queue's receive descriptors: host to device. */
  public static int descriptors(int queue) {
    return 3 + 2 * queue;
  }

  /** Ring number of a queue's receive completions: device to host. */
  public static int completions(int queue) {
    return 4 + 2 * queue;
  }

  /** Rings of a region with so many queues. */
  public static int count(int queues) {
    return 3 + 2 * queues;
  }
}
