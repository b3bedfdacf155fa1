package org.mpnic.bench.host;

import java.util.ArrayList;
import java.util.List;
import org.mpnic.bench.Machine;
import org.mpnic.ctl.Console;
import org.mpnic.ctl.Report;
import org.mpnic.ctl.TextTable;

/**
 * Host speed of one benchmark.
 *
 * @param machine what it ran on
 * @param benchmark name of the command
 * @param unit of the results
 * @param forks processes that measured, one after the other
 * @param results one for each set of parameters
 */
public record HostSpeedReport(
    Machine machine, String benchmark, String unit, int forks, List<HostSpeedResult> results)
    implements Report {
  @Override
  public void printText(Console console) {
    List<String> names = new ArrayList<>(results.get(0).parameters().keySet());
    List<String> heads = new ArrayList<>(names);
    heads.addAll(List.of(unit, "least", "most"));
    TextTable table = new TextTable(console, heads.toArray(new String[0]));
    for (HostSpeedResult result : results) {
      List<Object> row = new ArrayList<>();
      names.forEach(name -> row.add(result.parameters().get(name)));
      row.add(String.format("%.2f", result.median()));
      row.add(String.format("%.2f", result.least()));
      row.add(String.format("%.2f", result.most()));
      table.row(row.toArray());
    }
    table.print();
    machine.print(
        console,
        null,
        "median, slowest and fastest of "
            + results.get(0).samples()
            + " samples in "
            + forks
            + (forks == 1 ? " process" : " processes")
            + "; every sample checked its results");
  }
}
