package org.mpnic.cosim.twin;

import java.util.Random;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.HeaderWord;
import org.mpnic.model.rx.MappingRecord;

/** Header words whose fields that completions carry are random. */
final class RandomWords {
  private final NicConfig config;
  private final Random random;

  RandomWords(NicConfig config, Random random) {
    this.config = config;
    this.random = random;
  }

  /** Fills the word as if steering had decided it. */
  void steered(HeaderWord word) {
    word.clear();
    word.decision = random.nextInt(6) != 0 ? HeaderWord.KEEP : HeaderWord.DROP;
    word.port = random.nextInt(config.ports());
    word.frame = random.nextInt();
    word.firstBeatCycle = random.nextLong();
    word.frameBytes = 1 + random.nextInt(config.maxFrameBytes() - 4);
    word.queue = random.nextInt(config.queues());
    word.reason = random.nextInt(96);
    word.verdict = random.nextInt(4);
    word.completionFlags = random.nextInt(1 << 14);
    word.header.packetType = random.nextInt(16);
    word.header.payloadOffset = random.nextInt(200);
    word.header.payloadLength = random.nextInt(9000);
    word.flowHit = random.nextBoolean();
    word.connection = random.nextInt(1 << 20);
    word.subflow = random.nextInt(1 << 20);
    word.subflowGeneration = random.nextInt(1 << 12);
    word.ssn = random.nextInt();
    word.rssHash = random.nextInt();
    word.mapped = random.nextBoolean();
    word.dsn = random.nextLong();
    word.mappingLength = random.nextInt(1 << 16);
    word.mappingChecksum = random.nextInt(1 << 16);
    word.bufferCount = word.decision == HeaderWord.KEEP ? 1 : 0;
    if (random.nextInt(4) == 0) {
      // Only a packet of a known subflow evicts or ends a mapping.
      word.flowHit = true;
      mapping(word.evicted);
      mapping(word.ended);
    }
  }

  /** The mapping is there or not, its fields random. */
  void mapping(MappingRecord record) {
    record.valid = random.nextBoolean();
    record.dsn = random.nextLong();
    record.ssn = random.nextInt();
    record.wireLength = random.nextInt(1 << 16);
    record.checksum = random.nextInt(1 << 16);
    record.hasChecksum = random.nextBoolean();
    record.dataFin = random.nextBoolean();
    record.verdict = random.nextInt(3);
  }
}
