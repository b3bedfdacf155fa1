package org.mpnic.firmware;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import org.mpnic.abi.CounterTable;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.FlowTable;
import org.mpnic.model.rx.HeaderStages;
import org.mpnic.model.rx.HeaderWord;
import org.mpnic.model.rx.SubflowTracker;
import org.mpnic.model.table.CuckooWriter;

/**
 * The card's receive tables as the control processor programs them: ids, generations, entries and
 * contexts, each write at its cycle.
 *
 * <p>Order of the writes of one subflow: its connection and contexts first, then its flow entry,
 * each effective no earlier than the one before, so that an entry never names a context that is not
 * there. A reused id has another generation, so that no frame is taken for a later owner's.
 *
 * <p>When the tables are full: bounded cuckoo moves ({@value #SEARCHED_SLOTS} slots looked at);
 * then the oldest subflow marked closed among the slots that the search has met is replaced;
 * without one, the oldest whose handshake was not seen; without one, the new subflow is not
 * programmed, its frames take the slow path, and a counter says so. The same order holds for
 * subflow ids. Entries made by hand ({@link ManualEntries}) are never replaced.
 */
public final class CardTables implements CuckooWriter.Replacement {
  /** Takes any id that is free. */
  public static final int ANY_ID = -1;

  /** Slots that an insertion into the flow table looks at. */
  public static final int SEARCHED_SLOTS = 256;

  /** Subflows that may go for one connection id: those of one connection, usually. */
  private static final int REPLACED_FOR_A_CONNECTION = 8;

  private static final long UNPROVEN_RANK = 1L << 62;

  /** Is told of subflows that lose their place to others. */
  public interface Listener {
    /** The subflow was removed to make room. */
    void replaced(TableSubflow subflow);
  }

  private final HeaderStages stages;
  private final long receiveWindowBytes;
  private final long[] counters;
  private final Listener listener;
  private final IdPool subflowIds;
  private final IdPool connectionIds;
  private final CuckooWriter flows;
  private final CuckooWriter tokens;
  private final TableSubflow[] subflows;
  private final TableConnection[] connections;
  private final Map<Integer, Object> tokenOwners = new HashMap<>();
  private final LinkedHashSet<TableSubflow> closed = new LinkedHashSet<>();
  private final LinkedHashSet<TableSubflow> unproven = new LinkedHashSet<>();
  private final long[] key = new long[FlowTable.KEY_WORDS];
  private final long[] tokenKey = new long[1];
  private long nextRank;
  private long doneCycle;

  /** Effect of the last connection written: no subflow of it may be there before. */
  private long connectionsCycle;

  /** Effect of the last subflow cleared: its connection may not go before. */
  private long subflowsCycle;

  /** Empty tables of a card. */
  public CardTables(NicConfig config, HeaderStages stages, long[] counters, Listener listener) {
    this.stages = stages;
    this.receiveWindowBytes = config.receiveWindowBytes();
    this.counters = counters;
    this.listener = listener;
    this.subflowIds = new IdPool(config.subflows());
    this.connectionIds = new IdPool(config.connections());
    this.flows = new CuckooWriter(stages.flowTable().flows(), SEARCHED_SLOTS, this);
    this.tokens = new CuckooWriter(stages.flowTable().tokens(), SEARCHED_SLOTS, new KeepAll());
    this.subflows = new TableSubflow[config.subflows()];
    this.connections = new TableConnection[config.connections()];
  }

  /** Tokens are never replaced: a join without steering still works. */
  private static final class KeepAll implements CuckooWriter.Replacement {
    @Override
    public long rank(long value) {
      return Long.MAX_VALUE;
    }

    @Override
    public void replaced(long value) {
      throw new IllegalStateException("token entry " + value + " is not to be replaced");
    }
  }

  /** Sets the cycle in which the event at hand is done: the earliest for all writes from now on. */
  public void at(long cycle) {
    doneCycle = Math.max(doneCycle, cycle);
  }

