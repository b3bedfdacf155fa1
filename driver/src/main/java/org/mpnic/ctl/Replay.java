package org.mpnic.ctl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.mpnic.abi.AdminLayout;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.Reason;
import org.mpnic.abi.RegisterTable;
import org.mpnic.driver.Nic;
import org.mpnic.driver.stream.DataStream;
import org.mpnic.driver.stream.PacketListener;
import org.mpnic.driver.stream.StreamListener;
import org.mpnic.driver.stream.StreamOptions;
import org.mpnic.driver.stream.StreamReceiver;
import org.mpnic.driver.stream.StreamSink;

/** One capture through a card that this process is attached to. */
final class Replay implements StreamListener {
  private final Nic nic;
  private final ReplayOptions options;
  private final Console console;
  private final StreamFiles files;
  private final List<StreamReport> streams = new ArrayList<>();

  /**
   * A replay.
   *
   * @param files where streams go, null for nowhere
   */
  Replay(Nic nic, ReplayOptions options, StreamFiles files, Console console) {
    this.nic = nic;
    this.options = options;
    this.files = files;
    this.console = console;
  }

  /** Resets the card, replays, and reports. */
  ReplayReport run() {
    long startNs = System.nanoTime();
    if (options.port() >= nic.spec().ports()) {
      throw new UserError(
          "--port "
              + options.port()
              + ": device '"
              + nic.name()
              + "' has ports 0 to "
              + (nic.spec().ports() - 1));
    }
    nic.admin().reset();
    nic.admin()
        .loadCapture(
            options.capture(),
            options.port() < 0 ? AdminLayout.ALL_PORTS : options.port(),
            options.captureRate(),
            options.asCaptured(),
            options.wave());
    StreamReceiver receiver = receive();
    return report(receiver, System.nanoTime() - startNs);
  }

  private StreamReceiver receive() {
    if (options.pcap() == null) {
      return receive(PacketListener.NONE);
    }
    double clockHertz = nic.spec().clockMillihertz() / 1000.0;
    try (AnnotatedCapture pcap =
        new AnnotatedCapture(options.pcap(), nic.spec().ports(), clockHertz)) {
      return receive(pcap);
    }
  }

  private StreamReceiver receive(PacketListener packets) {
    StreamReceiver receiver = new StreamReceiver(nic, StreamOptions.DEFAULT, this, packets);
    nic.admin().startCapture();
    try (Progress progress = new Progress(console)) {
      while (!receiver.isDone()) {
        receiver.pollOrWait();
        progress.update(this::progressLine);
      }
    }
    receiver.finish();
    return receiver;
  }

  private String progressLine() {
    long offered = nic.register(RegisterTable.FRAMES_OFFERED);
    long total = nic.register(RegisterTable.FRAMES_TOTAL);
    return options.capture().getFileName()
        + ": "
        + offered
        + (total > 0 ? " of " + total : "")
        + " frames, cycle "
        + nic.register(RegisterTable.VIRTUAL_CYCLE);
  }

  @Override
  public StreamSink opened(DataStream stream) {
    return files == null ? StreamSink.NONE : files.open(stream);
  }

  @Override
  public void closed(DataStream stream) {
    StreamReport report = StreamReport.of(stream);
    streams.add(report);
    if (files != null) {
      files.finish(stream, report.fileName());
    }
  }

  private ReplayReport report(StreamReceiver receiver, long hostNs) {
    long frames = sum(CounterTable.PORT_FRAMES, nic.spec().ports());
    long cycles = receiver.doneCycle();
    streams.sort(java.util.Comparator.comparingInt(StreamReport::id));
    return new ReplayReport(
        options.capture().getFileName().toString(),
        frames,
        cycles,
        nic.counter(CounterTable.FRAMES_SLOW_PATH),
        reasons(Reason::isDrop),
        List.copyOf(streams),
        Math.round(cycles * 1e12 / nic.spec().clockMillihertz()),
        frames == 0 ? 0 : (double) cycles / frames,
        reasons(reason -> !reason.isDrop() && !reason.isDescriptorError()),
        sum(CounterTable.CAPTURE_FRAMES_CUT, nic.spec().ports()),
        sum(CounterTable.CAPTURE_CHECKSUMS_COMPLETED, nic.spec().ports()),
        streams.stream().mapToLong(StreamReport::mappingsByCard).sum(),
        streams.stream().mapToLong(StreamReport::mappingsBySoftware).sum(),
        options.captureRate() ? "capture" : "line",
        hostNs,
        receiver.problem());
  }

  private long sum(int counter, int elements) {
    long sum = 0;
    for (int element = 0; element < elements; element++) {
      sum += nic.counter(counter + element);
    }
    return sum;
  }

  /** Counts of the reasons that occurred, by name. */
  private Map<String, Long> reasons(Predicate<Reason> wanted) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Reason reason : Reason.values()) {
      long count = nic.counter(CounterTable.REASONS + reason.code());
      if (count != 0 && reason != Reason.OK && wanted.test(reason)) {
        counts.put(reason.label(), count);
      }
    }
    return counts;
  }
}
