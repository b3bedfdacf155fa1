package org.mpnic.cosim.twin;

import java.util.ArrayDeque;
import java.util.Random;
import org.mpnic.cosim.lockstep.Expectation;
import org.mpnic.cosim.lockstep.OutputBoundary;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.StageTwin;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.CompletionBuilder;
import org.mpnic.model.rx.CompletionFifo;
import org.mpnic.model.rx.HeaderWord;
import org.mpnic.model.top.Boundary;
import org.mpnic.model.top.Probe;

/**
 * completion_fifo: records of 1 to 3 entries whenever there are places, frames whose last beats and
 * last TLPs follow with random delays, entries popped with random stalls.
 */
final class CompletionFifoTwin implements StageTwin {
  private static final int DRAIN_CYCLES = 2_000;

  /** A frame whose record is in the FIFO and whose last beat or TLP is not. */
  private record Frame(boolean keep, int entries) {}

  private final StagePorts ports = new StagePorts("completion_fifo");
  private final Signal recordValid;
  private final Signal recordEntries;
  private final Signal recordIn;
  private final Signal moved;
  private final Signal sentFrame;
  private final Signal entryReady;
  private final OutputBoundary enters = ports.boundary("record", "enter_valid_o");
  private final Signal enterEntries;
  private final Signal entryPlaces;
  private final OutputBoundary entries = ports.boundary("entry", "entry_valid_o");
  private final Signal entryOut;

  private final Random random;
  private final CompletionFifo model;
  private final CompletionImages images;
  private final RandomWords words;
  private final HeaderWord word = new HeaderWord();
  private final Pauses gaps;
  private final Pauses beatStalls;
  private final Pauses linkStalls;
  private final Pauses entryStalls;
  private final ArrayDeque<long[]> inside = new ArrayDeque<>();
  private final ArrayDeque<Frame> moving = new ArrayDeque<>();
  private final ArrayDeque<Long> enterCycles = new ArrayDeque<>();
  private final ArrayDeque<Integer> enterCounts = new ArrayDeque<>();
  private int unsent;
  private boolean sentBefore;
  private int places;
  private long left;
  private int drain = DRAIN_CYCLES;

  CompletionFifoTwin(NicConfig config, long seed, long packets) {
    random = new Random(seed);
    model = new CompletionFifo(config, 0, new Enters());
    images = new CompletionImages(config);
    words = new RandomWords(config, random);
    gaps = new Pauses(random);
    beatStalls = new Pauses(random);
    linkStalls = new Pauses(random);
    entryStalls = new Pauses(random);
    places = config.completionFifoDepth();
    left = packets;
    ports.parameter("COMPLETION_FIFO_DEPTH", config.completionFifoDepth());
    recordValid = ports.input("record_valid_i", 1);
    recordEntries = ports.input("record_entries_i", 2);
    recordIn = ports.input("record_i", CompletionImages.RECORD_BITS);
    moved = ports.input("moved_i", 1);
    sentFrame = ports.input("sent_frame_i", 1);
    entryReady = ports.input("entry_ready_i", 1);
    enterEntries = enters.data("enter_entries_o", 2);
    entryPlaces = enters.data("entry_places_o", 2);
    entryOut = entries.data("entry_o", 512);
    entries.takenBy(entryReady);
  }

  /** Notes the cycles in which records enter: they are known ahead. */
  private final class Enters implements Probe {
    @Override
    public void beat(int boundary, int port, long cycle, int frame, int beat, boolean last) {
      if (boundary == Boundary.COMPLETION_RECORD) {
        enterCycles.add(cycle);
        enterCounts.add(beat);
      }
    }
  }

  @Override
  public StagePorts ports() {
    return ports;
  }

  @Override
  public boolean drive(long cycle, Stimulus stimulus, Expectation expectation) {
    stimulus.set(sentFrame, sentBefore);
    sentBefore = false;
    int placesBefore = places;
    if (!enterCycles.isEmpty() && enterCycles.peek() == cycle) {
      enterCycles.remove();
      expectation.valid(cycle, enters);
      expectation.set(cycle, enterEntries, enterCounts.remove());
      expectation.set(cycle, entryPlaces, Math.min(3, placesBefore));
    }
    pop(cycle, stimulus, expectation);
    send(cycle);
    accept(cycle, placesBefore, stimulus);
    move(cycle, stimulus);
    return left > 0 || drain-- > 0;
  }

  private void pop(long cycle, Stimulus stimulus, Expectation expectation) {
    boolean ready = !entryStalls.next();
    stimulus.set(entryReady, ready);
    if (model.headCycle() <= cycle) {
      expectation.valid(cycle, entries);
      expectation.set(cycle, entryOut, inside.peek());
      if (ready) {
        inside.remove();
        model.giveBack(model.pop(cycle));
        places++;
      }
    }
  }

  /** Last TLPs are sent a cycle after the frame's last beat at the earliest; one a cycle. */
  private void send(long cycle) {
    if (unsent > 0 && !linkStalls.next()) {
      unsent--;
      sentBefore = true;
      model.frameSent(cycle);
    }
  }

  private void move(long cycle, Stimulus stimulus) {
    if (!moving.isEmpty() && !beatStalls.next()) {
      Frame frame = moving.remove();
      stimulus.set(moved, true);
      model.frameMoved(cycle, frame.keep, frame.entries);
      unsent += frame.keep ? 1 : 0;
    }
  }

  private void accept(long cycle, int free, Stimulus stimulus) {
    if (left == 0 || !moving.isEmpty() || gaps.next()) {
      return;
    }
    words.steered(word);
    int count = CompletionBuilder.entries(word);
    if (count == 0 || count > free) {
      return;
    }
    left--;
    places -= count;
    for (int i = 0; i < count; i++) {
      model.prepare(0);
    }
    model.reserve(count);
    int index = random.nextInt();
    inside.addAll(images.entries(word, index));
    moving.add(new Frame(word.decision == HeaderWord.KEEP, count));
    stimulus.set(recordValid, true);
    stimulus.set(recordEntries, count);
    stimulus.set(recordIn, images.record(word, index));
  }
}
