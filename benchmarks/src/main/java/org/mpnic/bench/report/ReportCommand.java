package org.mpnic.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mpnic.bench.Machine;
import org.mpnic.bench.baseline.NativeBuild;
import org.mpnic.bench.checksum.ChecksumCommand;
import org.mpnic.bench.checksum.ChecksumReport;
import org.mpnic.bench.connections.ConnectionsCommand;
import org.mpnic.bench.connections.ConnectionsReport;
import org.mpnic.bench.growth.GrowthCommand;
import org.mpnic.bench.host.HostBenchmark;
import org.mpnic.bench.host.HostSpeedCommand;
import org.mpnic.bench.host.HostSpeedReport;
import org.mpnic.bench.linerate.LatencyCommand;
import org.mpnic.bench.linerate.LineRateCommand;
import org.mpnic.bench.rings.RingsCommand;
import org.mpnic.bench.rings.RingsReport;
import org.mpnic.bench.speed.SpeedCommand;
import org.mpnic.bench.speed.SpeedReport;
import org.mpnic.cosim.lockstep.Toolchain;
import org.mpnic.ctl.Console;
import org.mpnic.ctl.UserError;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs every measurement and writes a report. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Measurements of the host on one page in Markdown, with plots.",
      "It says machine, JDK and commands, and the spread of each figure."
    },
    footerHeading = "%nExample:%n",
    footer = "  mpnic bench report --quick --out bench-report")
public final class ReportCommand implements Callable<Integer> {
  private static final List<Integer> SIZES = List.of(64, 128, 512, 1518);
  private static final List<Integer> QUICK_SIZES = List.of(64, 1518);
  private static final String LINE_RATE_SIZES = "64-1518,9018";
  private static final String QUICK_LINE_RATE_SIZES = "64,65,68,69,102,128,256,512,1024,1518,9018";
  private static final String[] QUICK_GROWTH = {
    "--subflows", "1,1024,65536", "--packets", "100000"
  };
  private static final int CONNECTIONS_SIZE = 128;

  private final Console console;

  @Option(
      names = "--out",
      defaultValue = "bench-report",
      paramLabel = "DIR",
      description = "Folder that receives report.md and its plots (default ${DEFAULT-VALUE}).")
  private Path folder;

  @Option(
      names = "--quick",
      description = "Rough figures: some five minutes once the RTL is built.")
  private boolean quick;

  private boolean equal = true;

  /** A command that draws its progress on this console. */
  public ReportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try {
      Files.createDirectories(folder);
      if (!Files.isWritable(folder)) {
        throw new UserError("cannot write to " + folder + ": permission denied");
      }
      Page page = new Page("Measurements of mpnic");
      page.paragraph(
          Machine.here().line() + ". " + Instant.now().truncatedTo(ChronoUnit.SECONDS) + ".");
      page.paragraph(
          "Simulated figures are the same in every run. Host figures are measured: by JMH where it"
              + " says samples, else processor time of one thread, contenders by turns, the best of"
              + " a fixed number of runs; where others run on the machine only ratios count. C: gcc "
              + NativeBuild.flags()
              + ".");
      lineRate(page);
      latency(page);
      growth(page);
      for (HostBenchmark benchmark : HostBenchmark.values()) {
        hostSpeed(page, benchmark);
      }
      speed(page);
      connections(page);
      checksum(page);
      rings(page);
      Path file = folder.resolve("report.md");
      page.write(file);
      console.out().println(file);
      return equal ? 0 : 1;
    } catch (IOException failure) {
      throw new UserError("cannot write to " + folder + ": " + UserError.oneLine(failure), failure);
    }
  }

  private String command(String name) {
    return "mpnic bench " + name + (quick ? " --quick" : "");
  }

  private void lineRate(Page page) {
    String sizes = quick ? QUICK_LINE_RATE_SIZES : LINE_RATE_SIZES;
    String plot = "line-rate.svg";
    console.err().println("line rate, simulated");
    page.section(
        "Line rate, simulated",
        "mpnic bench line-rate --sizes " + sizes,
        to ->
            run(
                new LineRateCommand(to),
                "--sizes",
                sizes,
                "--plot",
                folder.resolve(plot).toString()),
        plot);
  }

  private void latency(Page page) {
    console.err().println("latency, simulated");
    page.section(
        "Latency, simulated", "mpnic bench latency", to -> run(new LatencyCommand(to)), null);
  }

  private void growth(Page page) {
    console.err().println("growth");
    String[] options = quick ? QUICK_GROWTH : new String[0];
    page.section(
        "Growth with the number of subflows",
        ("mpnic bench growth " + String.join(" ", options)).strip(),
        to -> run(new GrowthCommand(to), options),
        null);
  }

  /** Runs a command that has its own options; its errors go to the report's console. */
  private void run(Object command, String... arguments) {
    CommandLine line =
        new CommandLine(command)
            .setErr(console.err())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler(
                (failure, of, parsed) -> {
                  throw failure;
                });
    int status = line.execute(arguments);
    if (status != 0) {
      throw new UserError("bench " + line.getCommandName() + " ended with status " + status);
    }
  }

  private void hostSpeed(Page page, HostBenchmark benchmark) throws IOException {
    console.err().println(benchmark.command());
    HostSpeedReport report = HostSpeedCommand.measure(benchmark, console, quick);
    String plot = benchmark.command() + ".svg";
    Plots.hostSpeed(report, benchmark.description(), folder.resolve(plot));
    page.section(benchmark.description(), command(benchmark.command()), report::printText, plot);
  }

  private void speed(Page page) throws IOException {
    console.err().println("speed");
    Optional<String> missing = Toolchain.missing();
    SpeedReport speed =
        SpeedCommand.measure(console, quick ? QUICK_SIZES : SIZES, quick, missing.isEmpty());
    equal &= speed.allEqual();
    Plots.speed(speed, folder.resolve("speed.svg"));
    StringBuilder command = new StringBuilder(command("speed"));
    (quick ? QUICK_SIZES : SIZES).forEach(size -> command.append(" --size ").append(size));
    page.section(
        "Receive datapath: model, verilated RTL, C",
        command + (missing.isEmpty() ? "" : " --no-rtl"),
        speed::printText,
        "speed.svg");
    missing.ifPresent(page::paragraph);
  }

  private void connections(Page page) throws IOException {
    console.err().println("connections");
    ConnectionsReport connections = ConnectionsCommand.measure(console, CONNECTIONS_SIZE, quick);
    Plots.connections(connections, folder.resolve("connections.svg"));
    page.section(
        "Cost of a packet by connections",
        command("connections"),
        connections::printText,
        "connections.svg");
  }

  private void checksum(Page page) throws IOException {
    console.err().println("checksum");
    ChecksumReport checksum = ChecksumCommand.measure(quick);
    Plots.checksum(checksum, folder.resolve("checksum.svg"));
    page.section("Ones' complement sum", command("checksum"), checksum::printText, "checksum.svg");
  }

  private void rings(Page page) throws IOException {
    console.err().println("rings");
    RingsReport rings = RingsCommand.measure(console, quick);
    Plots.rings(rings, folder.resolve("rings.svg"));
    page.section("Rings between two processes", command("rings"), rings::printText, "rings.svg");
  }
}
