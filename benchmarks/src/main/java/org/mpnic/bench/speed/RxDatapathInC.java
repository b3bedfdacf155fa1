package org.mpnic.bench.speed;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.util.HexFormat;
import org.mpnic.abi.CompletionFlags;
import org.mpnic.abi.CompletionLayout;
import org.mpnic.bench.ProcessorTime;
import org.mpnic.bench.ReceiveFrames;
import org.mpnic.bench.RecordingHost;
import org.mpnic.bench.baseline.NativeBuild;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.BeatSpacing;
import org.mpnic.model.rx.HeaderStages;
import org.mpnic.model.rx.RxChecksum;
import org.mpnic.model.rx.RxParser;

/** The receive datapath of rx_datapath.c on the frames of a replay. */
final class RxDatapathInC {
  private static final int RESULT_WORDS = 9;

  private final NicConfig config;
  private final int subflows;
  private final NativeLibrary library;
  private final int count;
  private final Memory frames;
  private final Memory offsets;
  private final Memory lengths;
  private final Memory cycles;
  private final Memory host;
  private final Memory results;
  private final int room;
  private int completions;

  /**
   * Frames, where C reads them.
   *
   * @param bytes the frames; the ports have them in turn
   * @param firstBeatCycles of each the cycle of its first beat
   * @param subflows subflows of {@link ReceiveFrames}, MPTCP
   */
  RxDatapathInC(NicConfig config, byte[][] bytes, long[] firstBeatCycles, int subflows) {
    this.config = config;
    this.subflows = subflows;
    library = NativeLibrary.getInstance(NativeBuild.library("rx_datapath.c", false).toString());
    count = bytes.length;
    long total = 0;
    for (byte[] frame : bytes) {
      total += frame.length;
    }
    frames = new Memory(total + Long.BYTES);
    offsets = new Memory(8L * count);
    lengths = new Memory(4L * count);
    cycles = new Memory(8L * count);
    long at = 0;
    for (int i = 0; i < count; i++) {
      frames.write(at, bytes[i], 0, bytes[i].length);
      offsets.setLong(8L * i, at);
      lengths.setInt(4L * i, bytes[i].length);
      at += bytes[i].length;
    }
    cycles.write(0, firstBeatCycles, 0, count);
    host = new Memory((long) config.queues() * config.ringEntries() * config.bufferBytes());
    host.clear();
    room = 2 * count;
    results = new Memory(8L * RESULT_WORDS * room);
    results.clear();
  }

  /**
   * Runs the frames from a datapath at cycle 0.
   *
   * @param first frames before it are not timed, and their results forgotten
   * @param compared its results will be compared: host memory is 0 when the clock starts
   * @return processor time, ns
   */
  long run(int first, boolean compared) {
    Pointer handle = open();
    try {
      run(handle, 0, first);
      if (compared) {
        host.clear();
      }
      long start = ProcessorTime.now();
      completions = run(handle, first, count);
      return ProcessorTime.now() - start;
    } finally {
      library.getFunction("datapath_close").invokeVoid(new Object[] {handle});
    }
  }

  private int run(Pointer handle, int from, int end) {
    Object[] arguments = {
      handle, frames, offsets, lengths, cycles, (long) from, (long) end, host, results, (long) room
    };
    long done = library.getFunction("datapath_run").invokeLong(arguments);
    if (done < 0) {
      throw new IllegalStateException("rx_datapath.c cannot do this: " + done);
    }
    return (int) done;
  }

  /** Whether a host of the model got the same completions, visible in the same cycles. */
  boolean sameCompletions(RecordingHost other) {
    if (other.completions() != completions) {
      return false;
    }
    for (int i = 0; i < completions; i++) {
      long[] words = results.getLongArray(8L * RESULT_WORDS * i, RESULT_WORDS);
      if (!other.isCompletion(i, words, words[RESULT_WORDS - 1])) {
        return false;
      }
    }
    return true;
  }

  /** Whether a host of the model has the same bytes in its memory. */
  boolean sameMemory(RecordingHost other) {
    return other.hasMemory(host.getByteArray(0, (int) host.size()));
  }

  private Pointer open() {
    Memory wireCycles = new Memory(4L * (config.maxFrameBytes() + 1));
    BeatSpacing spacing = BeatSpacing.lineRate(config);
    for (int bytes = 0; bytes <= config.maxFrameBytes(); bytes++) {
      // Cycles of so many bytes after the first beat.
      wireCycles.setInt(4L * bytes, spacing.lastOffset(bytes + config.beatBytes()));
    }
    Object[] arguments = {
      parameters(), wireCycles, bytes(config.rssKey()), bytes(config.flowTableKey())
    };
    Pointer handle = library.getFunction("datapath_open").invokePointer(arguments);
    Function enter = library.getFunction("datapath_subflow");
    for (int i = 0; i < subflows; i++) {
      Object[] subflow = {
        handle,
        i,
        0,
        ReceiveFrames.sourceAddress(i),
        ReceiveFrames.destinationAddress(),
        ReceiveFrames.sourcePort() << 16 | ReceiveFrames.destinationPort(),
        ReceiveFrames.initialSequence(i),
        1,
        i % config.queues(),
        ReceiveFrames.firstDsn(i)
      };
      if (enter.invokeInt(subflow) == 0) {
        throw new IllegalStateException("no room in the flow table for subflow " + i);
      }
    }
    return handle;
  }

  private static Memory bytes(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    Memory memory = new Memory(bytes.length);
    memory.write(0, bytes, 0, bytes.length);
    return memory;
  }

  /** In the order of rx_datapath.c. */
  private Memory parameters() {
    long[] values = {
      config.ports(),
      config.beatBytes(),
      config.maxFrameBytes(),
      config.packetBufferBeats(),
      config.packetBufferHeaders(),
      config.decisionFifoDepth(),
      config.subflows(),
      config.flowTableWays(),
      config.mappingsPerSubflow(),
      config.receiveWindowBytes(),
      config.queues(),
      config.ringEntries(),
      config.bufferBytes(),
      config.maxPayloadBytes(),
      config.writeLatencyCycles(),
      config.linkStoreBeats(),
      config.completionFifoDepth(),
      config.completionBatch(),
      config.completionBatchIdleCycles(),
      config.headerIntervalCycles(),
      RxParser.latencyCycles(config) + RxChecksum.latencyCycles(config),
      HeaderStages.decisionCycles(config),
      config.tlpHeaderBytes(),
      config.linkTicksPer256Bytes(),
      CompletionFlags.MAPPED,
      CompletionFlags.SEGMENT_NEW,
      CompletionFlags.HAS_CHECKSUM,
      CompletionLayout.TYPE_SHIFT,
      CompletionLayout.VERDICT_SHIFT,
      CompletionLayout.PACKET_TYPE_SHIFT,
      CompletionLayout.PORT_SHIFT,
      CompletionLayout.FLAGS_SHIFT
    };
    Memory memory = new Memory(8L * values.length);
    memory.write(0, values, 0, values.length);
    return memory;
  }
}
