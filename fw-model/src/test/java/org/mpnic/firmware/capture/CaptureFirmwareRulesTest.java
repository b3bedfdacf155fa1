package org.mpnic.firmware.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.EventLayout;
import org.mpnic.abi.EventType;
import org.mpnic.abi.FlowKind;
import org.mpnic.abi.Reason;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.HeaderWord;
import org.mpnic.model.top.EventWord;
import org.mpnic.testbed.raw.Options;
import org.mpnic.testbed.raw.TcpFrame;

/** What the program does with one connection; keys, tokens and HMACs are real ones (version 0). */
class CaptureFirmwareRulesTest {
  private static final long KEY_A = 0x9c9eabd1e46a33b2L;
  private static final long KEY_B = 0x967d2770b6960552L;
  private static final int TOKEN_A = 0xaf9706eb;
  private static final int TOKEN_B = 0xe47f0142;
  private static final long IDSN_A = Long.parseUnsignedLong("10975753215851282121");
  private static final int NONCE_A = 0x1b665a18;
  private static final int NONCE_B = 0x33abe9d5;
  private static final byte[] HMAC_B = HexFormat.of().parseHex("5ab680c7884af03d");
  private static final byte[] HMAC_A =
      HexFormat.of().parseHex("cb7b87f5e5f0502f43b535fb70ef6607df2e6c7a");
  private static final byte[] NOTHING = {};
  private static final int GAP = 500;

  private int clientIsn = 1000;
  private int gap = GAP;
  private CaptureBench bench = new CaptureBench(NicConfig.DEFAULT);

  private HeaderWord client(int port, int flags, int sequence, byte[] options, byte[] payload) {
    return send(1, 2, port, 5001, flags, sequence, options, payload);
  }

  private HeaderWord server(int port, int flags, int sequence, byte[] options, byte[] payload) {
    return send(2, 1, 5001, port, flags, sequence, options, payload);
  }

  private HeaderWord send(
      int from,
      int to,
      int sourcePort,
      int destinationPort,
      int flags,
      int sequence,
      byte[] options,
      byte[] payload) {
    TcpFrame frame = new TcpFrame();
    frame.source = new byte[] {10, 0, 0, (byte) from};
    frame.destination = new byte[] {10, 0, 0, (byte) to};
    frame.sourcePort = sourcePort;
    frame.destinationPort = destinationPort;
    frame.flags = flags;
    frame.sequence = sequence;
    frame.acknowledgment = from == 1 ? 9001 : clientIsn + 1;
    frame.options = Options.padded(options);
    frame.payload = payload;
    return bench.offer(frame.bytes(), 0, gap);
  }

  private List<EventWord> events(EventType type) {
    return bench.events.stream().filter(event -> event.type == type.code()).toList();
  }

  private void openMptcp(int port) {
    client(port, TcpFrame.SYN, 1000, Options.mpCapable(0, 0x81, KEY_A), NOTHING);
    server(port, 0x12, 9000, Options.mpCapable(0, 0x81, KEY_B), NOTHING);
    client(port, TcpFrame.ACK, 1001, Options.mpCapable(0, 0x81, KEY_A, KEY_B), NOTHING);
  }

  private void join(int port, byte[] hmac) {
    client(port, TcpFrame.SYN, 1000, Options.joinSyn(false, 2, TOKEN_B, NONCE_A), NOTHING);
    server(port, 0x12, 9000, Options.joinSynAck(false, 2, HMAC_B, NONCE_B), NOTHING);
    client(port, TcpFrame.ACK, 1001, Options.joinAck(hmac), NOTHING);
  }

  private static byte[] mapping(int ssn, long dsn, int length) {
    return Options.dss(0, 0, 8, dsn, ssn, length, -1, false);
  }

  @Test
  void shouldProgramBothDirectionsAndJoinsToOneQueue() {
    openMptcp(41000);
    HeaderWord data = client(41000, TcpFrame.ACK, 1001, mapping(1, IDSN_A + 1, 4), new byte[4]);
    assertThat(data.reason).isZero();
    assertThat(data.dsn).isEqualTo(IDSN_A + 1);
    assertThat(data.dataOrder).isEqualTo(HeaderWord.IN_ORDER);
    int queue = data.queue;
    join(41001, HMAC_A);
    HeaderWord joined = client(41001, TcpFrame.ACK, 1001, mapping(1, IDSN_A + 5, 4), new byte[4]);
    assertThat(joined.reason).isZero();
    assertThat(joined.connection).isEqualTo(data.connection);
    assertThat(joined.queue).isEqualTo(queue);
    assertThat(joined.dataOrder).isEqualTo(HeaderWord.IN_ORDER);
    List<EventWord> programmed = events(EventType.SUBFLOW_PROGRAMMED);
    assertThat(programmed).hasSize(4).allMatch(e -> e.queue == queue && e.version == 0);
    assertThat(programmed).allMatch(e -> e.kind == FlowKind.MPTCP.code());
    assertThat(programmed).extracting(e -> e.token).containsOnly(TOKEN_A, TOKEN_B);
    assertThat(programmed)
        .allMatch(e -> e.flags == (EventLayout.HAS_TOKEN | EventLayout.CHECKSUM_REQUIRED));
    assertThat(programmed).extracting(e -> e.connection).containsOnly(0, 1);
    assertThat(bench.counter(CounterTable.SUBFLOWS_STEERED)).isEqualTo(4);
    assertThat(bench.counter(CounterTable.SESSIONS_STEERED)).isEqualTo(1);
    assertThat(bench.counter(CounterTable.TOKEN_HITS)).isEqualTo(1);
  }

