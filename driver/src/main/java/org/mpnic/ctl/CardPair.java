package org.mpnic.ctl;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.mpnic.driver.Nic;
import org.mpnic.driver.inspect.CardDirectory;

/**
 * Two cards joined by a wire, of this process' own, that end with it, also when it is interrupted:
 * in one device process, or in one each.
 */
final class CardPair implements AutoCloseable {
  private static final long APPEAR_NS = 10_000_000_000L;
  private static final long POLL_NS = 1_000_000L;

  private final Path directory;
  private final String firstName;
  private final String secondName;
  private final List<DeviceProcess> devices = new ArrayList<>();
  private final Thread hook = new Thread(this::endDevices, "end-of-cards");
  private Nic first;
  private Nic second;

  private CardPair(Path directory) {
    this.directory = directory;
    String serial = "loop-" + ProcessHandle.current().pid();
    firstName = serial + "-a";
    secondName = serial + "-b";
  }

  /**
   * Starts both cards and attaches to them.
   *
   * @param processes 1 or 2
   * @param card options of the device's main class for both cards
   * @param wire what the wire does, as the device's main class takes it
   */
  static CardPair start(Path directory, int processes, List<String> card, String wire) {
    CardPair pair = new CardPair(directory);
    Runtime.getRuntime().addShutdownHook(pair.hook);
    try {
      pair.startDevices(processes, card, wire);
      pair.first = pair.attach(pair.firstName);
      pair.second = pair.attach(pair.secondName);
      return pair;
    } catch (RuntimeException failure) {
      pair.close();
      throw failure;
    }
  }

  private void startDevices(int processes, List<String> card, String wire) {
    if (processes == 1) {
      start(firstName, card, "--wire=" + wire, "--second=" + secondName);
    } else {
      start(firstName, card, "--wire=" + wire, "--wire-to=" + secondName);
      start(secondName, card, "--wire=" + wire, "--wire-from=" + firstName);
    }
  }

  private void start(String name, List<String> card, String... more) {
    List<String> arguments = new ArrayList<>(card);
    arguments.addAll(List.of(more));
    DeviceProcess device = DeviceProcess.prepare(name, directory, arguments, false);
    synchronized (devices) {
      devices.add(device);
    }
    device.start();
  }

  private Nic attach(String name) {
    long deadline = System.nanoTime() + APPEAR_NS;
    while (CardDirectory.list(directory).stream().noneMatch(card -> card.name().equals(name))) {
      if (System.nanoTime() > deadline) {
        throw new UserError("card " + name + " did not appear: start the loop again");
      }
      LockSupport.parkNanos(POLL_NS);
    }
    return Nic.open(name, directory);
  }

  /** The card that sends. */
  Nic first() {
    return first;
  }

  /** The card that receives. */
  Nic second() {
    return second;
  }

  @Override
  public void close() {
    if (first != null) {
      first.close();
    }
    if (second != null) {
      second.close();
    }
    endDevices();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // The hook runs already, or has run: the devices are gone either way.
    }
  }

  private void endDevices() {
    synchronized (devices) {
      devices.forEach(DeviceProcess::close);
      devices.clear();
    }
    try {
      CardDirectory.discard(directory, secondName);
    } catch (RuntimeException ignored) {
      // A region that cannot be removed shows as stale in the list of devices.
    }
  }
}
