package org.mpnic.model.cell;

import java.util.Arrays;

/**
 * The cycles of one handshake's last tokens, by token number: what a recurrence looks back at.
 *
 * <p>Tokens are numbered from 0 and appended in order. A token before the first counts as moved
 * long ago ({@link #BEFORE}); a token not appended yet is unknown, which a caller must test with
 * {@link #knows} and may treat as later than everything known. A FIFO of depth C with registered
 * pointers (F = 1, B = 1) accepts token k in the cycle after token k - C left: {@code freeCycle(k -
 * C)}.
 */
public final class CycleHistory {
  /** Cycle of every token before the first. */
  public static final long BEFORE = Long.MIN_VALUE / 4;

  /** A cycle that is never reached. */
  public static final long FAR = Long.MAX_VALUE / 4;

  private final long[] cycles;
  private final int mask;
  private long count;

  /** A history that can be asked for the last {@code depth} tokens. */
  public CycleHistory(int depth) {
    int size = PowerOfTwo.atLeast(depth);
    this.cycles = new long[size];
    this.mask = size - 1;
  }

  /** Notes the next token's cycle. */
  public void append(long cycle) {
    cycles[(int) count & mask] = cycle;
    count++;
  }

  /** Notes the next tokens' cycles: {@code first}, and each a cycle after the one before. */
  public void appendRun(long first, int tokens) {
    if (tokens == 1) {
      append(first);
      return;
    }
    for (int i = 0; i < tokens; i++) {
      cycles[(int) count + i & mask] = first + i;
    }
    count += tokens;
  }

  /** Notes that the next tokens all moved in one cycle. */
  public void appendSame(long cycle, int tokens) {
    if (tokens == 1) {
      append(cycle);
      return;
    }
    for (int i = 0; i < tokens; i++) {
      cycles[(int) count + i & mask] = cycle;
    }
    count += tokens;
  }

  /** Forgets the last token appended. */
  public void withdraw() {
    count--;
  }

  /** Tokens appended so far; also the number of the next. */
  public long count() {
    return count;
  }

  /** The token's cycle is known. */
  public boolean knows(long token) {
    return token < count;
  }

  /** Cycle of a known token. */
  public long at(long token) {
    return token < 0 ? BEFORE : cycles[(int) token & mask];
  }

  /**
   * Tokens that moved before a cycle, as far as known; cycles do not fall from token to token.
   *
   * @param least a number that is not too high, for which the history can still be asked
   */
  public long before(long cycle, long least) {
    long low = least;
    long high = count;
    while (low < high) {
      long middle = low + high >>> 1;
      if (cycles[(int) middle & mask] < cycle) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** First cycle in which the place that this token left is usable, FAR while unknown (B = 1). */
  public long freeCycle(long token) {
    return token < 0 ? BEFORE : token < count ? cycles[(int) token & mask] + 1 : FAR;
  }

  /** No token has moved. */
  public void reset() {
    count = 0;
    Arrays.fill(cycles, 0);
  }
}
