package org.mpnic.model.tx;

/**
 * Part of a frame that lies in one descriptor, on its way from segmenter to tx_dma; mutable and
 * reused.
 *
 * <p>A frame is one slice or several, contiguous in its port's FIFO. What {@link FrameFinish} says
 * counts in the frame's first slice.
 */
public final class TxSlice {
  /** Port that the frame leaves by. */
  public int port;

  /** Transmit queue that it comes from. */
  public int queue;

  /** Life of the queue in which it was cut; a reset of the queue begins another. */
  public int queueLife;

  /** Free-running index of its descriptor. */
  public int descriptorIndex;

  /** Host bytes: offset in the region, and how many; 0 for a frame without host bytes. */
  public long address;

  public int length;

  /** It begins its frame. */
  public boolean first;

  /** It ends its frame. */
  public boolean last;

  /** No later slice has bytes of this descriptor. */
  public boolean lastOfDescriptor;

  /** Cycle in which it stands in the port's FIFO (visible the next). */
  public long pushedCycle;

  /** Header that dss_inserter has made; 0 bytes when the host brings it. */
  public final byte[] header = new byte[128];

  public int headerBytes;

  /** What tx_checksum does to the frame. */
  public final FrameFinish finish = new FrameFinish();

  /** As new. */
  public void clear() {
    port = 0;
    queue = 0;
    queueLife = 0;
    descriptorIndex = 0;
    address = 0;
    length = 0;
    first = false;
    last = false;
    lastOfDescriptor = false;
    pushedCycle = 0;
    headerBytes = 0;
    finish.clear();
  }

  /** Takes over all fields of another slice. */
  public void copyFrom(TxSlice other) {
    port = other.port;
    queue = other.queue;
    queueLife = other.queueLife;
    descriptorIndex = other.descriptorIndex;
    address = other.address;
    length = other.length;
    first = other.first;
    last = other.last;
    lastOfDescriptor = other.lastOfDescriptor;
    pushedCycle = other.pushedCycle;
    headerBytes = other.headerBytes;
    System.arraycopy(other.header, 0, header, 0, headerBytes);
    finish.copyFrom(other.finish);
  }
}
