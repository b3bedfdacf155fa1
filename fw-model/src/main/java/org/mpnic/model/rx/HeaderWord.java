package org.mpnic.model.rx;

import org.mpnic.wire.FrameHeader;

/**
 * The word of one frame that travels through the shared header pipeline: what was parsed, and what
 * each stage added.
 *
 * <p>Mutable and pooled: one instance serves many frames, {@link #clear()} between them; no stage
 * keeps a reference. Public fields, because they are wires. In RTL the fields that a stage does not
 * read travel beside it in a shift register of the stage's latency. Only {@link #buffer} and {@link
 * #offset} have no wire: the frame's bytes go through packet_buffer, and a stage behind rx_checksum
 * never reads them.
 */
public final class HeaderWord {
  /** Segment order: the segment starts at the next expected byte, or fills it. */
  public static final int IN_ORDER = 0;

  /** Segment order: all bytes are new and lie beyond the next expected byte. */
  public static final int OUT_OF_ORDER = 1;

  /** Segment order: all bytes were seen before. */
  public static final int DUPLICATE = 2;

  /** Segment order: some bytes are new, some were seen before. */
  public static final int PARTIAL_DUPLICATE = 3;

  /** Segment order: farther from the next expected byte than the window; no context was changed. */
  public static final int OUTSIDE_WINDOW = 4;

  /** Flow kind: no entry. */
  public static final int KIND_NONE = 0;

  /** Flow kind: subflow of an MPTCP connection, its payload is placed by mappings. */
  public static final int KIND_MPTCP = 1;

  /** Flow kind: TCP without mappings (plain, fallen back, or begun before the capture). */
  public static final int KIND_PLAIN = 2;

  /** Decision: the frame is written to host memory. */
  public static final int KEEP = 1;

  /** Decision: the frame is discarded whole, the counter of {@link #reason} knows why. */
  public static final int DROP = 0;

  /** Write mode: headers and payload as one piece, from the start of the first buffer. */
  public static final int WRITE_WHOLE_FRAME = 0;

  /** Write mode: headers and payload into buffers of their own. */
  public static final int WRITE_SPLIT = 1;

  /** Write mode: payload at {@link #writeAddress} plus {@link #writeOffset}. */
  public static final int WRITE_DIRECT = 2;

  // ---- the frame

  /** The frame's bytes, without FCS. */
  public byte[] buffer;

  /** Where the frame starts in {@link #buffer}. */
  public int offset;

  /** Bytes of the frame on the bus, FCS not counted. */
  public int frameBytes;

  /** Beats of the frame on the bus. */
  public int beats;

  /** Port that received the frame. */
  public int port;

  /** Serial number of the frame on its port, dropped frames included, modulo 2^32. */
  public int frame;

  /** Cycle in which the frame's first beat entered rx_parser. */
  public long firstBeatCycle;

  /** Cycle in which the frame's last beat entered rx_parser. */
  public long lastBeatCycle;

  /** Cycle in which port_arbiter granted the header pipeline to this word. */
  public long grantCycle;

  // ---- rx_parser

  /** What rx_parser read of the frame. */
  public final FrameHeader header = new FrameHeader();

  /**
   * First exception met, a code of org.mpnic.abi.Reason; 0 is none. Set once, kept from then on.
   */
  public int reason;

  // ---- rx_checksum

  /** The IPv4 header's checksum is right; true for IPv6. */
  public boolean ipChecksumOk;

  /** The TCP checksum is right. */
  public boolean tcpChecksumOk;

  /**
   * Ones' complement sum of the TCP payload as 16-bit big-endian words from its first byte on, odd
   * tail padded with zero; canonical residue modulo 65535, 0 to 65534.
   */
  public int payloadSum;

  // ---- flow_table

  /** Toeplitz hash of the 5-tuple, or of the addresses for other IP packets, or 0. */
  public int rssHash;

  /** The 5-tuple is in the flow table. */
  public boolean flowHit;

  /** Subflow id, valid with {@link #flowHit}. */
  public int subflow;

  /** Generation of the subflow id when the entry was written, 0 to 4095. */
  public int subflowGeneration;

  /** The token of an MP_JOIN SYN is in the token table. */
  public boolean tokenHit;

  /** Queue of the connection that {@link #tokenHit} found. */
  public int tokenQueue;

  /** The control processor's event FIFO was full: this frame's event is lost. */
  public boolean firmwareBusy;

  // ---- subflow_tracker

  /** The subflow's context was read and belongs to this word's generation. */
  public boolean subflowValid;

  /** One of {@link #KIND_NONE}, {@link #KIND_MPTCP}, {@link #KIND_PLAIN}. */
  public int kind;

  /** Connection id (one direction's data sequence space), valid with {@link #subflowValid}. */
  public int connection;

  /** Generation of the connection id when the subflow was programmed, 0 to 4095. */
  public int connectionGeneration;

  /** Subflow sequence number of the first payload byte: sequence number minus ISN, SYN = 0. */
  public int ssn;

  /** The subflow's next expected SSN before this packet. */
  public int receiveNextBefore;

  /** Segment order on the subflow, {@link #IN_ORDER} to {@link #OUTSIDE_WINDOW}. */
  public int order;

