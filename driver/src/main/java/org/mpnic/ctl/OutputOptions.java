package org.mpnic.ctl;

import picocli.CommandLine.Option;

/** How a command prints its report. */
public final class OutputOptions {
  private final Console console;

  @Option(names = "--json", description = "Print one JSON object instead of text.")
  private boolean json;

  /** Options of a command that writes to this console. */
  public OutputOptions(Console console) {
    this.console = console;
  }

  /** Prints a report as the options say. */
  public void print(Report report) {
    if (json) {
      Json.print(report, console.out());
    } else {
      report.printText(console);
    }
  }
}
