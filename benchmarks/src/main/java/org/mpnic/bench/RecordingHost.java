package org.mpnic.bench;

import java.util.Arrays;
import org.mpnic.abi.CompletionLayout;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.top.CompletionWord;

/** A host that keeps every completion, laid out as in its ring, beside the frames' bytes. */
public final class RecordingHost extends EagerHost {
  private static final int WORDS = CompletionLayout.BYTES / Long.BYTES;

  private final long[] images;
  private final long[] visibleCycles;
  private int used;

  /** A host with room for so many completions. */
  public RecordingHost(NicConfig config, int completions) {
    super(config);
    images = new long[completions * WORDS];
    visibleCycles = new long[completions];
  }

  @Override
  public void clear() {
    super.clear();
    used = 0;
  }

  @Override
  public void publish(int queue, CompletionWord word, long visibleCycle, boolean last) {
    super.publish(queue, word, visibleCycle, last);
    final int at = used;
    images[at] =
        pair(
            CompletionLayout.control(
                word.type, word.verdict, word.packetType, word.port, word.flags),
            queue | word.reason << 16);
    images[at + 1] = pair(word.bufferIndex, word.bufferCount | word.payloadOffset << 16);
    images[at + 2] = pair(word.frameLength, word.payloadLength);
    int subflow =
        word.subflow == CompletionLayout.NO_ID
            ? CompletionLayout.NO_ID
            : CompletionLayout.subflow(word.subflow, word.subflowGeneration);
    images[at + 3] = pair(word.connection, subflow);
    images[at + 4] = word.dsn;
    images[at + 5] = pair(word.ssn, word.rssHash);
    images[at + 6] = word.cycle;
    images[at + 7] = pair(word.mappingLength | word.dssChecksum << 16, word.frame);
    visibleCycles[at / WORDS] = visibleCycle;
    used += WORDS;
  }

  private static long pair(int low, int high) {
    return low & 0xffff_ffffL | (long) high << 32;
  }

  /** Completions that were kept. */
  public int completions() {
    return used / WORDS;
  }

  /** Whether another host got the same completions in the same order. */
  public boolean sameCompletions(RecordingHost other) {
    return Arrays.equals(images, 0, used, other.images, 0, other.used);
  }

  /** Whether a completion has these words, and was visible in this cycle. */
  public boolean isCompletion(int index, long[] words, long visibleCycle) {
    return visibleCycles[index] == visibleCycle
        && Arrays.equals(images, index * WORDS, (index + 1) * WORDS, words, 0, WORDS);
  }
}
