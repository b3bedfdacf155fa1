package org.mpnic.driver.acceptance;

import java.util.Locale;
import org.mpnic.abi.CounterTable;
import org.mpnic.driver.acceptance.TestCard.Outcome;
import org.mpnic.driver.stream.DataStream;

/** How many frames and mappings of some replays the card left to software. */
final class SlowPathShare {
  private long frames;
  private long slowFrames;
  private long mappings;
  private long softwareMappings;

  /** Counts a replay that the card has just finished. */
  void add(TestCard card, Outcome outcome) {
    frames += card.counter(CounterTable.PORT_FRAMES, card.nic().spec().ports());
    slowFrames += card.nic().counter(CounterTable.FRAMES_SLOW_PATH);
    for (DataStream s : outcome.streams()) {
      mappings += s.mappings();
      softwareMappings += s.mappingsBySoftware();
    }
  }

  /** One line on standard output. */
  void print(String what) {
    System.out.printf(
        Locale.ROOT,
        "%s: %d frames, %.1f %% by the slow path; %d mappings with checksum, %.1f %% summed in software%n",
        what,
        frames,
        percent(slowFrames, frames),
        mappings,
        percent(softwareMappings, mappings));
  }

  private static double percent(long part, long whole) {
    return whole == 0 ? 0 : 100.0 * part / whole;
  }
}
