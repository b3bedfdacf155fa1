package org.mpnic.cosim.twin;

import java.util.ArrayDeque;
import java.util.Random;
import org.mpnic.cosim.lockstep.Expectation;
import org.mpnic.cosim.lockstep.OutputBoundary;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.StageTwin;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.model.cell.StallPattern;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.tx.PayloadPath;
import org.mpnic.model.tx.TxBoundary;
import org.mpnic.model.tx.TxDma;
import org.mpnic.model.tx.TxSlice;

/** read_link: the requests of the model's tx_dma of every port, for random slices. */
final class ReadLinkTwin implements StageTwin {
  private static final int DRAIN_CYCLES = 5_000;
  private static final int STALL_PERIOD = 512;

  /** A request on its way. */
  private static final class Read {
    int port;
    long arrival;
    boolean mark;
    int queue;
    int index;
  }

  private final StagePorts ports = new StagePorts("read_link");
  private final Signal stallIn;
  private final Signal requestValid;
  private final Signal requestAddress;
  private final Signal requestBytes;
  private final Signal requestMark;
  private final Signal requestQueue;
  private final Signal requestIndex;
  private final Signal answerValid;
  private final OutputBoundary reads = ports.boundary("read", "read_valid_o");
  private final Signal grant;
  private final Signal readPort;
  private final Signal readAddress;
  private final Signal readBytes;
  private final OutputBoundary data = ports.boundary("data", "|dut.data_valid_o");
  private final Signal dataValid;
  private final OutputBoundary done = ports.boundary("done", "done_valid_o");
  private final Signal doneQueue;
  private final Signal doneIndex;

  private final int portCount;
  private final PayloadPath path;
  private final SliceSource source;
  private final Pauses[] gaps;
  private final StallPattern stall;
  private final ArrayDeque<Read> waiting = new ArrayDeque<>();
  private final int queueBits;
  private final int bytesBits;
  private Read granted;
  private long left;
  private int drain = DRAIN_CYCLES;

  ReadLinkTwin(NicConfig config, long seed, long packets) {
    Random random = new Random(seed);
    portCount = config.ports();
    source = new SliceSource(config, random);
    path = new PayloadPath(config, source, (p, f, o, l, c) -> {}, source, this::note);
    gaps = new Pauses[portCount];
    for (int port = 0; port < portCount; port++) {
      gaps[port] = new Pauses(random);
    }
    stall = TxDmaTwin.stall(random, STALL_PERIOD);
    path.link().stall(stall);
    left = packets;
    queueBits = Bits.ofIndex(config.transmit().queues());
    bytesBits = Bits.of(config.transmit().readRequestBytes());
    ports
        .parameter("PORTS", portCount)
        .parameter("TX_READ_REQUESTS", config.transmit().readRequests())
        .parameter("BYTES_BITS", bytesBits)
        .parameter("QUEUE_BITS", queueBits);
    stallIn = ports.input("stall_i", 1);
    requestValid = ports.input("request_valid_i", portCount);
    requestAddress = ports.input("request_address_i", 64 * portCount);
    requestBytes = ports.input("request_bytes_i", bytesBits * portCount);
    requestMark = ports.input("request_mark_i", portCount);
    requestQueue = ports.input("request_queue_i", queueBits * portCount);
    requestIndex = ports.input("request_index_i", 32 * portCount);
    answerValid = ports.input("answer_valid_i", 1);
    grant = reads.data("grant_o", portCount);
    readPort = reads.data("read_port_o", Bits.ofIndex(portCount));
    readAddress = reads.data("read_address_o", 64);
    readBytes = reads.data("read_bytes_o", bytesBits);
    dataValid = data.data("data_valid_o", portCount);
    doneQueue = done.data("done_queue_o", queueBits);
    doneIndex = done.data("done_index_o", 32);
  }

  private void note(int boundary, int port, long cycle, int number, int value, boolean last) {
    if (boundary == TxBoundary.READ_DATA) {
      granted.port = port;
      granted.arrival = cycle;
    }
  }

  @Override
  public StagePorts ports() {
    return ports;
  }

  @Override
  public boolean drive(long cycle, Stimulus stimulus, Expectation expectation) {
    stimulus.set(stallIn, stall.stalls(cycle));
    requests(cycle, stimulus);
    if (path.link().nextCycle() == cycle) {
      granted = new Read();
      TxSlice[] heads = new TxSlice[portCount];
      long[] addresses = new long[portCount];
      int[] sizes = new int[portCount];
      boolean[] marks = new boolean[portCount];
      for (int port = 0; port < portCount; port++) {
        TxDma dma = path.dma(port);
        heads[port] = new TxSlice();
        heads[port].copyFrom(dma.slice());
        addresses[port] = dma.requestAddress();
        sizes[port] = dma.requestBytes();
        marks[port] = heads[port].lastOfDescriptor && dma.requestIsLast();
      }
      path.link().step(cycle);
      int port = granted.port;
      granted.mark = marks[port];
      granted.queue = heads[port].queue;
      granted.index = heads[port].descriptorIndex;
      waiting.add(granted);
      expectation.valid(cycle, reads);
      expectation.set(cycle, grant, 1L << port);
      expectation.set(cycle, readPort, port);
      expectation.set(cycle, readAddress, addresses[port]);
      expectation.set(cycle, readBytes, sizes[port]);
    }
    answers(cycle, stimulus, expectation);
    push(cycle);
    return left > 0 || drain-- > 0;
  }

  private void requests(long cycle, Stimulus stimulus) {
    long valid = 0;
    long marks = 0;
    PackedBits address = new PackedBits(requestAddress);
    PackedBits bytes = new PackedBits(requestBytes);
    PackedBits queue = new PackedBits(requestQueue);
    PackedBits index = new PackedBits(requestIndex);
    for (int port = 0; port < portCount; port++) {
      TxDma dma = path.dma(port);
      if (dma.requestCycle() > cycle) {
        continue;
      }
      valid |= 1L << port;
      TxSlice slice = dma.slice();
      marks |= slice.lastOfDescriptor && dma.requestIsLast() ? 1L << port : 0;
      address.put(port, 64, dma.requestAddress());
      bytes.put(port, bytesBits, dma.requestBytes());
      queue.put(port, queueBits, slice.queue);
      index.put(port, 32, slice.descriptorIndex);
    }
    stimulus.set(requestValid, valid);
    stimulus.set(requestMark, marks);
    stimulus.set(requestAddress, address.words());
    stimulus.set(requestBytes, bytes.words());
    stimulus.set(requestQueue, queue.words());
    stimulus.set(requestIndex, index.words());
  }

  private void answers(long cycle, Stimulus stimulus, Expectation expectation) {
    Read read = waiting.peek();
    if (read == null || read.arrival != cycle) {
      return;
    }
    waiting.remove();
    stimulus.set(answerValid, true);
    expectation.valid(cycle, data);
    expectation.set(cycle, dataValid, 1L << read.port);
    if (read.mark) {
      expectation.valid(cycle, done);
      expectation.set(cycle, doneQueue, read.queue);
      expectation.set(cycle, doneIndex, read.index);
    }
  }

  private void push(long cycle) {
    for (int port = 0; port < portCount; port++) {
      TxDma dma = path.dma(port);
      if (left > 0 && dma.creditCycle() <= cycle && !gaps[port].next()) {
        left--;
        TxSlice slice = source.next(port);
        slice.pushedCycle = cycle;
        dma.grant();
        dma.push(slice);
      }
    }
  }
}
