package org.mpnic.bench.linerate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.mpnic.ctl.Console;
import org.mpnic.ctl.OutputOptions;
import org.mpnic.ctl.Progress;
import org.mpnic.ctl.UserError;
import org.mpnic.model.config.NicConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints which frame sizes a card takes and sends at line rate, and what limits the others. */
@Command(
    name = "line-rate",
    mixinStandardHelpOptions = true,
    description = {
      "Simulated packets/s and share of line rate by frame size, FCS included.",
      "Exit status 0 whether or not the card keeps up."
    },
    footerHeading = "%nExample:%n",
    footer = "  mpnic bench line-rate --direction both --sizes 64-256,1518,9018 --pcie gen4x16")
public final class LineRateCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--sizes",
      defaultValue = "64-1518,9018",
      paramLabel = "LIST",
      description =
          "Frame sizes: ranges have every size up to 1518, then every 64th (default"
              + " ${DEFAULT-VALUE}).")
  private String sizes;

  @Mixin private CardOptions card = new CardOptions();

  @Option(
      names = "--direction",
      defaultValue = "rx",
      paramLabel = "rx|tx|both",
      description = "Receive, transmit, or both at once (default ${DEFAULT-VALUE}).")
  private Direction direction;

  @Option(
      names = "--transmit",
      defaultValue = "stream",
      paramLabel = "stream|frames",
      description = {
        "What the host gives to transmit: streams, which the card cuts into segments with DSS, from"
            + " 122 bytes on, below whole frames; or whole frames always (default"
            + " ${DEFAULT-VALUE})."
      })
  private TransmitKind transmit;

  private enum TransmitKind {
    STREAM,
    FRAMES
  }

  @Option(names = "--plot", paramLabel = "FILE.svg", description = "Draw the curve.")
  private Path plot;

  @Mixin private OutputOptions output;

  /** A command that draws its progress on this console. */
  public LineRateCommand(Console console) {
    this.console = console;
    this.output = new OutputOptions(console);
  }

  @Override
  public Integer call() {
    int[] list = card.sizes(sizes);
    NicConfig config = card.config();
    LineRateReport report = measure(list, config);
    output.print(report);
    if (plot != null) {
      try {
        LineRatePlot.write(report, plot);
      } catch (IOException failure) {
        throw new UserError("cannot write " + plot + ": " + UserError.oneLine(failure), failure);
      }
    }
    return 0;
  }

  private LineRateReport measure(int[] list, NicConfig config) {
    List<LineRatePoint> points = new ArrayList<>();
    LineRate run =
        new LineRate(config, direction, card.connections(), transmit == TransmitKind.STREAM);
    try (Progress progress = new Progress(console)) {
      for (int size : list) {
        progress.update(
            () -> "line-rate: " + size + " bytes, " + points.size() + " of " + list.length);
        points.add(run.measure(size));
      }
    }
    return new LineRateReport(
        direction.text(),
        config.ports(),
        config.clockHz() / 1e6,
        8 * config.beatBytes(),
        card.pcie(),
        card.connections(),
        transmit.name().toLowerCase(Locale.ROOT),
        LineRateReport.smallest(points),
        points);
  }
}
