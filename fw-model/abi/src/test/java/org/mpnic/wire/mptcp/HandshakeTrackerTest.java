package org.mpnic.wire.mptcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mpnic.wire.FrameHeader;
import org.mpnic.wire.FrameParser;
import org.mpnic.wire.ParserLimits;
import org.mpnic.wire.TcpFlags;
import org.mpnic.wire.TestFrame;

class HandshakeTrackerTest {
  private static final int SYN = TcpFlags.SYN;
  private static final int SYN_ACK = TcpFlags.SYN | TcpFlags.ACK;
  private static final int ACK = TcpFlags.ACK;
  private static final String V1_A = "4f6fcc6b6b03b733";
  private static final String V1_B = "0ffbb4464d646095";
  private static final String V0_A = "9c9eabd1e46a33b2";
  private static final String V0_B = "967d2770b6960552";
  private static final String JOIN_SYN = "1e0c 1001 659d4bb0 f69c7828";
  private static final String JOIN_SYN_ACK = "1e10 1002 529f6cbbd28690e5 ec0ea625";
  private static final String JOIN_ACK = "1e18 1000 62ae1b34fcfc3d4a784917421b8bc48af2d91ca7";
  private static final String DSS = "1e14 200c e47ef57dd1b97490 00000001 0029";

  private final List<String> log = new ArrayList<>();
  private final FrameHeader header = new FrameHeader();
  private HandshakeTracker tracker = new HandshakeTracker(new Log(), 100);
  private long cycle;
  private int port = 40000;
  private int initiatorIsn = 1000;
  private boolean ipv6;

  private final class Log implements HandshakeListener {
    @Override
    public void subflowJoined(Subflow subflow) {
      log.add("joined " + subflow.initiator().sourcePort());
    }

    @Override
    public void joinRejected(Subflow subflow, JoinRejection reason) {
      log.add("rejected " + reason);
    }

    @Override
    public void fallback(Connection connection, FallbackReason reason) {
      log.add("fallback " + reason);
    }

    @Override
    public void flowReused(Flow old, Flow next) {
      log.add("reused " + next.generation());
    }

    @Override
    public void closed(Subflow subflow, CloseKind how) {
      log.add("closed " + how);
    }

    @Override
    public void addressAdvertised(Flow flow, FrameHeader header, boolean hmacOk) {
      log.add("address " + header.addAddressId + " " + hmacOk);
    }

    @Override
    public void addressRemoved(Flow flow, FrameHeader header) {
      log.add("removed " + header.removeAddressIds);
    }

    @Override
    public void evicted(Subflow subflow) {
      log.add("evicted " + subflow.initiator().sourcePort());
    }
  }

  private Flow take(TestFrame frame) {
    frame.ipv6 = ipv6;
    final byte[] bytes = frame.bytes();
    FrameParser.parse(bytes, 0, bytes.length, ParserLimits.UNLIMITED, header);
    return tracker.onFrame(header, cycle++);
  }

  /** A segment of the initiator, whose port is the field; sequence counts from its ISN. */
  private Flow a(int flags, int sequence, int ack, String options, int payload) {
    final TestFrame frame = TestFrame.tcp(flags, options, new byte[payload]);
    frame.sourcePort = port;
    frame.sequence = initiatorIsn + sequence;
    frame.acknowledgment = (flags & ACK) == 0 ? 0 : 5000 + ack;
    return take(frame);
  }

  private Flow b(int flags, int sequence, int ack, String options, int payload) {
    final TestFrame frame = TestFrame.tcp(flags, options, new byte[payload]);
    frame.sourcePort = port;
    frame.sequence = initiatorIsn + ack;
    frame.acknowledgment = 5000 + sequence;
    return take(frame.answer());
  }

  private void openVersion1() {
    a(SYN, 0, 0, "0204 05b4 0103 0307 1e04 0181", 0);
    b(SYN_ACK, 0, 1, "0204 0564 1e0c 0101" + V1_B, 0);
    a(ACK, 1, 1, "1e14 0181" + V1_A + V1_B, 0);
  }

  private Flow join(String syn, String synAck, String ack) {
    a(SYN, 0, 0, syn, 0);
    b(SYN_ACK, 0, 1, synAck, 0);
    return a(ACK, 1, 1, ack, 0);
  }

