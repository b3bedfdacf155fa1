package org.mpnic.cosim.twin;

import java.util.Random;
import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.tx.AskingHead;
import org.mpnic.model.tx.ScheduleAnswer;
import org.mpnic.model.tx.ScheduleAsk;

/**
 * The head of one queue that asks subflow_scheduler for random things: data of any length,
 * mappings, copies of what was answered; what is at hand changes while it asks, and it starts anew
 * now and then.
 */
final class SchedulerAsks implements AskingHead {
  private static final int LONG_GAP = 300;

  /** What it asks for. */
  final ScheduleAsk ask = new ScheduleAsk();

  private final Random random;
  private final int connections;
  private final SchedulerRegisters registers;
  private long now;
  private long askCycle;
  private boolean startsAnew;

  /** Answer that is on its way, or null. */
  private ScheduleAnswer given;

  /** Last cycle in which its question counts, and the one in which the answer shows. */
  private long decidedCycle;

  private long answerCycle;

  SchedulerAsks(Random random, int connections, SchedulerRegisters registers) {
    this.random = random;
    this.connections = connections;
    this.registers = registers;
    next(0);
  }

  /**
   * Begins a cycle.
   *
   * @param starts the queue starts anew: it asks no more, from the next cycle on for something else
   */
  void begin(long cycle, boolean starts) {
    now = cycle;
    startsAnew = starts;
    if (ask.stream) {
      change();
    }
  }

  /** The head shows its question in this cycle. */
  boolean shows() {
    return given == null ? askCycle <= now : now <= decidedCycle;
  }

  /** It was this head's turn in the cycle before. */
  boolean wasDecided() {
    return given != null && decidedCycle == now;
  }

  /** It was this head's turn in this cycle. */
  boolean isDecided() {
    return given != null && decidedCycle == now + 1;
  }

  /** The answer that shows in this cycle, or null. */
  ScheduleAnswer answered() {
    return now == answerCycle ? given : null;
  }

  /** Ends a cycle. */
  void end() {
    if (startsAnew) {
      given = null;
      ask.copying = false;
      next(now + 1);
      return;
    }
    ScheduleAnswer answer = answered();
    if (answer == null) {
      return;
    }
    given = null;
    if (answer.blocked) {
      askCycle = answer.retryCycle;
      return;
    }
    ask.copying = ask.stream && !answer.lastCopy;
    if (ask.copying) {
      askCycle = now + 1 + random.nextInt(20);
    } else {
      next(now + 1);
    }
  }

  private void next(long from) {
    askCycle = from + (random.nextInt(4) == 0 ? random.nextInt(LONG_GAP) : random.nextInt(8));
    ask.stream = random.nextInt(6) != 0;
    ask.ssn = random.nextInt();
    ask.dsn = random.nextLong();
    ask.length = random.nextInt(3) == 0 ? 0 : random.nextInt(65_536);
    ask.target = ask.stream ? random.nextInt(connections) : registers.anySubflow();
    ask.dataFin = random.nextInt(4) == 0;
    if (ask.dataFin && ask.length == 65_535) {
      ask.length--;
    }
    change();
  }

  /** What is at hand: little, about as much as a decision gives, or more. */
  private void change() {
    ask.available =
        switch (random.nextInt(6)) {
          case 0 -> random.nextInt(3);
          case 1 -> random.nextInt(1500);
          case 2 -> random.nextInt(20_000);
          case 3 -> 4090 + random.nextInt(12);
          case 4 -> 16_380 + random.nextInt(10);
          default -> random.nextInt(1 << 18);
        };
    ask.ends = random.nextBoolean();
    if (ask.stream) {
      ask.dataFin = random.nextInt(4) == 0;
    }
  }

  @Override
  public long askCycle() {
    return given != null || startsAnew ? CycleHistory.FAR : askCycle;
  }

  @Override
  public void ask(ScheduleAsk what) {
    copy(ask, what);
  }

  @Override
  public void answer(ScheduleAnswer answer, long cycle) {
    given = copy(answer);
    answerCycle = cycle;
    decidedCycle = now + 1;
  }

  /** Copies a question. */
  static void copy(ScheduleAsk from, ScheduleAsk to) {
    to.stream = from.stream;
    to.copying = from.copying;
    to.target = from.target;
    to.available = from.available;
    to.ends = from.ends;
    to.dataFin = from.dataFin;
    to.length = from.length;
    to.ssn = from.ssn;
    to.dsn = from.dsn;
  }

  /** The same answer, kept. */
  static ScheduleAnswer copy(ScheduleAnswer answer) {
    ScheduleAnswer copy = new ScheduleAnswer();
    copy.blocked = answer.blocked;
    copy.retryCycle = answer.retryCycle;
    copy.subflow = answer.subflow;
    copy.connection = answer.connection;
    copy.port = answer.port;
    copy.dsn = answer.dsn;
    copy.ssn = answer.ssn;
    copy.bytes = answer.bytes;
    copy.payload = answer.payload;
    copy.dataFin = answer.dataFin;
    copy.mappingPerChunk = answer.mappingPerChunk;
    copy.lastCopy = answer.lastCopy;
    copy.copy = answer.copy;
    copy.backup = answer.backup;
    return copy;
  }
}
