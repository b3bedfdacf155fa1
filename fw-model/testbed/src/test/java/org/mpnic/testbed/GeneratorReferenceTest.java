package org.mpnic.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mpnic.testbed.conversation.ConversationGenerator;
import org.mpnic.testbed.conversation.ConversationOptions;
import org.mpnic.testbed.conversation.Generated;
import org.mpnic.testbed.conversation.Scenario;
import org.mpnic.testbed.reference.Reassembler;

/** Generator against reference reassembler: two programs that share no idea but the definitions. */
class GeneratorReferenceTest {
  private static final int SEEDS = Integer.getInteger("mpnic.testbed.seeds", 200);

  @ParameterizedTest
  @EnumSource(Scenario.class)
  void shouldAgreeWithReferenceWhenScenarioIsAlone(Scenario scenario) {
    for (long seed = 0; seed < 10; seed++) {
      compare(seed, ConversationOptions.only(scenario));
    }
  }

  @Test
  void shouldAgreeWithReferenceWhenScenariosAreMixed() {
    for (long seed = 0; seed < SEEDS; seed++) {
      compare(seed, ConversationOptions.anything());
    }
  }

  private static void compare(long seed, ConversationOptions options) {
    Generated made = ConversationGenerator.generate(seed, options);
    Truth found = Reassembler.of(made.frames());
    String name = "seed=" + seed + " " + made.scenarios();
    assertThat(figures(found)).as(name).containsExactlyInAnyOrderElementsOf(figures(made.truth()));
    assertThat(verdicts(found))
        .as(name)
        .containsExactlyInAnyOrderElementsOf(verdicts(made.truth()));
    assertThat(found.totals()).as(name).isEqualTo(made.truth().totals());
  }

  private static List<MappingVerdict> verdicts(Truth truth) {
    return truth.streams().stream().flatMap(s -> s.verdicts().stream()).toList();
  }

  private static List<String> figures(Truth truth) {
    return truth.streams().stream().map(StreamTruth::figures).toList();
  }
}
