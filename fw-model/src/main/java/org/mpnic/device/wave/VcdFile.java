package org.mpnic.device.wave;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A value change dump (IEEE 1800 clause 21.7) being written: signals are declared, then values
 * change in order of time.
 *
 * <p>Times are cycles; the file has them in picoseconds, rounded down, so that a viewer shows both
 * real time and, in the signal {@code cycle}, the cycle itself.
 */
final class VcdFile implements Closeable {
  private static final long NANOSECONDS_PER_SECOND = 1_000_000_000L;

  private record Signal(String scope, String name, int bits, String code) {}

  private final BufferedWriter out;
  private final long clockHertz;
  private final List<Signal> signals = new ArrayList<>();
  private final List<Long> values = new ArrayList<>();
  private final int cycleSignal;
  private boolean started;
  private long cycle = -1;

  VcdFile(Path file, long clockHertz) throws IOException {
    this.out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII);
    this.clockHertz = clockHertz;
    this.cycleSignal = declare("mpnic", "cycle", 64);
  }

  /**
   * Declares a signal; only before the first change.
   *
   * @param scope module that it stands in, levels separated by dots
   * @param bits width, 1 to 64
   * @return its number, for {@link #change}
   */
  int declare(String scope, String name, int bits) {
    if (started) {
      throw new IllegalStateException("signal " + name + " after the first change");
    }
    signals.add(new Signal(scope, name, bits, code(signals.size())));
    values.add(null);
    return signals.size() - 1;
  }

  /** Moves to a later cycle; the cycle that is there already is no change. */
  void at(long newCycle) throws IOException {
    if (!started) {
      writeHeader();
      started = true;
    }
    if (newCycle == cycle) {
      return;
    }
    if (newCycle < cycle) {
      throw new IllegalArgumentException("cycle " + newCycle + " after cycle " + cycle);
    }
    cycle = newCycle;
    out.write("#");
    out.write(Long.toString(picoseconds(newCycle)));
    out.write('\n');
    change(cycleSignal, newCycle);
  }

  /** Gives a signal a value in the present cycle. */
  void change(int signal, long value) throws IOException {
    Long old = values.get(signal);
    if (old != null && old == value) {
      return;
    }
    values.set(signal, value);
    Signal declared = signals.get(signal);
    if (declared.bits == 1) {
      out.write(value == 0 ? '0' : '1');
    } else {
      out.write('b');
      out.write(
          Long.toBinaryString(declared.bits == 64 ? value : value & (1L << declared.bits) - 1));
      out.write(' ');
    }
    out.write(declared.code);
    out.write('\n');
  }

  @Override
  public void close() throws IOException {
    try (out) {
      if (!started) {
        writeHeader();
      }
    }
  }

  /** floor(cycle / clock) in picoseconds, for clocks up to 1 GHz. */
  private long picoseconds(long newCycle) {
    long rest = newCycle % clockHertz * NANOSECONDS_PER_SECOND;
    long ns = newCycle / clockHertz * NANOSECONDS_PER_SECOND + rest / clockHertz;
    return ns * 1000 + rest % clockHertz * 1000 / clockHertz;
  }

  private void writeHeader() throws IOException {
    out.write("$version mpnic $end\n$timescale 1 ps $end\n");
    String[] open = new String[0];
    for (Signal signal : signals) {
      open = moveTo(open, signal.scope.split("\\."));
      out.write("$var wire " + signal.bits + " " + signal.code + " " + signal.name);
      out.write(signal.bits == 1 ? " $end\n" : " [" + (signal.bits - 1) + ":0] $end\n");
    }
    moveTo(open, new String[0]);
    out.write("$enddefinitions $end\n");
  }

  private String[] moveTo(String[] open, String[] wanted) throws IOException {
    int common = 0;
    while (common < open.length && common < wanted.length && open[common].equals(wanted[common])) {
      common++;
    }
    for (int level = open.length; level > common; level--) {
      out.write("$upscope $end\n");
    }
    for (int level = common; level < wanted.length; level++) {
      out.write("$scope module " + wanted[level] + " $end\n");
    }
    return wanted;
  }

  /** Identifier codes are strings of the printable characters ! to ~. */
  private static String code(int number) {
    StringBuilder text = new StringBuilder();
    int rest = number;
    do {
      text.append((char) ('!' + rest % 94));
      rest /= 94;
    } while (rest > 0);
    return text.toString();
  }
}
