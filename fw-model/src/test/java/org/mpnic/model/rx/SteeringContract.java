package org.mpnic.model.rx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mpnic.abi.CompletionFlags;
import org.mpnic.abi.Reason;
import org.mpnic.abi.Verdict;
import org.mpnic.model.config.NicConfig;
import org.mpnic.wire.FrameHeader;

/** What steering does, for the Java stage and for its RTL twin. */
public abstract class SteeringContract {
  private static final int GOOD = Verdict.GOOD.code();
  private static final int NONE = Verdict.NONE.code();

  private final NicConfig config;
  private long cycle = 10;
  private boolean refuse;
  private StageUnderTest stage;

  /** The contract with its usual parameters. */
  protected SteeringContract() {
    this(NicConfig.DEFAULT.toBuilder().subflows(16).build());
  }

  /** The contract with these parameters. It has 8 queues. */
  protected SteeringContract(NicConfig config) {
    this.config = config;
  }

  /** A fresh stage with this configuration; its indirection table goes round over the queues. */
  protected abstract StageUnderTest stage(NicConfig config, BufferCredits credits);

  @BeforeEach
  void start() {
    stage = stage(config, w -> refuse ? Reason.NO_BUFFER.code() : 0);
  }

  private HeaderWord word(int ssn, int length, int next) {
    HeaderWord w = new HeaderWord();
    w.grantCycle = ++cycle;
    w.frameBytes = 100 + length;
    w.header.layers = FrameHeader.LAYER_IP | FrameHeader.LAYER_TCP;
    w.header.payloadLength = length;
    w.subflowValid = true;
    w.subflow = 2;
    w.kind = HeaderWord.KIND_MPTCP;
    w.ssn = ssn;
    w.receiveNextBefore = next;
    w.mapped = true;
    w.connectionValid = true;
    w.connectionQueue = 3;
    return w;
  }

  private HeaderWord through(HeaderWord w) {
    assertThat(stage.run(List.of(w))).containsExactly(w.grantCycle + stage.latencyCycles());
    return w;
  }

  @Test
  void shouldChooseTheConnectionsQueueThenTheTokensThenTheHashs() {
    HeaderWord connection = word(1, 10, 1);
    connection.rssHash = 6;
    connection.tokenHit = true;
    connection.tokenQueue = 5;
    assertThat(through(connection).queue).isEqualTo(3);
    HeaderWord token = new HeaderWord();
    token.grantCycle = ++cycle;
    token.frameBytes = 60;
    token.tokenHit = true;
    token.tokenQueue = 5;
    token.rssHash = 6;
    assertThat(through(token).queue).isEqualTo(5);
    HeaderWord hash = new HeaderWord();
    hash.grantCycle = ++cycle;
    hash.frameBytes = 60;
    hash.rssHash = 0xabcd_ef00 | 14;
    assertThat(through(hash).queue).isEqualTo(14 % config.queues());
    assertThat(hash.decision).isEqualTo(HeaderWord.KEEP);
    assertThat(hash.writeMode).isEqualTo(HeaderWord.WRITE_WHOLE_FRAME);
  }

  @Test
  void shouldWithdrawTheVerdictWhenBytesOfTheMappingWereDropped() {
    refuse = true;
    HeaderWord lost = word(101, 50, 101);
    lost.mappingSsn = 101;
    lost.mappingLength = 100;
    assertThat(through(lost).decision).isEqualTo(HeaderWord.DROP);
    assertThat(lost.reason).isEqualTo(Reason.NO_BUFFER.code());
    refuse = false;
    HeaderWord before = judged(word(1, 100, 1), 1, 100);
    assertThat(through(before).ended.verdict).isEqualTo(GOOD);
    HeaderWord last = judged(word(151, 50, 151), 101, 100);
    assertThat(through(last).ended.verdict).isEqualTo(NONE);
    HeaderWord next = judged(word(201, 50, 201), 201, 50);
    assertThat(through(next).ended.verdict).isEqualTo(GOOD);
    HeaderWord other = judged(word(151, 50, 151), 101, 100);
    other.subflow = 3;
    assertThat(through(other).ended.verdict).isEqualTo(GOOD);
  }

  @Test
  void shouldWithdrawThePacketsOwnVerdictWhenItIsDropped() {
    refuse = true;
    HeaderWord w = word(101, 50, 101);
    w.mappingSsn = 101;
    w.mappingLength = 50;
    w.verdict = GOOD;
    assertThat(through(w).verdict).isEqualTo(NONE);
  }

