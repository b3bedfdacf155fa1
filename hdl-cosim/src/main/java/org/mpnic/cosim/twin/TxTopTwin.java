package org.mpnic.cosim.twin;

import org.mpnic.cosim.header.RtlParameters;
import org.mpnic.cosim.lockstep.Expectation;
import org.mpnic.cosim.lockstep.OutputBoundary;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.StageTwin;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.cosim.traffic.TransmitControl;
import org.mpnic.cosim.traffic.TransmitTraffic;
import org.mpnic.model.cell.StallPattern;
import org.mpnic.model.config.NicConfig;

/**
 * The whole transmit path on random traffic: model and tx_top.
 *
 * <p>The model is a few cycles ahead of the RTL. What the control processor writes, what the host
 * posts and what its memory answers goes into the RTL in the cycles of the model.
 */
final class TxTopTwin implements StageTwin {
  /** As far as doorbells are told ahead, and more. */
  private static final int AHEAD_CYCLES = 32;

  private final StagePorts ports = new StagePorts("tx_top");
  private final TxTopProbe probe;
  private final TxPathPorts inputs;
  private final TxDoorbells doorbells;
  private final TxDescriptors descriptors;
  private final TxModel model;
  private final TxTables tables;
  private final StallPattern grantStall;
  private final Signal grantStallIn;
  private final Signal linkUp;
  private final Signal dmaStart;
  private final Signal dmaEnd;
  private final long dmaEndAddress;
  private final Signal stateValid;
  private final Signal stateQueue;
  private final Signal state;
  private final Signal queueReset;
  private final OutputBoundary restarts = ports.boundary("queue_restarts", "|dut.queue_reset");
  private final Signal restarting;
  private final TxCommands commands;
  private long links;

  TxTopTwin(NicConfig card, long seed, long packets) {
    NicConfig config = TxModel.impatient(card);
    RtlParameters.ofTransmitTop(config).forEach(ports::parameter);
    ports.include("tx_finish.svh");
    grantStallIn = ports.input("grant_stall_i", 1);
    linkUp = ports.input("link_up_i", config.ports());
    dmaStart = ports.input("dma_start_i", 64);
    dmaEnd = ports.input("dma_end_i", 64);
    stateValid = ports.input("state_valid_i", 1);
    stateQueue = ports.input("state_queue_i", Bits.ofIndex(config.transmit().queues()));
    state = ports.input("state_i", 3);
    queueReset = ports.input("queue_reset_i", config.transmit().queues());
    restarting = restarts.data("dut.queue_reset", config.transmit().queues());
    links = (1L << config.ports()) - 1;
    TransmitControl control = new TransmitControl(config, seed);
    TransmitTraffic traffic =
        new TransmitTraffic(config, seed, control.connections(), control.subflows(), packets);
    dmaEndAddress = traffic.dmaEnd();
    commands = new TxCommands(config, seed, traffic);
    RandomReceiveState receive = new RandomReceiveState(seed);
    doorbells = new TxDoorbells(config, ports, traffic);
    descriptors = new TxDescriptors(config, ports, traffic);
    TxPathProbe path = new TxPathProbe(config, ports, "dut.path.", traffic, receive, commands);
    probe = new TxTopProbe(config, ports, path, doorbells, descriptors);
    StallPattern reads = TopTwins.stalls(seed + 1);
    StallPattern frames = TopTwins.stalls(seed + 2);
    grantStall = TopTwins.stalls(seed);
    inputs = new TxPathPorts(config, ports, traffic, reads, frames, path.answers());
    model = new TxModel(config, seed, traffic, control, commands, receive, probe);
    model.doorbells(doorbells);
    model.stall(grantStall, reads, frames);
    tables = new TxTables(config, ports, model.top().connections(), model.top().subflows());
    model.program();
  }

  @Override
  public StagePorts ports() {
    return ports;
  }

  @Override
  public boolean drive(long cycle, Stimulus stimulus, Expectation expectation) {
    model.runTo(cycle + AHEAD_CYCLES);
    stimulus.set(grantStallIn, grantStall.stalls(cycle));
    command(cycle, stimulus, expectation);
    stimulus.set(dmaStart, TransmitTraffic.DMA_START);
    stimulus.set(dmaEnd, dmaEndAddress);
    inputs.drive(cycle, stimulus);
    doorbells.drive(cycle, stimulus);
    descriptors.drive(cycle, stimulus);
    tables.drive(cycle, stimulus);
    probe.drive(cycle, stimulus, expectation);
    return !model.isOver(cycle) || !probe.isEmpty();
  }

  private void command(long cycle, Stimulus stimulus, Expectation expectation) {
    long up = commands.links(cycle);
    links = up < 0 ? links : up;
    stimulus.set(linkUp, links);
    stimulus.set(queueReset, commands.resets(cycle));
    long anew = commands.restarts(cycle);
    if (anew != 0) {
      expectation.valid(cycle, restarts);
      expectation.set(cycle, restarting, anew);
    }
    TxCommands.State next = commands.state(cycle);
    if (next != null) {
      stimulus.set(stateValid, true);
      stimulus.set(stateQueue, next.queue());
      stimulus.set(state, next.state().code());
    }
  }
}
