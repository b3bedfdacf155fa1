package org.mpnic.bench.connections;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.mpnic.bench.Machine;
import org.mpnic.bench.ProcessorTime;
import org.mpnic.bench.ReceiveFrames;
import org.mpnic.ctl.Console;
import org.mpnic.ctl.OutputOptions;
import org.mpnic.ctl.Progress;
import org.mpnic.ctl.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures what a packet costs when there are many connections. */
@Command(
    name = "connections",
    mixinStandardHelpOptions = true,
    description = {
      "Cost of a packet at 1k and 1M connections in random order, and the latency of memory.",
      "Takes some 3 GB of memory."
    },
    footerHeading = "%nExample:%n",
    footer = "  mpnic bench connections --quick")
public final class ConnectionsCommand implements Callable<Integer> {
  private static final int[] CONNECTIONS = {1 << 10, 1 << 16, 1 << 20};
  private static final int ROUNDS = 9;
  private static final int QUICK_ROUNDS = 5;
  private static final int PACKETS = 1 << 17;
  private static final int QUICK_PACKETS = 1 << 16;
  private static final int CHASE_MEBIBYTES = 512;
  private static final int MOST_SIZE = 1518;
  private static final long WARM_UP_NS = 3_000_000_000L;

  private final Console console;

  @Option(
      names = "--size",
      defaultValue = "128",
      paramLabel = "N",
      description = "Frame size, bytes, FCS included (default ${DEFAULT-VALUE}).")
  private int size;

  @Option(names = "--quick", description = "Fewer and shorter runs: a rough figure.")
  private boolean quick;

  @Mixin private OutputOptions output;

  /** A command that draws its progress on this console. */
  public ConnectionsCommand(Console console) {
    this.console = console;
    this.output = new OutputOptions(console);
  }

  @Override
  public Integer call() {
    if (size < ReceiveFrames.SMALLEST_WITH_MAPPING || size > MOST_SIZE) {
      throw new UserError(
          "--size " + size + ": " + ReceiveFrames.SMALLEST_WITH_MAPPING + " to " + MOST_SIZE);
    }
    output.print(measure(console, size, quick));
    return 0;
  }

  /** Measures frames of a size; {@code quick} takes some half a minute. */
  public static ConnectionsReport measure(Console console, int size, boolean quick) {
    int rounds = quick ? QUICK_ROUNDS : ROUNDS;
    int packets = quick ? QUICK_PACKETS : PACKETS;
    Machine machine = Machine.here();
    try (Progress progress = new Progress(console)) {
      List<RandomOrderCard> cards = new ArrayList<>();
      for (int connections : CONNECTIONS) {
        progress.update(() -> "connections: programming " + connections);
        cards.add(new RandomOrderCard(connections, size, packets));
      }
      PointerChase chase = new PointerChase(CHASE_MEBIBYTES);
      progress.update(() -> "connections: warming up");
      long warm = ProcessorTime.now() + WARM_UP_NS;
      while (ProcessorTime.now() < warm) {
        cards.forEach(RandomOrderCard::run);
        chase.nanoseconds();
      }
      List<Double> latencies = new ArrayList<>();
      List<List<Double>> runs = new ArrayList<>();
      cards.forEach(card -> runs.add(new ArrayList<>()));
      for (int round = 0; round < rounds; round++) {
        progress.update(() -> "connections: measuring");
        for (int i = 0; i < cards.size(); i++) {
          runs.get(i).add(cards.get(i).run());
        }
        latencies.add(chase.nanoseconds());
      }
      return report(machine, size, rounds, latencies, runs);
    } catch (OutOfMemoryError none) {
      throw new UserError(
          "not enough memory for the tables: "
              + Runtime.getRuntime().maxMemory() / (1 << 20)
              + " MiB of heap, 3072 are needed: set JDK_JAVA_OPTIONS=-Xmx3g",
          none);
    }
  }

  private static ConnectionsReport report(
      Machine machine, int size, int rounds, List<Double> latencies, List<List<Double>> runs) {
    List<ConnectionsPoint> points = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS.length; i++) {
      List<Double> own = runs.get(i);
      points.add(new ConnectionsPoint(CONNECTIONS[i], best(own), median(own), own));
    }
    double added =
        points.get(points.size() - 1).nanosecondsPerPacket() - points.get(0).nanosecondsPerPacket();
    return new ConnectionsReport(
        machine, size, rounds, best(latencies), median(latencies), added / best(latencies), points);
  }

  private static double best(List<Double> values) {
    return values.stream().min(Double::compare).orElseThrow();
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
