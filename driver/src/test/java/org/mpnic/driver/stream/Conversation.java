package org.mpnic.driver.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mpnic.abi.CompletionFlags;
import org.mpnic.abi.CompletionLayout;
import org.mpnic.abi.CompletionType;
import org.mpnic.abi.Reason;
import org.mpnic.abi.Verdict;
import org.mpnic.testbed.Frame;
import org.mpnic.testbed.StreamTruth;
import org.mpnic.wire.FrameHeader;
import org.mpnic.wire.FrameParser;
import org.mpnic.wire.IpChecksum;
import org.mpnic.wire.ParserLimits;

/** Frames made into completions of the slow path, and streams into lines to compare. */
final class Conversation {
  private Conversation() {}

  /** A frame with the completion that a card gives which knows nothing. */
  static ReceivedFrame slow(byte[] bytes, long cycle, int serial) {
    final ReceivedFrame frame = new ReceivedFrame();
    frame.type = CompletionType.PACKET;
    frame.verdict = Verdict.NONE;
    frame.flags = CompletionFlags.SLOW_PATH;
    frame.reason = Reason.UNKNOWN_FLOW.code();
    frame.connection = CompletionLayout.NO_ID;
    frame.subflow = CompletionLayout.NO_ID;
    frame.cycle = cycle;
    frame.frame = serial;
    frame.reserve(bytes.length);
    System.arraycopy(bytes, 0, frame.bytes, 0, bytes.length);
    return frame;
  }

  /** Completes TCP checksums that hold the pseudo-header's sum only, as a capture port does. */
  static List<byte[]> completed(List<Frame> frames) {
    final List<byte[]> result = new ArrayList<>();
    final FrameHeader header = new FrameHeader();
    for (Frame frame : frames) {
      final byte[] bytes = frame.bytes().clone();
      FrameParser.parse(bytes, 0, bytes.length, ParserLimits.UNLIMITED, header);
      if (header.isTcp() && IpChecksum.tcpIsPartial(bytes, 0, header)) {
        IpChecksum.storeTcp(bytes, 0, header);
      }
      result.add(bytes);
    }
    return result;
  }

  /** Streams of frames that all take the slow path, one cycle apart. */
  static List<DataStream> bySlowPath(List<byte[]> frames) {
    final StreamAssembly assembly = new StreamAssembly(StreamOptions.DEFAULT, StreamListener.NONE);
    for (int i = 0; i < frames.size(); i++) {
      assembly.take(slow(frames.get(i), i, i));
    }
    return assembly.finish();
  }

  /** What is true of a stream, on one line. */
  static String line(StreamTruth s) {
    return String.join(
        " ",
        s.kind().name().toLowerCase(Locale.ROOT),
        "v" + (s.version() == null ? -1 : s.version()),
        s.token(),
        s.from() + ">" + s.to(),
        s.bytes() + " bytes",
        s.holes() + " holes",
        s.sha256(),
        s.subflows() + " subflows",
        s.mappings() + " mappings",
        s.badChecksums() + " bad");
  }

  /** The figures of a stream on one line. */
  static String line(DataStream s) {
    return String.join(
        " ",
        s.kind().label(),
        "v" + s.version(),
        s.tokenText(),
        s.from() + ">" + s.to(),
        s.bytes() + " bytes",
        s.holes() + " holes",
        s.sha256(),
        s.subflows().size() + " subflows",
        s.mappings() + " mappings",
        s.badChecksums() + " bad");
  }
}
