package org.mpnic.device;

import org.mpnic.abi.WireOptions;

/**
 * A device on a thread of its own in this process: the same code as the process, for tests that
 * need many.
 */
public final class EmbeddedDevice implements AutoCloseable {
  private static final long STOP_TIMEOUT_MS = 10_000;

  private final Device device;
  private final Thread thread;

  private EmbeddedDevice(Device device) {
    this.device = device;
    this.thread = new Thread(this::serve, "device-" + device.name());
  }

  /**
   * Starts a device; it is ready when this returns.
   *
   * @throws DeviceException if the name is taken or the region cannot be made
   */
  public static EmbeddedDevice start(DeviceOptions options) throws DeviceException {
    EmbeddedDevice embedded = new EmbeddedDevice(Device.open(options));
    embedded.thread.setDaemon(true);
    embedded.thread.start();
    return embedded;
  }

  /**
   * Starts two devices of one directory, joined by a wire: the first one is its end 0.
   *
   * @throws DeviceException as {@link #start}, or if the wire cannot be made
   */
  public static EmbeddedDevice[] startPair(
      DeviceOptions first, DeviceOptions second, WireOptions options) throws DeviceException {
    Device[] devices = DevicePair.open(first, second, options);
    EmbeddedDevice[] embedded = new EmbeddedDevice[2];
    for (int end = 0; end < 2; end++) {
      embedded[end] = new EmbeddedDevice(devices[end]);
      embedded[end].thread.setDaemon(true);
      embedded[end].thread.start();
    }
    return embedded;
  }

  /** Name of the card. */
  public String name() {
    return device.name();
  }

  /** Whether it still serves: false after SHUTDOWN. */
  public boolean isRunning() {
    return thread.isAlive();
  }

  /** Stops the device and waits until its region and lock are gone. */
  @Override
  public void close() {
    device.requestStop();
    try {
      thread.join(STOP_TIMEOUT_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      throw new IllegalStateException(
          "device " + name() + " did not stop within " + STOP_TIMEOUT_MS + " ms");
    }
  }

  private void serve() {
    try (device) {
      device.run();
    }
  }
}
