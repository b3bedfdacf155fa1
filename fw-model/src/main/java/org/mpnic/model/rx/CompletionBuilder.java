package org.mpnic.model.rx;

import org.mpnic.abi.CompletionFlags;
import org.mpnic.abi.CompletionLayout;
import org.mpnic.abi.CompletionType;
import org.mpnic.abi.PacketType;
import org.mpnic.model.top.CompletionWord;

/**
 * Turns a steered header word into the entries of its record: packet, evicted mapping, ended one.
 */
public final class CompletionBuilder {
  private static final int PACKET = CompletionType.PACKET.code();
  private static final int MAPPING_END = CompletionType.MAPPING_END.code();

  private CompletionBuilder() {}

  /** Entries of the word's record: 0 to 3. */
  public static int entries(HeaderWord word) {
    return (word.decision == HeaderWord.KEEP ? 1 : 0)
        + (word.evicted.valid ? 1 : 0)
        + (word.ended.valid ? 1 : 0);
  }

  /**
   * Fills the record's entries, one at least, taken from the port's FIFO in order.
   *
   * @param life the present life of the word's queue
   * @param bufferIndex index of the first buffer taken
   * @return the record's last entry
   */
  public static CompletionEntry build(
      HeaderWord word, CompletionFifo fifo, int life, int bufferIndex) {
    CompletionEntry last = null;
    if (word.decision == HeaderWord.KEEP) {
      CompletionEntry entry = next(word, fifo, life);
      packet(word, entry, bufferIndex);
      last = entry;
    }
    if (word.evicted.valid) {
      CompletionEntry entry = next(word, fifo, life);
      mapping(word, word.evicted, entry);
      last = entry;
    }
    if (word.ended.valid) {
      CompletionEntry entry = next(word, fifo, life);
      mapping(word, word.ended, entry);
      last = entry;
    }
    last.lastOfRecord = true;
    return last;
  }

  private static CompletionEntry next(HeaderWord word, CompletionFifo fifo, int life) {
    CompletionEntry entry = fifo.prepare(word.queue);
    entry.queueLife = life;
    entry.lastOfRecord = false;
    return entry;
  }

  private static void packet(HeaderWord word, CompletionWord entry, int bufferIndex) {
    entry.type = PACKET;
    entry.verdict = word.verdict;
    entry.packetType = word.header.packetType;
    entry.port = word.port;
    entry.flags = word.completionFlags;
    entry.reason = word.reason;
    entry.bufferIndex = bufferIndex;
    entry.bufferCount = word.bufferCount;
    // The parser leaves what it did not reach as the frame before had it.
    boolean hasPayload = word.header.isTcp();
    entry.payloadOffset = hasPayload ? word.header.payloadOffset : 0;
    entry.frameLength = word.frameBytes;
    entry.payloadLength = hasPayload ? word.header.payloadLength : 0;
    entry.connection = word.flowHit ? word.connection : CompletionLayout.NO_ID;
    entry.subflow = word.flowHit ? word.subflow : CompletionLayout.NO_ID;
    entry.subflowGeneration = word.subflowGeneration;
    // Without a mapping these hold what a stage withdrew.
    entry.dsn = word.mapped ? word.dsn : 0;
    entry.ssn = word.ssn;
    entry.rssHash = word.rssHash;
    entry.cycle = word.firstBeatCycle;
    entry.mappingLength = word.mapped ? word.mappingLength : 0;
    entry.dssChecksum = word.mapped ? word.mappingChecksum : 0;
    entry.frame = word.frame;
  }

  private static void mapping(HeaderWord word, MappingRecord record, CompletionWord entry) {
    entry.clear();
    entry.type = MAPPING_END;
    entry.verdict = record.verdict;
    entry.packetType = PacketType.OTHER.code();
    entry.port = word.port;
    entry.flags =
        (record.hasChecksum ? CompletionFlags.HAS_CHECKSUM : 0)
            | (record.dataFin ? CompletionFlags.DATA_FIN : 0);
    entry.queue = word.queue;
    entry.connection = word.connection;
    entry.subflow = word.subflow;
    entry.subflowGeneration = word.subflowGeneration;
    entry.dsn = record.dsn;
    entry.ssn = record.ssn;
    entry.rssHash = word.rssHash;
    entry.cycle = word.firstBeatCycle;
    entry.mappingLength = record.wireLength;
    entry.dssChecksum = record.checksum;
    entry.frame = word.frame;
  }
}
