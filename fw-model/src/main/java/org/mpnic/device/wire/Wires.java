package org.mpnic.device.wire;

import java.io.IOException;
import java.nio.file.Path;
import org.mpnic.abi.WireOptions;
import org.mpnic.model.config.NicConfig;

/** Makes wires between cards. */
public final class Wires {
  private static final String SUFFIX = ".wire";

  private Wires() {}

  /** File of the wire of which the card with this region file is end 0. */
  public static Path path(Path region) {
    return region.resolveSibling(region.getFileName() + SUFFIX);
  }

  /**
   * Makes the wire of a card with this region file.
   *
   * @throws IOException if the file cannot be made
   */
  public static WireFile create(Path region, WireOptions options, NicConfig config)
      throws IOException {
    return WireFile.create(
        path(region),
        config.ports(),
        options.delayCycles(config.clockHz()),
        WireEnd.ringBytes(options, config),
        config.clockHz());
  }
}
