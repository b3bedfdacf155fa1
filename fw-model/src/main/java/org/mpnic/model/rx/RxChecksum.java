package org.mpnic.model.rx;

import org.mpnic.abi.Reason;
import org.mpnic.model.config.NicConfig;
import org.mpnic.wire.FrameHeader;
import org.mpnic.wire.InternetChecksum;
import org.mpnic.wire.IpChecksum;

/**
 * rx_checksum: checks the IPv4 header's and the TCP checksum and sums the payload, in one pass.
 *
 * <p>Input: the frame's beats and, beside the last, what rx_parser read. Output: {@link
 * HeaderWord#ipChecksumOk}, {@link HeaderWord#tcpChecksumOk}, {@link HeaderWord#payloadSum}; a bad
 * checksum becomes the word's reason and takes the place of one that rx_parser found, because such
 * a frame's segment is never part of a stream.
 *
 * <p>Hardware contract. Latency 4 cycles, one beat a cycle: each beat is a tree of 32 additions of
 * 16-bit words with end-around carry, accumulated over the frame from the start of the IP packet;
 * the header window is summed once more by its fields, and the payload's sum is the difference. All
 * sums are residues modulo 65535 (0 to 65534): the two zeros of ones' complement are one. A
 * checksum is right when the sum over what it covers has residue 0; neither sum can be the all-zero
 * one, because the IP version and the protocol number are in it.
 */
public final class RxChecksum {
  private static final int BAD_IP = Reason.BAD_IP_CHECKSUM.code();
  private static final int BAD_TCP = Reason.BAD_TCP_CHECKSUM.code();
  private static final int LATENCY_CYCLES = 4;

  /** Cycles from a beat in to the same beat out. */
  public static int latencyCycles(NicConfig config) {
    return LATENCY_CYCLES;
  }

  /** Checks and sums the frame that rx_parser has read. */
  public void process(HeaderWord word) {
    FrameHeader header = word.header;
    if ((header.layers & FrameHeader.LAYER_IP) == 0) {
      return;
    }
    word.ipChecksumOk = IpChecksum.ipHeaderOk(word.buffer, word.offset, header);
    if (header.isTcp()) {
      int sum = IpChecksum.payloadSum(word.buffer, word.offset, header);
      word.payloadSum = InternetChecksum.residue(sum);
      word.tcpChecksumOk = IpChecksum.tcpOk(word.buffer, word.offset, header, sum);
      if (!word.tcpChecksumOk) {
        word.reason = BAD_TCP;
      }
    }
    if (!word.ipChecksumOk) {
      word.reason = BAD_IP;
    }
  }
}
