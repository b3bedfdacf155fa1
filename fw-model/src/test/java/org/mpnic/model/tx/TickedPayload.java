package org.mpnic.model.tx;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The payload path as registers that tick: slow, obvious, and written from the contracts only.
 *
 * <p>A cycle decides on what was true at its start; each part notes what it changes and changes it
 * at the end.
 */
final class TickedPayload {
  private final RandomPayload card;
  private final TxLog log;
  private final Port[] ports;
  private final Queue[] queues;
  private final List<Runnable> clock = new ArrayList<>();
  private long cycle;

  // Link.
  private int nextPort;
  private final ArrayDeque<Request> link = new ArrayDeque<>();
  private final ArrayDeque<Request> carried = new ArrayDeque<>();
  private Request carrying;
  private long ticksLeft;
  private int nextQueue;
  private final ArrayDeque<long[]> refusals = new ArrayDeque<>();

  private static final class Request {
    Port port;
    TxSlice slice;
    long address;
    int bytes;
    int number;
    boolean first;
    boolean last;
    long granted;
    boolean arrived;
    int headerDone;
    int dataDone;
  }

  private static final class Finished {
    byte[] bytes;
    long visible;
    int number;
  }

  private final class Port {
    int number;
    int planned;
    int pushed;
    int credits;
    final ArrayDeque<long[]> inserting = new ArrayDeque<>();
    final ArrayDeque<TxSlice> fifo = new ArrayDeque<>();
    int popped;
    // Cutter: 0 empty, 1 loaded, 2 ready.
    int stage;
    TxSlice slice;
    long address;
    int left;
    int requests;
    int requestPlaces;
    // Gatherer.
    final ArrayDeque<Request> gathering = new ArrayDeque<>();
    boolean busy;
    int fill;
    byte[] frame = new byte[0];
    int frames;
    int beats;
    int bufferPlaces;
    FrameFinish finish;
    // MAC.
    final ArrayDeque<Finished> ready = new ArrayDeque<>();
    Finished sending;
    long sendingSince;
    int sendingBeat;
    long debt;

    void source() {
      if (planned < card.slices.get(number).size()
          && card.wanted.get(number).get(planned) <= cycle
          && credits > 0) {
        inserting.add(new long[] {cycle + RandomPayload.INSERT_CYCLES, planned++});
        clock.add(() -> credits--);
      }
      if (!inserting.isEmpty() && inserting.peek()[0] == cycle) {
        TxSlice entering = card.slices.get(number).get((int) inserting.poll()[1]);
        log.transfer(TxBoundary.SLICE, number, cycle, pushed++, entering.length, entering.last);
        clock.add(() -> fifo.add(entering));
      }
    }

    int page() {
      return (int) (4096 - address % 4096);
    }

    int chunk() {
      return Math.min(Math.min(left, card.config.transmit().readRequestBytes()), page());
    }

    boolean asks() {
      return stage == 2 && requestPlaces > 0;
    }

    /** The FIFO's head goes to the cutter. */
    void load() {
      TxSlice head = fifo.peek();
      log.transfer(TxBoundary.SLICE_POP, number, cycle, popped++, head.length, head.last);
      clock.add(
          () -> {
            fifo.poll();
            credits++;
            slice = head;
            address = head.address;
            left = head.length;
            stage = 1;
          });
    }

    void cutter(boolean granted) {
      if (stage == 0 && !fifo.isEmpty()) {
        load();
      } else if (stage == 1) {
        clock.add(() -> stage = 2);
      } else if (granted) {
        Request request = new Request();
        request.port = this;
        request.slice = slice;
        request.address = address;
        request.bytes = chunk();
        request.number = requests++;
        request.first = address == slice.address;
        request.last = left == chunk();
        request.granted = cycle;
        log.transfer(
            TxBoundary.READ_REQUEST, number, cycle, request.number, request.bytes, request.last);
        clock.add(
            () -> {
              link.add(request);
              gathering.add(request);
              requestPlaces--;
            });
        if (!request.last) {
          clock.add(
              () -> {
                address += request.bytes;
                left -= request.bytes;
                stage = 1;
              });
        } else if (fifo.isEmpty()) {
          clock.add(() -> stage = 0);
        } else {
          load();
        }
      }
    }

