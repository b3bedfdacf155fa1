package org.mpnic.driver.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mpnic.abi.AdminLayout;
import org.mpnic.device.DeviceOptions;
import org.mpnic.device.EmbeddedDevice;
import org.mpnic.device.Engines;
import org.mpnic.driver.CompletionBatch;
import org.mpnic.driver.Nic;
import org.mpnic.driver.RxQueue;
import org.mpnic.model.config.NicConfig;
import org.mpnic.testbed.data.BundledCaptures;

/** A host that attaches in the middle of a capture, where another one has stopped. */
class SuccessorTest {
  private static final String NAME = "next";

  @TempDir Path folder;

  /** Streams with their bytes, by token or, for TCP, by sender. */
  private static Map<String, Received> receive(Nic nic) {
    Map<String, Received> streams = new LinkedHashMap<>();
    Map<DataStream, ByteArrayOutputStream> bytes = new LinkedHashMap<>();
    StreamReceiver receiver =
        new StreamReceiver(
            nic,
            stream -> {
              ByteArrayOutputStream out = new ByteArrayOutputStream();
              bytes.put(stream, out);
              return out::write;
            });
    for (DataStream stream : receiver.runToEnd()) {
      String name = stream.hasToken() ? stream.tokenText() : stream.kind() + " " + stream.from();
      byte[] content = bytes.containsKey(stream) ? bytes.get(stream).toByteArray() : new byte[0];
      assertThat(content).hasSize((int) stream.bytes());
      streams.put(name, new Received(stream, content));
    }
    return streams;
  }

  private record Received(DataStream stream, byte[] bytes) {}

  private void start(Nic nic, String capture) {
    nic.admin().reset();
    nic.admin()
        .loadCapture(
            BundledCaptures.extract(capture, folder), AdminLayout.ALL_PORTS, false, false, null);
    nic.admin().startCapture();
  }

  private EmbeddedDevice device() throws Exception {
    return EmbeddedDevice.start(
        new DeviceOptions(
            NAME, folder, NicConfig.DEFAULT, "java", Engines.captureFirmware(), 64, false));
  }

  /** Takes and releases completions, and every event, as a host does that forgets all of it. */
  private static void consume(Nic nic, int frames) {
    CompletionBatch batch = new CompletionBatch(16);
    List<RxQueue> queues = new ArrayList<>();
    for (int i = 0; i < nic.queueCount(); i++) {
      queues.add(nic.queue(i));
    }
    long deadline = System.nanoTime() + 30_000_000_000L;
    for (int taken = 0; taken < frames; ) {
      for (RxQueue queue : queues) {
        taken += queue.poll(batch, 16);
        batch.release();
      }
      nic.drainEvents(event -> {});
      assertThat(System.nanoTime()).as("the card stands still").isLessThan(deadline);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "v4-csum1-offload_off-basic.pcap, 40",
    "v4-csum1-offload_off-fullmesh.pcap, 60",
    "multi-v4-csum1.pcap, 500",
    "multi-v6-csum0.pcap, 300"
  })
  void shouldGoOnWithTheConnectionsWhenItsPredecessorHasGone(String capture, int consumed)
      throws Exception {
    try (EmbeddedDevice device = device()) {
      Map<String, Received> whole;
      try (Nic nic = Nic.open(NAME, folder)) {
        start(nic, capture);
        whole = receive(nic);
        start(nic, capture);
        consume(nic, consumed);
      }
      Map<String, Received> rest;
      try (Nic nic = Nic.open(NAME, folder)) {
        rest = receive(nic);
      }
      assertThat(device.isRunning()).isTrue();
      assertThat(rest).isNotEmpty();
      long resumedBytes = 0;
      for (Map.Entry<String, Received> each : rest.entrySet()) {
        DataStream stream = each.getValue().stream();
        Received before = whole.get(each.getKey());
        assertThat(before).as("%s of %s", each.getKey(), whole.keySet()).isNotNull();
        assertThat(stream.kind()).isEqualTo(before.stream().kind());
        assertThat(stream.version()).isEqualTo(before.stream().version());
        assertThat(stream.subflows().size()).isLessThanOrEqualTo(before.stream().subflows().size());
        assertThat(indexOf(before.bytes(), each.getValue().bytes()))
            .as("%s: %d bytes of %d", each.getKey(), stream.bytes(), before.stream().bytes())
            .isNotNegative();
        resumedBytes += stream.isResumed() ? stream.bytes() : 0;
      }
      assertThat(resumedBytes).isPositive();
    }
  }

  @Test
  void shouldReceiveWholeStreamsWhenItsPredecessorHasTakenNothing() throws Exception {
    String capture = "v4-csum1-offload_off-basic.pcap";
    try (EmbeddedDevice device = device()) {
      Map<String, Received> whole;
      try (Nic nic = Nic.open(NAME, folder)) {
        start(nic, capture);
        whole = receive(nic);
        start(nic, capture);
        Thread.sleep(200); // The card fills its rings; less only means less to take over.
      }
      try (Nic nic = Nic.open(NAME, folder)) {
        Map<String, Received> again = receive(nic);
        assertThat(again.keySet()).isEqualTo(whole.keySet());
        again.forEach(
            (name, received) -> {
              assertThat(received.bytes()).isEqualTo(whole.get(name).bytes());
              assertThat(received.stream().holes()).isEqualTo(whole.get(name).stream().holes());
              assertThat(received.stream().mappings())
                  .isEqualTo(whole.get(name).stream().mappings());
            });
      }
      assertThat(device.isRunning()).isTrue();
    }
  }

  @Test
  void shouldForgetThePredecessorWhenTheCardIsReset() throws Exception {
    String capture = "v4-csum1-offload_off-basic.pcap";
    try (EmbeddedDevice device = device()) {
      try (Nic nic = Nic.open(NAME, folder)) {
        start(nic, capture);
        consume(nic, 200);
      }
      try (Nic nic = Nic.open(NAME, folder)) {
        assertThat(nic.predecessor().subflows()).isNotEmpty();
        start(nic, capture);
        assertThat(nic.predecessor().subflows()).isEmpty();
        assertThat(receive(nic).values()).noneMatch(received -> received.stream().isResumed());
      }
      assertThat(device.isRunning()).isTrue();
    }
  }

  /** Where a part begins in the whole, negative when nowhere. */
  private static int indexOf(byte[] whole, byte[] part) {
    for (int at = 0; at + part.length <= whole.length; at++) {
      if (java.util.Arrays.equals(whole, at, at + part.length, part, 0, part.length)) {
        return at;
      }
    }
    return -1;
  }
}
