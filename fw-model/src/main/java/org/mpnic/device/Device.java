package org.mpnic.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.mpnic.abi.AdminLayout;
import org.mpnic.abi.DeviceState;
import org.mpnic.abi.RegisterTable;
import org.mpnic.abi.Section;
import org.mpnic.abi.WakeLayout;
import org.mpnic.abi.region.AdminServer;
import org.mpnic.abi.region.Heartbeat;
import org.mpnic.abi.region.RegionDirectory;
import org.mpnic.abi.region.RegionException;
import org.mpnic.abi.region.RegionFile;
import org.mpnic.abi.region.RegionSpec;
import org.mpnic.abi.region.Side;
import org.mpnic.abi.region.SideLock;
import org.mpnic.abi.region.WakeWord;
import org.mpnic.device.wire.WireEnd;
import org.mpnic.model.config.NicConfig;

/**
 * A device: lock, region, and the loop that serves the host and lets virtual time pass.
 *
 * <p>{@link #open} and {@link #run} on one thread; {@link #requestStop} from any. The lock is the
 * device's life: the kernel drops it when the process dies, and a new device of the same name then
 * makes a new region without any cleaning by hand.
 */
public final class Device implements AutoCloseable {
  private static final long CHORES_NS = 50_000_000L;
  private static final long HOST_LEAVES_NS = 500_000_000L;
  private static final int EVENT_ENTRIES = 8192;
  private static final int ADMIN_ENTRIES = 64;

  private final DeviceOptions options;
  private final Path path;
  private final SideLock lock;
  private final RegionFile region;
  private final WakeWord wake;
  private final RegionHost host;
  private final StatusBoard board;
  private final PeerWake peer;
  private final Card card;
  private final CommandServer commands;
  private final Object wakeGuard = new Object();
  private boolean hostAlive;
  private long hostGeneration;
  private boolean closed;
  private volatile boolean stopRequested;
  private volatile Consumer<String> notices = DeviceLog::info;

  private Device(
      DeviceOptions options,
      DatapathEngine engine,
      Path path,
      SideLock lock,
      RegionFile region,
      WireJoin join) {
    this.options = options;
    this.path = path;
    this.lock = lock;
    this.region = region;
    wake = new WakeWord(region, WakeLayout.device());
    wake.reset();
    TableMirror mirror = new TableMirror(region);
    EventPublisher events = new EventPublisher(region, mirror);
    host = new RegionHost(region, events, mirror);
    board = new StatusBoard(region);
    AdminServer admin = new AdminServer(region);
    RegionTransmitHost transmitHost = new RegionTransmitHost(region);
    if (join == null) {
      peer = null;
      card = new Card(options, engine, host, events, mirror, board, transmitHost, null);
    } else {
      peer = new PeerWake(RegionDirectory.regionPath(options.directory(), join.peer()));
      WireEnd end = new WireEnd(join.file(), join.end(), join.options(), options.config(), peer);
      card = new Card(options, engine, host, events, mirror, board, transmitHost, end);
    }
    card.textSink(line -> problemText(region, line));
    commands =
        new CommandServer(
            admin,
            card,
            new TableCommands(region, card),
            () -> region.register(RegisterTable.HOST_GENERATION));
  }

  /**
   * Takes the device lock and makes the region; a region that a dead device left is replaced.
   *
   * @throws DeviceException if the name is taken, with the process that has it, or the region
   *     cannot be made
   */
  public static Device open(DeviceOptions options) throws DeviceException {
    return open(options, null);
  }

  /**
   * As {@link #open(DeviceOptions)}, with a wire to another device.
   *
   * @param join the wire, or null
   */
  public static Device open(DeviceOptions options, WireJoin join) throws DeviceException {
    SideLock lock = null;
    try {
      DatapathEngine engine = DatapathEngine.named(options.engine());
      engine.prepare(options.config());
      if (join != null) {
        engine.prepareTransmit(options.config());
      }
      RegionSpec spec = spec(options);
      Path path = RegionDirectory.regionPath(options.directory(), options.name());
      lock = SideLock.acquire(path, Side.DEVICE);
      long generation = previousGeneration(path);
      RegionFile region = RegionFile.create(path, spec);
      region.register(RegisterTable.GENERATION, generation);
      return attached(options, engine, path, lock, region, join);
    } catch (RegionException | IllegalArgumentException e) {
      if (lock != null) {
        lock.close();
      }
      throw new DeviceException(e.getMessage(), e);
    }
  }

