package org.mpnic.device.wave;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.PriorityQueue;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.HeaderWord;
import org.mpnic.model.top.Boundary;
import org.mpnic.model.top.Probe;

/**
 * A probe that writes what crosses the datapath's boundaries to a waveform file.
 *
 * <p>The model derives cycles frame by frame, a waveform goes cycle by cycle: what a probe tells is
 * kept until {@link #flush} says that nothing earlier can come.
 */
public final class WaveformWriter implements Probe, Closeable {
  /**
   * Changes that may wait before the earliest are written without being asked, which bounds memory.
   */
  private static final int MOST_WAITING = 1 << 21;

  private record Transfer(long cycle, long serial, WaveLane lane, boolean isWord, long[] values)
      implements Comparable<Transfer> {
    @Override
    public int compareTo(Transfer other) {
      int byCycle = Long.compare(cycle, other.cycle);
      return byCycle != 0 ? byCycle : Long.compare(serial, other.serial);
    }
  }

  private final VcdFile vcd;
  private final WaveLane[][] lanes = new WaveLane[Boundary.COUNT][];
  private final PriorityQueue<Transfer> waiting = new PriorityQueue<>();
  private long serials;
  private long cycle = -1;
  private long late;
  private IOException failure;

  /**
   * Creates the file, overwriting one that is there.
   *
   * @throws IOException if it cannot be written
   */
  public WaveformWriter(Path file, NicConfig config) throws IOException {
    vcd = new VcdFile(file, config.clockHz());
    for (int boundary = 0; boundary < Boundary.COUNT; boundary++) {
      lanes[boundary] = new WaveLane[lanesOf(boundary, config)];
      for (int number = 0; number < lanes[boundary].length; number++) {
        boolean shared = lanes[boundary].length == 1;
        String scope = "mpnic." + Boundary.name(boundary) + (shared ? "" : "_" + number);
        lanes[boundary][number] = new WaveLane(vcd, scope, Boundary.carriesWords(boundary), shared);
      }
    }
  }

  @Override
  public void beat(int boundary, int port, long atCycle, int frame, int beat, boolean last) {
    add(boundary, port, atCycle, false, new long[] {port, frame, beat, last ? 1 : 0});
  }

  @Override
  public void word(int boundary, int port, long atCycle, HeaderWord word) {
    add(boundary, port, atCycle, true, WaveLane.values(word));
  }

  /**
   * Writes everything that happened before a cycle.
   *
   * @param beforeCycle no later call of the probe names a cycle before this one
   */
  public void flush(long beforeCycle) {
    while (!waiting.isEmpty() && waiting.peek().cycle < beforeCycle) {
      write(waiting.poll());
    }
  }

  /**
   * Transfers that came too late for their cycle and are missing in the file; 0 when all is well.
   */
  public long late() {
    return late;
  }

  /**
   * Writes what is left and closes the file.
   *
   * @throws IOException the first error of any write
   */
  @Override
  public void close() throws IOException {
    flush(Long.MAX_VALUE);
    try (vcd) {
      if (failure == null && cycle >= 0) {
        vcd.at(cycle + 1);
        lower(cycle + 1);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void add(int boundary, int port, long atCycle, boolean isWord, long[] values) {
    WaveLane[] ofBoundary = lanes[boundary];
    WaveLane lane = ofBoundary[ofBoundary.length == 1 ? 0 : Math.min(port, ofBoundary.length - 1)];
    waiting.add(new Transfer(atCycle, serials++, lane, isWord, values));
    if (waiting.size() > MOST_WAITING) {
      write(waiting.poll());
    }
  }

  private void write(Transfer transfer) {
    if (failure != null) {
      return;
    }
    if (transfer.cycle < cycle) {
      late++;
      return;
    }
    try {
      if (transfer.cycle > cycle) {
        moveTo(transfer.cycle);
      }
      transfer.lane.show(vcd, transfer.cycle, transfer.isWord, transfer.values);
    } catch (IOException e) {
      failure = e;
    }
  }

  private void moveTo(long newCycle) throws IOException {
    if (cycle >= 0 && newCycle > cycle + 1) {
      vcd.at(cycle + 1);
      lower(cycle + 1);
    }
    vcd.at(newCycle);
    lower(newCycle);
    cycle = newCycle;
  }

  /** Every lane that is valid since an earlier cycle falls. */
  private void lower(long atCycle) throws IOException {
    for (WaveLane[] ofBoundary : lanes) {
      for (WaveLane lane : ofBoundary) {
        lane.lower(vcd, atCycle);
      }
    }
  }

  private static int lanesOf(int boundary, NicConfig config) {
    return switch (boundary) {
      case Boundary.PORT_BEAT,
          Boundary.PARSER_BEAT,
          Boundary.CHECKSUM_BEAT,
          Boundary.BUFFER_HEADER,
          Boundary.BUFFER_DROP,
          Boundary.BUFFER_BEAT,
          Boundary.COMPLETION_RECORD ->
          config.ports();
      case Boundary.LINK_START, Boundary.LINK_SENT, Boundary.COMPLETION_ENTRY -> config.ports() + 1;
      case Boundary.DESCRIPTOR_FETCH -> config.queues();
      default -> 1;
    };
  }
}
