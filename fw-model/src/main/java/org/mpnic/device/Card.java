package org.mpnic.device;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.mpnic.abi.AdminStatus;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.DeviceState;
import org.mpnic.abi.EventType;
import org.mpnic.device.port.CaptureOptions;
import org.mpnic.device.port.CapturePorts;
import org.mpnic.device.port.CaptureReplay;
import org.mpnic.device.wave.WaveformWriter;
import org.mpnic.device.wire.WireEnd;
import org.mpnic.firmware.CardFirmware;
import org.mpnic.firmware.ManualEntries;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.top.Probe;
import org.mpnic.model.tx.TransmitSink;

/**
 * The card without its process: datapath, ports and captures, driven step by step.
 *
 * <p>Nothing here sleeps or looks at a clock. Virtual time passes only in {@link #step}, and only
 * as far as frames were offered and the host has given what the datapath needs.
 */
final class Card {
  private static final int STEPS_PER_COUNTER_COPY = 32;

  /** How far time may run ahead in a step when no more frames come. */
  private static final long DRAIN_CYCLES = 1 << 20;

  private final DeviceOptions options;
  private final NicConfig config;
  private final DatapathEngine engine;
  private final RegionHost host;
  private final EventPublisher events;
  private final TableMirror mirror;
  private final StatusBoard board;
  private final CapturePorts ports;
  private final long[] counters = new long[CounterTable.COUNT];
  private final List<CaptureReplay> replays = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private TextSink textSink = line -> {};
  private final CardReceiveState receiveState = new CardReceiveState();
  private final TransmitSide transmit;
  private final WireDrive wire;
  private Datapath datapath;
  private ManualEntries manualEntries;
  private WaveformWriter waveform;
  private DeviceState state = DeviceState.IDLE;
  private boolean pristine;
  private boolean flushed;
  private boolean draining;
  private long horizonCycle;

  /**
   * Time has passed to the horizon: it moves by what the card does, never by when the host does.
   */
  private boolean reached;

  private long lastCycle;
  private long resets;
  private int stepsSinceCopy;

  Card(
      DeviceOptions options,
      DatapathEngine engine,
      RegionHost host,
      EventPublisher events,
      TableMirror mirror,
      StatusBoard board,
      RegionTransmitHost transmitHost,
      WireEnd wireEnd) {
    this.options = options;
    this.config = options.config();
    this.engine = engine;
    this.host = host;
    this.events = events;
    this.mirror = mirror;
    this.board = board;
    this.ports = new CapturePorts(config);
    TransmitSink sink = wireEnd == null ? (port, frame, offset, length, cycle) -> {} : wireEnd;
    this.transmit = new TransmitSide(config, transmitHost, receiveState, sink);
    build(null);
    this.wire = wireEnd == null ? null : new WireDrive(this, wireEnd, host, events, board);
    board.configuration(config);
    showAll();
  }

  /** Where texts of events go. */
  void textSink(TextSink sink) {
    textSink = sink;
  }

  NicConfig config() {
    return config;
  }

  Datapath datapath() {
    return datapath;
  }

  CapturePorts ports() {
    return ports;
  }

  /** The transmit half. */
  TransmitSide transmit() {
    return transmit;
  }

  /** What drives the card when a wire joins its ports to another card's, else null. */
  WireDrive wire() {
    return wire;
  }

  /**
   * Entries that the host programs, at the cycle of this moment; {@link #entriesWritten} comes
   * after.
   *
   * @throws IllegalStateException if the event ring has no place for what they announce
   */
  ManualEntries manualEntries() {
    if (!events.hasPlaces(1)) {
      throw new IllegalStateException("the event ring is full: read it first");
    }
    manualEntries.at(datapath.controlCycle());
    return manualEntries;
  }

  /** Announces what was programmed by hand. */
  void entriesWritten() {
    datapath.advance(0);
    events.signal();
    touched();
  }

  DeviceState state() {
    return state;
  }

  /** Counters that the device itself keeps, beside the datapath's. */
  long[] counters() {
    return counters;
  }

  /** Virtual cycle, 0 when nothing ever entered. */
  long cycle() {
    return datapath.cycle();
  }

  /** Virtual clock, tables, counters and rings back to their start; captures are dropped. */
  void reset() {
    dropCaptures();
    host.reset();
    transmit.reset();
    ports.reset();
    Arrays.fill(counters, 0);
    resets++;
    counters[CounterTable.RESETS] = resets;
    build(null);
    state = DeviceState.IDLE;
    board.resets(resets);
    showAll();
  }

  /** Rings of a queue back to their start. */
  void resetQueue(int queue) {
    // What the card has sent by now is in the rings before they are emptied.
    datapath.resetQueue(queue);
    host.reset(queue);
  }

