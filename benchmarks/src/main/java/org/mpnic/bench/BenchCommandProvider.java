package org.mpnic.bench;

import org.mpnic.bench.checksum.ChecksumCommand;
import org.mpnic.bench.connections.ConnectionsCommand;
import org.mpnic.bench.growth.GrowthCommand;
import org.mpnic.bench.host.HostBenchmark;
import org.mpnic.bench.host.HostSpeedCommand;
import org.mpnic.bench.linerate.LatencyCommand;
import org.mpnic.bench.linerate.LineRateCommand;
import org.mpnic.bench.report.ReportCommand;
import org.mpnic.bench.rings.RingsCommand;
import org.mpnic.bench.speed.SpeedCommand;
import org.mpnic.ctl.CommandProvider;
import org.mpnic.ctl.Console;
import picocli.CommandLine;

/** Hangs {@code bench} below {@code mpnic}. */
public final class BenchCommandProvider implements CommandProvider {
  @Override
  public Object command(Console console) {
    CommandLine bench = new CommandLine(new BenchCommand());
    for (HostBenchmark benchmark : HostBenchmark.values()) {
      bench.addSubcommand(HostSpeedCommand.of(benchmark, console));
    }
    return bench
        .addSubcommand(new LineRateCommand(console))
        .addSubcommand(new LatencyCommand(console))
        .addSubcommand(new GrowthCommand(console))
        .addSubcommand(new SpeedCommand(console))
        .addSubcommand(new RingsCommand(console))
        .addSubcommand(new ChecksumCommand(console))
        .addSubcommand(new ConnectionsCommand(console))
        .addSubcommand(new ReportCommand(console));
  }
}
