package org.mpnic.abi;

/**
 * One receive completion, 64 bytes, little endian. Word 0 is stored last, with release: its phase
 * bit publishes the entry. Of a batch that is published at once this holds of the first entry
 * alone: a phase bit says something only when that of the entry before it does.
 *
 * <pre>
 *   0 control: phase 1, type 3, verdict 3, packet type 5, port 4, flags 16 (lowest bit first)
 *   4 queue | 6 reason      8 buffer index      12 buffer count | 14 payload offset
 *  16 frame length         20 payload length    24 connection     28 subflow (id, generation)
 *  32 DSN                                       40 SSN            44 RSS hash
 *  48 cycle                                     56 mapping length | 58 DSS checksum  60 frame
 * </pre>
 */
public final class CompletionLayout {
  private static final LayoutBuilder FIELDS =
      new LayoutBuilder(
          "completion",
          "Receive completion: a frame, the end of a mapping, or a bad descriptor",
          Access.READ_ONLY);

  public static final int CONTROL = FIELDS.u32("control", "", "published last, with release");
  public static final int QUEUE = FIELDS.u16("queue", "index", "queue of this ring");
  public static final int REASON =
      FIELDS.u16("reason", "code", "why the frame is an exception; 0 on the fast path");
  public static final int BUFFER_INDEX =
      FIELDS.u32("buffer_index", "index", "free-running descriptor index of the first buffer");
  public static final int BUFFER_COUNT =
      FIELDS.u16("buffer_count", "buffers", "buffers with consecutive indices; 0 if none");
  public static final int PAYLOAD_OFFSET =
      FIELDS.u16("payload_offset", "bytes", "first TCP payload byte from the frame's start");
  public static final int FRAME_LENGTH =
      FIELDS.u32("frame_length", "bytes", "bytes written, without FCS");
  public static final int PAYLOAD_LENGTH =
      FIELDS.u32("payload_length", "bytes", "TCP payload bytes");
  public static final int CONNECTION =
      FIELDS.u32("connection", "id", "one direction's data sequence space; NO_ID if unknown");
  public static final int SUBFLOW =
      FIELDS.u32("subflow", "id", "receive subflow and its generation; NO_ID if unknown");
  public static final int DSN =
      FIELDS.u64("dsn", "sequence", "64-bit DSN of the first payload byte, or of the mapping");
  public static final int SSN =
      FIELDS.u32("ssn", "sequence", "subflow sequence number of the first payload byte, SYN = 0");
  public static final int RSS_HASH = FIELDS.u32("rss_hash", "", "Toeplitz hash of the 5-tuple");
  public static final int CYCLE =
      FIELDS.u64("cycle", "cycles", "cycle at which the first beat entered the port");
  public static final int MAPPING_LENGTH =
      FIELDS.u16("mapping_length", "bytes", "data-level length as on the wire");
  public static final int DSS_CHECKSUM =
      FIELDS.u16("dss_checksum", "", "checksum field of the mapping as on the wire");
  public static final int FRAME =
      FIELDS.u32("frame", "serial", "number of the frame on its port, from 0");

  public static final int PHASE_SHIFT =
      FIELDS.bits("control", "phase", 1, "1 on even laps of the ring, 0 on odd ones");
  public static final int TYPE_SHIFT = FIELDS.bits("control", "type", 3, "completion type");
  public static final int VERDICT_SHIFT =
      FIELDS.bits("control", "verdict", 3, "verdict on the DSS checksum");
  public static final int PACKET_TYPE_SHIFT =
      FIELDS.bits("control", "packet_type", 5, "what the parser saw");
  public static final int PORT_SHIFT = FIELDS.bits("control", "port", 4, "port of arrival");
  public static final int FLAGS_SHIFT = FIELDS.bits("control", "flags", 16, "completion flags");

  public static final int SUBFLOW_ID_SHIFT =
      FIELDS.bits("subflow", "subflow_id", 20, "subflow table index");
  public static final int SUBFLOW_GENERATION_SHIFT =
      FIELDS.bits("subflow", "subflow_generation", 12, "changes whenever the id is used anew");

  public static final int TYPE_MASK = 0x7;
  public static final int VERDICT_MASK = 0x7;
  public static final int PACKET_TYPE_MASK = 0x1f;
  public static final int PORT_MASK = 0xf;
  public static final int FLAGS_MASK = 0xffff;
  public static final int SUBFLOW_ID_MASK = 0xfffff;
  public static final int SUBFLOW_GENERATION_MASK = 0xfff;

  /** Size of an entry in bytes. */
  public static final int BYTES = 64;

  /** Connection or subflow that the card does not know. */
  public static final int NO_ID = -1;

  public static final Layout LAYOUT = FIELDS.build(BYTES);

  private CompletionLayout() {}

  /** Word 0 without its phase bit; codes and flags of this package, port 0 to 15. */
  public static int control(int type, int verdict, int packetType, int port, int flags) {
    return (type & TYPE_MASK) << TYPE_SHIFT
        | (verdict & VERDICT_MASK) << VERDICT_SHIFT
        | (packetType & PACKET_TYPE_MASK) << PACKET_TYPE_SHIFT
        | (port & PORT_MASK) << PORT_SHIFT
        | (flags & FLAGS_MASK) << FLAGS_SHIFT;
  }

  /** Subflow word from table index (20 bits) and generation (12 bits). */
  public static int subflow(int id, int generation) {
    return id & SUBFLOW_ID_MASK
        | (generation & SUBFLOW_GENERATION_MASK) << SUBFLOW_GENERATION_SHIFT;
  }

  /** Phase bit of the entry at a free-running index of a ring of 2^log2Entries entries. */
  public static int phase(int index, int log2Entries) {
    return index >>> log2Entries & 1 ^ 1;
  }
}
