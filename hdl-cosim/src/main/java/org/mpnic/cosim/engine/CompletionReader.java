package org.mpnic.cosim.engine;

import org.mpnic.abi.CompletionLayout;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.model.top.CompletionWord;

/** Reads completion entries as the RTL writes them. */
final class CompletionReader {
  private final Signal data;

  /** Entries are in a wide signal, the first one lowest. */
  CompletionReader(Signal data) {
    this.data = data;
  }

  /** Entry number {@code index}. */
  CompletionWord read(Outputs outputs, int index) {
    final int base = 8 * CompletionLayout.BYTES * index;
    CompletionWord word = new CompletionWord();
    int control = field(outputs, base, CompletionLayout.CONTROL, 32);
    word.type = control >>> CompletionLayout.TYPE_SHIFT & CompletionLayout.TYPE_MASK;
    word.verdict = control >>> CompletionLayout.VERDICT_SHIFT & CompletionLayout.VERDICT_MASK;
    word.packetType =
        control >>> CompletionLayout.PACKET_TYPE_SHIFT & CompletionLayout.PACKET_TYPE_MASK;
    word.port = control >>> CompletionLayout.PORT_SHIFT & CompletionLayout.PORT_MASK;
    word.flags = control >>> CompletionLayout.FLAGS_SHIFT & CompletionLayout.FLAGS_MASK;
    word.queue = field(outputs, base, CompletionLayout.QUEUE, 16);
    word.reason = field(outputs, base, CompletionLayout.REASON, 16);
    word.bufferIndex = field(outputs, base, CompletionLayout.BUFFER_INDEX, 32);
    word.bufferCount = field(outputs, base, CompletionLayout.BUFFER_COUNT, 16);
    word.payloadOffset = field(outputs, base, CompletionLayout.PAYLOAD_OFFSET, 16);
    word.frameLength = field(outputs, base, CompletionLayout.FRAME_LENGTH, 32);
    word.payloadLength = field(outputs, base, CompletionLayout.PAYLOAD_LENGTH, 32);
    word.connection = field(outputs, base, CompletionLayout.CONNECTION, 32);
    int subflow = field(outputs, base, CompletionLayout.SUBFLOW, 32);
    boolean isKnown = subflow != CompletionLayout.NO_ID;
    word.subflow = isKnown ? subflow & CompletionLayout.SUBFLOW_ID_MASK : subflow;
    word.subflowGeneration = isKnown ? subflow >>> CompletionLayout.SUBFLOW_GENERATION_SHIFT : 0;
    word.dsn = outputs.bits(data, base + 8 * CompletionLayout.DSN, 64);
    word.ssn = field(outputs, base, CompletionLayout.SSN, 32);
    word.rssHash = field(outputs, base, CompletionLayout.RSS_HASH, 32);
    word.cycle = outputs.bits(data, base + 8 * CompletionLayout.CYCLE, 64);
    word.mappingLength = field(outputs, base, CompletionLayout.MAPPING_LENGTH, 16);
    word.dssChecksum = field(outputs, base, CompletionLayout.DSS_CHECKSUM, 16);
    word.frame = field(outputs, base, CompletionLayout.FRAME, 32);
    return word;
  }

  private int field(Outputs outputs, int base, int offset, int bits) {
    return (int) outputs.bits(data, base + 8 * offset, bits);
  }
}
