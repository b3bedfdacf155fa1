package org.mpnic.bench.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.ChartEncoder;
import org.mpnic.bench.checksum.ChecksumReport;
import org.mpnic.bench.checksum.ChecksumResult;
import org.mpnic.bench.connections.ConnectionsPoint;
import org.mpnic.bench.connections.ConnectionsReport;
import org.mpnic.bench.host.HostSpeedReport;
import org.mpnic.bench.host.HostSpeedResult;
import org.mpnic.bench.rings.RingResult;
import org.mpnic.bench.rings.RingsReport;
import org.mpnic.bench.speed.SpeedReport;
import org.mpnic.bench.speed.SpeedRun;

/** Draws the measurements as bars, SVG. */
final class Plots {
  private static final int MOST_LEVEL_LABELS = 5;
  private static final int LABEL_ROTATION_DEGREES = 30;

  private Plots() {}

  /** The RTL is too slow to be seen in the same plot. */
  static void speed(SpeedReport report, Path file) throws IOException {
    List<SpeedRun> runs = report.runs();
    List<String> sizes = runs.stream().map(run -> run.size() + " bytes").toList();
    Map<String, List<Double>> bars = new LinkedHashMap<>();
    put(bars, "model", runs.stream().map(run -> run.modelPacketsPerSecond() / 1e6).toList());
    if (runs.stream().allMatch(run -> run.portPacketsPerSecond() != null)) {
      put(bars, "C port", runs.stream().map(run -> run.portPacketsPerSecond() / 1e6).toList());
    }
    write(file, "Receive datapath, million packets a second", sizes, bars);
  }

  static void rings(RingsReport report, Path file) throws IOException {
    List<String> batches =
        report.streams().stream().map(result -> "batch " + result.batch()).distinct().toList();
    Map<String, List<Double>> bars = new LinkedHashMap<>();
    for (RingResult result : report.streams()) {
      bars.computeIfAbsent(result.ring(), ring -> new ArrayList<>())
          .add(result.entriesPerSecond() / 1e6);
    }
    write(file, "Rings between two processes, million entries a second", batches, bars);
  }

  static void hostSpeed(HostSpeedReport report, String title, Path file) throws IOException {
    List<HostSpeedResult> results = report.results();
    Map<String, List<Double>> bars = new LinkedHashMap<>();
    put(bars, report.unit(), results.stream().map(HostSpeedResult::median).toList());
    write(file, title, results.stream().map(HostSpeedResult::label).toList(), bars);
  }

  static void checksum(ChecksumReport report, Path file) throws IOException {
    List<ChecksumResult> results = report.results();
    List<String> sizes = results.stream().map(result -> result.bytes() + " bytes").toList();
    Map<String, List<Double>> bars = new LinkedHashMap<>();
    put(bars, "model", results.stream().map(ChecksumResult::gigabytesPerSecond).toList());
    for (String name : results.get(0).baselines().keySet()) {
      put(bars, name, results.stream().map(r -> r.bytes() / r.baselines().get(name)).toList());
    }
    write(file, "Ones' complement sum, GB/s", sizes, bars);
  }

  static void connections(ConnectionsReport report, Path file) throws IOException {
    List<ConnectionsPoint> points = report.points();
    List<String> counts =
        points.stream().map(point -> String.format("%,d", point.connections())).toList();
    Map<String, List<Double>> bars = new LinkedHashMap<>();
    put(bars, "a packet", points.stream().map(ConnectionsPoint::nanosecondsPerPacket).toList());
    put(bars, "memory latency", points.stream().map(p -> report.memoryNanoseconds()).toList());
    write(file, "Cost by connections, ns", counts, bars);
  }

  private static void put(Map<String, List<Double>> bars, String name, List<Double> values) {
    bars.put(name, values);
  }

  private static void write(
      Path file, String title, List<String> groups, Map<String, List<Double>> bars)
      throws IOException {
    CategoryChart chart = new CategoryChartBuilder().width(900).height(450).title(title).build();
    if (groups.size() > MOST_LEVEL_LABELS) {
      chart.getStyler().setXAxisLabelRotation(LABEL_ROTATION_DEGREES);
    }
    bars.forEach((name, values) -> chart.addSeries(name, groups, values));
    try (OutputStream out = Files.newOutputStream(file)) {
      ChartEncoder.saveChart(chart, out, "svg");
    }
  }
}
