package org.mpnic.cosim.twin;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.mpnic.abi.CompletionLayout;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.HeaderWord;
import org.mpnic.model.top.CompletionWord;
import org.mpnic.model.top.EventWord;
import org.mpnic.model.top.HostInterface;

/**
 * The host of both twins: always in time, with buffers of descriptors that are right. Remembers
 * what the model writes, in the order in which the link will take it.
 */
final class TopHost implements HostInterface {
  private static final long DMA_START = 4096;

  /** Part of a frame on its way to a buffer. */
  private static final class Piece {
    long address;
    byte[] source;
    int offset;
    int left;
  }

  /** Completions published in one write. */
  record Published(int queue, long visibleCycle, long[] words, int buffers) {}

  private final NicConfig config;
  private final ArrayDeque<Piece>[] pieces;
  private final ArrayDeque<Published> published = new ArrayDeque<>();
  private final List<long[]> interrupts = new ArrayList<>();
  private final int[] places;

  /** Buffers that were taken, by queue. */
  private final int[] taken;

  @SuppressWarnings({"unchecked", "rawtypes"})
  TopHost(NicConfig config) {
    this.config = config;
    this.pieces = new ArrayDeque[config.ports()];
    for (int i = 0; i < pieces.length; i++) {
      pieces[i] = new ArrayDeque<>();
    }
    this.places = new int[config.queues()];
    this.taken = new int[config.queues()];
  }

  @Override
  public boolean descriptorReady(int queue, int index) {
    return true;
  }

  @Override
  public long descriptorAddress(int queue, int index) {
    int place = index & config.ringEntries() - 1;
    return DMA_START + ((long) queue * config.ringEntries() + place) * config.bufferBytes();
  }

  @Override
  public long descriptorLength(int queue, int index) {
    return config.bufferBytes();
  }

  @Override
  public int descriptorIndex(int queue, int index) {
    return index;
  }

  @Override
  public long dmaStart() {
    return DMA_START;
  }

  @Override
  public long dmaEnd() {
    return DMA_START + (long) config.queues() * config.ringEntries() * config.bufferBytes();
  }

  @Override
  public boolean completionPlacesFree(int queue, int count) {
    return true;
  }

  @Override
  public boolean eventPlacesFree(int count) {
    return true;
  }

  @Override
  public void write(long address, byte[] source, int offset, int length) {
    // The model copies when it likes; what the link carries is known from steering on.
  }

  /** Steering has given a frame the next buffers of its queue. */
  void steer(HeaderWord word, byte[] frame) {
    for (int i = 0; i < word.bufferCount; i++) {
      Piece piece = new Piece();
      piece.address = descriptorAddress(word.queue, taken[word.queue]++);
      piece.source = frame;
      piece.offset = i * config.bufferBytes();
      piece.left = Math.min(config.bufferBytes(), frame.length - piece.offset);
      pieces[word.port].add(piece);
    }
  }

  /**
   * Takes the next bytes that a port's link store sends.
   *
   * @param into receives them, the first in the lowest bits of word 0
   * @return their address
   */
  long takeFrameBytes(int fromPort, int count, long[] into) {
    Piece piece = pieces[fromPort].peek();
    long address = piece.address;
    BeatPorts.pack(piece.source, piece.offset, count, into, 0);
    piece.address += count;
    piece.offset += count;
    piece.left -= count;
    if (piece.left == 0) {
      pieces[fromPort].remove();
    }
    return address;
  }

  @Override
  public void publish(int queue, CompletionWord word, long visibleCycle, boolean last) {
    int index = places[queue]++;
    int log2Entries = Integer.numberOfTrailingZeros(config.completionEntries());
    long[] words = new long[CompletionLayout.BYTES / Long.BYTES];
    put(
        words,
        CompletionLayout.CONTROL,
        CompletionLayout.control(word.type, word.verdict, word.packetType, word.port, word.flags)
            | CompletionLayout.phase(index, log2Entries) << CompletionLayout.PHASE_SHIFT);
    put(words, CompletionLayout.QUEUE, queue);
    put(words, CompletionLayout.REASON, word.reason);
    put(words, CompletionLayout.BUFFER_INDEX, word.bufferIndex);
    put(words, CompletionLayout.BUFFER_COUNT, word.bufferCount);
    put(words, CompletionLayout.PAYLOAD_OFFSET, word.payloadOffset);
    put(words, CompletionLayout.FRAME_LENGTH, word.frameLength);
    put(words, CompletionLayout.PAYLOAD_LENGTH, word.payloadLength);
    put(words, CompletionLayout.CONNECTION, word.connection);
    put(
        words,
        CompletionLayout.SUBFLOW,
        word.subflow == CompletionLayout.NO_ID
            ? CompletionLayout.NO_ID
            : CompletionLayout.subflow(word.subflow, word.subflowGeneration));
    words[CompletionLayout.DSN / Long.BYTES] = word.dsn;
    put(words, CompletionLayout.SSN, word.ssn);
    put(words, CompletionLayout.RSS_HASH, word.rssHash);
    words[CompletionLayout.CYCLE / Long.BYTES] = word.cycle;
    put(words, CompletionLayout.MAPPING_LENGTH, word.mappingLength);
    put(words, CompletionLayout.DSS_CHECKSUM, word.dssChecksum);
    put(words, CompletionLayout.FRAME, word.frame);
    published.add(new Published(queue, visibleCycle, words, word.bufferCount));
  }

  private static void put(long[] words, int offset, int value) {
    words[offset >> 3] |= (value & 0xffff_ffffL) << 8 * (offset & 7);
  }

  /** The completions that the last write brought, in order; the caller empties the list. */
  ArrayDeque<Published> published() {
    return published;
  }

  @Override
  public void interrupt(int queue, long cycle) {
    interrupts.add(new long[] {queue, cycle});
  }

  /** Interrupts since the last call: queue and cycle; the caller empties the list. */
  List<long[]> interrupts() {
    return interrupts;
  }

  @Override
  public void event(EventWord event) {
    // The stream of events is the control processor's, in Java in both twins.
  }
}