  @Test
  void shouldForgetDroppedBytesWhenNoMappingReachesThemAnyMore() {
    refuse = true;
    HeaderWord lost = word(101, 50, 101);
    lost.mappingSsn = 101;
    lost.mappingLength = 100;
    through(lost);
    refuse = false;
    int far = 101 + (1 << 29) + (1 << 16) + 51;
    through(judged(word(far, 50, far), far, 50));
    HeaderWord again = judged(word(101, 50, far), 101, 50);
    assertThat(through(again).ended.verdict).isEqualTo(GOOD);
  }

  /** Dropped bytes are kept as a set here; steering keeps the span from the first to the last. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void shouldNeverSpeakForDroppedBytesWhenTrafficIsRandom(long seed) {
    Random random = new Random(seed);
    int subflows = 3;
    List<TreeSet<Long>> dropped = new ArrayList<>();
    long[] next = new long[subflows];
    for (int i = 0; i < subflows; i++) {
      dropped.add(new TreeSet<>());
      next[i] = 0xffff_f000L + random.nextInt(8192);
    }
    for (int i = 0; i < 2000; i++) {
      cycle += random.nextInt(3) == 0 ? random.nextInt(20) : 0;
      int id = random.nextInt(subflows);
      TreeSet<Long> bytes = dropped.get(id);
      if (random.nextInt(100) == 0) {
        next[id] += config.receiveWindowBytes();
        bytes.clear();
      }
      long ssn = next[id] + random.nextInt(60) - 20;
      int length = 1 + random.nextInt(20);
      long start = ssn - random.nextInt(30);
      int mapping = (int) (ssn - start) + length + random.nextInt(30);
      refuse = random.nextInt(12) == 0;
      HeaderWord w = judged(word((int) ssn, length, (int) next[id]), (int) start, mapping);
      w.subflow = id;
      w.connectionQueue = random.nextInt(config.queues());
      w.verdict = random.nextBoolean() ? GOOD : NONE;
      final int queue = w.connectionQueue;
      final boolean own = w.verdict == GOOD;
      through(w);
      for (long b = ssn; b < ssn + length && refuse; b++) {
        bytes.add(b);
      }
      boolean lost = !bytes.isEmpty() && start <= bytes.last() && start + mapping > bytes.first();
      assertThat(w.queue).as("word " + i).isEqualTo(queue);
      assertThat(w.decision).as("word " + i).isEqualTo(refuse ? HeaderWord.DROP : HeaderWord.KEEP);
      assertThat(w.ended.verdict).as("word " + i).isEqualTo(lost ? NONE : GOOD);
      assertThat(w.verdict).as("word " + i).isEqualTo(own && !lost ? GOOD : NONE);
      next[id] += random.nextInt(4) == 0 ? random.nextInt(20) : 0;
    }
  }

  private static HeaderWord judged(HeaderWord w, int ssn, int length) {
    w.mappingSsn = ssn;
    w.mappingLength = length;
    w.ended.valid = true;
    w.ended.complete = true;
    w.ended.ssn = ssn;
    w.ended.wireLength = length;
    w.ended.verdict = GOOD;
    return w;
  }

  @Test
  void shouldTellTheHostWhatItNeeds() {
    HeaderWord w = word(1, 10, 1);
    w.segmentNew = true;
    w.mappingHasChecksum = true;
    w.order = HeaderWord.OUT_OF_ORDER;
    w.dataOrder = HeaderWord.DUPLICATE;
    w.header.tcpFlags = 0x11;
    assertThat(through(w).completionFlags)
        .isEqualTo(
            CompletionFlags.MAPPED
                | CompletionFlags.SEGMENT_NEW
                | CompletionFlags.HAS_CHECKSUM
                | CompletionFlags.OUT_OF_ORDER
                | CompletionFlags.DUPLICATE
                | CompletionFlags.TCP_FIN);
    HeaderWord slow = word(1, 10, 1);
    slow.mapped = false;
    slow.reason = Reason.HANDSHAKE.code();
    assertThat(through(slow).completionFlags)
        .isEqualTo(CompletionFlags.SLOW_PATH | CompletionFlags.HANDSHAKE);
    HeaderWord busy = word(1, 0, 1);
    busy.mapped = false;
    busy.reason = Reason.FIRMWARE_BUSY.code();
    busy.firmwareBusy = true;
    assertThat(through(busy).completionFlags)
        .isEqualTo(CompletionFlags.SLOW_PATH | CompletionFlags.FIRMWARE_BUSY);
  }
}
