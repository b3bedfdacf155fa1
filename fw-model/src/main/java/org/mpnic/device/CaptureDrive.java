package org.mpnic.device;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.mpnic.abi.AdminStatus;
import org.mpnic.abi.DeviceState;
import org.mpnic.abi.EventType;
import org.mpnic.device.port.CaptureOptions;
import org.mpnic.device.port.CapturePorts;
import org.mpnic.device.port.CaptureReplay;
import org.mpnic.device.wave.WaveformWriter;

/**
 * Drives a card with the frames of captures: offers them, lets time pass as far as they allow, and
 * tells the host when all are through.
 */
final class CaptureDrive {
  /** How far time may run ahead in a step when no more frames come. */
  private static final long DRAIN_CYCLES = 1 << 20;

  private final Card card;
  private final int batchFrames;
  private final RegionHost host;
  private final EventPublisher events;
  private final StatusBoard board;
  private final CapturePorts ports;
  private final List<CaptureReplay> replays = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private WaveformWriter waveform;
  private boolean flushed;
  private boolean draining;
  private long horizonCycle;

  /**
   * Time has passed to the horizon: it moves by what the card does, never by when the host does.
   */
  private boolean reached;

  private long lastCycle;

  CaptureDrive(
      Card card, int batchFrames, RegionHost host, EventPublisher events, StatusBoard board) {
    this.card = card;
    this.batchFrames = batchFrames;
    this.host = host;
    this.events = events;
    this.board = board;
    this.ports = card.ports();
  }

  /**
   * Opens a capture. It takes the place of those that were loaded for the same ports.
   *
   * @return interfaces of the capture that are known so far
   * @throws IOException if the file cannot be opened or is no capture
   */
  int load(CaptureOptions capture) throws IOException {
    CaptureReplay replay = new CaptureReplay(card.config(), ports, capture, card.counters());
    for (CaptureReplay other : List.copyOf(replays)) {
      if (capture.port() < 0 || other.enters(capture.port())) {
        replays.remove(other);
        other.close();
      }
    }
    replays.add(replay);
    return replay.interfaces();
  }

  /**
   * Opens a file for the waveform of the datapath that is built next.
   *
   * @throws IOException if it cannot be written
   */
  WaveformWriter waveform(Path path) throws IOException {
    closeWaveform();
    waveform = new WaveformWriter(path, card.config());
    return waveform;
  }

  /** Whether a capture is loaded for the port. */
  boolean enter(int port) {
    return replays.stream().anyMatch(replay -> replay.enters(port));
  }

  /** The card has a new datapath, at cycle 0. */
  void built() {
    horizonCycle = 0;
  }

  /** Lets the loaded captures in; false if there is none. */
  boolean start() {
    if (replays.isEmpty()) {
      return false;
    }
    long cycle = Math.max(card.datapath().readyCycle(), horizonCycle);
    for (CaptureReplay replay : replays) {
      replay.start(cycle);
    }
    flushed = false;
    reached = true;
    lastCycle = -1;
    return true;
  }

  /** Takes no more frames. */
  void stop() {
    replays.forEach(CaptureReplay::stop);
  }

  /** Offers a batch of frames; whether there is more to do at once. */
  boolean step() {
    Datapath datapath = card.datapath();
    for (CaptureReplay replay : replays) {
      try {
        replay.offer(datapath, batchFrames);
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
      card.waitForHost();
      return false;
    }
    reached = true;
    card.become(DeviceState.RUNNING);
    events.signal();
    card.showCountersAtTimes();
    boolean through = draining && datapath.completedCycle() >= until;
    return !through || finish(datapath);
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
  private boolean finish(Datapath datapath) {
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
      card.waitForHost();
      return false;
    }
    card.showCounters();
    AdminStatus status = AdminStatus.OK;
    if (!faults.isEmpty()) {
      status = AdminStatus.NOT_A_CAPTURE;
      card.tell(String.join("; ", faults));
      events.publish(EventType.PORT_ERROR, datapath.cycle(), status, faults.size());
    }
    long beats = replays.stream().mapToLong(replay -> replay.totals().beatsOffered).sum();
    long skipped = replays.stream().mapToLong(replay -> replay.totals().recordsSkipped).sum();
    long frames = framesOffered();
    drop();
    card.become(DeviceState.IDLE);
    events.publish(EventType.CAPTURE_DONE, lastCycle, status, frames, beats, lastCycle, skipped);
    host.signalAll();
    card.showSettings();
    return false;
  }

  private long framesOffered() {
    return replays.stream().mapToLong(replay -> replay.totals().framesOffered).sum();
  }

  /** Closes captures and waveform. */
  void drop() {
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
}
