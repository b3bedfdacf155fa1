package org.mpnic.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mpnic.abi.region.RegionDirectory;
import org.mpnic.device.DeviceException;
import org.mpnic.device.DeviceOptions;
import org.mpnic.device.EmbeddedDevice;
import org.mpnic.device.Engines;
import org.mpnic.driver.Nic;
import org.mpnic.model.config.NicConfig;

/** The default card as a device of this process, and the driver attached to it. */
final class AttachedCard implements AutoCloseable {
  private static final String NAME = "bench";

  private final Path directory;
  private final EmbeddedDevice device;
  private final Nic nic;

  /** Starts a card and attaches to it. */
  AttachedCard() throws IOException, DeviceException {
    directory = Files.createTempDirectory(RegionDirectory.resolve(null), NAME);
    device = EmbeddedDevice.start(options(NAME, directory));
    nic = Nic.open(NAME, directory);
  }

  /** The default card under a name. */
  static DeviceOptions options(String name, Path directory) {
    return new DeviceOptions(
        name,
        directory,
        NicConfig.DEFAULT,
        "java",
        Engines.captureFirmware(),
        DeviceOptions.DEFAULT_BATCH_FRAMES,
        false);
  }

  /** The driver. */
  Nic nic() {
    return nic;
  }

  /** Ends the card. */
  @Override
  public void close() throws IOException {
    nic.close();
    device.close();
    Files.deleteIfExists(directory);
  }
}
