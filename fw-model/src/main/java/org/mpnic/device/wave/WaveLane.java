package org.mpnic.device.wave;

import java.io.IOException;
import org.mpnic.model.rx.HeaderWord;

/**
 * The signals of one boundary of one port in a waveform; a shared boundary has the port as a
 * signal.
 */
final class WaveLane {
  private static final String[] WORD_NAMES = {
    "word_port",
    "word_frame",
    "frame_bytes",
    "reason",
    "flow_hit",
    "subflow",
    "connection",
    "ssn",
    "order",
    "mapped",
    "dsn",
    "verdict",
    "queue",
    "keep"
  };
  private static final int[] WORD_BITS = {4, 32, 18, 8, 1, 32, 32, 32, 3, 1, 64, 3, 10, 1};

  private final int valid;
  private final int port;
  private final int frame;
  private final int beat;
  private final int last;
  private final int[] word;
  private long validCycle = -1;

  WaveLane(VcdFile vcd, String scope, boolean carriesWords, boolean shared) {
    valid = vcd.declare(scope, "valid", 1);
    port = shared ? vcd.declare(scope, "port", 10) : -1;
    frame = vcd.declare(scope, "frame", 32);
    beat = vcd.declare(scope, "beat", 18);
    last = vcd.declare(scope, "last", 1);
    word = new int[carriesWords ? WORD_NAMES.length : 0];
    for (int index = 0; index < word.length; index++) {
      word[index] = vcd.declare(scope, WORD_NAMES[index], WORD_BITS[index]);
    }
  }

  /** The fields of a header word in the order of the signals. */
  static long[] values(HeaderWord header) {
    return new long[] {
      header.port,
      header.frame,
      header.frameBytes,
      header.reason,
      header.flowHit ? 1 : 0,
      header.subflow,
      header.connection,
      header.ssn,
      header.order,
      header.mapped ? 1 : 0,
      header.dsn,
      header.verdict,
      header.queue,
      header.decision
    };
  }

  /** Shows a transfer in a cycle. */
  void show(VcdFile vcd, long cycle, boolean isWord, long[] values) throws IOException {
    validCycle = cycle;
    vcd.change(valid, 1);
    if (!isWord) {
      if (port >= 0) {
        vcd.change(port, values[0]);
      }
      vcd.change(frame, values[1]);
      vcd.change(beat, values[2]);
      vcd.change(last, values[3]);
      return;
    }
    if (port >= 0) {
      vcd.change(port, values[0]);
      vcd.change(frame, values[1]);
      vcd.change(last, 1);
    }
    for (int index = 0; index < word.length; index++) {
      vcd.change(word[index], values[index]);
    }
  }

  /** Not valid any more, unless it is in this very cycle. */
  void lower(VcdFile vcd, long cycle) throws IOException {
    if (validCycle < cycle) {
      vcd.change(valid, 0);
    }
  }
}
