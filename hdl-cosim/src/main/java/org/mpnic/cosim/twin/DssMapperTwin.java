package org.mpnic.cosim.twin;

import org.mpnic.abi.CounterTable;
import org.mpnic.cosim.lockstep.Expectation;
import org.mpnic.cosim.lockstep.OutputBoundary;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.DssMapper;
import org.mpnic.wire.FrameHeader;
import org.mpnic.wire.MptcpSubtype;

/** dss_mapper: mappings and payloads of a few hot subflows, made by {@link DssMapperStimulus}. */
final class DssMapperTwin extends HeaderStageTwin {
  /** Counters that the stage has, in the order of {@link #pulses}. */
  private static final int[] COUNTERS = {
    CounterTable.MAPPINGS_INSERTED,
    CounterTable.MAPPINGS_REPEATED,
    CounterTable.MAPPINGS_OLD,
    CounterTable.MAPPINGS_CONFLICTING,
    CounterTable.MAPPINGS_SPOILED,
    CounterTable.SEGMENTS_MAPPED,
    CounterTable.SEGMENTS_INFINITE_MAPPING,
    CounterTable.SEGMENTS_UNMAPPED,
    CounterTable.SEGMENTS_PARTLY_MAPPED,
    CounterTable.DATA_FINS,
    CounterTable.MAPPINGS_EVICTED
  };

  private final DssMapper model;
  private final DssMapperStimulus source;
  private final long[] counters = new long[CounterTable.COUNT];

  private final Signal subflowValid;
  private final Signal kind;
  private final Signal subflow;
  private final Signal generation;
  private final Signal ssn;
  private final Signal receiveNextBefore;
  private final Signal order;
  private final Signal payloadLength;
  private final Signal payloadSum;
  private final Signal reason;
  private final Signal dss;
  private final Signal dssDataFin;
  private final Signal hasMapping;
  private final Signal dsn;
  private final Signal dsnIs64;
  private final Signal dssSsn;
  private final Signal dssLength;
  private final Signal hasDssChecksum;
  private final Signal dssChecksum;
  private final Signal reasonOut;
  private final Signal mapped;
  private final Signal dsnOut;
  private final Signal dsnIs64Out;
  private final Signal infiniteMapping;
  private final Signal mappingSsn;
  private final Signal mappingLength;
  private final Signal mappingChecksum;
  private final Signal mappingHasChecksum;
  private final Signal mappingFin;
  private final Signal segmentNew;
  private final Signal verdict;
  private final Signal evictedValid;
  private final Signal evictedDsn;
  private final Signal evictedDsnIs64;
  private final Signal evictedSsn;
  private final Signal evictedWireLength;
  private final Signal evictedDataFin;
  private final Signal evictedChecksum;
  private final Signal evictedHasChecksum;
  private final Signal endedValid;
  private final Signal endedDsn;
  private final Signal endedSum;
  private final Signal endedInOneSegment;
  private final Signal[] pulses;

  DssMapperTwin(NicConfig config, long seed, long packets) {
    super("dss_mapper", DssMapper.latencyCycles(config), seed, packets);
    model = new DssMapper(config, counters);
    source = new DssMapperStimulus(config, model, random);
    ports
        .parameter("SUBFLOWS", config.subflows())
        .parameter("MAPPINGS_PER_SUBFLOW", config.mappingsPerSubflow())
        .parameter("COVERED_INTERVALS", config.coveredIntervals())
        .parameter("RECEIVE_WINDOW_BYTES", config.receiveWindowBytes())
        .parameter("READ_LATENCY", config.tableReadLatencyCycles());
    subflowValid = ports.input("subflow_valid_i", 1);
    kind = ports.input("kind_i", 2);
    subflow = ports.input("subflow_i", Bits.ofIndex(config.subflows()));
    generation = ports.input("subflow_generation_i", 12);
    ssn = ports.input("ssn_i", 32);
    receiveNextBefore = ports.input("receive_next_before_i", 32);
    order = ports.input("order_i", 3);
    payloadLength = ports.input("payload_length_i", 16);
    payloadSum = ports.input("payload_sum_i", 16);
    reason = ports.input("reason_i", 7);
    dss = ports.input("dss_i", 1);
    dssDataFin = ports.input("dss_data_fin_i", 1);
    hasMapping = ports.input("has_mapping_i", 1);
    dsn = ports.input("dsn_i", 64);
    dsnIs64 = ports.input("dsn_is_64_i", 1);
    dssSsn = ports.input("dss_ssn_i", 32);
    dssLength = ports.input("dss_length_i", 16);
    hasDssChecksum = ports.input("has_dss_checksum_i", 1);
    dssChecksum = ports.input("dss_checksum_i", 16);
    writes(model.mappingContexts());
    OutputBoundary out = words();
    reasonOut = out.data("reason_o", 7);
    mapped = out.data("mapped_o", 1);
    dsnOut = out.data("dsn_o", 64);
    dsnIs64Out = out.data("dsn_is_64_o", 1);
    infiniteMapping = out.data("infinite_mapping_o", 1);
    mappingSsn = out.data("mapping_ssn_o", 32);
    mappingLength = out.data("mapping_length_o", 16);
    mappingChecksum = out.data("mapping_checksum_o", 16);
    mappingHasChecksum = out.data("mapping_has_checksum_o", 1);
    mappingFin = out.data("mapping_fin_o", 1);
    segmentNew = out.data("segment_new_o", 1);
    verdict = out.data("verdict_o", 3);
    evictedValid = out.data("evicted_valid_o", 1);
    evictedDsn = out.data("evicted_dsn_o", 64);
    evictedDsnIs64 = out.data("evicted_dsn_is_64_o", 1);
    evictedSsn = out.data("evicted_ssn_o", 32);
    evictedWireLength = out.data("evicted_wire_length_o", 16);
    evictedDataFin = out.data("evicted_data_fin_o", 1);
    evictedChecksum = out.data("evicted_checksum_o", 16);
    evictedHasChecksum = out.data("evicted_has_checksum_o", 1);
    endedValid = out.data("ended_valid_o", 1);
    endedDsn = out.data("ended_dsn_o", 64);
    endedSum = out.data("ended_sum_o", 16);
    endedInOneSegment = out.data("ended_in_one_segment_o", 1);
    pulses =
        new Signal[] {
          out.data("mapping_inserted_o", 1),
          out.data("mapping_repeated_o", 1),
          out.data("mapping_old_o", 1),
          out.data("mapping_conflicting_o", 1),
          out.data("mappings_spoiled_o", 5),
          out.data("segment_mapped_o", 1),
          out.data("segment_infinite_mapping_o", 1),
          out.data("segment_unmapped_o", 1),
          out.data("segment_partly_mapped_o", 1),
          out.data("data_fin_o", 1),
          evictedValid
        };
  }

