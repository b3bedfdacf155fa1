package org.mpnic.abi;

/**
 * The index words of one ring, 256 bytes: producer and consumer two cache lines apart.
 *
 * <p>Both indices are free-running 32-bit counters; entry i stands at place i modulo the ring's
 * entries. The region keeps one such block per ring in section RING_INDICES, in the order of {@link
 * #adminCommands()}, {@link #adminCompletions()}, {@link #events()}, then {@link #descriptors(int)}
 * and {@link #completions(int)} of every queue, then {@link #txDescriptors(int, int)} and {@link
 * #txCompletions(int, int)} of every transmit queue.
 *
 * <p>The doorbell of a transmit queue is producer and flags stored at once, 64 bits with release.
 */
public final class RingLayout {
  private static final LayoutBuilder FIELDS =
      new LayoutBuilder("ring_indices", "Index words of one ring", Access.READ_WRITE);

  public static final int PRODUCER =
      FIELDS.u32("producer", "index", "entries ever published, modulo 2^32");

  public static final int FLAGS = FIELDS.u32("flags", "", "transmit descriptors only: see below");

  static {
    FIELDS.reservedUpTo(128);
  }

  public static final int CONSUMER =
      FIELDS.u32("consumer", "index", "entries ever released, modulo 2^32");

  public static final int OPEN_SHIFT =
      FIELDS.bits("flags", "open", 1, "more will be posted: virtual time waits for it");

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

  /** Ring number of a transmit queue's descriptors, behind so many receive queues. */
  public static int txDescriptors(int queues, int txQueue) {
    return 3 + 2 * (queues + txQueue);
  }

  /** Ring number of a transmit queue's completions, behind so many receive queues. */
  public static int txCompletions(int queues, int txQueue) {
    return 4 + 2 * (queues + txQueue);
  }

  /** The doorbell: so many descriptors ever posted, and whether the host will post more. */
  public static long doorbell(int producer, boolean open) {
    return Integer.toUnsignedLong(producer) | (open ? 1L << 32 + OPEN_SHIFT : 0);
  }

  /** Rings of a region with so many receive and transmit queues. */
  public static int count(int queues, int txQueues) {
    return 3 + 2 * (queues + txQueues);
  }
}
