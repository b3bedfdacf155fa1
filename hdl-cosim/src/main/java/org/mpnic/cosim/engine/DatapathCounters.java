package org.mpnic.cosim.engine;

import org.mpnic.abi.CompletionFlags;
import org.mpnic.abi.CompletionLayout;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.Reason;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.twin.Bits;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.HeaderWord;

/** The counters of the header pipeline, from the signals that say what is to be counted. */
final class DatapathCounters implements RtlPart {
  private static final int REASON_BITS = 7;

  /** Of mapper_counted, from bit 0 on; bits 4 to 8 are a number of their own. */
  private static final int[] MAPPER = {
    CounterTable.MAPPINGS_INSERTED,
    CounterTable.MAPPINGS_REPEATED,
    CounterTable.MAPPINGS_OLD,
    CounterTable.MAPPINGS_CONFLICTING
  };

  private static final int[] SEGMENTS = {
    CounterTable.SEGMENTS_MAPPED,
    CounterTable.SEGMENTS_INFINITE_MAPPING,
    CounterTable.SEGMENTS_UNMAPPED,
    CounterTable.SEGMENTS_PARTLY_MAPPED,
    CounterTable.DATA_FINS
  };

  private static final int SPOILED_AT = 4;
  private static final int SPOILED_BITS = 5;

  private final NicConfig config;
  private final long[] counters;
  private final Signal grant;
  private final Signal flow;
  private final Signal subflow;
  private final Signal mapper;
  private final Signal connection;
  private final Signal steering;
  private final Signal decision;
  private final Signal decisionFields;
  private final int queueBits;
  private final int lengthBits;
  private final Signal flags;
  private long lastGrant = -1;

  DatapathCounters(NicConfig config, StagePorts stage, long[] counters) {
    this.config = config;
    this.counters = counters;
    queueBits = Bits.ofIndex(config.queues());
    lengthBits = Bits.ofIndex(config.maxFrameBytes());
    String p = "dut.pipeline.";
    grant = stage.output("dut.grant_valid", 1);
    flow =
        stage.output(
            concatenate(
                p + "token_hit",
                p + "token_lookup",
                p + "flow_hit",
                p + "flow_lookup",
                p + "flow_valid"),
            5);
    subflow =
        stage.output(
            concatenate(
                "(" + p + "word_2.parsed.payload_length != 0)",
                p + "order",
                p + "subflow_jumped",
                p + "classified",
                p + "stale",
                p + "subflow_tracker_valid"),
            8);
    mapper =
        stage.output(
            concatenate(p + "evicted_valid", p + "mapper_counted", p + "dss_mapper_valid"), 16);
    connection =
        stage.output(
            concatenate(
                p + "data_order",
                p + "connection_jumped",
                p + "placed",
                p + "extended",
                p + "connection_tracker_valid"),
            7);
    steering = stage.output("{" + p + "steering_counted}", 6);
    decision = stage.output("{dut.decision_valid}", 1);
    decisionFields =
        stage.output(
            concatenate(
                "dut.decision_frame_bytes",
                p + "decision_reason",
                p + "decision_queue",
                "dut.decision_port",
                "dut.decision_keep"),
            lengthBits + REASON_BITS + queueBits + 5);
    int flagsAt = 8 * CompletionLayout.CONTROL + CompletionLayout.FLAGS_SHIFT;
    flags = stage.output("dut.decision_record[" + flagsAt + "+:16]", 16);
  }

  /** Fields side by side, the last in the lowest bits. */
  private static String concatenate(String... fields) {
    return "{" + String.join(", ", fields) + "}";
  }

  /** Cycle of the last grant, -1 before the first. */
  long lastGrant() {
    return lastGrant;
  }

  @Override
  public boolean observe(long cycle, Outputs outputs) {
    if (outputs.any(grant)) {
      lastGrant = cycle;
      counters[CounterTable.HEADERS_GRANTED]++;
    }
    long bits = outputs.get(flow);
    if ((bits & 1) != 0) {
      countFlow(bits);
    }
    bits = outputs.get(subflow);
    if ((bits & 1) != 0) {
      countSubflow(bits);
    }
    bits = outputs.get(mapper);
    if ((bits & 1) != 0) {
      countMapper(bits >>> 1);
    }
    bits = outputs.get(connection);
    if ((bits & 1) != 0) {
      countConnection(bits);
    }
    if (outputs.any(decision)) {
      countSteering(outputs.get(steering));
      countDecision(outputs);
    }
    return true;
  }

  private void count(int counter, long bits, int at) {
    counters[counter] += bits >>> at & 1;
  }

  private void countFlow(long bits) {
    boolean looked = (bits & 2) != 0;
    boolean hit = (bits & 4) != 0;
    counters[CounterTable.FLOW_HITS] += looked && hit ? 1 : 0;
    counters[CounterTable.FLOW_MISSES] += looked && !hit ? 1 : 0;
    looked = (bits & 8) != 0;
    hit = (bits & 16) != 0;
    counters[CounterTable.TOKEN_HITS] += looked && hit ? 1 : 0;
    counters[CounterTable.TOKEN_MISSES] += looked && !hit ? 1 : 0;
  }

