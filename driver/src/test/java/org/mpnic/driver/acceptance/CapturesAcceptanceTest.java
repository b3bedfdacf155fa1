package org.mpnic.driver.acceptance;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mpnic.driver.acceptance.TestCard.Outcome;
import org.mpnic.testbed.Frame;
import org.mpnic.testbed.data.BundledCaptures;
import org.mpnic.testbed.mutation.Noise;
import org.mpnic.testbed.mutation.Shuffler;

/** Real captures through a whole card. */
class CapturesAcceptanceTest {
  private static final int SEEDS = Campaign.size("captures", 2, 100);
  private static final int WITHIN_FRAMES = 50;

  @TempDir Path folder;

  static List<String> captures() {
    return BundledCaptures.names();
  }

  @ParameterizedTest
  @MethodSource("captures")
  void shouldGiveExpectedStreamsAtLineAndCaptureRate(String name) throws Exception {
    Path capture = BundledCaptures.extract(name, folder);
    try (TestCard card = new TestCard(folder)) {
      for (boolean captureRate : new boolean[] {false, true}) {
        Outcome outcome = card.replay(capture, captureRate);
        card.assertNothingLost();
        Expected.check(name + " captureRate=" + captureRate, name, outcome.streams(), s -> true);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("captures")
  void shouldGiveExpectedStreamsWhenFramesAreDisturbed(String name) throws Exception {
    List<Frame> frames = BundledCaptures.frames(name);
    try (TestCard card = new TestCard(folder)) {
      for (long seed = 0; seed < SEEDS; seed++) {
        check(card, name, seed, "reordered", new Shuffler(seed).reorder(frames, WITHIN_FRAMES));
        check(
            card,
            name,
            seed,
            "duplicated",
            new Shuffler(seed).duplicate(frames, 0.2, WITHIN_FRAMES));
        check(card, name, seed, "noised", new Noise(seed).interleave(frames, 0.5));
        Shuffler shuffler = new Shuffler(seed);
        List<Frame> all =
            shuffler.duplicate(shuffler.reorder(frames, WITHIN_FRAMES), 0.1, WITHIN_FRAMES);
        check(card, name, seed, "all of it", new Noise(seed).interleave(all, 0.3));
      }
    }
  }

  private static void check(TestCard card, String name, long seed, String how, List<Frame> frames) {
    Outcome outcome = card.replay(frames, false);
    String message = name + " seed=" + seed + " " + how;
    card.assertNothingLost();
    Expected.check(message, name, outcome.streams(), s -> !Noise.isNoise(s.from().toString()));
  }
}
