package org.mpnic.driver.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.mpnic.wire.BigEndian;
import org.mpnic.wire.TcpFlags;
import org.mpnic.wire.mptcp.DssChecksum;
import org.mpnic.wire.mptcp.MptcpKeys;

/**
 * One MPTCP connection of the loop: keys, addresses, sequence numbers, and the frames of both
 * directions that no card makes: handshakes, joins, and the end.
 */
final class LoopConversation {
  /** Shift of the windows of both sides. */
  static final int WINDOW_SCALE = 8;

  private static final int SERVER_PORT = 5001;
  private static final int CLIENT_PORT = 40_000;
  private static final int CLIENT_PORTS = 20_000;

  /** DATA_ACK of 4 bytes, DSN of 8, and a checksum or two NOPs in its place (RFC 8684, 3.3). */
  private static final int DSS_BYTES = 24;

  private static final int ACK = TcpFlags.ACK;

  private final LoopPlan plan;
  private final MptcpKeys keys = new MptcpKeys();
  private final long clientKey;
  private final long serverKey;
  private final Subflow[] subflows;

  /** One subflow of it. */
  private static final class Subflow {
    TcpWriter client;
    TcpWriter server;
    int clientIsn;
    int serverIsn;
    int clientNonce;
    int serverNonce;
    int clientClock;
    int serverClock;

    byte[] clientTimestamps() {
      return HandshakeOptions.timestamps(clientClock, serverClock);
    }

    byte[] serverTimestamps() {
      return HandshakeOptions.timestamps(serverClock, clientClock);
    }
  }

  LoopConversation(LoopPlan plan, int number) {
    this.plan = plan;
    Random random = new Random(plan.seed() * 1_000_003 + number);
    clientKey = random.nextLong();
    serverKey = random.nextLong();
    subflows = new Subflow[plan.subflows()];
    for (int s = 0; s < subflows.length; s++) {
      Subflow subflow = new Subflow();
      byte[] client = address(s, number + 1, false);
      byte[] server = address(s, 1, true);
      int port = CLIENT_PORT + number % CLIENT_PORTS;
      subflow.client = new TcpWriter(client, server, port, SERVER_PORT);
      subflow.server = new TcpWriter(server, client, SERVER_PORT, port);
      subflow.clientIsn = random.nextInt();
      subflow.serverIsn = random.nextInt();
      subflow.clientNonce = random.nextInt();
      subflow.serverNonce = random.nextInt();
      subflow.clientClock = random.nextInt();
      subflow.serverClock = random.nextInt();
      subflows[s] = subflow;
    }
  }

  private byte[] address(int subflow, int host, boolean server) {
    int net = (server ? 128 : 0) + subflow;
    if (!plan.ipv6()) {
      return new byte[] {10, (byte) net, (byte) (host >> 8), (byte) host};
    }
    byte[] address = new byte[16];
    address[0] = (byte) 0xfd;
    address[5] = (byte) net;
    BigEndian.put32(address, 12, host);
    return address;
  }

  /** The client's token: how a receiver names the stream. */
  int token() {
    return keys.token(plan.version(), clientKey);
  }

  /** DSN of the client's first data byte. */
  long firstDsn() {
    return keys.idsn(plan.version(), clientKey) + 1;
  }

  /** Initial data sequence number of the server. */
  long serverIdsn() {
    return keys.idsn(plan.version(), serverKey);
  }

  /** The server's token. */
  int serverToken() {
    return keys.token(plan.version(), serverKey);
  }

  /** The client's initial sequence number. */
  int clientIsn(int subflow) {
    return subflows[subflow].clientIsn;
  }

  /** The server's initial sequence number. */
  int serverIsn(int subflow) {
    return subflows[subflow].serverIsn;
  }

  /** TSval of the server's frames, which the client echoes. */
  int serverClock(int subflow) {
    return subflows[subflow].serverClock;
  }

  /** Writer of the server's frames. */
  TcpWriter server(int subflow) {
    return subflows[subflow].server;
  }

  /** TCP options and payload of a segment together, so that frames have the plan's size. */
  int mss() {
    int headers = subflows[0].client.l4Offset() + TcpWriter.TCP_BYTES + 4;
    return plan.frameBytes() - headers;
  }

  /** Bytes before the data of a segment: with timestamps and a DSS of {@link #DSS_BYTES}. */
  int headerBytes() {
    return timestampOffset() + 8 + DSS_BYTES;
  }

  /** Header of the client's segments, with timestamps and without DSS. */
  byte[] template(int subflow) {
    Subflow s = subflows[subflow];
    return s.client.segment(0, 0, ACK, HandshakeOptions.timestamps(s.clientClock, 0));
  }

  /** Bytes before TSval in {@link #template}. */
  int timestampOffset() {
    return subflows[0].client.l4Offset() + TcpWriter.TCP_BYTES + 4;
  }

  int l4Offset() {
    return subflows[0].client.l4Offset();
  }

