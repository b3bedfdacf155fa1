package org.mpnic.driver.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mpnic.abi.AdminLayout;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.Reason;
import org.mpnic.device.DeviceOptions;
import org.mpnic.device.EmbeddedDevice;
import org.mpnic.device.Engines;
import org.mpnic.driver.Nic;
import org.mpnic.driver.stream.DataStream;
import org.mpnic.driver.stream.MappingVerdict;
import org.mpnic.driver.stream.PacketListener;
import org.mpnic.driver.stream.StreamListener;
import org.mpnic.driver.stream.StreamOptions;
import org.mpnic.driver.stream.StreamReceiver;
import org.mpnic.driver.stream.StreamSink;
import org.mpnic.model.config.NicConfig;
import org.mpnic.testbed.Frame;
import org.mpnic.testbed.StreamTruth;
import org.mpnic.testbed.data.PcapFrames;

/** A card whose device runs in this process, with the driver attached to it. */
final class TestCard implements AutoCloseable {
  private static final long HANG_NS = 60_000_000_000L;

  private final Path folder;
  private final EmbeddedDevice device;
  private final Nic nic;

  /**
   * What a replay gave.
   *
   * @param streams with at least one byte or hole
   * @param verdicts of each mapping with a checksum, in the order in which they were found
   * @param receiver figures of the driver
   */
  record Outcome(List<DataStream> streams, List<MappingVerdict> verdicts, StreamReceiver receiver) {
    /** One line per stream, sorted. */
    List<String> figures() {
      return streams.stream().map(TestCard::figures).sorted().toList();
    }
  }

  TestCard(Path folder) throws Exception {
    this(folder, NicConfig.DEFAULT);
  }

  TestCard(Path folder, NicConfig config) throws Exception {
    this.folder = folder;
    device =
        EmbeddedDevice.start(
            new DeviceOptions(
                "accept", folder, config, "java", Engines.captureFirmware(), 64, false));
    nic = Nic.open("accept", folder);
  }

  Nic nic() {
    return nic;
  }

  /** Replays frames, from a file made for the purpose. */
  Outcome replay(List<Frame> frames, boolean captureRate) {
    return replay(frames, captureRate, PacketListener.NONE);
  }

  Outcome replay(List<Frame> frames, boolean captureRate, PacketListener packets) {
    Path file = folder.resolve("frames.pcapng");
    PcapFrames.writePcapng(frames, file);
    return replay(file, captureRate, packets);
  }

  Outcome replay(Path capture, boolean captureRate) {
    return replay(capture, captureRate, PacketListener.NONE);
  }

  Outcome replay(Path capture, boolean captureRate, PacketListener packets) {
    nic.admin().reset();
    nic.admin().loadCapture(capture, AdminLayout.ALL_PORTS, captureRate, false, null);
    return receive(nic, packets);
  }

  /** Starts the loaded capture and receives to its end. */
  static Outcome receive(Nic nic, PacketListener packets) {
    VerdictRecorder verdicts = new VerdictRecorder();
    StreamReceiver receiver = new StreamReceiver(nic, StreamOptions.DEFAULT, verdicts, packets);
    nic.admin().startCapture();
    long deadline = System.nanoTime() + HANG_NS;
    while (!receiver.isDone()) {
      receiver.pollOrWait();
      assertThat(System.nanoTime()).as("replay hangs").isLessThan(deadline);
    }
    List<DataStream> streams = receiver.finish();
    assertThat(receiver.problem()).isNull();
    return new Outcome(
        streams.stream().filter(s -> s.bytes() > 0 || s.holes() > 0).toList(),
        verdicts.verdicts,
        receiver);
  }

  /** Keeps no bytes, but every verdict. */
  private static final class VerdictRecorder implements StreamListener {
    final List<MappingVerdict> verdicts = new ArrayList<>();

    @Override
    public StreamSink opened(DataStream stream) {
      return StreamSink.NONE;
    }

    @Override
    public void mappingJudged(DataStream stream, MappingVerdict verdict) {
      verdicts.add(verdict);
    }
  }

  /** Sum of a counter that has an element per port or queue. */
  long counter(int counter, int elements) {
    long sum = 0;
    for (int i = 0; i < elements; i++) {
      sum += nic.counter(counter + i);
    }
    return sum;
  }

  long reason(Reason reason) {
    return nic.counter(CounterTable.REASONS + reason.code());
  }

  /** Every frame that a port got was delivered, or dropped and counted. */
  void assertNothingLost() {
    int ports = nic.spec().ports();
    long offered = counter(CounterTable.PORT_FRAMES, ports);
    long delivered = counter(CounterTable.PORT_FRAMES_DELIVERED, ports);
    assertThat(delivered + nic.counter(CounterTable.FRAMES_DROPPED))
        .as("delivered + dropped")
        .isEqualTo(offered);
    long fast = nic.counter(CounterTable.FRAMES_FAST_PATH);
    assertThat(fast + nic.counter(CounterTable.FRAMES_SLOW_PATH))
        .as("fast + slow")
        .isEqualTo(delivered);
  }

  static String figures(DataStream s) {
    String identity = s.hasToken() ? "v" + s.version() + " " + s.tokenText() : "-";
    return line(
        s.kind().label(),
        identity,
        s.from() + ">" + s.to(),
        s.bytes(),
        s.holes(),
        s.sha256(),
        s.subflows().size(),
        s.mappings(),
        s.badChecksums());
  }

  static String figures(StreamTruth s) {
    String identity = s.token() == null ? "-" : "v" + s.version() + " " + s.token();
    return line(
        s.kind().name().toLowerCase(Locale.ROOT),
        identity,
        s.from() + ">" + s.to(),
        s.bytes(),
        s.holes(),
        s.sha256(),
        s.subflows(),
        s.mappings(),
        s.badChecksums());
  }

  static String verdict(MappingVerdict v) {
    return line(
        v.from() + ">" + v.to(),
        "SSN",
        Integer.toUnsignedString(v.ssn()),
        "DSN",
        Long.toUnsignedString(v.dsn()),
        "length",
        v.length(),
        v.good() ? "good" : "bad");
  }

  static String verdict(org.mpnic.testbed.MappingVerdict v) {
    return line(
        v.from() + ">" + v.to(),
        "SSN",
        Integer.toUnsignedString(v.ssn()),
        "DSN",
        Long.toUnsignedString(v.dsn()),
        "length",
        v.length(),
        v.good() ? "good" : "bad");
  }

  private static String line(Object... parts) {
    StringBuilder text = new StringBuilder();
    for (Object part : parts) {
      text.append(part).append(' ');
    }
    return text.toString().strip();
  }

  @Override
  public void close() {
    nic.close();
    device.close();
  }
}
