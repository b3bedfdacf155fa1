package org.mpnic.ctl;

import java.util.List;
import org.mpnic.driver.inspect.RingState;

/**
 * The rings of a card.
 *
 * @param device name of the card
 * @param rings every ring with its indices
 */
record RingsReport(String device, List<RingState> rings) implements Report {
  @Override
  public void printText(Console console) {
    TextTable table =
        new TextTable(console, "ring", "producer", "entries", "produced", "consumed", "fill");
    for (RingState ring : rings) {
      table.row(
          ring.name(),
          ring.producer(),
          ring.entries(),
          ring.produced(),
          ring.consumed(),
          ring.fill());
    }
    table.print();
  }
}
