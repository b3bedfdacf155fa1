package org.mpnic.abi.region;

import org.mpnic.abi.EventFlyweight;
import org.mpnic.abi.EventLayout;
import org.mpnic.abi.RegionMemory;
import org.mpnic.abi.RingLayout;
import org.mpnic.abi.Section;

/** Device side of the event ring; the producer index publishes. */
public final class EventRingProducer {
  private final RegionMemory memory;
  private final long ring;
  private final long producer;
  private final long consumer;
  private final int entries;
  private final EventFlyweight entry = new EventFlyweight();
  private int head;

  public EventRingProducer(RegionFile region) {
    RegionLayout layout = region.layout();
    memory = region.memory();
    ring = layout.offset(Section.EVENTS);
    producer = layout.producerIndex(RingLayout.events());
    consumer = layout.consumerIndex(RingLayout.events());
    entries = region.spec().eventEntries();
    head = memory.getIntAcquire(producer);
  }

  /** Events that can be published now; 0 also if the host stored an impossible index. */
  public int places() {
    int used = head - memory.getIntAcquire(consumer);
    return used < 0 || used > entries ? 0 : entries - used;
  }

  /** View of the next event, zeroed, to be filled; only if there is a place. */
  public EventFlyweight next() {
    long offset = ring + (long) (head & entries - 1) * EventLayout.BYTES;
    memory.zero(offset, EventLayout.BYTES);
    return entry.wrap(memory, offset);
  }

  /** Publishes the event that {@link #next} gave: one release store. */
  public void publish() {
    head++;
    memory.putIntRelease(producer, head);
  }

  /** Empties the ring; the host is not polling, it waits for the answer to its reset command. */
  public void reset() {
    memory.putIntRelease(consumer, 0);
    memory.putIntRelease(producer, 0);
    head = 0;
  }
}
