package org.mpnic.ctl;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Where the tool writes, and whether a person is looking.
 *
 * @param out results
 * @param err errors and progress
 * @param colours true if results may be coloured
 * @param progress true if a progress line may be drawn on {@code err}
 */
public record Console(PrintWriter out, PrintWriter err, boolean colours, boolean progress) {
  private static final String BOLD = "\u001b[1m";
  private static final String RED = "\u001b[31m";
  private static final String PLAIN = "\u001b[0m";

  /**
   * The console of this process. The launcher knows what is a terminal and says so by system
   * properties; the environment's NO_COLOR is respected.
   */
  public static Console ofProcess() {
    boolean colours = Boolean.getBoolean("mpnic.terminal.out") && System.getenv("NO_COLOR") == null;
    return new Console(
        writer(FileDescriptor.out),
        writer(FileDescriptor.err),
        colours,
        Boolean.getBoolean("mpnic.terminal.err"));
  }

  /** The text in bold when colours are on. */
  public String bold(String text) {
    return colours ? BOLD + text + PLAIN : text;
  }

  /** The text in red when colours are on. */
  public String red(String text) {
    return colours ? RED + text + PLAIN : text;
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
  }
}
