package org.mpnic.cosim.twin;

import java.util.Arrays;
import org.mpnic.cosim.lockstep.Expectation;
import org.mpnic.cosim.lockstep.OutputBoundary;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.top.Boundary;

/** Signals of the host link: TLPs that start, and what was sent. */
final class TopLink {
  private static final int ENTRY_BITS = 512;

  /** Bytes of a completion entry. */
  static final int ENTRY_BYTES = 64;

  private final int portCount;
  private final int beatBytes;
  private final OutputBoundary[] start;
  private final OutputBoundary[] sent;
  private final Signal[] startBytes;
  private final Signal[] startAddress;
  private final Signal[] startData;
  private final Signal[] startLast;
  private final Signal[] sentBeats;
  private final Signal[] sentLast;
  private final Signal queue;
  private final Signal place;
  private final Signal entries;
  private final Signal completionData;
  private final long[] tlpWords;
  private final long[] batchWords;
  private final int[] places;
  private final int completionEntries;
  private long openCycle;
  private int openEntries;

  TopLink(NicConfig config, StagePorts ports) {
    portCount = config.ports();
    beatBytes = config.beatBytes();
    completionEntries = config.completionEntries();
    places = new int[config.queues()];
    start = new OutputBoundary[portCount + 1];
    sent = new OutputBoundary[portCount + 1];
    startBytes = new Signal[portCount];
    startAddress = new Signal[portCount];
    startData = new Signal[portCount];
    startLast = new Signal[portCount];
    sentBeats = new Signal[portCount + 1];
    sentLast = new Signal[portCount + 1];
    tlpWords = new long[config.maxPayloadBytes() / 8];
    batchWords = new long[config.completionBatch() * ENTRY_BYTES / 8];
    int bytesBits = Bits.of(config.maxPayloadBytes());
    for (int port = 0; port < portCount; port++) {
      String name = Boundary.name(Boundary.LINK_START) + "[" + port + "]";
      start[port] = ports.boundary(name, "dut.write_valid_o[" + port + "]");
      startBytes[port] = start[port].data(slice("dut.write_bytes_o", port, bytesBits), bytesBits);
      startAddress[port] = start[port].data(slice("dut.write_address_o", port, 64), 64);
      startLast[port] = start[port].data("dut.tlp_last[" + port + "]", 1);
      int bits = 8 * config.maxPayloadBytes();
      startData[port] = start[port].data(slice("dut.write_data_o", port, bits), bits);
    }
    String name = Boundary.name(Boundary.LINK_START) + "[" + portCount + "]";
    start[portCount] = ports.boundary(name, "completion_valid_o");
    queue = start[portCount].data("completion_queue_o", Bits.ofIndex(places.length));
    place = start[portCount].data("completion_place_o", Bits.ofIndex(completionEntries));
    entries = start[portCount].data("completion_entries_o", countBits(config));
    completionData =
        start[portCount].data("completion_data_o", ENTRY_BITS * config.completionBatch());
    int most = Math.max(config.maxPayloadBytes() / beatBytes, config.completionBatch());
    int beatsBits = Bits.of(most);
    for (int requester = 0; requester <= portCount; requester++) {
      String beats = slice("dut.sent_beats", requester, beatsBits);
      sent[requester] =
          ports.boundary(
              Boundary.name(Boundary.LINK_SENT) + "[" + requester + "]", beats + " != 0");
      sentBeats[requester] = sent[requester].data(beats, beatsBits);
      sentLast[requester] = sent[requester].data("dut.sent_last[" + requester + "]", 1);
    }
  }

  /** Bits of a number of entries of a write. */
  static int countBits(NicConfig config) {
    return Bits.of(config.completionBatch());
  }

  private static String slice(String name, int index, int bits) {
    return name + "[" + index * bits + "+:" + bits + "]";
  }

  void frameStart(int port, long cycle, int bytes, boolean isLast, Expectation told, TopHost host) {
    Arrays.fill(tlpWords, 0);
    told.valid(cycle, start[port]);
    told.set(cycle, startAddress[port], host.takeFrameBytes(port, bytes, tlpWords));
    told.set(cycle, startBytes[port], bytes);
    told.set(cycle, startLast[port], isLast);
    told.set(cycle, startData[port], tlpWords, 8 * bytes);
  }

  /** The entries are published right behind this. */
  void completionStart(long cycle, int count, Expectation told, TopHost host, TopMemory memory) {
    finishCompletions(told, host, memory);
    openCycle = cycle;
    openEntries = count;
  }

  void finishCompletions(Expectation told, TopHost host, TopMemory memory) {
    if (openEntries == 0) {
      return;
    }
    Arrays.fill(batchWords, 0);
    int number = host.published().peek().queue();
    told.valid(openCycle, start[portCount]);
    told.set(openCycle, queue, number);
    told.set(openCycle, place, places[number] & completionEntries - 1);
    told.set(openCycle, entries, openEntries);
    for (int i = 0; i < openEntries; i++) {
      TopHost.Published entry = host.published().remove();
      System.arraycopy(entry.words(), 0, batchWords, i * ENTRY_BYTES / 8, ENTRY_BYTES / 8);
      memory.giveBack(number, entry.buffers(), entry.visibleCycle());
    }
    places[number] += openEntries;
    told.set(openCycle, completionData, batchWords, openEntries * ENTRY_BITS);
    openEntries = 0;
  }

  /** Shown in the next cycle. */
  void sent(int requester, long cycle, int bytes, boolean isLast, Expectation told) {
    int unit = requester == portCount ? ENTRY_BYTES : beatBytes;
    told.valid(cycle + 1, sent[requester]);
    told.set(cycle + 1, sentBeats[requester], (bytes + unit - 1) / unit);
    told.set(cycle + 1, sentLast[requester], isLast);
  }
}
