package org.mpnic.model.rx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mpnic.abi.Reason;
import org.mpnic.model.config.NicConfig;
import org.mpnic.testbed.raw.Options;
import org.mpnic.testbed.raw.TcpFrame;
import org.mpnic.wire.FrameHeader;
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
        .isEqualTo(8 + 2 * (config.maxTcpOptions() + config.maxIpv6Extensions()));
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

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void shouldReadWhatWasWrittenWhenFramesAreRandom(long seed) {
    Random random = new Random(seed);
    List<TcpFrame> frames = new ArrayList<>();
    List<HeaderWord> words = new ArrayList<>();
    long cycle = 10;
    for (int i = 0; i < 300; i++) {
      TcpFrame frame = random(random);
      byte[] bytes = frame.bytes();
      cycle += (bytes.length - 1) / config.beatBytes() + 1 + random.nextInt(3) * 5;
      frames.add(frame);
      words.add(word(bytes, cycle));
    }
    StageUnderTest stage = stage(config);
    long[] left = stage.run(words);
    for (int i = 0; i < words.size(); i++) {
      assertThat(left[i]).isEqualTo(words.get(i).grantCycle + stage.latencyCycles());
      compare(frames.get(i), words.get(i), "frame " + i);
    }
  }

  private TcpFrame random(Random random) {
    TcpFrame frame = frame(random.nextBoolean() ? 4 : 16);
    random.nextBytes(frame.source);
    random.nextBytes(frame.destination);
    frame.vlans = random.ints(random.nextInt(config.maxVlanTags() + 1), 0, 4096).toArray();
    frame.ipv6Extensions =
        frame.source.length == 4 ? 0 : random.nextInt(config.maxIpv6Extensions() + 1);
    frame.sourcePort = random.nextInt(1 << 16);
    frame.destinationPort = random.nextInt(1 << 16);
    frame.sequence = random.nextInt();
    frame.acknowledgment = random.nextInt();
    frame.payload = new byte[random.nextInt(random.nextBoolean() ? 4 : 200)];
    frame.minimumLength = random.nextBoolean() ? 60 : 0;
    int length = 1 + random.nextInt(0xffff);
    frame.options =
        switch (random.nextInt(4)) {
          case 0 -> new byte[0];
          case 1 -> Options.padded(Options.timestamps(random.nextInt(), random.nextInt()));
          case 2 ->
              Options.padded(
                  Options.timestamps(random.nextInt(), random.nextInt()),
                  Options.dss(4, 1, 8, random.nextLong(), random.nextInt(), length, 7, false));
          default ->
              Options.padded(
                  Options.dss(8, 1, 4, random.nextInt(), random.nextInt(), length, 9, true));
        };
    return frame;
  }

  private static void compare(TcpFrame frame, HeaderWord word, String what) {
    FrameHeader h = word.header;
    assertThat(word.reason).as(what).isZero();
    assertThat(h.vlanCount).as(what).isEqualTo(frame.vlans.length);
    assertThat(h.isIpv6).as(what).isEqualTo(frame.source.length == 16);
    ByteBuffer address = ByteBuffer.allocate(16);
    address.position(16 - frame.source.length).put(frame.source);
    assertThat(h.srcHigh).as(what).isEqualTo(address.getLong(0));
    assertThat(h.srcLow).as(what).isEqualTo(address.getLong(8));
    assertThat(h.sourcePort).as(what).isEqualTo(frame.sourcePort);
    assertThat(h.destinationPort).as(what).isEqualTo(frame.destinationPort);
    assertThat(h.sequence).as(what).isEqualTo(frame.sequence);
    assertThat(h.acknowledgment).as(what).isEqualTo(frame.acknowledgment);
    assertThat(h.payloadLength).as(what).isEqualTo(frame.payload.length);
    int dss = frame.options.length == 0 ? -1 : frame.options[0] == 30 ? 0 : 10;
    boolean there = dss >= 0 && frame.options.length > dss + 20;
    assertThat(h.hasMptcp(MptcpSubtype.DSS)).as(what).isEqualTo(there);
    if (there) {
      ByteBuffer option = ByteBuffer.wrap(frame.options);
      assertThat(h.dsnIs64).as(what).isEqualTo(dss == 10);
      assertThat(h.dsn)
          .as(what)
          .isEqualTo(dss == 10 ? option.getLong(18) : option.getInt(12) & 0xffff_ffffL);
      assertThat(h.dssSsn).as(what).isEqualTo(option.getInt(dss == 10 ? 26 : 16));
      assertThat(h.dssLength).as(what).isEqualTo(option.getShort(dss == 10 ? 30 : 20) & 0xffff);
      assertThat(h.dataFin).as(what).isEqualTo(dss == 0);
    }
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
