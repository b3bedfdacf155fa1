package org.mpnic.device.port;

/** What a capture held and what became of it; counts from 0 for each capture. */
public final class CaptureTotals {
  /** Records read from the file. */
  public long recordsRead;

  /** Frames that entered the ports, pieces of cut ones counted singly. */
  public long framesOffered;

  /** Frames that the port's MAC dropped: too long, too short, filtered, link down. */
  public long framesDropped;

  /** Bytes of the frames offered, check sequences not counted. */
  public long bytesOffered;

  /** Beats of the frames offered. */
  public long beatsOffered;

  /** Frames of the file that were cut. */
  public long framesCut;

  /**
   * Frames of the file whose TCP or UDP checksum was completed, those that were cut not counted.
   */
  public long checksumsCompleted;

  /** Records whose link layer carries nothing that Ethernet could. */
  public long recordsSkipped;
}
