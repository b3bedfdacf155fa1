package org.mpnic.model.tx;

import java.util.Arrays;
import org.mpnic.abi.SchedulePolicy;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.table.ContextArray;

/**
 * The contexts of the transmit connections: what the control processor has programmed, and what
 * subflow_scheduler keeps.
 *
 * <p>A write that is effective at cycle e holds for decisions that begin later than e, see {@link
 * ContextArray}. The tables of the transmit side take one write every 4 cycles: of what is written
 * in one cycle the first holds at once, the next 4 cycles later, and so on.
 */
public final class TxConnections {
  private static final int VALID = 0;
  private static final int POLICY = 1;
  private static final int ACK_BYTES = 4;
  private static final int DSN_BYTES = 8;
  private static final int CHECKSUM = 12;
  private static final int PER_CHUNK = 13;
  private static final int COUNT = 16;
  private static final int RECEIVE_CONNECTION = 32;
  private static final int SUBFLOW_WORD = 1;
  private static final int CONFIG_WORDS = 1 + TxConnectionEntry.MAX_SUBFLOWS / 2;

  /** Binding: bit 0 there is such a connection, then bound, queue, low bits of the queue's life. */
  private static final int BOUND = 1;

  private static final int QUEUE = 2;
  private static final int LIFE = 8;
  private static final int MAX_QUEUE = 0x3f;
  private static final int MAX_LIFE = 0xffff;

  static final int NEXT_DSN = 0;

  /** Place in the list of the subflow that the last decision chose; -1 at first. */
  static final int LAST_PLACE = 1;

  /** Redundant: places in the list that still have to get the present chunk, and its bytes. */
  static final int COPIES_LEFT = 2;

  static final int COPY_BYTES = 3;

  /**
   * Weighted: lead of each place over what it got, in bytes times weight. Of 16 places any k have
   * no more than 2q k (16 - k) together, q the largest weight times the longest chunk: it is below
   * 2^29, of either sign, whatever places may send.
   */
  static final int CREDIT = 4;

  private static final int STATE_WORDS = CREDIT + TxConnectionEntry.MAX_SUBFLOWS;

  private final NicConfig nic;
  private final ContextArray config;
  private final ContextArray state;

  /** What tx_descriptor_check asks: which connections there are, and which queue brings data. */
  private final ContextArray bindings;

  private final ControlWrites writes = new ControlWrites();
  private final long[] bindingValue = new long[1];
  private final long[] configValue = new long[CONFIG_WORDS];
  private final long[] stateValue = new long[STATE_WORDS];

  /** No connection is programmed. */
  public TxConnections(NicConfig nic) {
    this.nic = nic;
    int entries = nic.transmit().connections();
    this.config = new ContextArray("tx_connection", entries, CONFIG_WORDS);
    this.state = new ContextArray("tx_connection_state", entries, STATE_WORDS);
    this.bindings = new ContextArray("tx_connection_binding", entries, 1);
  }

  /** Why an entry cannot be programmed: one line naming field, value and range; null if it can. */
  public String refusal(int connection, TxConnectionEntry entry) {
    if (connection < 0 || connection >= config.entries()) {
      return "transmit connection " + connection + ", the card has 0.." + (config.entries() - 1);
    }
    if (entry.dataAckBytes != 0 && entry.dataAckBytes != 4 && entry.dataAckBytes != 8) {
      return "DATA_ACK of " + entry.dataAckBytes + " bytes, it must be 0, 4 or 8";
    }
    if (entry.dsnBytes != 4 && entry.dsnBytes != 8) {
      return "DSN of " + entry.dsnBytes + " bytes, it must be 4 or 8";
    }
    if (entry.receiveConnection < 0 || entry.receiveConnection >= nic.connections()) {
      return "receive connection "
          + entry.receiveConnection
          + ", the card has 0.."
          + (nic.connections() - 1);
    }
    int most = Math.min(nic.transmit().subflowsPerConnection(), TxConnectionEntry.MAX_SUBFLOWS);
    if (entry.subflowCount < 0 || entry.subflowCount > most) {
      return entry.subflowCount + " transmit subflows, a connection has 0.." + most;
    }
    for (int place = 0; place < entry.subflowCount; place++) {
      int subflow = entry.subflows[place];
      if (subflow < 0 || subflow >= nic.transmit().subflows()) {
        return "transmit subflow "
            + subflow
            + ", the card has 0.."
            + (nic.transmit().subflows() - 1);
      }
    }
    return null;
  }

  /**
   * Programs a connection anew: a queue may bind it again, {@code nextDsn} counts from the entry.
   *
   * @return cycle from which on it holds
   * @throws IllegalArgumentException with the text of {@link #refusal}
   */
  public long program(int connection, TxConnectionEntry entry, long cycle) {
    String refusal = refusal(connection, entry);
    if (refusal != null) {
      throw new IllegalArgumentException(refusal);
    }
    encode(entry);
    Arrays.fill(stateValue, 0);
    stateValue[NEXT_DSN] = entry.nextDsn;
    stateValue[LAST_PLACE] = -1;
    state.write(writes.take(cycle), connection, stateValue);
    long holds = config.write(writes.take(cycle), connection, configValue);
    bind(connection, 1L << VALID, holds);
    return holds;
  }

  /** Changes everything but {@code nextDsn}: policy, formats, list of subflows. */
  public long change(int connection, TxConnectionEntry entry, long cycle) {
    String refusal = refusal(connection, entry);
    if (refusal != null) {
      throw new IllegalArgumentException(refusal);
    }
    encode(entry);
    return config.write(writes.take(cycle), connection, configValue);
  }

