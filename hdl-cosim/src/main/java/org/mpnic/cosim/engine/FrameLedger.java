package org.mpnic.cosim.engine;

import java.util.ArrayDeque;
import java.util.Arrays;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.Reason;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.twin.Bits;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.HeaderStages;

/**
 * Where every frame is: on its way to packet_buffer, kept there, or decided and on its way to the
 * host as completion entries.
 */
final class FrameLedger implements RtlPart {
  /** A completion entry that the writer has taken. */
  record Entry(int port, Record record, long bornCycle, boolean isLastOfRecord) {}

  /** Entries that one decided frame makes. */
  static final class Record {
    final long firstBeatCycle;
    final long grantCycle;

    /** Entries that the writer has not taken. */
    int left;

    /** All of them are with the host. */
    boolean isPublished;

    Record(long firstBeatCycle, long grantCycle, int left) {
      this.firstBeatCycle = firstBeatCycle;
      this.grantCycle = grantCycle;
      this.left = left;
    }
  }

  /** One port. */
  private static final class Port {
    final ArrayDeque<FrameInput.Frame> offered = new ArrayDeque<>();
    final ArrayDeque<FrameInput.Frame> kept = new ArrayDeque<>();

    /** Of frames whose entries are not all taken by the writer. */
    final ArrayDeque<Record> records = new ArrayDeque<>();

    /** From the oldest frame on whose entries are not all with the host. */
    final ArrayDeque<Record> unpublished = new ArrayDeque<>();

    long frames;
    long keptBeats;
    long poppedBeats;
  }

  private final NicConfig config;
  private final long[] counters;
  private final int decisionCycles;
  private final Port[] ports;
  private final Signal keep;
  private final Signal dropped;
  private final Signal noBeatPlace;
  private final Signal pop;
  private final Signal decision;
  private final Signal decisionPort;
  private final Signal decisionEntries;
  private final Signal gather;
  private final Signal gatherSource;
  private final Signal gatherQueue;

  /** By queue: what the writer has taken and the link has not. */
  private final ArrayDeque<Entry>[] taken;

  private int takenCount;
  private long lastDecided;

  @SuppressWarnings({"unchecked", "rawtypes"})
  FrameLedger(NicConfig config, StagePorts stage, long[] counters) {
    this.config = config;
    this.counters = counters;
    decisionCycles = HeaderStages.decisionCycles(config);
    int count = config.ports();
    ports = new Port[count];
    Arrays.setAll(ports, i -> new Port());
    taken = new ArrayDeque[config.queues()];
    Arrays.setAll(taken, queue -> new ArrayDeque<>());
    keep = stage.output(byPort(count, "buffer.keep"), count);
    dropped = stage.output(byPort(count, "dropped_o"), count);
    noBeatPlace = stage.output(byPort(count, "no_beat_place_o"), count);
    pop = stage.output("{dut.beat_valid & dut.beat_ready}", count);
    decision = stage.output("dut.decision_valid", 1);
    decisionPort = stage.output("dut.decision_port", 4);
    decisionEntries = stage.output("dut.decision_entries", 2);
    gather = stage.output("dut.gather_valid", 1);
    gatherSource = stage.output("dut.gather_source", Bits.of(count));
    gatherQueue = stage.output("dut.gather_queue", Bits.ofIndex(config.queues()));
  }

  private static String byPort(int count, String name) {
    StringBuilder all = new StringBuilder();
    for (int port = count - 1; port >= 0; port--) {
      all.append(all.isEmpty() ? "{" : ", ").append("dut.g_port[").append(port);
      all.append("].ingress.").append(name);
    }
    return all.append("}").toString();
  }

  /** A frame was offered. */
  void offered(int port, FrameInput.Frame frame) {
    ports[port].frames++;
    ports[port].offered.add(frame);
  }

  /** A frame that was kept and is not decided yet, by its serial number; null if there is none. */
  FrameInput.Frame kept(int port, int serial) {
    for (FrameInput.Frame frame : ports[port].kept) {
      if (frame.serial() == serial) {
        return frame;
      }
    }
    return null;
  }

  /** The oldest entry of a queue that the writer has taken and the link has not. */
  Entry nextEntry(int queue) {
    takenCount--;
    return taken[queue].remove();
  }

  /** The last entry of a frame is with the host. */
  void published(Entry last) {
    last.record.isPublished = true;
    ArrayDeque<Record> unpublished = ports[last.port].unpublished;
    while (!unpublished.isEmpty() && unpublished.peek().isPublished) {
      unpublished.remove();
    }
  }

