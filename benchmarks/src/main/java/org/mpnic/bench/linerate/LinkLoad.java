package org.mpnic.bench.linerate;

/**
 * Bytes on the host link while some frames passed, headers of TLPs included.
 *
 * @param frames that passed
 * @param cycles in which they did
 * @param toHostCarried bytes of writes that the model's link takes time for
 * @param toHostTlps number of these
 * @param toHostBeside bytes of requests and of other writes
 * @param toCardCarried bytes of data read that the model's link takes time for
 * @param toCardTlps number of its TLPs
 * @param toCardBeside bytes of other data read
 */
record LinkLoad(
    long frames,
    long cycles,
    long toHostCarried,
    long toHostTlps,
    long toHostBeside,
    long toCardCarried,
    long toCardTlps,
    long toCardBeside) {
  static final LinkLoad NONE = new LinkLoad(1, 1, 0, 0, 0, 0, 0, 0);

  /**
   * Bytes to add to each write that the model carries, so that its link carries also what this and
   * the other direction send to the host for as many frames.
   */
  int chargeOfWrites(LinkLoad other) {
    return charge(toHostBeside, toHostTlps, other.toHostCarried + other.toHostBeside, other.frames);
  }

  /** The same for data that the card reads. */
  int chargeOfReads(LinkLoad other) {
    return charge(toCardBeside, toCardTlps, other.toCardCarried + other.toCardBeside, other.frames);
  }

  private int charge(long beside, long tlps, long otherBytes, long otherFrames) {
    if (tlps == 0) {
      return 0;
    }
    double perFrame = (double) beside / frames + (double) otherBytes / otherFrames;
    return (int) Math.ceil(perFrame * frames / tlps);
  }

  double toHostPerCycle() {
    return (double) (toHostCarried + toHostBeside) / cycles;
  }

  double toCardPerCycle() {
    return (double) (toCardCarried + toCardBeside) / cycles;
  }
}
