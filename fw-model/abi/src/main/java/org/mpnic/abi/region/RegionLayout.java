package org.mpnic.abi.region;

import java.util.EnumMap;
import java.util.Map;
import org.mpnic.abi.AbiLimits;
import org.mpnic.abi.AdminLayout;
import org.mpnic.abi.CompletionLayout;
import org.mpnic.abi.ConnectionRecord;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.DescriptorLayout;
import org.mpnic.abi.EventLayout;
import org.mpnic.abi.RegionHeaderLayout;
import org.mpnic.abi.RegisterTable;
import org.mpnic.abi.RingLayout;
import org.mpnic.abi.Section;
import org.mpnic.abi.SubflowRecord;
import org.mpnic.abi.TxCompletionLayout;
import org.mpnic.abi.TxDescriptorLayout;
import org.mpnic.abi.WakeLayout;

/** Offsets of everything in one region, in bytes from its start. */
public final class RegionLayout {
  private static final long SECTION_ALIGNMENT = 4096;

  private final RegionSpec spec;
  private final Map<Section, Long> offsets;
  private final long regionBytes;

  private RegionLayout(RegionSpec spec, Map<Section, Long> offsets, long regionBytes) {
    this.spec = spec;
    this.offsets = offsets;
    this.regionBytes = regionBytes;
  }

  /** Places the sections one behind the other, each aligned to a page; DMA memory to 64 KiB. */
  public static RegionLayout of(RegionSpec spec) {
    Map<Section, Long> offsets = new EnumMap<>(Section.class);
    long end = RegionHeaderLayout.BYTES;
    for (Section section : Section.values()) {
      long alignment = section == Section.DMA_MEMORY ? 1 << 16 : SECTION_ALIGNMENT;
      long start = end + alignment - 1 & -alignment;
      offsets.put(section, start);
      end = start + entryBytes(section, spec) * entries(section, spec);
    }
    return new RegionLayout(spec, offsets, end + SECTION_ALIGNMENT - 1 & -SECTION_ALIGNMENT);
  }

  /** A layout with offsets that a header gives; the caller has checked them. */
  static RegionLayout at(RegionSpec spec, Map<Section, Long> offsets, long regionBytes) {
    return new RegionLayout(spec, new EnumMap<>(offsets), regionBytes);
  }

  /** Size of one entry of a section in bytes. */
  static long entryBytes(Section section, RegionSpec spec) {
    return switch (section) {
      case REGISTERS, COUNTERS -> 8;
      case RING_INDICES -> RingLayout.BYTES;
      case WAKE_WORDS -> WakeLayout.BYTES;
      case ADMIN_COMMANDS, ADMIN_COMPLETIONS -> AdminLayout.BYTES;
      case ADMIN_DATA -> 1;
      case EVENTS -> EventLayout.BYTES;
      case RX_DESCRIPTORS -> DescriptorLayout.BYTES;
      case RX_COMPLETIONS -> CompletionLayout.BYTES;
      case CONNECTIONS -> ConnectionRecord.BYTES;
      case SUBFLOWS -> SubflowRecord.BYTES;
      case BUFFER_OWNERS -> 4;
      case TX_DESCRIPTORS -> TxDescriptorLayout.BYTES;
      case TX_COMPLETIONS -> TxCompletionLayout.BYTES;
      case DMA_MEMORY -> spec.bufferBytes();
      case TX_MEMORY -> 1;
    };
  }

  /** Number of entries of a section. */
  static long entries(Section section, RegionSpec spec) {
    long buffers = (long) spec.queues() * spec.ringEntries();
    return switch (section) {
      case REGISTERS -> RegisterTable.BYTES / 8;
      case COUNTERS -> CounterTable.COUNT;
      case RING_INDICES -> RingLayout.count(spec.queues(), spec.txQueues());
      case WAKE_WORDS -> WakeLayout.count(spec.queues(), spec.txQueues());
      case ADMIN_COMMANDS, ADMIN_COMPLETIONS -> spec.adminEntries();
      case ADMIN_DATA -> AbiLimits.ADMIN_DATA_BYTES;
      case EVENTS -> spec.eventEntries();
      case RX_DESCRIPTORS, BUFFER_OWNERS, DMA_MEMORY -> buffers;
      case RX_COMPLETIONS -> (long) spec.queues() * spec.completionEntries();
      case CONNECTIONS -> spec.connections();
      case SUBFLOWS -> spec.subflows();
      case TX_DESCRIPTORS, TX_COMPLETIONS -> (long) spec.txQueues() * spec.txRingEntries();
      case TX_MEMORY -> spec.txMemoryBytes();
    };
  }