  /** Frames of the port whose bytes are no longer needed. */
  long released(int port) {
    FrameInput.Frame oldest = ports[port].kept.peek();
    oldest = oldest == null ? ports[port].offered.peek() : oldest;
    return oldest == null ? ports[port].frames : oldest.serial() & 0xffff_ffffL;
  }

  /** First beat of the oldest frame that is not done, Long.MAX_VALUE without one. */
  long oldest(int port) {
    Port p = ports[port];
    if (!p.unpublished.isEmpty()) {
      return p.unpublished.peek().firstBeatCycle;
    }
    FrameInput.Frame oldest = p.kept.peek();
    oldest = oldest == null ? p.offered.peek() : oldest;
    return oldest == null ? Long.MAX_VALUE : oldest.firstBeatCycle();
  }

  /** Whether nothing that began before a cycle is on its way; entries of no port included. */
  boolean isEmpty(long cycle) {
    for (int port = 0; port < ports.length; port++) {
      if (oldest(port) < cycle) {
        return false;
      }
    }
    return takenCount == 0;
  }

  /** Cycle in which packet_buffer decided last. */
  long lastDecided() {
    return lastDecided;
  }

  @Override
  public boolean observe(long cycle, Outputs outputs) {
    if ((outputs.get(keep) | outputs.get(dropped)) != 0) {
      decideIngress(cycle, outputs);
    }
    long pops = outputs.get(pop);
    for (int port = 0; pops != 0; port++, pops >>>= 1) {
      ports[port].poppedBeats += pops & 1;
    }
    if (outputs.any(decision)) {
      Port port = ports[outputs.getInt(decisionPort)];
      FrameInput.Frame frame = port.kept.remove();
      int entries = outputs.getInt(decisionEntries);
      if (entries > 0) {
        long first = frame.firstBeatCycle();
        Record record = new Record(first, cycle - decisionCycles, entries);
        port.records.add(record);
        port.unpublished.add(record);
      }
    }
    if (outputs.any(gather)) {
      take(cycle, outputs.getInt(gatherSource), outputs.getInt(gatherQueue));
    }
    return true;
  }

  private void take(long cycle, int source, int queue) {
    takenCount++;
    if (source == ports.length) {
      taken[queue].add(new Entry(source, null, cycle, false));
      return;
    }
    Record record = ports[source].records.peek();
    boolean isLast = --record.left == 0;
    taken[queue].add(new Entry(source, record, record.grantCycle, isLast));
    if (isLast) {
      ports[source].records.remove();
    }
  }

  private void decideIngress(long cycle, Outputs outputs) {
    for (int port = 0; port < ports.length; port++) {
      // A drop is shown a cycle later.
      if ((outputs.get(dropped) >>> port & 1) != 0) {
        lastDecided = Math.max(lastDecided, cycle - 1);
        drop(port, (outputs.get(noBeatPlace) >>> port & 1) != 0);
      }
      if ((outputs.get(keep) >>> port & 1) != 0) {
        lastDecided = cycle;
        keep(port);
      }
    }
  }

  private void drop(int port, boolean beats) {
    count(port, ports[port].offered.remove());
    Reason reason = beats ? Reason.PACKET_BUFFER_FULL : Reason.HEADER_SLOTS_FULL;
    int counter = beats ? CounterTable.PACKET_BUFFER_DROPS : CounterTable.HEADER_SLOT_DROPS;
    counters[counter + port]++;
    counters[CounterTable.REASONS + reason.code()]++;
    counters[CounterTable.FRAMES_DROPPED]++;
  }

  private void keep(int port) {
    Port p = ports[port];
    FrameInput.Frame frame = p.offered.remove();
    p.kept.add(frame);
    p.keptBeats += count(port, frame);
    counters[CounterTable.PORT_FRAMES_KEPT + port]++;
    int peak = CounterTable.PACKET_BUFFER_PEAK_BEATS + port;
    counters[peak] = Math.max(counters[peak], p.keptBeats - p.poppedBeats);
  }

  private int count(int port, FrameInput.Frame frame) {
    int beats = config.beatsOf(frame.length());
    counters[CounterTable.PORT_FRAMES + port]++;
    counters[CounterTable.PORT_BYTES + port] += frame.length();
    counters[CounterTable.PORT_BEATS + port] += beats;
    return beats;
  }
}
