package org.mpnic.model.top;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mpnic.model.config.NicConfig;

/** With large tables headers are parsed, and their contexts loaded, before they are granted. */
class RxTopLookAheadTest {
  private static final NicConfig CONFIG = NicConfig.DEFAULT.toBuilder().subflows(8192).build();
  private static final int ROUNDS = 6_000;

  /** Keeps every completion. */
  private static final class Completions extends FakeHost {
    final LongLog log = new LongLog();

    Completions() {
      super(CONFIG, 0, 0, true);
    }

    @Override
    public void publish(int queue, CompletionWord word, long visibleCycle, boolean last) {
      log.add(visibleCycle);
      log.add((long) queue << 32 | word.verdict << 24 | word.type << 16 | word.reason);
      log.add((long) word.subflow << 32 | word.subflowGeneration << 16 | word.flags);
      log.add((long) word.connection << 32 | word.ssn);
      log.add(word.dsn);
      log.add((long) word.frame << 32 | word.frameLength);
    }

    @Override
    public void interrupt(int queue, long cycle) {}
  }

  private static Completions run(int framesAhead) {
    Completions host = new Completions();
    CardRun run = new CardRun(CONFIG, host, null, new CardTraffic(64, 16, 124, true));
    assertThat(run.top.stages().wordsAhead()).isGreaterThan(1);
    for (int round = 1; round <= ROUNDS; round++) {
      run.offerAll(true);
      if (round % framesAhead == 0) {
        run.advance();
      }
    }
    run.finish();
    return host;
  }

  @Test
  void shouldGiveSameCompletionsHoweverManyHeadersAreAhead() {
    Completions alone = run(1);
    assertThat(alone.log.size()).isGreaterThan(6 * 2 * ROUNDS - 1);
    assertThat(run(64).log.firstDifference(alone.log)).isEqualTo(-1);
    assertThat(run(11).log.firstDifference(alone.log)).isEqualTo(-1);
  }
}
