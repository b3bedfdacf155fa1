package org.mpnic.bench;

import org.mpnic.model.top.RxTop;

/** Gives frames to a card whose host is never late. */
public final class FrameOffer {
  private FrameOffer() {}

  /**
   * Offers a frame, and lets time pass while the port's queue is full.
   *
   * @throws IllegalStateException if the card refuses the frame or waits for its host
   */
  public static void offer(RxTop card, int port, byte[] bytes, long cycle) {
    int result = card.offer(port, bytes, 0, bytes.length, cycle);
    while (result == RxTop.QUEUE_FULL) {
      advance(card, Long.MAX_VALUE);
      result = card.offer(port, bytes, 0, bytes.length, cycle);
    }
    if (result != RxTop.ACCEPTED) {
      throw new IllegalStateException("port " + port + " cycle " + cycle + " refused: " + result);
    }
  }

  /** Lets time pass up to a cycle. */
  public static void advance(RxTop card, long cycle) {
    if (card.advance(cycle) == RxTop.WAITING_FOR_HOST) {
      throw new IllegalStateException("the card waits for a host that is never late");
    }
  }
}
