package org.mpnic.ctl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.mpnic.abi.SchedulePolicy;
import org.mpnic.driver.loop.LoopPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Sends data through one card, over a wire, and receives it from another. */
@Command(
    name = "loop",
    description = "Send data through one card, over a wire, into another, and compare.",
    footerHeading = "%nExample:%n",
    footer = {
      "  mpnic loop --bytes 1GiB --subflows 2",
      "  mpnic loop --bytes 64MiB --wire delay=5us,loss=0.001,seed=7 --pcap loop.pcap --json"
    })
final class LoopCommand implements Callable<Integer> {
  /** Stream buffers of a queue: as many as its ring has places. */
  private static final int BUFFER_BYTES = 8192;

  private static final int RING_ENTRIES = 2048;
  private static final int MOST_QUEUES = 8;

  private final Console console;
  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help message and exit.")
  private boolean help;

  @Option(
      names = "--bytes",
      paramLabel = "SIZE",
      defaultValue = "1GiB",
      converter = ByteCount.class,
      description = "Data of all connections together, like 64MiB (default: ${DEFAULT-VALUE}).")
  private long bytes;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "1",
      description = "MPTCP connections (default: ${DEFAULT-VALUE}).")
  private int connections;

  @Option(
      names = "--subflows",
      paramLabel = "N",
      defaultValue = "2",
      description = "Subflows of each connection, 1 to 8 (default: ${DEFAULT-VALUE}).")
  private int subflows;

  @Option(
      names = "--ports",
      paramLabel = "N",
      defaultValue = "2",
      description = "Ports of each card, 1 to 8 (default: ${DEFAULT-VALUE}).")
  private int ports;

  @Option(
      names = "--checksum",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "DSS checksums (default), or none.")
  private boolean checksum;

  @Option(
      names = "--version",
      paramLabel = "0|1",
      defaultValue = "1",
      description = "MPTCP version: 0 (RFC 6824) or 1 (RFC 8684) (default: ${DEFAULT-VALUE}).")
  private int version;

  @Option(
      names = "--policy",
      paramLabel = "NAME",
      defaultValue = "round-robin",
      description =
          "round-robin, weighted (subflow n has weight n + 1), lowest-rtt or redundant"
              + " (default: ${DEFAULT-VALUE}).")
  private String policy;

  @Option(
      names = "--ip",
      paramLabel = "4|6",
      defaultValue = "4",
      description = "IP version (default: ${DEFAULT-VALUE}).")
  private int ip;

  @Option(
      names = "--frame-size",
      paramLabel = "BYTES",
      defaultValue = "1518",
      description = "Longest frame, check sequence included (default: ${DEFAULT-VALUE}).")
  private int frameSize;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of data, keys and sequence numbers (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--devices",
      paramLabel = "1|2",
      defaultValue = "1",
      description = "Device processes for the two cards (default: ${DEFAULT-VALUE}).")
  private int devices;

  @Option(
      names = "--wire",
      paramLabel = "NAME=VALUE,...",
      defaultValue = LoopOptions.DEFAULT_WIRE,
      converter = WireText.class,
      description =
          "delay (ns, us, ms), loss, reorder, duplicate (shares like 0.01 or 1%%), frames that"
              + " pass a reordered one, seed; handshakes are only delayed (default: ${DEFAULT-VALUE}).")
  private String wire;

  @Option(
      names = "--pcap",
      paramLabel = "FILE",
      description = "Write the frames at the sending card's ports.")
  private Path pcap;

  @Mixin private DirectoryOption directory;
  @Mixin private CardOptions card;
  @Mixin private OutputOptions output;

  LoopCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    LoopOptions options = new LoopOptions(plan(), devices, wire, pcap);
    LoopReport report = run(options, directory.directory(), card, console);
    output.print(report);
    if (report.problem() != null) {
      throw new UserError(report.problem());
    }
    return Main.OK;
  }

  private LoopPlan plan() {
    if (ip != 4 && ip != 6) {
      throw new ParameterException(spec.commandLine(), "--ip is " + ip + ", it must be 4 or 6");
    }
    if (devices != 1 && devices != 2) {
      throw new ParameterException(
          spec.commandLine(), "--devices is " + devices + ", it must be 1 or 2");
    }
    try {
      return new LoopPlan(
          bytes,
          connections,
          subflows,
          ports,
          checksum,
          version,
          policy(),
          ip == 6,
          frameSize,
          seed);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private SchedulePolicy policy() {
    for (SchedulePolicy known : SchedulePolicy.values()) {
      if (known.label().replace('_', '-').equals(policy.toLowerCase(Locale.ROOT))) {
        return known;
      }
    }
    throw new IllegalArgumentException(
        "policy '" + policy + "': choose round-robin, weighted, lowest-rtt or redundant");
  }

  /** Runs a loop on two cards of its own. */
  static LoopReport run(LoopOptions options, Path directory, CardOptions card, Console console) {
    LoopPlan plan = options.plan();
    if (options.pcap() != null) {
      checkWritable(options.pcap());
    }
    List<String> arguments = new ArrayList<>();
    int queues = Math.min(plan.connections(), MOST_QUEUES);
    arguments.add("--ports=" + plan.ports());
    arguments.add("--set=transmit.memoryBytes=" + queues * RING_ENTRIES * BUFFER_BYTES);
    arguments.addAll(card.arguments());
    try (CardPair cards = CardPair.start(directory, options.devices(), arguments, options.wire())) {
      if (options.pcap() != null) {
        cards.first().admin().captureWire(options.pcap());
      }
      LoopReport report = new Loop(cards, plan, console).run();
      if (options.pcap() != null) {
        cards.first().admin().captureWire(null);
      }
      return report;
    }
  }

  private static void checkWritable(Path file) {
    try {
      Files.newOutputStream(file).close();
    } catch (IOException failure) {
      throw StreamFiles.cannotWrite(file, failure);
    }
  }
}
