package org.mpnic.ctl;

import java.io.PrintWriter;

/**
 * A line on standard error that is drawn over and over while a person waits, and erased at the end.
 */
public final class Progress implements AutoCloseable {
  private static final long REDRAW_NS = 200_000_000L;

  private final Console console;
  private long lastDrawnNs = System.nanoTime();
  private boolean drawn;

  /** A line that is not drawn yet. */
  public Progress(Console console) {
    this.console = console;
  }

  /** Draws the line if it is time to; costs a clock reading otherwise. */
  public void update(java.util.function.Supplier<String> line) {
    if (!console.progress()) {
      return;
    }
    long now = System.nanoTime();
    if (now - lastDrawnNs >= REDRAW_NS) {
      lastDrawnNs = now;
      drawn = true;
      PrintWriter err = console.err();
      err.print("\r" + line.get() + "\u001b[K");
      err.flush();
    }
  }

  @Override
  public void close() {
    if (drawn) {
      console.err().print("\r\u001b[K");
      console.err().flush();
      drawn = false;
    }
  }
}
