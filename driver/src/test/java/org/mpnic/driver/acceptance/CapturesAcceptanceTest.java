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
        String message = name + " captureRate=" + captureRate;
        card.assertNothingLost();
        Expected.check(message, name, outcome.streams(), s -> true);
        SlowPathShare share = new SlowPathShare();
        share.add(card, outcome);
        share.print(message);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("captures")
  void shouldGiveExpectedStreamsWhenFramesAreDisturbed(String name) throws Exception {
    List<Frame> frames = BundledCaptures.frames(name);
    SlowPathShare share = new SlowPathShare();
    try (TestCard card = new TestCard(folder)) {
      for (long seed = 0; seed < SEEDS; seed++) {
        for (Disturbance how : Disturbance.values()) {
          List<Frame> disturbed = how.apply(frames, seed);
          for (boolean captureRate : new boolean[] {false, true}) {
            Outcome outcome = card.replay(disturbed, captureRate);
            String message = name + " seed=" + seed + " " + how + " captureRate=" + captureRate;
            card.assertNothingLost();
            Expected.check(
                message, name, outcome.streams(), s -> !Noise.isNoise(s.from().toString()));
            share.add(card, outcome);
          }
        }
      }
    }
    share.print(name + ", " + SEEDS + " seeds, disturbed");
  }

  /** What happens to the frames of a capture on their way. */
  private enum Disturbance {
    REORDERED {
      @Override
      List<Frame> apply(List<Frame> frames, long seed) {
        return new Shuffler(seed).reorder(frames, WITHIN_FRAMES);
      }
    },
    DUPLICATED {
      @Override
      List<Frame> apply(List<Frame> frames, long seed) {
        return new Shuffler(seed).duplicate(frames, 0.2, WITHIN_FRAMES);
      }
    },
    NOISED {
      @Override
      List<Frame> apply(List<Frame> frames, long seed) {
        return new Noise(seed).interleave(frames, 0.5);
      }
    },
    ALL_OF_IT {
      @Override
      List<Frame> apply(List<Frame> frames, long seed) {
        Shuffler shuffler = new Shuffler(seed);
        List<Frame> all =
            shuffler.duplicate(shuffler.reorder(frames, WITHIN_FRAMES), 0.1, WITHIN_FRAMES);
        return new Noise(seed).interleave(all, 0.3);
      }
    };

    abstract List<Frame> apply(List<Frame> frames, long seed);
  }
}