  @Test
  void shouldLearnAConnectionOfVersion1() {
    openVersion1();
    final Flow flow = a(ACK, 1, 1, DSS, 41);
    assertThat(log).containsExactly("joined 40000");
    assertThat(flow.kind()).isEqualTo(FlowKind.MPTCP);
    assertThat(flow.isn()).isEqualTo(1000);
    assertThat(flow.reverse().isn()).isEqualTo(5000);
    assertThat(flow.mss()).isEqualTo(1460);
    assertThat(flow.windowScale()).isEqualTo(7);
    assertThat(flow.reverse().mss()).isEqualTo(0x564);
    assertThat(flow.reverse().windowScale()).isEqualTo(-1);
    assertThat(flow.firstCycle()).isZero();
    assertThat(flow.reverse().firstCycle()).isEqualTo(1);
    assertThat(flow.side()).isZero();
    assertThat(flow.reverse().side()).isEqualTo(1);
    final Connection connection = flow.connection();
    assertThat(connection.version()).isEqualTo(1);
    assertThat(connection.token(0)).isEqualTo(0x1b12d938);
    assertThat(connection.token(1)).isEqualTo(0x659d4bb0);
    assertThat(Long.toUnsignedString(connection.idsn(1))).isEqualTo("15101198106486609860");
    assertThat(connection.isChecksumRequired()).isTrue();
    assertThat(tracker.findToken(0x659d4bb0)).isSameAs(connection);
    assertThat(connection.subflowsJoined()).isEqualTo(1);
  }

  @Test
  void shouldLearnAConnectionAndAJoinOfVersion0() {
    a(SYN, 0, 0, "1e0c 0081" + V0_A, 0);
    b(SYN_ACK, 0, 1, "1e0c 0081" + V0_B, 0);
    a(ACK, 1, 1, "1e14 0081" + V0_A + V0_B, 0);
    port = 40001;
    final Flow flow =
        join(
            "1e0c 1001 e47f0142 1b665a18",
            "1e10 1002 5ab680c7884af03d 33abe9d5",
            "1e18 1000 cb7b87f5e5f0502f43b535fb70ef6607df2e6c7a");
    assertThat(log).containsExactly("joined 40000", "joined 40001");
    assertThat(flow.connection().version()).isZero();
    assertThat(flow.connection().token(0)).isEqualTo(0xaf9706eb);
    assertThat(Long.toUnsignedString(flow.connection().idsn(0))).isEqualTo("10975753215851282121");
  }

  @Test
  void shouldJoinAcrossIpVersions() {
    openVersion1();
    port = 40001;
    ipv6 = true;
    final Flow flow = join("1e0c 1101 659d4bb0 f69c7828", JOIN_SYN_ACK, JOIN_ACK);
    assertThat(log).containsExactly("joined 40000", "joined 40001");
    assertThat(flow.isIpv6()).isTrue();
    assertThat(flow.subflow().isBackup()).isTrue();
    assertThat(flow.connection()).isSameAs(tracker.findToken(0x659d4bb0));
    assertThat(flow.side()).isZero();
    assertThat(flow.connection().subflows()).hasSize(2);
  }

  @Test
  void shouldTurnTheSidesWhenTheResponderJoins() {
    openVersion1();
    final MptcpKeys keys = new MptcpKeys();
    final byte[] ack = new byte[20];
    keys.joinAckHmac(1, 0x0ffbb4464d646095L, 0x4f6fcc6b6b03b733L, 7, 8, ack, 0);
    final long synAck = keys.joinSynAckHmac(1, 0x4f6fcc6b6b03b733L, 0x0ffbb4464d646095L, 8, 7);
    port = 40002;
    final Flow flow =
        join(
            "1e0c 1001 1b12d938 00000007",
            String.format("1e10 1001 %016x 00000008", synAck),
            "1e18 1000" + HexFormat.of().formatHex(ack));
    assertThat(flow.kind()).isEqualTo(FlowKind.MPTCP);
    assertThat(flow.side()).isEqualTo(1);
    assertThat(flow.reverse().side()).isZero();
  }

