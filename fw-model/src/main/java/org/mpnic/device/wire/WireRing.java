package org.mpnic.device.wire;

import org.mpnic.abi.RegionMemory;

/**
 * Frames of one direction and port on their way, in the order of their arrival. One end writes, the
 * other reads.
 *
 * <p>A frame is its length (4 bytes; {@link #SKIP}: go on at the ring's start), 4 bytes of nothing,
 * its arrival cycle (8), its bytes, padded to 8.
 */
final class WireRing {
  /** Longest frame, bytes. */
  static final int LONGEST_FRAME = 1 << 17;

  private static final int SKIP = -1;
  private static final int HEAD = 16;

  private final RegionMemory memory;
  private final long producer;
  private final long consumer;
  private final long data;
  private final long bytes;
  private long written;
  private long read;
  private long seen;
  private int length;
  private long arrival;

  /** The ring of a wire that an end writes. */
  WireRing(WireFile wire, int writer, int port) {
    memory = wire.memory();
    producer = wire.ring(writer, port);
    consumer = WireFile.consumer(producer);
    data = WireFile.data(producer);
    bytes = wire.ringBytes();
    written = memory.getLongAcquire(producer);
    read = memory.getLongAcquire(consumer);
  }

  /** Writer: adds a frame. */
  void put(byte[] frame, int offset, int frameLength, long arrivalCycle) {
    long needed = HEAD + (frameLength + 7 & ~7);
    long place = written & bytes - 1;
    if (place + needed > bytes) {
      reserve(bytes - place + needed);
      memory.putInt(data + place, SKIP);
      written += bytes - place;
      place = 0;
    } else {
      reserve(needed);
    }
    memory.putInt(data + place, frameLength);
    memory.putLong(data + place + 8, arrivalCycle);
    memory.putBytes(data + place + HEAD, frame, offset, frameLength);
    written += needed;
    memory.putLongRelease(producer, written);
  }

  private void reserve(long needed) {
    if (written + needed - memory.getLongAcquire(consumer) > bytes) {
      throw new IllegalStateException("the wire holds more than its " + bytes + " bytes");
    }
  }

  /** Reader: whether a frame is there; {@link #length} and {@link #arrival} are its. */
  boolean peek() {
    if (read == seen) {
      seen = memory.getLongAcquire(producer);
      if (read == seen) {
        return false;
      }
    }
    long place = read & bytes - 1;
    length = memory.getInt(data + place);
    if (length == SKIP) {
      read += bytes - place;
      memory.putLongRelease(consumer, read);
      return peek();
    }
    arrival = memory.getLong(data + place + 8);
    if (length < 1 || length > LONGEST_FRAME || (read & bytes - 1) + HEAD + length > bytes) {
      throw new IllegalStateException("the wire holds a frame of " + length + " bytes");
    }
    return true;
  }

  int length() {
    return length;
  }

  long arrival() {
    return arrival;
  }

  /** Reader: copies the frame's bytes. */
  void copy(byte[] target, int offset) {
    memory.getBytes(data + (read & bytes - 1) + HEAD, target, offset, length);
  }

  /** Reader: takes the frame out. */
  void take() {
    read += HEAD + (length + 7 & ~7);
    memory.putLongRelease(consumer, read);
  }
}
