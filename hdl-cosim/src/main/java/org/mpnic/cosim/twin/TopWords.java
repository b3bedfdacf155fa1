package org.mpnic.cosim.twin;

import org.mpnic.abi.Reason;
import org.mpnic.cosim.lockstep.Expectation;
import org.mpnic.cosim.lockstep.OutputBoundary;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.HeaderWord;
import org.mpnic.model.top.Boundary;

/** The boundaries of rx_top that carry header words, with what each stage adds to them. */
final class TopWords {
  private static final int REASON_BITS = 7;

  private final WordBoundary[] byNumber = new WordBoundary[Boundary.COUNT];
  private final WordBoundary[] parsed;
  private final WordBoundary[] summed;
  private final WordBoundary[] kept;

  /**
   * Declares the boundaries.
   *
   * @param parserBeats boundaries of rx_parser's beats by port, whose last has a header beside it
   * @param checksumBeats boundaries of rx_checksum's beats by port
   */
  TopWords(
      NicConfig config,
      StagePorts ports,
      OutputBoundary[] parserBeats,
      OutputBoundary[] checksumBeats) {
    int count = config.ports();
    parsed = new WordBoundary[count];
    summed = new WordBoundary[count];
    kept = new WordBoundary[count];
    for (int port = 0; port < count; port++) {
      String scope = "dut.g_port[" + port + "].ingress.";
      parsed[port] = new WordBoundary(parserBeats[port], scope).parsed("parsed");
      summed[port] =
          new WordBoundary(checksumBeats[port], scope)
              .bit("ip_checksum_ok", word -> word.ipChecksumOk)
              .bit("tcp_checksum_ok", word -> word.tcpChecksumOk)
              .field("payload_sum", 16, word -> word.payloadSum)
              .field("reason", REASON_BITS, word -> word.reason);
      String name = Boundary.name(Boundary.BUFFER_HEADER) + "[" + port + "]";
      kept[port] =
          new WordBoundary(ports.boundary(name, scope + "buffer.keep"), scope)
              .field("word.frame", 32, word -> word.frame)
              .field("word.first_beat_cycle", 64, word -> word.firstBeatCycle);
    }
    byNumber[Boundary.GRANT] =
        boundary(ports, Boundary.GRANT, "dut.grant_valid", "dut.pipeline.")
            .field("port_i", 4, word -> word.port)
            .parsed("word_0.parsed")
            .bit("word_0.ip_checksum_ok", word -> word.ipChecksumOk)
            .bit("word_0.tcp_checksum_ok", word -> word.tcpChecksumOk)
            .field("word_0.payload_sum", 16, word -> word.payloadSum)
            .field("word_0.frame", 32, word -> word.frame)
            .field("word_0.first_beat_cycle", 64, word -> word.firstBeatCycle);
    flowTable(ports);
    subflowTracker(ports);
    dssMapper(ports);
    connectionTracker(ports);
    steering(config, ports);
  }

  private static WordBoundary boundary(StagePorts ports, int number, String valid, String scope) {
    return new WordBoundary(ports.boundary(Boundary.name(number), valid), scope);
  }

  private void flowTable(StagePorts ports) {
    byNumber[Boundary.FLOW_TABLE] =
        boundary(ports, Boundary.FLOW_TABLE, "dut.pipeline.flow_valid", "dut.pipeline.")
            .field("rss_hash", 32, word -> word.rssHash)
            .bit("flow_hit", word -> word.flowHit)
            .field("subflow", 20, word -> word.subflow, word -> word.flowHit)
            .field("subflow_generation", 12, word -> word.subflowGeneration, word -> word.flowHit)
            .bit("token_hit", word -> word.tokenHit)
            .field("token_queue", 16, word -> word.tokenQueue, word -> word.tokenHit)
            .bit("firmware_busy", word -> word.firmwareBusy)
            .field("flow_reason", REASON_BITS, word -> word.reason);
  }

  private void subflowTracker(StagePorts ports) {
    String valid = "dut.pipeline.subflow_tracker_valid";
    byNumber[Boundary.SUBFLOW_TRACKER] =
        boundary(ports, Boundary.SUBFLOW_TRACKER, valid, "dut.pipeline.")
            .bit("subflow_valid", word -> word.subflowValid)
            .field("kind", 2, word -> word.kind, word -> word.subflowValid)
            .field("connection", 20, word -> word.connection, word -> word.subflowValid)
            .field(
                "connection_generation",
                12,
                word -> word.connectionGeneration,
                word -> word.subflowValid)
            .field("ssn", 32, word -> word.ssn, word -> word.subflowValid)
            .field(
                "receive_next_before",
                32,
                word -> word.receiveNextBefore,
                word -> word.subflowValid)
            .field("order", 3, word -> word.order, word -> word.subflowValid)
            .field("timestamp_recent", 32, word -> word.timestampRecent, word -> word.subflowValid)
            .field("subflow_reason", REASON_BITS, word -> word.reason);
  }

