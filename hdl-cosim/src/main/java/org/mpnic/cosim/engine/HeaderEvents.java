package org.mpnic.cosim.engine;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.mpnic.cosim.header.HeaderWordLayout;
import org.mpnic.cosim.header.ParsedHeaderLayout;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.model.rx.HeaderWord;
import org.mpnic.wire.FrameHeader;

/** Reads header words as the RTL carries them: header_word_t. */
final class HeaderEvents {
  /** Bits of a word. */
  static final int BITS = HeaderWordLayout.width();

  private static final int FIRST_BEAT_CYCLE = HeaderWordLayout.at("first_beat_cycle");
  private static final int FRAME = HeaderWordLayout.at("frame");

  private final Signal signal;
  private final List<Field> fields = new ArrayList<>();

  /** Words are in a signal of {@link #BITS}. */
  HeaderEvents(Signal signal) {
    this.signal = signal;
    for (ParsedHeaderLayout.Field field : ParsedHeaderLayout.FIELDS) {
      try {
        fields.add(FrameHeader.class.getField(field.name()));
      } catch (NoSuchFieldException missing) {
        throw new IllegalStateException(HeaderWordLayout.FILE + ": " + field.name(), missing);
      }
    }
  }

  /** Serial number of the frame on its port. */
  int frame(Outputs outputs) {
    return (int) outputs.bits(signal, FRAME, 32);
  }

  /** Fills a word with what the RTL's says; what means nothing in it stays as it is. */
  void read(Outputs outputs, HeaderWord word) {
    word.clear();
    word.firstBeatCycle = outputs.bits(signal, FIRST_BEAT_CYCLE, 64);
    word.frame = frame(outputs);
    FrameHeader header = word.header;
    int at = BITS;
    for (int i = 0; i < fields.size(); i++) {
      ParsedHeaderLayout.Field field = ParsedHeaderLayout.FIELDS.get(i);
      at -= field.width();
      if (field.valid().test(header)) {
        set(header, fields.get(i), outputs.bits(signal, at, field.width()), field.width());
      }
    }
  }

  private static void set(FrameHeader header, Field field, long value, int width) {
    try {
      if (field.getType() == boolean.class) {
        field.setBoolean(header, value != 0);
      } else if (field.getType() == int.class) {
        // Nine bits are an octet or -1.
        boolean isNone = width == 9 && field.getName().equals("prioAddressId") && value > 255;
        field.setInt(header, isNone ? -1 : (int) value);
      } else {
        field.setLong(header, value);
      }
    } catch (IllegalAccessException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
