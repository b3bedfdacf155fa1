package org.mpnic.cosim.twin;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Random;
import org.mpnic.cosim.lockstep.Expectation;
import org.mpnic.cosim.lockstep.OutputBoundary;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.StageTwin;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.CompletionFifo;
import org.mpnic.model.rx.PacketBuffer;
import org.mpnic.model.rx.RxDma;
import org.mpnic.model.top.Boundary;
import org.mpnic.model.top.Probe;

/**
 * rx_dma: decisions with random gaps on frames of random length, kept and dropped, with 0 to 3
 * completion entries; a link that starts and sends TLPs with random delays, and a completion FIFO
 * that is popped with random stalls.
 */
final class RxDmaTwin implements StageTwin {
  private static final int RECORD_BITS = 70;
  private static final int DRAIN_CYCLES = 20_000;

  /** A decided frame. */
  private static final class Frame {
    int bytes;
    boolean keep;
    int entries;
    long[] record;
    long[] addresses;
    long[] data;
  }

  /** A TLP as host_link sees it. */
  private record Tlp(long address, int bytes, int beats, boolean last, long[] data) {}

  private final StagePorts ports = new StagePorts("rx_dma");
  private final Signal decisionValid;
  private final Signal decisionKeep;
  private final Signal decisionFrameBytes;
  private final Signal decisionEntries;
  private final Signal decisionAddresses;
  private final Signal decisionRecord;
  private final Signal beatValid;
  private final Signal beatLast;
  private final Signal beatData;
  private final Signal entryPlaces;
  private final Signal tlpReady;
  private final Signal sentBeats;
  private final OutputBoundary decisions = ports.boundary("decision", "decision_pop_o");
  private final OutputBoundary beats = ports.boundary("beat", "beat_ready_o");
  private final OutputBoundary records = ports.boundary("record", "record_valid_o");
  private final Signal recordEntries;
  private final Signal recordOut;
  private final OutputBoundary moved = ports.boundary("moved", "moved_o");
  private final OutputBoundary tlps = ports.boundary("tlp", "tlp_valid_o");
  private final Signal tlpCost;
  private final Signal tlpBeats;
  private final Signal tlpLast;
  private final Signal tlpBytes;
  private final Signal tlpAddress;
  private final Signal tlpData;

  private final NicConfig config;
  private final Random random;
  private final RxDma model;
  private final CompletionFifo fifo;
  private final Pauses gaps;
  private final SlowLink link;
  private final Pauses entryStalls;
  private final int beatWords;
  private final int buffers;

  private final ArrayDeque<Frame> waiting = new ArrayDeque<>();
  private final ArrayDeque<Long> popCycles = new ArrayDeque<>();
  private final ArrayDeque<Tlp> offered = new ArrayDeque<>();
  private int beatOfFrame;
  private int outstanding;
  private int places;
  private int sentBefore;
  private long left;
  private int drain = DRAIN_CYCLES;

