package org.mpnic.cosim.twin;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.mpnic.cosim.lockstep.Expectation;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.traffic.TransmitTraffic;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.tx.DssInserter;
import org.mpnic.model.tx.Segment;
import org.mpnic.model.tx.TxBoundary;
import org.mpnic.model.tx.TxProbe;
import org.mpnic.model.tx.TxSlice;

/**
 * Turns what crosses the boundaries of the model's transmit path into what tx_path's signals must
 * be, and notes grants and reads of host memory.
 */
final class TxPathProbe implements TxProbe {
  private static final int LENGTH_BITS = 18;
  private static final int HEADER_BYTES = 124;

  /** A slice that is granted, with the segment whose header the card makes, or null. */
  record Grant(long cycle, TxSlice slice, TxSegment segment) {}

  /** A segment, and what the receive contexts held for it. */
  record TxSegment(Segment of, int connection, RandomReceiveState.Held held) {}

  /** Data that comes from host memory in a cycle. */
  record Answer(long cycle, long address, int bytes) {}

  /** A descriptor that is marked as refused or, without a reason, as skipped. */
  record Refusal(long cycle, int queue, int index, int reason) {}

  private final int insertCycles;
  private final RandomReceiveState receive;
  private final TxCommands commands;
  private final TxPortFrames[] frames;
  private final List<ExpectedValues> all = new ArrayList<>();
  private final ExpectedValues[] slices;
  private final ExpectedValues[] slicePops;
  private final ExpectedValues reads;
  private final ExpectedValues[] data;
  private final ExpectedValues done;
  private final ExpectedValues[] passes;
  private final ExpectedValues completions;
  private final ArrayDeque<Grant> grants = new ArrayDeque<>();
  private final ArrayDeque<Answer> answers = new ArrayDeque<>();
  private final ArrayDeque<Refusal> refusals = new ArrayDeque<>();
  private TxSegment segment;
  private TxSlice lastSlice;

  /**
   * A probe.
   *
   * @param scope of tx_path's signals, with a dot at its end
   */
  TxPathProbe(
      NicConfig config,
      StagePorts ports,
      String scope,
      TransmitTraffic traffic,
      RandomReceiveState receive,
      TxCommands commands) {
    this.receive = receive;
    this.commands = commands;
    insertCycles = DssInserter.cycles(config);
    int portCount = config.ports();
    int queues = config.transmit().queues();
    int queueBits = Bits.ofIndex(queues);
    slices = new ExpectedValues[portCount];
    slicePops = new ExpectedValues[portCount];
    data = new ExpectedValues[portCount];
    frames = new TxPortFrames[portCount];
    for (int port = 0; port < portCount; port++) {
      String of = scope + "g_port[" + port + "].";
      slices[port] =
          add(
              ports,
              name(TxBoundary.SLICE, port),
              of + "enters",
              new String[] {
                scope + "slice_address",
                scope + "slice_length",
                scope + "slice_first",
                scope + "slice_last",
                scope + "slice_mark",
                scope + "slice_owner[" + (queueBits - 1) + ":0]",
                scope + "slice_index",
                of + "dma.slice_header_bytes_i",
                of + "dma.slice_finish_i",
                scope + "made"
              },
              new int[] {
                64, LENGTH_BITS, 1, 1, 1, queueBits, 32, 8, FinishBits.WIDTH, 8 * HEADER_BYTES
              });
      slicePops[port] =
          add(ports, name(TxBoundary.SLICE_POP, port), scope + "slice_pop_o[" + port + "]");
      data[port] = add(ports, name(TxBoundary.READ_DATA, port), scope + "data_valid[" + port + "]");
      frames[port] = new TxPortFrames(config, ports, scope, port, traffic, all);
    }
    reads =
        add(
            ports,
            TxBoundary.name(TxBoundary.READ_REQUEST),
            scope + "read_valid_o",
            new String[] {scope + "read_port_o", scope + "read_address_o", scope + "read_bytes_o"},
            new int[] {Bits.ofIndex(portCount), 64, Bits.of(config.transmit().readRequestBytes())});
    done =
        add(
            ports,
            TxBoundary.name(TxBoundary.DESCRIPTOR_DONE),
            scope + "done_valid",
            new String[] {scope + "done_queue", scope + "done_index"},
            new int[] {queueBits, 32});
    passes = new ExpectedValues[queues];
    for (int queue = 0; queue < queues; queue++) {
      passes[queue] =
          add(ports, name(TxBoundary.DESCRIPTOR_PASSED, queue), scope + "passed_o[" + queue + "]");
    }
    completions =
        add(
            ports,
            TxBoundary.name(TxBoundary.COMPLETION_WRITE),
            scope + "completion_valid_o",
            new String[] {
              scope + "completion_queue_o",
              scope + "completion_type_o",
              scope + "completion_index_o",
              scope + "completion_reason_o"
            },
            new int[] {queueBits, 1, 32, TxPathPorts.REASON_BITS});
  }

