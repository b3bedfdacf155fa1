package org.mpnic.firmware.capture;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.mpnic.abi.CounterTable;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.BufferCredits;
import org.mpnic.model.rx.HeaderStages;
import org.mpnic.model.rx.HeaderWord;
import org.mpnic.model.top.EventWord;

/**
 * Header stages and capture firmware without the rest of the card: a grant every so many cycles.
 */
final class CaptureBench {
  final NicConfig config;
  final long[] counters = new long[CounterTable.COUNT];
  final HeaderStages stages;
  final CaptureFirmware firmware = new CaptureFirmware();
  final HeaderWord word = new HeaderWord();
  final List<EventWord> events = new ArrayList<>();
  private final ArrayDeque<Long> starts = new ArrayDeque<>();
  private final int eventCycles;
  private long done;
  long cycle;
  int frames;

  CaptureBench(NicConfig config) {
    this(
        config,
        w -> {
          w.bufferCount = 1;
          return 0;
        });
  }

  CaptureBench(NicConfig config, BufferCredits credits) {
    this.config = config;
    this.eventCycles = config.firmwareEventCycles();
    this.stages = new HeaderStages(config, this::event, credits, counters);
    firmware.attach(config, stages, counters, this::post);
  }

  private void post(EventWord event) {
    EventWord copy = new EventWord();
    copy.copyFrom(event);
    events.add(copy);
  }

  private boolean event(HeaderWord w, long arrival) {
    while (!starts.isEmpty() && starts.peek() < arrival) {
      starts.remove();
    }
    if (starts.size() >= config.firmwareEventFifo()) {
      counters[CounterTable.FIRMWARE_EVENT_OVERFLOWS]++;
      return false;
    }
    long start = Math.max(arrival + 1, done);
    done = start + eventCycles;
    starts.add(start);
    firmware.onHeader(w, start, done);
    return true;
  }

  /** Passes a frame through, {@code gap} cycles after the one before. */
  HeaderWord offer(byte[] frame, int port, int gap) {
    cycle += gap;
    word.clear();
    word.buffer = frame;
    word.frameBytes = frame.length;
    word.port = port;
    word.frame = frames++;
    word.firstBeatCycle = cycle;
    word.grantCycle = cycle;
    stages.process(word);
    return word;
  }

  long counter(int index) {
    return counters[index];
  }
}
