package org.mpnic.abi.region;

import java.util.Arrays;
import org.mpnic.abi.CompletionFlyweight;
import org.mpnic.abi.RegionMemory;

/**
 * The host's buffers of one queue: which buffer was posted under which descriptor index.
 *
 * <p>Completions name descriptors, and those of two ports come back in another order than they were
 * posted, so a descriptor's place in the ring may be used anew while its buffer is still away. The
 * record of it therefore stands in section BUFFER_OWNERS, where it outlives the host. Rules:
 *
 * <ul>
 *   <li>A completion is released before its buffers are posted again: what a successor sees again
 *       is never overwritten.
 *   <li>The record is stored before the descriptor is published.
 *   <li>{@link #attach} posts what is neither with the device nor in an unreleased completion: all
 *       buffers at first, and after a death those that fell between release and post.
 * </ul>
 */
public final class ReceiveBuffers {
  private static final int NONE = -1;

  private final RegionMemory memory;
  private final RegionLayout layout;
  private final int queue;
  private final int entries;
  private final DescriptorRingProducer descriptors;
  private final CompletionRingConsumer completions;
  private final CompletionFlyweight completion = new CompletionFlyweight();

  /** Descriptor index under which a buffer was last posted. */
  private final int[] owner;

  /** First buffer whose owner has this place in the ring; the others follow in chain. */
  private final int[] first;

  private final int[] chain;
  private final int[] returned;
  private int returnedCount;

  /** Buffers over the queue's two ring views; nothing is read or posted before {@link #attach}. */
  public ReceiveBuffers(
      RegionFile region,
      int queue,
      DescriptorRingProducer descriptors,
      CompletionRingConsumer completions) {
    this.memory = region.memory();
    this.layout = region.layout();
    this.queue = queue;
    this.entries = region.spec().ringEntries();
    this.descriptors = descriptors;
    this.completions = completions;
    this.owner = new int[entries];
    this.first = new int[entries];
    this.chain = new int[entries];
    this.returned = new int[entries];
    Arrays.fill(first, NONE);
  }

  /** Number of buffers of the queue. */
  public int count() {
    return entries;
  }

  /** Region offset of a buffer, 0 to count() - 1. */
  public long address(int buffer) {
    return layout.buffer(queue, buffer);
  }

  /** Buffer posted under a free-running descriptor index, or -1 if there is none. */
  public int bufferOf(int descriptorIndex) {
    int buffer = first[descriptorIndex & entries - 1];
    while (buffer != NONE && owner[buffer] != descriptorIndex) {
      buffer = chain[buffer];
    }
    return buffer;
  }

  /** Posts all buffers under the indices 0 on: for a ring that the device has reset. */
  public void reset() {
    for (int buffer = 0; buffer < entries; buffer++) {
      memory.putInt(layout.bufferOwner(queue, buffer), buffer);
    }
    attach();
  }

  /**
   * Reads rings and record, and posts every buffer that is with nobody.
   *
   * @return number of buffers posted
   */
  public int attach() {
    descriptors.resume();
    completions.resume();
    Arrays.fill(first, NONE);
    for (int buffer = 0; buffer < entries; buffer++) {
      link(buffer, memory.getInt(layout.bufferOwner(queue, buffer)));
    }
    boolean[] post = releasedButNotPosted();
    int next = descriptors.next();
    int posted = 0;
    returnedCount = 0;
    for (int buffer = 0; buffer < entries; buffer++) {
      if (post[buffer] || owner[buffer] - next >= 0) {
        returned[returnedCount++] = buffer;
        posted++;
      }
    }
    postReturned();
    return posted;
  }

  /**
   * Releases the oldest completions and posts their buffers again. No allocation.
   *
   * @param count completions, all taken
   */
  public void release(int count) {
    int index = completions.released();
    returnedCount = 0;
    for (int i = 0; i < count; i++) {
      completions.view(index + i, completion);
      int descriptor = completion.bufferIndex();
      int end = descriptor + Math.min(completion.bufferCount(), entries);
      for (; descriptor != end && returnedCount < entries; descriptor++) {
        int buffer = bufferOf(descriptor);
        if (buffer != NONE) {
          unlink(buffer);
          returned[returnedCount++] = buffer;
        }
      }
    }
    completions.release(count);
    for (int i = 0; i < returnedCount; i++) {
      post(returned[i]);
    }
    descriptors.publish();
  }

  /**
   * Buffers in released completions that still stand under the index they had then. Looks back from
   * the released point over the entries that the device cannot have overwritten meanwhile.
   */
  private boolean[] releasedButNotPosted() {
    int released = completions.released();
    int ringEntries = completions.entries();
    int[] distance = new int[entries];
    for (int back = 1; back < ringEntries; back++) {
      completions.view(released - back, completion);
      int descriptor = completion.bufferIndex();
      int buffers = Math.min(completion.bufferCount(), entries);
      for (int i = 0; i < buffers; i++) {
        int buffer = bufferOf(descriptor + i);
        if (buffer != NONE && distance[buffer] == 0) {
          distance[buffer] = back;
        }
      }
    }
    int reliable = ringEntries - completions.available(ringEntries) - 2;
    boolean[] post = new boolean[entries];
    for (int buffer = 0; buffer < entries; buffer++) {
      post[buffer] = distance[buffer] != 0 && distance[buffer] <= reliable;
    }
    return post;
  }

  private void postReturned() {
    for (int i = 0; i < returnedCount; i++) {
      unlink(returned[i]);
    }
    for (int i = 0; i < returnedCount; i++) {
      post(returned[i]);
    }
    descriptors.publish();
  }

  private void post(int buffer) {
    int index = descriptors.next();
    memory.putInt(layout.bufferOwner(queue, buffer), index);
    link(buffer, index);
    descriptors.post(layout.buffer(queue, buffer));
  }

  private void link(int buffer, int index) {
    int place = index & entries - 1;
    owner[buffer] = index;
    chain[buffer] = first[place];
    first[place] = buffer;
  }

  private void unlink(int buffer) {
    int place = owner[buffer] & entries - 1;
    if (first[place] == buffer) {
      first[place] = chain[buffer];
      return;
    }
    int before = first[place];
    while (chain[before] != buffer) {
      before = chain[before];
    }
    chain[before] = chain[buffer];
  }
}
