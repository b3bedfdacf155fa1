package org.mpnic.device.port;

/**
 * The bytes of frames on their way from a capture into a port, in arrival order, in one array of
 * bounded size.
 *
 * <p>Frames are reserved at the tail, committed with their length, and released at the head once
 * the datapath has done with them. A frame is never split: where it does not fit before the end of
 * the array it begins at offset 0.
 */
public final class FrameRing {
  private final byte[] bytes;
  private final int[] offsets;
  private final int[] lengths;
  private long head;
  private long tail;
  private int writeOffset;

  /**
   * An empty ring.
   *
   * @param capacityBytes bytes for all frames together
   * @param capacityFrames most frames held at a time
   */
  public FrameRing(int capacityBytes, int capacityFrames) {
    bytes = new byte[capacityBytes];
    offsets = new int[capacityFrames];
    lengths = new int[capacityFrames];
  }

  /** The array in which every frame lies. */
  public byte[] bytes() {
    return bytes;
  }

  /** Serial number of the next frame to be committed, from 0. */
  public long tail() {
    return tail;
  }

  /** Serial number of the oldest frame held. */
  public long head() {
    return head;
  }

  /** Offset of a held frame in {@link #bytes}. */
  public int offset(long serial) {
    return offsets[(int) (serial % offsets.length)];
  }

  /** Length of a held frame, in bytes. */
  public int length(long serial) {
    return lengths[(int) (serial % lengths.length)];
  }

  /**
   * Finds room for one more frame.
   *
   * @param maximumBytes most bytes that it will need
   * @return its offset in {@link #bytes}, or -1 while there is no room
   */
  public int reserve(int maximumBytes) {
    if (tail - head == offsets.length) {
      return -1;
    }
    if (head == tail) {
      writeOffset = 0;
      return maximumBytes <= bytes.length ? 0 : -1;
    }
    int oldest = offset(head);
    if (writeOffset > oldest) {
      if (bytes.length - writeOffset >= maximumBytes) {
        return writeOffset;
      }
      return oldest > maximumBytes ? 0 : -1;
    }
    return oldest - writeOffset > maximumBytes ? writeOffset : -1;
  }

  /**
   * Adds a frame that was written at a reserved place.
   *
   * @param offset what {@link #reserve} returned, or a place behind it and within what was reserved
   * @param length bytes of the frame
   * @return its serial number
   */
  public long commit(int offset, int length) {
    int slot = (int) (tail % offsets.length);
    offsets[slot] = offset;
    lengths[slot] = length;
    writeOffset = offset + Math.max(1, length);
    return tail++;
  }

  /** Gives back every frame before {@code serial}. */
  public void release(long serial) {
    if (serial < head || serial > tail) {
      throw new IllegalArgumentException(
          "release of frame " + serial + ", held are " + head + " to " + tail);
    }
    head = serial;
  }

  /** Forgets all frames; serial numbers begin at 0 again. */
  public void reset() {
    head = 0;
    tail = 0;
    writeOffset = 0;
  }
}