  /** Tells that tables or queues were changed by hand: a rebuilt datapath would not have it. */
  void touched() {
    pristine = false;
    showSettings();
  }

  /** Tells that settings of ports were changed. */
  void touchedPorts() {
    showSettings();
  }

  /**
   * Opens a capture. It takes the place of those that were loaded for the same ports.
   *
   * @param wavePath file for the waveform, or null
   * @return interfaces of the capture that are known so far
   * @throws IOException if a file cannot be opened or is no capture
   * @throws IllegalStateException if captures are running, or the waveform would begin in the
   *     middle
   */
  int load(CaptureOptions capture, Path wavePath) throws IOException {
    if (state != DeviceState.IDLE) {
      throw new IllegalStateException("a capture is running: stop it or reset the card");
    }
    if (wire != null) {
      throw new IllegalStateException("a wire joins the ports to another card's");
    }
    if (wavePath != null && !pristine) {
      throw new IllegalStateException("a waveform begins at cycle 0: reset the card first");
    }
    if (wavePath != null && !engine.hasProbe()) {
      throw new IllegalStateException(
          "engine " + engine.name() + " writes no waveform here: use mpnic cosim run --wave");
    }
    CaptureReplay replay = new CaptureReplay(config, ports, capture, counters);
    for (CaptureReplay other : List.copyOf(replays)) {
      if (capture.port() < 0 || other.enters(capture.port())) {
        replays.remove(other);
        other.close();
      }
    }
    replays.add(replay);
    if (wavePath != null) {
      closeWaveform();
      waveform = new WaveformWriter(wavePath, config);
      build(waveform);
    }
    showSettings();
    return replay.interfaces();
  }

  /** Lets the loaded captures in; false if there is none, or they are in. */
  boolean start() {
    if (state != DeviceState.IDLE || replays.isEmpty()) {
      return false;
    }
    long cycle = Math.max(datapath.readyCycle(), horizonCycle);
    for (CaptureReplay replay : replays) {
      replay.start(cycle);
    }
    pristine = false;
    flushed = false;
    reached = true;
    lastCycle = -1;
    become(DeviceState.RUNNING);
    return true;
  }

  /**
   * Takes no more frames from the running captures; false if none is running. With a wire: when
   * nothing is under way, open mappings are ended and the host is told.
   */
  boolean stop() {
    if (wire != null) {
      wire.stop();
      return true;
    }
    if (!isRunning()) {
      return false;
    }
    replays.forEach(CaptureReplay::stop);
    return true;
  }

  /**
   * Offers a batch of frames and lets virtual time pass as far as they allow.
   *
   * @return whether there is more to do at once; false when idle or waiting for the host
   */
  boolean step() {
    try {
      if (wire != null) {
        return state != DeviceState.FAILED && wire.step();
      }
      boolean sends = transmit.stepAlone();
      return isRunning() ? offerAndAdvance() || sends : sends;
    } catch (RuntimeException e) {
      fail(e);
      return false;
    }
  }

  /** Closes captures, waveform and datapath. */
  void close() {
    dropCaptures();
    transmit.close();
    if (wire != null) {
      wire.close();
    }
    datapath.close();
  }

  /** Whether frames are on their way. */
  boolean isRunning() {
    return state == DeviceState.RUNNING || state == DeviceState.WAITING_FOR_HOST;
  }

  private boolean offerAndAdvance() {
    for (CaptureReplay replay : replays) {
      try {
        replay.offer(datapath, options.batchFrames());
      } catch (IOException e) {
        faults.add(e.getMessage());
        replay.stop();
      }
    }
    long until = horizon();
    for (int port = 0; port < ports.count(); port++) {
      datapath.horizon(port, until);
    }
    int result = datapath.advance(until);
    ports.release(datapath);
    long offered = framesOffered();
    board.cycles(datapath, offered, draining ? offered : 0);
    if (waveform != null) {
      waveform.flush(datapath.completedCycle());
    }
    if (result == Datapath.WAITING_FOR_HOST) {
      waitForHost();
      return false;
    }
    reached = true;
    become(DeviceState.RUNNING);
    events.signal();
    if (++stepsSinceCopy >= STEPS_PER_COUNTER_COPY) {
      showCounters();
    }
    boolean through = draining && datapath.completedCycle() >= until;
    return !through || finish();
  }

