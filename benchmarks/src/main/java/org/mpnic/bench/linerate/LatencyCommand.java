package org.mpnic.bench.linerate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.mpnic.ctl.Console;
import org.mpnic.ctl.OutputOptions;
import org.mpnic.ctl.Progress;
import org.mpnic.model.config.NicConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints how long frames take to host memory, and how many headers pass in a cycle. */
@Command(
    name = "latency",
    mixinStandardHelpOptions = true,
    description = {
      "Simulated cycles from a frame's first beat to its completion in host memory: alone, at line"
          + " rate, and with a beat every cycle on every port."
    },
    footerHeading = "%nExample:%n",
    footer = "  mpnic bench latency --sizes 64,1518")
public final class LatencyCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--sizes",
      defaultValue = "64,128,512,1518,9018",
      paramLabel = "LIST",
      description = "Frame sizes, FCS included (default ${DEFAULT-VALUE}).")
  private String sizes;

  @Mixin private CardOptions card = new CardOptions();

  @Mixin private OutputOptions output;

  /** A command that draws its progress on this console. */
  public LatencyCommand(Console console) {
    this.console = console;
    this.output = new OutputOptions(console);
  }

  @Override
  public Integer call() {
    int[] list = card.sizes(sizes);
    NicConfig config = card.config();
    List<LatencyPoint> points = new ArrayList<>();
    try (Progress progress = new Progress(console)) {
      for (int size : list) {
        for (LatencyRun.Load load : LatencyRun.Load.values()) {
          progress.update(() -> "latency: " + size + " bytes, " + load.text);
          points.add(new LatencyRun(config, size, card.connections(), load).run());
        }
      }
    }
    output.print(
        new LatencyReport(
            config.ports(), config.clockHz() / 1e6, card.pcie(), card.connections(), points));
    return 0;
  }
}
