package org.mpnic.cosim.twin;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.mpnic.model.rx.HeaderWord;

/**
 * A field of a header word, or of one of the records in it.
 *
 * @param record the word's field that holds the record, null for a field of the word itself
 */
record WordField(Field record, Field field) {
  /** Every field. */
  static final List<WordField> ALL = all();

  private static List<WordField> all() {
    List<WordField> fields = new ArrayList<>();
    for (Field field : HeaderWord.class.getFields()) {
      if (!Modifier.isFinal(field.getModifiers())) {
        fields.add(new WordField(null, field));
      } else if (!Modifier.isStatic(field.getModifiers())) {
        for (Field inner : field.getType().getFields()) {
          if (!Modifier.isFinal(inner.getModifiers())) {
            fields.add(new WordField(field, inner));
          }
        }
      }
    }
    return fields;
  }

  String name() {
    return (record == null ? "" : record.getName() + ".") + field.getName();
  }

  void copy(HeaderWord from, HeaderWord to) {
    try {
      field.set(holder(to), field.get(holder(from)));
    } catch (IllegalAccessException failure) {
      throw new AssertionError(failure);
    }
  }

  boolean isSame(HeaderWord one, HeaderWord other) {
    try {
      return Objects.equals(field.get(holder(one)), field.get(holder(other)));
    } catch (IllegalAccessException failure) {
      throw new AssertionError(failure);
    }
  }

  private Object holder(HeaderWord word) throws IllegalAccessException {
    return record == null ? word : record.get(word);
  }
}
