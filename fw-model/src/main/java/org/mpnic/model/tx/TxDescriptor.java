package org.mpnic.model.tx;

import org.mpnic.abi.TxDescriptorLayout;
import org.mpnic.abi.TxDescriptorType;

/**
 * One transmit descriptor, taken apart; mutable and reused. What the fields mean and may be: {@link
 * TxDescriptorLayout}.
 */
public final class TxDescriptor {
  public static final int RAW = TxDescriptorType.RAW.code();
  public static final int OFFLOAD = TxDescriptorType.OFFLOAD.code();
  public static final int STREAM = TxDescriptorType.STREAM.code();
  public static final int MAPPING = TxDescriptorType.MAPPING.code();

  private static final int TYPE_MASK = 7;
  private static final int RESERVED = 0xfc0;

  /** Words of a descriptor in the ring. */
  static final int WORDS = TxDescriptorLayout.BYTES / 8;

  /** First cycle in which the queue's head can use it. */
  public long cycle;

  public long address;
  public int length;
  public int index;
  public int type;
  public boolean more;
  public boolean dataFin;

  /** Bits that must be zero are not. */
  boolean reserved;

  public int target;
  public int mss;
  public int l3Offset;
  public int l4Offset;
  public int headerBytes;
  public int checksumOffset;
  public int ssn;
  public long dsn;

  /** Number of descriptors and bytes of the frame that begins here; not in the ring. */
  int frameDescriptors;

  int frameBytes;

  /** Takes the words of the ring apart. */
  public void decode(long[] words) {
    address = words[TxDescriptorLayout.ADDRESS / 8];
    length = (int) words[TxDescriptorLayout.LENGTH / 8];
    index = (int) (words[TxDescriptorLayout.INDEX / 8] >>> 32);
    int control = (int) words[TxDescriptorLayout.CONTROL / 8];
    type = control >>> TxDescriptorLayout.TYPE_SHIFT & TYPE_MASK;
    more = (control >>> TxDescriptorLayout.MORE_SHIFT & 1) != 0;
    dataFin = (control >>> TxDescriptorLayout.DATA_FIN_SHIFT & 1) != 0;
    // Return when acknowledged needs a control processor that sees acknowledgments.
    reserved =
        (control & RESERVED) != 0 || (control >>> TxDescriptorLayout.ACKNOWLEDGED_SHIFT & 1) != 0;
    target = control >>> TxDescriptorLayout.TARGET_SHIFT;
    int offload = (int) (words[TxDescriptorLayout.OFFLOAD / 8] >>> 32);
    ssn = offload;
    mss = offload >>> TxDescriptorLayout.MSS_SHIFT & 0xffff;
    l3Offset = offload >>> TxDescriptorLayout.L3_OFFSET_SHIFT & 0xff;
    l4Offset = offload >>> TxDescriptorLayout.L4_OFFSET_SHIFT & 0xff;
    dsn = words[TxDescriptorLayout.HEADER / 8];
    headerBytes = (int) dsn >>> TxDescriptorLayout.HEADER_BYTES_SHIFT & 0xff;
    checksumOffset = (int) dsn >>> TxDescriptorLayout.CHECKSUM_OFFSET_SHIFT & 0xff;
    frameDescriptors = 1;
    frameBytes = 0;
  }

  /** Takes over all fields of another. */
  void copyFrom(TxDescriptor other) {
    cycle = other.cycle;
    address = other.address;
    length = other.length;
    index = other.index;
    type = other.type;
    more = other.more;
    dataFin = other.dataFin;
    reserved = other.reserved;
    target = other.target;
    mss = other.mss;
    l3Offset = other.l3Offset;
    l4Offset = other.l4Offset;
    headerBytes = other.headerBytes;
    checksumOffset = other.checksumOffset;
    ssn = other.ssn;
    dsn = other.dsn;
    frameDescriptors = other.frameDescriptors;
    frameBytes = other.frameBytes;
  }
}