  /**
   * Programs a connection id.
   *
   * @param queue queue of all its subflows
   * @param nextDsn first DSN that is expected; 0 for plain flows
   * @return the id, or -1 when none is left
   */
  public int addConnection(int queue, long nextDsn) {
    TableConnection connection = addConnection(ANY_ID, queue, nextDsn, receiveWindowBytes, false);
    return connection == null ? -1 : connection.id();
  }

  /** As above, with an id that is free or any; null when none is left. */
  TableConnection addConnection(int wanted, int queue, long nextDsn, long window, boolean byHand) {
    int id = takeConnectionId(wanted);
    if (id < 0) {
      counters[CounterTable.CONNECTION_TABLE_FULL]++;
      return null;
    }
    int generation = connectionIds.generation(id);
    connections[id] =
        new TableConnection(id, generation, queue, nextDsn, window, doneCycle, byHand);
    connectionsCycle =
        stages.connectionTracker().program(doneCycle, id, generation, queue, nextDsn, window);
    counters[CounterTable.CONNECTIONS_OPEN] = connectionIds.taken();
    return connections[id];
  }

  private int takeConnectionId(int wanted) {
    if (wanted != ANY_ID) {
      connectionIds.take(wanted);
      return wanted;
    }
    int id = connectionIds.take();
    for (int i = 0; id < 0 && i < REPLACED_FOR_A_CONNECTION && replaceOldest(null); i++) {
      id = connectionIds.take();
    }
    return id;
  }

  /** Gives back a connection id that no subflow uses, unless it was made by hand. */
  public void removeUnused(int connection) {
    TableConnection entry = connection < 0 ? null : connections[connection];
    if (entry != null && entry.users == 0 && !entry.byHand) {
      removeConnection(entry);
    }
  }

  /** Gives back a connection id that no subflow uses. */
  void removeConnection(TableConnection connection) {
    stages.connectionTracker().clear(Math.max(doneCycle, subflowsCycle), connection.id());
    connections[connection.id()] = null;
    connectionIds.release(connection.id());
    counters[CounterTable.CONNECTIONS_OPEN] = connectionIds.taken();
  }

  /** The connection with an id, or null. */
  public TableConnection connection(int id) {
    return connections[id];
  }

  boolean hasConnection(int id) {
    return connections[id] != null;
  }

  boolean hasSubflow(int id) {
    return subflows[id] != null;
  }

  /** Subflows that use a connection id; 0 for one that is free. */
  public int users(int connection) {
    return connections[connection] == null ? 0 : connections[connection].users;
  }

  /**
   * Programs a receive subflow; an entry with the same key is overwritten and its id given back.
   *
   * @param flowKey key of the flow table, copied
   * @param kind {@link HeaderWord#KIND_MPTCP} or {@link HeaderWord#KIND_PLAIN}
   * @param initialSequence sequence number that is SSN 0
   * @param nextSsn first SSN that is expected
   * @param connection connection id
   * @param proven the handshake was seen
   * @param owner the program's own object
   * @return the subflow, or null when there is no room
   */
  public TableSubflow addSubflow(
      long[] flowKey,
      int kind,
      int initialSequence,
      int nextSsn,
      int connection,
      boolean proven,
      Object owner) {
    TableSubflow subflow = new TableSubflow();
    System.arraycopy(flowKey, 0, subflow.key, 0, subflow.key.length);
    subflow.connection = connections[connection];
    subflow.kind = kind;
    subflow.initialSequence = initialSequence;
    subflow.proven = proven;
    subflow.owner = owner;
    return add(subflow, ANY_ID, nextSsn) ? subflow : null;
  }

