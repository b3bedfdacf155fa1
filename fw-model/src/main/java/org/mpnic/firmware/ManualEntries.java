package org.mpnic.firmware;

import static org.mpnic.abi.AdminStatus.BAD_ARGUMENT;
import static org.mpnic.abi.AdminStatus.ENTRY_EXISTS;
import static org.mpnic.abi.AdminStatus.NO_SUCH_ENTRY;
import static org.mpnic.abi.AdminStatus.NO_SUCH_QUEUE;
import static org.mpnic.abi.AdminStatus.TABLE_FULL;
import static org.mpnic.abi.AdminStatus.WRONG_STATE;

import java.util.function.IntPredicate;
import org.mpnic.abi.CompletionLayout;
import org.mpnic.abi.FlowKind;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.HeaderWord;

/**
 * Connections and subflows that the host programs by admin commands, beside those of the program.
 *
 * <p>They stand in the same tables and get their ids from the same pools, and their writes go the
 * same way. The program leaves them alone: it never replaces, closes, moves to another id or
 * removes one. When a handshake is seen on the addresses and ports of an entry made by hand, the
 * program follows the connection, but programs nothing in this direction while the entry is there;
 * a SYN with another initial sequence number suspends the entry as it does any (its frames take the
 * slow path, reason context_unknown) until the host has removed it and programmed it anew.
 *
 * <p>The other way round, a host cannot take an entry over from the program: its addresses and
 * ports are refused with status entry_exists, its ids with wrong_state.
 */
public final class ManualEntries {
  private static final int FIRST_SSN = 1;

  /** Largest receive window, bytes (RFC 7323 section 2.3). */
  private static final long LARGEST_WINDOW = 1L << 30;

  private final CardTables tables;
  private final EntryEvents events;
  private final long receiveWindowBytes;
  private final int queues;
  private final int subflows;
  private final int connections;

  /** Nothing is programmed by hand. */
  public ManualEntries(NicConfig config, CardTables tables, EntryEvents events) {
    this.tables = tables;
    this.events = events;
    this.receiveWindowBytes = config.receiveWindowBytes();
    this.queues = config.queues();
    this.subflows = config.subflows();
    this.connections = config.connections();
  }

  /**
   * Sets the cycle of the commands from now on: their writes hold for frames granted after it. It
   * does not go back behind what the program has written.
   */
  public void at(long cycle) {
    tables.at(cycle);
    events.at(cycle);
  }

  /** Programs a connection; its id. */
  public int program(ConnectionRequest request) throws EntryRefusal {
    requireKind(request.kind());
    requireQueue(request.queue());
    boolean mptcp = request.kind() == FlowKind.MPTCP;
    if (mptcp && (request.version() < 0 || request.version() > 1)) {
      throw new EntryRefusal(
          BAD_ARGUMENT, "version " + request.version() + ": MPTCP has versions 0 and 1");
    }
    if (!mptcp && request.hasToken()) {
      throw new EntryRefusal(BAD_ARGUMENT, "a token with kind " + request.kind().label());
    }
    int id = requireFree("connection", request.id(), connections, tables::hasConnection);
    if (request.hasToken() && tables.hasToken(request.token())) {
      throw new EntryRefusal(
          ENTRY_EXISTS, String.format("token %08x is in the table", request.token()));
    }
    long window =
        request.receiveWindow() == ConnectionRequest.CARD_WINDOW
            ? receiveWindowBytes
            : request.receiveWindow();
    if (window > LARGEST_WINDOW) {
      throw new EntryRefusal(
          BAD_ARGUMENT, "receive window " + window + ", at most " + LARGEST_WINDOW + " bytes");
    }
    TableConnection connection =
        tables.addConnection(id, request.queue(), mptcp ? request.idsn() + 1 : 0, window, true);
    if (connection == null) {
      throw new EntryRefusal(TABLE_FULL, "all " + connections + " connection ids are in use");
    }
    describe(connection, request);
    if (request.hasToken()
        && !tables.addToken(request.token(), connection.id(), request.queue(), connection)) {
      tables.removeConnection(connection);
      throw new EntryRefusal(
          TABLE_FULL, String.format("the token table has no place for %08x", request.token()));
    }
    events.programmed(connection);
    return connection.id();
  }

  private static void describe(TableConnection connection, ConnectionRequest request) {
    connection.kind = request.kind();
    connection.checksumRequired = request.checksumRequired();
    if (request.kind() == FlowKind.MPTCP) {
      connection.version = request.version();
      connection.idsn = request.idsn();
      connection.hasToken = request.hasToken();
      connection.token = request.token();
    }
  }

  /** Removes a connection that no flow uses. */
  public void removeConnection(long id) throws EntryRefusal {
    TableConnection connection = connection(id);
    if (connection.users > 0) {
      throw new EntryRefusal(
          WRONG_STATE, "connection " + id + " has " + connection.users + " flows: remove them");
    }
    if (connection.hasToken) {
      tables.removeToken(connection.token, connection);
    }
    tables.removeConnection(connection);
    events.removed(connection);
  }

