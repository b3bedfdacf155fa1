package org.mpnic.cosim.twin;

import java.util.Arrays;
import org.mpnic.cosim.lockstep.Expectation;
import org.mpnic.cosim.lockstep.OutputBoundary;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.HeaderWord;
import org.mpnic.model.top.Boundary;
import org.mpnic.model.top.Probe;

/** Turns what crosses the model's boundaries into what rx_top's signals must be. */
final class TopProbe implements Probe {
  private final NicConfig config;
  private final TopFrames frames;
  private final TopHost host;
  private final TopMemory memory;
  private final TopWords words;
  private final int portCount;
  private Expectation expectation;
  private TopControl control;
  private StrayWrites strays;

  /** Boundaries that are one for each port, by number and port. */
  private final OutputBoundary[][] byPort = new OutputBoundary[Boundary.COUNT][];

  private final Signal[][] last = new Signal[Boundary.COUNT][];
  private final Signal[][] data = new Signal[Boundary.COUNT][];
  private final long[] beatWords;

  private final TopLink link;
  private final OutputBoundary completionWrite;
  private final Signal completionWriteQueue;
  private final Signal completionWriteEntries;
  private final Signal[] recordEntries;
  private final OutputBoundary event;
  private final Signal eventPort;
  private final Signal eventFrame;
  private final OutputBoundary fetch;
  private final Signal fetchQueue;
  private final Signal fetchIndex;
  private final Signal fetchCount;
  private final OutputBoundary[] interrupts;

  TopProbe(NicConfig config, StagePorts ports, TopFrames frames, TopHost host, TopMemory memory) {
    this.config = config;
    this.frames = frames;
    this.host = host;
    this.memory = memory;
    this.portCount = config.ports();
    this.beatWords = new long[config.beatBytes() / 8];
    for (int port = 0; port < portCount; port++) {
      String scope = "dut.g_port[" + port + "].ingress.";
      beats(ports, Boundary.PORT_BEAT, port, scope + "valid_i", scope + "last_i", scope + "data_i");
      beats(
          ports,
          Boundary.PARSER_BEAT,
          port,
          scope + "parser_valid",
          scope + "parser_last",
          scope + "parser_data");
      beats(
          ports,
          Boundary.CHECKSUM_BEAT,
          port,
          scope + "checksum_valid",
          scope + "checksum_last",
          scope + "checksum_data");
      add(ports, Boundary.BUFFER_DROP, port, scope + "dropped_o");
    }
    words =
        new TopWords(config, ports, byPort[Boundary.PARSER_BEAT], byPort[Boundary.CHECKSUM_BEAT]);
    recordEntries = new Signal[portCount];
    for (int port = 0; port < portCount; port++) {
      String scope = "dut.g_port[" + port + "].ingress.";
      String taken = scope + "beat_valid_o && " + scope + "beat_ready_i";
      beats(ports, Boundary.BUFFER_BEAT, port, taken, scope + "beat_last_o", scope + "beat_data_o");
    }
    link = new TopLink(config, ports);
    for (int port = 0; port < portCount; port++) {
      add(ports, Boundary.COMPLETION_RECORD, port, "dut.record_enters[" + port + "]");
      recordEntries[port] =
          byPort[Boundary.COMPLETION_RECORD][port].data(
              "dut.record_enters_entries[" + 2 * port + "+:2]", 2);
      add(
          ports,
          Boundary.COMPLETION_ENTRY,
          port,
          "dut.entry_valid[" + port + "] && dut.entry_ready[" + port + "]");
    }
    add(ports, Boundary.COMPLETION_ENTRY, portCount, "dut.error_valid && dut.error_ready");
    int queueBits = Bits.ofIndex(config.queues());
    completionWrite = ports.boundary(Boundary.name(Boundary.COMPLETION_WRITE), "dut.flush_valid");
    completionWriteQueue = completionWrite.data("dut.flush_queue", queueBits);
    completionWriteEntries = completionWrite.data("dut.flush_entries", TopLink.countBits(config));
    event =
        ports.boundary(
            Boundary.name(Boundary.FIRMWARE_EVENT), "dut.event_offered && dut.event_ready");
    eventPort = event.data("dut.event_port", 4);
    eventFrame = event.data("dut.pipeline.word_1.frame", 32);
    fetch = ports.boundary(Boundary.name(Boundary.DESCRIPTOR_FETCH), "read_valid_o");
    fetchQueue = fetch.data("read_queue_o", queueBits);
    fetchIndex = fetch.data("read_index_o", Bits.ofIndex(config.ringEntries()));
    fetchCount = fetch.data("read_count_o", MemoryPorts.countBits(config));
    interrupts = new OutputBoundary[config.queues()];
    for (int queue = 0; queue < interrupts.length; queue++) {
      interrupts[queue] =
          ports.boundary("interrupt[" + queue + "]", "dut.interrupt_valid_o[" + queue + "]");
    }
  }

