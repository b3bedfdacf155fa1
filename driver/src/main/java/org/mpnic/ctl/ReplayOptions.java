package org.mpnic.ctl;

import java.nio.file.Path;

/**
 * What to replay, and what to make of it.
 *
 * @param capture the file
 * @param port port that it enters, -1 for its interfaces in turn
 * @param captureRate frames come at the capture's times, else back to back at line rate
 * @param asCaptured frames over the maximum size and partial checksums are left as they are
 * @param out folder for the streams, null for none
 * @param force whether that folder may have files in it
 * @param pcap file for the annotated frames, null for none
 * @param wave file for the signals between the stages, null for none
 */
record ReplayOptions(
    Path capture,
    int port,
    boolean captureRate,
    boolean asCaptured,
    Path out,
    boolean force,
    Path pcap,
    Path wave) {

  /** A replay at line rate that only reports. */
  static ReplayOptions of(Path capture) {
    return new ReplayOptions(capture, -1, false, false, null, false, null, null);
  }
}
