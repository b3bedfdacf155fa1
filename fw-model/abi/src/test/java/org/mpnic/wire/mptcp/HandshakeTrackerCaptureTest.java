package org.mpnic.wire.mptcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mpnic.wire.FrameHeader;
import org.mpnic.wire.FrameParser;
import org.mpnic.wire.IpChecksum;
import org.mpnic.wire.ParseReason;
import org.mpnic.wire.ParserLimits;
import org.mpnic.wire.capture.CaptureReader;
import org.mpnic.wire.capture.CaptureRecord;
import org.mpnic.wire.capture.LinkLayer;

/** Real Linux traffic: tokens, versions and subflow counts as an independent program found them. */
class HandshakeTrackerCaptureTest {
  private static final Path CAPTURES =
      Path.of("..", "testbed", "src", "main", "resources", "org", "mpnic", "testbed", "captures");

  static List<String> captures() throws IOException {
    final List<String> names = new ArrayList<>();
    for (String line : Files.readAllLines(CAPTURES.resolve("expected.tsv"))) {
      final String name = line.split("\t")[0];
      if (!names.contains(name)) {
        names.add(name);
      }
    }
    return names;
  }

  @ParameterizedTest
  @MethodSource("captures")
  void shouldFindTokensVersionsAndSubflowsOfLinux(String capture) throws IOException {
    final TreeMap<String, String> expected = new TreeMap<>();
    for (String line : Files.readAllLines(CAPTURES.resolve("expected.tsv"))) {
      final String[] columns = line.split("\t");
      if (columns[0].equals(capture)) {
        expected.put(columns[2], columns[1] + " subflows " + columns[6]);
      }
    }
    final List<Connection> connections = new ArrayList<>();
    final List<String> faults = new ArrayList<>();
    final HandshakeTracker tracker =
        new HandshakeTracker(
            new HandshakeListener() {
              @Override
              public void connectionCreated(Connection connection) {
                connections.add(connection);
              }

              @Override
              public void joinRejected(Subflow subflow, JoinRejection reason) {
                faults.add("join rejected: " + reason);
              }

              @Override
              public void fallback(Connection connection, FallbackReason reason) {
                faults.add("fallback: " + reason);
              }

              @Override
              public void addressAdvertised(Flow flow, FrameHeader header, boolean hmacOk) {
                if (!hmacOk) {
                  faults.add("HMAC of an address");
                }
              }
            },
            1024);
    replay(CAPTURES.resolve(capture), tracker);
    final TreeMap<String, String> found = new TreeMap<>();
    for (Connection connection : connections) {
      for (int side = 0; side < 2; side++) {
        found.put(
            String.format("%08x", connection.token(side)),
            "v" + connection.version() + " subflows " + connection.subflowsJoined());
      }
    }
    assertThat(found).isEqualTo(expected);
    assertThat(faults).isEmpty();
  }

  private static void replay(Path file, HandshakeTracker tracker) throws IOException {
    final CaptureRecord packet = new CaptureRecord();
    final FrameHeader header = new FrameHeader();
    final byte[] frame = new byte[1 << 17];
    try (CaptureReader reader = CaptureReader.open(file)) {
      while (reader.next(packet)) {
        final int length = LinkLayer.toEthernet(packet, frame, 0);
        final int reason = FrameParser.parse(frame, 0, length, ParserLimits.UNLIMITED, header);
        assertThat(ParseReason.name(reason)).isEqualTo("ok");
        if (header.isTcp()) {
          assertThat(IpChecksum.ipHeaderOk(frame, 0, header)).isTrue();
          assertThat(
                  IpChecksum.tcpOk(frame, 0, header) || IpChecksum.tcpIsPartial(frame, 0, header))
              .isTrue();
        }
        tracker.onFrame(header, packet.timestampNs);
      }
      assertThat(reader.warning()).isNull();
    }
  }
}