  /**
   * Cycle before which every frame was offered. Behind the last one it runs ahead, so that the
   * datapath runs empty.
   */
  private long horizon() {
    long earliest = Long.MAX_VALUE;
    long latest = 0;
    draining = true;
    for (CaptureReplay replay : replays) {
      latest = Math.max(latest, replay.horizonCycle());
      if (!replay.exhausted()) {
        earliest = Math.min(earliest, replay.horizonCycle());
        draining = false;
      }
    }
    if (!draining) {
      horizonCycle = Math.max(horizonCycle, earliest);
      reached = true;
    } else if (reached) {
      horizonCycle = Math.max(horizonCycle, latest) + DRAIN_CYCLES;
      reached = false;
    }
    return horizonCycle;
  }

  /**
   * All frames are through: ends open mappings, then tells the host; true while there is more to
   * do.
   */
  private boolean finish() {
    if (!flushed) {
      lastCycle = lastCycle < 0 ? datapath.cycle() : lastCycle;
      flushed = datapath.flushMappings();
      if (flushed) {
        replays.stream().map(CaptureReplay::warning).filter(Objects::nonNull).forEach(faults::add);
      }
      return true;
    }
    if (!events.hasPlaces(1 + Math.min(1, faults.size()))) {
      reached = false;
      waitForHost();
      return false;
    }
    showCounters();
    AdminStatus status = AdminStatus.OK;
    if (!faults.isEmpty()) {
      status = AdminStatus.NOT_A_CAPTURE;
      textSink.text(line(String.join("; ", faults)));
      events.publish(EventType.PORT_ERROR, datapath.cycle(), status, faults.size());
    }
    long beats = replays.stream().mapToLong(replay -> replay.totals().beatsOffered).sum();
    long skipped = replays.stream().mapToLong(replay -> replay.totals().recordsSkipped).sum();
    long frames = framesOffered();
    long cycle = lastCycle;
    dropCaptures();
    become(DeviceState.IDLE);
    events.publish(EventType.CAPTURE_DONE, cycle, status, frames, beats, cycle, skipped);
    host.signalAll();
    showSettings();
    return false;
  }

  /** Shows that time stands still until the host acts. */
  void waitForHost() {
    if (state != DeviceState.WAITING_FOR_HOST) {
      counters[CounterTable.HOST_WAITS]++;
    }
    showCounters();
    become(DeviceState.WAITING_FOR_HOST);
    host.signalAll();
  }

  private void fail(RuntimeException e) {
    counters[CounterTable.INTERNAL_ERRORS]++;
    DeviceLog.error("the datapath failed at cycle " + datapath.cycle(), e);
    dropCaptures();
    showCounters();
    become(DeviceState.FAILED);
    if (events.hasPlaces(1)) {
      textSink.text(line(e.toString()));
      events.publish(EventType.DEVICE_ERROR, datapath.cycle(), AdminStatus.INTERNAL_ERROR);
    }
    host.signalAll();
  }

  private long framesOffered() {
    return replays.stream().mapToLong(replay -> replay.totals().framesOffered).sum();
  }

  private void build(Probe probe) {
    CardFirmware firmware = options.firmware().get();
    if (datapath != null) {
      datapath.close();
    }
    datapath = engine.create(config, host, firmware, probe);
    receiveState.of(datapath);
    manualEntries = firmware.manualEntries();
    mirror.tables(firmware.tables());
    pristine = true;
    horizonCycle = 0;
  }

  private void dropCaptures() {
    for (CaptureReplay replay : replays) {
      try {
        replay.close();
      } catch (IOException e) {
        DeviceLog.error("cannot close " + replay.options().capture(), e);
      }
    }
    replays.clear();
    faults.clear();
    closeWaveform();
  }

  private void closeWaveform() {
    if (waveform == null) {
      return;
    }
    try {
      waveform.close();
    } catch (IOException e) {
      DeviceLog.error("cannot write the waveform", e);
    }
    waveform = null;
  }

  void become(DeviceState next) {
    if (next != state) {
      state = next;
      board.state(next);
    }
  }

  private void showAll() {
    board.cycles(datapath, 0, 0);
    showCounters();
    showSettings();
    board.state(state);
  }

  /** Brings the mirrors of the tables up to date. */
  void showTables() {
    mirror.refresh();
  }

  /** Copies counters and tables to the region. */
  void showCounters() {
    stepsSinceCopy = 0;
    showTables();
    if (wire != null) {
      wire.count(counters);
    }
    board.counters(datapath.counters(), transmit.counters(), counters);
  }

  private void showSettings() {
    boolean[] loaded = new boolean[ports.count()];
    for (int port = 0; port < loaded.length; port++) {
      for (CaptureReplay replay : replays) {
        loaded[port] |= replay.enters(port);
      }
    }
    board.settings(datapath, ports, loaded);
  }

  private static byte[] line(String text) {
    return text.replace('\n', ' ').getBytes(StandardCharsets.UTF_8);
  }
}
