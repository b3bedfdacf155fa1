package org.mpnic.cosim.twin;

import org.mpnic.cosim.header.ParsedHeaderLayout;
import org.mpnic.cosim.lockstep.Expectation;
import org.mpnic.cosim.lockstep.OutputBoundary;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.RxParser;

/** rx_parser: every beat, and every field of the header that means something. */
final class RxParserTwin extends BeatStageTwin {
  private final RxParser model;
  private final ParsedHeaderPort header;

  RxParserTwin(NicConfig config, long seed, long packets) {
    super("rx_parser", config, RxParser.latencyCycles(config), seed, packets);
    model = new RxParser(config);
    ports
        .parameter("MAX_IPV6_EXTENSIONS", config.maxIpv6Extensions())
        .parameter("MAX_TCP_OPTIONS", config.maxTcpOptions())
        .structure("header_o", "parsed_header_t", ParsedHeaderLayout.INCLUDE);
    OutputBoundary out = beats();
    header = new ParsedHeaderPort(out, "header_o");
  }

  @Override
  protected void process() {
    model.process(word);
  }

  @Override
  protected void driveBeside(Stimulus stimulus, boolean shown) {
    // Nothing comes beside rx_parser's beats.
  }

  @Override
  protected void expectBeside(long cycle, Expectation expectation) {
    header.expect(cycle, word, expectation);
  }
}
