package org.mpnic.model.top;

import java.util.ArrayList;
import java.util.List;
import org.mpnic.testbed.raw.Bytes;
import org.mpnic.testbed.raw.Keys;
import org.mpnic.testbed.raw.Options;
import org.mpnic.testbed.raw.TcpFrame;

/** Handshakes and data segments of one size for many flows, as frames without FCS. */
final class CardTraffic {
  final List<byte[]> handshakes = new ArrayList<>();
  final List<byte[]> data = new ArrayList<>();

  /**
   * Plain TCP flows, or MPTCP connections with a mapping and checksum in every segment.
   *
   * @param busBytes bytes of a data frame, FCS not counted
   */
  CardTraffic(int flows, int segmentsPerFlow, int busBytes, boolean mptcp) {
    List<List<byte[]>> perFlow = new ArrayList<>();
    for (int flow = 0; flow < flows; flow++) {
      long keyA = 0x1111_0000_0000_0000L + flow * 0x9E3779B97F4A7C15L;
      long keyB = 0x2222_0000_0000_0000L + flow * 0xBF58476D1CE4E5B9L;
      int isn = 1000 + flow * 77_777;
      TcpFrame syn = frame(flow, false);
      syn.flags = TcpFrame.SYN;
      syn.sequence = isn;
      TcpFrame synAck = frame(flow, true);
      synAck.flags = TcpFrame.SYN | TcpFrame.ACK;
      synAck.sequence = 5000;
      synAck.acknowledgment = isn + 1;
      TcpFrame ack = frame(flow, false);
      ack.flags = TcpFrame.ACK;
      ack.sequence = isn + 1;
      ack.acknowledgment = 5001;
      if (mptcp) {
        syn.options = Options.padded(Options.mpCapable(1, 0x81));
        synAck.options = Options.padded(Options.mpCapable(1, 0x81, keyB));
        ack.options = Options.padded(Options.mpCapable(1, 0x81, keyA, keyB));
      }
      handshakes.add(syn.bytes());
      handshakes.add(synAck.bytes());
      handshakes.add(ack.bytes());
      perFlow.add(segments(flow, segmentsPerFlow, busBytes, mptcp, isn, Keys.idsn(1, keyA)));
    }
    for (int segment = 0; segment < segmentsPerFlow; segment++) {
      for (int flow = 0; flow < flows; flow++) {
        data.add(perFlow.get(flow).get(segment));
      }
    }
  }

  private static List<byte[]> segments(
      int flow, int count, int busBytes, boolean mptcp, int isn, long idsn) {
    List<byte[]> frames = new ArrayList<>();
    int payload = busBytes - 54 - (mptcp ? 20 : 0);
    for (int segment = 0; segment < count; segment++) {
      TcpFrame frame = frame(flow, false);
      int ssn = 1 + segment * payload;
      frame.flags = TcpFrame.ACK;
      frame.sequence = isn + ssn;
      frame.acknowledgment = 5001;
      frame.payload = new byte[payload];
      for (int i = 0; i < payload; i++) {
        frame.payload[i] = (byte) (i * 7 + segment);
      }
      if (mptcp) {
        long dsn = idsn + ssn;
        byte[] pseudo = new byte[16];
        Bytes.put64(pseudo, 0, dsn);
        Bytes.put32(pseudo, 8, ssn);
        Bytes.put16(pseudo, 12, payload);
        long sum = Bytes.sum(Bytes.sum(0, pseudo, 0, 16), frame.payload, 0, payload);
        int checksum = ~Bytes.fold(sum) & 0xffff;
        frame.options = Options.padded(Options.dss(0, 0, 8, dsn, ssn, payload, checksum, false));
      }
      frames.add(frame.bytes());
    }
    return frames;
  }

  private static TcpFrame frame(int flow, boolean reverse) {
    TcpFrame frame = new TcpFrame();
    byte[] a = {10, 1, (byte) (flow >> 8), (byte) flow};
    byte[] b = {10, 2, 0, 1};
    frame.source = reverse ? b : a;
    frame.destination = reverse ? a : b;
    frame.sourcePort = reverse ? 80 : 20_000 + flow;
    frame.destinationPort = reverse ? 20_000 + flow : 80;
    frame.minimumLength = 60;
    return frame;
  }
}