  @Test
  void shouldRefuseAJoinWhoseHmacIsWrong() {
    openMptcp(41000);
    byte[] wrong = HMAC_A.clone();
    wrong[19] ^= 1;
    join(41001, wrong);
    HeaderWord data = client(41001, TcpFrame.ACK, 1001, mapping(1, 5, 4), new byte[4]);
    assertThat(data.reason).isEqualTo(Reason.UNKNOWN_FLOW.code());
    assertThat(events(EventType.SUBFLOW_PROGRAMMED)).hasSize(2);
    assertThat(bench.counter(CounterTable.MP_JOIN_HMAC_ERRORS)).isEqualTo(1);
  }

  @Test
  void shouldTakeTheSlowPathUntilTheWritesAreEffective() {
    client(41000, TcpFrame.SYN, 1000, Options.mpCapable(0, 0x81, KEY_A), NOTHING);
    server(41000, 0x12, 9000, Options.mpCapable(0, 0x81, KEY_B), NOTHING);
    long effective = bench.events.get(bench.events.size() - 1).cycle;
    bench.cycle = effective - GAP;
    assertThat(client(41000, TcpFrame.ACK, 1001, mapping(1, 7, 4), new byte[4]).reason)
        .isEqualTo(Reason.UNKNOWN_FLOW.code());
    assertThat(client(41000, TcpFrame.ACK, 1005, mapping(5, 11, 4), new byte[4]).reason).isZero();
  }

  @Test
  void shouldGiveReusedAddressesAndPortsANewGeneration() {
    openMptcp(41000);
    HeaderWord old = client(41000, TcpFrame.ACK, 1001, mapping(1, IDSN_A + 1, 4), new byte[4]);
    int subflow = old.subflow;
    int generation = old.subflowGeneration;
    clientIsn = 700_000;
    client(41000, TcpFrame.SYN, clientIsn, NOTHING, NOTHING);
    HeaderWord early = client(41000, TcpFrame.ACK, 700_001, NOTHING, new byte[4]);
    assertThat(early.subflowValid).isFalse();
    server(41000, 0x12, 800_000, NOTHING, NOTHING);
    HeaderWord data = client(41000, TcpFrame.ACK, 700_005, NOTHING, new byte[4]);
    assertThat(data.reason).isZero();
    assertThat(data.kind).isEqualTo(HeaderWord.KIND_PLAIN);
    assertThat(data.ssn).isEqualTo(5);
    assertThat(data.subflow == subflow && data.subflowGeneration == generation).isFalse();
    assertThat(bench.counter(CounterTable.ISN_REUSES)).isEqualTo(1);
    assertThat(events(EventType.SUBFLOW_REMOVED)).hasSize(2);
  }

  @Test
  void shouldGoOnAsPlainWhenTheConnectionFallsBackInItsHandshake() {
    client(41000, TcpFrame.SYN, 1000, Options.mpCapable(0, 0x81, KEY_A), NOTHING);
    server(41000, 0x12, 9000, NOTHING, NOTHING);
    client(41000, TcpFrame.ACK, 1001, NOTHING, NOTHING);
    HeaderWord data = client(41000, TcpFrame.ACK, 1001, NOTHING, new byte[4]);
    assertThat(data.reason).isZero();
    assertThat(data.kind).isEqualTo(HeaderWord.KIND_PLAIN);
    assertThat(events(EventType.SUBFLOW_PROGRAMMED))
        .hasSize(2)
        .allMatch(event -> event.kind == FlowKind.FALLBACK.code());
    assertThat(bench.counter(CounterTable.FALLBACKS)).isEqualTo(1);
  }

  @Test
  void shouldGiveLoneSynsNoPlace() {
    for (int port = 1; port <= 10_000; port++) {
      client(port, TcpFrame.SYN, 1000, NOTHING, NOTHING);
      client(port, TcpFrame.SYN, 1000, Options.joinSyn(false, 1, 0x12345678, port), NOTHING);
    }
    assertThat(events(EventType.SUBFLOW_PROGRAMMED)).isEmpty();
    assertThat(bench.counter(CounterTable.SUBFLOWS_OPEN)).isZero();
    assertThat(bench.counter(CounterTable.MP_JOIN_UNKNOWN_TOKEN)).isEqualTo(10_000);
  }

