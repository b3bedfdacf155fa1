package org.mpnic.device;

/** Puts text into the device's half of admin data. */
@FunctionalInterface
interface TextSink {
  void text(byte[] line);
}
