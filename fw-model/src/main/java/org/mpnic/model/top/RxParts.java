package org.mpnic.model.top;

import java.util.Arrays;
import org.mpnic.abi.CounterTable;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.host.DescriptorFetch;
import org.mpnic.model.rx.CompletionFifo;
import org.mpnic.model.rx.FirmwareCompletionFifo;
import org.mpnic.model.rx.HeaderWord;
import org.mpnic.model.rx.PacketBuffer;
import org.mpnic.model.rx.RxDma;

/** The parts of the receive datapath that both sides of its time use, wired to each other. */
final class RxParts {
  final NicConfig config;
  final HostInterface host;

  /** May be null. */
  final Probe probe;

  final long[] counters = new long[CounterTable.COUNT];
  final EventBacklog events;
  final FirmwareQueue firmwareQueue;
  final HeaderPipeline pipeline;
  final FirmwareCompletionFifo firmwareFifo;
  final DescriptorFetch descriptors;
  final RecordLedger ledger;

  /** By port. */
  final RxPort[] ports;

  final PacketBuffer[] buffers;
  final CompletionFifo[] fifos;
  final RxDma[] dmas;

  RxParts(
      NicConfig config,
      HostInterface host,
      FirmwareProgram firmware,
      Probe probe,
      HeaderPipeline.Factory stages) {
    this.config = config;
    this.host = host;
    this.probe = probe;
    this.events = new EventBacklog(host, counters);
    this.firmwareQueue = new FirmwareQueue(config, firmware, counters, probe);
    this.pipeline = stages.build(config, firmwareQueue, this::takeBuffers, counters, probe);
    int lead = pipeline.steeringCycles();
    this.firmwareFifo = new FirmwareCompletionFifo(config, lead);
    this.descriptors = new DescriptorFetch(config, host, firmwareFifo, counters, lead, probe);
    this.ledger = new RecordLedger(config);
    int portCount = config.ports();
    this.ports = new RxPort[portCount];
    this.buffers = new PacketBuffer[portCount];
    this.fifos = new CompletionFifo[portCount];
    this.dmas = new RxDma[portCount];
    int ingressCycles = pipeline.parserCycles() + pipeline.checksumCycles();
    for (int port = 0; port < portCount; port++) {
      ports[port] = new RxPort(config, port, ingressCycles);
      buffers[port] = new PacketBuffer(config);
      fifos[port] = new CompletionFifo(config, port, probe);
      dmas[port] = new RxDma(config, port, buffers[port], fifos[port], probe);
    }
  }

  private int takeBuffers(HeaderWord steered) {
    return descriptors.take(steered);
  }

  /** Everything back to cycle 0. */
  void reset() {
    Arrays.fill(counters, 0);
    for (int port = 0; port < ports.length; port++) {
      ports[port].reset();
      buffers[port].reset();
      fifos[port].reset();
      dmas[port].reset();
    }
    pipeline.reset();
    firmwareQueue.reset();
    events.reset();
    firmwareFifo.reset();
    descriptors.reset();
    ledger.reset();
  }
}
