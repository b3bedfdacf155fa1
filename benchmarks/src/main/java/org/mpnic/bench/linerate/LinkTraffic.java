package org.mpnic.bench.linerate;

import org.mpnic.model.config.NicConfig;

/**
 * What crosses the host link, by cycle: bytes of TLPs with tlpHeaderBytes each, in both ways.
 *
 * <p>The model makes its receive side wait for writes to the host, its transmit side for data that
 * it reads: these are carried. All else goes beside and is counted here only.
 */
final class LinkTraffic {
  private final int headerBytes;
  private final int maxPayloadBytes;
  private final Crossings toHostCarried = new Crossings();
  private final Crossings toHostBeside = new Crossings();
  private final Crossings toCardCarried = new Crossings();
  private final Crossings toCardBeside = new Crossings();

  LinkTraffic(NicConfig config) {
    headerBytes = config.tlpHeaderBytes();
    maxPayloadBytes = config.maxPayloadBytes();
  }

  /** A write to the host for which the model's link takes its time. */
  void carriedWrite(long cycle, int payload) {
    toHostCarried.add(cycle, payload + headerBytes);
  }

  /** Another write to the host. */
  void write(long cycle, int payload) {
    toHostBeside.add(cycle, payload + headerBytes);
  }

  /** A read whose data takes time on the model's link; one of 0 bytes is none. */
  void carriedRead(long cycle, int bytes) {
    read(toCardCarried, cycle, bytes);
  }

  /** Another read. */
  void read(long cycle, int bytes) {
    read(toCardBeside, cycle, bytes);
  }

  private void read(Crossings data, long cycle, int bytes) {
    if (bytes == 0) {
      return;
    }
    toHostBeside.add(cycle, headerBytes);
    for (int left = bytes; left > 0; left -= maxPayloadBytes) {
      data.add(cycle, Math.min(left, maxPayloadBytes) + headerBytes);
    }
  }

  /** What crossed from one cycle to another, in which so many frames did. */
  LinkLoad load(long from, long to, long frames) {
    return new LinkLoad(
        frames,
        to - from,
        toHostCarried.sum(from, to),
        toHostCarried.count(from, to),
        toHostBeside.sum(from, to),
        toCardCarried.sum(from, to),
        toCardCarried.count(from, to),
        toCardBeside.sum(from, to));
  }
}