  @Override
  protected void make() {
    source.make(word);
  }

  @Override
  protected void drive(Stimulus stimulus) {
    FrameHeader header = word.header;
    stimulus.set(subflowValid, word.subflowValid);
    stimulus.set(kind, word.kind);
    stimulus.set(subflow, word.subflow);
    stimulus.set(generation, word.subflowGeneration);
    stimulus.set(ssn, word.ssn);
    stimulus.set(receiveNextBefore, word.receiveNextBefore);
    stimulus.set(order, word.order);
    stimulus.set(payloadLength, header.payloadLength);
    stimulus.set(payloadSum, word.payloadSum);
    stimulus.set(reason, word.reason);
    stimulus.set(dss, header.hasMptcp(MptcpSubtype.DSS));
    stimulus.set(dssDataFin, (header.dssFlags & MptcpSubtype.DSS_DATA_FIN) != 0);
    stimulus.set(hasMapping, header.hasMapping);
    stimulus.set(dsn, header.dsn);
    stimulus.set(dsnIs64, header.dsnIs64);
    stimulus.set(dssSsn, header.dssSsn);
    stimulus.set(dssLength, header.dssLength);
    stimulus.set(hasDssChecksum, header.hasDssChecksum);
    stimulus.set(dssChecksum, header.dssChecksum);
  }

  @Override
  protected void process() {
    for (int counter : COUNTERS) {
      counters[counter] = 0;
    }
    model.process(word);
  }

  @Override
  protected void expect(long cycle, Expectation expectation) {
    expectation.set(cycle, reasonOut, word.reason);
    expectation.set(cycle, mapped, word.mapped);
    expectation.set(cycle, infiniteMapping, word.infiniteMapping);
    expectation.set(cycle, segmentNew, word.segmentNew);
    expectation.set(cycle, verdict, word.verdict);
    expectation.set(cycle, endedValid, word.ended.valid);
    for (int i = 0; i < pulses.length; i++) {
      expectation.set(cycle, pulses[i], counters[COUNTERS[i]]);
    }
    if (word.mapped) {
      expectMapping(cycle, expectation);
    }
    if (word.evicted.valid) {
      expectEvicted(cycle, expectation);
    }
    if (word.ended.valid) {
      expectation.set(cycle, endedDsn, word.ended.dsn);
      expectation.set(cycle, endedSum, word.ended.sum);
      expectation.set(cycle, endedInOneSegment, word.endedInOneSegment);
      // The rest of the record is the payload's mapping.
      expectation.set(cycle, dsnIs64Out, word.ended.dsnIs64);
      expectation.set(cycle, mappingSsn, word.ended.ssn);
      expectation.set(cycle, mappingLength, word.ended.wireLength);
      expectation.set(cycle, mappingFin, word.ended.dataFin);
      expectation.set(cycle, mappingChecksum, word.ended.checksum);
    }
  }

  private void expectMapping(long cycle, Expectation expectation) {
    expectation.set(cycle, dsnOut, word.dsn);
    expectation.set(cycle, dsnIs64Out, word.dsnIs64);
    expectation.set(cycle, mappingSsn, word.mappingSsn);
    expectation.set(cycle, mappingLength, word.mappingLength);
    expectation.set(cycle, mappingChecksum, word.mappingChecksum);
    expectation.set(cycle, mappingHasChecksum, word.mappingHasChecksum);
    expectation.set(cycle, mappingFin, word.mappingFin);
  }

  private void expectEvicted(long cycle, Expectation expectation) {
    expectation.set(cycle, evictedDsn, word.evicted.dsn);
    expectation.set(cycle, evictedDsnIs64, word.evicted.dsnIs64);
    expectation.set(cycle, evictedSsn, word.evicted.ssn);
    expectation.set(cycle, evictedWireLength, word.evicted.wireLength);
    expectation.set(cycle, evictedDataFin, word.evicted.dataFin);
    expectation.set(cycle, evictedChecksum, word.evicted.checksum);
    expectation.set(cycle, evictedHasChecksum, word.evicted.hasChecksum);
  }

  @Override
  protected void program(long cycle) {
    source.program(cycle);
  }
}