  /** The geometry that this layout is made for. */
  public RegionSpec spec() {
    return spec;
  }

  /** Size of the region in bytes. */
  public long regionBytes() {
    return regionBytes;
  }

  /** Start of a section. */
  public long offset(Section section) {
    return offsets.get(section);
  }

  /** Size of a section in bytes. */
  public long bytes(Section section) {
    return entryBytes(section, spec) * entries(section, spec);
  }

  /** A register, by its constant in {@link RegisterTable}. */
  public long register(int register) {
    return offset(Section.REGISTERS) + register;
  }

  /** A counter, by its index in {@link CounterTable}. */
  public long counter(int index) {
    return offset(Section.COUNTERS) + 8L * index;
  }

  /** Producer index of a ring, by its number in {@link RingLayout}. */
  public long producerIndex(int ring) {
    return offset(Section.RING_INDICES) + (long) ring * RingLayout.BYTES + RingLayout.PRODUCER;
  }

  /** Consumer index of a ring, by its number in {@link RingLayout}. */
  public long consumerIndex(int ring) {
    return offset(Section.RING_INDICES) + (long) ring * RingLayout.BYTES + RingLayout.CONSUMER;
  }

  /** A wake word, by its number in {@link WakeLayout}. */
  public long wakeWord(int word) {
    return offset(Section.WAKE_WORDS) + (long) word * WakeLayout.BYTES;
  }

  /** First descriptor of a queue's ring. */
  public long descriptors(int queue) {
    return offset(Section.RX_DESCRIPTORS)
        + (long) queue * spec.ringEntries() * DescriptorLayout.BYTES;
  }

  /** First completion of a queue's ring. */
  public long completions(int queue) {
    return offset(Section.RX_COMPLETIONS)
        + (long) queue * spec.completionEntries() * CompletionLayout.BYTES;
  }

  /** A connection record. */
  public long connection(int id) {
    return offset(Section.CONNECTIONS) + (long) id * ConnectionRecord.BYTES;
  }

  /** A subflow record. */
  public long subflow(int id) {
    return offset(Section.SUBFLOWS) + (long) id * SubflowRecord.BYTES;
  }

  /** The host's record of the descriptor index under which a buffer was posted. */
  public long bufferOwner(int queue, int buffer) {
    return offset(Section.BUFFER_OWNERS) + 4L * ((long) queue * spec.ringEntries() + buffer);
  }

  /** Start of a buffer: what a descriptor's address field holds. */
  public long buffer(int queue, int buffer) {
    return dmaStart() + ((long) queue * spec.ringEntries() + buffer) * spec.bufferBytes();
  }

  /** First descriptor of a transmit queue's ring. */
  public long txDescriptors(int queue) {
    return offset(Section.TX_DESCRIPTORS)
        + (long) queue * spec.txRingEntries() * TxDescriptorLayout.BYTES;
  }

  /** First completion of a transmit queue's ring. */
  public long txCompletions(int queue) {
    return offset(Section.TX_COMPLETIONS)
        + (long) queue * spec.txRingEntries() * TxCompletionLayout.BYTES;
  }

  /** First byte of DMA memory. */
  public long dmaStart() {
    return offset(Section.DMA_MEMORY);
  }

  /** First byte behind DMA memory: receive buffers, and behind them what the host sends. */
  public long dmaEnd() {
    return offset(Section.TX_MEMORY) + bytes(Section.TX_MEMORY);
  }
}