  @Test
  void shouldRejectJoinsWithWrongHmacs() {
    openVersion1();
    port = 40001;
    Flow flow = join(JOIN_SYN, JOIN_SYN_ACK.replace("90e5", "90e4"), JOIN_ACK);
    assertThat(flow.kind()).isEqualTo(FlowKind.REJECTED);
    assertThat(flow.connection()).isNull();
    port = 40002;
    flow = join(JOIN_SYN, JOIN_SYN_ACK, JOIN_ACK.replace("1ca7", "1ca6"));
    assertThat(flow.kind()).isEqualTo(FlowKind.REJECTED);
    port = 40003;
    flow = join(JOIN_SYN, "", JOIN_ACK);
    assertThat(flow.kind()).isEqualTo(FlowKind.REJECTED);
    a(ACK, 1, 1, DSS, 41);
    assertThat(log)
        .containsExactly(
            "joined 40000",
            "rejected SYN_ACK_HMAC",
            "rejected ACK_HMAC",
            "rejected SYN_ACK_WITHOUT_JOIN");
    assertThat(tracker.findToken(0x659d4bb0).subflowsJoined()).isEqualTo(1);
  }

  @Test
  void shouldKeepJoinsPendingUntilTheThirdAck() {
    openVersion1();
    port = 40001;
    a(SYN, 0, 0, JOIN_SYN, 0);
    a(SYN, 0, 0, JOIN_SYN, 0);
    b(SYN_ACK, 0, 1, JOIN_SYN_ACK, 0);
    b(SYN_ACK, 0, 1, JOIN_SYN_ACK, 0);
    Flow flow = a(ACK, 1, 1, DSS, 41);
    assertThat(flow.kind()).isEqualTo(FlowKind.PENDING);
    assertThat(flow.connection()).isNull();
    flow = a(ACK, 1, 1, JOIN_ACK, 0);
    a(ACK, 1, 1, JOIN_ACK, 0);
    assertThat(flow.kind()).isEqualTo(FlowKind.MPTCP);
    assertThat(log).containsExactly("joined 40000", "joined 40001");
  }

  @Test
  void shouldMarkJoinsToUnknownTokensPartial() {
    final Flow flow = join(JOIN_SYN, JOIN_SYN_ACK, JOIN_ACK);
    assertThat(flow.kind()).isEqualTo(FlowKind.PARTIAL);
    assertThat(log).isEmpty();
  }

  @Test
  void shouldProveAJoinWhenTheKeysComeLater() {
    a(SYN, 0, 0, "1e04 0181", 0);
    b(SYN_ACK, 0, 1, "1e0c 0101" + V1_B, 0);
    port = 40001;
    Flow flow = join(JOIN_SYN, JOIN_SYN_ACK, JOIN_ACK);
    assertThat(flow.kind()).isEqualTo(FlowKind.PENDING);
    port = 40000;
    a(ACK, 1, 1, "1e18 0181" + V1_A + V1_B + "0029 082f", 41);
    assertThat(flow.kind()).isEqualTo(FlowKind.MPTCP);
    assertThat(log).containsExactly("joined 40000", "joined 40001");
  }

  @Test
  void shouldKnowAllFromAThirdAckOfVersion1() {
    final Flow flow = a(ACK, 1, 1, "1e14 0101" + V1_A + V1_B, 0);
    assertThat(flow.kind()).isEqualTo(FlowKind.MPTCP);
    assertThat(flow.isInitiator()).isTrue();
    assertThat(flow.isn()).isEqualTo(1000);
    assertThat(flow.reverse().isn()).isEqualTo(5000);
    assertThat(flow.connection().token(1)).isEqualTo(0x659d4bb0);
    assertThat(flow.connection().isChecksumRequired()).isFalse();
  }

  @Test
  void shouldKnowBothSequenceNumbersFromASynAckAlone() {
    final Flow flow = b(SYN_ACK, 0, 1, "1e0c 0101" + V1_B, 0);
    assertThat(flow.kind()).isEqualTo(FlowKind.MPTCP);
    assertThat(flow.isInitiator()).isFalse();
    assertThat(flow.reverse().isn()).isEqualTo(1000);
    assertThat(flow.reverse().isSeen()).isFalse();
    assertThat(flow.connection().isKeyKnown(0)).isFalse();
    a(ACK, 1, 1, "1e14 0101" + V1_A + V1_B, 0);
    assertThat(flow.connection().areKeysKnown()).isTrue();
    port = 40001;
    assertThat(b(SYN_ACK, 0, 1, "", 0).kind()).isEqualTo(FlowKind.TCP);
  }

