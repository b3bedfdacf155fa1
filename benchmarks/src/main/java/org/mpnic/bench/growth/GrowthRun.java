package org.mpnic.bench.growth;

import java.util.List;
import java.util.Random;
import org.mpnic.abi.CounterTable;
import org.mpnic.bench.FrameOffer;
import org.mpnic.bench.ProgrammedSubflows;
import org.mpnic.bench.linerate.CycleRange;
import org.mpnic.bench.linerate.HeaderRate;
import org.mpnic.bench.linerate.LatencyHost;
import org.mpnic.bench.linerate.LineRateTraffic;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.top.RxTop;

/**
 * Offers a card with many subflows, whose tables are in one kind of memory, frames of 64 bytes in
 * uniformly random order, as fast as the accesses of its flow table allow: by turns of the ports,
 * one in each headerIntervalCycles. Nothing may be dropped then.
 */
final class GrowthRun {
  private static final int SIZE = 64;
  private static final int ANNOUNCEMENT_CYCLES = 64;
  private static final int SETTLE_CYCLES = 20_000;
  private static final long SEED = 1;

  private final TableMemory memory;
  private final int subflows;
  private final int packets;
  private final NicConfig config;

  /** A run that has not begun, of so many packets. */
  GrowthRun(TableMemory memory, int subflows, int packets) {
    this.memory = memory;
    this.subflows = subflows;
    this.packets = packets;
    this.config = memory.config(subflows);
  }

  /**
   * Runs it.
   *
   * @param smallestBytes heap that a card with one subflow needs, 0 when that is not known
   */
  GrowthPoint run(long smallestBytes) {
    LatencyHost host = new LatencyHost(config);
    HeaderRate probe = new HeaderRate();
    long before = usedHeap();
    long begun = System.nanoTime();
    RxTop card = new RxTop(config, host, new ProgrammedSubflows(subflows, true), probe);
    double buildSeconds = (System.nanoTime() - begun) / 1e9;
    long bytes = usedHeap() - before;
    LineRateTraffic traffic = new LineRateTraffic(SIZE, subflows, new Random(SEED));
    long start = announce(card, traffic);
    host.clear();
    host.leastCycles = Long.MAX_VALUE;
    host.mostCycles = 0;
    probe.from(start);
    begun = System.nanoTime();
    offer(card, traffic, start);
    double seconds = (System.nanoTime() - begun) / 1e9;
    check(card, host, probe);
    List<TableSize> tables = TableSize.of(card.stages());
    long bits = tables.stream().mapToLong(TableSize::bits).sum();
    Double perSubflow =
        smallestBytes == 0 || subflows == 1
            ? null
            : (double) (bytes - smallestBytes) / (subflows - 1);
    return new GrowthPoint(
        subflows,
        memory.text,
        memory.readLatencyCycles,
        memory.accessesPerCycle,
        1.0 / config.headerIntervalCycles(),
        probe.grants(),
        (double) probe.grants() / probe.cycles(),
        card.counters()[CounterTable.FRAMES_DROPPED],
        new CycleRange(host.leastCycles, host.mostCycles),
        tables,
        bits,
        (double) bits / subflows,
        new HostCost(bytes, perSubflow, buildSeconds, packets / seconds));
  }

  private static long usedHeap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private long announce(RxTop card, LineRateTraffic traffic) {
    long cycle = RxTop.readyCycle(config);
    for (byte[] frame = traffic.nextAnnouncement();
        frame != null;
        frame = traffic.nextAnnouncement()) {
      offer(card, 0, frame, cycle);
      cycle += ANNOUNCEMENT_CYCLES;
    }
    cycle += SETTLE_CYCLES;
    horizon(card, cycle);
    FrameOffer.advance(card, cycle);
    return cycle;
  }

  private void offer(RxTop card, LineRateTraffic traffic, long start) {
    for (int packet = 0; packet < packets; packet++) {
      long cycle = start + (long) packet * config.headerIntervalCycles();
      offer(card, packet % config.ports(), traffic.next(), cycle);
    }
    horizon(card, Long.MAX_VALUE);
    FrameOffer.advance(card, Long.MAX_VALUE);
  }

  private void offer(RxTop card, int port, byte[] frame, long cycle) {
    horizon(card, cycle);
    FrameOffer.offer(card, port, frame, cycle);
  }

  private void horizon(RxTop card, long cycle) {
    for (int port = 0; port < config.ports(); port++) {
      card.horizon(port, cycle);
    }
  }

  private void check(RxTop card, LatencyHost host, HeaderRate probe) {
    long dropped = card.counters()[CounterTable.FRAMES_DROPPED];
    if (host.exceptions != 0 || host.packets != packets - dropped || probe.grants() < packets / 2) {
      throw new IllegalStateException(
          "subflows="
              + subflows
              + " packets="
              + host.packets
              + " of "
              + packets
              + " exceptions="
              + host.exceptions
              + " drops="
              + dropped);
    }
  }
}
