package org.mpnic.driver;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mpnic.abi.EventFlyweight;
import org.mpnic.abi.RegisterTable;
import org.mpnic.abi.Section;
import org.mpnic.abi.WakeLayout;
import org.mpnic.abi.region.EventRingConsumer;
import org.mpnic.abi.region.Heartbeat;
import org.mpnic.abi.region.RegionDirectory;
import org.mpnic.abi.region.RegionException;
import org.mpnic.abi.region.RegionFile;
import org.mpnic.abi.region.RegionSpec;
import org.mpnic.abi.region.Side;
import org.mpnic.abi.region.SideLock;
import org.mpnic.abi.region.WakeWord;

/**
 * A card that this process is attached to.
 *
 * <pre>
 *   try (Nic nic = Nic.open("nic0")) {
 *     CompletionBatch batch = new CompletionBatch(64);
 *     RxQueue queue = nic.queue(0);
 *     while (queue.await(1_000_000_000L)) {
 *       queue.poll(batch, 64);
 *       ...
 *       batch.release();
 *     }
 *   }
 * </pre>
 *
 * <p>One host is attached at a time; the kernel drops the attachment when the process dies. A
 * successor continues where the predecessor stopped: it sees again what that had polled and not
 * released. To look at a card without attaching, see {@code org.mpnic.driver.inspect}.
 *
 * <p>One thread at a time may use a Nic and its queues, except {@link #heartbeat}.
 */
public final class Nic implements AutoCloseable {
  /** How often the device's lock is looked at while waiting: its death is known so soon. */
  static final long DEATH_CHECK_NS = 200_000_000L;

  private final String name;
  private final Path directory;
  private final RegionFile region;
  private final SideLock lock;
  private final List<RxQueue> queues = new ArrayList<>();
  private final List<TxQueue> txQueues = new ArrayList<>();
  private final TxMemory txMemory;
  private final EventRingConsumer events;
  private final WakeWord deviceWake;
  private final NicAdmin admin;
  private TableSnapshot predecessor;
  private long checkedNs;
  private boolean closed;

  private Nic(String name, Path directory, RegionFile region, SideLock lock) {
    this.name = name;
    this.directory = directory;
    this.region = region;
    this.lock = lock;
    region.attach(Side.HOST);
    new WakeWord(region, WakeLayout.admin()).reset();
    deviceWake = new WakeWord(region, WakeLayout.device());
    events = new EventRingConsumer(region);
    for (int i = 0; i < region.spec().queues(); i++) {
      queues.add(new RxQueue(this, region, i));
    }
    for (int i = 0; i < region.spec().txQueues(); i++) {
      txQueues.add(new TxQueue(this, region, i));
    }
    txMemory =
        new TxMemory(
            region.memory(),
            region.layout().offset(Section.TX_MEMORY),
            region.spec().txMemoryBytes());
    admin = new NicAdmin(this, region, lock);
    predecessor = new TableSnapshot(region);
    checkedNs = System.nanoTime();
    deviceWake.signal();
  }

  /**
   * Attaches to the card of that name in the default directory: environment variable MPNIC_DIR,
   * else /dev/shm.
   *
   * @throws RegionException no such card, no permission, a region of another ABI version, or
   *     another host is attached: one line that says which, with its process id, and what to do
   * @throws DeviceLostException no device process serves the region
   */
  public static Nic open(String name) {
    return open(name, RegionDirectory.resolve(null));
  }

  /** Attaches to the card of that name in a directory; see {@link #open(String)}. */
  public static Nic open(String name, Path directory) {
    final Path path = RegionDirectory.regionPath(directory, name);
    while (true) {
      final RegionFile region = RegionFile.open(path);
      SideLock lock = null;
      try {
        lock = SideLock.acquire(path, Side.HOST);
        if (!lock.isOtherAlive()) {
          throw new DeviceLostException(
              "no device process serves '"
                  + name
                  + "', the last one was "
                  + lock.otherPid()
                  + ": start it with mpnic device start --name "
                  + name);
        }
        if (!region.isReplaced()) {
          return new Nic(name, directory, region, lock);
        }
        lock.close();
        region.close();
      } catch (RuntimeException e) {
        if (lock != null) {
          lock.close();
        }
        region.close();
        throw e;
      }
    }
  }

