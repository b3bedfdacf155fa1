package org.mpnic.model.rx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mpnic.abi.Reason;
import org.mpnic.model.config.NicConfig;
import org.mpnic.testbed.raw.Options;
import org.mpnic.testbed.raw.TcpFrame;
import org.mpnic.wire.MptcpSubtype;
import org.mpnic.wire.PacketType;

/** What rx_parser does, for the Java stage and for its RTL twin. */
public abstract class RxParserContract {
  private final NicConfig config;

  /** The contract with its usual parameters. */
  protected RxParserContract() {
    this(NicConfig.DEFAULT);
  }

  /** The contract with these parameters. */
  protected RxParserContract(NicConfig config) {
    this.config = config;
  }

  /** A fresh stage with this configuration. */
  protected abstract StageUnderTest stage(NicConfig config);

  static TcpFrame frame(int addressBytes) {
    TcpFrame frame = new TcpFrame();
    frame.source = new byte[addressBytes];
    frame.destination = new byte[addressBytes];
    frame.source[addressBytes - 1] = 1;
    frame.destination[addressBytes - 1] = 2;
    frame.sourcePort = 41000;
    frame.destinationPort = 5001;
    frame.flags = TcpFrame.ACK;
    return frame;
  }

  static HeaderWord word(byte[] bytes, long cycle) {
    HeaderWord word = new HeaderWord();
    word.grantCycle = cycle;
    word.buffer = bytes;
    word.frameBytes = bytes.length;
    return word;
  }

  private HeaderWord parse(byte[] bytes) {
    HeaderWord word = word(bytes, 10);
    StageUnderTest stage = stage(config);
    assertThat(stage.run(List.of(word))).containsExactly(10L + stage.latencyCycles());
    return word;
  }

  @Test
  void shouldTakeAFixedNumberOfCycles() {
    assertThat(stage(config).latencyCycles())
        .isEqualTo(6 + config.maxTcpOptions() + config.maxIpv6Extensions());
  }

  @Test
  void shouldReadTheDssOfAFrameWithTwoVlanTags() {
    TcpFrame frame = frame(4);
    frame.vlans = new int[] {100, 200};
    frame.sequence = 0x01020304;
    frame.options =
        Options.padded(
            Options.timestamps(1, 2),
            Options.dss(4, 9, 8, 0x1122334455667788L, 77, 5, 0xbeef, true));
    frame.payload = new byte[] {1, 2, 3, 4};
    HeaderWord word = parse(frame.bytes());
    assertThat(word.reason).isZero();
    assertThat(word.header.vlanCount).isEqualTo(2);
    assertThat(word.header.packetType).isEqualTo(PacketType.TCP_IPV4);
    assertThat(word.header.sequence).isEqualTo(0x01020304);
    assertThat(word.header.payloadLength).isEqualTo(4);
    assertThat(word.header.hasMptcp(MptcpSubtype.DSS)).isTrue();
    assertThat(word.header.dsn).isEqualTo(0x1122334455667788L);
    assertThat(word.header.dssSsn).isEqualTo(77);
    assertThat(word.header.dssLength).isEqualTo(5);
    assertThat(word.header.dssChecksum).isEqualTo(0xbeef);
    assertThat(word.header.dataFin).isTrue();
  }

  @Test
  void shouldWalkIpv6ExtensionHeadersUpToTheLimit() {
    TcpFrame frame = frame(16);
    frame.ipv6Extensions = config.maxIpv6Extensions();
    assertThat(parse(frame.bytes()).reason).isZero();
    frame.ipv6Extensions++;
    assertThat(parse(frame.bytes()).reason).isEqualTo(Reason.IPV6_EXTENSION_LIMIT.code());
  }

  @Test
  void shouldWalkTcpOptionsUpToTheLimit() {
    TcpFrame frame = frame(4);
    frame.options = new byte[config.maxTcpOptions()];
    Arrays.fill(frame.options, (byte) 1);
    assertThat(parse(frame.bytes()).reason).isZero();
    frame.options = new byte[config.maxTcpOptions() + 4];
    Arrays.fill(frame.options, (byte) 1);
    assertThat(parse(frame.bytes()).reason).isEqualTo(Reason.TCP_OPTION_LIMIT.code());
  }

  @Test
  void shouldRefuseMoreVlanTagsThanTheLimit() {
    TcpFrame frame = frame(4);
    frame.vlans = new int[config.maxVlanTags() + 1];
    assertThat(parse(frame.bytes()).reason).isEqualTo(Reason.VLAN_LIMIT.code());
  }

  @Test
  void shouldNameWhatIsNotTcp() {
    byte[] arp = new byte[60];
    arp[12] = 8;
    arp[13] = 6;
    HeaderWord word = parse(arp);
    assertThat(word.reason).isEqualTo(Reason.NOT_TCP.code());
    assertThat(word.header.packetType).isEqualTo(PacketType.ARP);
  }

  @Test
  void shouldFindAReasonForEveryPrefixOfAFrame() {
    TcpFrame frame = frame(4);
    frame.options = Options.padded(Options.mpCapable(1, 0x81, 1, 2));
    byte[] bytes = frame.bytes();
    for (int length = 1; length < bytes.length; length++) {
      HeaderWord word = parse(Arrays.copyOf(bytes, length));
      assertThat(word.reason).as(length + " bytes").isNotZero();
      assertThat(word.header.hasMptcp(MptcpSubtype.MP_CAPABLE)).as(length + " bytes").isFalse();
    }
    assertThat(parse(bytes).reason).isZero();
  }
}
