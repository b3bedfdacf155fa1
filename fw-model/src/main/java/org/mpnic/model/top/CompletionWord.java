package org.mpnic.model.top;

/**
 * One completion entry before it is laid out in memory: the fields of the ABI's completion, phase
 * left out (the ring's owner knows it).
 *
 * <p>Mutable and reused: whoever receives one copies what it keeps. Codes (type, verdict, packet
 * type, flags, reason) are those of org.mpnic.abi.
 */
public class CompletionWord {
  /** Type of the entry: packet, mapping end or descriptor error. */
  public int type;

  /** Verdict on a DSS checksum. */
  public int verdict;

  /** Kind of packet. */
  public int packetType;

  /** Port that received the frame. */
  public int port;

  /** Flags of a packet. */
  public int flags;

  /** Queue that the entry goes to. */
  public int queue;

  /** Exception reason, 0 is none. */
  public int reason;

  /** Free-running index of the first descriptor taken, or of the bad one. */
  public int bufferIndex;

  /** Buffers that this entry gives back to the host. */
  public int bufferCount;

  /** Offset of the TCP payload from the start of the frame in bytes. */
  public int payloadOffset;

  /** Bytes of the frame, FCS not counted. */
  public int frameLength;

  /** Bytes of TCP payload. */
  public int payloadLength;

  /** Connection id: one direction's data sequence space. */
  public int connection;

  /** Subflow id. */
  public int subflow;

  /** Generation of the subflow id, 0 to 4095. */
  public int subflowGeneration;

  /** DSN of the first payload byte, or of the mapping's first byte. */
  public long dsn;

  /**
   * Subflow sequence number of the first payload byte, or of the mapping's first byte (SYN = 0).
   */
  public int ssn;

  /** Toeplitz hash. */
  public int rssHash;

  /** Cycle in which the frame's first beat entered the port. */
  public long cycle;

  /** Data-level length of the mapping as on the wire. */
  public int mappingLength;

  /** Checksum field of the mapping's DSS option. */
  public int dssChecksum;

  /** Serial number of the frame on its port. */
  public int frame;

  /** Empties the entry. */
  public void clear() {
    type = 0;
    verdict = 0;
    packetType = 0;
    port = 0;
    flags = 0;
    queue = 0;
    reason = 0;
    bufferIndex = 0;
    bufferCount = 0;
    payloadOffset = 0;
    frameLength = 0;
    payloadLength = 0;
    connection = 0;
    subflow = 0;
    subflowGeneration = 0;
    dsn = 0;
    ssn = 0;
    rssHash = 0;
    cycle = 0;
    mappingLength = 0;
    dssChecksum = 0;
    frame = 0;
  }
}