  @Test
  void shouldTakeDataThatComesBeforeItsHandshake() {
    Flow early = b(ACK, 1, 42, DSS, 100);
    assertThat(early.kind()).isEqualTo(FlowKind.PARTIAL);
    final Flow data = a(ACK, 1, 1, DSS, 41);
    assertThat(data.reverse()).isSameAs(early);
    openVersion1();
    assertThat(data.kind()).isEqualTo(FlowKind.MPTCP);
    assertThat(data.isInitiator()).isTrue();
    assertThat(data.isn()).isEqualTo(1000);
    assertThat(early.isn()).isEqualTo(5000);
    assertThat(log).containsExactly("joined 40000");
  }

  @Test
  void shouldFallBackWhenTheSynAckHasNoCapable() {
    a(SYN, 0, 0, "1e0c 0081" + V0_A, 0);
    final Flow flow = b(SYN_ACK, 0, 1, "0204 05b4", 0);
    a(ACK, 1, 1, "", 0);
    assertThat(flow.kind()).isEqualTo(FlowKind.FALLBACK);
    assertThat(log).containsExactly("fallback SYN_ACK_WITHOUT_CAPABLE");
    port = 40001;
    final Flow join = join("1e0c 1001 af9706eb 1b665a18", JOIN_SYN_ACK, JOIN_ACK);
    assertThat(join.kind()).isEqualTo(FlowKind.REJECTED);
    assertThat(log.get(1)).isEqualTo("rejected CONNECTION_FELL_BACK");
  }

  @Test
  void shouldFallBackOnVersionAndFlags() {
    final String[][] cases = {
      {"1e04 0101", "1e0c 0001" + V0_B, "VERSION"},
      {"1e0c 0001" + V0_A, "1e0c 0101" + V1_B, "VERSION"},
      {"1e04 0201", "1e0c 0201" + V1_B, "VERSION"},
      {"1e04 0101", "1e0c 0141" + V1_B, "EXTENSIBILITY_FLAG"},
      {"1e04 0141", "1e0c 0101" + V1_B, "EXTENSIBILITY_FLAG"},
      {"1e04 0101", "1e0c 0180" + V1_B, "NO_HMAC"},
      {"1e0c 0080" + V0_A, "1e0c 0001" + V0_B, "NO_HMAC"}
    };
    for (String[] each : cases) {
      port++;
      log.clear();
      a(SYN, 0, 0, each[0], 0);
      final Flow flow = b(SYN_ACK, 0, 1, each[1], 0);
      a(ACK, 1, 1, "1e14 0101" + V1_A + V1_B, 0);
      assertThat(flow.kind()).as(each[0] + each[1]).isEqualTo(FlowKind.FALLBACK);
      assertThat(log).as(each[0] + each[1]).containsExactly("fallback " + each[2]);
    }
    port++;
    a(SYN, 0, 0, "1e04 0201", 0);
    b(SYN_ACK, 0, 1, "1e0c 0101" + V1_B, 0);
    assertThat(a(ACK, 1, 1, "1e14 0101" + V1_A + V1_B, 0).kind()).isEqualTo(FlowKind.MPTCP);
  }

  @Test
  void shouldFallBackWhenTheFirstDataHasNoOption() {
    a(SYN, 0, 0, "1e04 0181", 0);
    b(SYN_ACK, 0, 1, "1e0c 0101" + V1_B, 0);
    a(ACK, 1, 1, "", 0);
    a(ACK, 101, 1, "", 100);
    assertThat(log).isEmpty();
    final Flow flow = a(ACK, 1, 1, "0101", 100);
    assertThat(flow.kind()).isEqualTo(FlowKind.FALLBACK);
    a(ACK, 201, 1, DSS, 41);
    a(ACK, 1, 1, "1e14 0181" + V1_A + V1_B, 0);
    assertThat(log).containsExactly("fallback FIRST_DATA_WITHOUT_OPTION");
    port = 40001;
    openVersion1();
    b(ACK, 1, 1, DSS, 41);
    assertThat(a(ACK, 1, 1, "", 10).kind()).isEqualTo(FlowKind.MPTCP);
  }

