package org.mpnic.cosim.twin;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import org.mpnic.cosim.lockstep.Expectation;
import org.mpnic.cosim.lockstep.OutputBoundary;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.traffic.TransmitTraffic;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.tx.FrameFinish;
import org.mpnic.model.tx.TxBoundary;
import org.mpnic.model.tx.TxChecksum;
import org.mpnic.model.tx.TxSlice;
import org.mpnic.model.tx.WireClock;

/** The frames of one port between read requests and wire: their bytes at each boundary. */
final class TxPortFrames {
  /** A finished frame that shows to tx_port until its first beat leaves. */
  private static final class Ready {
    long visible;
    long taken;
    int bytes;
  }

  private final NicConfig config;
  private final TransmitTraffic traffic;
  private final ExpectedValues gathered;
  private final ExpectedValues beats;
  private final OutputBoundary ready;
  private final Signal readyBytes;
  private final Signal readyRealBytes;

  /** Slices whose requests are not all granted. */
  private final ArrayDeque<TxSlice> slices = new ArrayDeque<>();

  private int requested;
  private long requestAddress;
  private final byte[] frame;
  private int frameBytes;
  private final FrameFinish finish = new FrameFinish();
  private byte[] finished;
  private int finishedBytes;
  private final ArrayDeque<Ready> waiting = new ArrayDeque<>();

  TxPortFrames(
      NicConfig config,
      StagePorts ports,
      String scope,
      int port,
      TransmitTraffic traffic,
      List<ExpectedValues> all) {
    this.config = config;
    this.traffic = traffic;
    frame = new byte[config.maxFrameBytes() + TxChecksum.WINDOW_BYTES];
    String of = scope + "g_port[" + port + "].";
    int beatBits = 8 * config.beatBytes();
    int lengthBits = Bits.of(config.maxFrameBytes());
    int sizeBits = Bits.of(config.beatBytes());
    gathered =
        new ExpectedValues(
            ports,
            TxBoundary.name(TxBoundary.GATHER_BEAT) + "[" + port + "]",
            of + "beat_valid",
            new String[] {
              of + "beat_last", of + "beat", of + "beat_frame_bytes", of + "beat_finish"
            },
            new int[] {1, beatBits, lengthBits, FinishBits.WIDTH});
    beats =
        new ExpectedValues(
            ports,
            TxBoundary.name(TxBoundary.PORT_BEAT) + "[" + port + "]",
            scope + "port_valid_o[" + port + "]",
            new String[] {
              scope + "port_last_o[" + port + "]",
              scope + "port_data_o[" + port * beatBits + "+:" + beatBits + "]",
              scope + "port_bytes_o[" + port * sizeBits + "+:" + sizeBits + "]"
            },
            new int[] {1, beatBits, sizeBits});
    all.add(gathered);
    all.add(beats);
    ready =
        ports.boundary(
            TxBoundary.name(TxBoundary.FRAME_READY) + "[" + port + "]", of + "frame_valid");
    readyBytes = ready.data(of + "frame_bytes", lengthBits);
    readyRealBytes = ready.data(of + "frame_real_bytes", lengthBits);
  }

  /** A slice has been cut. */
  void slice(TxSlice slice) {
    slices.add(slice);
  }

  /** The next request is granted; returns its address. */
  long request(int bytes, boolean last) {
    TxSlice slice = slices.peek();
    if (slice.first && requested == 0) {
      finish.copyFrom(slice.finish);
      System.arraycopy(slice.header, 0, frame, 0, slice.headerBytes);
      frameBytes = slice.headerBytes;
    }
    requestAddress = slice.address + requested;
    if (bytes > 0) {
      // The address of no bytes was not checked.
      traffic.read(requestAddress, frame, frameBytes, bytes);
    }
    frameBytes += bytes;
    requested += bytes;
    if (last) {
      slices.remove();
      requested = 0;
    }
    return requestAddress;
  }

  /** Address of the last request. */
  long requestAddress() {
    return requestAddress;
  }

  /** A beat or a frame passes. */
  void transfer(int boundary, long cycle, int value, boolean last) {
    switch (boundary) {
      case TxBoundary.GATHER_BEAT -> gather(cycle, value, last);
      case TxBoundary.FRAME_READY -> {
        Ready next = new Ready();
        next.visible = cycle;
        next.taken = Long.MAX_VALUE;
        next.bytes = value;
        waiting.add(next);
        finishedBytes = Math.max(value, WireClock.LEAST_FRAME_BYTES);
        Arrays.fill(frame, value, value + TxChecksum.WINDOW_BYTES, (byte) 0);
        finished = Arrays.copyOf(frame, Math.max(finishedBytes, TxChecksum.WINDOW_BYTES));
        TxChecksum.finish(finished, value, finish);
      }
      default -> {
        if (value == 0) {
          waiting.getLast().taken = cycle;
        }
        int from = value * config.beatBytes();
        int bytes = Math.min(config.beatBytes(), finishedBytes - from);
        beats.add(
            cycle,
            ExpectedValues.of(last),
            SliceSource.words(finished, from, bytes, config.beatBytes()),
            ExpectedValues.of(bytes));
      }
    }
  }

  private void gather(long cycle, int beat, boolean last) {
    int from = beat * config.beatBytes();
    int bytes = last ? frameBytes - from : config.beatBytes();
    gathered.add(
        cycle,
        ExpectedValues.of(last),
        SliceSource.words(frame, from, bytes, config.beatBytes()),
        last ? ExpectedValues.of(frameBytes) : null,
        last ? FinishBits.of(finish) : null);
  }

  /** Tells which frame shows to tx_port. */
  void tell(long cycle, Expectation expectation) {
    Ready frameReady = waiting.peek();
    if (frameReady == null || frameReady.visible > cycle) {
      return;
    }
    expectation.valid(cycle, ready);
    expectation.set(cycle, readyBytes, Math.max(frameReady.bytes, WireClock.LEAST_FRAME_BYTES));
    expectation.set(cycle, readyRealBytes, frameReady.bytes);
    if (frameReady.taken == cycle) {
      waiting.remove();
    }
  }

  /** No frame is under way. */
  boolean isEmpty() {
    return waiting.isEmpty() && slices.isEmpty();
  }
}
