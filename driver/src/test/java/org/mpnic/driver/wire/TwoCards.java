package org.mpnic.driver.wire;

import java.nio.file.Path;
import org.mpnic.abi.DeviceState;
import org.mpnic.abi.RegisterTable;
import org.mpnic.abi.WireOptions;
import org.mpnic.device.DeviceException;
import org.mpnic.device.DeviceOptions;
import org.mpnic.device.EmbeddedDevice;
import org.mpnic.device.Engines;
import org.mpnic.driver.Nic;
import org.mpnic.driver.TxQueue;
import org.mpnic.model.config.NicConfig;

/** Two cards of this process, joined by a wire, with a host that is attached to both. */
final class TwoCards implements AutoCloseable {
  private static final long TIMEOUT_NS = 60_000_000_000L;

  final Nic first;
  final Nic second;
  private final EmbeddedDevice[] devices;

  TwoCards(Path directory, NicConfig config, String wire) throws DeviceException {
    devices =
        EmbeddedDevice.startPair(
            options("a", directory, config),
            options("b", directory, config),
            WireOptions.parse(wire));
    first = Nic.open("a", directory);
    second = Nic.open("b", directory);
  }

  private static DeviceOptions options(String name, Path directory, NicConfig config) {
    return new DeviceOptions(
        name,
        directory,
        config,
        "java",
        Engines.captureFirmware(),
        DeviceOptions.DEFAULT_BATCH_FRAMES,
        false);
  }

  /** Waits until all descriptors of a queue came back and nothing is under way on either card. */
  void awaitQuiet(TxQueue queue, Runnable meanwhile) {
    long deadline = System.nanoTime() + TIMEOUT_NS;
    while (queue.done() != queue.posted()
        || first.register(RegisterTable.DEVICE_STATE) != DeviceState.IDLE.code()) {
      queue.poll();
      meanwhile.run();
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "done " + queue.done() + " of " + queue.posted() + ", last error " + queue.lastError());
      }
      Thread.yield();
    }
  }

  @Override
  public void close() {
    first.close();
    second.close();
    for (EmbeddedDevice device : devices) {
      device.close();
    }
  }
}
