package org.mpnic.model.tx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mpnic.abi.SchedulePolicy;
import org.mpnic.model.config.NicConfig;

/** What subflow_scheduler decides, for the Java stage and for its RTL twin. */
public abstract class SubflowSchedulerContract {
  /**
   * A decision: subflow -1 when none may send.
   *
   * @param bytes of the chunk
   * @param payload bytes of a segment of it
   */
  public record Decision(
      int subflow, long dsn, int ssn, int bytes, int payload, boolean dataFin, boolean lastCopy) {
    /** The decision that an answer tells. */
    public static Decision of(ScheduleAnswer answer) {
      if (answer.blocked) {
        return new Decision(-1, 0, 0, 0, 0, false, true);
      }
      return new Decision(
          answer.subflow,
          answer.dsn,
          answer.ssn,
          answer.bytes,
          answer.payload,
          answer.dataFin,
          answer.lastCopy);
    }
  }

  /** A scheduler with its tables. */
  public interface Stage {
    TxConnections connections();

    TxSubflows subflows();

    /** Cycle in which a test writes: that of the last decision. */
    long now();

    /** Sets a port's link. */
    void linkUp(int port, boolean up);

    /** Decides once, when all that was written before holds. */
    Decision decide(ScheduleAsk ask);
  }

  private static final NicConfig CONFIG = NicConfig.DEFAULT;

  /** MSS 1460 less timestamps and a DSS option with 4-byte DATA_ACK, 8-byte DSN, checksum. */
  private static final int PAYLOAD = 1460 - 12 - 24;

  private Stage stage;

  /** The last chunk goes to another subflow as well. */
  private boolean copying;

  /** A fresh stage. */
  protected abstract Stage stage(NicConfig config);

  @BeforeEach
  void start() {
    stage = stage(CONFIG);
  }

  private void connect(int connection, SchedulePolicy policy, int... subflows) {
    stage.connections().program(connection, TxRig.connection(policy, true, subflows), stage.now());
    for (int subflow : subflows) {
      stage
          .subflows()
          .program(subflow, TxRig.subflow(subflow, connection, subflow & 1, 4, true), stage.now());
    }
  }

  private Decision decide(int available) {
    return decide(0, available, false, false);
  }

  /**
   * Asks for stream data.
   *
   * @param available bytes of the connection's data at hand
   * @param ends no more is coming for now
   * @param dataFin the data at hand ends with DATA_FIN
   */
  private Decision decide(int connection, int available, boolean ends, boolean dataFin) {
    ScheduleAsk ask = new ScheduleAsk();
    ask.stream = true;
    ask.copying = copying;
    ask.target = connection;
    ask.available = available;
    ask.ends = ends;
    ask.dataFin = dataFin;
    Decision decision = stage.decide(ask);
    copying = !decision.lastCopy();
    return decision;
  }

  private Decision mapping(int subflow, long dsn, int ssn, int length, boolean dataFin) {
    ScheduleAsk ask = new ScheduleAsk();
    ask.target = subflow;
    ask.dsn = dsn;
    ask.ssn = ssn;
    ask.length = length;
    ask.dataFin = dataFin;
    return stage.decide(ask);
  }

  @Test
  void shouldGiveNumbersThatGoOn() {
    connect(0, SchedulePolicy.ROUND_ROBIN, 3);
    long dsn = TxRig.firstDsn(3);
    int whole = 11 * PAYLOAD;
    assertThat(decide(100_000)).isEqualTo(new Decision(3, dsn, 1, whole, PAYLOAD, false, true));
    assertThat(decide(100_000 - whole))
        .isEqualTo(new Decision(3, dsn + whole, 1 + whole, whole, PAYLOAD, false, true));
    assertThat(decide(0, 500, true, true))
        .isEqualTo(new Decision(3, dsn + 2 * whole, 1 + 2 * whole, 500, PAYLOAD, true, true));
    // DATA_FIN takes a DSN and no SSN.
    assertThat(decide(0, 0, true, true))
        .isEqualTo(new Decision(3, dsn + 2 * whole + 501, 501 + 2 * whole, 0, PAYLOAD, true, true));
  }

  @Test
  void shouldCutToWholeSegmentsUnlessDataEnds() {
    connect(0, SchedulePolicy.ROUND_ROBIN, 3);
    assertThat(decide(4000).bytes()).isEqualTo(2 * PAYLOAD);
    assertThat(decide(0, 4000, true, false).bytes()).isEqualTo(4000);
    assertThat(decide(PAYLOAD - 1).bytes()).isEqualTo(PAYLOAD - 1);
    assertThat(decide(0, 17_000, true, false).bytes()).isEqualTo(11 * PAYLOAD);
  }

