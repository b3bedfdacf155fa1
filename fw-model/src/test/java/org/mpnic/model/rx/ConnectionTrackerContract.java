package org.mpnic.model.rx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mpnic.abi.Verdict;
import org.mpnic.model.config.NicConfig;

/** What connection_tracker does, for the Java stage and for its RTL twin. */
public abstract class ConnectionTrackerContract {
  private static final String TABLE = "connection_context";
  private static final int ID = 6;
  private static final int GENERATION = 4;
  private static final int NONE = Verdict.NONE.code();
  private static final int GOOD = Verdict.GOOD.code();
  private static final int BAD = Verdict.BAD.code();

  private final NicConfig config;
  private long cycle = 10;
  private StageUnderTest stage;

  /** The contract with its usual parameters. */
  protected ConnectionTrackerContract() {
    this(NicConfig.DEFAULT.toBuilder().connections(16).build());
  }

  /** The contract with these parameters. */
  protected ConnectionTrackerContract(NicConfig config) {
    this.config = config;
  }

  /** A fresh stage with this configuration. */
  protected abstract StageUnderTest stage(NicConfig config);

  /**
   * The parameters of a random run, or of a case that needs special ones; a twin that is built for
   * every set may take others that are near.
   */
  protected NicConfig near(NicConfig wanted) {
    return wanted;
  }

  private void start(NicConfig c, long next) {
    stage = stage(c);
    long[] words = new long[2 + c.outOfOrderIntervals()];
    words[0] = GENERATION | 1L << 12 | 5L << 16;
    words[1] = next;
    stage.write(TABLE, 1, ID, words);
  }

  private HeaderWord word(long dsn, boolean is64, int length) {
    HeaderWord w = new HeaderWord();
    w.grantCycle = ++cycle;
    w.subflowValid = true;
    w.kind = HeaderWord.KIND_MPTCP;
    w.connection = ID;
    w.connectionGeneration = GENERATION;
    w.mapped = true;
    w.dsn = is64 ? dsn : dsn & 0xffff_ffffL;
    w.dsnIs64 = is64;
    w.header.payloadLength = length;
    return w;
  }

  private static HeaderWord ends(HeaderWord w, long dsn, boolean is64, int sum) {
    w.ended.valid = true;
    w.ended.complete = true;
    w.ended.dsn = is64 ? dsn : dsn & 0xffff_ffffL;
    w.ended.dsnIs64 = is64;
    w.ended.sum = sum;
    return w;
  }

  private HeaderWord through(HeaderWord w) {
    assertThat(stage.run(List.of(w))).containsExactly(w.grantCycle + stage.latencyCycles());
    return w;
  }

  /**
   * The next expected DSN: a short DSN is extended to the nearest one, so two that lie half their
   * range before and behind it tell it. They come as evicted mappings, which change nothing.
   */
  private void assertNext(long next, String what) {
    long most = next + Integer.MAX_VALUE;
    assertThat(extended(most)).as(what).isEqualTo(most);
    long least = next + Integer.MIN_VALUE;
    assertThat(extended(least)).as(what).isEqualTo(least);
  }

  private long extended(long dsn) {
    HeaderWord w = word(0, true, 0);
    w.mapped = false;
    w.evicted.valid = true;
    w.evicted.dsn = dsn & 0xffff_ffffL;
    return through(w).evicted.dsn;
  }

  @Test
  void shouldGiveTheConnectionsQueue() {
    start(config, 1000);
    HeaderWord w = through(word(1000, true, 10));
    assertThat(w.connectionValid).isTrue();
    assertThat(w.connectionQueue).isEqualTo(5);
    HeaderWord plain = word(0, true, 10);
    plain.mapped = false;
    plain.kind = HeaderWord.KIND_PLAIN;
    plain.order = HeaderWord.OUT_OF_ORDER;
    assertThat(through(plain).connectionQueue).isEqualTo(5);
    assertThat(plain.dataOrder).isEqualTo(HeaderWord.OUT_OF_ORDER);
  }

  @Test
  void shouldExtendAShortDsnToTheNearestOne() {
    start(config, 0x1_ffff_fff0L);
    assertThat(through(word(0x2_0000_0010L, false, 4)).dsn).isEqualTo(0x2_0000_0010L);
    assertThat(through(word(0x1_ffff_ff00L, false, 4)).dsn).isEqualTo(0x1_ffff_ff00L);
    start(config, -8);
    HeaderWord wrapped = through(word(2, false, 4));
    assertThat(wrapped.dsn).isEqualTo(2);
    assertThat(wrapped.dataOrder).isEqualTo(HeaderWord.OUT_OF_ORDER);
    assertThat(wrapped.dsnIs64).isTrue();
  }

