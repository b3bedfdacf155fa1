package org.mpnic.driver.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mpnic.model.config.NicConfig;
import org.mpnic.testbed.Frame;
import org.mpnic.testbed.conversation.ConversationGenerator;
import org.mpnic.testbed.conversation.ConversationOptions;
import org.mpnic.testbed.conversation.Generated;
import org.mpnic.testbed.conversation.Scenario;
import org.mpnic.testbed.data.BundledCaptures;
import org.mpnic.testbed.mutation.Noise;
import org.mpnic.testbed.mutation.Shuffler;

/** The streams are the same whichever frames the card could place, map and judge. */
class PathIndependenceTest {
  private static final NicConfig CARD =
      NicConfig.DEFAULT.toBuilder().queues(2).ringEntries(1024).hostLatencyCycles(100).build();
  private static final int MIXED_SEEDS = Integer.getInteger("mpnic.mixedSeeds", 60);
  private static final int SEEDS_PER_SCENARIO = Integer.getInteger("mpnic.seedsPerScenario", 2);

  static Stream<String> captures() {
    return BundledCaptures.names().stream();
  }

  @ParameterizedTest
  @MethodSource("captures")
  void shouldMakeTheSameStreamsOfACapture(String capture) {
    final List<Frame> frames = BundledCaptures.frames(capture);
    check(capture, frames, 1);
    final List<Frame> shuffled =
        new Noise(2)
            .interleave(
                new Shuffler(1).duplicate(new Shuffler(3).reorder(frames, 50), 0.1, 50), 0.1);
    check(capture + " shuffled", shuffled, 2);
  }

  @ParameterizedTest
  @EnumSource
  void shouldMakeTheSameStreamsOfAScenario(Scenario scenario) {
    for (int seed = 0; seed < SEEDS_PER_SCENARIO; seed++) {
      final ConversationOptions options = ConversationOptions.only(scenario);
      check("seed " + seed, ConversationGenerator.generate(seed, options).frames(), seed);
    }
  }

  static LongStream mixedSeeds() {
    return LongStream.range(0, MIXED_SEEDS);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("mixedSeeds")
  void shouldMakeTheSameStreamsOfAnyMixture(long seed) {
    final Generated made = ConversationGenerator.generate(seed, ConversationOptions.anything());
    check("seed " + seed, made.frames(), seed);
    // Of mappings that contradict each other the first one holds; out of order that may be any.
    if (!made.scenarios().contains(Scenario.CONFLICTING_MAPPINGS)) {
      check("seed " + seed + " shuffled", new Shuffler(seed).reorder(made.frames(), 50), seed);
    }
  }

  private static void check(String name, List<Frame> list, long seed) {
    final List<byte[]> frames = Conversation.completed(list);
    final String slow = lines(Conversation.bySlowPath(frames));
    final boolean[] shown = new boolean[frames.size()];
    Arrays.fill(shown, true);
    assertThat(lines(new CardRun(CARD).run(frames, shown))).as(name + ", card").isEqualTo(slow);
    final Random random = new Random(seed);
    for (int i = 0; i < shown.length; i++) {
      shown[i] = random.nextInt(4) != 0;
    }
    assertThat(lines(new CardRun(CARD).run(frames, shown)))
        .as(name + ", every fourth frame by the slow path")
        .isEqualTo(slow);
  }

  private static String lines(List<DataStream> streams) {
    return String.join("\n", streams.stream().map(Conversation::line).sorted().toList());
  }
}