  private void dssMapper(StagePorts ports) {
    byNumber[Boundary.DSS_MAPPER] =
        boundary(ports, Boundary.DSS_MAPPER, "dut.pipeline.dss_mapper_valid", "dut.pipeline.")
            .field("mapper_reason", REASON_BITS, word -> word.reason)
            .bit("mapper_mapped", word -> word.mapped)
            .field("mapper_dsn", 64, word -> word.dsn, word -> word.mapped)
            .bit("mapper_dsn_is_64", word -> word.dsnIs64, word -> word.mapped)
            .bit("infinite_mapping", word -> word.infiniteMapping, word -> word.mapped)
            .field("mapping_ssn", 32, word -> word.mappingSsn, word -> word.mapped)
            .field("mapping_length", 16, word -> word.mappingLength, word -> word.mapped)
            .field("mapping_checksum", 16, word -> word.mappingChecksum, word -> word.mapped)
            .bit("mapping_has_checksum", word -> word.mappingHasChecksum, word -> word.mapped)
            .bit("mapper_segment_new", word -> word.segmentNew)
            .field("mapper_verdict", 3, word -> word.verdict)
            .bit("evicted_valid", word -> word.evicted.valid)
            .field("evicted_ssn", 32, word -> word.evicted.ssn, word -> word.evicted.valid)
            .field(
                "evicted_length", 16, word -> word.evicted.wireLength, word -> word.evicted.valid)
            .field(
                "evicted_checksum", 16, word -> word.evicted.checksum, word -> word.evicted.valid)
            .bit("mapper_ended_valid", word -> word.ended.valid)
            .field("mapper_ended_dsn", 64, word -> word.ended.dsn, word -> word.ended.valid)
            .field("ended_sum", 16, word -> word.ended.sum, word -> word.ended.valid);
  }

  private void connectionTracker(StagePorts ports) {
    String valid = "dut.pipeline.connection_tracker_valid";
    byNumber[Boundary.CONNECTION_TRACKER] =
        boundary(ports, Boundary.CONNECTION_TRACKER, valid, "dut.pipeline.")
            .bit("connection_valid", word -> word.connectionValid)
            .field(
                "connection_queue", 16, word -> word.connectionQueue, word -> word.connectionValid)
            .field("connection_reason", REASON_BITS, word -> word.reason)
            .bit("mapped", word -> word.mapped)
            .field("dsn", 64, word -> word.dsn, word -> word.mapped)
            .bit("segment_new", word -> word.segmentNew)
            .field("verdict", 3, word -> word.verdict)
            .field("evicted_dsn", 64, word -> word.evicted.dsn, word -> word.evicted.valid)
            .bit("ended_valid", word -> word.ended.valid)
            .field("ended_dsn", 64, word -> word.ended.dsn, word -> word.ended.valid)
            .field("ended_verdict", 3, word -> word.ended.verdict, word -> word.ended.valid);
  }

  private void steering(NicConfig config, StagePorts ports) {
    int queueBits = Bits.ofIndex(config.queues());
    byNumber[Boundary.STEERING] =
        boundary(ports, Boundary.STEERING, "dut.decision_valid", "dut.")
            .field("decision_port", 4, word -> word.port)
            .bit("decision_keep", word -> word.decision == HeaderWord.KEEP)
            .field("pipeline.decision_queue", queueBits, word -> word.queue)
            .field("pipeline.decision_reason", REASON_BITS, word -> word.reason);
  }

  /** A word crosses a boundary of the model. */
  void expect(int boundary, int port, long cycle, HeaderWord word, Expectation expectation) {
    switch (boundary) {
      case Boundary.PARSER_BEAT:
        if (!isChecksumReason(word.reason)) {
          parsed[port].expect(cycle, word, expectation);
        }
        break;
      case Boundary.CHECKSUM_BEAT:
        summed[port].expect(cycle, word, expectation);
        break;
      case Boundary.BUFFER_HEADER:
        kept[port].expect(cycle, word, expectation);
        break;
      default:
        if (byNumber[boundary] != null) {
          byNumber[boundary].expect(cycle, word, expectation);
        }
    }
  }

  /** The probe shows the parser's word with rx_checksum's reason in the place of its own. */
  private static boolean isChecksumReason(int reason) {
    return reason == Reason.BAD_IP_CHECKSUM.code() || reason == Reason.BAD_TCP_CHECKSUM.code();
  }
}
