package org.mpnic.model.top;

import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.BufferCredits;
import org.mpnic.model.rx.HeaderWord;

/**
 * Header stages whose result stands in the frame: byte 0 queue, byte 1 bit 0 evicted mapping, bit 1
 * ended mapping, bit 2 dropped by decision. Latencies are given.
 */
final class SyntheticStages implements HeaderPipeline {
  static final int EVICTED = 1;
  static final int ENDED = 2;
  static final int DROPPED = 4;
  static final int PARSER = 5;
  static final int CHECKSUM = 4;

  private final BufferCredits credits;
  private final Probe probe;
  private final int steering;
  private final int queues;

  SyntheticStages(NicConfig config, BufferCredits credits, Probe probe, int steering) {
    this.credits = credits;
    this.probe = probe;
    this.steering = steering;
    this.queues = config.queues();
  }

  @Override
  public void parse(HeaderWord word) {
    word.reason = 0;
  }

  @Override
  public void process(HeaderWord word) {
    int control = word.frameBytes > 1 ? word.buffer[word.offset + 1] : 0;
    word.queue = (word.buffer[word.offset] & 0xff) % queues;
    int refused = (control & DROPPED) != 0 ? 99 : credits.take(word);
    word.decision = refused == 0 ? HeaderWord.KEEP : HeaderWord.DROP;
    word.evicted.valid = (control & EVICTED) != 0;
    word.ended.valid = (control & ENDED) != 0;
    if (probe != null) {
      probe.word(Boundary.STEERING, word.port, word.grantCycle + decisionCycles(), word);
    }
  }

  @Override
  public int parserCycles() {
    return PARSER;
  }

  @Override
  public int checksumCycles() {
    return CHECKSUM;
  }

  @Override
  public int steeringCycles() {
    return steering;
  }

  @Override
  public int decisionCycles() {
    return steering + 3;
  }

  @Override
  public void reset() {}
}
