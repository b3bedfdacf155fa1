package org.mpnic.abi;

import java.util.ArrayList;
import java.util.List;

/**
 * Declares a layout field by field: every method appends and returns the offset, so that a table's
 * constants are the declaration itself.
 */
final class LayoutBuilder {
  private final String name;
  private final String meaning;
  private final Access access;
  private final List<Field> fields = new ArrayList<>();
  private final List<BitField> bitFields = new ArrayList<>();
  private int end;

  LayoutBuilder(String name, String meaning, Access access) {
    this.name = name;
    this.meaning = meaning;
    this.access = access;
  }

  int u8(String field, String unit, String text) {
    return append(field, 1, 1, access, 0, unit, text);
  }

  int u16(String field, String unit, String text) {
    return append(field, 2, 1, access, 0, unit, text);
  }

  int u32(String field, String unit, String text) {
    return append(field, 4, 1, access, 0, unit, text);
  }

  int u64(String field, String unit, String text) {
    return append(field, 8, 1, access, 0, unit, text);
  }

  int register(String field, Access who, long reset, String unit, String text) {
    return append(field, 8, 1, who, reset, unit, text);
  }

  int array(String field, int bytes, int count, String unit, String text) {
    return append(field, bytes, count, access, 0, unit, text);
  }

  /** Leaves bytes unused up to the given offset. */
  void reservedUpTo(int offset) {
    if (offset < end) {
      throw new IllegalStateException(
          "layout " + name + ": offset " + offset + " is inside the fields before it");
    }
    end = offset;
  }

  /** Appends bits of a field, lowest first, and returns their shift. */
  int bits(String word, String field, int width, String text) {
    int shift = 0;
    for (BitField other : bitFields) {
      if (other.word().equals(word)) {
        shift = Math.max(shift, other.shift() + other.bits());
      }
    }
    bitFields.add(new BitField(field, word, shift, width, text));
    return shift;
  }

  /** Ends the layout at a size in bytes that holds all fields. */
  Layout build(int bytes) {
    reservedUpTo(bytes);
    return new Layout(name, meaning, bytes, fields, bitFields);
  }

  private int append(
      String field, int bytes, int count, Access who, long reset, String unit, String text) {
    int offset = end;
    if (offset % bytes != 0) {
      throw new IllegalStateException(
          "layout " + name + ": field " + field + " at " + offset + " is not aligned to " + bytes);
    }
    fields.add(new Field(field, offset, bytes, count, who, reset, unit, text));
    end = offset + bytes * count;
    return offset;
  }
}
