package org.mpnic.model.tx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which slices the segmenter cuts a queue's descriptors into, for the Java stage and its twin. */
public abstract class SegmenterContract {
  /** A slice, without what dss_inserter makes. */
  public record Slice(
      int descriptor, long address, int length, boolean first, boolean last, boolean lastOf) {}

  /** Descriptors of one whole frame. */
  public record Frame(int type, int mss, int headerBytes, int[] lengths) {
    int bytes() {
      int sum = 0;
      for (int length : lengths) {
        sum += length;
      }
      return sum;
    }
  }

  /** What a decision of subflow_scheduler said of stream data that begins at the queue's head. */
  public record Chunk(int bytes, int payload, boolean lastCopy) {}

  /** Address of the descriptor of this index. */
  protected static long address(int index) {
    return 100_000L * index + 7;
  }

  /** Cuts frames of one queue, in order, the first descriptor having index 0. */
  protected abstract List<TxSlice> frames(List<Frame> frames);

  /** Cuts chunks of stream data that lies in descriptors of these lengths. */
  protected abstract List<TxSlice> stream(int[] lengths, List<Chunk> chunks);

  private static List<Slice> slices(List<TxSlice> cut) {
    List<Slice> slices = new ArrayList<>();
    for (TxSlice s : cut) {
      int in = s.descriptorIndex;
      long offset = s.address - address(in);
      slices.add(new Slice(in, offset, s.length, s.first, s.last, s.lastOfDescriptor));
    }
    return slices;
  }

  private static Slice slice(int descriptor, int offset, int length, String flags) {
    return new Slice(
        descriptor, offset, length, flags.contains("F"), flags.contains("L"), flags.contains("D"));
  }

  @Test
  void shouldCutFrameByDescriptors() {
    assertThat(
            slices(
                frames(
                    List.of(
                        new Frame(TxDescriptor.RAW, 0, 0, new int[] {60}),
                        new Frame(TxDescriptor.RAW, 0, 0, new int[] {1, 2, 70})))))
        .containsExactly(
            slice(0, 0, 60, "FLD"),
            slice(1, 0, 1, "FD"),
            slice(2, 0, 2, "D"),
            slice(3, 0, 70, "LD"));
  }

  @Test
  void shouldRepeatHeaderBeforeEachSegment() {
    // Header and payload share a descriptor; the second segment ends in the third.
    List<TxSlice> cut =
        frames(List.of(new Frame(TxDescriptor.OFFLOAD, 100, 54, new int[] {60, 150, 80})));
    assertThat(slices(cut))
        .containsExactly(
            slice(0, 0, 54, "F"),
            slice(0, 54, 6, ""),
            slice(1, 0, 94, "L"),
            slice(0, 0, 54, "F"),
            slice(1, 94, 56, "D"),
            slice(2, 0, 44, "L"),
            slice(0, 0, 54, "FD"),
            slice(2, 44, 36, "LD"));
    assertThat(cut.stream().filter(s -> s.first))
        .extracting(s -> s.finish.segment, s -> s.finish.sequenceOffset)
        .containsExactly(tuple(0, 0), tuple(1, 100), tuple(2, 200));
    assertThat(cut.stream().filter(s -> s.first))
        .extracting(s -> s.finish.firstSegment, s -> s.finish.lastSegment)
        .containsExactly(tuple(true, false), tuple(false, false), tuple(false, true));
  }

  @Test
  void shouldCutHeaderThatLiesInSeveralDescriptors() {
    assertThat(
            slices(
                frames(List.of(new Frame(TxDescriptor.OFFLOAD, 10, 60, new int[] {14, 46, 20})))))
        .containsExactly(
            slice(0, 0, 14, "F"),
            slice(1, 0, 46, ""),
            slice(2, 0, 10, "L"),
            slice(0, 0, 14, "FD"),
            slice(1, 0, 46, "D"),
            slice(2, 10, 10, "LD"));
  }

  @Test
  void shouldCutFrameWithoutPayloadAsOneSegment() {
    assertThat(slices(frames(List.of(new Frame(TxDescriptor.OFFLOAD, 10, 60, new int[] {14, 46})))))
        .containsExactly(slice(0, 0, 14, "FD"), slice(1, 0, 46, "LD"));
  }