    void gatherer() {
      boolean second = busy;
      clock.add(() -> busy = false);
      Request head = gathering.peek();
      if (head == null) {
        return;
      }
      int beat = card.config.beatBytes();
      boolean header = head.first && head.slice.first && head.headerDone < head.slice.headerBytes;
      int bytes;
      byte[] data;
      boolean requestEnds;
      if (header) {
        if (cycle < head.granted + TxDma.HEADER_CYCLES) {
          return;
        }
        int left = head.slice.headerBytes - head.headerDone;
        bytes = left < 2 * beat ? left : beat;
        data = Arrays.copyOfRange(head.slice.header, head.headerDone, head.headerDone + bytes);
        requestEnds = head.bytes == 0 && head.headerDone + bytes == head.slice.headerBytes;
        if (requestEnds && !head.arrived) {
          return;
        }
      } else if (head.arrived) {
        long at = head.address + head.dataDone;
        bytes = (int) Math.min(beat - at % beat, head.bytes - head.dataDone);
        data = new byte[bytes];
        card.host.read(at, data, 0, bytes);
        requestEnds = head.dataDone + bytes == head.bytes;
      } else {
        return;
      }
      boolean ends = requestEnds && head.last && head.slice.last;
      int total = fill + bytes;
      int out = ends ? (total + beat - 1) / beat : total / beat;
      if (out > bufferPlaces || out > 0 && second) {
        return;
      }
      if (head.first && head.slice.first && head.headerDone + head.dataDone == 0) {
        finish = head.slice.finish;
      }
      byte[] longer = Arrays.copyOf(frame, frame.length + bytes);
      System.arraycopy(data, 0, longer, frame.length, bytes);
      frame = longer;
      for (int i = 0; i < out; i++) {
        log.transfer(
            TxBoundary.GATHER_BEAT,
            number,
            cycle + TxDma.GATHER_CYCLES + i,
            frames,
            beats++,
            ends && i + 1 == out);
      }
      if (ends) {
        end(cycle + TxDma.GATHER_CYCLES + out - 1 + TxChecksum.FINISH_CYCLES);
      }
      clock.add(
          () -> {
            bufferPlaces -= out;
            fill = ends ? 0 : total - out * beat;
            busy = out > 1;
            if (header) {
              head.headerDone += bytes;
            } else {
              head.dataDone += bytes;
            }
            if (requestEnds) {
              gathering.poll();
              requestPlaces++;
            }
          });
    }

    private void end(long visible) {
      Finished finished = new Finished();
      finished.visible = visible;
      finished.number = frames++;
      int length = frame.length;
      finished.bytes = Arrays.copyOf(frame, Math.max(length, 128));
      TxChecksum.finish(finished.bytes, length, finish);
      finished.bytes = Arrays.copyOf(finished.bytes, length);
      log.transfer(TxBoundary.FRAME_READY, number, visible, finished.number, length, true);
      ready.add(finished);
      frame = new byte[0];
      beats = 0;
    }

    void mac() {
      long numerator = 8 * card.config.clockHz();
      long denominator = card.config.portBitsPerSecond();
      int beat = card.config.beatBytes();
      if (sending == null
          && !ready.isEmpty()
          && ready.peek().visible <= cycle
          && debt < denominator
          && !card.portStall[number].stalls(cycle)) {
        sending = ready.poll();
        sendingSince = cycle;
        sendingBeat = 0;
        byte[] padded = Arrays.copyOf(sending.bytes, Math.max(60, sending.bytes.length));
        log.frame(number, padded, padded.length, cycle);
        debt += (padded.length + 24) * numerator;
      }
      if (sending != null) {
        int length = Math.max(60, sending.bytes.length);
        int end = Math.min(length, (sendingBeat + 1) * beat);
        long due = sendingBeat == 0 ? 0 : (end - beat) * numerator / denominator;
        if (cycle - sendingSince >= due) {
          boolean last = end == length;
          log.transfer(TxBoundary.PORT_BEAT, number, cycle, sending.number, sendingBeat, last);
          if (sendingBeat * beat < sending.bytes.length) {
            clock.add(() -> bufferPlaces++);
          }
          sendingBeat++;
          if (last) {
            sending = null;
          }
        }
      }
      debt = Math.max(0, debt - denominator);
    }
  }

  private final class Queue {
    int number;
    int point;
    int reported;
    long firstUnreported;
    final Map<Integer, Integer> marks = new HashMap<>();

    boolean wants() {
      int passed = point - reported;
      Integer mark = marks.get(point);
      return passed >= card.config.transmit().completionBatch()
          || passed > 0 && cycle >= firstUnreported + card.config.transmit().completionIdleCycles()
          || mark != null && mark != 0;
    }

