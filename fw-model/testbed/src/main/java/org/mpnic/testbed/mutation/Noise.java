package org.mpnic.testbed.mutation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.mpnic.testbed.Frame;
import org.mpnic.testbed.FrameRole;
import org.mpnic.testbed.raw.Bytes;
import org.mpnic.testbed.raw.RawFrame;
import org.mpnic.testbed.raw.TcpFrame;

/**
 * Frames that belong to none of the conversations, put between theirs. Addresses are out of
 * 203.0.113.0/24, so that whatever an observer makes of the noise can be told apart ({@link
 * #isNoise}).
 */
public final class Noise {
  private final Random random;

  public Noise(long seed) {
    random = new Random(seed);
  }

  /** Whether an endpoint as text, or a file name part, names an address of the noise. */
  public static boolean isNoise(String endpoint) {
    return endpoint.startsWith("203.0.113.");
  }

  /**
   * Puts noise between frames.
   *
   * @param share noise frames per frame of the list, 0 or more
   */
  public List<Frame> interleave(List<Frame> frames, double share) {
    List<Frame> result = new ArrayList<>();
    for (Frame f : frames) {
      for (double left = share; random.nextDouble() < left; left -= 1) {
        result.add(new Frame(bytes(f.bytes()), f.port(), f.timestampNs(), FrameRole.NOISE));
      }
      result.add(f);
    }
    return result;
  }

  private byte[] bytes(byte[] neighbour) {
    return switch (random.nextInt(8)) {
      case 0 -> arp();
      case 1 -> ip(17, 8 + random.nextInt(400));
      case 2 -> ip(1, 8 + random.nextInt(100));
      case 3 -> randomBytes();
      case 4 -> tcp();
      case 5 -> Arrays.copyOf(neighbour, random.nextInt(Math.min(neighbour.length, 200)));
      case 6 -> brokenCopy(neighbour);
      default -> fragment();
    };
  }

  private byte[] address() {
    return new byte[] {(byte) 203, 0, 113, (byte) random.nextInt(256)};
  }

  private byte[] arp() {
    byte[] b = new byte[42];
    random.nextBytes(b);
    Bytes.put16(b, 12, 0x0806);
    Bytes.put64(b, 14, 0x0001080006040001L);
    return b;
  }

  private byte[] ip(int protocol, int length) {
    byte[] b = new byte[34 + length];
    random.nextBytes(b);
    Bytes.put16(b, 12, 0x0800);
    ipv4Header(b, protocol);
    return b;
  }

  private void ipv4Header(byte[] b, int protocol) {
    b[14] = 0x45;
    Bytes.put16(b, 16, b.length - 14);
    Bytes.put16(b, 20, 0x4000);
    b[23] = (byte) protocol;
    Bytes.put16(b, 24, 0);
    System.arraycopy(address(), 0, b, 26, 4);
    System.arraycopy(address(), 0, b, 30, 4);
    Bytes.put16(b, 24, ~Bytes.fold(Bytes.sum(0, b, 14, 20)));
  }

  /** A fragment of a TCP packet: its header, if it is there, must not be believed. */
  private byte[] fragment() {
    byte[] b = ip(6, 40 + random.nextInt(200));
    Bytes.put16(b, 20, random.nextBoolean() ? 0x2000 : 1 + random.nextInt(0x1fff));
    Bytes.put16(b, 24, 0);
    Bytes.put16(b, 24, ~Bytes.fold(Bytes.sum(0, b, 14, 20)));
    return b;
  }

  private byte[] randomBytes() {
    byte[] b = new byte[random.nextInt(1500)];
    random.nextBytes(b);
    if (b.length > 13 && random.nextBoolean()) {
      Bytes.put16(b, 12, random.nextBoolean() ? 0x0800 : 0x86dd);
    }
    return b;
  }

  private byte[] tcp() {
    TcpFrame f = new TcpFrame();
    f.source = address();
    f.destination = address();
    f.sourcePort = random.nextInt(65536);
    f.destinationPort = random.nextInt(65536);
    f.sequence = random.nextInt();
    f.acknowledgment = random.nextInt();
    f.flags = TcpFrame.ACK | (random.nextInt(8) == 0 ? TcpFrame.FIN : 0);
    f.payload = new byte[random.nextInt(1000)];
    random.nextBytes(f.payload);
    return f.bytes();
  }

  /**
   * A copy of a real frame, with a bit of its TCP segment flipped and the checksum left as it was.
   */
  private byte[] brokenCopy(byte[] real) {
    RawFrame f = RawFrame.read(real);
    if (f.problem != RawFrame.Problem.NONE || f.partialChecksum) {
      return arp();
    }
    byte[] b = real.clone();
    int at = f.payloadLength() > 0 ? f.payload + random.nextInt(f.payloadLength()) : f.l4 + 14;
    b[at] ^= (byte) (1 << random.nextInt(8));
    return b;
  }
}
