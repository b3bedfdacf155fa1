package org.mpnic.model.top;

import java.util.ArrayList;
import java.util.List;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.HeaderWord;

/**
 * Everything that crosses boundaries, by boundary and port: cycle, frame, beat and last as numbers.
 */
final class BoundaryLog implements Probe {
  private static final int PORTS = 64;
  private final LongLog[][] beats = new LongLog[Boundary.COUNT][PORTS];
  private final LongLog[][] words = new LongLog[Boundary.COUNT][PORTS];

  BoundaryLog(NicConfig config) {
    for (int b = 0; b < Boundary.COUNT; b++) {
      for (int p = 0; p < PORTS; p++) {
        beats[b][p] = new LongLog();
        words[b][p] = new LongLog();
      }
    }
  }

  @Override
  public void beat(int boundary, int port, long cycle, int frame, int beat, boolean last) {
    LongLog log = beats[boundary][port];
    log.add(cycle);
    log.add((long) frame << 32 | (long) beat << 1 | (last ? 1 : 0));
  }

  @Override
  public void word(int boundary, int port, long cycle, HeaderWord word) {
    word(boundary, port, cycle, word.frame);
  }

  void word(int boundary, int port, long cycle, int frame) {
    words[boundary][port].add(cycle);
    words[boundary][port].add(frame);
  }

  LongLog beats(int boundary, int port) {
    return beats[boundary][port];
  }

  LongLog words(int boundary, int port) {
    return words[boundary][port];
  }

  long handshakes() {
    long sum = 0;
    for (int b = 0; b < Boundary.COUNT; b++) {
      for (int p = 0; p < PORTS; p++) {
        sum += (beats[b][p].size() + words[b][p].size()) / 2;
      }
    }
    return sum;
  }

  /** The first divergence of every boundary that differs, empty when all are equal. */
  List<String> differences(BoundaryLog expected) {
    List<String> found = new ArrayList<>();
    for (int b = 0; b < Boundary.COUNT; b++) {
      for (int p = 0; p < PORTS; p++) {
        compare(found, Boundary.name(b) + " beats", p, expected.beats[b][p], beats[b][p]);
        compare(found, Boundary.name(b) + " words", p, expected.words[b][p], words[b][p]);
      }
    }
    return found;
  }

  private static void compare(
      List<String> found, String name, int port, LongLog expected, LongLog actual) {
    int at = actual.firstDifference(expected);
    if (at >= 0) {
      int entry = at & ~1;
      found.add(
          name
              + " of port "
              + port
              + ", handshake "
              + entry / 2
              + ": expected "
              + text(expected, entry)
              + ", actual "
              + text(actual, entry));
    }
  }

  private static String text(LongLog log, int entry) {
    if (entry + 1 >= log.size()) {
      return "none";
    }
    long value = log.at(entry + 1);
    return "cycle "
        + log.at(entry)
        + " frame "
        + (value >>> 32)
        + " value "
        + (value & 0xffffffffL);
  }
}