  /** SYN, SYN/ACK, ACK and the ACK that lets data follow, of both sides. */
  List<byte[]> handshake(int subflow) {
    return subflow == 0 ? connect() : join(subflow);
  }

  private List<byte[]> connect() {
    Subflow s = subflows[0];
    int version = plan.version();
    boolean sums = plan.checksum();
    byte[] syn =
        version == 0
            ? HandshakeOptions.capable(0, sums, clientKey)
            : HandshakeOptions.capable(1, sums);
    List<byte[]> frames = new ArrayList<>();
    frames.add(
        s.client.segment(
            s.clientIsn, 0, TcpFlags.SYN, syn(HandshakeOptions.timestamps(s.clientClock, 0), syn)));
    byte[] synAck = HandshakeOptions.capable(version, sums, serverKey);
    frames.add(
        s.server.segment(
            s.serverIsn, s.clientIsn + 1, TcpFlags.SYN | ACK, syn(s.serverTimestamps(), synAck)));
    byte[] ack = HandshakeOptions.capable(version, sums, clientKey, serverKey);
    frames.add(
        s.client.segment(
            s.clientIsn + 1, s.serverIsn + 1, ACK, TcpWriter.options(s.clientTimestamps(), ack)));
    byte[] first = HandshakeOptions.dataAck(firstDsn());
    frames.add(
        s.server.segment(
            s.serverIsn + 1, s.clientIsn + 1, ACK, TcpWriter.options(s.serverTimestamps(), first)));
    return frames;
  }

  private List<byte[]> join(int number) {
    Subflow s = subflows[number];
    int version = plan.version();
    long serverHmac =
        keys.joinSynAckHmac(version, serverKey, clientKey, s.serverNonce, s.clientNonce);
    byte[] clientHmac = new byte[MptcpKeys.JOIN_HMAC_BYTES];
    keys.joinAckHmac(version, clientKey, serverKey, s.clientNonce, s.serverNonce, clientHmac, 0);
    List<byte[]> frames = new ArrayList<>();
    byte[] syn = HandshakeOptions.joinSyn(number, serverToken(), s.clientNonce);
    frames.add(
        s.client.segment(
            s.clientIsn, 0, TcpFlags.SYN, syn(HandshakeOptions.timestamps(s.clientClock, 0), syn)));
    byte[] synAck = HandshakeOptions.joinSynAck(number, serverHmac, s.serverNonce);
    frames.add(
        s.server.segment(
            s.serverIsn, s.clientIsn + 1, TcpFlags.SYN | ACK, syn(s.serverTimestamps(), synAck)));
    byte[] ack = HandshakeOptions.joinAck(clientHmac);
    frames.add(
        s.client.segment(
            s.clientIsn + 1, s.serverIsn + 1, ACK, TcpWriter.options(s.clientTimestamps(), ack)));
    byte[] first = HandshakeOptions.dataAck(firstDsn());
    frames.add(
        s.server.segment(
            s.serverIsn + 1, s.clientIsn + 1, ACK, TcpWriter.options(s.serverTimestamps(), first)));
    return frames;
  }

  private byte[] syn(byte[] timestamps, byte[] mptcp) {
    return TcpWriter.options(
        HandshakeOptions.mss(mss()), HandshakeOptions.windowScale(WINDOW_SCALE), timestamps, mptcp);
  }

  /** The server acknowledges all data with the client's DATA_FIN, and sends its own. */
  byte[] serverDataFin(int subflow, int clientNextSsn, long clientNextDsn) {
    Subflow s = subflows[subflow];
    long dsn = serverIdsn() + 1;
    int checksum = plan.checksum() ? DssChecksum.checksum(dsn, 0, 1, 0) : -1;
    byte[] option = HandshakeOptions.dataFin(clientNextDsn, dsn, checksum);
    return s.server.segment(
        s.serverIsn + 1,
        s.clientIsn + clientNextSsn,
        ACK,
        TcpWriter.options(s.serverTimestamps(), option));
  }

  /** FINs and their ACKs of a subflow, both ways. */
  List<byte[]> fins(int subflow, int clientNextSsn, long clientNextDsn) {
    Subflow s = subflows[subflow];
    int sequence = s.clientIsn + clientNextSsn;
    byte[] toServer =
        TcpWriter.options(s.clientTimestamps(), HandshakeOptions.dataAck(serverIdsn() + 2));
    byte[] toClient =
        TcpWriter.options(s.serverTimestamps(), HandshakeOptions.dataAck(clientNextDsn));
    List<byte[]> frames = new ArrayList<>();
    frames.add(s.client.segment(sequence, s.serverIsn + 1, TcpFlags.FIN | ACK, toServer));
    frames.add(s.server.segment(s.serverIsn + 1, sequence + 1, TcpFlags.FIN | ACK, toClient));
    frames.add(s.client.segment(sequence + 1, s.serverIsn + 2, ACK, toServer));
    return frames;
  }
}