  private static String name(int boundary, int of) {
    return TxBoundary.name(boundary) + "[" + of + "]";
  }

  private ExpectedValues add(StagePorts ports, String name, String valid) {
    return add(ports, name, valid, new String[0], new int[0]);
  }

  private ExpectedValues add(
      StagePorts ports, String name, String valid, String[] signals, int[] widths) {
    ExpectedValues values = new ExpectedValues(ports, name, valid, signals, widths);
    all.add(values);
    return values;
  }

  /** Slices that are granted, by cycle; who drives or compares them takes them out. */
  ArrayDeque<Grant> grants() {
    return grants;
  }

  /** Answers of host memory, by cycle; who drives them takes them out. */
  ArrayDeque<Answer> answers() {
    return answers;
  }

  /** Marks of descriptors that never come to the path, by cycle; taken out likewise. */
  ArrayDeque<Refusal> refusals() {
    return refusals;
  }

  /** Tells of a cycle, of which the model has told everything. */
  void tell(long cycle, Expectation expectation) {
    for (ExpectedValues values : all) {
      values.tell(cycle, expectation);
    }
    for (TxPortFrames port : frames) {
      port.tell(cycle, expectation);
    }
  }

  /** Every frame has left. */
  boolean isEmpty() {
    for (TxPortFrames port : frames) {
      if (!port.isEmpty()) {
        return false;
      }
    }
    return grants.isEmpty() && answers.isEmpty();
  }

  @Override
  public void segment(Segment of, int connection, long cycle) {
    Segment copy = new Segment();
    copy.subflow = of.subflow;
    copy.ssn = of.ssn;
    copy.bytes = of.bytes;
    copy.mapped = of.mapped;
    copy.mappingDsn = of.mappingDsn;
    copy.mappingSsn = of.mappingSsn;
    copy.mappingLength = of.mappingLength;
    copy.dataFin = of.dataFin;
    copy.push = of.push;
    segment = new TxSegment(copy, connection, receive.held());
  }

  @Override
  public void slice(TxSlice of) {
    lastSlice = new TxSlice();
    lastSlice.copyFrom(of);
    grants.add(new Grant(of.pushedCycle - insertCycles, lastSlice, segment));
    segment = null;
    frames[of.port].slice(lastSlice);
    long[] made = null;
    if (of.headerBytes > 0) {
      made = SliceSource.words(of.header, 0, of.headerBytes, HEADER_BYTES);
    }
    slices[of.port].add(
        of.pushedCycle,
        ExpectedValues.of(of.address),
        ExpectedValues.of(of.length),
        ExpectedValues.of(of.first),
        ExpectedValues.of(of.last),
        ExpectedValues.of(of.lastOfDescriptor),
        ExpectedValues.of(of.queue),
        ExpectedValues.of(of.descriptorIndex),
        ExpectedValues.of(of.headerBytes),
        of.first ? FinishBits.of(of.finish) : null,
        made);
  }

  /** What the queue's descriptors of before would do later never happens. */
  private void restart(int queue, long cycle) {
    commands.restarted(queue, cycle);
    done.revoke(cycle, queue);
    passes[queue].revoke(cycle, queue);
    refusals.removeIf(refusal -> refusal.queue == queue && refusal.cycle > cycle);
  }

  @Override
  public void transfer(int boundary, int port, long cycle, int number, int value, boolean last) {
    switch (boundary) {
      case TxBoundary.SLICE_POP -> slicePops[port].add(cycle);
      case TxBoundary.READ_REQUEST -> {
        long address = frames[port].request(value, last);
        reads.add(
            cycle, ExpectedValues.of(port), ExpectedValues.of(address), ExpectedValues.of(value));
      }
      case TxBoundary.READ_DATA -> {
        answers.add(new Answer(cycle, frames[port].requestAddress(), value));
        data[port].add(cycle);
      }
      case TxBoundary.DESCRIPTOR_DONE ->
          done.add(cycle, ExpectedValues.of(port), ExpectedValues.of(number));
      case TxBoundary.DESCRIPTOR_PASSED -> passes[port].add(cycle);
      case TxBoundary.QUEUE_RESTARTS -> restart(port, cycle);
      case TxBoundary.DESCRIPTOR_REFUSED -> refusals.add(new Refusal(cycle, port, number, value));
      case TxBoundary.GATHER_BEAT, TxBoundary.FRAME_READY, TxBoundary.PORT_BEAT ->
          frames[port].transfer(boundary, cycle, value, last);
      case TxBoundary.COMPLETION_WRITE ->
          completions.add(
              cycle, ExpectedValues.of(port), ExpectedValues.of(value), ExpectedValues.of(number));
      default -> {}
    }
  }
}
