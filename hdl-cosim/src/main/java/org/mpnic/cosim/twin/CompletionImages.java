package org.mpnic.cosim.twin;

import java.util.ArrayList;
import java.util.List;
import org.mpnic.abi.CompletionLayout;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.CompletionBuilder;
import org.mpnic.model.rx.CompletionEntry;
import org.mpnic.model.rx.CompletionFifo;
import org.mpnic.model.rx.HeaderWord;
import org.mpnic.model.rx.MappingRecord;
import org.mpnic.model.top.CompletionWord;

/** Completion entries as the RTL carries them: in the ABI's layout with phase 0, and records. */
public final class CompletionImages {
  /** Bits of a record, see completion_record.svh. */
  static final int RECORD_BITS = 781;

  /** 64-bit words of an entry. */
  static final int ENTRY_WORDS = CompletionLayout.BYTES / 8;

  private static final int IMAGE_BITS = 8 * CompletionLayout.BYTES;
  private static final int EVICTED = IMAGE_BITS + 1;
  private static final int ENDED = EVICTED + 134;

  private final CompletionFifo mirror;

  CompletionImages(NicConfig config) {
    mirror = new CompletionFifo(config, 0, null);
  }

  /** The entries that the model makes of a steered word. */
  List<long[]> entries(HeaderWord word, int bufferIndex) {
    CompletionBuilder.build(word, mirror, 0, bufferIndex);
    List<long[]> images = new ArrayList<>();
    for (int left = CompletionBuilder.entries(word); left > 0; left--) {
      CompletionEntry entry = mirror.pop(0);
      images.add(of(entry));
      mirror.giveBack(entry);
    }
    return images;
  }

  /** The record of a steered word; what makes no entry is 0 but for the packet's entry. */
  long[] record(HeaderWord word, int bufferIndex) {
    int decision = word.decision;
    word.decision = HeaderWord.KEEP;
    long[] image = entries(word, bufferIndex).get(0);
    word.decision = decision;
    PackedBits record = new PackedBits(RECORD_BITS);
    for (int i = 0; i < ENTRY_WORDS; i++) {
      record.at(64 * i, 64, image[i]);
    }
    record.at(IMAGE_BITS, 1, decision == HeaderWord.KEEP ? 1 : 0);
    mapping(record, EVICTED, word.evicted);
    mapping(record, ENDED, word.ended);
    return record.words();
  }

  private static void mapping(PackedBits record, int at, MappingRecord mapping) {
    if (mapping.valid) {
      record.at(at, 1, 1);
      record.at(at + 1, 64, mapping.dsn);
      record.at(at + 65, 32, mapping.ssn);
      record.at(at + 97, 16, mapping.wireLength);
      record.at(at + 113, 16, mapping.checksum);
      record.at(at + 129, 3, mapping.verdict);
      record.at(at + 132, 1, mapping.hasChecksum ? 1 : 0);
      record.at(at + 133, 1, mapping.dataFin ? 1 : 0);
    }
  }

  /** The entry's 64 bytes, phase 0. */
  public static long[] of(CompletionWord word) {
    int control =
        CompletionLayout.control(word.type, word.verdict, word.packetType, word.port, word.flags);
    boolean known = word.subflow != CompletionLayout.NO_ID;
    int subflow =
        known
            ? CompletionLayout.subflow(word.subflow, word.subflowGeneration)
            : CompletionLayout.NO_ID;
    return new PackedBits(IMAGE_BITS)
        .at(8 * CompletionLayout.CONTROL, 32, control)
        .at(8 * CompletionLayout.QUEUE, 16, word.queue)
        .at(8 * CompletionLayout.REASON, 16, word.reason)
        .at(8 * CompletionLayout.BUFFER_INDEX, 32, word.bufferIndex)
        .at(8 * CompletionLayout.BUFFER_COUNT, 16, word.bufferCount)
        .at(8 * CompletionLayout.PAYLOAD_OFFSET, 16, word.payloadOffset)
        .at(8 * CompletionLayout.FRAME_LENGTH, 32, word.frameLength)
        .at(8 * CompletionLayout.PAYLOAD_LENGTH, 32, word.payloadLength)
        .at(8 * CompletionLayout.CONNECTION, 32, word.connection)
        .at(8 * CompletionLayout.SUBFLOW, 32, subflow)
        .at(8 * CompletionLayout.DSN, 64, word.dsn)
        .at(8 * CompletionLayout.SSN, 32, word.ssn)
        .at(8 * CompletionLayout.RSS_HASH, 32, word.rssHash)
        .at(8 * CompletionLayout.CYCLE, 64, word.cycle)
        .at(8 * CompletionLayout.MAPPING_LENGTH, 16, word.mappingLength)
        .at(8 * CompletionLayout.DSS_CHECKSUM, 16, word.dssChecksum)
        .at(8 * CompletionLayout.FRAME, 32, word.frame)
        .words();
  }
}
