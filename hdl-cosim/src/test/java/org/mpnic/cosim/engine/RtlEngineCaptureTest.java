package org.mpnic.cosim.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mpnic.abi.AdminLayout;
import org.mpnic.abi.CompletionLayout;
import org.mpnic.abi.Counter;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.region.RegionDirectory;
import org.mpnic.abi.region.RegionFile;
import org.mpnic.cosim.RequiredTools;
import org.mpnic.device.DeviceOptions;
import org.mpnic.device.EmbeddedDevice;
import org.mpnic.device.Engines;
import org.mpnic.driver.Nic;
import org.mpnic.driver.stream.DataStream;
import org.mpnic.driver.stream.StreamReceiver;
import org.mpnic.driver.stream.StreamSink;
import org.mpnic.model.config.NicConfig;
import org.mpnic.testbed.data.BundledCaptures;

/** A capture through the driver and a device, over the Java datapath and over the RTL. */
class RtlEngineCaptureTest {
  private static final boolean LONG = Boolean.getBoolean("cosim.long");

  @TempDir Path folder;

  @BeforeEach
  void needsTools() {
    RequiredTools.needVerilator();
  }

  static List<Arguments> captures() {
    List<String> all = BundledCaptures.names();
    List<Arguments> list = new ArrayList<>();
    for (String name : LONG ? all : List.of(all.get(1), all.get(3), all.get(7))) {
      list.add(arguments(name, false, "small", EngineConfigs.SMALL));
    }
    for (String name : LONG ? all : List.of(all.get(all.size() - 1))) {
      list.add(arguments(name, true, "small", EngineConfigs.SMALL));
    }
    for (String name : LONG ? all : List.<String>of()) {
      list.add(arguments(name, false, "default", NicConfig.DEFAULT));
    }
    return list;
  }

  /** What a replay left behind. */
  private record Outcome(
      List<String> streams, List<byte[]> completions, TreeMap<String, Long> counters) {}

  @ParameterizedTest(name = "{0}, at its own times {1}, {2} card")
  @MethodSource("captures")
  void shouldGiveStreamsCompletionsAndCountersOfTheModel(
      String name, boolean ownTimes, String card, NicConfig config) throws Exception {
    Path capture = BundledCaptures.extract(name, folder);
    Outcome model = replay("java", config, capture, ownTimes);
    Outcome rtl = replay("rtl", config, capture, ownTimes);
    assertThat(rtl.streams).isEqualTo(model.streams).isNotEmpty();
    for (int queue = 0; queue < model.completions.size(); queue++) {
      assertThat(entries(rtl.completions.get(queue)))
          .as("queue " + queue)
          .containsExactlyElementsOf(entries(model.completions.get(queue)));
    }
    assertThat(rtl.counters).isEqualTo(model.counters);
  }

  /** Entries with their places, in hexadecimal; the places that were never used are left out. */
  private static List<String> entries(byte[] ring) {
    List<String> entries = new ArrayList<>();
    for (int at = 0; at < ring.length; at += CompletionLayout.BYTES) {
      String entry = HexFormat.of().formatHex(ring, at, at + CompletionLayout.BYTES);
      if (!entry.matches("0*")) {
        entries.add(at / CompletionLayout.BYTES + ": " + entry);
      }
    }
    return entries;
  }

  private Outcome replay(String engine, NicConfig config, Path capture, boolean ownTimes)
      throws Exception {
    DeviceOptions options =
        new DeviceOptions(engine, folder, config, engine, Engines.captureFirmware(), 64, false);
    try (EmbeddedDevice device = EmbeddedDevice.start(options);
        Nic nic = Nic.open(engine, folder)) {
      assertThat(device.isRunning()).isTrue();
      StreamReceiver receiver = new StreamReceiver(nic, stream -> StreamSink.NONE);
      nic.admin().reset();
      nic.admin().loadCapture(capture, AdminLayout.ALL_PORTS, ownTimes, false, null);
      nic.admin().startCapture();
      List<String> streams = new ArrayList<>();
      for (DataStream stream : receiver.runToEnd()) {
        streams.add(stream.id() + " " + stream.bytes() + " " + stream.sha256());
      }
      return new Outcome(streams, completions(nic), counters(nic));
    }
  }

  /** The completion ring of every queue, byte for byte. */
  private List<byte[]> completions(Nic nic) {
    List<byte[]> rings = new ArrayList<>();
    try (RegionFile region = RegionFile.open(RegionDirectory.regionPath(folder, nic.name()))) {
      int bytes = region.spec().completionEntries() * CompletionLayout.BYTES;
      for (int queue = 0; queue < nic.queueCount(); queue++) {
        byte[] ring = new byte[bytes];
        region.memory().getBytes(region.layout().completions(queue), ring, 0, bytes);
        rings.add(ring);
      }
    }
    return rings;
  }

  private static TreeMap<String, Long> counters(Nic nic) {
    TreeMap<String, Long> all = new TreeMap<>();
    for (Counter counter : CounterTable.ALL) {
      for (int i = 0; i < counter.count(); i++) {
        all.put(counter.name() + "[" + i + "]", nic.counter(counter.index() + i));
      }
    }
    // How often the device waited is the machine's business.
    all.remove("host_waits[0]");
    all.remove("event_ring_full[0]");
    return all;
  }
}
