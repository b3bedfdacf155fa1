package org.mpnic.bench.linerate;

/** Directions that a card is measured in. */
enum Direction {
  /** Receive. */
  RX,
  /** Transmit. */
  TX,
  /** Receive and transmit of one card at once. */
  BOTH;

  /** As a person writes it. */
  String text() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
