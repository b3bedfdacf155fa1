package org.mpnic.abi;

import java.util.ArrayList;
import java.util.List;

/** Flag bits of a completion, as masks over its 16-bit flags field. */
public final class CompletionFlags {
  private static final List<BitField> DECLARED = new ArrayList<>();

  public static final int MAPPED = flag("mapped", "dsn is valid");
  public static final int SEGMENT_NEW =
      flag("segment_new", "the bytes are those that the card put into the mapping's sum");
  public static final int DUPLICATE =
      flag("duplicate", "every byte lies below the connection's in-order point or was seen");
  public static final int OUT_OF_ORDER =
      flag("out_of_order", "the segment lies beyond the subflow's in-order point");
  public static final int OUTSIDE_WINDOW =
      flag("outside_window", "the DSN lies outside the connection's window");
  public static final int DATA_FIN = flag("data_fin", "the DSS option carries DATA_FIN");
  public static final int SLOW_PATH =
      flag("slow_path", "delivered whole and raw; reason says why, software does the rest");
  public static final int HAS_CHECKSUM =
      flag("has_checksum", "the mapping carries a checksum (dss_checksum is valid)");
  public static final int TCP_FIN = flag("tcp_fin", "TCP FIN is set");
  public static final int TCP_RST = flag("tcp_rst", "TCP RST is set");
  public static final int INFINITE_MAPPING =
      flag("infinite_mapping", "mapped by an infinite mapping (RFC 8684 section 3.7)");
  public static final int HANDSHAKE =
      flag("handshake", "SYN, MP_CAPABLE, MP_JOIN or an ACK that completes a handshake");
  public static final int FIRMWARE_BUSY =
      flag("firmware_busy", "the firmware's event queue was full: it did not see this frame");
  public static final int PARTIAL_DUPLICATE =
      flag("partial_duplicate", "some bytes were seen before, some are new");

  /** All flags, lowest bit first. */
  public static final List<BitField> ALL = List.copyOf(DECLARED);

  private CompletionFlags() {}

  /** Names of the set flags, separated by blanks; unknown bits as bitN. */
  public static String describe(int flags) {
    StringBuilder text = new StringBuilder();
    for (int bit = 0; bit < 16; bit++) {
      if ((flags >>> bit & 1) != 0) {
        text.append(text.isEmpty() ? "" : " ");
        text.append(bit < ALL.size() ? ALL.get(bit).name() : "bit" + bit);
      }
    }
    return text.toString();
  }

  private static int flag(String name, String meaning) {
    int bit = DECLARED.size();
    DECLARED.add(new BitField(name, "flags", bit, 1, meaning));
    return 1 << bit;
  }
}
