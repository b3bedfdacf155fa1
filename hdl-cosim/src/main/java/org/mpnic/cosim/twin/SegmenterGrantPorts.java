package org.mpnic.cosim.twin;

import org.mpnic.cosim.lockstep.Expectation;
import org.mpnic.cosim.lockstep.OutputBoundary;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.tx.Segment;
import org.mpnic.model.tx.TxQueueHead;
import org.mpnic.model.tx.TxSlice;

/** Outputs of segmenter: the slice that was granted, and the segment whose header is made. */
final class SegmenterGrantPorts {
  private final OutputBoundary grants;
  private final Signal port;
  private final Signal queue;
  private final Signal index;
  private final Signal address;
  private final Signal length;
  private final Signal first;
  private final Signal last;
  private final Signal mark;
  private final Signal finish;
  private final Signal makesHeader;
  private final Signal endsChunk;
  private final OutputBoundary segments;
  private final Signal stream;
  private final Signal subflow;
  private final Signal connection;
  private final Signal ssn;
  private final Signal bytes;
  private final Signal mappingDsn;
  private final Signal mappingSsn;
  private final Signal mappingLength;
  private final Signal dataFin;
  private final Signal push;

  SegmenterGrantPorts(StagePorts ports, NicConfig config) {
    grants = ports.boundary("grant", "grant_valid_o");
    port = grants.data("grant_port_o", Bits.ofIndex(config.ports()));
    queue = grants.data("grant_queue_o", Bits.ofIndex(config.transmit().queues()));
    index = grants.data("grant_index_o", 32);
    address = grants.data("grant_address_o", 64);
    length = grants.data("grant_length_o", 18);
    first = grants.data("grant_first_o", 1);
    last = grants.data("grant_last_o", 1);
    mark = grants.data("grant_mark_o", 1);
    finish = grants.data("grant_finish_o", FinishBits.WIDTH);
    makesHeader = grants.data("grant_makes_header_o", 1);
    endsChunk = grants.data("grant_ends_chunk_o", 1);
    segments = ports.boundary("segment", "dut.grant_valid_o && dut.grant_makes_header_o");
    stream = segments.data("grant_stream_o", 1);
    subflow = segments.data("segment_subflow_o", Bits.ofIndex(config.transmit().subflows()));
    connection =
        segments.data("segment_connection_o", Bits.ofIndex(config.transmit().connections()));
    ssn = segments.data("segment_ssn_o", 32);
    bytes = segments.data("segment_bytes_o", 16);
    mappingDsn = segments.data("segment_mapping_dsn_o", 64);
    mappingSsn = segments.data("segment_mapping_ssn_o", 32);
    mappingLength = segments.data("segment_mapping_length_o", 16);
    dataFin = segments.data("segment_data_fin_o", 1);
    push = segments.data("segment_push_o", 1);
  }

  void expect(Expectation expectation, long cycle, TxQueueHead head) {
    TxSlice slice = head.slice();
    expectation.valid(cycle, grants);
    expectation.set(cycle, port, slice.port);
    expectation.set(cycle, queue, slice.queue);
    expectation.set(cycle, index, slice.descriptorIndex);
    expectation.set(cycle, address, slice.address);
    expectation.set(cycle, length, slice.length);
    expectation.set(cycle, first, slice.first);
    expectation.set(cycle, last, slice.last);
    expectation.set(cycle, mark, slice.lastOfDescriptor);
    expectation.set(cycle, finish, FinishBits.of(slice.finish));
    expectation.set(cycle, makesHeader, head.makesHeader());
    expectation.set(cycle, endsChunk, head.endsChunk());
  }

  void expectSegment(Expectation expectation, long cycle, TxQueueHead head, int ofConnection) {
    Segment segment = head.segment();
    expectation.valid(cycle, segments);
    expectation.set(cycle, stream, head.ofStream());
    expectation.set(cycle, subflow, segment.subflow);
    expectation.set(cycle, connection, ofConnection);
    expectation.set(cycle, ssn, segment.ssn);
    expectation.set(cycle, bytes, segment.bytes);
    expectation.set(cycle, mappingLength, segment.mappingLength);
    expectation.set(cycle, push, segment.push);
    if (segment.mappingLength != 0) {
      expectation.set(cycle, mappingDsn, segment.mappingDsn);
      expectation.set(cycle, mappingSsn, segment.mappingSsn);
      expectation.set(cycle, dataFin, segment.dataFin);
    }
  }
}
