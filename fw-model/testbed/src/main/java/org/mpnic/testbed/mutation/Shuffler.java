package org.mpnic.testbed.mutation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.mpnic.testbed.Frame;
import org.mpnic.testbed.raw.RawFrame;

/**
 * Reorders and duplicates the frames of any list, seeded. A frame is delayed by fewer places than a
 * bound. SYN, SYN/ACK and third ACK are not delayed, and no other frame of their flow passes them;
 * FIN, RST and FASTCLOSE may overtake data. The times of arrival stay where they were in the list,
 * so that rate and port of the list are kept.
 */
public final class Shuffler {
  private final Random random;

  public Shuffler(long seed) {
    random = new Random(seed);
  }

  private record Placed(double place, int index, Frame frame) {}

  /**
   * Delays frames at random.
   *
   * @param within most places by which a frame is delayed, exclusive; 1 changes nothing
   */
  public List<Frame> reorder(List<Frame> frames, int within) {
    int[] barrier = barriers(frames);
    List<Placed> placed = new ArrayList<>();
    for (int i = 0; i < frames.size(); i++) {
      Frame f = frames.get(i);
      double place = f.role().keepsItsPlace() ? i : i + random.nextInt(within);
      placed.add(new Placed(Math.min(place, barrier[i] - 0.5), i, f));
    }
    return inPlace(placed, frames);
  }

  /**
   * Repeats frames.
   *
   * @param share of the frames that come twice, 0 to 1
   * @param within most places between a frame and its copy
   */
  public List<Frame> duplicate(List<Frame> frames, double share, int within) {
    int[] barrier = barriers(frames);
    List<Placed> placed = new ArrayList<>();
    for (int i = 0; i < frames.size(); i++) {
      Frame f = frames.get(i);
      placed.add(new Placed(i, i, f));
      if (random.nextDouble() < share) {
        double later = Math.min(i + 0.25 + random.nextInt(within), barrier[i] - 0.5);
        placed.add(new Placed(Math.max(later, i + 0.25), i, f));
      }
    }
    placed.sort(Comparator.comparingDouble(Placed::place).thenComparingInt(Placed::index));
    List<Frame> result = new ArrayList<>();
    long last = frames.isEmpty() ? 0 : frames.get(0).timestampNs();
    for (Placed p : placed) {
      last = Math.max(last, p.frame.timestampNs());
      result.add(p.frame.at(last));
    }
    return result;
  }

  /**
   * For each frame the place of the next frame of its flow that keeps its place: it must not be
   * reached.
   */
  private static int[] barriers(List<Frame> frames) {
    Map<String, Integer> next = new HashMap<>();
    int[] barrier = new int[frames.size()];
    for (int i = frames.size() - 1; i >= 0; i--) {
      RawFrame f = RawFrame.read(frames.get(i).bytes());
      String flow =
          f.l4 < 0 ? "" : f.from().compareTo(f.to()) < 0 ? f.from() + f.to() : f.to() + f.from();
      barrier[i] = next.getOrDefault(flow, Integer.MAX_VALUE);
      if (f.l4 >= 0 && frames.get(i).role().keepsItsPlace()) {
        next.put(flow, i);
      }
    }
    return barrier;
  }

  private static List<Frame> inPlace(List<Placed> placed, List<Frame> frames) {
    placed.sort(Comparator.comparingDouble(Placed::place).thenComparingInt(Placed::index));
    List<Frame> result = new ArrayList<>();
    for (int i = 0; i < placed.size(); i++) {
      result.add(placed.get(i).frame.at(frames.get(i).timestampNs()));
    }
    return result;
  }
}
