package org.mpnic.cosim.rx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.RxChecksum;
import org.mpnic.model.rx.RxParser;

/**
 * rx_parser and rx_checksum, each alone and behind each other, against the model: every beat out in
 * its cycle and with its bytes, every valid field of the header, sums and reasons. Frames are the
 * bundled captures, damaged copies of them, and a soup of all headers; -Dcosim.beats sets how many
 * beats each of the runs has.
 */
class RxFrontCosimTest {
  private static final long BEATS = Long.getLong("cosim.beats", 60_000);
  private static final int[] IDLE_PERCENT = {0, 10, 50, -1};

  private static final int PARSER_CYCLES = RxParser.latencyCycles(NicConfig.DEFAULT);
  private static final int CHECKSUM_CYCLES = RxChecksum.latencyCycles(NicConfig.DEFAULT);

  @TempDir Path folder;

  @ParameterizedTest(name = "{0} bytes a beat, seeds 11 to 14")
  @ValueSource(ints = {64, 32})
  void shouldParseLikeTheModel(int beatBytes) throws Exception {
    check(beatBytes, "PARSER", "rx_parser", null, PARSER_CYCLES);
  }

  @ParameterizedTest(name = "{0} bytes a beat, seeds 11 to 14")
  @ValueSource(ints = {64, 32})
  void shouldSumLikeTheModel(int beatBytes) throws Exception {
    check(
        beatBytes, "CHECKSUM", "rx_checksum_bench", "tb/rx/rx_checksum_bench.sv", CHECKSUM_CYCLES);
  }

  @ParameterizedTest(name = "{0} bytes a beat, seeds 11 to 14")
  @ValueSource(ints = {64, 32})
  void shouldParseAndSumLikeTheModelWhenBehindEachOther(int beatBytes) throws Exception {
    check(
        beatBytes,
        "FRONT",
        "rx_front_bench",
        "tb/rx/rx_front_bench.sv",
        PARSER_CYCLES + CHECKSUM_CYCLES);
  }

  private void check(int beatBytes, String kind, String top, String benchSource, int latency)
      throws Exception {
    FrontBench.needs("verilator");
    FrontBench bench = new FrontBench(folder, beatBytes);
    bench.build(kind, top, benchSource, latency);
    for (int i = 0; i < IDLE_PERCENT.length; i++) {
      String output = bench.run(11 + i, BEATS, IDLE_PERCENT[i]);
      assertThat(output).endsWith(" 0 mismatches");
    }
  }
}
