package org.mpnic.cosim.twin;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.mpnic.cosim.lockstep.Expectation;
import org.mpnic.cosim.lockstep.OutputBoundary;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.model.rx.HeaderWord;

/** A boundary that carries header words: what each of its signals says of a word. */
final class WordBoundary {
  private record Field(
      Signal signal, ToLongFunction<HeaderWord> value, Predicate<HeaderWord> valid) {}

  private final OutputBoundary boundary;
  private final String prefix;
  private final List<Field> fields = new ArrayList<>();
  private ParsedHeaderPort parsed;

  /**
   * A boundary without fields.
   *
   * @param prefix scope of the signals, in front of their names
   */
  WordBoundary(OutputBoundary boundary, String prefix) {
    this.boundary = boundary;
    this.prefix = prefix;
  }

  /** Adds a field. */
  WordBoundary field(String name, int width, ToLongFunction<HeaderWord> value) {
    return field(name, width, value, word -> true);
  }

  /** Adds a field that means something of some words only. */
  WordBoundary field(
      String name, int width, ToLongFunction<HeaderWord> value, Predicate<HeaderWord> valid) {
    fields.add(new Field(boundary.data(prefix + name, width), value, valid));
    return this;
  }

  /** Adds a bit. */
  WordBoundary bit(String name, Predicate<HeaderWord> value) {
    return field(name, 1, word -> value.test(word) ? 1 : 0);
  }

  /** Adds a bit that means something of some words only. */
  WordBoundary bit(String name, Predicate<HeaderWord> value, Predicate<HeaderWord> valid) {
    return field(name, 1, word -> value.test(word) ? 1 : 0, valid);
  }

  /** Adds every field of a parsed header. */
  WordBoundary parsed(String name) {
    parsed = new ParsedHeaderPort(boundary, prefix + name);
    return this;
  }

  /** A word crosses in a cycle. */
  void expect(long cycle, HeaderWord word, Expectation expectation) {
    expectation.valid(cycle, boundary);
    for (Field field : fields) {
      if (field.valid().test(word)) {
        expectation.set(cycle, field.signal(), field.value().applyAsLong(word));
      }
    }
    if (parsed != null) {
      parsed.expect(cycle, word, expectation);
    }
  }
}