  @Test
  void shouldPlaceAFlowThatBeganBeforeTheCapture() {
    client(41000, TcpFrame.ACK, 5_000_000, NOTHING, new byte[100]);
    HeaderWord data = client(41000, TcpFrame.ACK, 5_000_100, NOTHING, new byte[10]);
    assertThat(data.reason).isZero();
    assertThat(data.kind).isEqualTo(HeaderWord.KIND_PLAIN);
    assertThat(data.ssn).isEqualTo(CaptureFirmware.PARTIAL_SSN + 100);
    assertThat(client(41000, TcpFrame.ACK, 4_999_900, NOTHING, new byte[10]).ssn)
        .isEqualTo(CaptureFirmware.PARTIAL_SSN - 100);
    assertThat(events(EventType.SUBFLOW_PROGRAMMED).get(0).kind).isEqualTo(FlowKind.PARTIAL.code());
  }

  private void openPlain(int port) {
    client(port, TcpFrame.SYN, 1000, NOTHING, NOTHING);
    server(port, 0x12, 9000, NOTHING, NOTHING);
    client(port, TcpFrame.ACK, 1001, NOTHING, NOTHING);
  }

  @Test
  void shouldReplaceClosedFlowsOnlyWhenTheTablesAreFull() {
    bench = new CaptureBench(NicConfig.DEFAULT.toBuilder().subflows(8).connections(8).build());
    for (int port = 1; port <= 4; port++) {
      openPlain(port);
    }
    assertThat(bench.counter(CounterTable.SUBFLOWS_OPEN)).isEqualTo(8);
    openPlain(5);
    assertThat(client(5, TcpFrame.ACK, 1001, NOTHING, new byte[4]).reason)
        .isEqualTo(Reason.UNKNOWN_FLOW.code());
    client(2, TcpFrame.RST | TcpFrame.ACK, 1001, NOTHING, NOTHING);
    assertThat(client(2, TcpFrame.ACK, 1001, NOTHING, new byte[4]).reason).isZero();
    client(5, TcpFrame.ACK, 1001, NOTHING, new byte[4]);
    assertThat(client(5, TcpFrame.ACK, 1005, NOTHING, new byte[4]).reason).isZero();
    for (int port : new int[] {1, 3, 4}) {
      assertThat(client(port, TcpFrame.ACK, 1001, NOTHING, new byte[4]).reason)
          .as("port " + port)
          .isZero();
    }
    assertThat(bench.counter(CounterTable.FLOW_REPLACEMENTS)).isPositive();
    assertThat(bench.counter(CounterTable.CONNECTION_TABLE_FULL)).isPositive();
  }

  @Test
  void shouldKeepTheConnectionWhenItsLastOtherSubflowIsReplaced() {
    bench = new CaptureBench(NicConfig.DEFAULT.toBuilder().subflows(4).connections(8).build());
    openMptcp(41000);
    openPlain(7);
    client(41000, TcpFrame.RST | TcpFrame.ACK, 1001, NOTHING, NOTHING);
    join(41001, HMAC_A);
    HeaderWord data = client(41001, TcpFrame.ACK, 1001, mapping(1, IDSN_A + 1, 4), new byte[4]);
    assertThat(data.reason).isZero();
    assertThat(data.connectionValid).isTrue();
    assertThat(data.dsn).isEqualTo(IDSN_A + 1);
    assertThat(bench.counter(CounterTable.FLOW_REPLACEMENTS)).isEqualTo(2);
  }

  @Test
  void shouldBeginAnewAfterReset() {
    openMptcp(41000);
    bench.firmware.reset();
    bench.stages.reset();
    bench.events.clear();
    openMptcp(41000);
    assertThat(events(EventType.SUBFLOW_PROGRAMMED))
        .hasSize(2)
        .extracting(event -> event.subflowGeneration)
        .containsOnly(0);
  }

  @Test
  void shouldStayMptcpWhenAnEarlySegmentHasNoOption() {
    long keyA = 0x4f6fcc6b6b03b733L;
    long keyB = 0x0ffbb4464d646095L;
    client(41000, TcpFrame.SYN, 1000, Options.mpCapable(1, 0x01), NOTHING);
    server(41000, 0x12, 9000, Options.mpCapable(1, 0x01, keyB), NOTHING);
    client(41000, TcpFrame.ACK, 1001, Options.mpCapable(1, 0x01, keyA, keyB), NOTHING);
    gap = 1; // Before the entry is there, the first data without its option.
    HeaderWord early = client(41000, TcpFrame.ACK, 1001, NOTHING, new byte[4]);
    assertThat(early.reason).isEqualTo(Reason.UNKNOWN_FLOW.code());
    gap = GAP;
    HeaderWord data = client(41000, TcpFrame.ACK, 1005, mapping(5, 77, 4), new byte[4]);
    assertThat(data.reason).isZero();
    assertThat(data.mapped).isTrue();
    assertThat(data.dsn).isEqualTo(77);
    assertThat(bench.counter(CounterTable.FALLBACKS)).isZero();
  }
}
