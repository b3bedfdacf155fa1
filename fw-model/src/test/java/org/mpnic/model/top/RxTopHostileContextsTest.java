package org.mpnic.model.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.HeaderStages;
import org.mpnic.model.table.ContextArray;

/** Whatever the host writes into contexts (CONTEXT_WRITE), the card goes on. */
class RxTopHostileContextsTest {
  private static final int ROUNDS = 3_000;

  @ParameterizedTest(name = "{0} subflows, seed {1}")
  @CsvSource({"2048, 1", "2048, 2", "8192, 1", "8192, 2"})
  void shouldGoOnWithAnyContext(int subflows, long seed) {
    NicConfig config = NicConfig.DEFAULT.toBuilder().subflows(subflows).build();
    Random random = new Random(seed);
    CardRun run =
        new CardRun(
            config, new FakeHost(config, 0, 0, true), null, new CardTraffic(64, 16, 124, true));
    HeaderStages stages = run.top.stages();
    int written = 0;
    for (int round = 1; round <= ROUNDS; round++) {
      run.offerAll(true);
      run.advance();
      int number = random.nextInt(3);
      ContextArray table = stages.contexts(number, 0);
      int entry = random.nextInt(4) == 0 ? random.nextInt(table.entries()) : random.nextInt(16);
      long[] words = new long[table.wordsPerEntry()];
      table.read(entry, words);
      // Mostly right ones: what is known to be wrong at once does no harm.
      for (int i = random.nextInt(6); i > 0; i--) {
        words[random.nextInt(words.length)] ^= 1L << random.nextInt(64);
      }
      written += stages.writeContext(run.top.controlCycle(), number, entry, words) ? 1 : 0;
    }
    run.finish();
    assertThat(written).isGreaterThan(ROUNDS / 2);
    assertThat(run.top.completedCycle()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldRefuseContextsThatNameWhatIsNotThere() {
    NicConfig config = NicConfig.DEFAULT;
    HeaderStages stages =
        new CardRun(
                config, new FakeHost(config, 0, 0, true), null, new CardTraffic(64, 16, 124, true))
            .top.stages();
    assertThat(refuses(stages, 0, 0, (long) config.connections() << 16)).isTrue();
    assertThat(refuses(stages, 0, 0, config.connections() - 1L << 16)).isFalse();
    for (int flags = 0; flags < 64; flags += 16) {
      assertThat(refuses(stages, 1, 0, 1L << config.mappingsPerSubflow() + flags)).isTrue();
      assertThat(refuses(stages, 1, 0, 1L << config.mappingsPerSubflow() - 1 + flags)).isFalse();
    }
    assertThat(refuses(stages, 1, 1, (long) config.mappingsPerSubflow() << 16)).isTrue();
    assertThat(refuses(stages, 2, 0, (long) config.queues() << 16)).isTrue();
    assertThat(refuses(stages, 2, 0, config.queues() - 1L << 16)).isFalse();
  }

  private static boolean refuses(HeaderStages stages, int table, int word, long value) {
    long[] words = new long[stages.contexts(table, 0).wordsPerEntry()];
    words[word] = value;
    return !stages.writeContext(0, table, 0, words);
  }
}