  /** Enters a subflow under an id that is free or any; false when there is no room. */
  boolean add(TableSubflow subflow, int wanted, int nextSsn) {
    TableSubflow before = find(subflow.key);
    subflow.connection.users++; // Kept from here on, whoever is replaced.
    int id = takeSubflowId(wanted, before);
    if (id < 0) {
      subflow.connection.users--;
      counters[CounterTable.SUBFLOW_TABLE_FULL]++;
      return false;
    }
    subflow.hashes = stages.flowTable().flowHashes(subflow.key);
    subflow.id = id;
    subflow.generation = subflowIds.generation(id);
    subflow.firstSsn = nextSsn;
    subflow.programmedCycle = doneCycle;
    subflow.rank = nextRank++;
    long effective = writeContexts(subflow, nextSsn);
    long moves = flows.moves();
    long value = FlowTable.flowValue(id, subflow.generation);
    long inserted = flows.insert(effective, subflow.hashes, subflow.key, value);
    counters[CounterTable.FLOW_MOVES] += flows.moves() - moves;
    if (inserted == CuckooWriter.FULL) {
      counters[CounterTable.FLOW_TABLE_FULL]++;
      stages.subflowTracker().clear(effective, id);
      subflowIds.release(id);
      subflow.connection.users--;
      return false;
    }
    counters[CounterTable.FLOW_INSERTS]++;
    subflow.effectiveCycle = inserted;
    subflow.connection.usersEver++;
    subflows[id] = subflow;
    if (!subflow.proven) {
      unproven.add(subflow);
    }
    if (before != null && subflows[before.id] == before) {
      forget(before);
    }
    counters[CounterTable.SUBFLOWS_OPEN] = subflowIds.taken();
    return true;
  }

  private long writeContexts(TableSubflow subflow, int nextSsn) {
    long ready = Math.max(doneCycle, connectionsCycle);
    long effective = stages.dssMapper().program(ready, subflow.id, subflow.generation);
    effective = stages.steering().program(effective, subflow.id);
    return stages
        .subflowTracker()
        .program(
            effective,
            subflow.id,
            subflow.generation,
            subflow.kind,
            subflow.initialSequence,
            nextSsn,
            subflow.connection.id(),
            subflow.connection.generation(),
            subflow.firstTimestamp);
  }

  private int takeSubflowId(int wanted, TableSubflow keep) {
    if (wanted != ANY_ID) {
      subflowIds.take(wanted);
      return wanted;
    }
    int id = subflowIds.take();
    if (id >= 0) {
      return id;
    }
    return replaceOldest(keep) ? subflowIds.take() : -1;
  }

  /** Removes the subflow that may go first; false when none may. */
  private boolean replaceOldest(TableSubflow keep) {
    TableSubflow victim = oldest(closed, keep);
    victim = victim == null ? oldest(unproven, keep) : victim;
    if (victim == null) {
      return false;
    }
    flows.remove(doneCycle, victim.hashes, victim.key);
    counters[CounterTable.FLOW_REPLACEMENTS]++;
    forget(victim);
    listener.replaced(victim);
    return true;
  }

  private static TableSubflow oldest(LinkedHashSet<TableSubflow> set, TableSubflow keep) {
    Iterator<TableSubflow> subflows = set.iterator();
    TableSubflow first = subflows.hasNext() ? subflows.next() : null;
    return first != keep || first == null ? first : subflows.hasNext() ? subflows.next() : null;
  }

  /** The subflow that stands or will stand under a key, or null. */
  public TableSubflow find(long[] flowKey) {
    long value = flows.find(stages.flowTable().flowHashes(flowKey), flowKey);
    return value < 0 ? null : subflows[(int) value & (1 << FlowTable.SUBFLOW_BITS) - 1];
  }

  /** The subflow with an id, or null. */
  public TableSubflow subflow(int id) {
    return subflows[id];
  }

  /** Removes a subflow's entry; its id is given back. */
  public void remove(TableSubflow subflow) {
    if (subflows[subflow.id] == subflow) {
      flows.remove(doneCycle, subflow.hashes, subflow.key);
      forget(subflow);
    }
  }

  /** Marks a subflow closed: it goes on, but may be replaced. */
  public void close(TableSubflow subflow) {
    if (!subflow.closed && subflows[subflow.id] == subflow) {
      subflow.closed = true;
      subflow.closedCycle = doneCycle;
      subflow.rank = nextRank++;
      unproven.remove(subflow);
      closed.add(subflow);
    }
  }

