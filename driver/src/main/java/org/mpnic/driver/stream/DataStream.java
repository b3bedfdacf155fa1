package org.mpnic.driver.stream;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * One direction of a connection: what it was, where its bytes went, and figures about it.
 *
 * <p>Figures grow while frames come; they are final when {@link StreamListener#closed} is called.
 */
public final class DataStream {
  private final int serial;
  private final ConnectionStream bytes;
  private final List<FlowState> flows = new ArrayList<>();
  private StreamKind kind;
  private int version = -1;
  private int token;
  private boolean tokenKnown;
  private int number = -1;

  DataStream(int serial, StreamKind kind, ConnectionStream bytes) {
    this.serial = serial;
    this.kind = kind;
    this.bytes = bytes;
  }

  // ---- written by the receiver

  void add(FlowState flow) {
    flow.stream = this;
    flows.add(flow);
  }

  void kind(StreamKind value) {
    kind = value;
  }

  void version(int value) {
    version = value;
  }

  void token(int value) {
    token = value;
    tokenKnown = true;
  }

  void number(int value) {
    number = value;
  }

  ConnectionStream connectionStream() {
    return bytes;
  }

  List<FlowState> flows() {
    return flows;
  }

  /** Serial of the first frame of this direction. */
  long appearance() {
    return flows.stream().mapToLong(flow -> flow.appearance).min().orElse(Long.MAX_VALUE);
  }

  private FlowState first() {
    FlowState first = flows.get(0);
    for (FlowState flow : flows) {
      first = flow.appearance < first.appearance ? flow : first;
    }
    return first;
  }

  // ---- read by users

  /**
   * Number by order of appearance: of the first frame of the direction, from 0; -1 before the end
   * of the capture, as an earlier stream may still show itself.
   */
  public int id() {
    return number;
  }

  /** Number that names the stream at once, in the order in which streams became known. */
  public int serial() {
    return serial;
  }

  /** What carried the stream. */
  public StreamKind kind() {
    return kind;
  }

  /**
   * Whether the stream began under an earlier host of the card: its bytes are then those from the
   * first one that came to this host, as far as the order of arrival tells.
   */
  public boolean isResumed() {
    return flows.stream().anyMatch(flow -> flow.resumed);
  }

  /** MPTCP version, 0 or 1; -1 where unknown or none. */
  public int version() {
    return version;
  }

  /** Whether {@link #token()} is known. */
  public boolean hasToken() {
    return tokenKnown;
  }

  /** The sender's own token (RFC 8684 section 3.2). */
  public int token() {
    return token;
  }

  /** The token as 8 lower-case hex digits, null where unknown. */
  public String tokenText() {
    return tokenKnown ? HexFormat.of().toHexDigits(token) : null;
  }

  /** The sender's address and port on the first subflow. */
  public Endpoint from() {
    return first().from();
  }

  /** The receiver's address and port on the first subflow. */
  public Endpoint to() {
    return first().to();
  }

  /** Subflows whose handshake is complete; 1 for plain TCP and partial streams. */
  public List<SubflowView> subflows() {
    final List<SubflowView> views = new ArrayList<>();
    for (FlowState flow : flows) {
      views.add(flow.view());
    }
    return views;
  }

  /** Frames of this direction, on all its subflows, that were not malformed or damaged. */
  public long frames() {
    return flows.stream().mapToLong(flow -> flow.frames).sum();
  }

  /** Bytes handed on: the contiguous stream from its beginning. */
  public long bytes() {
    return bytes.bytes();
  }

  /** Gaps before the highest byte mapped (in plain TCP: received). */
  public int holes() {
    return bytes.holes();
  }

  /** SHA-256 of the bytes handed on, 64 lower-case hex digits. */
  public String sha256() {
    return HexFormat.of().formatHex(bytes.sha256());
  }

  /**
   * Mappings judged: distinct by subflow and subflow sequence number, with a checksum, of at least
   * one byte, all of it received.
   */
  public long mappings() {
    return mappingsByCard() + mappingsBySoftware();
  }

  /** Those of them that the card judged. */
  public long mappingsByCard() {
    return flows.stream().mapToLong(flow -> flow.assembler.ledger().judged(true)).sum();
  }

  /** Those of them that were summed in software. */
  public long mappingsBySoftware() {
    return flows.stream().mapToLong(flow -> flow.assembler.ledger().judged(false)).sum();
  }

  /** Mappings whose first copy had a bad checksum, by card and software together. */
  public long badChecksums() {
    return badChecksumsByCard() + badChecksumsBySoftware();
  }

  /** Those of them that the card found. */
  public long badChecksumsByCard() {
    return flows.stream().mapToLong(flow -> flow.assembler.ledger().bad(true)).sum();
  }

  /** Those of them that software found. */
  public long badChecksumsBySoftware() {
    return flows.stream().mapToLong(flow -> flow.assembler.ledger().bad(false)).sum();
  }

  /** Payload bytes left out because they lie outside any window of the stream. */
  public long outsideWindowBytes() {
    return bytes.outsideWindowBytes()
        + flows.stream().mapToLong(flow -> flow.assembler.outsideWindowBytes()).sum();
  }

  /** Host queue of the connection. */
  public int queue() {
    for (FlowState flow : flows) {
      if (flow.queueIsFinal) {
        return flow.queue;
      }
    }
    return first().queue;
  }
}
