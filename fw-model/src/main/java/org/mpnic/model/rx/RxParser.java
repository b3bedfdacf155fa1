package org.mpnic.model.rx;

import org.mpnic.abi.Reason;
import org.mpnic.model.config.NicConfig;
import org.mpnic.wire.FrameParser;
import org.mpnic.wire.ParserLimits;

/**
 * rx_parser: reads Ethernet, VLAN, IPv4, IPv6, TCP and every MPTCP option of a frame.
 *
 * <p>Input: the frame's first {@link NicConfig#headerWindowBeats()} beats. Output: {@link
 * HeaderWord#header} and {@link HeaderWord#reason}, beside the frame's last beat.
 *
 * <p>Hardware contract. Beats pass through in a shift register of {@link #latencyCycles} cycles,
 * one beat a cycle, never stalled. Within it: one cycle for the header window, two for Ethernet and
 * VLAN tags (a multiplexer over maxVlanTags + 1 positions), two for the fixed IP header, two per
 * IPv6 extension header, two for the fixed TCP header, two per TCP option, one for the result; of
 * two cycles the first decides by how much the bytes move, the second moves them. No state is kept
 * between frames. Whatever needs more than the window, the tags, the extension headers or the
 * options that the configuration has is an exception with its own reason, found in the same number
 * of cycles.
 */
public final class RxParser {
  private static final int NOT_TCP = Reason.NOT_TCP.code();
  private static final int FIXED_CYCLES = 8;

  /** Ethernet and the longest IPv4 header: what the first cycles read in place. */
  private static final int FIXED_WINDOW_BYTES = 74;

  private static final int TAG_BYTES = 4;

  /** Offsets in the window are eight bits wide in hardware. */
  private static final int MAX_WINDOW_BYTES = 252;

  private final ParserLimits limits;

  /**
   * A parser with the limits of this card.
   *
   * @throws IllegalArgumentException if headerWindowBeats times beatBytes does not hold Ethernet,
   *     maxVlanTags tags and the longest IPv4 header, or is more than 252 bytes
   */
  public RxParser(NicConfig config) {
    int windowBytes = config.headerWindowBeats() * config.beatBytes();
    int leastBytes = FIXED_WINDOW_BYTES + TAG_BYTES * config.maxVlanTags();
    if (windowBytes < leastBytes || windowBytes > MAX_WINDOW_BYTES) {
      throw new IllegalArgumentException(
          "headerWindowBeats times beatBytes is "
              + windowBytes
              + ", it must be "
              + leastBytes
              + " to "
              + MAX_WINDOW_BYTES);
    }
    limits =
        new ParserLimits(
            windowBytes, config.maxVlanTags(), config.maxIpv6Extensions(), config.maxTcpOptions());
  }

  /** Cycles from a beat in to the same beat out. */
  public static int latencyCycles(NicConfig config) {
    return FIXED_CYCLES + 2 * (config.maxTcpOptions() + config.maxIpv6Extensions());
  }

  /** Parses the frame at the word's buffer, offset and frameBytes. */
  public void process(HeaderWord word) {
    int reason = FrameParser.parse(word.buffer, word.offset, word.frameBytes, limits, word.header);
    word.reason = reason == 0 && !word.header.isTcp() ? NOT_TCP : reason;
  }
}
