package org.mpnic.cosim.traffic;

import java.util.Iterator;

/** Frames for all ports of a card, by port in the order of their cycles. */
public interface Traffic extends Iterator<PortFrame> {
  /**
   * The next frame, of any port. Frames of one port are in the order of their cycles; a frame of
   * another port begins {@link #SPREAD_CYCLES} cycles before this one at most.
   */
  @Override
  PortFrame next();

  /** How far frames of different ports may be out of the order of their cycles. */
  int SPREAD_CYCLES = 1024;

  /** How beats of every frame follow each other: a constant of RxTop. */
  int beatSpacing();
}
