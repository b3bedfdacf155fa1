package org.mpnic.model.top;

import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.BeatSpacing;
import org.mpnic.model.rx.HeaderWord;

/** Expands a frame to its beats at the boundaries before packet_buffer, for a probe. */
final class IngressProbe {
  private final NicConfig config;
  private final HeaderPipeline pipeline;
  private final Probe probe;

  IngressProbe(NicConfig config, HeaderPipeline pipeline, Probe probe) {
    this.config = config;
    this.pipeline = pipeline;
    this.probe = probe;
  }

  /** Reports a frame that packet_buffer decided about in {@code cycle}. */
  void frame(HeaderWord word, BeatSpacing spacing, long cycle, boolean kept) {
    beats(Boundary.PORT_BEAT, word, spacing, 0);
    beats(Boundary.PARSER_BEAT, word, spacing, pipeline.parserCycles());
    pipeline.parse(word);
    int ingress = pipeline.parserCycles() + pipeline.checksumCycles();
    probe.word(Boundary.PARSER_BEAT, word.port, word.lastBeatCycle + pipeline.parserCycles(), word);
    beats(Boundary.CHECKSUM_BEAT, word, spacing, ingress);
    probe.word(Boundary.CHECKSUM_BEAT, word.port, cycle, word);
    probe.word(kept ? Boundary.BUFFER_HEADER : Boundary.BUFFER_DROP, word.port, cycle, word);
  }

  private void beats(int boundary, HeaderWord word, BeatSpacing spacing, int latency) {
    int beats = config.beatsOf(word.frameBytes);
    for (int beat = 0; beat < beats; beat++) {
      long cycle = word.firstBeatCycle + spacing.offset(word.frameBytes, beat) + latency;
      probe.beat(boundary, word.port, cycle, word.frame, beat, beat == beats - 1);
    }
  }
}
