package org.mpnic.ctl;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.mpnic.driver.Nic;
import org.mpnic.driver.inspect.CardDirectory;

/**
 * A card that this process is attached to: one that runs already, or one of its own that ends with
 * it, also when the process is interrupted.
 */
final class AttachedCard implements AutoCloseable {
  private static final AtomicInteger SERIAL = new AtomicInteger();

  private final Nic nic;
  private final DeviceProcess device;
  private final Thread hook;

  private AttachedCard(Nic nic, DeviceProcess device, Thread hook) {
    this.nic = nic;
    this.device = device;
    this.hook = hook;
  }

  /** Attaches to a card that runs. */
  static AttachedCard running(String name, Path directory, CardOptions card) {
    CardDirectory.find(directory, name);
    Nic nic = Nic.open(name, directory);
    try {
      card.check(nic);
    } catch (RuntimeException failure) {
      nic.close();
      throw failure;
    }
    return new AttachedCard(nic, null, null);
  }

  /** Starts a card of a name that nobody else uses, and attaches to it. */
  static AttachedCard ofItsOwn(Path directory, CardOptions card) {
    String name = "replay-" + ProcessHandle.current().pid() + "-" + SERIAL.getAndIncrement();
    DeviceProcess device = DeviceProcess.prepare(name, directory, card.arguments(), false);
    Thread hook = new Thread(device::close, "end-of-" + name);
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      device.start();
      return new AttachedCard(Nic.open(name, directory), device, hook);
    } catch (RuntimeException failure) {
      end(device, hook);
      throw failure;
    }
  }

  Nic nic() {
    return nic;
  }

  @Override
  public void close() {
    nic.close();
    if (device != null) {
      end(device, hook);
    }
  }

  private static void end(DeviceProcess device, Thread hook) {
    device.close();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // The hook runs already, or has run: the device is gone either way.
    }
  }
}
