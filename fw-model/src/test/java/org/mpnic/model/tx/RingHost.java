package org.mpnic.model.tx;

import java.util.ArrayList;
import java.util.List;
import org.mpnic.abi.TxDescriptorLayout;
import org.mpnic.model.config.NicConfig;

/** A host with descriptor rings and memory: posts what a test says, notes what is published. */
final class RingHost implements TransmitHost {
  static final long START = 4096;

  /** One published error completion. */
  record Refusal(int queue, int reason, int index) {}

  final byte[] memory;
  final List<Refusal> refusals = new ArrayList<>();
  final int[] posted;
  final boolean[] open;

  /** By queue: index behind the last descriptor that the card gave back. */
  final int[] done;

  final long[] lastVisible;
  int completions;

  /** Lowest and highest byte offset that the card has read. */
  long lowestRead = Long.MAX_VALUE;

  long highestRead;
  private final int ringMask;
  private final long[][] rings;

  RingHost(NicConfig config, int memoryBytes) {
    int queues = config.transmit().queues();
    int entries = config.transmit().ringEntries();
    memory = new byte[memoryBytes];
    posted = new int[queues];
    open = new boolean[queues];
    done = new int[queues];
    lastVisible = new long[queues];
    rings = new long[queues][entries * TxDescriptor.WORDS];
    ringMask = entries - 1;
  }

  /** Free places of the ring. */
  int room(int queue) {
    return ringMask + 1 - (posted[queue] - done[queue]);
  }

  void raw(int queue, int port, long address, int length, boolean more) {
    post(queue, address, length, TxDescriptor.RAW, more, false, port, 0, 0);
  }

  void stream(int queue, int connection, long address, int length, boolean dataFin) {
    post(queue, address, length, TxDescriptor.STREAM, false, dataFin, connection, 0, 0);
  }

  void mapping(
      int queue, int subflow, long address, int length, boolean dataFin, long dsn, int ssn) {
    post(queue, address, length, TxDescriptor.MAPPING, false, dataFin, subflow, ssn, dsn);
  }

  void offload(
      int queue,
      int port,
      long address,
      int length,
      boolean more,
      int mss,
      int l3,
      int l4,
      int headerBytes,
      int checksumOffset) {
    int offload =
        mss << TxDescriptorLayout.MSS_SHIFT
            | l3 << TxDescriptorLayout.L3_OFFSET_SHIFT
            | l4 << TxDescriptorLayout.L4_OFFSET_SHIFT;
    long header =
        headerBytes << TxDescriptorLayout.HEADER_BYTES_SHIFT
            | checksumOffset << TxDescriptorLayout.CHECKSUM_OFFSET_SHIFT;
    post(queue, address, length, TxDescriptor.OFFLOAD, more, false, port, offload, header);
  }

  void post(
      int queue,
      long address,
      int length,
      int type,
      boolean more,
      boolean dataFin,
      int target,
      int offload,
      long header) {
    int control =
        type << TxDescriptorLayout.TYPE_SHIFT
            | (more ? 1 << TxDescriptorLayout.MORE_SHIFT : 0)
            | (dataFin ? 1 << TxDescriptorLayout.DATA_FIN_SHIFT : 0)
            | target << TxDescriptorLayout.TARGET_SHIFT;
    words(
        queue,
        address,
        length & 0xffff_ffffL | (long) posted[queue] << 32,
        control & 0xffff_ffffL | (long) offload << 32,
        header);
  }

  void words(int queue, long w0, long w1, long w2, long w3) {
    if (room(queue) == 0) {
      throw new IllegalStateException("ring of queue " + queue + " is full");
    }
    int base = (posted[queue] & ringMask) * TxDescriptor.WORDS;
    rings[queue][base] = w0;
    rings[queue][base + 1] = w1;
    rings[queue][base + 2] = w2;
    rings[queue][base + 3] = w3;
    posted[queue]++;
  }

  @Override
  public int posted(int queue) {
    return posted[queue];
  }

  @Override
  public boolean open(int queue) {
    return open[queue];
  }

  @Override
  public void descriptor(int queue, int index, long[] words) {
    System.arraycopy(rings[queue], (index & ringMask) * 4, words, 0, 4);
  }

  @Override
  public long dmaStart() {
    return START;
  }

  @Override
  public long dmaEnd() {
    return START + memory.length;
  }

  @Override
  public void read(long address, byte[] destination, int offset, int length) {
    lowestRead = Math.min(lowestRead, address);
    highestRead = Math.max(highestRead, address + length);
    System.arraycopy(memory, (int) (address - START), destination, offset, length);
  }

  @Override
  public boolean completionPlacesFree(int queue, int count) {
    return true;
  }

  @Override
  public void publish(int queue, int type, int reason, int index, long cycle, long visibleCycle) {
    completions++;
    lastVisible[queue] = visibleCycle;
    if (type == TxCompletion.ERROR) {
      refusals.add(new Refusal(queue, reason, index));
      done[queue] = index + 1;
    } else {
      done[queue] = index;
    }
  }
}
