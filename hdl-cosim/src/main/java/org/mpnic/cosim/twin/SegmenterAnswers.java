package org.mpnic.cosim.twin;

import java.util.Random;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.tx.ScheduleAnswer;
import org.mpnic.model.tx.ScheduleAsk;

/** Decisions as subflow_scheduler might make them, at random: chunks, copies of them, none. */
final class SegmenterAnswers {
  private static final int MOST_SEGMENTS = 30;
  private static final int MOST_CHUNK = 65_534;

  private final Random random;
  private final int ports;
  private final int subflows;
  private final int connections;
  private final int retryCycles;

  /** By queue: bytes of the chunk that is copied. */
  private final int[] copyBytes;

  SegmenterAnswers(NicConfig config, Random random) {
    this.random = random;
    this.ports = config.ports();
    this.subflows = config.transmit().subflows();
    this.connections = config.transmit().connections();
    this.retryCycles = config.transmit().retryCycles();
    this.copyBytes = new int[config.transmit().queues()];
  }

  /** Answers in {@code cycle}. */
  void answer(int queue, ScheduleAsk ask, ScheduleAnswer answer, long cycle) {
    answer.blocked = ask.stream && random.nextInt(10) == 0;
    answer.retryCycle = cycle + retryCycles;
    answer.port = random.nextInt(ports);
    answer.subflow = random.nextInt(subflows);
    answer.connection = random.nextInt(connections);
    answer.dsn = random.nextLong();
    answer.ssn = random.nextInt();
    answer.mappingPerChunk = random.nextBoolean();
    if (ask.stream) {
      // A copy is mostly as long as the first.
      boolean same = ask.copying && random.nextInt(10) != 0;
      answer.bytes = same ? copyBytes[queue] : chunk(ask);
      answer.dataFin = ask.dataFin && answer.bytes == ask.available;
      answer.lastCopy = random.nextInt(3) != 0;
    } else {
      answer.bytes = ask.length;
      answer.dsn = ask.dsn;
      answer.ssn = ask.ssn;
      answer.dataFin = ask.dataFin;
      answer.lastCopy = true;
    }
    answer.payload = Math.max(1 + random.nextInt(1500), answer.bytes / MOST_SEGMENTS + 1);
    if (answer.bytes > 0 && random.nextInt(4) == 0) {
      answer.payload = Math.max(1, answer.bytes / (1 + random.nextInt(4)));
    }
    if (!answer.blocked) {
      copyBytes[queue] = answer.bytes;
    }
  }

  private int chunk(ScheduleAsk ask) {
    int most = Math.min(ask.available, MOST_CHUNK);
    return switch (random.nextInt(4)) {
      case 0 -> most == 0 ? 0 : 1 + random.nextInt(most);
      case 1 -> most == 0 ? 0 : 1 + random.nextInt(Math.min(most, 100));
      default -> most;
    };
  }
}