  /** A device over its new region, which goes again if there can be no such card. */
  private static Device attached(
      DeviceOptions options,
      DatapathEngine engine,
      Path path,
      SideLock lock,
      RegionFile region,
      WireJoin join) {
    try {
      Device device = new Device(options, engine, path, lock, region, join);
      region.attach(Side.DEVICE);
      return device;
    } catch (RuntimeException e) {
      region.close();
      // A host of the card before holds its lock in the lock file: it finds both until it goes.
      if (!lock.isOtherAlive()) {
        SideLock.removeRegion(path);
      }
      throw e;
    }
  }

  /** The device's name. */
  public String name() {
    return options.name();
  }

  /** File of the region. */
  public Path path() {
    return path;
  }

  /** Sets who is told, in one line each, that a host came or died; from the device's thread. */
  public void notices(Consumer<String> listener) {
    notices = listener;
  }

  /** Serves until the host or {@link #requestStop} ends it. */
  public void run() {
    long choresDueNs = System.nanoTime();
    while (!stopRequested && !commands.isShutdown()) {
      int seen = wake.sequence();
      boolean busy = commands.serve();
      busy |= card.step();
      long nowNs = System.nanoTime();
      if (nowNs - choresDueNs >= 0) {
        choresDueNs = nowNs + CHORES_NS;
        doChores();
      }
      if (!busy) {
        wake.await(seen, CHORES_NS);
      }
    }
  }

  /** Ends {@link #run} soon; from any thread. */
  public void requestStop() {
    stopRequested = true;
    synchronized (wakeGuard) {
      if (!closed) {
        wake.signal();
      }
    }
  }

  /** Ends the device: its region goes, unless it shall stay, and its lock. */
  @Override
  public void close() {
    synchronized (wakeGuard) {
      if (closed) {
        return;
      }
      closed = true;
      card.close();
      board.state(DeviceState.STOPPED);
      host.signalAll();
      if (peer != null) {
        peer.close();
      }
      remove();
      region.close();
      lock.close();
    }
  }

  /** One line in the device's half of admin data, ended by a zero byte. */
  private static void problemText(RegionFile region, byte[] line) {
    byte[] text = Arrays.copyOf(line, Math.min(line.length, AdminLayout.DATA_HALF_BYTES - 1) + 1);
    text[text.length - 1] = 0;
    long offset = region.layout().offset(Section.ADMIN_DATA) + AdminLayout.DATA_HALF_BYTES;
    region.memory().putBytes(offset, text, 0, text.length);
  }

  private void remove() {
    if (options.keepRegion()) {
      return;
    }
    try {
      Files.deleteIfExists(path);
      // The host's lock lives in the lock file: it stays with a host, so that no second one comes
      // beside the first.
      if (!isHostStaying()) {
        SideLock.removeRegion(path);
      }
    } catch (IOException | RegionException e) {
      DeviceLog.error("cannot remove " + path, e);
    }
  }

  /**
   * Whether the host goes on without the card. The kernel closes a dead process' files one after
   * the other: the end of its pipe may be seen before its lock is free.
   */
  private boolean isHostStaying() {
    long deadlineNs = System.nanoTime() + HOST_LEAVES_NS;
    while (lock.isOtherAlive()) {
      if (System.nanoTime() - deadlineNs > 0) {
        return true;
      }
      LockSupport.parkNanos(CHORES_NS / 10);
    }
    return false;
  }

  private void doChores() {
    Heartbeat.beat(region, Side.DEVICE);
    card.showCounters();
    watchHost();
  }

  /**
   * Hosts come by the generation that they count up, so that none is missed however short it lives;
   * they go by their lock.
   */
  private void watchHost() {
    long generation = region.register(RegisterTable.HOST_GENERATION);
    if (generation != hostGeneration) {
      hostGeneration = generation;
      hostAlive = true;
      notices.accept("host process " + lock.otherPid() + " is attached");
    }
    if (hostAlive && !lock.isOtherAlive()) {
      hostAlive = false;
      notices.accept("host process " + lock.otherPid() + " is gone, its state waits for the next");
    }
  }

  /**
   * Attaches of devices under this name so far: counted on over the regions that replace each
   * other.
   */
  private static long previousGeneration(Path path) {
    try (RegionFile old = RegionFile.open(path)) {
      return old.register(RegisterTable.GENERATION);
    } catch (RegionException e) {
      return 0;
    }
  }

  private static RegionSpec spec(DeviceOptions options) {
    NicConfig config = options.config();
    return new RegionSpec(
        options.name(),
        config.ports(),
        config.queues(),
        config.ringEntries(),
        config.completionEntries(),
        config.bufferBytes(),
        config.connections(),
        config.subflows(),
        EVENT_ENTRIES,
        ADMIN_ENTRIES,
        config.clockHz() * 1000,
        config.transmit().queues(),
        config.transmit().ringEntries(),
        config.transmit().memoryBytes());
  }
}
