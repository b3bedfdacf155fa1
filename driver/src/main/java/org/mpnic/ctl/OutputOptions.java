package org.mpnic.ctl;

import picocli.CommandLine.Option;

/** How a command prints its report. */
final class OutputOptions {
  private final Console console;

  @Option(names = "--json", description = "Print one JSON object instead of text.")
  private boolean json;

  OutputOptions(Console console) {
    this.console = console;
  }

  void print(Report report) {
    if (json) {
      Json.print(report, console.out());
    } else {
      report.printText(console);
    }
  }
}
