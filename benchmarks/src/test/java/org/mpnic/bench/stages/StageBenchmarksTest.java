package org.mpnic.bench.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the benchmarks measure does its work: one run of each, with its checks. */
class StageBenchmarksTest {
  @ParameterizedTest(name = "dss {0}")
  @ValueSource(booleans = {true, false})
  void shouldParseEveryFrame(boolean dss) {
    ParseBenchmark benchmark = new ParseBenchmark();
    benchmark.dss = dss;
    benchmark.make();
    assertThat(benchmark.parse()).isEqualTo(benchmark.parse());
  }

  @ParameterizedTest(name = "{0} subflows")
  @ValueSource(ints = {1024, 20_000})
  void shouldFindEverySubflow(int subflows) {
    LookupBenchmark benchmark = new LookupBenchmark();
    benchmark.subflows = subflows;
    benchmark.make();
    // More than the order is long, so that it begins anew.
    for (int i = 0; i < 300; i++) {
      benchmark.lookup();
    }
  }

  @ParameterizedTest(name = "{0} bytes")
  @ValueSource(ints = {64, 128})
  void shouldMapEverySegment(int size) {
    MapBenchmark benchmark = new MapBenchmark();
    benchmark.size = size;
    benchmark.make();
    for (int run = 0; run < 2; run++) {
      benchmark.prepare();
      benchmark.map();
      benchmark.check();
    }
  }

  @Test
  void shouldFailWhenSegmentsAreNotMapped() {
    MapBenchmark benchmark = new MapBenchmark();
    benchmark.size = 128;
    benchmark.make();
    benchmark.prepare();
    assertThatThrownBy(benchmark::check)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("segment 0");
  }
}
