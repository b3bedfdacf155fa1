package org.mpnic.ctl;

import java.util.List;
import org.mpnic.driver.inspect.ConnectionState;

/**
 * The connections of a card, one entry per direction.
 *
 * @param device name of the card
 * @param connections what the firmware's mirror shows
 */
record ConnectionsReport(String device, List<ConnectionState> connections) implements Report {
  @Override
  public void printText(Console console) {
    TextTable table =
        new TextTable(
            console, "id", "kind", "state", "token", "queue", "frames", "bytes", "subflow", "from",
            "to");
    for (ConnectionState c : connections) {
      boolean first = true;
      for (ConnectionState.SubflowState s : c.subflows()) {
        row(table, c, first, s);
        first = false;
      }
      if (first) {
        row(table, c, true, null);
      }
    }
    table.print();
    console.out().println(connections.size() + " directions");
  }

  private static void row(
      TextTable table, ConnectionState c, boolean first, ConnectionState.SubflowState s) {
    Object id = first ? c.connection() : "";
    String kind = c.version() == null ? c.kind() : c.kind() + " v" + c.version();
    table.row(
        id,
        first ? kind : "",
        s == null ? c.state() : s.state(),
        first ? c.token() : "",
        first ? c.queue() : "",
        s == null ? c.frames() : s.frames(),
        s == null ? c.payloadBytes() : s.payloadBytes(),
        s == null ? null : s.subflow(),
        s == null ? null : s.from(),
        s == null ? null : s.to());
  }
}
