package org.mpnic.cosim.twin;

import java.util.ArrayDeque;
import java.util.Arrays;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.BeatSpacing;

/** Frames of all ports on their way into rx_top, beat by beat, and their bytes for later. */
final class TopFrames {
  /** Frames of a port whose bytes are kept: more than are ever between port and link. */
  private static final int KEPT_FRAMES = 1 << 13;

  private record Coming(byte[] bytes, long firstBeatCycle) {}

  private final NicConfig config;
  private final BeatSpacing spacing;
  private final Signal valid;
  private final Signal last;
  private final Signal bytes;
  private final Signal data;
  private final ArrayDeque<Coming>[] coming;
  private final byte[][][] kept;
  private final int[] serials;
  private final int[] beat;
  private final long[] allBytes;
  private final long[] allData;

  private final long[] knownBytes;
  private final long[] knownData;
  private final int bytesBits;

  @SuppressWarnings({"unchecked", "rawtypes"})
  TopFrames(NicConfig config, StagePorts ports, BeatSpacing spacing) {
    this.config = config;
    this.spacing = spacing;
    int count = config.ports();
    bytesBits = 32 - Integer.numberOfLeadingZeros(config.beatBytes());
    valid = ports.input("port_valid_i", count);
    last = ports.input("port_last_i", count);
    bytes = ports.input("port_bytes_i", count * bytesBits);
    data = ports.input("port_data_i", count * 8 * config.beatBytes());
    coming = new ArrayDeque[count];
    kept = new byte[count][KEPT_FRAMES][];
    serials = new int[count];
    beat = new int[count];
    allBytes = new long[bytes.words()];
    allData = new long[data.words()];
    knownBytes = new long[bytes.words()];
    knownData = new long[data.words()];
    for (int port = 0; port < count; port++) {
      coming[port] = new ArrayDeque<>();
    }
  }

  /** A frame comes. */
  void add(int port, byte[] frame, long firstBeatCycle) {
    coming[port].add(new Coming(frame, firstBeatCycle));
    kept[port][serials[port]++ & KEPT_FRAMES - 1] = frame;
  }

  /** Bytes of a frame by its serial number on its port. */
  byte[] bytes(int port, int serial) {
    return kept[port][serial & KEPT_FRAMES - 1];
  }

  /** No beat comes any more. */
  boolean isEmpty() {
    for (ArrayDeque<Coming> port : coming) {
      if (!port.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** Drives the beats of a cycle. */
  void drive(long cycle, Stimulus stimulus) {
    long valids = 0;
    long lasts = 0;
    for (int port = 0; port < coming.length; port++) {
      Coming frame = coming[port].peek();
      if (frame == null) {
        continue;
      }
      int length = frame.bytes().length;
      if (frame.firstBeatCycle() + spacing.offset(length, beat[port]) != cycle) {
        continue;
      }
      if (valids == 0) {
        Arrays.fill(allBytes, 0);
        Arrays.fill(allData, 0);
        Arrays.fill(knownBytes, 0);
        Arrays.fill(knownData, 0);
      }
      valids |= 1L << port;
      int start = beat[port] * config.beatBytes();
      int count = Math.min(config.beatBytes(), length - start);
      putBits(allBytes, port * bytesBits, count);
      putBits(knownBytes, port * bytesBits, (1L << bytesBits) - 1);
      ones(knownData, port * config.beatBytes(), count);
      pack(frame.bytes(), start, count, allData, port * config.beatBytes() / 8);
      beat[port]++;
      if (start + count == length) {
        lasts |= 1L << port;
        beat[port] = 0;
        coming[port].remove();
      }
    }
    if (valids != 0) {
      stimulus.set(valid, valids);
      stimulus.set(last, lasts);
      stimulus.set(bytes, allBytes);
      stimulus.set(data, allData);
      stimulus.meaningful(last, new long[] {valids});
      stimulus.meaningful(bytes, knownBytes);
      stimulus.meaningful(data, knownData);
    }
  }

  private static void putBits(long[] words, int at, long value) {
    words[at >> 6] |= value << at;
    if ((at & 63) + 16 > 64 && (at >> 6) + 1 < words.length) {
      words[(at >> 6) + 1] |= value >>> 64 - (at & 63);
    }
  }

  private static void ones(long[] words, int firstByte, int count) {
    for (int i = firstByte; i < firstByte + count; i++) {
      words[i >> 3] |= 0xffL << 8 * (i & 7);
    }
  }

  /** Packs bytes into words, the first in the lowest bits. */
  static void pack(byte[] from, int start, int count, long[] words, int firstWord) {
    for (int i = 0; i < count; i++) {
      words[firstWord + (i >> 3)] |= (from[start + i] & 0xffL) << 8 * (i & 7);
    }
  }
}
