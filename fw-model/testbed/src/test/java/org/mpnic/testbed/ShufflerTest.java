package org.mpnic.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mpnic.testbed.data.BundledCaptures;
import org.mpnic.testbed.mutation.FrameMutator;
import org.mpnic.testbed.mutation.Noise;
import org.mpnic.testbed.mutation.Shuffler;
import org.mpnic.testbed.raw.RawFrame;
import org.mpnic.testbed.reference.Reassembler;

/** Disorder must not change what a capture says, and must be the same for the same seed. */
class ShufflerTest {
  private static final int SEEDS = 3;

  static List<String> captures() {
    return BundledCaptures.names();
  }

  @ParameterizedTest
  @MethodSource("captures")
  void shouldKeepStreamsWhenCaptureIsDisturbed(String name) {
    List<Frame> frames = BundledCaptures.frames(name);
    for (long seed = 0; seed < SEEDS; seed++) {
      Shuffler shuffler = new Shuffler(seed);
      List<Frame> disturbed =
          new Noise(seed)
              .interleave(shuffler.duplicate(shuffler.reorder(frames, 50), 0.1, 50), 0.3);
      Truth truth = Reassembler.of(disturbed);
      List<StreamTruth> own =
          truth.streams().stream().filter(s -> !Noise.isNoise(s.from())).toList();
      Truth without = new Truth(own, truth.totals());
      assertThat(CapturesReferenceTest.expectedForm(name, without))
          .as("%s seed=%d", name, seed)
          .containsExactlyInAnyOrderElementsOf(BundledCaptures.expected(name));
    }
  }

  @Test
  void shouldMoveFramesLessThanBoundAndHandshakesNotBehindTheirFlow() {
    List<Frame> frames = BundledCaptures.frames("multi-v4-csum1.pcap");
    List<Frame> moved = new Shuffler(1).reorder(frames, 50);
    assertThat(moved).hasSameSizeAs(frames);
    Map<byte[], Integer> was = new IdentityHashMap<>();
    for (int i = 0; i < frames.size(); i++) {
      was.put(frames.get(i).bytes(), i);
    }
    int disorder = 0;
    Map<String, Integer> lastHandshake = new HashMap<>();
    for (int i = 0; i < moved.size(); i++) {
      int before = was.get(moved.get(i).bytes());
      assertThat(Math.abs(before - i)).isLessThan(50);
      disorder += before == i ? 0 : 1;
      RawFrame f = RawFrame.read(moved.get(i).bytes());
      if (moved.get(i).role().keepsItsPlace()) {
        lastHandshake.put(f.from() + f.to(), before);
        lastHandshake.put(f.to() + f.from(), before);
      } else {
        assertThat(before).isGreaterThan(lastHandshake.getOrDefault(f.from() + f.to(), -1));
      }
    }
    assertThat(disorder).isGreaterThan(frames.size() / 2);
  }

  @Test
  void shouldMutateAlikeWhenSeedIsAlikeAndStayInsideBuffer() {
    List<byte[]> frames =
        captures().stream()
            .flatMap(n -> BundledCaptures.frames(n).stream().limit(40))
            .map(Frame::bytes)
            .toList();
    byte[] one = new byte[65535 + 96];
    byte[] two = new byte[65535 + 96];
    FrameMutator first = new FrameMutator(5);
    FrameMutator second = new FrameMutator(5);
    int changed = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] frame = frames.get(i % frames.size());
      int length = first.mutate(frame, frame.length, one);
      assertThat(second.mutate(frame, frame.length, two)).isEqualTo(length);
      assertThat(Arrays.equals(one, 0, length, two, 0, length)).isTrue();
      changed += Arrays.equals(one, 0, length, frame, 0, frame.length) ? 0 : 1;
      RawFrame.read(Arrays.copyOf(one, length));
    }
    assertThat(changed).isGreaterThan(18_000);
  }

  @Test
  void shouldSeeEveryProblemWhenFramesAreMutated() {
    List<byte[]> frames =
        captures().stream()
            .flatMap(n -> BundledCaptures.frames(n).stream().limit(40))
            .map(Frame::bytes)
            .toList();
    byte[] buffer = new byte[65535 + 96];
    FrameMutator mutator = new FrameMutator(6);
    Map<RawFrame.Problem, Integer> seen = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      byte[] frame = frames.get(i % frames.size());
      int length = mutator.mutate(frame, frame.length, buffer);
      seen.merge(RawFrame.read(Arrays.copyOf(buffer, length)).problem, 1, Integer::sum);
    }
    assertThat(seen.keySet())
        .containsExactlyInAnyOrderElementsOf(Stream.of(RawFrame.Problem.values()).toList());
    assertThat(seen.get(RawFrame.Problem.NONE)).isGreaterThan(4_000);
  }
}
