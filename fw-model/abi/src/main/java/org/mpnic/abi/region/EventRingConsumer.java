package org.mpnic.abi.region;

import org.mpnic.abi.EventFlyweight;
import org.mpnic.abi.EventLayout;
import org.mpnic.abi.RegionMemory;
import org.mpnic.abi.RingLayout;
import org.mpnic.abi.Section;

/** Host side of the event ring. */
public final class EventRingConsumer {
  private final RegionMemory memory;
  private final long ring;
  private final long producer;
  private final long consumer;
  private final int entries;
  private final EventFlyweight entry = new EventFlyweight();
  private int next;

  public EventRingConsumer(RegionFile region) {
    RegionLayout layout = region.layout();
    memory = region.memory();
    ring = layout.offset(Section.EVENTS);
    producer = layout.producerIndex(RingLayout.events());
    consumer = layout.consumerIndex(RingLayout.events());
    entries = region.spec().eventEntries();
    resume();
  }

  /** Reads the consumer index again: after an attach, or after the device was reset. */
  public void resume() {
    next = memory.getIntAcquire(consumer);
  }

  /** View of the oldest event, or null if there is none; {@link #release} gives it back. */
  public EventFlyweight poll() {
    if (memory.getIntAcquire(producer) == next) {
      return null;
    }
    return entry.wrap(memory, ring + (long) (next & entries - 1) * EventLayout.BYTES);
  }

  /** Gives the event of the last {@link #poll} back. */
  public void release() {
    next++;
    memory.putIntRelease(consumer, next);
  }
}
