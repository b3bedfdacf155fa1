package org.mpnic.device.port;

import java.util.Arrays;
import org.mpnic.abi.Reason;
import org.mpnic.wire.BigEndian;

/** What a port's MAC lets in: link state, frame size, destination addresses. */
public final class PortMac {
  /** Places for accepted destination addresses. */
  public static final int FILTERS = 16;

  private static final int ETHERNET_HEADER_BYTES = 14;
  private static final int GROUP_BIT = 0x01;

  private final int maximumFrameBytes;
  private final long[] filters = new long[FILTERS];
  private boolean up;
  private boolean promiscuous;
  private int mtuBytes;

  /**
   * A port with its link up that takes frames for any address.
   *
   * @param maximumFrameBytes longest frame that the datapath takes, check sequence included
   */
  public PortMac(int maximumFrameBytes) {
    this.maximumFrameBytes = maximumFrameBytes;
    reset();
  }

  /** Back to the start: up, promiscuous, no filter, frames as long as the datapath takes them. */
  public void reset() {
    up = true;
    promiscuous = true;
    mtuBytes = maximumFrameBytes;
    Arrays.fill(filters, 0);
  }

  /** Whether the link is up. */
  public boolean up() {
    return up;
  }

  /** Takes the link up or down. */
  public void up(boolean value) {
    up = value;
  }

  /** Whether frames for any destination are taken. */
  public boolean promiscuous() {
    return promiscuous;
  }

  /** Takes frames for any destination, or only those of filters, and groups. */
  public void promiscuous(boolean value) {
    promiscuous = value;
  }

  /** Longest frame in bytes, check sequence included. */
  public int mtuBytes() {
    return mtuBytes;
  }

  /** Sets the longest frame; false if it is not within 64 and what the datapath takes. */
  public boolean mtuBytes(long bytes) {
    if (bytes < 64 || bytes > maximumFrameBytes) {
      return false;
    }
    mtuBytes = (int) bytes;
    return true;
  }

  /** Sets one accepted address in the low 48 bits, 0 for none; false if there is no such place. */
  public boolean filter(long place, long address) {
    if (place < 0 || place >= FILTERS || address >>> 48 != 0) {
      return false;
    }
    filters[(int) place] = address;
    return true;
  }

  /**
   * Judges a frame.
   *
   * @param length bytes without check sequence
   * @return 0, or the code of the {@link Reason} for which it is dropped
   */
  public int judge(byte[] frame, int offset, int length) {
    if (!up) {
      return Reason.PORT_DOWN.code();
    }
    if (length < ETHERNET_HEADER_BYTES) {
      return Reason.FRAME_TOO_SHORT.code();
    }
    if (length > mtuBytes - ArrivalClock.CHECK_SEQUENCE_BYTES) {
      return Reason.FRAME_TOO_LONG.code();
    }
    return promiscuous || isForUs(frame, offset) ? 0 : Reason.MAC_FILTERED.code();
  }

  private boolean isForUs(byte[] frame, int offset) {
    if ((frame[offset] & GROUP_BIT) != 0) {
      return true;
    }
    long destination = BigEndian.i64(frame, offset) >>> 16;
    for (long filter : filters) {
      if (filter != 0 && filter == destination) {
        return true;
      }
    }
    return false;
  }
}
