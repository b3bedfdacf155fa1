package org.mpnic.bench.linerate;

import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.config.NicConfigBuilder;
import org.mpnic.model.config.TransmitConfig;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that say which card is simulated. */
final class CardOptions {
  private static final Pattern PCIE = Pattern.compile("(?i)gen([1-6])x(1|2|4|8|16)");
  private static final int HEADER_WINDOW_BYTES = 192;
  private static final int MOST_CONNECTIONS = 1 << 20;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

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

  /** Connections. */
  int connections() {
    return connections;
  }

  /** Host link, as it was written. */
  String pcie() {
    return pcie;
  }

  /**
   * The default card with these options.
   *
   * @throws ParameterException naming option and value that cannot be
   */
  NicConfig config() {
    return orWrongUsage(this::build);
  }

  /**
   * Frame sizes that were given to the command.
   *
   * @throws ParameterException with the text of {@link FrameSizes#parse}
   */
  int[] sizes(String list) {
    return orWrongUsage(() -> FrameSizes.parse(list));
  }

  private <T> T orWrongUsage(Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), wrong.getMessage(), wrong);
    }
  }

  private NicConfig build() {
    Matcher link = PCIE.matcher(pcie);
    if (!link.matches()) {
      throw new IllegalArgumentException("--pcie " + pcie + ": give for example gen4x16");
    }
    if (connections < 1 || connections > MOST_CONNECTIONS) {
      throw new IllegalArgumentException(
          "--connections " + connections + ": 1 to " + MOST_CONNECTIONS);
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
            .pcieLanes(Integer.parseInt(link.group(2)))
            .transmit(transmit(scale));
    int entries = entries();
    if (entries * 2 > NicConfig.DEFAULT.subflows()) {
      builder.subflows(entries * 2).connections(entries);
    }
    return builder.build();
  }

  private int entries() {
    return Integer.highestOneBit(Math.max(2 * connections - 1, 1) | 1);
  }

  private TransmitConfig transmit(int scale) {
    TransmitConfig t = TransmitConfig.DEFAULT;
    int contexts = Math.max(t.subflows(), entries());
    return new TransmitConfig(
        t.queues(),
        t.ringEntries(),
        t.descriptorCache(),
        t.fetchBatch(),
        t.fetchOutstanding(),
        t.buffersPerFrame(),
        contexts,
        contexts,
        t.subflowsPerConnection(),
        t.scheduleBytes(),
        t.retryCycles(),
        t.sliceFifoDepth(),
        t.readRequestBytes(),
        t.readRequests(),
        t.checksumBufferBeats() * scale,
        t.completionBatch(),
        t.completionIdleCycles(),
        t.memoryBytes());
  }
}
