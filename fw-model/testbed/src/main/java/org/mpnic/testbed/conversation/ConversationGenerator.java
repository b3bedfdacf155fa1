package org.mpnic.testbed.conversation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.mpnic.testbed.Frame;
import org.mpnic.testbed.FrameTotals;
import org.mpnic.testbed.StreamTruth;
import org.mpnic.testbed.Truth;
import org.mpnic.testbed.raw.RawFrame;

/** Makes conversations whose truth is known; seed and options determine every byte. */
public final class ConversationGenerator {
  private ConversationGenerator() {}

  /** The frames of all conversations, interleaved, and what must be made of them. */
  public static Generated generate(long seed, ConversationOptions options) {
    Random random = new Random(seed * 0x9e3779b97f4a7c15L + 1);
    List<List<Emission>> all = new ArrayList<>();
    List<Placed> streams = new ArrayList<>();
    Map<Emission, Integer> lifeOf = new IdentityHashMap<>();
    int lifeNumber = 0;
    Set<Scenario> scenarios = EnumSet.noneOf(Scenario.class);
    long badTcp = 0;
    long badIp = 0;
    long failedJoins = 0;
    for (int number = 1; number <= options.conversations(); number++) {
      List<Emission> lives = new ArrayList<>();
      Profile profile = new Profile(options, random);
      int count = profile.has(Scenario.PORT_REUSE) ? 2 : 1;
      for (int life = 0; life < count; life++) {
        profile.again = life > 0;
        Conversation conversation = new Conversation(profile, number, random);
        List<Emission> played = conversation.play();
        int here = lifeNumber++;
        played.forEach(e -> lifeOf.put(e, here));
        lives.addAll(played);
        conversation.truth().forEach(s -> streams.add(new Placed(here, s)));
        scenarios.addAll(profile.set);
        badTcp += conversation.badTcp;
        badIp += conversation.badIp;
        failedJoins += conversation.failedJoins;
      }
      all.add(lives);
    }
    List<Emission> merged = Conversation.merge(all, random);
    List<Frame> frames =
        stamp(merged, options.ports(), scenarios.contains(Scenario.EARLY_DATA), random);
    FrameTotals totals = new FrameTotals(frames.size(), 0, badIp, badTcp, failedJoins);
    return new Generated(
        frames, new Truth(inOrderOfAppearance(streams, merged, lifeOf), totals), scenarios);
  }

  private static List<Frame> stamp(
      List<Emission> emissions, int ports, boolean tight, Random random) {
    List<Frame> frames = new ArrayList<>();
    boolean byDirection = random.nextBoolean();
    long time = 0;
    for (Emission e : emissions) {
      int port = (byDirection ? (e.fromClient() ? 0 : 1) : e.subflow()) % ports;
      frames.add(new Frame(e.bytes(), port, time, e.role()));
      time += 200 + e.bytes().length / 12 + (tight ? 0 : random.nextInt(2000));
    }
    return frames;
  }

  /** A stream and the conversation, counted in lives of addresses and ports, that it belongs to. */
  private record Placed(int life, StreamTruth stream) {
    String key() {
      return life + stream.from() + stream.to();
    }
  }

  private static List<StreamTruth> inOrderOfAppearance(
      List<Placed> streams, List<Emission> emissions, Map<Emission, Integer> lifeOf) {
    Map<String, Integer> first = new HashMap<>();
    for (int i = 0; i < emissions.size(); i++) {
      RawFrame f = RawFrame.read(emissions.get(i).bytes());
      if (f.problem == RawFrame.Problem.NONE) {
        first.putIfAbsent(lifeOf.get(emissions.get(i)) + f.from() + f.to(), i);
      }
    }
    return streams.stream()
        .sorted(Comparator.comparingInt(s -> first.get(s.key())))
        .map(Placed::stream)
        .toList();
  }
}
