package org.mpnic.driver;

import org.mpnic.abi.TxDescriptorLayout;

/**
 * What the card does to a frame of the host: a checksum, and with an mss, segmentation; offsets as
 * Linux' virtio_net_hdr has them.
 *
 * @param mss payload bytes of a segment, 0 for no segmentation
 * @param l3Offset bytes before the IP header
 * @param l4Offset bytes before the first byte that is summed (csum_start)
 * @param headerBytes bytes before the payload; with an mss
 * @param checksumOffset of the checksum field from l4Offset: 16 for TCP, 6 for UDP
 */
public record TxOffload(int mss, int l3Offset, int l4Offset, int headerBytes, int checksumOffset) {
  /** Checks that every value fits its field; the card checks what they mean. */
  public TxOffload {
    check("mss", mss, 0xffff);
    check("l3Offset", l3Offset, 0xff);
    check("l4Offset", l4Offset, 0xff);
    check("headerBytes", headerBytes, 0xff);
    check("checksumOffset", checksumOffset, 0xff);
  }

  int offloadWord() {
    return mss << TxDescriptorLayout.MSS_SHIFT
        | l3Offset << TxDescriptorLayout.L3_OFFSET_SHIFT
        | l4Offset << TxDescriptorLayout.L4_OFFSET_SHIFT;
  }

  long headerWord() {
    return (long) headerBytes << TxDescriptorLayout.HEADER_BYTES_SHIFT
        | (long) checksumOffset << TxDescriptorLayout.CHECKSUM_OFFSET_SHIFT;
  }

  private static void check(String name, int value, int most) {
    if (value < 0 || value > most) {
      throw new IllegalArgumentException(name + " is " + value + ", must be 0 to " + most);
    }
  }
}
