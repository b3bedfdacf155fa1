package org.mpnic.device;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.mpnic.firmware.CardFirmware;
import org.mpnic.model.config.NicConfig;

/**
 * What a device is started with.
 *
 * @param name of the card: 1 to 48 letters, digits, '-' or '_'
 * @param directory where its region lies
 * @param config parameters of the datapath
 * @param engine name of a {@link DatapathEngine}
 * @param firmware makes the control processor's program, anew at each reset
 * @param batchFrames frames that are offered to the datapath at a time; no result depends on it
 * @param keepRegion whether the region stays when the device ends
 */
public record DeviceOptions(
    String name,
    Path directory,
    NicConfig config,
    String engine,
    Supplier<CardFirmware> firmware,
    int batchFrames,
    boolean keepRegion) {
  /** Frames at a time when nobody asks for another number. */
  public static final int DEFAULT_BATCH_FRAMES = 64;

  /** Checks the batch size. */
  public DeviceOptions {
    if (batchFrames < 1) {
      throw new IllegalArgumentException(
          "batchFrames is " + batchFrames + ", it must be 1 or more");
    }
  }
}
