package org.mpnic.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mpnic.abi.WireOptions;
import org.mpnic.abi.region.RegionDirectory;
import org.mpnic.device.DeviceException;
import org.mpnic.device.EmbeddedDevice;
import org.mpnic.driver.Nic;

/** Two default cards as devices of this process, joined by a wire, and drivers attached to both. */
final class WiredCards implements AutoCloseable {
  private final Path directory;
  private final EmbeddedDevice[] devices;
  private final Nic first;
  private final Nic second;

  /** Starts the cards and attaches to them. */
  WiredCards() throws IOException, DeviceException {
    directory = Files.createTempDirectory(RegionDirectory.resolve(null), "bench");
    devices =
        EmbeddedDevice.startPair(
            AttachedCard.options("a", directory),
            AttachedCard.options("b", directory),
            WireOptions.DEFAULT);
    first = Nic.open("a", directory);
    second = Nic.open("b", directory);
  }

  /** Driver of the card at end 0. */
  Nic first() {
    return first;
  }

  /** Driver of the card at end 1. */
  Nic second() {
    return second;
  }

  /** Ends the cards. */
  @Override
  public void close() throws IOException {
    first.close();
    second.close();
    for (EmbeddedDevice device : devices) {
      device.close();
    }
    Files.deleteIfExists(directory);
  }
}