  @Test
  void shouldCutStreamOverDescriptorsAndChunks() {
    assertThat(
            slices(
                stream(
                    new int[] {1000, 1500, 500},
                    List.of(new Chunk(1400, 700, true), new Chunk(1600, 900, true)))))
        .containsExactly(
            slice(0, 0, 700, "FL"),
            slice(0, 700, 300, "FD"),
            slice(1, 0, 400, "L"),
            slice(1, 400, 900, "FL"),
            slice(1, 1300, 200, "FD"),
            slice(2, 0, 500, "LD"));
  }

  @Test
  void shouldGiveDescriptorsBackAfterLastCopyOnly() {
    assertThat(
            slices(
                stream(
                    new int[] {1000, 1000},
                    List.of(
                        new Chunk(1200, 1200, false),
                        new Chunk(1200, 600, true),
                        new Chunk(800, 800, true)))))
        .containsExactly(
            slice(0, 0, 1000, "F"),
            slice(1, 0, 200, "L"),
            slice(0, 0, 600, "FL"),
            slice(0, 600, 400, "FD"),
            slice(1, 0, 200, "L"),
            slice(1, 200, 800, "FLD"));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void shouldCoverEachSegmentAndGiveEachDescriptorBackOnce(long seed) {
    Random random = new Random(seed);
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      frames.add(frame(random));
    }
    List<TxSlice> cut = frames(frames);
    int at = 0;
    int base = 0;
    for (Frame frame : frames) {
      int[] owner = new int[frame.bytes()];
      int[] offset = new int[frame.bytes()];
      int[] lastUse = new int[frame.lengths().length];
      place(frame, owner, offset);
      boolean large = frame.mss() != 0;
      int header = large ? frame.headerBytes() : 0;
      int payload = frame.bytes() - header;
      int size = large ? frame.mss() : payload;
      int done = 0;
      int from = at;
      do {
        int bytes = Math.min(size, payload - done);
        int[] expected = new int[header + bytes];
        for (int i = 0; i < expected.length; i++) {
          expected[i] = i < header ? i : i + done;
        }
        int covered = 0;
        while (covered < expected.length) {
          TxSlice s = cut.get(at);
          int descriptor = s.descriptorIndex - base;
          assertThat(s.length).isPositive();
          assertThat(s.first).isEqualTo(covered == 0);
          for (int i = 0; i < s.length; i++) {
            int index = expected[covered + i];
            assertThat(owner[index]).isEqualTo(descriptor);
            assertThat(s.address - address(s.descriptorIndex) + i).isEqualTo(offset[index]);
          }
          covered += s.length;
          assertThat(s.last).isEqualTo(covered == expected.length);
          lastUse[descriptor] = at++;
        }
        done += bytes;
      } while (done < payload);
      for (; from < at; from++) {
        TxSlice s = cut.get(from);
        assertThat(s.lastOfDescriptor).isEqualTo(lastUse[s.descriptorIndex - base] == from);
      }
      base += frame.lengths().length;
    }
    assertThat(at).isEqualTo(cut.size());
  }

  private static void place(Frame frame, int[] owner, int[] offset) {
    int at = 0;
    for (int d = 0; d < frame.lengths().length; d++) {
      for (int i = 0; i < frame.lengths()[d]; i++) {
        owner[at] = d;
        offset[at++] = i;
      }
    }
  }

  private static Frame frame(Random random) {
    int[] lengths = new int[1 + random.nextInt(5)];
    int sum = 0;
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = 1 + random.nextInt(random.nextBoolean() ? 30 : 400);
      sum += lengths[i];
    }
    boolean large = sum >= 54 && random.nextInt(4) != 0;
    int header = 54 + 4 * random.nextInt(6);
    return large && header <= sum
        ? new Frame(TxDescriptor.OFFLOAD, 1 + random.nextInt(300), header, lengths)
        : new Frame(TxDescriptor.RAW, 0, 0, lengths);
  }
}
