package org.mpnic.model.rx;

import java.util.List;

/**
 * One stage as the contract tests drive it: the Java stage, or its RTL twin behind the same
 * methods. What a stage keeps in its tables is seen by the words that leave it, and by nothing
 * else.
 *
 * <p>Table names and the words of an entry are those of the stage's Javadoc.
 */
public interface StageUnderTest {
  /** Cycles from word in to word out. */
  int latencyCycles();

  /**
   * Writes an entry through the control processor's port; it holds for words that enter later than
   * {@code cycle}, or than the cycle after the port's previous write.
   */
  void write(String table, long cycle, int entry, long... words);

  /**
   * Drives words into the stage, each at its {@link HeaderWord#grantCycle} (rising; gaps are idle
   * cycles), and fills them. For a stage of beats that is the cycle of the frame's last beat; its
   * beats come one a cycle.
   *
   * @return the cycle in which each word left
   */
  long[] run(List<HeaderWord> words);
}