  private void forget(TableSubflow subflow) {
    subflowsCycle = stages.subflowTracker().clear(doneCycle, subflow.id);
    subflows[subflow.id] = null;
    subflowIds.release(subflow.id);
    closed.remove(subflow);
    unproven.remove(subflow);
    subflow.connection.users--;
    counters[CounterTable.SUBFLOWS_OPEN] = subflowIds.taken();
  }

  /**
   * Programs a token.
   *
   * @param owner who may remove it: the latest one who programmed it
   * @return false when there is no room, or the token was programmed by hand
   */
  public boolean addToken(int token, int connection, int queue, Object owner) {
    if (tokenOwners.get(token) instanceof TableConnection byHand && byHand != owner) {
      return false;
    }
    tokenKey[0] = token & 0xffff_ffffL;
    long effective =
        tokens.insert(
            doneCycle,
            stages.flowTable().tokenHashes(token),
            tokenKey,
            FlowTable.tokenValue(connection, queue));
    boolean done = effective != CuckooWriter.FULL;
    counters[done ? CounterTable.TOKEN_INSERTS : CounterTable.TOKEN_TABLE_FULL]++;
    if (done) {
      tokenOwners.put(token, owner);
    }
    return done;
  }

  /** Whether a token is in the table. */
  boolean hasToken(int token) {
    return tokenOwners.containsKey(token);
  }

  /** Removes a token of an owner. */
  public void removeToken(int token, Object owner) {
    if (tokenOwners.remove(token, owner)) {
      tokenKey[0] = token & 0xffff_ffffL;
      tokens.remove(doneCycle, stages.flowTable().tokenHashes(token), tokenKey);
    }
  }

  /** Queue that the indirection table has for a flow. */
  public int queueByHash(long[] flowKey) {
    int hash = (int) stages.flowTable().flowHashes(flowKey);
    return stages.steering().indirection(hash & stages.steering().indirectionEntries() - 1);
  }

  /** In-order point of a subflow, relative to its initial sequence number. */
  public int receiveNextSsn(int subflow) {
    return stages.subflowTracker().receiveNext(subflow);
  }

  /** TSval that a subflow echoes, or {@link SubflowTracker#NO_TIMESTAMP}. */
  public long timestampRecent(int subflow) {
    return stages.subflowTracker().timestampRecent(subflow);
  }

  /** In-order point of a connection's data sequence space. */
  public long receiveNextDsn(int connection) {
    return stages.connectionTracker().receiveNext(connection);
  }

  /** Bytes that segments of the opposite direction announce for a connection. */
  public long receiveWindow(int connection) {
    return stages.connectionTracker().receiveWindow(connection);
  }

  /** A key array to fill. */
  public long[] scratchKey() {
    return key;
  }

  @Override
  public long rank(long value) {
    TableSubflow subflow = subflows[(int) value & (1 << FlowTable.SUBFLOW_BITS) - 1];
    if (subflow == null || subflow.closed) {
      return subflow == null ? -1 : subflow.rank;
    }
    return subflow.proven ? Long.MAX_VALUE : UNPROVEN_RANK + subflow.rank;
  }

  @Override
  public void replaced(long value) {
    TableSubflow victim = subflows[(int) value & (1 << FlowTable.SUBFLOW_BITS) - 1];
    counters[CounterTable.FLOW_REPLACEMENTS]++;
    if (victim != null) {
      forget(victim);
      listener.replaced(victim);
    }
  }

  /** Forgets everything; the stages' memories are reset by their owner. */
  public void reset() {
    subflowIds.reset();
    connectionIds.reset();
    flows.reset();
    tokens.reset();
    Arrays.fill(subflows, null);
    Arrays.fill(connections, null);
    tokenOwners.clear();
    closed.clear();
    unproven.clear();
    nextRank = 0;
    doneCycle = 0;
    connectionsCycle = 0;
    subflowsCycle = 0;
  }
}
