package org.mpnic.model.top;

import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.BufferCredits;
import org.mpnic.model.rx.ConnectionTracker;
import org.mpnic.model.rx.DssMapper;
import org.mpnic.model.rx.FlowTable;
import org.mpnic.model.rx.HeaderEventSink;
import org.mpnic.model.rx.HeaderStages;
import org.mpnic.model.rx.HeaderWord;
import org.mpnic.model.rx.RxChecksum;
import org.mpnic.model.rx.RxParser;
import org.mpnic.model.rx.SubflowTracker;

/** The card's own header stages, with their boundaries shown to a probe. */
final class RxStages implements HeaderPipeline {
  private final HeaderStages stages;
  private final Probe probe;
  private final int parserCycles;
  private final int checksumCycles;
  private final int flowTableCycles;
  private final int subflowTrackerCycles;
  private final int dssMapperCycles;
  private final int steeringCycles;
  private final int decisionCycles;

  RxStages(
      NicConfig config,
      HeaderEventSink events,
      BufferCredits credits,
      long[] counters,
      Probe probe) {
    this.stages = new HeaderStages(config, events, credits, counters);
    this.probe = probe;
    this.parserCycles = RxParser.latencyCycles(config);
    this.checksumCycles = RxChecksum.latencyCycles(config);
    this.flowTableCycles = FlowTable.latencyCycles(config);
    this.subflowTrackerCycles = flowTableCycles + SubflowTracker.latencyCycles(config);
    this.dssMapperCycles = subflowTrackerCycles + DssMapper.latencyCycles(config);
    this.steeringCycles = dssMapperCycles + ConnectionTracker.latencyCycles(config);
    this.decisionCycles = HeaderStages.decisionCycles(config);
  }

  HeaderStages stages() {
    return stages;
  }

  @Override
  public void parse(HeaderWord word) {
    stages.parser().process(word);
    stages.checksum().process(word);
  }

  @Override
  public void lookAhead(HeaderWord[] words, int count) {
    stages.lookAhead(words, count);
  }

  @Override
  public int wordsAhead() {
    return stages.wordsAhead();
  }

  @Override
  public void process(HeaderWord word) {
    if (probe != null) {
      processProbed(word);
      return;
    }
    stages.flowTable().process(word);
    stages.subflowTracker().process(word);
    stages.dssMapper().process(word);
    stages.connectionTracker().process(word);
    stages.steering().process(word);
  }

  private void processProbed(HeaderWord word) {
    long cycle = word.grantCycle;
    stages.flowTable().process(word);
    probe.word(Boundary.FLOW_TABLE, word.port, cycle + flowTableCycles, word);
    stages.subflowTracker().process(word);
    probe.word(Boundary.SUBFLOW_TRACKER, word.port, cycle + subflowTrackerCycles, word);
    stages.dssMapper().process(word);
    probe.word(Boundary.DSS_MAPPER, word.port, cycle + dssMapperCycles, word);
    stages.connectionTracker().process(word);
    probe.word(Boundary.CONNECTION_TRACKER, word.port, cycle + steeringCycles, word);
    stages.steering().process(word);
    probe.word(Boundary.STEERING, word.port, cycle + decisionCycles, word);
  }

  @Override
  public int parserCycles() {
    return parserCycles;
  }

  @Override
  public int checksumCycles() {
    return checksumCycles;
  }

  @Override
  public int steeringCycles() {
    return steeringCycles;
  }

  @Override
  public int decisionCycles() {
    return decisionCycles;
  }

  @Override
  public void reset() {
    stages.reset();
  }
}
