package org.mpnic.driver.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mpnic.testbed.conversation.ConversationGenerator;
import org.mpnic.testbed.conversation.ConversationOptions;
import org.mpnic.testbed.conversation.Generated;
import org.mpnic.testbed.conversation.Scenario;

class GeneratedStreamsTest {
  private static final int SEEDS_PER_SCENARIO = Integer.getInteger("mpnic.seedsPerScenario", 4);
  private static final int MIXED_SEEDS = Integer.getInteger("mpnic.mixedSeeds", 150);

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void shouldFindTheTrueStreamsOfAScenarioByTheSlowPath(Scenario scenario) {
    for (int seed = 0; seed < SEEDS_PER_SCENARIO; seed++) {
      check("seed " + seed, generate(seed, ConversationOptions.only(scenario)));
    }
  }

  static LongStream mixedSeeds() {
    return LongStream.range(0, MIXED_SEEDS);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("mixedSeeds")
  void shouldFindTheTrueStreamsOfAnyMixtureByTheSlowPath(long seed) {
    check("seed " + seed, generate(seed, ConversationOptions.anything()));
  }

  private static Generated generate(long seed, ConversationOptions options) {
    return ConversationGenerator.generate(seed, options);
  }

  private static void check(String name, Generated generated) {
    final String description = name + " " + generated.scenarios();
    final List<String> found =
        Conversation.bySlowPath(Conversation.completed(generated.frames())).stream()
            .map(Conversation::line)
            .toList();
    final List<String> truth =
        generated.truth().streams().stream().map(Conversation::line).toList();
    assertThat(sorted(found)).as(description).isEqualTo(sorted(truth));
    if (!generated.scenarios().contains(Scenario.PORT_REUSE)) {
      assertThat(found).as(description + ", order").isEqualTo(truth);
    }
  }

  private static String sorted(List<String> lines) {
    return String.join("\n", lines.stream().sorted().toList());
  }
}
