package org.mpnic.bench.linerate;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws share of line rate and use of the host link over the frame size. */
final class LineRatePlot {
  private LineRatePlot() {}

  /** Writes an SVG file. */
  static void write(LineRateReport report, Path file) throws IOException {
    List<LineRatePoint> points = report.points();
    double[] sizes = points.stream().mapToDouble(LineRatePoint::size).toArray();
    XYChart chart =
        new XYChartBuilder()
            .width(900)
            .height(500)
            .title(
                String.format(
                    "%s, %d ports, %.3f MHz, %d bit, PCIe %s, %d subflows",
                    report.direction(),
                    report.ports(),
                    report.clockMhz(),
                    report.busBits(),
                    report.pcie(),
                    report.subflows()))
            .xAxisTitle("frame size, bytes with FCS")
            .yAxisTitle("%")
            .build();
    chart.getStyler().setXAxisLogarithmic(sizes[sizes.length - 1] > 10 * sizes[0]);
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(105.0);
    chart
        .addSeries(
            "share of line rate",
            sizes,
            points.stream().mapToDouble(point -> 100 * point.share()).toArray())
        .setMarker(SeriesMarkers.NONE);
    chart
        .addSeries(
            "host link busy",
            sizes,
            points.stream().mapToDouble(point -> 100 * point.linkUse()).toArray())
        .setMarker(SeriesMarkers.NONE);
    try (OutputStream out = Files.newOutputStream(file)) {
      ChartEncoder.saveChart(chart, out, "svg");
    }
  }
}