  /** Programs a subflow. */
  public TableSubflow program(FlowRequest request) throws EntryRefusal {
    requireKind(request.kind());
    if (tables.find(request.key()) != null) {
      throw new EntryRefusal(
          ENTRY_EXISTS,
          "addresses and ports have subflow " + tables.find(request.key()).id() + " already");
    }
    int id = requireFree("subflow", request.id(), subflows, tables::hasSubflow);
    TableConnection connection = connectionOf(request);
    TableSubflow subflow = new TableSubflow();
    System.arraycopy(request.key(), 0, subflow.key, 0, subflow.key.length);
    subflow.connection = connection;
    subflow.kind = request.kind() == FlowKind.MPTCP ? HeaderWord.KIND_MPTCP : HeaderWord.KIND_PLAIN;
    subflow.initialSequence = request.initialSequence();
    subflow.firstTimestamp = request.timestamp();
    subflow.initiator = request.isInitiator();
    subflow.proven = true;
    subflow.byHand = true;
    if (!tables.add(subflow, id, FIRST_SSN)) {
      tables.removeUnused(connection.id());
      throw new EntryRefusal(
          TABLE_FULL, "no place for the flow among " + subflows + ", not even after moves");
    }
    events.programmed(subflow, connection);
    return subflow;
  }

  /** The connection that a flow names, or one of its own, which goes with it. */
  private TableConnection connectionOf(FlowRequest request) throws EntryRefusal {
    if (request.connection() != CardTables.ANY_ID) {
      TableConnection connection = connection(request.connection());
      if (connection.kind != request.kind()) {
        throw new EntryRefusal(
            BAD_ARGUMENT,
            "kind "
                + request.kind().label()
                + ": connection "
                + connection.id()
                + " is "
                + connection.kind.label());
      }
      if (request.queue() != CardTables.ANY_ID && request.queue() != connection.queue()) {
        throw new EntryRefusal(
            BAD_ARGUMENT,
            "queue "
                + request.queue()
                + ": connection "
                + connection.id()
                + " has queue "
                + connection.queue());
      }
      return connection;
    }
    if (request.kind() == FlowKind.MPTCP) {
      throw new EntryRefusal(BAD_ARGUMENT, "kind mptcp without connection: program one first");
    }
    requireQueue(request.queue());
    TableConnection own =
        tables.addConnection(CardTables.ANY_ID, request.queue(), 0, receiveWindowBytes, false);
    if (own == null) {
      throw new EntryRefusal(TABLE_FULL, "all " + connections + " connection ids are in use");
    }
    own.kind = request.kind();
    return own;
  }

  /**
   * Removes a subflow, and the connection that it made for itself.
   *
   * @param word subflow word as programming it gave it, or an id alone
   */
  public void removeFlow(long word) throws EntryRefusal {
    int id = (int) word & CompletionLayout.SUBFLOW_ID_MASK;
    int generation = (int) word >>> CompletionLayout.SUBFLOW_GENERATION_SHIFT;
    TableSubflow subflow = id >= subflows ? null : tables.subflow(id);
    if (subflow == null || word != id && generation != subflow.generation) {
      throw new EntryRefusal(
          NO_SUCH_ENTRY,
          "subflow " + id + " is not programmed, or not in generation " + generation);
    }
    if (!subflow.byHand) {
      throw new EntryRefusal(WRONG_STATE, "subflow " + id + " was not programmed by hand");
    }
    tables.remove(subflow);
    events.removed(subflow, subflow.connection);
    tables.removeUnused(subflow.connection());
  }

  private TableConnection connection(long id) throws EntryRefusal {
    TableConnection connection = id < 0 || id >= connections ? null : tables.connection((int) id);
    if (connection == null) {
      throw new EntryRefusal(NO_SUCH_ENTRY, "connection " + id + " is not programmed");
    }
    if (!connection.byHand) {
      throw new EntryRefusal(WRONG_STATE, "connection " + id + " was not programmed by hand");
    }
    return connection;
  }

  private static void requireKind(FlowKind kind) throws EntryRefusal {
    if (kind == null || kind == FlowKind.UNKNOWN) {
      throw new EntryRefusal(BAD_ARGUMENT, "kind is none of mptcp, fallback, tcp, partial");
    }
  }

  private void requireQueue(int queue) throws EntryRefusal {
    if (queue < 0 || queue >= queues) {
      throw new EntryRefusal(
          NO_SUCH_QUEUE, "queue " + queue + ": the card has queues 0 to " + (queues - 1));
    }
  }

  private static int requireFree(String name, int id, int count, IntPredicate taken)
      throws EntryRefusal {
    if (id == CardTables.ANY_ID) {
      return id;
    }
    if (id < 0 || id >= count) {
      throw new EntryRefusal(BAD_ARGUMENT, name + " " + id + ": the card has 0 to " + (count - 1));
    }
    if (taken.test(id)) {
      throw new EntryRefusal(ENTRY_EXISTS, name + " " + id + " is in use");
    }
    return id;
  }
}
