package org.mpnic.bench.linerate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mpnic.ctl.Console;
import org.mpnic.ctl.OutputOptions;
import org.mpnic.ctl.Progress;
import org.mpnic.ctl.UserError;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.config.NicConfigBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints which frame sizes a card takes at line rate, and what limits the others. */
@Command(
    name = "line-rate",
    mixinStandardHelpOptions = true,
    description = {
      "Simulated packets/s and share of line rate by frame size, FCS included.",
      "Exit status 0 whether or not the card keeps up."
    },
    footerHeading = "%nExample:%n",
    footer = "  mpnic bench line-rate --sizes 64-256,1518,9018 --pcie gen4x16")
public final class LineRateCommand implements Callable<Integer> {
  private static final Pattern PCIE = Pattern.compile("(?i)gen([1-6])x(1|2|4|8|16)");
  private static final int HEADER_WINDOW_BYTES = 192;

  private final Console console;

  @Spec private CommandSpec spec;

  @Option(
      names = "--sizes",
      defaultValue = "64-1518,9018",
      paramLabel = "LIST",
      description =
          "Frame sizes: ranges have every size up to 1518, then every 64th (default"
              + " ${DEFAULT-VALUE}).")
  private String sizes;

  @Option(
      names = "--ports",
      defaultValue = "2",
      paramLabel = "N",
      description = "Ports, 1 to 8 (default ${DEFAULT-VALUE}).")
  private int ports;

  @Option(
      names = "--clock-mhz",
      defaultValue = "322.265625",
      paramLabel = "MHZ",
      description = "Clock of the datapath (default ${DEFAULT-VALUE}).")
  private double clockMhz;

  @Option(
      names = "--bus-bits",
      defaultValue = "512",
      paramLabel = "BITS",
      description = "Width of the bus (default ${DEFAULT-VALUE}).")
  private int busBits;

  @Option(
      names = "--pcie",
      defaultValue = "gen5x16",
      paramLabel = "genGxL",
      description = "Host link: generation 1 to 6, lanes 1 to 16 (default ${DEFAULT-VALUE}).")
  private String pcie;

  @Option(
      names = "--connections",
      defaultValue = "1024",
      paramLabel = "N",
      description = "Connections of one subflow each, in turn (default ${DEFAULT-VALUE}).")
  private int connections;

  @Option(
      names = "--direction",
      defaultValue = "rx",
      paramLabel = "rx",
      description = "Direction; only rx is there (default ${DEFAULT-VALUE}).")
  private String direction;

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
    int[] list;
    NicConfig config;
    try {
      list = FrameSizes.parse(sizes);
      config = config();
      if (!direction.equals("rx")) {
        throw new IllegalArgumentException("--direction " + direction + ": only rx is there");
      }
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), wrong.getMessage(), wrong);
    }
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
    try (Progress progress = new Progress(console)) {
      for (int size : list) {
        progress.update(
            () -> "line-rate: " + size + " bytes, " + points.size() + " of " + list.length);
        points.add(new ReceiveLineRate(config, size, connections).run());
      }
    }
    return new LineRateReport(
        ports, clockMhz, busBits, pcie, connections, LineRateReport.smallest(points), points);
  }

  private NicConfig config() {
    Matcher link = PCIE.matcher(pcie);
    if (!link.matches()) {
      throw new IllegalArgumentException("--pcie " + pcie + ": give for example gen4x16");
    }
    if (connections < 1 || connections > 1 << 20) {
      throw new IllegalArgumentException("--connections " + connections + ": 1 to " + (1 << 20));
    }
    if (busBits < 64 || busBits > 2048 || Integer.bitCount(busBits) != 1) {
      throw new IllegalArgumentException("--bus-bits " + busBits + ": a power of two, 64 to 2048");
    }
    int beatBytes = busBits / 8;
    int scale = Math.max(1, NicConfig.DEFAULT.beatBytes() / beatBytes);
    NicConfigBuilder builder =
        NicConfig.DEFAULT.toBuilder()
            .ports(ports)
            .clockHz(Math.round(clockMhz * 1e6))
            .beatBytes(beatBytes)
            .headerWindowBeats((HEADER_WINDOW_BYTES + beatBytes - 1) / beatBytes)
            .packetBufferBeats(NicConfig.DEFAULT.packetBufferBeats() * scale)
            .linkStoreBeats(NicConfig.DEFAULT.linkStoreBeats() * scale)
            .pcieGeneration(Integer.parseInt(link.group(1)))
            .pcieLanes(Integer.parseInt(link.group(2)));
    int entries = Integer.highestOneBit(Math.max(2 * connections - 1, 1) | 1);
    if (entries * 2 > NicConfig.DEFAULT.subflows()) {
      builder.subflows(entries * 2).connections(entries);
    }
    return builder.build();
  }
}
