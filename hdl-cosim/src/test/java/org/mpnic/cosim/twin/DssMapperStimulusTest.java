package org.mpnic.cosim.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mpnic.abi.CounterTable;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.DssMapper;
import org.mpnic.model.rx.HeaderWord;

/** The words for dss_mapper's lockstep reach what they are made for. */
class DssMapperStimulusTest {
  private static final int WORDS = Integer.getInteger("cosim.branches", 100_000);

  @ParameterizedTest(name = "seed {0}, {1} mappings, {2} ranges")
  @CsvSource({"1, 8, 4", "2, 4, 2", "3, 2, 1"})
  void shouldReachEveryBranchOfTheModel(long seed, int mappings, int ranges) {
    NicConfig config =
        NicConfig.DEFAULT.toBuilder()
            .subflows(64)
            .mappingsPerSubflow(mappings)
            .coveredIntervals(ranges)
            .build();
    DssMapper model = new DssMapper(config, new long[CounterTable.COUNT]);
    Random random = new Random(seed);
    DssMapperStimulus source = new DssMapperStimulus(config, model, random);
    MapperBranches branches = new MapperBranches(config, model);
    HeaderWord word = new HeaderWord();
    for (long cycle = 0; cycle < WORDS; cycle++) {
      word.clear();
      word.grantCycle = cycle;
      source.make(word);
      branches.process(word);
      if (random.nextInt(25) == 0) {
        source.program(cycle);
      }
    }
    branches
        .counts()
        .forEach(
            (branch, count) -> {
              boolean possible = ranges > 1 || branch != MapperBranches.Branch.RANGES_JOIN;
              possible &= ranges > 1 || branch != MapperBranches.Branch.RANGE_ANOTHER;
              if (possible) {
                assertThat(count).as(branch + " of " + branches.counts()).isPositive();
              }
            });
  }
}
