package org.mpnic.abi;

import java.util.List;

/**
 * A fixed layout in shared memory: what the exporter renders and the tests check.
 *
 * @param name lower case with underscores
 * @param meaning one sentence without a full stop
 * @param bytes size of one record
 * @param fields in order of their offsets; gaps are reserved and zero
 * @param bitFields bits of those fields
 */
public record Layout(
    String name, String meaning, int bytes, List<Field> fields, List<BitField> bitFields) {

  /** Copies the lists: a layout never changes. */
  public Layout {
    fields = List.copyOf(fields);
    bitFields = List.copyOf(bitFields);
  }

  /** The field of that name; IllegalArgumentException if there is none. */
  public Field field(String fieldName) {
    for (Field field : fields) {
      if (field.name().equals(fieldName)) {
        return field;
      }
    }
    throw new IllegalArgumentException("layout " + name + " has no field " + fieldName);
  }
}
