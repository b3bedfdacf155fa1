package org.mpnic.cosim.twin;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.mpnic.model.tx.ScheduleAnswer;
import org.mpnic.model.tx.ScheduleAsk;
import org.mpnic.model.tx.TxDescriptor;
import org.mpnic.model.tx.TxSlice;

/**
 * Descriptors of whole frames for queue 0, and answers to its questions, which it gets when all of
 * the descriptors are there; nothing else happens.
 */
final class GivenSegmenterInput implements SegmenterInput {
  private final Deque<TxDescriptor> descriptors;
  private final Deque<ScheduleAnswer> answers;
  private final List<TxSlice> slices = new ArrayList<>();

  GivenSegmenterInput(List<TxDescriptor> descriptors, List<ScheduleAnswer> answers) {
    this.descriptors = new ArrayDeque<>(descriptors);
    this.answers = new ArrayDeque<>(answers);
  }

  /** What it was cut into. */
  List<TxSlice> slices() {
    return slices;
  }

  @Override
  public boolean ends() {
    return descriptors.isEmpty() && answers.isEmpty();
  }

  @Override
  public int reset() {
    return NO_QUEUE;
  }

  @Override
  public void restarted(int queue) {
    throw new IllegalStateException("no queue starts anew");
  }

  @Override
  public boolean togglesComing(boolean isComing) {
    return false;
  }

  @Override
  public int asked() {
    return descriptors.isEmpty() && !answers.isEmpty() ? 0 : NO_QUEUE;
  }

  @Override
  public ScheduleAnswer answer(int queue, ScheduleAsk ask, long cycle) {
    return answers.remove();
  }

  @Override
  public int queue(long cycle) {
    return descriptors.isEmpty() ? NO_QUEUE : 0;
  }

  @Override
  public boolean drops(int queue) {
    return false;
  }

  @Override
  public TxDescriptor next(int queue) {
    return descriptors.remove();
  }

  @Override
  public void granted(TxSlice slice) {
    TxSlice copy = new TxSlice();
    copy.copyFrom(slice);
    slices.add(copy);
  }
}