  /** TSval that the subflow echoes behind this packet (TS.Recent, RFC 7323); 0 before the first. */
  public int timestampRecent;

  // ---- dss_mapper

  /** The payload lies wholly in one mapping and {@link #dsn} is valid. */
  public boolean mapped;

  /** DSN of the first payload byte; its low 32 bits only while {@link #dsnIs64} is false. */
  public long dsn;

  /** {@link #dsn} is whole. */
  public boolean dsnIs64;

  /** The mapping that places the payload is infinite (RFC 8684 section 3.7). */
  public boolean infiniteMapping;

  /** SSN of the first byte of the mapping that places the payload. */
  public int mappingSsn;

  /** Wire length of that mapping. */
  public int mappingLength;

  /** Checksum field of that mapping. */
  public int mappingChecksum;

  /** That mapping has a checksum. */
  public boolean mappingHasChecksum;

  /** That mapping's last sequence number is a DATA_FIN, no byte. */
  public boolean mappingFin;

  /**
   * The payload was added to that mapping's sum: these bytes are the ones that a verdict is about.
   */
  public boolean segmentNew;

  /** The mapping that lost its slot to this packet's. */
  public final MappingRecord evicted = new MappingRecord();

  /** The mapping that this packet completed. */
  public final MappingRecord ended = new MappingRecord();

  /**
   * {@link #ended} began and ended in this very segment: connection_tracker moves its verdict to
   * {@link #verdict} and empties the record, so that it makes no completion of its own.
   */
  public boolean endedInOneSegment;

  // ---- connection_tracker

  /** The connection's context was read and belongs to {@link #connectionGeneration}. */
  public boolean connectionValid;

  /** Queue of the connection, valid with {@link #connectionValid}. */
  public int connectionQueue;

  /** Segment order in the connection's data sequence space; of a plain flow, {@link #order}. */
  public int dataOrder;

  /** Verdict in the packet's own completion, a constant of org.mpnic.abi.Verdict. */
  public int verdict;

  // ---- steering

  /** Queue that the frame goes to. */
  public int queue;

  /** {@link #KEEP} or {@link #DROP}. */
  public int decision;

  /** One of {@link #WRITE_WHOLE_FRAME}, {@link #WRITE_SPLIT}, {@link #WRITE_DIRECT}. */
  public int writeMode;

  /** Base of the connection's buffer in bytes, with {@link #WRITE_DIRECT}. */
  public long writeAddress;

  /** Byte offset from {@link #writeAddress}, with {@link #WRITE_DIRECT}. */
  public long writeOffset;

  /** The completion waits for an open aggregate instead of leaving now. */
  public boolean completionLater;

  /** RX buffers that the frame takes, 0 when dropped. */
  public int bufferCount;

  /** The packet completion's flags, constants of org.mpnic.abi. */
  public int completionFlags;

  /** Empties the word for the next frame. */
  public void clear() {
    buffer = null;
    offset = 0;
    frameBytes = 0;
    beats = 0;
    port = 0;
    frame = 0;
    firstBeatCycle = 0;
    lastBeatCycle = 0;
    grantCycle = 0;
    header.clear();
    reason = 0;
    clearResults();
  }

  /**
   * Empties the word like {@link #clear}, but for what every user writes before the stages, what
   * rx_parser always writes, and what has a meaning only where another field says so.
   */
  public void forget() {
    rssHash = 0;
    flowHit = false;
    subflowGeneration = 0;
    tokenHit = false;
    firmwareBusy = false;
    subflowValid = false;
    connection = 0;
    ssn = 0;
    order = IN_ORDER;
    mapped = false;
    dsn = 0;
    infiniteMapping = false;
    mappingLength = 0;
    mappingChecksum = 0;
    mappingHasChecksum = false;
    segmentNew = false;
    evicted.valid = false;
    ended.clear();
    endedInOneSegment = false;
    connectionValid = false;
    verdict = 0;
    bufferCount = 0;
  }

  private void clearResults() {
    ipChecksumOk = false;
    tcpChecksumOk = false;
    payloadSum = 0;
    rssHash = 0;
    flowHit = false;
    subflow = 0;
    subflowGeneration = 0;
    tokenHit = false;
    tokenQueue = 0;
    firmwareBusy = false;
    subflowValid = false;
    kind = KIND_NONE;
    connection = 0;
    connectionGeneration = 0;
    connectionQueue = 0;
    ssn = 0;
    receiveNextBefore = 0;
    timestampRecent = 0;
    order = IN_ORDER;
    clearMapping();
    queue = 0;
    decision = DROP;
    writeMode = WRITE_WHOLE_FRAME;
    writeAddress = 0;
    writeOffset = 0;
    completionLater = false;
    bufferCount = 0;
    completionFlags = 0;
  }

  private void clearMapping() {
    mapped = false;
    dsn = 0;
    dsnIs64 = false;
    infiniteMapping = false;
    mappingSsn = 0;
    mappingLength = 0;
    mappingChecksum = 0;
    mappingHasChecksum = false;
    mappingFin = false;
    segmentNew = false;
    evicted.clear();
    ended.clear();
    endedInOneSegment = false;
    connectionValid = false;
    dataOrder = IN_ORDER;
    verdict = 0;
  }
}
