package org.mpnic.cosim.engine;

import java.nio.file.Path;
import java.util.List;
import org.mpnic.abi.CounterTable;
import org.mpnic.cosim.header.HeaderWordLayout;
import org.mpnic.cosim.header.RtlParameters;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.VerilatedBuild;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.HeaderStages;
import org.mpnic.model.top.EventBacklog;
import org.mpnic.model.top.FirmwareProgram;
import org.mpnic.model.top.HostInterface;

/** What stands around a verilated rx_top, and its ports. */
final class RxTopParts {
  final long[] counters = new long[CounterTable.COUNT];

  /** Tables and contexts as the control processor sees them; no frame passes these stages. */
  final HeaderStages stages;

  final EventBacklog events;
  final FrameLedger ledger;
  final FrameInput frames;
  final QueueLives lives;
  final DescriptorReads descriptors;
  final HostWrites writes;
  final DatapathCounters pipeline;
  final ControlProcessor control;
  final ContextReadBack contexts;
  private final StagePorts ports = new StagePorts("rx_top");

  /**
   * Everything but the RTL.
   *
   * @param host null if nothing shall run
   * @param firmware may be null
   */
  RxTopParts(NicConfig config, HostInterface host, FirmwareProgram firmware) {
    stages = new HeaderStages(config, (word, cycle) -> false, word -> 0, counters);
    events = new EventBacklog(host, counters);
    RtlParameters.ofTop(config).forEach(ports::parameter);
    ports.include(HeaderWordLayout.INCLUDE);
    ports.input("link_stall_i", 1);
    ledger = new FrameLedger(config, ports, counters);
    frames = new FrameInput(config, ports, ledger);
    lives = new QueueLives(config.queues(), ports, counters);
    descriptors = new DescriptorReads(config, ports, host, lives, counters);
    writes = new HostWrites(config, ports, host, ledger, lives, descriptors, counters);
    pipeline = new DatapathCounters(config, ports, counters);
    control = new ControlProcessor(config, ports, stages, firmware, events, ledger, counters);
    contexts = new ContextReadBack(config, ports, stages);
  }

  /**
   * The verilated library; it is built when there is none.
   *
   * @param home folder of hdl-cosim
   */
  Path library(Path home) {
    return new VerilatedBuild(home, null).library(ports, false);
  }

  /** The ports that the parts have declared. */
  StagePorts ports() {
    return ports;
  }

  /** The RTL at cycle 0, these parts around it. */
  RtlRun run(Path home) {
    List<RtlPart> parts = List.of(ledger, frames, lives, descriptors, pipeline, control, writes);
    RtlRun run = new RtlRun(library(home), ports, control.stop(), parts);
    control.beside(run);
    contexts.of(run);
    return run;
  }
}
