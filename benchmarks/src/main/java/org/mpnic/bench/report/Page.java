package org.mpnic.bench.report;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.mpnic.ctl.Console;

/** A page in Markdown: sections with their command, what it printed, and a plot. */
final class Page {
  private final StringBuilder text = new StringBuilder();

  Page(String title) {
    text.append("# ").append(title).append("\n\n");
  }

  /** Adds a paragraph. */
  void paragraph(String words) {
    text.append(words).append("\n\n");
  }

  /**
   * Adds a section.
   *
   * @param command the command that prints the same
   * @param print prints it
   * @param plot file name of a plot beside the page, or null
   */
  void section(String title, String command, Consumer<Console> print, String plot) {
    StringWriter printed = new StringWriter();
    PrintWriter out = new PrintWriter(printed, true);
    print.accept(new Console(out, out, false, false));
    out.flush();
    text.append("## ").append(title).append("\n\n    ").append(command).append("\n\n```\n");
    text.append(printed.toString().stripTrailing()).append("\n```\n\n");
    if (plot != null) {
      text.append("![").append(title).append("](").append(plot).append(")\n\n");
    }
  }

  /** Writes the page. */
  void write(Path file) throws IOException {
    Files.writeString(file, text.toString().stripTrailing() + "\n");
  }
}