  @Test
  void shouldNotFallBackWhenDataWithoutOptionFollowsACompleteHandshake() {
    openVersion1();
    assertThat(a(ACK, 1, 1, "0101", 41).kind()).isEqualTo(FlowKind.MPTCP);
    a(ACK, 1, 1, DSS, 41);
    a(ACK, 1, 1, "", 41);
    assertThat(log).containsExactly("joined 40000");
    port = 40001;
    a(SYN, 0, 0, "1e0c 0081" + V0_A, 0);
    b(SYN_ACK, 0, 1, "1e0c 0081" + V0_B, 0);
    b(ACK, 1, 1, "1e08 2001 5377e5ff", 0);
    assertThat(a(ACK, 1, 1, "", 41).kind()).isEqualTo(FlowKind.MPTCP);
    assertThat(log).containsExactly("joined 40000", "joined 40001");
  }

  @Test
  void shouldFallBackOnAnInfiniteMappingOfTheOnlySubflow() {
    openVersion1();
    a(ACK, 1, 1, "1e10 2004 d1b97490 00000065 0000 0000", 10);
    assertThat(log).containsExactly("joined 40000", "fallback INFINITE_MAPPING");
  }

  @Test
  void shouldTakePlainTcpForPlainTcp() {
    a(SYN, 0, 0, "0204 05b4", 0);
    b(SYN_ACK, 0, 1, "0204 05b4", 0);
    a(ACK, 1, 1, "", 0);
    assertThat(a(ACK, 1, 1, "", 10).kind()).isEqualTo(FlowKind.TCP);
    a(ACK, 1, 1, "1e14 0181" + V1_A + V1_B, 0);
    assertThat(a(ACK, 11, 1, "", 10).kind()).isEqualTo(FlowKind.TCP);
    assertThat(log).isEmpty();
    port = 40001;
    a(SYN, 0, 0, "", 0);
    final Flow flow = a(ACK, 1, 1, "", 0);
    assertThat(flow.reverse().isIsnKnown()).isTrue();
    assertThat(flow.reverse().isn()).isEqualTo(5000);
  }

  @Test
  void shouldMarkFlowsWithoutHandshakePartial() {
    final Flow flow = a(ACK, 500, 1, "", 10);
    assertThat(flow.kind()).isEqualTo(FlowKind.PARTIAL);
    assertThat(flow.isIsnKnown()).isFalse();
    a(ACK, 490, 1, "", 10);
    a(ACK, 510, 1, "", 10);
    assertThat(flow.lowestSequence()).isEqualTo(1490);
    assertThat(flow.isInitiator()).isTrue();
    port = 40001;
    assertThat(a(TcpFlags.RST, 1, 1, "", 0)).isNull();
  }

  @Test
  void shouldStartAnewWhenAddressesAndPortsAreReused() {
    openVersion1();
    final Flow old = a(ACK, 1, 1, DSS, 41);
    initiatorIsn = 77_000_000;
    a(SYN, 0, 0, "", 0);
    b(SYN_ACK, 0, 1, "", 0);
    final Flow flow = a(ACK, 1, 1, "", 10);
    assertThat(flow).isNotSameAs(old);
    assertThat(flow.kind()).isEqualTo(FlowKind.TCP);
    assertThat(flow.generation()).isEqualTo(1);
    assertThat(log).containsExactly("joined 40000", "reused 1");
    assertThat(tracker.findToken(0x659d4bb0)).isNull();
    assertThat(tracker.subflows()).isEqualTo(1);
  }

  @Test
  void shouldBearSimultaneousOpenAndStraySynAcks() {
    a(SYN, 0, 0, "", 0);
    final TestFrame syn = TestFrame.tcp(SYN, "");
    syn.sourcePort = port;
    syn.acknowledgment = 5000;
    final Flow other = take(syn.answer());
    assertThat(other.isn()).isEqualTo(5000);
    assertThat(a(SYN_ACK, 0, 1, "", 0).isInitiator()).isTrue();
    b(SYN_ACK, 0, 1, "", 0);
    b(SYN_ACK, 999, 1, "", 0);
    assertThat(other.isn()).isEqualTo(5000);
    assertThat(other.kind()).isEqualTo(FlowKind.TCP);
    assertThat(log).isEmpty();
  }

