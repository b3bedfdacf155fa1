package org.mpnic.device;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.mpnic.abi.AdminStatus;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.DeviceState;
import org.mpnic.abi.EventType;
import org.mpnic.device.port.CaptureOptions;
import org.mpnic.device.port.CapturePorts;
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

  private final DeviceOptions options;
  private final NicConfig config;
  private final DatapathEngine engine;
  private final RegionHost host;
  private final EventPublisher events;
  private final TableMirror mirror;
  private final StatusBoard board;
  private final CapturePorts ports;
  private final long[] counters = new long[CounterTable.COUNT];
  private TextSink textSink = line -> {};
  private final CardReceiveState receiveState = new CardReceiveState();
  private final TransmitSide transmit;
  private final CaptureDrive captures;
  private final WireDrive wire;
  private Datapath datapath;
  private ManualEntries manualEntries;
  private DeviceState state = DeviceState.IDLE;
  private boolean pristine;
  private long resets;
  private int stepsSinceCopy;
  private long sentCycleShown = -1;

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
    this.transmit = new TransmitSide(config, engine, transmitHost, receiveState, sink);
    this.captures = new CaptureDrive(this, options.batchFrames(), host, events, board);
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

  /** Virtual clock, tables, counters and rings back to their start; captures are dropped. */
  void reset() {
    captures.drop();
    host.reset();
    transmit.reset();
    sentCycleShown = -1;
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
    int interfaces = captures.load(capture);
    if (wavePath != null) {
      build(captures.waveform(wavePath));
    }
    showSettings();
    return interfaces;
  }

  /** Lets the loaded captures in; false if there is none, or they are in. */
  boolean start() {
    if (state != DeviceState.IDLE || !captures.start()) {
      return false;
    }
    pristine = false;
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
    captures.stop();
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
      showSent(sends);
      return isRunning() ? captures.step() || sends : sends;
    } catch (RuntimeException e) {
      fail(e);
      return false;
    }
  }

  /** Without a wire: shows what was sent, at times and when no more is to do. */
  private void showSent(boolean sends) {
    if (sends) {
      showCountersAtTimes();
    } else if (transmit.top().cycle() != sentCycleShown) {
      sentCycleShown = transmit.top().cycle();
      showCounters();
    }
  }

  /** Closes captures, waveform and datapath. */
  void close() {
    captures.drop();
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
    captures.drop();
    showCounters();
    become(DeviceState.FAILED);
    if (events.hasPlaces(1)) {
      tell(e.toString());
      events.publish(EventType.DEVICE_ERROR, datapath.cycle(), AdminStatus.INTERNAL_ERROR);
    }
    host.signalAll();
  }

  /** Says what the next event is about. */
  void tell(String text) {
    textSink.text(text.replace('\n', ' ').getBytes(StandardCharsets.UTF_8));
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
    captures.built();
  }

  /** Shows another state. */
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

  /** Copies counters and tables to the region once in so many steps. */
  void showCountersAtTimes() {
    if (++stepsSinceCopy >= STEPS_PER_COUNTER_COPY) {
      showCounters();
    }
  }

  /** Copies counters and tables to the region. */
  void showCounters() {
    stepsSinceCopy = 0;
    showTables();
    if (wire != null) {
      wire.count(counters);
    }
    board.counters(datapath.counters(), transmit.counters(), counters);
    board.transmit(transmit.top());
  }

  /** Shows the state of queues and ports. */
  void showSettings() {
    board.settings(datapath, ports, captures::enter);
  }
}
