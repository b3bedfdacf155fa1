package org.mpnic.testbed.conversation;

/** One mapping of a run, or a stretch of plain TCP data. */
final class Piece {
  /** Place in the sender's data, and number of bytes. */
  final int offset;

  final int length;

  /** Whether it is announced by options at all. */
  boolean mapped = true;

  boolean dataFin;

  /** Carried by MP_CAPABLE instead of a DSS. */
  boolean capable;

  /** Payload is altered on the way: place in the piece, or -1. */
  int alteredAt = -1;

  int alteredBy;

  /** The checksum in the option is wrong. */
  boolean wrongField;

  /** A good copy follows on the same subflow. */
  boolean retransmitted;

  long ssn;
  long dsn;
  int checksum = -1;

  Piece(int offset, int length) {
    this.offset = offset;
    this.length = length;
  }

  boolean isBad() {
    return alteredAt >= 0 || wrongField;
  }

  int wireLength() {
    return length + (dataFin ? 1 : 0);
  }

  long end() {
    return ssn + length;
  }
}
