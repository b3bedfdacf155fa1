package org.mpnic.firmware;

/**
 * Ids of a table and their generations.
 *
 * <p>A released id goes to the end of the queue, so that it stays unused as long as possible, and
 * gets the next generation (12 bits) when it is taken again.
 */
final class IdPool {
  private static final int GENERATION_MASK = 0xfff;

  private final int[] queue;
  private final int[] generations;
  private final boolean[] inUse;
  private int head;
  private int free;

  IdPool(int ids) {
    queue = new int[ids];
    generations = new int[ids];
    inUse = new boolean[ids];
    reset();
  }

  /** Takes an id, or -1 when none is left. */
  int take() {
    if (free == 0) {
      return -1;
    }
    int id = queue[head];
    head = head + 1 == queue.length ? 0 : head + 1;
    free--;
    inUse[id] = true;
    generations[id] = generations[id] + 1 & GENERATION_MASK;
    return id;
  }

  /** Takes a certain id, which is not taken. */
  void take(int id) {
    int place = 0;
    while (queue[(int) ((head + (long) place) % queue.length)] != id) {
      place++;
    }
    for (; place > 0; place--) {
      queue[(int) ((head + (long) place) % queue.length)] =
          queue[(int) ((head + (long) place - 1) % queue.length)];
    }
    queue[head] = id;
    take();
  }

  /** Whether an id is taken. */
  boolean isTaken(int id) {
    return inUse[id];
  }

  /** Gives an id back. */
  void release(int id) {
    if (!inUse[id]) {
      throw new IllegalStateException("id " + id + " is not taken");
    }
    inUse[id] = false;
    queue[(int) ((head + (long) free++) % queue.length)] = id;
  }

  /** Generation of an id since it was taken last. */
  int generation(int id) {
    return generations[id];
  }

  /** Ids that are taken. */
  int taken() {
    return queue.length - free;
  }

  void reset() {
    head = 0;
    free = queue.length;
    for (int id = 0; id < queue.length; id++) {
      queue[id] = id;
      inUse[id] = false;
      generations[id] = GENERATION_MASK;
    }
  }
}
