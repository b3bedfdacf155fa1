package org.mpnic.driver.loop;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.IntFunction;
import org.mpnic.abi.CompletionFlags;
import org.mpnic.abi.CompletionType;
import org.mpnic.driver.stream.DataStream;
import org.mpnic.driver.stream.IntervalSet;
import org.mpnic.driver.stream.PacketListener;
import org.mpnic.driver.stream.ReceivedFrame;
import org.mpnic.wire.FrameHeader;
import org.mpnic.wire.FrameParser;
import org.mpnic.wire.MptcpSubtype;
import org.mpnic.wire.ParseReason;
import org.mpnic.wire.ParserLimits;

/**
 * Compares what arrives with what was sent, frame by frame, also behind a hole: each payload with
 * the data at the DSN that its DSS option says, and that DSN with the card's. With the numbers of
 * frames that the wire lost and gave twice, this proves what is missing: see {@link #problem}.
 */
public final class LoopCheck implements PacketListener {
  private final LoopPlan plan;
  private final Connection[] connections;
  private final Map<Integer, Connection> byToken = new HashMap<>();
  private final FrameHeader header = new FrameHeader();
  private DataStream lastStream;
  private Connection last;
  private long frames;
  private long wrongFrames;
  private String firstWrong;

  /** What came of one connection. */
  private static final class Connection {
    int token;
    long bytes;
    long firstDsn;
    SeededBytes data;
    final IntervalSet arrived = new IntervalSet();
  }

  /** A check of what this sender sends. */
  public LoopCheck(LoopPlan plan, LoopSender sender) {
    this(plan, sender::conversation);
  }

  LoopCheck(LoopPlan plan, IntFunction<LoopConversation> conversations) {
    this.plan = plan;
    connections = new Connection[plan.connections()];
    for (int i = 0; i < connections.length; i++) {
      Connection connection = new Connection();
      connection.token = conversations.apply(i).token();
      connection.firstDsn = conversations.apply(i).firstDsn();
      connection.bytes = plan.bytesOf(i);
      connection.data = plan.dataOf(i);
      connections[i] = connection;
      byToken.put(connection.token, connection);
    }
  }

  @Override
  public void completed(ReceivedFrame frame, DataStream stream) {
    if (frame.type() != CompletionType.PACKET || frame.payloadLength() == 0) {
      return;
    }
    if (stream != lastStream || last == null) {
      lastStream = stream;
      last = stream != null && stream.hasToken() ? byToken.get(stream.token()) : null;
    }
    boolean isMapped = frame.has(CompletionFlags.MAPPED);
    if (!take(frame.bytes(), frame.length(), last, isMapped, frame.dsn()) && wrongFrames == 1) {
      firstWrong += ": frame " + frame.frame() + " of port " + frame.port();
    }
  }

  /** Takes a frame with data that was received as one of these connections. */
  boolean take(byte[] frame, int length, int token, boolean isMapped, long cardDsn) {
    return take(frame, length, byToken.get(token), isMapped, cardDsn);
  }

  private boolean take(
      byte[] frame, int length, Connection connection, boolean isMapped, long cardDsn) {
    frames++;
    String wrong = wrong(frame, length, connection, isMapped, cardDsn);
    if (wrong != null) {
      wrongFrames++;
      firstWrong = wrongFrames == 1 ? wrong : firstWrong;
    }
    return wrong == null;
  }

  /** What is wrong with a frame, null if nothing is: then its data has arrived. */
  private String wrong(
      byte[] frame, int frameLength, Connection connection, boolean isMapped, long cardDsn) {
    int reason = FrameParser.parse(frame, 0, frameLength, ParserLimits.UNLIMITED, header);
    if (reason != ParseReason.OK || !header.isTcp()) {
      return "no TCP segment";
    }
    if (connection == null) {
      return "of no connection";
    }
    int length = header.payloadLength;
    if (!header.hasMptcp(MptcpSubtype.DSS)
        || !header.hasMapping
        || header.dssLength - (header.dataFin ? 1 : 0) != length) {
      return "without a mapping of its data";
    }
    if (isMapped && cardDsn != header.dsn) {
      return "mapped by the card to another DSN";
    }
    long place = header.dsn - connection.firstDsn;
    if (place < 0 || length > connection.bytes - place) {
      return "with a DSN that is not one of the data";
    }
    if (!connection.data.matches(place, frame, header.payloadOffset, length)) {
      return "with other data than was sent";
    }
    connection.arrived.add(place, place + length);
    return null;
  }

  /** Token of a connection: how a receiver names its stream. */
  public int token(int connection) {
    return connections[connection].token;
  }

  /** Gaps in a connection's data, also at its end. */
  public int holes(int connection) {
    return connections[connection].arrived.gaps(0, connections[connection].bytes);
  }

  /** Bytes of a connection that did not arrive. */
  public long missingBytes(int connection) {
    IntervalSet arrived = connections[connection].arrived;
    long missing = connections[connection].bytes;
    for (int i = 0; i < arrived.size(); i++) {
      missing -= arrived.end(i) - arrived.start(i);
    }
    return missing;
  }

  /**
   * Why it cannot be said that all is well, null if it can: every byte left the sending card; every
   * frame arrived that the wire has not lost, and none more often than the wire gave it; each held
   * what was sent. So what is missing was in frames that the wire has lost.
   *
   * @param sent frames with data that left the sending card
   * @param sentBytes data in them, copies included
   * @param lost frames that the wire lost
   * @param duplicated frames that came once more than they left
   */
  public String problem(long sent, long sentBytes, long lost, long duplicated) {
    if (wrongFrames > 0) {
      return wrongFrames + " frames arrived wrong, the first " + firstWrong;
    }
    long wanted = plan.bytes() * plan.copies();
    if (sentBytes != wanted) {
      return "the card sent " + sentBytes + " bytes of data instead of " + wanted;
    }
    if (frames != sent - lost + duplicated) {
      return frames
          + " frames arrived of "
          + sent
          + " sent, of which the wire lost "
          + lost
          + " and gave twice "
          + duplicated;
    }
    return null;
  }

  /**
   * What is wrong with a stream, null if nothing is: it must hold all data before the first hole.
   *
   * @param stream of the connection, null if there is none
   */
  public String problem(int connection, DataStream stream) {
    Connection expected = connections[connection];
    long bytes = expected.arrived.coveredUpTo(0);
    String name = "connection " + HexFormat.of().toHexDigits(expected.token) + ": ";
    if (stream == null) {
      return bytes == 0 ? null : name + bytes + " bytes arrived, and there is no stream";
    }
    if (stream.bytes() != bytes) {
      return name + bytes + " bytes arrived before a hole, the stream has " + stream.bytes();
    }
    byte[] digest = bytes < expected.bytes ? expected.data.digest(bytes).digest() : null;
    return digest == null || HexFormat.of().formatHex(digest).equals(stream.sha256())
        ? null
        : name + "the stream holds other bytes than were sent";
  }
}