  /**
   * Detaches, and attaches again to the card of the same name and directory: to the same region, or
   * to the new one that a restarted device has made. This object is closed.
   *
   * @throws RegionException as {@link #open(String)}
   * @throws DeviceLostException no device process serves the name yet
   */
  public Nic reattach() {
    close();
    return open(name, directory);
  }

  /** Name of the card. */
  public String name() {
    return name;
  }

  /** Geometry of the card's region. */
  public RegionSpec spec() {
    return region.spec();
  }

  /** Number of receive queues. */
  public int queueCount() {
    return queues.size();
  }

  /** A receive queue, 0 to {@link #queueCount()} - 1. */
  public RxQueue queue(int number) {
    return queues.get(number);
  }

  /** Number of transmit queues. */
  public int txQueueCount() {
    return txQueues.size();
  }

  /** A transmit queue, 0 to {@link #txQueueCount()} - 1. */
  public TxQueue txQueue(int number) {
    return txQueues.get(number);
  }

  /** Memory of the region for what this host sends. */
  public TxMemory txMemory() {
    return txMemory;
  }

  /** Admin commands. */
  public NicAdmin admin() {
    return admin;
  }

  /** Value of a register, by its constant in {@link RegisterTable}; loaded with acquire. */
  public long register(int register) {
    return region.register(register);
  }

  /** Value of a counter, by its index in {@link org.mpnic.abi.CounterTable}. */
  public long counter(int index) {
    return region.counter(index);
  }

  /**
   * Every frame whose first beat came before this cycle has its completions published, or was
   * dropped and counted. Read it before polling: then what is polled afterwards is all of them.
   */
  public long completedCycle() {
    return region.register(RegisterTable.COMPLETED_CYCLE);
  }

  /**
   * Hands all published events to the listener and gives their places back. The event that
   * announces a subflow is published before the first completion that names it.
   *
   * @return events handed out
   */
  public int drainEvents(EventListener listener) {
    int count = 0;
    for (EventFlyweight event = events.poll(); event != null; event = events.poll()) {
      listener.event(event);
      events.release();
      count++;
    }
    if (count > 0) {
      deviceWake.signal();
    }
    return count;
  }

  /**
   * Throws if the device is gone. Looks at its lock at most every 200 ms, so it may be called
   * often.
   *
   * @throws DeviceLostException the device process is dead, or another one serves the name with a
   *     region of its own
   */
  public void checkDevice() {
    final long now = System.nanoTime();
    if (now - checkedNs < DEATH_CHECK_NS) {
      return;
    }
    checkedNs = now;
    if (!lock.isOtherAlive()) {
      throw new DeviceLostException(
          "device '"
              + name
              + "' (process "
              + lock.otherPid()
              + ") is dead: start it again, then attach again");
    }
    if (region.isReplaced()) {
      throw new DeviceLostException(
          "device '"
              + name
              + "' was started anew as process "
              + lock.otherPid()
              + ": attach again");
    }
    heartbeat();
  }

  /** Tells the device that this process is not hung; any thread. */
  public void heartbeat() {
    Heartbeat.beat(region, Side.HOST);
  }

  EventRingConsumer events() {
    return events;
  }

  /**
   * Subflows that were in the card's tables when this host attached, until the card is reset: those
   * that a predecessor has followed.
   */
  public TableSnapshot predecessor() {
    return predecessor;
  }

  /** The card was reset: nothing is left of what was there before. */
  void forgetPredecessor() {
    predecessor = new TableSnapshot();
  }

  /** The region, for views of this package. */
  RegionFile region() {
    return region;
  }

  /** Detaches: completions not released stay for the next host, buffers stay with the device. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      lock.close();
      region.close();
    }
  }
}
