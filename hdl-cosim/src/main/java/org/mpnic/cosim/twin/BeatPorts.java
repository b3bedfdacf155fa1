package org.mpnic.cosim.twin;

import java.util.Arrays;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.model.config.NicConfig;

/** rx_top's inputs from the wire: a beat of each port that has one, side by side. */
public final class BeatPorts {
  private final int beatBytes;
  private final int bytesBits;
  private final Signal valid;
  private final Signal last;
  private final Signal bytes;
  private final Signal data;
  private final long[] allBytes;
  private final long[] allData;
  private final long[] knownBytes;
  private final long[] knownData;
  private long valids;
  private long lasts;

  /** Declares the inputs. */
  public BeatPorts(NicConfig config, StagePorts ports) {
    int count = config.ports();
    beatBytes = config.beatBytes();
    bytesBits = Bits.of(beatBytes);
    valid = ports.input("port_valid_i", count);
    last = ports.input("port_last_i", count);
    bytes = ports.input("port_bytes_i", count * bytesBits);
    data = ports.input("port_data_i", count * 8 * beatBytes);
    allBytes = new long[bytes.words()];
    allData = new long[data.words()];
    knownBytes = new long[bytes.words()];
    knownData = new long[data.words()];
  }

  /**
   * Puts a port's beat beside those of the other ports.
   *
   * @param buffer holds the frame, {@code length} bytes from {@code offset} on
   * @param beat number of the beat in the frame, from 0
   * @return whether it is the frame's last
   */
  public boolean add(int port, byte[] buffer, int offset, int length, int beat) {
    int start = beat * beatBytes;
    int count = Math.min(beatBytes, length - start);
    boolean isLast = start + count == length;
    valids |= 1L << port;
    lasts |= isLast ? 1L << port : 0;
    putBits(allBytes, port * bytesBits, count);
    putBits(knownBytes, port * bytesBits, (1L << bytesBits) - 1);
    pack(buffer, offset + start, count, allData, port * beatBytes / 8);
    for (int i = port * beatBytes; i < port * beatBytes + count; i++) {
      knownData[i >> 3] |= 0xffL << 8 * (i & 7);
    }
    return isLast;
  }

  /** Drives the beats of a cycle, and forgets them. */
  public void drive(Stimulus stimulus) {
    if (valids == 0) {
      return;
    }
    stimulus.set(valid, valids);
    stimulus.set(last, lasts);
    stimulus.set(bytes, allBytes);
    stimulus.set(data, allData);
    stimulus.meaningful(last, new long[] {valids});
    stimulus.meaningful(bytes, knownBytes);
    stimulus.meaningful(data, knownData);
    valids = 0;
    lasts = 0;
    Arrays.fill(allBytes, 0);
    Arrays.fill(allData, 0);
    Arrays.fill(knownBytes, 0);
    Arrays.fill(knownData, 0);
  }

  private static void putBits(long[] words, int at, long value) {
    words[at >> 6] |= value << at;
    if ((at & 63) + 16 > 64 && (at >> 6) + 1 < words.length) {
      words[(at >> 6) + 1] |= value >>> 64 - (at & 63);
    }
  }

  /** Packs bytes into words, the first in the lowest bits. */
  static void pack(byte[] from, int start, int count, long[] words, int firstWord) {
    for (int i = 0; i < count; i++) {
      words[firstWord + (i >> 3)] |= (from[start + i] & 0xffL) << 8 * (i & 7);
    }
  }
}
