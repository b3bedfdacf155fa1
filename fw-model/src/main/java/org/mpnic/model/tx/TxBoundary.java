package org.mpnic.model.tx;

/**
 * The named boundaries of the transmit path at which cycles are observable, in the model and in
 * RTL.
 *
 * <p>Numbers are dense, so that probes index arrays with them.
 */
public final class TxBoundary {
  /** A fetch of descriptors is sent; the port is the queue. */
  public static final int DESCRIPTOR_FETCH = 0;

  /** subflow_scheduler has decided; the port is the queue. */
  public static final int SCHEDULE = 1;

  /** segmenter grants a slice; the port is the queue. */
  public static final int GRANT = 2;

  /** The slice leaves dss_inserter and enters its port's slice FIFO. */
  public static final int SLICE = 3;

  /** tx_dma takes the slice out of the FIFO. */
  public static final int SLICE_POP = 4;

  /** A read request is granted; number counts requests of the port, value is its bytes. */
  public static final int READ_REQUEST = 5;

  /** Its data is in the read store; the same number and value. */
  public static final int READ_DATA = 6;

  /** A descriptor's last byte was fetched; the port is the queue, number its index. */
  public static final int DESCRIPTOR_DONE = 7;

  /** A gathered beat enters tx_checksum; number counts frames, value beats of the frame. */
  public static final int GATHER_BEAT = 8;

  /** A finished frame shows to the port; number counts frames, value is its bytes. */
  public static final int FRAME_READY = 9;

  /** A beat leaves the port; number counts frames, value beats of the frame. */
  public static final int PORT_BEAT = 10;

  /**
   * A completion is written; the port is the queue, number the index in it, value its type; last
   * when done.
   */
  public static final int COMPLETION_WRITE = 11;

  /**
   * A descriptor's place on the card is given back; the port is the queue, number its index. Told
   * as soon as it is known.
   */
  public static final int DESCRIPTOR_PASSED = 12;

  /**
   * A refused descriptor, or one of its frame, is marked in tx_completion; the port is the queue,
   * number its index, value the reason, 0 for one that is only skipped.
   */
  public static final int DESCRIPTOR_REFUSED = 13;

  /**
   * A queue that slept is awake from this cycle on, as the host has rung; the port is the queue,
   * number the index of its next fetch. Told as soon as the card notices.
   */
  public static final int QUEUE_WAKES = 14;

  /**
   * A good descriptor goes to its queue's head; the port is the queue, number its index, value the
   * bytes of its frame so far, last when the frame is whole.
   */
  public static final int DESCRIPTOR_READY = 15;

  /** A queue starts from descriptor 0; the port is the queue. */
  public static final int QUEUE_RESTARTS = 16;

  /** Number of boundaries. */
  public static final int COUNT = 17;

  private static final String[] NAMES = {
    "descriptor_fetch",
    "schedule",
    "grant",
    "slice",
    "slice_pop",
    "read_request",
    "read_data",
    "descriptor_done",
    "gather_beat",
    "frame_ready",
    "port_beat",
    "completion_write",
    "descriptor_passed",
    "descriptor_refused",
    "queue_wakes",
    "descriptor_ready",
    "queue_restarts"
  };

  private TxBoundary() {}

  /** The boundary's name as in RTL and in waveforms. */
  public static String name(int boundary) {
    return NAMES[boundary];
  }
}
