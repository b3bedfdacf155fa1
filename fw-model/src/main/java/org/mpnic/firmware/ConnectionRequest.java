package org.mpnic.firmware;

import org.mpnic.abi.FlowKind;

/**
 * A connection to be programmed by hand.
 *
 * @param id connection id, or {@link CardTables#ANY_ID}
 * @param kind what the connection is
 * @param queue queue of all its subflows
 * @param version MPTCP version
 * @param idsn initial data sequence number of the sender: the first byte has the next one
 * @param hasToken whether SYNs with MP_JOIN and this token go to the queue
 * @param token the sender's token
 * @param receiveWindow bytes that departing segments announce; {@link #CARD_WINDOW}: the card's
 * @param checksumRequired whether DSS checksums are in use
 */
public record ConnectionRequest(
    int id,
    FlowKind kind,
    int queue,
    int version,
    long idsn,
    boolean hasToken,
    int token,
    long receiveWindow,
    boolean checksumRequired) {
  /** The card's window, {@link org.mpnic.model.config.NicConfig#receiveWindowBytes}. */
  public static final long CARD_WINDOW = -1;
}