  RxDmaTwin(NicConfig config, long seed, long packets) {
    this.config = config;
    random = new Random(seed);
    Probe probe = new Pops();
    fifo = new CompletionFifo(config, 0, null);
    model = new RxDma(config, 0, new PacketBuffer(config), fifo, probe);
    gaps = new Pauses(random);
    link = new SlowLink(random);
    entryStalls = new Pauses(random);
    beatWords = config.beatBytes() / 8;
    buffers = (config.maxFrameBytes() - 5) / config.bufferBytes() + 1;
    places = config.completionFifoDepth();
    left = packets;
    int costBits = Bits.of(config.linkCostTicks(config.maxPayloadBytes()));
    int beatsBits = Bits.of(config.maxPayloadBytes() / config.beatBytes());
    ports
        .parameter("BEAT_BYTES", config.beatBytes())
        .parameter("MAX_FRAME_BYTES", config.maxFrameBytes())
        .parameter("DECISION_FIFO_DEPTH", config.decisionFifoDepth())
        .parameter("BUFFER_BYTES", config.bufferBytes())
        .parameter("MAX_PAYLOAD_BYTES", config.maxPayloadBytes())
        .parameter("TLP_HEADER_BYTES", config.tlpHeaderBytes())
        .parameter("LINK_TICKS_PER_256_BYTES", config.linkTicksPer256Bytes())
        .parameter("LINK_STORE_BEATS", config.linkStoreBeats())
        .parameter("RECORD_BITS", RECORD_BITS);
    decisionValid = ports.input("decision_valid_i", 1);
    decisionKeep = ports.input("decision_keep_i", 1);
    decisionFrameBytes =
        ports.input("decision_frame_bytes_i", Bits.ofIndex(config.maxFrameBytes()));
    decisionEntries = ports.input("decision_entries_i", 2);
    decisionAddresses = ports.input("decision_addresses_i", 64 * buffers);
    decisionRecord = ports.input("decision_record_i", RECORD_BITS);
    beatValid = ports.input("beat_valid_i", 1);
    beatLast = ports.input("beat_last_i", 1);
    beatData = ports.input("beat_data_i", 8 * config.beatBytes());
    entryPlaces = ports.input("entry_places_i", 2);
    tlpReady = ports.input("tlp_ready_i", 1);
    sentBeats = ports.input("sent_beats_i", beatsBits);
    recordEntries = records.data("record_entries_o", 2);
    recordOut = records.data("record_o", RECORD_BITS);
    tlpCost = tlps.data("tlp_cost_o", costBits);
    tlpBeats = tlps.data("tlp_beats_o", beatsBits);
    tlpLast = tlps.data("tlp_last_o", 1);
    tlpBytes = tlps.data("tlp_bytes_o", Bits.of(config.maxPayloadBytes()));
    tlpAddress = tlps.data("tlp_address_o", 64);
    tlpData = tlps.data("tlp_data_o", 8 * config.maxPayloadBytes());
    tlps.takenBy(tlpReady);
  }

  /** Notes the cycles in which beats are popped: they are known ahead. */
  private final class Pops implements Probe {
    @Override
    public void beat(int boundary, int port, long cycle, int frame, int beat, boolean last) {
      if (boundary == Boundary.BUFFER_BEAT) {
        popCycles.add(cycle);
      }
    }
  }

  @Override
  public StagePorts ports() {
    return ports;
  }

  @Override
  public boolean drive(long cycle, Stimulus stimulus, Expectation expectation) {
    stimulus.set(entryPlaces, Math.min(3, places));
    stimulus.set(sentBeats, sentBefore);
    sentBefore = 0;
    boolean room = outstanding < config.decisionFifoDepth();
    send(cycle, stimulus, expectation);
    popEntry(cycle);
    moveBeat(cycle, stimulus, expectation);
    if (left > 0 && room && !gaps.next()) {
      left--;
      decide(cycle, stimulus);
    }
    return left > 0 || drain-- > 0;
  }

  private void send(long cycle, Stimulus stimulus, Expectation expectation) {
    if (model.tlps().headCycle() <= cycle) {
      Tlp tlp = offered.peek();
      expectation.valid(cycle, tlps);
      expectation.set(cycle, tlpCost, config.linkCostTicks(tlp.bytes));
      expectation.set(cycle, tlpBeats, tlp.beats);
      expectation.set(cycle, tlpLast, tlp.last);
      expectation.set(cycle, tlpBytes, tlp.bytes);
      expectation.set(cycle, tlpAddress, tlp.address);
      expectation.set(cycle, tlpData, tlp.data, 64 * tlp.beats * beatWords);
      if (link.takes(cycle)) {
        stimulus.set(tlpReady, true);
        offered.remove();
        model.tlps().remove();
        link.start(cycle, tlp.beats, tlp.last);
      }
    }
    SlowLink.Sent sent = link.sent(cycle);
    if (sent != null) {
      sentBefore = sent.beats();
      if (sent.last()) {
        fifo.frameSent(cycle);
      }
      model.beatsSent(cycle, sent.beats());
      model.advance();
    }
  }

