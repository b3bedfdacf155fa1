package org.mpnic.model.rx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mpnic.abi.Reason;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.table.Toeplitz;
import org.mpnic.wire.FrameHeader;
import org.mpnic.wire.MptcpSubtype;
import org.mpnic.wire.TcpFlags;

/** What flow_table does, for the Java stage and for its RTL twin. */
public abstract class FlowTableContract {
  private static final long USED = 1L << 63;
  private static final int FLOW_BUCKETS = 16;

  private final NicConfig config;
  private final Toeplitz hashes;
  private final List<Long> events = new ArrayList<>();
  private boolean busy;
  private long cycle = 10;
  private StageUnderTest stage;

  /** The contract with its usual parameters. */
  protected FlowTableContract() {
    this(NicConfig.DEFAULT.toBuilder().subflows(64).tokens(64).flowTableWays(4).build());
  }

  /** The contract with these parameters. It has 64 flows and 64 tokens in buckets of 4 ways. */
  protected FlowTableContract(NicConfig config) {
    this.config = config;
    this.hashes =
        new Toeplitz(
            HexFormat.of().parseHex(config.rssKey()),
            HexFormat.of().parseHex(config.flowTableKey()));
  }

  /** A fresh stage with this configuration. */
  protected abstract StageUnderTest stage(NicConfig config, HeaderEventSink sink);

  @BeforeEach
  void start() {
    stage =
        stage(
            config,
            (word, at) -> {
              events.add(at);
              return !busy;
            });
  }

  private HeaderWord word(int source, int sourcePort) {
    HeaderWord w = new HeaderWord();
    w.grantCycle = ++cycle;
    w.header.layers = FrameHeader.LAYER_ETHERNET | FrameHeader.LAYER_IP | FrameHeader.LAYER_TCP;
    w.header.srcLow = source & 0xffff_ffffL;
    w.header.dstLow = 0x0a000002L;
    w.header.sourcePort = sourcePort;
    w.header.destinationPort = 5001;
    w.header.tcpFlags = TcpFlags.ACK;
    return w;
  }

  private HeaderWord through(HeaderWord w) {
    assertThat(stage.run(List.of(w))).containsExactly(w.grantCycle + stage.latencyCycles());
    return w;
  }

  private static long[] entry(HeaderWord w, int subflow, int generation) {
    FrameHeader h = w.header;
    long ports = (h.isIpv6 ? 1L << 32 : 0) | (long) h.sourcePort << 16 | h.destinationPort;
    long value = USED | subflow | (long) generation << 20;
    return new long[] {ports, h.srcLow, h.dstLow, h.srcHigh, h.dstHigh, value};
  }

  private long pair(HeaderWord w) {
    return hashes.ipv4((int) w.header.srcLow, 0x0a000002, w.header.sourcePort, 5001);
  }

  @Test
  void shouldGiveMicrosoftsRssHash() {
    HeaderWord w = word(0x420995bb, 2794);
    w.header.dstLow = 0xa18e6450L;
    w.header.destinationPort = 1766;
    assertThat(through(w).rssHash).isEqualTo(0x51ccc178);
    HeaderWord fragment = word(0x420995bb, 0);
    fragment.header.dstLow = 0xa18e6450L;
    fragment.header.layers = FrameHeader.LAYER_ETHERNET | FrameHeader.LAYER_IP;
    fragment.reason = Reason.FRAGMENT.code();
    assertThat(through(fragment).rssHash).isEqualTo(0x323e8fc2);
    assertThat(fragment.flowHit).isFalse();
  }

  @Test
  void shouldFindTheFlowInEitherBucketAndAnyWay() {
    for (int way = 0; way < 8; way++) {
      HeaderWord w = word(0x0a000100 + way, 1000 + way);
      long pair = pair(w);
      int bucket = (int) (way < 4 ? pair : pair >>> 32) & FLOW_BUCKETS - 1;
      stage.write("flow_table", cycle, bucket * 4 + way % 4, entry(w, 1000 + way, 4095 - way));
      w.grantCycle = ++cycle;
      through(w);
      assertThat(w.flowHit).as("way " + way).isTrue();
      assertThat(w.subflow).isEqualTo(1000 + way);
      assertThat(w.subflowGeneration).isEqualTo(4095 - way);
      assertThat(w.reason).isZero();
    }
    assertThat(events).isEmpty();
  }

  @Test
  void shouldCompareTheWholeKey() {
    HeaderWord w = word(0x0a000001, 1000);
    int slot = ((int) pair(w) & FLOW_BUCKETS - 1) * 4;
    for (int part = 0; part < 5; part++) {
      long[] other = entry(w, 1, 1);
      other[part] ^= 1;
      stage.write("flow_table", cycle, slot, other);
      w = word(0x0a000001, 1000);
      assertThat(through(w).flowHit).as("key word " + part).isFalse();
      assertThat(w.reason).isEqualTo(Reason.UNKNOWN_FLOW.code());
    }
    long[] unused = entry(w, 1, 1);
    unused[5] &= ~USED;
    stage.write("flow_table", cycle, slot, unused);
    assertThat(through(word(0x0a000001, 1000)).flowHit).isFalse();
  }

