package org.mpnic.model.rx;

import java.util.ArrayList;
import java.util.List;

/** {@link DssMapper} for one subflow by lists and single bytes; SSNs never wrap here. */
final class NaiveMapper {
  /** A mapping as a DSS option has it. */
  record Mapping(
      long ssn, int wireLength, boolean fin, long dsn, boolean dsn64, int checksum, boolean has) {
    int bytes() {
      return wireLength - (fin ? 1 : 0);
    }
  }

  /** A slot: a mapping and its bytes as far as they were counted. */
  static final class Slot {
    final Mapping mapping;
    final Byte[] bytes;
    boolean spoiled;
    boolean delivered;
    boolean expired;

    Slot(Mapping mapping) {
      this.mapping = mapping;
      this.bytes = new Byte[mapping.bytes()];
    }

    long end() {
      return mapping.ssn + mapping.bytes();
    }

    int runs() {
      int runs = 0;
      for (int i = 0; i < bytes.length; i++) {
        runs += bytes[i] != null && (i == 0 || bytes[i - 1] == null) ? 1 : 0;
      }
      return runs;
    }
  }

  private final Slot[] slots;
  private final int ranges;
  private final long window;
  private int victim;

  Mapping evicted;
  Slot mappedBy;
  boolean counted;
  boolean completed;
  boolean pending;
  boolean partly;

  NaiveMapper(int slotCount, int ranges, long window) {
    this.slots = new Slot[slotCount];
    this.ranges = ranges;
    this.window = window;
  }

  void segment(long ssn, byte[] payload, Mapping mapping, long next, boolean outside) {
    evicted = null;
    mappedBy = null;
    counted = false;
    completed = false;
    pending = false;
    partly = false;
    for (Slot s : slots) {
      if (s != null && next - s.end() > window / 2) {
        s.expired = true;
      }
    }
    Slot own = mapping == null ? null : insert(mapping, next);
    if (payload.length == 0 || outside) {
      return;
    }
    List<Slot> touched = new ArrayList<>();
    for (Slot s : slots) {
      if (s != null && !s.expired && ssn < s.end() && ssn + payload.length > s.mapping.ssn) {
        touched.add(s);
        boolean holds = ssn >= s.mapping.ssn && ssn + payload.length <= s.end();
        if (holds && (mappedBy == null || s == own)) {
          mappedBy = s;
        }
      }
    }
    for (Slot s : touched) {
      s.spoiled |= s != mappedBy;
    }
    partly = mappedBy == null && !touched.isEmpty();
    if (mappedBy != null) {
      count((int) (ssn - mappedBy.mapping.ssn), payload);
    }
  }

  private Slot insert(Mapping mapping, long next) {
    if (mapping.bytes() <= 0 || mapping.ssn - next > window || mapping.ssn - next < -window) {
      return null;
    }
    for (Slot s : slots) {
      if (s != null && !s.expired && s.mapping.equals(mapping)) {
        return s;
      }
    }
    if (mapping.ssn + mapping.bytes() <= next) {
      return null;
    }
    int place = place(next);
    Slot old = slots[place];
    if (old != null && !old.delivered) {
      evicted = old.mapping;
    }
    slots[place] = new Slot(mapping);
    return slots[place];
  }

  private int place(long next) {
    for (int i = 0; i < slots.length; i++) {
      if (slots[i] == null) {
        return i;
      }
    }
    int place = victim;
    for (int i = 0; i < slots.length; i++) {
      int candidate = (victim + i) % slots.length;
      if (slots[candidate].end() <= next) {
        place = candidate;
        break;
      }
    }
    victim = (place + 1) % slots.length;
    return place;
  }

  private void count(int from, byte[] payload) {
    Slot s = mappedBy;
    if (!s.delivered && !s.spoiled) {
      int seen = 0;
      for (int i = 0; i < payload.length; i++) {
        seen += s.bytes[from + i] != null ? 1 : 0;
      }
      if (seen == 0) {
        Slot trial = new Slot(s.mapping);
        System.arraycopy(s.bytes, 0, trial.bytes, 0, s.bytes.length);
        for (int i = 0; i < payload.length; i++) {
          trial.bytes[from + i] = payload[i];
        }
        if (trial.runs() > ranges) {
          s.spoiled = true;
        } else {
          System.arraycopy(trial.bytes, 0, s.bytes, 0, s.bytes.length);
          counted = true;
          completed = true;
          for (Byte b : s.bytes) {
            completed &= b != null;
          }
          s.delivered = completed;
        }
      } else if (seen != payload.length) {
        s.spoiled = true;
      }
    }
    pending = s.mapping.has && !s.delivered && !s.spoiled;
  }
}