  private OutputBoundary add(StagePorts ports, int number, int port, String valid) {
    if (byPort[number] == null) {
      byPort[number] = new OutputBoundary[portCount + 1];
      last[number] = new Signal[portCount + 1];
      data[number] = new Signal[portCount + 1];
    }
    byPort[number][port] = ports.boundary(Boundary.name(number) + "[" + port + "]", valid);
    return byPort[number][port];
  }

  private void beats(
      StagePorts ports, int number, int port, String valid, String isLast, String bytes) {
    OutputBoundary boundary = add(ports, number, port, valid);
    last[number][port] = boundary.data(isLast, 1);
    data[number][port] = boundary.data(bytes, 8 * config.beatBytes());
  }

  void expectation(Expectation told) {
    expectation = told;
  }

  void control(TopControl processor, StrayWrites more) {
    control = processor;
    strays = more;
  }

  @Override
  public void beat(int boundary, int port, long cycle, int frame, int beat, boolean isLast) {
    switch (boundary) {
      case Boundary.PORT_BEAT:
      case Boundary.PARSER_BEAT:
      case Boundary.CHECKSUM_BEAT:
      case Boundary.BUFFER_BEAT:
        expectBeat(boundary, port, cycle, frame, beat, isLast);
        break;
      case Boundary.LINK_START:
        if (port == portCount) {
          link.completionStart(cycle, beat / TopLink.ENTRY_BYTES, expectation, host, memory);
        } else {
          link.frameStart(port, cycle, beat, isLast, expectation, host);
        }
        break;
      case Boundary.LINK_SENT:
        link.sent(port, cycle, beat, isLast, expectation);
        break;
      case Boundary.COMPLETION_RECORD:
        expectation.valid(cycle, byPort[boundary][port]);
        expectation.set(cycle, recordEntries[port], beat);
        break;
      case Boundary.COMPLETION_ENTRY:
        expectation.valid(cycle, byPort[boundary][port]);
        break;
      case Boundary.COMPLETION_WRITE:
        expectation.valid(cycle, completionWrite);
        expectation.set(cycle, completionWriteQueue, port);
        expectation.set(cycle, completionWriteEntries, beat);
        break;
      case Boundary.FIRMWARE_EVENT:
        expectation.valid(cycle, event);
        expectation.set(cycle, eventPort, port);
        // Here beat is the frame's serial number, and frame the event's own.
        expectation.set(cycle, eventFrame, beat);
        control.event(cycle, port, beat);
        break;
      case Boundary.DESCRIPTOR_FETCH:
        expectation.valid(cycle, fetch);
        expectation.set(cycle, fetchQueue, port);
        expectation.set(cycle, fetchIndex, frame);
        expectation.set(cycle, fetchCount, beat);
        memory.read(cycle, port, frame, beat);
        break;
      default:
        throw new IllegalStateException("boundary " + boundary + " has no beats");
    }
  }

  private void expectBeat(int boundary, int port, long cycle, int frame, int beat, boolean isLast) {
    byte[] bytes = frames.bytes(port, frame);
    int start = beat * config.beatBytes();
    int count = Math.min(config.beatBytes(), bytes.length - start);
    Arrays.fill(beatWords, 0);
    BeatPorts.pack(bytes, start, count, beatWords, 0);
    expectation.valid(cycle, byPort[boundary][port]);
    expectation.set(cycle, last[boundary][port], isLast);
    expectation.set(cycle, data[boundary][port], beatWords, 8 * count);
  }

  @Override
  public void word(int boundary, int port, long cycle, HeaderWord word) {
    if (boundary == Boundary.STEERING && word.decision == HeaderWord.KEEP) {
      host.steer(word, frames.bytes(port, word.frame));
    }
    if (boundary == Boundary.SUBFLOW_TRACKER) {
      strays.seen(word);
    }
    if (boundary == Boundary.BUFFER_DROP) {
      // Shown by a register.
      expectation.valid(cycle + 1, byPort[boundary][port]);
    } else {
      words.expect(boundary, port, cycle, word, expectation);
    }
  }

  /** The model has run a step. */
  void afterStep() {
    link.finishCompletions(expectation, host, memory);
    for (long[] raised : host.interrupts()) {
      expectation.valid(raised[1], interrupts[(int) raised[0]]);
    }
    host.interrupts().clear();
  }
}
