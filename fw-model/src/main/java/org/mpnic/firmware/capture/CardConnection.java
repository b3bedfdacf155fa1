package org.mpnic.firmware.capture;

import org.mpnic.wire.mptcp.Connection;

/** What the program keeps for an MPTCP connection: the ids of its two directions and its queue. */
final class CardConnection {
  static final int NO_ID = -1;

  final Connection connection;

  /** Queue of every subflow of either direction. */
  final int queue;

  /** Connection id of the data that each side sends, or {@link #NO_ID}. */
  final int[] ids = {NO_ID, NO_ID};

  /** Next DSN expected of each side, for when its id is given out anew. */
  final long[] nextDsn = new long[2];

  /** The side's data has had an id before. */
  final boolean[] begun = new boolean[2];

  /** The side's token stands in the token table. */
  final boolean[] tokenProgrammed = new boolean[2];

  CardConnection(Connection connection, int queue) {
    this.connection = connection;
    this.queue = queue;
  }
}
