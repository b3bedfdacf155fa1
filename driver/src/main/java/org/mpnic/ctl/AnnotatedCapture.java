package org.mpnic.ctl;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.mpnic.wire.capture.LinkType;
import org.mpnic.wire.capture.PcapngWriter;

/**
 * The file of {@code replay --pcap}: every frame that reached the host, in order of arrival, with a
 * comment that says what the card made of it. A frame whose mapping is not judged yet waits for the
 * verdict, and those behind it too.
 */
final class AnnotatedCapture implements AutoCloseable {
  /** Frames that may wait for a verdict; beyond, the oldest is written as it is. */
  private static final int MAXIMUM_WAITING = 1 << 14;

  private final Path path;
  private final double nsPerCycle;
  private final PcapngWriter writer;
  private final PriorityQueue<Packet> arriving =
      new PriorityQueue<>(
          Comparator.<Packet>comparingLong(p -> p.cycle).thenComparingInt(p -> p.port));
  private final ArrayDeque<Packet> waiting = new ArrayDeque<>();
  private final Map<Integer, List<Packet>> unjudged = new HashMap<>();

  /** A frame and what is said of it. */
  private static final class Packet {
    private final long cycle;
    private final int port;
    private final byte[] frame;
    private final int ssn;
    private String comment;
    private boolean pending;

    private Packet(long cycle, int port, byte[] frame, int ssn, String comment, boolean pending) {
      this.cycle = cycle;
      this.port = port;
      this.frame = frame;
      this.ssn = ssn;
      this.comment = comment;
      this.pending = pending;
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

  /**
   * Takes a frame.
   *
   * @param cycle in which its first beat arrived
   * @param port that it came by
   * @param frame its bytes, which are kept
   * @param subflow of the frame, as in its completion
   * @param ssn of its first payload byte
   * @param comment what the card said of it
   * @param pending true if the verdict on its mapping comes later
   */
  void packet(
      long cycle, int port, byte[] frame, int subflow, int ssn, String comment, boolean pending) {
    Packet packet = new Packet(cycle, port, frame, ssn, comment, pending);
    arriving.add(packet);
    if (pending) {
      unjudged.computeIfAbsent(subflow, key -> new ArrayList<>()).add(packet);
    }
  }

  /** Takes the verdict on a mapping: it goes to the frames of the subflow that lie in it. */
  void verdict(int subflow, int ssn, int length, String verdict) {
    List<Packet> packets = unjudged.get(subflow);
    if (packets == null) {
      return;
    }
    for (Iterator<Packet> all = packets.iterator(); all.hasNext(); ) {
      Packet packet = all.next();
      if (Integer.compareUnsigned(packet.ssn - ssn, length) < 0) {
        packet.comment += ", verdict " + verdict;
        packet.pending = false;
        all.remove();
      }
    }
  }

  /** Writes what can be written, all frames before {@code completedCycle} having come. */
  void release(long completedCycle) {
    while (!arriving.isEmpty() && arriving.peek().cycle < completedCycle) {
      waiting.add(arriving.remove());
    }
    while (!waiting.isEmpty() && (!waiting.peek().pending || waiting.size() > MAXIMUM_WAITING)) {
      write(waiting.remove());
    }
  }

  private void write(Packet packet) {
    try {
      writer.write(
          packet.port,
          Math.round(packet.cycle * nsPerCycle),
          packet.frame,
          0,
          packet.frame.length,
          packet.comment);
    } catch (IOException failure) {
      throw StreamFiles.cannotWrite(path, failure);
    }
  }

  /** Writes the rest, verdicts or not. */
  @Override
  public void close() {
    waiting.addAll(drain());
    waiting.forEach(this::write);
    waiting.clear();
    try {
      writer.close();
    } catch (IOException failure) {
      throw StreamFiles.cannotWrite(path, failure);
    }
  }

  private List<Packet> drain() {
    List<Packet> rest = new ArrayList<>();
    while (!arriving.isEmpty()) {
      rest.add(arriving.remove());
    }
    return rest;
  }
}
