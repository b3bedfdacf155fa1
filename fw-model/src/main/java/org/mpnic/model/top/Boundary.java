package org.mpnic.model.top;

/**
 * The named boundaries between modules at which cycles are observable, in the model and in RTL.
 *
 * <p>Numbers are dense, so that probes index arrays with them.
 */
public final class Boundary {
  /** Beats enter rx_parser; per port. */
  public static final int PORT_BEAT = 0;

  /** Beats leave rx_parser, the header word beside the last; per port. */
  public static final int PARSER_BEAT = 1;

  /** Beats leave rx_checksum and enter packet_buffer, the sums beside the last; per port. */
  public static final int CHECKSUM_BEAT = 2;

  /** Header of a kept frame written to packet_buffer's header FIFO; per port. */
  public static final int BUFFER_HEADER = 3;

  /** Last beat of a frame that packet_buffer drops whole; per port. */
  public static final int BUFFER_DROP = 4;

  /** port_arbiter grants: the header leaves the header FIFO and enters flow_table. */
  public static final int GRANT = 5;

  /** The word leaves flow_table and enters subflow_tracker. */
  public static final int FLOW_TABLE = 6;

  /** The word leaves subflow_tracker and enters dss_mapper. */
  public static final int SUBFLOW_TRACKER = 7;

  /** The word leaves dss_mapper and enters connection_tracker. */
  public static final int DSS_MAPPER = 8;

  /** The word leaves connection_tracker and enters steering. */
  public static final int CONNECTION_TRACKER = 9;

  /** The decision leaves steering and enters the port's decision FIFO. */
  public static final int STEERING = 10;

  /** Beats leave packet_buffer: into the link store when kept, into nothing when dropped. */
  public static final int BUFFER_BEAT = 11;

  /**
   * A TLP starts on the host link; the port is the requester, the number of ports for completion.
   */
  public static final int LINK_START = 12;

  /** The last byte of a TLP has been sent; same requesters. */
  public static final int LINK_SENT = 13;

  /** The frame's record becomes poppable in the port's completion FIFO. */
  public static final int COMPLETION_RECORD = 14;

  /**
   * An entry enters the completion writer in its time slot; port number of ports is the firmware.
   */
  public static final int COMPLETION_ENTRY = 15;

  /** A batch of entries leaves the completion writer for its link store. */
  public static final int COMPLETION_WRITE = 16;

  /** A header event enters the control processor's FIFO. */
  public static final int FIRMWARE_EVENT = 17;

  /** A fetch of descriptors is sent; the port is the queue. */
  public static final int DESCRIPTOR_FETCH = 18;

  /** Number of boundaries. */
  public static final int COUNT = 19;

  private static final String[] NAMES = {
    "port_beat",
    "parser_beat",
    "checksum_beat",
    "buffer_header",
    "buffer_drop",
    "grant",
    "flow_table",
    "subflow_tracker",
    "dss_mapper",
    "connection_tracker",
    "steering",
    "buffer_beat",
    "link_start",
    "link_sent",
    "completion_record",
    "completion_entry",
    "completion_write",
    "firmware_event",
    "descriptor_fetch"
  };

  private Boundary() {}

  /** The boundary's name as in RTL and in waveforms. */
  public static String name(int boundary) {
    return NAMES[boundary];
  }

  /** The boundary carries header words: {@link Probe#word} is called for it. */
  public static boolean carriesWords(int boundary) {
    return boundary == PARSER_BEAT
        || boundary == CHECKSUM_BEAT
        || boundary >= BUFFER_HEADER && boundary <= STEERING;
  }
}
