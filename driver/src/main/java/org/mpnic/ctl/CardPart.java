package org.mpnic.ctl;

import java.util.List;
import java.util.function.Predicate;
import org.mpnic.driver.inspect.CardView;

/** A part of a card that can be shown: a noun of the command line. */
enum CardPart {
  CONNECTIONS("connections", "what the card knows of connections and subflows") {
    @Override
    Report report(String device, CardView view, boolean nonzero) {
      return new ConnectionsReport(
          device, kept(view.connections(), c -> !nonzero || c.frames() != 0));
    }
  },
  STATS("stats", "every counter of the card") {
    @Override
    Report report(String device, CardView view, boolean nonzero) {
      return CountersReport.of(device, kept(view.counters(), c -> !nonzero || c.value() != 0));
    }
  },
  RINGS("rings", "the card's rings, their indices and fill") {
    @Override
    Report report(String device, CardView view, boolean nonzero) {
      return new RingsReport(device, kept(view.rings(), r -> !nonzero || r.produced() != 0));
    }
  },
  REGS("regs", "the card's registers") {
    @Override
    Report report(String device, CardView view, boolean nonzero) {
      return RegistersReport.of(device, kept(view.registers(), r -> !nonzero || r.value() != 0));
    }
  };

  private final String noun;
  private final String meaning;

  CardPart(String noun, String meaning) {
    this.noun = noun;
    this.meaning = meaning;
  }

  /** The word on the command line. */
  String noun() {
    return noun;
  }

  /** What it is, to follow the verb. */
  String meaning() {
    return meaning;
  }

  /**
   * What the part holds now.
   *
   * @param nonzero whether what is zero or was never used is left out
   */
  abstract Report report(String device, CardView view, boolean nonzero);

  private static <T> List<T> kept(List<T> all, Predicate<T> wanted) {
    return all.stream().filter(wanted).toList();
  }
}