  /**
   * Takes a connection out of the table: its descriptors are refused from then on, its data stays
   * where it is, and mappings that were taken in before leave as if it were there.
   */
  public long remove(int connection, long cycle) {
    config.read(connection, configValue);
    configValue[0] &= ~(1L << VALID);
    bind(connection, 0, cycle);
    return config.write(writes.take(cycle), connection, configValue);
  }

  private void bind(int connection, long binding, long cycle) {
    bindingValue[0] = binding;
    bindings.write(cycle, connection, bindingValue);
  }

  private void encode(TxConnectionEntry entry) {
    Arrays.fill(configValue, 0);
    configValue[0] =
        1L << VALID
            | (long) entry.policy.code() << POLICY
            | (long) entry.dataAckBytes << ACK_BYTES
            | (long) entry.dsnBytes << DSN_BYTES
            | (entry.checksum ? 1L << CHECKSUM : 0)
            | (entry.mappingPerChunk ? 1L << PER_CHUNK : 0)
            | (long) entry.subflowCount << COUNT
            | (long) entry.receiveConnection << RECEIVE_CONNECTION;
    for (int place = 0; place < entry.subflowCount; place++) {
      configValue[SUBFLOW_WORD + place / 2] |= (long) entry.subflows[place] << (place & 1) * 32;
    }
  }

  /** When writes of the control processor reach the tables of the transmit side. */
  ControlWrites writes() {
    return writes;
  }

  /** First cycle in which all writes to the tables of the transmit side so far hold. */
  public long heldCycle() {
    return writes.heldCycle();
  }

  /** Takes the writes that hold for a decision of this cycle. */
  public void settle(long cycle) {
    config.settle(cycle);
    state.settle(cycle);
  }

  /** Tables that the control processor writes, for tools that replay its writes. */
  public ContextArray[] tables() {
    return new ContextArray[] {config, state, bindings};
  }

  boolean valid(int connection) {
    return connection >= 0 && connection < config.entries() && (word(connection) & 1) != 0;
  }

  private long word(int connection) {
    return config.words()[config.base(connection)];
  }

  private int bits(int connection, int shift, int mask) {
    return (int) (word(connection) >>> shift) & mask;
  }

  SchedulePolicy policy(int connection) {
    return SchedulePolicy.of(bits(connection, POLICY, 7));
  }

  boolean checksum(int connection) {
    return bits(connection, CHECKSUM, 1) != 0;
  }

  boolean mappingPerChunk(int connection) {
    return bits(connection, PER_CHUNK, 1) != 0 && !checksum(connection);
  }

  /** Receive connection of the opposite direction. */
  public int receiveConnection(int connection) {
    return bits(connection, RECEIVE_CONNECTION, 0xfffff);
  }

  int subflowCount(int connection) {
    return bits(connection, COUNT, 0x1f);
  }

  int subflow(int connection, int place) {
    long word = config.words()[config.base(connection) + SUBFLOW_WORD + place / 2];
    return (int) (word >>> (place & 1) * 32);
  }

  /** Format of the DSS option of a segment with mapping, as wished; see {@link DssOption}. */
  int format(int connection) {
    return DssOption.format(
        bits(connection, ACK_BYTES, 0xf), bits(connection, DSN_BYTES, 0xf), checksum(connection));
  }

  /** Format as the control processor has programmed it, effective or not; -1 if it has not. */
  int programmedFormat(int connection) {
    config.read(connection, configValue);
    long word = configValue[0];
    if ((word & 1) == 0) {
      return -1;
    }
    return DssOption.format(
        (int) (word >>> ACK_BYTES) & 0xf,
        (int) (word >>> DSN_BYTES) & 0xf,
        (word >>> CHECKSUM & 1) != 0);
  }

  /** A word of what subflow_scheduler keeps. */
  long state(int connection, int word) {
    return state.words()[state.base(connection) + word];
  }

  void state(int connection, int word, long value) {
    state.words()[state.base(connection) + word] = value;
  }

  /** DSN of the next byte that subflow_scheduler gives away, as the last {@link #settle} has it. */
  long nextDsn(int connection) {
    return state(connection, NEXT_DSN);
  }

  /** The same as the control processor sees it: as it has programmed it, if that is pending. */
  public long programmedNextDsn(int connection) {
    state.read(connection, stateValue);
    return stateValue[NEXT_DSN];
  }

  /** Takes the writes that hold for a descriptor that arrives in this cycle. */
  void settleBindings(long cycle) {
    bindings.settle(cycle);
  }

  private long binding(int connection) {
    return bindings.words()[bindings.base(connection)];
  }

  /** There is such a connection, as the last {@link #settleBindings} has it. */
  boolean known(int connection) {
    return connection >= 0 && connection < bindings.entries() && (binding(connection) & 1) != 0;
  }

  /** Queue that has bound the connection, in whichever of its lives; -1 if none has. */
  int boundQueue(int connection) {
    long binding = binding(connection);
    return (binding >>> BOUND & 1) == 0 ? -1 : (int) (binding >>> QUEUE) & MAX_QUEUE;
  }

  /** It was in this life of the queue, by the life's low 16 bits. */
  boolean boundInLife(int connection, int life) {
    return (int) (binding(connection) >>> LIFE) == (life & MAX_LIFE);
  }

  /** The queue brings the connection's data from now on. */
  void bind(int connection, int queue, int life) {
    bindings.words()[bindings.base(connection)] =
        1L << VALID | 1L << BOUND | (long) queue << QUEUE | (long) (life & MAX_LIFE) << LIFE;
  }

  /** As after power-on. */
  public void reset() {
    config.reset();
    state.reset();
    bindings.reset();
    writes.reset();
  }
}
