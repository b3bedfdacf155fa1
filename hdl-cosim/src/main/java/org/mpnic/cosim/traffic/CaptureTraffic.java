package org.mpnic.cosim.traffic;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.NoSuchElementException;
import org.mpnic.abi.CounterTable;
import org.mpnic.ctl.UserError;
import org.mpnic.device.port.CaptureOptions;
import org.mpnic.device.port.CapturePorts;
import org.mpnic.device.port.CaptureReplay;
import org.mpnic.device.port.FrameSink;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.top.RxTop;

/**
 * Frames of a capture file as the device puts them on its ports, at their own times; longer pauses
 * are cut.
 */
public final class CaptureTraffic implements Traffic {
  private static final int ANY_PORT = -1;
  private static final int FRAMES_AT_A_TIME = 256;

  private final Path file;
  private final long maxGapCycles;
  private long framesLeft;
  private final CapturePorts ports;
  private final CaptureReplay replay;
  private final Recorder recorder = new Recorder();
  private final long[] offered;
  private final ArrayDeque<PortFrame> ready = new ArrayDeque<>();
  private long cutCycles;
  private long lastCycle;

  /**
   * Opens a capture.
   *
   * @param file any file that the device takes
   * @param frames most frames
   * @param maxGapCycles longest time between two frames; 0 for one after the other as fast as the
   *     line takes them
   * @throws UserError when the file cannot be read
   */
  public CaptureTraffic(NicConfig config, Path file, long frames, long maxGapCycles) {
    this.file = file;
    this.framesLeft = frames;
    this.maxGapCycles = maxGapCycles;
    this.ports = new CapturePorts(config);
    this.offered = new long[config.ports()];
    this.lastCycle = RxTop.readyCycle(config);
    CaptureOptions options = new CaptureOptions(file, ANY_PORT, maxGapCycles > 0, false);
    try {
      this.replay = new CaptureReplay(config, ports, options, new long[CounterTable.COUNT]);
    } catch (IOException failure) {
      throw unreadable(failure);
    }
    replay.start(lastCycle);
  }

  private UserError unreadable(IOException failure) {
    String message = failure.getMessage();
    return new UserError(
        message.contains(file.toString()) ? message : file + ": " + message, failure);
  }

  /** Keeps a copy of every frame that the replay offers. */
  private final class Recorder implements FrameSink {
    @Override
    public int offer(int port, byte[] buffer, int offset, int length, long firstBeatCycle) {
      long cycle = firstBeatCycle - cutCycles;
      if (maxGapCycles > 0 && cycle - lastCycle > maxGapCycles) {
        cutCycles += cycle - lastCycle - maxGapCycles;
        cycle = lastCycle + maxGapCycles;
      }
      lastCycle = cycle;
      offered[port]++;
      byte[] bytes = Arrays.copyOfRange(buffer, offset, offset + length);
      ready.add(new PortFrame(bytes, port, cycle));
      return ACCEPTED;
    }

    @Override
    public long released(int port) {
      return offered[port];
    }
  }

  @Override
  public int beatSpacing() {
    return RxTop.LINE_RATE;
  }

  @Override
  public boolean hasNext() {
    try {
      while (framesLeft > 0 && ready.isEmpty() && !replay.exhausted()) {
        replay.offer(recorder, FRAMES_AT_A_TIME);
        ports.release(recorder);
      }
      if (framesLeft == 0 || ready.isEmpty()) {
        replay.close();
        return false;
      }
      return true;
    } catch (IOException failure) {
      throw unreadable(failure);
    }
  }

  @Override
  public PortFrame next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    framesLeft--;
    return ready.remove();
  }
}
