package org.mpnic.device;

import java.util.function.Supplier;
import org.mpnic.firmware.CardFirmware;
import org.mpnic.firmware.capture.CaptureFirmware;

/** What a device is made of unless somebody asks for something else. */
public final class Engines {
  private Engines() {}

  /** Makes the control processor's program of capture mode. */
  public static Supplier<CardFirmware> captureFirmware() {
    return CaptureFirmware::new;
  }
}
