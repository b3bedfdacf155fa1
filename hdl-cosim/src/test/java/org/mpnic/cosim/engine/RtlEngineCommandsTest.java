package org.mpnic.cosim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mpnic.abi.CounterTable;
import org.mpnic.cosim.RequiredTools;
import org.mpnic.model.config.NicConfig;

/**
 * Queues that are reset, disabled, destroyed and moderated, and bad descriptors: as in the model.
 */
class RtlEngineCommandsTest {
  private static final boolean LONG = Boolean.getBoolean("cosim.long");
  private static final long FRAMES = LONG ? 20_000 : 2_500;

  private static final NicConfig SMALL = EngineConfigs.SMALL;
  private static final Map<String, Long> met = new TreeMap<>();

  @BeforeEach
  void needsTools() {
    RequiredTools.needVerilator();
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, LONG ? 10 : 3);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void shouldDoAsTheModelWhateverIsCommanded(long seed) {
    CommandRun.Outcome model = CommandRun.of("java", SMALL, seed, FRAMES);
    CommandRun.Outcome rtl = CommandRun.of("rtl", SMALL, seed, FRAMES);
    for (int queue = 0; queue < SMALL.queues(); queue++) {
      assertThat(rtl.host().completions.get(queue))
          .as("completions of queue " + queue)
          .isEqualTo(model.host().completions.get(queue));
      assertThat(rtl.host().interrupts.get(queue))
          .as("interrupts of queue " + queue)
          .isEqualTo(model.host().interrupts.get(queue));
    }
    assertThat(rtl.host().events).isEqualTo(model.host().events).isNotEmpty();
    assertThat(model.otherCounters(rtl)).as("counters, model's and RTL's").isEmpty();
    assertThat(rtl.states()).isEqualTo(model.states());
    assertThat(rtl.host().memory).isEqualTo(model.host().memory);
    met.merge("bad descriptors", sum(model, CounterTable.QUEUE_DESCRIPTOR_ERRORS), Long::sum);
    met.merge("quarantined queues", sum(model, CounterTable.QUEUE_QUARANTINES), Long::sum);
    met.merge("disabled queues", sum(model, CounterTable.QUEUE_DISABLED_DROPS), Long::sum);
    met.merge("dry queues", sum(model, CounterTable.QUEUE_NO_BUFFER_DROPS), Long::sum);
    met.merge("flushed mappings", model.flushed(), Long::sum);
  }

  /** A run that meets none of what is to be compared says nothing. */
  @AfterAll
  static void everythingWasMet() {
    assertThat(met).allSatisfy((what, times) -> assertThat(times).as(what).isPositive());
  }

  private static long sum(CommandRun.Outcome outcome, int counter) {
    String name = CounterTable.at(counter).name();
    long sum = 0;
    for (int queue = 0; queue < SMALL.queues(); queue++) {
      sum += outcome.counters().get(name + "[" + queue + "]");
    }
    return sum;
  }
}