  private void popEntry(long cycle) {
    if (fifo.headCycle() <= cycle && !entryStalls.next()) {
      fifo.giveBack(fifo.pop(cycle));
      model.advance();
      places++;
    }
  }

  private void moveBeat(long cycle, Stimulus stimulus, Expectation expectation) {
    Frame frame = waiting.peek();
    if (frame == null) {
      return;
    }
    int beatCount = config.beatsOf(frame.bytes);
    boolean last = beatOfFrame == beatCount - 1;
    int from = beatOfFrame * beatWords;
    stimulus.set(beatValid, true);
    stimulus.set(beatLast, last);
    stimulus.set(beatData, Arrays.copyOfRange(frame.data, from, from + beatWords));
    if (popCycles.isEmpty() || popCycles.peek() != cycle) {
      return;
    }
    popCycles.remove();
    expectation.valid(cycle, beats);
    if (beatOfFrame == 0) {
      expectation.valid(cycle, decisions);
      outstanding--;
      places -= frame.entries;
      if (frame.entries > 0) {
        expectation.valid(cycle, records);
        expectation.set(cycle, recordEntries, frame.entries);
        expectation.set(cycle, recordOut, frame.record);
      }
    }
    beatOfFrame++;
    if (last) {
      beatOfFrame = 0;
      waiting.remove();
      if (frame.entries > 0) {
        expectation.valid(cycle, moved);
      }
    }
  }

  private void decide(long cycle, Stimulus stimulus) {
    Frame frame = new Frame();
    frame.bytes = lengths();
    frame.keep = random.nextInt(6) != 0;
    int ends = random.nextInt(4) == 0 ? random.nextInt(3) : 0;
    frame.entries = ends + (frame.keep ? 1 : 0);
    frame.record = randomWords(2);
    frame.addresses = randomWords(buffers);
    for (int i = 0; i < buffers; i++) {
      frame.addresses[i] &= -config.maxPayloadBytes();
    }
    frame.data = randomWords(config.beatsOf(frame.bytes) * beatWords);
    waiting.add(frame);
    outstanding++;
    if (frame.keep) {
      offerTlps(frame);
    }
    for (int i = 0; i < frame.entries; i++) {
      fifo.prepare(0);
    }
    stimulus.set(decisionValid, true);
    stimulus.set(decisionKeep, frame.keep);
    stimulus.set(decisionFrameBytes, frame.bytes);
    stimulus.set(decisionEntries, frame.entries);
    stimulus.set(decisionAddresses, frame.addresses);
    stimulus.set(decisionRecord, frame.record);
    model.decide(cycle + 1, frame.bytes, frame.keep, frame.entries, 0);
  }

  private int lengths() {
    int longest = config.maxFrameBytes() - 4;
    switch (random.nextInt(6)) {
      case 0:
        return 1 + random.nextInt(longest);
      case 1:
        return Math.min(longest, config.bufferBytes() - 2 + random.nextInt(5));
      case 2:
        return Math.min(longest, config.maxPayloadBytes() - 2 + random.nextInt(5));
      default:
        return 1 + random.nextInt(2 * config.beatBytes());
    }
  }

  private void offerTlps(Frame frame) {
    int longest = config.maxPayloadBytes();
    for (int at = 0; at < frame.bytes; at += longest) {
      int bytes = Math.min(longest, frame.bytes - at);
      int beatCount = config.beatsOf(bytes);
      int from = at / config.beatBytes() * beatWords;
      offered.add(
          new Tlp(
              frame.addresses[at / config.bufferBytes()] + at % config.bufferBytes(),
              bytes,
              beatCount,
              at + bytes == frame.bytes,
              Arrays.copyOfRange(frame.data, from, from + beatCount * beatWords)));
    }
  }

  private long[] randomWords(int count) {
    long[] words = new long[count];
    for (int i = 0; i < count; i++) {
      words[i] = random.nextLong();
    }
    return words;
  }
}
