package org.mpnic.ctl;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.mpnic.abi.CompletionFlags;
import org.mpnic.abi.CompletionLayout;
import org.mpnic.abi.CompletionType;
import org.mpnic.abi.Reason;
import org.mpnic.abi.Verdict;
import org.mpnic.driver.stream.DataStream;
import org.mpnic.driver.stream.PacketListener;
import org.mpnic.driver.stream.ReceivedFrame;
import org.mpnic.wire.capture.LinkType;
import org.mpnic.wire.capture.PcapngWriter;

/**
 * The file of {@code replay --pcap}: every frame that reached the host, in order of arrival, with a
 * comment that says what the card made of it. A frame whose mapping is not judged yet waits for the
 * verdict, and those behind it too.
 */
final class AnnotatedCapture implements PacketListener, AutoCloseable {
  /** Frames that may wait for a verdict; beyond, the oldest is written as it is. */
  private static final int MAXIMUM_WAITING = 1 << 14;

  private final Path path;
  private final double nsPerCycle;
  private final PcapngWriter writer;
  private final ArrayDeque<Packet> waiting = new ArrayDeque<>();
  private final Map<Integer, List<Packet>> unjudged = new HashMap<>();

  /** A frame and what is said of it. */
  private static final class Packet {
    private final long cycle;
    private final int port;
    private final int ssn;
    private final byte[] frame;
    private String comment;
    private boolean pending;

    private Packet(ReceivedFrame frame, String comment) {
      this.cycle = frame.cycle();
      this.port = frame.port();
      this.ssn = frame.ssn();
      this.frame = Arrays.copyOf(frame.bytes(), frame.length());
      this.comment = comment;
      this.pending = frame.verdict() == Verdict.PENDING;
    }
  }

  /**
   * Makes the file.
   *
   * @param path of the pcapng file; an older one is replaced
   * @param ports of the card: an interface each
   * @param clockHertz of the datapath: frames are stamped with their simulated time of arrival
   */
  AnnotatedCapture(Path path, int ports, double clockHertz) {
    this.path = path;
    this.nsPerCycle = 1e9 / clockHertz;
    try {
      writer = new PcapngWriter(path, "mpnic");
      for (int port = 0; port < ports; port++) {
        writer.addInterface(LinkType.ETHERNET, "port" + port);
      }
    } catch (IOException failure) {
      throw StreamFiles.cannotWrite(path, failure);
    }
  }

  @Override
  public void completed(ReceivedFrame frame, DataStream stream) {
    if (frame.type() == CompletionType.MAPPING_END) {
      judge(frame);
    } else {
      Packet packet = new Packet(frame, comment(frame, stream));
      waiting.add(packet);
      if (packet.pending) {
        unjudged.computeIfAbsent(frame.subflow(), key -> new ArrayList<>()).add(packet);
      }
    }
    while (!waiting.isEmpty() && (!waiting.peek().pending || waiting.size() > MAXIMUM_WAITING)) {
      write(waiting.remove());
    }
  }

  /** The verdict on a mapping goes to the frames of the subflow that lie in it. */
  private void judge(ReceivedFrame end) {
    List<Packet> packets = unjudged.get(end.subflow());
    if (packets == null) {
      return;
    }
    for (Iterator<Packet> all = packets.iterator(); all.hasNext(); ) {
      Packet packet = all.next();
      if (Integer.compareUnsigned(packet.ssn - end.ssn(), end.mappingLength()) < 0) {
        packet.comment += ", then " + end.verdict().label();
        packet.pending = false;
        all.remove();
      }
    }
  }

  /** What the card said of a frame: words and numbers as in the completion. */
  private static String comment(ReceivedFrame frame, DataStream stream) {
    StringBuilder text = new StringBuilder("cycle ").append(frame.cycle());
    if (stream != null && stream.hasToken()) {
      text.append(", token ").append(stream.tokenText());
    }
    if (frame.connection() != CompletionLayout.NO_ID) {
      text.append(", connection ").append(frame.connection());
    }
    if (frame.subflow() != CompletionLayout.NO_ID) {
      text.append(", subflow ").append(frame.subflow() & CompletionLayout.SUBFLOW_ID_MASK);
      text.append(", SSN ").append(Integer.toUnsignedString(frame.ssn()));
    }
    if (frame.has(CompletionFlags.MAPPED)) {
      text.append(", DSN ").append(Long.toUnsignedString(frame.dsn()));
    }
    text.append(", queue ").append(frame.queue());
    if (frame.reason() != 0) {
      text.append(", reason ").append(Reason.label(frame.reason()));
    }
    if (frame.flags() != 0) {
      text.append(", ").append(CompletionFlags.describe(frame.flags()));
    }
    return text.append(", verdict ").append(frame.verdict().label()).toString();
  }

  private void write(Packet packet) {
    try {
      long timeNs = Math.round(packet.cycle * nsPerCycle);
      writer.write(packet.port, timeNs, packet.frame, 0, packet.frame.length, packet.comment);
    } catch (IOException failure) {
      throw StreamFiles.cannotWrite(path, failure);
    }
  }

  /** Writes the rest, judged or not. */
  @Override
  public void close() {
    waiting.forEach(this::write);
    waiting.clear();
    try {
      writer.close();
    } catch (IOException failure) {
      throw StreamFiles.cannotWrite(path, failure);
    }
  }
}