    void pass() {
      Integer mark = marks.get(point);
      if (mark != null && mark == 0) {
        log.transfer(TxBoundary.DESCRIPTOR_PASSED, number, cycle, point, 0, true);
        clock.add(
            () -> {
              marks.remove(point);
              if (point == reported) {
                firstUnreported = cycle;
              }
              point++;
            });
      }
    }

    void write() {
      if (point != reported) {
        int upTo = point;
        log.transfer(TxBoundary.COMPLETION_WRITE, number, cycle, upTo, 0, true);
        boolean passesNow = marks.containsKey(point) && marks.get(point) == 0;
        clock.add(
            () -> {
              reported = upTo;
              if (passesNow) {
                firstUnreported = cycle;
              }
            });
      } else {
        log.transfer(TxBoundary.COMPLETION_WRITE, number, cycle, point, 1, false);
        log.transfer(TxBoundary.DESCRIPTOR_PASSED, number, cycle, point, 0, true);
        clock.add(
            () -> {
              marks.remove(point);
              point++;
              reported = point;
            });
      }
    }
  }

  TickedPayload(RandomPayload card, TxLog log) {
    this.card = card;
    this.log = log;
    ports = new Port[card.config.ports()];
    for (int p = 0; p < ports.length; p++) {
      ports[p] = new Port();
      ports[p].number = p;
      ports[p].credits = card.config.transmit().sliceFifoDepth();
      ports[p].requestPlaces = card.config.transmit().readRequests();
      ports[p].bufferPlaces = card.config.transmit().checksumBufferBeats();
    }
    queues = new Queue[card.config.transmit().queues()];
    for (int q = 0; q < queues.length; q++) {
      queues[q] = new Queue();
      queues[q].number = q;
    }
  }

  void tick() {
    int granted = -1;
    for (int i = 0; i < ports.length && granted < 0 && !card.linkStall.stalls(cycle); i++) {
      int p = (nextPort + i) % ports.length;
      if (ports[p].asks()) {
        granted = p;
        int after = (p + 1) % ports.length;
        clock.add(() -> nextPort = after);
      }
    }
    for (Port port : ports) {
      port.source();
      port.cutter(port.number == granted);
      port.gatherer();
      port.mac();
    }
    carry();
    complete();
    clock.forEach(Runnable::run);
    clock.clear();
    cycle++;
  }

  private void carry() {
    for (long tick = 0; tick < 4096; ) {
      if (carrying == null) {
        if (link.isEmpty() || link.peek().granted + card.config.readLatencyCycles() > cycle) {
          break;
        }
        carrying = link.poll();
        ticksLeft = 0;
        int left = carrying.bytes;
        do {
          int tlp = Math.min(left, card.config.maxPayloadBytes());
          ticksLeft += card.config.linkCostTicks(tlp);
          left -= tlp;
        } while (left > 0);
      }
      long use = Math.min(ticksLeft, 4096 - tick);
      tick += use;
      ticksLeft -= use;
      if (ticksLeft == 0) {
        carried.add(carrying);
        carrying = null;
      }
    }
    if (!carried.isEmpty()) {
      Request arrived = carried.poll();
      log.transfer(
          TxBoundary.READ_DATA,
          arrived.port.number,
          cycle,
          arrived.number,
          arrived.bytes,
          arrived.last);
      clock.add(() -> arrived.arrived = true);
      if (arrived.last && arrived.slice.lastOfDescriptor) {
        TxSlice slice = arrived.slice;
        log.transfer(
            TxBoundary.DESCRIPTOR_DONE, slice.queue, cycle, slice.descriptorIndex, 0, true);
        clock.add(() -> queues[slice.queue].marks.put(slice.descriptorIndex, 0));
      }
    }
  }

  private void complete() {
    for (Queue queue : queues) {
      for (long[] refused : card.refused.get(queue.number)) {
        if (refused[0] == cycle) {
          refusals.add(new long[] {queue.number, refused[1], refused[2]});
        }
      }
    }
    if (!refusals.isEmpty()) {
      long[] refused = refusals.poll();
      int reason = (int) refused[2];
      log.transfer(
          TxBoundary.DESCRIPTOR_REFUSED,
          (int) refused[0],
          cycle,
          (int) refused[1],
          reason,
          reason != 0);
      clock.add(() -> queues[(int) refused[0]].marks.put((int) refused[1], (int) refused[2]));
    }
    for (int i = 0; i < queues.length; i++) {
      int q = (nextQueue + i) % queues.length;
      if (queues[q].wants()) {
        queues[q].write();
        nextQueue = (q + 1) % queues.length;
        break;
      }
    }
    for (Queue queue : queues) {
      queue.pass();
    }
  }
}
