package org.mpnic.firmware;

import org.mpnic.model.top.FirmwareProgram;

/** A program of the control processor whose tables can be looked at, and written by hand. */
public interface CardFirmware extends FirmwareProgram {
  /** The tables as they are programmed. */
  CardTables tables();

  /** Entries programmed by hand. */
  ManualEntries manualEntries();
}