  private void countSubflow(long bits) {
    count(CounterTable.FLOW_STALE_GENERATION, bits, 1);
    if ((bits & 4) == 0) {
      return;
    }
    count(CounterTable.SUBFLOW_INTERVAL_OVERFLOWS, bits, 3);
    switch ((int) (bits >>> 4) & 7) {
      case HeaderWord.IN_ORDER -> count(CounterTable.SUBFLOW_IN_ORDER, bits, 7);
      case HeaderWord.OUT_OF_ORDER -> counters[CounterTable.SUBFLOW_OUT_OF_ORDER]++;
      case HeaderWord.DUPLICATE -> counters[CounterTable.SUBFLOW_DUPLICATES]++;
      case HeaderWord.PARTIAL_DUPLICATE -> counters[CounterTable.SUBFLOW_PARTIAL_DUPLICATES]++;
      default -> counters[CounterTable.SUBFLOW_OUTSIDE_WINDOW]++;
    }
  }

  private void countMapper(long bits) {
    for (int i = 0; i < MAPPER.length; i++) {
      count(MAPPER[i], bits, i);
    }
    counters[CounterTable.MAPPINGS_SPOILED] += bits >>> SPOILED_AT & (1 << SPOILED_BITS) - 1;
    for (int i = 0; i < SEGMENTS.length; i++) {
      count(SEGMENTS[i], bits, SPOILED_AT + SPOILED_BITS + i);
    }
    count(CounterTable.MAPPINGS_EVICTED, bits, SPOILED_AT + SPOILED_BITS + SEGMENTS.length);
  }

  private void countConnection(long bits) {
    count(CounterTable.DSN_EXTENDED, bits, 1);
    if ((bits & 4) == 0) {
      return;
    }
    count(CounterTable.CONNECTION_INTERVAL_OVERFLOWS, bits, 3);
    switch ((int) (bits >>> 4) & 7) {
      case HeaderWord.DUPLICATE -> counters[CounterTable.CONNECTION_DUPLICATES]++;
      case HeaderWord.PARTIAL_DUPLICATE -> counters[CounterTable.CONNECTION_PARTIAL_DUPLICATES]++;
      case HeaderWord.OUTSIDE_WINDOW -> counters[CounterTable.CONNECTION_OUTSIDE_WINDOW]++;
      default -> {
        // In order or not, its bytes are new.
      }
    }
  }

  private void countSteering(long bits) {
    count(CounterTable.STEERED_BY_CONNECTION, bits, 0);
    count(CounterTable.STEERED_BY_TOKEN, bits, 1);
    counters[CounterTable.STEERED_BY_RSS] += (bits & 3) == 0 ? 1 : 0;
    count(CounterTable.MAPPINGS_GOOD, bits, 2);
    count(CounterTable.MAPPINGS_BAD, bits, 3);
    counters[CounterTable.MAPPINGS_UNJUDGED] += bits >>> 4 & 3;
  }

  private void countDecision(Outputs outputs) {
    long fields = outputs.get(decisionFields);
    boolean keep = (fields & 1) != 0;
    int port = (int) (fields >>> 1) & 0xf;
    int queue = (int) (fields >>> 5) & (1 << queueBits) - 1;
    int reason = (int) (fields >>> 5 + queueBits) & (1 << REASON_BITS) - 1;
    int bytes = (int) (fields >>> 5 + queueBits + REASON_BITS) & (1 << lengthBits) - 1;
    if (reason != 0) {
      counters[CounterTable.REASONS + reason]++;
    }
    if (!keep) {
      counters[CounterTable.FRAMES_DROPPED]++;
      countRefusal(queue, reason);
      return;
    }
    boolean slow = (outputs.get(flags) & CompletionFlags.SLOW_PATH) != 0;
    counters[slow ? CounterTable.FRAMES_SLOW_PATH : CounterTable.FRAMES_FAST_PATH]++;
    counters[CounterTable.PORT_FRAMES_DELIVERED + port]++;
    counters[CounterTable.QUEUE_FRAMES + queue]++;
    counters[CounterTable.QUEUE_BYTES + queue] += bytes;
    counters[CounterTable.QUEUE_BUFFERS_USED + queue] +=
        (bytes + config.bufferBytes() - 1) / config.bufferBytes();
  }

  private void countRefusal(int queue, int reason) {
    if (reason == Reason.NO_BUFFER.code()) {
      counters[CounterTable.QUEUE_NO_BUFFER_DROPS + queue]++;
    } else if (reason == Reason.QUEUE_QUARANTINED.code()) {
      counters[CounterTable.QUEUE_QUARANTINE_DROPS + queue]++;
    } else if (reason == Reason.QUEUE_DISABLED.code()) {
      counters[CounterTable.QUEUE_DISABLED_DROPS + queue]++;
    }
  }
}
