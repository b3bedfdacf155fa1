package org.mpnic.bench.host;

import org.mpnic.bench.DriverToDriverBenchmark;
import org.mpnic.bench.RxDatapathBenchmark;
import org.mpnic.bench.TransmitBenchmark;
import org.mpnic.bench.TransmitFramesBenchmark;
import org.mpnic.bench.rings.RingThreadsBenchmark;
import org.mpnic.bench.stages.LookupBenchmark;
import org.mpnic.bench.stages.MapBenchmark;
import org.mpnic.bench.stages.ParseBenchmark;

/** The benchmarks of host speed; each is a command below {@code bench}. */
public enum HostBenchmark {
  DATAPATH(
      "datapath",
      RxDatapathBenchmark.class,
      1e6,
      "M packets/s",
      "Packets a second through the model of the receive datapath, by frame size."),
  TRANSMIT(
      "transmit",
      TransmitBenchmark.class,
      1,
      "MiB/s",
      "MiB of stream payload a second through driver and transmit model."),
  TRANSMIT_FRAMES(
      "transmit-frames",
      TransmitFramesBenchmark.class,
      1e6,
      "M frames/s",
      "Whole frames of 64 bytes a second through driver and transmit model."),
  DRIVER_TO_DRIVER(
      "driver-to-driver",
      DriverToDriverBenchmark.class,
      1,
      "MiB/s",
      "MiB of stream payload a second from a driver through two cards to another driver."),
  PARSE(
      "parse",
      ParseBenchmark.class,
      1e6,
      "M frames/s",
      "Frames a second that the parser reads, by options in the header."),
  LOOKUP(
      "lookup",
      LookupBenchmark.class,
      1e6,
      "M lookups/s",
      "Lookups a second in the flow table, by subflows, in uniformly random order."),
  MAP(
      "map",
      MapBenchmark.class,
      1e6,
      "M segments/s",
      "Segments a second that dss_mapper places by their mappings."),
  RING_THREADS(
      "ring-threads",
      RingThreadsBenchmark.class,
      1e6,
      "M entries/s",
      "The completion ring between two threads of one process, by batch.");

  private final String command;
  private final Class<?> type;
  private final double scale;
  private final String unit;
  private final String description;

  HostBenchmark(String command, Class<?> type, double scale, String unit, String description) {
    this.command = command;
    this.type = type;
    this.scale = scale;
    this.unit = unit;
    this.description = description;
  }

  /** Name of the command. */
  public String command() {
    return command;
  }

  /** Class that JMH runs; its score is a number a second. */
  public Class<?> type() {
    return type;
  }

  /** Score of one {@link #unit()}. */
  public double scale() {
    return scale;
  }

  /** Unit of a report's figures. */
  public String unit() {
    return unit;
  }

  /** What it measures, a sentence. */
  public String description() {
    return description;
  }
}
