package org.mpnic.firmware;

import org.mpnic.abi.FlowKind;
import org.mpnic.model.rx.SubflowTracker;

/**
 * A receive subflow to be programmed by hand.
 *
 * @param id subflow id, or {@link CardTables#ANY_ID}
 * @param kind what the flow is
 * @param key key of the flow table
 * @param initialSequence sequence number that is SSN 0
 * @param connection connection id, or {@link CardTables#ANY_ID} for one of its own
 * @param queue queue of its frames; {@link CardTables#ANY_ID}: the connection's
 * @param timestamp TSval to echo from the start; {@link SubflowTracker#NO_TIMESTAMP}: none yet
 * @param isInitiator whether the sender opened the TCP connection; shown, not used
 */
public record FlowRequest(
    int id,
    FlowKind kind,
    long[] key,
    int initialSequence,
    int connection,
    int queue,
    long timestamp,
    boolean isInitiator) {}