  @Test
  void shouldKeepToSendLimit() {
    connect(0, SchedulePolicy.ROUND_ROBIN, 3);
    stage.subflows().sendLimit(3, 1 + 3000, stage.now());
    assertThat(decide(100_000).bytes()).isEqualTo(2 * PAYLOAD);
    // 152 bytes of the limit are left: less than a segment, but more than all that is there.
    assertThat(decide(100_000).subflow()).isEqualTo(-1);
    assertThat(decide(0, 153, true, false).subflow()).isEqualTo(-1);
    assertThat(decide(0, 152, true, false).bytes()).isEqualTo(152);
    assertThat(decide(0, 1, true, false).subflow()).isEqualTo(-1);
    assertThat(decide(0, 0, true, true).bytes()).isZero();
    stage.subflows().sendLimit(3, 1 + 3000 + 2000, stage.now());
    assertThat(decide(100_000)).matches(d -> d.bytes() == PAYLOAD && d.ssn() == 3001);
  }

  @Test
  void shouldWrapSubflowSequenceNumbers() {
    TxSubflowEntry entry = TxRig.subflow(5, 0, 0, 4, true);
    entry.nextSsn = -1000;
    entry.sendLimit = 10_000;
    stage
        .connections()
        .program(0, TxRig.connection(SchedulePolicy.ROUND_ROBIN, true, 5), stage.now());
    stage.subflows().program(5, entry, stage.now());
    assertThat(decide(100_000)).matches(d -> d.ssn() == -1000 && d.bytes() == 7 * PAYLOAD);
    assertThat(decide(100_000).subflow()).isEqualTo(-1);
  }

  @Test
  void shouldGoRoundThoseThatMaySend() {
    connect(0, SchedulePolicy.ROUND_ROBIN, 7, 2, 5);
    assertThat(subflows(4)).containsExactly(7, 2, 5, 7);
    stage.subflows().stopped(2, true, stage.now());
    assertThat(subflows(3)).containsExactly(5, 7, 5);
    stage.linkUp(1, false);
    assertThat(subflows(2)).containsExactly(-1, -1);
    stage.linkUp(1, true);
    stage.subflows().stopped(2, false, stage.now());
    assertThat(subflows(3)).containsExactly(7, 2, 5);
    stage.subflows().remove(7, stage.now());
    assertThat(subflows(3)).containsExactly(2, 5, 2);
  }

  @Test
  void shouldUseBackupOnlyWhenNoOtherIsLeft() {
    connect(0, SchedulePolicy.ROUND_ROBIN, 0, 1, 2);
    stage.subflows().backup(1, true, stage.now());
    stage.subflows().sendLimit(0, 1, stage.now());
    // A normal one that has no window now is still one that is left.
    assertThat(subflows(2)).containsExactly(2, 2);
    stage.subflows().sendLimit(2, 0, stage.now());
    assertThat(subflows(1)).containsExactly(-1);
    stage.subflows().stopped(0, true, stage.now());
    stage.subflows().stopped(2, true, stage.now());
    assertThat(subflows(2)).containsExactly(1, 1);
  }

  @Test
  void shouldTakeLowestRoundTripTimeThatMaySend() {
    connect(0, SchedulePolicy.LOWEST_RTT, 0, 1, 2);
    stage.subflows().smoothedRtt(0, 900, stage.now());
    stage.subflows().smoothedRtt(1, 300, stage.now());
    stage.subflows().smoothedRtt(2, 300, stage.now());
    assertThat(subflows(3)).containsExactly(1, 1, 1);
    stage.subflows().sendLimit(1, stage.subflows().nextSsn(1), stage.now());
    assertThat(subflows(2)).containsExactly(2, 2);
    stage.subflows().smoothedRtt(2, -1, stage.now());
    assertThat(subflows(2)).containsExactly(0, 0);
  }

  @Test
  void shouldGiveSameChunkToAllThatMaySendWhenRedundant() {
    connect(0, SchedulePolicy.REDUNDANT, 4, 1, 6);
    stage.subflows().sendLimit(6, 1 + 3 * PAYLOAD, stage.now());
    stage.subflows().stopped(1, true, stage.now());
    long dsn = TxRig.firstDsn(4);
    int bytes = 3 * PAYLOAD;
    assertThat(decide(100_000)).isEqualTo(new Decision(4, dsn, 1, bytes, PAYLOAD, false, false));
    // Who gets it was settled with the first.
    stage.subflows().stopped(6, true, stage.now());
    assertThat(decide(100_000)).isEqualTo(new Decision(6, dsn, 1, bytes, PAYLOAD, false, true));
    assertThat(decide(100_000))
        .isEqualTo(new Decision(4, dsn + bytes, 1 + bytes, 11 * PAYLOAD, PAYLOAD, false, true));
  }

