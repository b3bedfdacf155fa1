package org.mpnic.model.top;

import org.mpnic.firmware.capture.CaptureFirmware;
import org.mpnic.model.config.NicConfig;

/** A card with its own firmware and a prompt host, fed with frames of {@link CardTraffic}. */
final class CardRun {
  final RxTop top;
  final NicConfig config;
  private final byte[][] data;
  private final long[] next;
  private final int[] index;
  private final long[] wireByte;

  CardRun(NicConfig config, HostInterface host, Probe probe, CardTraffic traffic) {
    this.config = config;
    this.top = new RxTop(config, host, new CaptureFirmware(), probe);
    this.data = traffic.data.toArray(new byte[0][]);
    this.next = new long[config.ports()];
    this.index = new int[config.ports()];
    this.wireByte = new long[config.ports()];
    long cycle = RxTop.readyCycle(config);
    for (byte[] frame : traffic.handshakes) {
      top.offer(0, frame, 0, frame.length, cycle);
      for (int port = 0; port < config.ports(); port++) {
        top.horizon(port, cycle);
      }
      top.advance(Long.MAX_VALUE);
      cycle += 1000;
    }
    for (int port = 0; port < config.ports(); port++) {
      next[port] = cycle;
      top.horizon(port, cycle);
      index[port] = port * data.length / config.ports();
    }
    top.advance(cycle);
  }

  /** Offers a data frame to every port at line rate, or with its beats back to back. */
  void offerAll(boolean lineRate) {
    for (int port = 0; port < config.ports(); port++) {
      byte[] frame = data[index[port]];
      index[port] = index[port] + 1 == data.length ? 0 : index[port] + 1;
      long cycle = next[port];
      if (lineRate) {
        cycle += wireByte[port] * 33 / 1280;
        wireByte[port] += frame.length + 24;
      } else {
        next[port] += config.beatsOf(frame.length);
      }
      int answer = top.offer(port, frame, 0, frame.length, cycle);
      if (answer != RxTop.ACCEPTED) {
        throw new IllegalStateException("offer answered " + answer + " at cycle " + cycle);
      }
    }
  }

  /** Lets time pass as far as the frames offered so far allow. */
  void advance() {
    if (top.advance(Long.MAX_VALUE) == RxTop.WAITING_FOR_HOST) {
      throw new IllegalStateException("the host is prompt");
    }
  }

  void finish() {
    for (int port = 0; port < config.ports(); port++) {
      top.horizon(port, Long.MAX_VALUE);
    }
    advance();
  }
}