  @Test
  void shouldSendAnEventWhenTheControlProcessorHasToKnow() {
    HeaderWord known = word(0x0a000001, 1000);
    stage.write(
        "flow_table", cycle, ((int) pair(known) & FLOW_BUCKETS - 1) * 4, entry(known, 1, 1));
    known.grantCycle = ++cycle;
    known.header.mptcpOptions = 1 << MptcpSubtype.DSS;
    through(known);
    assertThat(events).isEmpty();
    HeaderWord unknown = through(word(0x0a000009, 1000));
    assertThat(events).containsExactly(unknown.grantCycle + stage.latencyCycles());
    int[] options = {MptcpSubtype.ADD_ADDR, MptcpSubtype.MP_FAIL, MptcpSubtype.MP_FASTCLOSE};
    for (int option : options) {
      HeaderWord w = word(0x0a000001, 1000);
      w.header.mptcpOptions = 1 << option;
      assertThat(through(w).reason).isZero();
    }
    for (int flag : new int[] {TcpFlags.FIN, TcpFlags.RST}) {
      HeaderWord end = word(0x0a000001, 1000);
      end.header.tcpFlags |= flag;
      assertThat(through(end).reason).isZero();
    }
    HeaderWord syn = word(0x0a000001, 1000);
    syn.header.tcpFlags = TcpFlags.SYN;
    assertThat(through(syn).reason).isEqualTo(Reason.HANDSHAKE.code());
    HeaderWord capable = word(0x0a000001, 1000);
    capable.header.mptcpOptions = 1 << MptcpSubtype.MP_CAPABLE;
    assertThat(through(capable).reason).isEqualTo(Reason.HANDSHAKE.code());
    assertThat(events).hasSize(8);
  }

  @Test
  void shouldSaySoWhenTheControlProcessorIsBusy() {
    busy = true;
    HeaderWord known = word(0x0a000001, 1000);
    stage.write(
        "flow_table", cycle, ((int) pair(known) & FLOW_BUCKETS - 1) * 4, entry(known, 1, 1));
    known.grantCycle = ++cycle;
    known.header.tcpFlags |= TcpFlags.FIN;
    assertThat(through(known).reason).isEqualTo(Reason.FIRMWARE_BUSY.code());
    assertThat(known.firmwareBusy).isTrue();
    HeaderWord unknown = through(word(0x0a000009, 1000));
    assertThat(unknown.reason).isEqualTo(Reason.UNKNOWN_FLOW.code());
    assertThat(unknown.firmwareBusy).isTrue();
  }

  @Test
  void shouldNeitherLookUpNorReportWhenAChecksumIsBad() {
    for (Reason reason : List.of(Reason.BAD_IP_CHECKSUM, Reason.BAD_TCP_CHECKSUM)) {
      HeaderWord w = word(0x0a000001, 1000);
      w.reason = reason.code();
      assertThat(through(w).flowHit).isFalse();
      assertThat(w.rssHash).isNotZero();
      assertThat(w.reason).isEqualTo(reason.code());
    }
    assertThat(events).isEmpty();
  }

  @Test
  void shouldSteerAJoinByItsToken() {
    int token = 0x659d4bb0;
    int bucket = (int) hashes.ipv4(token, 0) & FLOW_BUCKETS - 1;
    stage.write("token_table", cycle, bucket * 4 + 2, token & 0xffff_ffffL, USED | 6 | 99L << 16);
    HeaderWord join = word(0x0a000001, 1000);
    join.header.tcpFlags = TcpFlags.SYN;
    join.header.mptcpOptions = 1 << MptcpSubtype.MP_JOIN;
    join.header.joinToken = token;
    through(join);
    assertThat(join.tokenHit).isTrue();
    assertThat(join.tokenQueue).isEqualTo(6);
    HeaderWord other = word(0x0a000001, 1000);
    other.header.tcpFlags = TcpFlags.SYN;
    other.header.mptcpOptions = 1 << MptcpSubtype.MP_JOIN;
    other.header.joinToken = token + 1;
    assertThat(through(other).tokenHit).isFalse();
  }

  @Test
  void shouldFindFlowsThatAreWrittenWhileOthersPass() {
    Random random = new Random(7);
    List<HeaderWord> words = new ArrayList<>();
    List<Boolean> expected = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      HeaderWord w = word(random.nextInt(), random.nextInt(65536));
      long written = cycle;
      int slot = ((int) pair(w) & FLOW_BUCKETS - 1) * 4 + random.nextInt(4);
      stage.write("flow_table", written, slot, entry(w, i, i));
      boolean later = random.nextBoolean();
      w.grantCycle = written;
      cycle = written + 1;
      if (later) {
        w.grantCycle = ++cycle;
      }
      cycle += random.nextInt(5);
      words.add(w);
      expected.add(later);
    }
    stage.run(words);
    for (int i = 0; i < words.size(); i++) {
      assertThat(words.get(i).flowHit).as("word " + i).isEqualTo(expected.get(i));
    }
  }
}
