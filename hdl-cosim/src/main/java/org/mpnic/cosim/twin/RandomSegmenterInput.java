package org.mpnic.cosim.twin;

import java.util.Random;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.tx.ScheduleAnswer;
import org.mpnic.model.tx.ScheduleAsk;
import org.mpnic.model.tx.TxDescriptor;
import org.mpnic.model.tx.TxSlice;

/** Frames of every kind for all queues, by turns one queue alone and all of them; seeded. */
final class RandomSegmenterInput implements SegmenterInput {
  private static final int PHASE_CYCLES = 3_000;
  private static final int RESET_INTERVAL_CYCLES = 3_000;
  private static final int COMING_INTERVAL_CYCLES = 40;
  private static final int DROP_INTERVAL = 40;

  private final Random random;
  private final SegmenterFrames[] frames;
  private final SegmenterAnswers answers;
  private final ScheduleAnswer answer = new ScheduleAnswer();
  private long left;

  /** So many frames. */
  RandomSegmenterInput(NicConfig config, Random random, long packets) {
    this.random = random;
    this.frames = new SegmenterFrames[config.transmit().queues()];
    for (int queue = 0; queue < frames.length; queue++) {
      frames[queue] = new SegmenterFrames(config, random);
    }
    this.answers = new SegmenterAnswers(config, random);
    this.left = packets;
  }

  @Override
  public boolean ends() {
    return left <= 0;
  }

  @Override
  public int reset() {
    return random.nextInt(RESET_INTERVAL_CYCLES) == 0 ? random.nextInt(frames.length) : NO_QUEUE;
  }

  @Override
  public void restarted(int queue) {
    frames[queue].reset();
  }

  @Override
  public boolean togglesComing(boolean isComing) {
    boolean toggles = random.nextInt(COMING_INTERVAL_CYCLES) == 0;
    return isComing ? toggles || ends() : toggles && !ends();
  }

  @Override
  public int asked() {
    return random.nextInt(frames.length);
  }

  @Override
  public ScheduleAnswer answer(int queue, ScheduleAsk ask, long cycle) {
    answers.answer(queue, ask, answer, cycle);
    return answer;
  }

  @Override
  public int queue(long cycle) {
    int phase = (int) (cycle / PHASE_CYCLES) % (2 * frames.length);
    int queue = phase < frames.length ? phase : random.nextInt(frames.length);
    return ends() && !frames[queue].insideFrame() ? NO_QUEUE : queue;
  }

  @Override
  public boolean drops(int queue) {
    boolean drops = random.nextInt(DROP_INTERVAL) == 0;
    if (drops) {
      frames[queue].drop();
    }
    return drops;
  }

  @Override
  public TxDescriptor next(int queue) {
    return frames[queue].next();
  }

  @Override
  public void granted(TxSlice slice) {
    left -= slice.last ? 1 : 0;
  }
}