  @Test
  void shouldSkipCopyForSubflowThatIsTakenAway() {
    connect(0, SchedulePolicy.REDUNDANT, 4, 1, 6);
    long dsn = TxRig.firstDsn(4);
    int bytes = 11 * PAYLOAD;
    assertThat(decide(100_000)).isEqualTo(new Decision(4, dsn, 1, bytes, PAYLOAD, false, false));
    stage.subflows().remove(1, stage.now());
    assertThat(decide(100_000)).isEqualTo(new Decision(6, dsn, 1, bytes, PAYLOAD, false, true));
    int next = 1 + bytes;
    assertThat(decide(100_000))
        .isEqualTo(new Decision(4, dsn + bytes, next, bytes, PAYLOAD, false, false));
    // None of those that were to get it is left: the chunk is settled anew.
    stage.connections().change(0, TxRig.connection(SchedulePolicy.REDUNDANT, true, 4), stage.now());
    assertThat(decide(100_000))
        .isEqualTo(new Decision(4, dsn + bytes, next + bytes, bytes, PAYLOAD, false, true));
  }

  @Test
  void shouldForgetCopiesOfQueueThatStartsAnew() {
    connect(0, SchedulePolicy.REDUNDANT, 4, 1);
    long dsn = TxRig.firstDsn(4);
    assertThat(decide(100_000).lastCopy()).isFalse();
    copying = false;
    assertThat(decide(300))
        .isEqualTo(new Decision(4, dsn, 1 + 11 * PAYLOAD, 300, PAYLOAD, false, false));
  }

  @Test
  void shouldFindSubflowOfMapping() {
    connect(0, SchedulePolicy.ROUND_ROBIN, 3, 2);
    assertThat(mapping(2, 77, 5, 60_000, true))
        .isEqualTo(new Decision(2, 77, 5, 60_000, PAYLOAD, true, true));
    assertThat(decide(1000).ssn()).isEqualTo(1);
    // A segment without bytes stands where the subflow has come to.
    assertThat(mapping(3, 0, 5, 0, false))
        .isEqualTo(new Decision(3, 0, 1001, 0, PAYLOAD, false, true));
    // One that was taken in before its subflow was taken away still leaves.
    stage.subflows().remove(2, stage.now());
    assertThat(mapping(2, 78, 6, 10, false))
        .isEqualTo(new Decision(2, 78, 6, 10, PAYLOAD, false, true));
  }

  @Test
  void shouldKeepConnectionsApart() {
    connect(0, SchedulePolicy.ROUND_ROBIN, 0, 1);
    connect(1, SchedulePolicy.ROUND_ROBIN, 2, 3);
    assertThat(decide(20_000).subflow()).isEqualTo(0);
    assertThat(decide(1, 20_000, false, false).subflow()).isEqualTo(2);
    assertThat(decide(20_000).subflow()).isEqualTo(1);
    // A subflow of another connection is nobody's choice.
    stage
        .connections()
        .change(1, TxRig.connection(SchedulePolicy.ROUND_ROBIN, true, 0), stage.now());
    assertThat(decide(1, 20_000, false, false).subflow()).isEqualTo(-1);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void shouldHoldWeightsWithinOnePercentOverMillionPackets(long seed) {
    Random random = new Random(seed);
    int count = 2 + random.nextInt(7);
    int[] list = new int[count];
    int[] weight = new int[count];
    int sum = 0;
    for (int i = 0; i < count; i++) {
      list[i] = i;
      weight[i] = 1 + random.nextInt(100);
      sum += weight[i];
    }
    connect(0, SchedulePolicy.WEIGHTED, list);
    for (int i = 0; i < count; i++) {
      TxSubflowEntry entry = TxRig.subflow(i, 0, i & 1, 4, true);
      entry.weight = weight[i];
      entry.mss = 1000 + 50 * i;
      stage.subflows().program(i, entry, stage.now());
    }
    long packets = 0;
    long total = 0;
    long[] bytes = new long[count];
    while (packets < 1_000_000) {
      Decision d = decide(0, 1000 + random.nextInt(60_000), false, false);
      packets += (d.bytes() + d.payload() - 1) / d.payload();
      bytes[d.subflow()] += d.bytes();
      total += d.bytes();
      stage.subflows().sendLimit(d.subflow(), d.ssn() + (1 << 30), stage.now());
    }
    for (int i = 0; i < count; i++) {
      double share = (double) total * weight[i] / sum;
      assertThat(bytes[i] / share)
          .as("subflow %d of weight %d", i, weight[i])
          .isBetween(0.99, 1.01);
    }
  }

  private int[] subflows(int decisions) {
    int[] chosen = new int[decisions];
    for (int i = 0; i < decisions; i++) {
      chosen[i] = decide(20_000).subflow();
    }
    return chosen;
  }
}
