package org.mpnic.model.top;

import org.mpnic.model.rx.HeaderWord;

/**
 * The next headers of one port, parsed some at a time before they are granted.
 *
 * <p>What a frame's bytes say does not depend on when it is granted, and nothing is decided here.
 * It is done for several frames together because the host's processor waits for memory: loads of
 * different frames that follow each other closely wait together, those of one frame wait for each
 * other.
 */
final class HeadersAhead {
  private final HeaderPipeline pipeline;
  private final RxPort port;
  private final boolean probed;
  private final HeaderWord[] words;
  private int next;
  private int parsed;

  HeadersAhead(RxParts parts, int port) {
    this.pipeline = parts.pipeline;
    this.port = parts.ports[port];
    this.probed = parts.probe != null;
    this.words = new HeaderWord[pipeline.wordsAhead()];
    for (int i = 0; i < words.length; i++) {
      words[i] = new HeaderWord();
    }
  }

  /** Takes the first header of the port's header FIFO; the word is reused in a later call. */
  HeaderWord take() {
    if (next == parsed) {
      parse();
    }
    port.takeHeader();
    return words[next++];
  }

  private void parse() {
    int count = Math.min(port.headers(), words.length);
    for (int i = 0; i < count; i++) {
      HeaderWord word = words[i];
      if (probed) {
        word.clear();
      } else {
        word.forget();
      }
      port.fillHeader(i, word);
      pipeline.parse(word);
    }
    if (count > 1) {
      pipeline.lookAhead(words, count);
    }
    next = 0;
    parsed = count;
  }

  /** No header is parsed. */
  void reset() {
    next = 0;
    parsed = 0;
  }
}
