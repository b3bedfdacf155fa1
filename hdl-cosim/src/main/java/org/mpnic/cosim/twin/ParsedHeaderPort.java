package org.mpnic.cosim.twin;

import java.util.List;
import org.mpnic.cosim.header.ParsedHeaderLayout;
import org.mpnic.cosim.lockstep.Expectation;
import org.mpnic.cosim.lockstep.OutputBoundary;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.model.rx.HeaderWord;

/** An output of type {@code parsed_header_t}, field by field. */
final class ParsedHeaderPort {
  private final List<Signal> signals;

  /** Adds the fields of an output to a boundary. */
  ParsedHeaderPort(OutputBoundary boundary, String output) {
    signals =
        ParsedHeaderLayout.FIELDS.stream()
            .map(field -> boundary.data(output + "." + field.rtlName(), field.width()))
            .toList();
  }

  /** Tells the fields that mean something; the reason is the word's. */
  void expect(long cycle, HeaderWord word, Expectation expectation) {
    for (int i = 0; i < signals.size(); i++) {
      ParsedHeaderLayout.Field field = ParsedHeaderLayout.FIELDS.get(i);
      if (i == ParsedHeaderLayout.REASON) {
        expectation.set(cycle, signals.get(i), word.reason);
      } else if (field.valid().test(word.header)) {
        expectation.set(cycle, signals.get(i), field.value().applyAsLong(word.header));
      }
    }
  }
}
