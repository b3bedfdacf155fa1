package org.mpnic.model.rx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mpnic.abi.Reason;
import org.mpnic.model.config.NicConfig;
import org.mpnic.testbed.raw.TcpFrame;

/** What rx_checksum does behind rx_parser, for the Java stage and for its RTL twin. */
public abstract class RxChecksumContract {
  private final NicConfig config;

  /** The contract with its usual parameters. */
  protected RxChecksumContract() {
    this(NicConfig.DEFAULT);
  }

  /** The contract with these parameters. */
  protected RxChecksumContract(NicConfig config) {
    this.config = config;
  }

  /** A fresh rx_parser with rx_checksum behind it; the latency is rx_checksum's. */
  protected abstract StageUnderTest stage(NicConfig config);

  private HeaderWord check(TcpFrame frame) {
    HeaderWord word = RxParserContract.word(frame.bytes(), 10);
    StageUnderTest stage = stage(config);
    assertThat(stage.run(List.of(word))).containsExactly(10L + stage.latencyCycles());
    return word;
  }

  @Test
  void shouldTakeFourCycles() {
    assertThat(stage(config).latencyCycles()).isEqualTo(4);
  }

  @Test
  void shouldSumAnOddPayloadWithItsTailPadded() {
    TcpFrame frame = RxParserContract.frame(4);
    frame.payload = new byte[] {0x12, 0x34, 0x56};
    frame.minimumLength = 60;
    HeaderWord word = check(frame);
    assertThat(word.ipChecksumOk).isTrue();
    assertThat(word.tcpChecksumOk).isTrue();
    assertThat(word.payloadSum).isEqualTo(0x1234 + 0x5600);
    assertThat(word.reason).isZero();
  }

  @Test
  void shouldGiveOneZeroOnly() {
    TcpFrame frame = RxParserContract.frame(16);
    frame.payload = new byte[] {(byte) 0xff, (byte) 0xff};
    assertThat(check(frame).payloadSum).isZero();
    frame.payload = new byte[] {0, 0};
    assertThat(check(frame).payloadSum).isZero();
  }

  @Test
  void shouldPutABadChecksumBeforeABadOption() {
    TcpFrame frame = RxParserContract.frame(4);
    frame.options = new byte[] {30, 3, 0x20, 1};
    assertThat(check(frame).reason).isEqualTo(Reason.BAD_MPTCP_OPTION_LENGTH.code());
    frame.tcpChecksumError = 1;
    assertThat(check(frame).reason).isEqualTo(Reason.BAD_TCP_CHECKSUM.code());
    frame.ipChecksumError = 1;
    assertThat(check(frame).reason).isEqualTo(Reason.BAD_IP_CHECKSUM.code());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void shouldAgreeWithWordByWordSumsWhenFramesAreRandom(long seed) {
    Random random = new Random(seed);
    List<HeaderWord> words = new ArrayList<>();
    List<Integer> sums = new ArrayList<>();
    List<Integer> reasons = new ArrayList<>();
    long cycle = 10;
    for (int i = 0; i < 500; i++) {
      TcpFrame frame = RxParserContract.frame(random.nextBoolean() ? 4 : 16);
      frame.vlans = new int[random.nextInt(3)];
      frame.payload = new byte[random.nextInt(random.nextBoolean() ? 8 : 1500)];
      random.nextBytes(frame.payload);
      frame.tcpChecksumError = random.nextInt(8) == 0 ? 1 + random.nextInt(65534) : 0;
      frame.minimumLength = 60;
      long sum = 0;
      for (int at = 0; at < frame.payload.length; at++) {
        sum += (frame.payload[at] & 0xff) << ((at & 1) == 0 ? 8 : 0);
      }
      sums.add((int) (sum % 65535));
      reasons.add(frame.tcpChecksumError == 0 ? 0 : Reason.BAD_TCP_CHECKSUM.code());
      byte[] bytes = frame.bytes();
      cycle += (bytes.length - 1) / config.beatBytes() + 1 + random.nextInt(3) * 30;
      words.add(RxParserContract.word(bytes, cycle));
    }
    stage(config).run(words);
    for (int i = 0; i < words.size(); i++) {
      assertThat(words.get(i).payloadSum).as("frame " + i).isEqualTo(sums.get(i));
      assertThat(words.get(i).reason).as("frame " + i).isEqualTo(reasons.get(i));
    }
  }
}
