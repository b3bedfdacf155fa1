package org.mpnic.cosim.twin;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.model.rx.HeaderWord;
import org.mpnic.model.rx.MappingRecord;

/** The header word's fields at steering's inputs. */
final class SteeringInputs {
  private final StagePorts ports;
  private final List<Signal> signals = new ArrayList<>();
  private final List<ToLongFunction<HeaderWord>> values = new ArrayList<>();

  SteeringInputs(StagePorts ports, int lengthBits) {
    this.ports = ports;
    add("valid_i", 1, w -> 1);
    frame(lengthBits);
    flow();
    mapping();
    fields("evicted", w -> w.evicted);
    ended(w -> w.ended);
    connection();
  }

  private void add(String name, int width, ToLongFunction<HeaderWord> value) {
    signals.add(ports.input(name, width));
    values.add(value);
  }

  private void addBit(String name, Predicate<HeaderWord> value) {
    add(name, 1, w -> value.test(w) ? 1 : 0);
  }

  private void frame(int lengthBits) {
    add("port_i", 4, w -> w.port);
    add("frame_i", 32, w -> w.frame);
    add("cycle_i", 64, w -> w.firstBeatCycle);
    add("frame_bytes_i", lengthBits, w -> w.frameBytes);
    add("packet_type_i", 5, w -> w.header.packetType);
    addBit("layer_tcp_i", w -> w.header.isTcp());
    add("tcp_flags_i", 8, w -> w.header.tcpFlags);
    add("mptcp_options_i", 9, w -> w.header.mptcpOptions);
    add("dss_flags_i", 5, w -> w.header.dssFlags);
    addBit("has_mapping_i", w -> w.header.hasMapping);
    add("dss_length_i", 16, w -> w.header.dssLength);
    add("payload_offset_i", 16, w -> w.header.payloadOffset);
    add("payload_length_i", 16, w -> w.header.payloadLength);
  }

  private void flow() {
    add("rss_hash_i", 32, w -> w.rssHash);
    addBit("flow_hit_i", w -> w.flowHit);
    add("subflow_i", 20, w -> w.subflow);
    add("subflow_generation_i", 12, w -> w.subflowGeneration);
    addBit("token_hit_i", w -> w.tokenHit);
    add("token_queue_i", 16, w -> w.tokenQueue);
    addBit("firmware_busy_i", w -> w.firmwareBusy);
    addBit("subflow_valid_i", w -> w.subflowValid);
    add("kind_i", 2, w -> w.kind);
    add("connection_i", 20, w -> w.connection);
    add("ssn_i", 32, w -> w.ssn);
    add("receive_next_before_i", 32, w -> w.receiveNextBefore);
    add("order_i", 3, w -> w.order);
  }

  private void mapping() {
    addBit("infinite_mapping_i", w -> w.infiniteMapping);
    add("mapping_ssn_i", 32, w -> w.mappingSsn);
    add("mapping_length_i", 16, w -> w.mappingLength);
    add("mapping_checksum_i", 16, w -> w.mappingChecksum);
    addBit("mapping_has_checksum_i", w -> w.mappingHasChecksum);
    addBit("mapped_i", w -> w.mapped);
    addBit("segment_new_i", w -> w.segmentNew);
  }

  /** A mapping that is not there has no fields. */
  private void field(
      String name,
      int width,
      Function<HeaderWord, MappingRecord> of,
      ToLongFunction<MappingRecord> value) {
    add(name, width, w -> of.apply(w).valid ? value.applyAsLong(of.apply(w)) : 0);
  }

  private void ended(Function<HeaderWord, MappingRecord> of) {
    addBit("ended_complete_i", w -> w.ended.complete);
    fields("ended", of);
    field("ended_verdict_i", 3, of, m -> m.verdict);
  }

  private void fields(String name, Function<HeaderWord, MappingRecord> of) {
    field(name + "_valid_i", 1, of, m -> 1);
    field(name + "_ssn_i", 32, of, m -> m.ssn);
    field(name + "_length_i", 16, of, m -> m.wireLength);
    field(name + "_checksum_i", 16, of, m -> m.checksum);
    field(name + "_has_checksum_i", 1, of, m -> m.hasChecksum ? 1 : 0);
    field(name + "_data_fin_i", 1, of, m -> m.dataFin ? 1 : 0);
    field(name + "_dsn_i", 64, of, m -> m.dsn);
  }

  private void connection() {
    addBit("connection_valid_i", w -> w.connectionValid);
    add("connection_queue_i", 16, w -> w.connectionQueue);
    add("data_order_i", 3, w -> w.dataOrder);
    add("reason_i", 7, w -> w.reason);
    add("dsn_i", 64, w -> w.dsn);
    add("verdict_i", 3, w -> w.verdict);
  }

  /** The values that the word has now. */
  long[] of(HeaderWord word) {
    long[] now = new long[values.size()];
    for (int i = 0; i < now.length; i++) {
      now[i] = values.get(i).applyAsLong(word);
    }
    return now;
  }

  /** Drives values in the stimulus' cycle. */
  void drive(Stimulus stimulus, long[] now) {
    for (int i = 0; i < now.length; i++) {
      stimulus.set(signals.get(i), now[i]);
    }
  }
}