  @Test
  void shouldTellDuplicatesAcrossSubflows() {
    start(config, 1000);
    assertThat(through(word(1000, true, 10)).dataOrder).isEqualTo(HeaderWord.IN_ORDER);
    HeaderWord other = word(1000, true, 10);
    other.subflow = 99;
    assertThat(through(other).dataOrder).isEqualTo(HeaderWord.DUPLICATE);
    assertThat(through(word(1005, true, 10)).dataOrder).isEqualTo(HeaderWord.PARTIAL_DUPLICATE);
    assertThat(through(word(1000 + (1L << 31), true, 10)).dataOrder)
        .isEqualTo(HeaderWord.OUTSIDE_WINDOW);
    assertThat(through(word(1000 + (1L << 32), true, 10)).dataOrder)
        .isEqualTo(HeaderWord.OUTSIDE_WINDOW);
    assertNext(1015, "in-order point");
  }

  @Test
  void shouldJudgeBySumWhenTheDsnIsWhole() {
    start(config, 1000);
    HeaderWord good = through(ends(word(1000, true, 10), 1000, true, 0));
    assertThat(good.ended.valid).isTrue();
    assertThat(good.ended.verdict).isEqualTo(GOOD);
    assertThat(through(ends(word(1010, true, 10), 1010, true, 7)).ended.verdict).isEqualTo(BAD);
    HeaderWord single = ends(word(1020, true, 10), 1020, true, 0);
    single.endedInOneSegment = true;
    through(single);
    assertThat(single.verdict).isEqualTo(GOOD);
    assertThat(single.ended.valid).isFalse();
  }

  @Test
  void shouldCompleteTheSumWhenTheDsnIsShort() {
    long next = 0x1234_5678_0000_1000L;
    start(config, next);
    int high = 0x1234 + 0x5678;
    HeaderWord good = through(ends(word(next, false, 10), next, false, 65535 - high));
    assertThat(good.ended.verdict).isEqualTo(GOOD);
    assertThat(good.ended.dsn).isEqualTo(next);
    HeaderWord bad = through(ends(word(next, false, 10), next, false, 65535 - high + 5));
    assertThat(bad.ended.verdict).isEqualTo(BAD);
    for (int wrong = -1; wrong <= 1; wrong += 2) {
      HeaderWord unsure = through(ends(word(next, false, 10), next, false, 65535 - high + wrong));
      assertThat(unsure.ended.verdict).isEqualTo(NONE);
    }
    long far = next + (1L << 30) + 100_000;
    HeaderWord outside = through(ends(word(far, false, 10), far, false, 65535 - high));
    assertThat(outside.ended.verdict).isEqualTo(NONE);
  }

  @Test
  void shouldNotExtendOrJudgeShortDsnsWhenTheContextIsAnothers() {
    start(config, 1000);
    HeaderWord w = ends(word(1000, false, 10), 1000, false, 0);
    w.connectionGeneration++;
    through(w);
    assertThat(w.connectionValid).isFalse();
    assertThat(w.mapped).isFalse();
    assertThat(w.ended.verdict).isEqualTo(NONE);
    assertNext(1000, "in-order point");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void shouldAgreeWithSingleBytesWhenTrafficIsRandom(long seed) {
    Random random = new Random(seed);
    int ranges = 1 + random.nextInt(6);
    int window = seed % 2 == 0 ? 60 : 5000;
    NicConfig c =
        near(config.toBuilder().outOfOrderIntervals(ranges).receiveWindowBytes(window).build());
    start(c, 0x7_ffff_ff80L);
    ranges = c.outOfOrderIntervals();
    window = (int) c.receiveWindowBytes();
    int jump = Math.min(window, 5000);
    NaiveWindow naive = new NaiveWindow(ranges, window, 0x7_ffff_ff80L);
    for (int i = 0; i < 3000; i++) {
      cycle += random.nextInt(4) == 0 ? random.nextInt(30) : 0;
      long dsn = naive.next + random.nextInt(90) - 45;
      dsn = random.nextInt(3) == 0 ? naive.next : dsn;
      dsn += random.nextInt(100) == 0 ? random.nextInt(3 * jump) - jump : 0;
      int length = 1 + random.nextInt(20);
      HeaderWord w = through(word(dsn, random.nextBoolean(), length));
      assertThat(w.dsn).as("word " + i).isEqualTo(dsn);
      assertThat(w.dataOrder).as("word " + i).isEqualTo(naive.update(dsn, length));
      if (i % 8 == 7) {
        assertNext(naive.next, "in-order point behind word " + i);
      }
    }
  }
}
