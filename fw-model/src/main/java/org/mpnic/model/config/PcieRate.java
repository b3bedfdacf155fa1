package org.mpnic.model.config;

/**
 * Bytes per second of a PCI Express link in one direction after line coding (PCI Express Base
 * Specification: 8b/10b up to 5 GT/s, 128b/130b up to 32 GT/s, 242 of 256 bytes of a flit at 64).
 */
final class PcieRate {
  private static final long[] TRANSFERS_PER_SECOND = {
    0,
    2_500_000_000L,
    5_000_000_000L,
    8_000_000_000L,
    16_000_000_000L,
    32_000_000_000L,
    64_000_000_000L
  };

  private PcieRate() {}

  static long bytesPerSecond(int generation, int lanes) {
    long bytes = TRANSFERS_PER_SECOND[generation] / 8 * lanes;
    if (generation <= 2) {
      return bytes / 10 * 8;
    }
    return generation <= 5 ? bytes / 130 * 128 : bytes / 256 * 242;
  }
}