  @Test
  void shouldMarkTheEnds() {
    openVersion1();
    a(ACK | TcpFlags.FIN, 1, 1, "", 0);
    b(ACK | TcpFlags.FIN, 1, 2, "", 0);
    assertThat(log).containsExactly("joined 40000", "closed FIN");
    assertThat(tracker.findToken(0x659d4bb0).isClosed()).isTrue();
    port = 40001;
    a(SYN, 0, 0, "", 0);
    assertThat(b(TcpFlags.RST, 0, 1, "", 0).subflow().isClosed()).isTrue();
    assertThat(log).last().isEqualTo("closed RST");
  }

  @Test
  void shouldTakeFastcloseWithTheReceiversKeyOnly() {
    openVersion1();
    a(ACK, 1, 1, "1e0c 7000" + V1_A, 0);
    assertThat(log).containsExactly("joined 40000");
    a(ACK, 1, 1, "1e0c 7000" + V1_B, 0);
    assertThat(log).containsExactly("joined 40000", "closed FASTCLOSE");
  }

  @Test
  void shouldCheckAdvertisedAddresses() {
    openVersion1();
    final long hmac =
        new MptcpKeys()
            .addAddressHmac(0x0ffbb4464d646095L, 0x4f6fcc6b6b03b733L, 2, false, 0, 0x0a4d0202L, 0);
    b(ACK, 1, 1, String.format("1e10 3002 0a4d0202 %016x", hmac), 0);
    b(ACK, 1, 1, String.format("1e10 3002 0a4d0203 %016x", hmac), 0);
    a(ACK, 1, 1, String.format("1e10 3002 0a4d0202 %016x", hmac), 0);
    a(ACK, 1, 1, "1e08 3102 0a4d0202", 0);
    a(ACK, 1, 1, "1e04 4002", 0);
    assertThat(log)
        .containsExactly(
            "joined 40000", "address 2 true", "address 2 false", "address 2 false", "removed 2");
  }

  @Test
  void shouldForgetClosedThenHalfOpenConnectionsWhenFull() {
    tracker = new HandshakeTracker(new Log(), 3);
    openVersion1();
    port = 40001;
    a(SYN, 0, 0, "", 0);
    b(SYN_ACK, 0, 1, "", 0);
    port = 40002;
    a(SYN, 0, 0, "", 0);
    port = 40003;
    a(SYN, 0, 0, "", 0);
    assertThat(log).containsExactly("joined 40000", "evicted 40002");
    b(SYN_ACK, 0, 1, "", 0);
    port = 40004;
    assertThat(a(SYN, 0, 0, "", 0)).isNull();
    assertThat(tracker.refusedSubflows()).isEqualTo(1);
    port = 40000;
    a(TcpFlags.RST | ACK, 1, 1, "", 0);
    port = 40004;
    assertThat(a(SYN, 0, 0, "", 0)).isNotNull();
    assertThat(log).last().isEqualTo("evicted 40000");
    assertThat(tracker.evictedSubflows()).isEqualTo(2);
    assertThat(tracker.findToken(0x659d4bb0)).isNull();
    assertThat(tracker.subflows()).isEqualTo(3);
  }

  @Test
  void shouldBearAFloodOfJoinsWithUnknownTokens() {
    openVersion1();
    for (int i = 0; i < 10_000; i++) {
      port = 1024 + i;
      if (port != 40000) {
        a(SYN, 0, 0, String.format("1e0c 1001 %08x 00000001", i), 0);
      }
    }
    assertThat(tracker.subflows()).isEqualTo(100);
    assertThat(tracker.findToken(0x659d4bb0)).isNotNull();
    port = 50001;
    assertThat(join(JOIN_SYN, JOIN_SYN_ACK, JOIN_ACK).kind()).isEqualTo(FlowKind.MPTCP);
  }
}
