package org.mpnic.cosim.twin;

import org.mpnic.model.tx.FrameFinish;

/** {@link FrameFinish} as tx_checksum's RTL has it, {@code tx_finish.svh}: first field highest. */
final class FinishBits {
  private static final int[] WIDTHS = {2, 8, 8, 8, 8, 16, 32, 1, 1, 1, 7, 16};

  /** Bits of all fields. */
  static final int WIDTH = 108;

  private FinishBits() {}

  /** Least significant word first. */
  static long[] of(FrameFinish finish) {
    boolean dss = finish.dssChecksumOffset >= 0;
    long[] fields = {
      finish.kind,
      finish.l3Offset,
      finish.l4Offset,
      finish.headerBytes,
      finish.checksumOffset,
      finish.segment,
      finish.sequenceOffset,
      finish.firstSegment ? 1 : 0,
      finish.lastSegment ? 1 : 0,
      dss ? 1 : 0,
      dss ? finish.dssChecksumOffset : 0,
      finish.dssPseudoSum
    };
    PackedBits bits = new PackedBits(WIDTH);
    int at = WIDTH;
    for (int i = 0; i < fields.length; i++) {
      at -= WIDTHS[i];
      bits.at(at, WIDTHS[i], fields[i]);
    }
    return bits.words();
  }
}
