package org.mpnic.testbed.data;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mpnic.testbed.Frame;
import org.mpnic.testbed.FrameRole;

/**
 * Reads and writes lists of frames as capture files; Ethernet only. Independent of the capture
 * codecs under test.
 */
public final class PcapFrames {
  private static final int MICROSECONDS = 0xa1b2c3d4;
  private static final int NANOSECONDS = 0xa1b23c4d;

  private PcapFrames() {}

  /**
   * Reads a little-endian pcap file with Ethernet frames; all enter port 0, times are relative to
   * the first.
   */
  public static List<Frame> read(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int magic = in.getInt();
    if (magic != MICROSECONDS && magic != NANOSECONDS || in.getInt(20) != 1) {
      throw new IllegalArgumentException(
          "not a little-endian Ethernet pcap: magic=" + Integer.toHexString(magic));
    }
    in.position(24);
    FrameRoles roles = new FrameRoles();
    List<Frame> frames = new ArrayList<>();
    long first = -1;
    while (in.remaining() >= 16) {
      long seconds = in.getInt() & 0xffffffffL;
      long fraction = in.getInt() & 0xffffffffL;
      byte[] bytes = new byte[in.getInt()];
      in.getInt();
      in.get(bytes);
      long time = seconds * 1_000_000_000L + (magic == NANOSECONDS ? fraction : fraction * 1000);
      first = first < 0 ? time : first;
      frames.add(new Frame(bytes, 0, time - first, roles.of(bytes)));
    }
    return frames;
  }

  /** Gives each frame of a list its role anew. */
  public static List<Frame> withRoles(List<Frame> frames) {
    FrameRoles roles = new FrameRoles();
    List<Frame> result = new ArrayList<>();
    for (Frame f : frames) {
      FrameRole role = roles.of(f.bytes());
      result.add(new Frame(f.bytes(), f.port(), f.timestampNs(), role));
    }
    return result;
  }

  /** Writes a pcap file with nanoseconds; ports are lost. */
  public static void writePcap(List<Frame> frames, Path path) {
    try (OutputStream out = new java.io.BufferedOutputStream(Files.newOutputStream(path))) {
      out.write(words(NANOSECONDS, 0x00040002, 0, 0, 262144, 1));
      for (Frame f : frames) {
        long time = f.timestampNs();
        out.write(
            words(
                (int) (time / 1_000_000_000),
                (int) (time % 1_000_000_000),
                f.bytes().length,
                f.bytes().length));
        out.write(f.bytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a pcapng file with one interface per port and nanoseconds. */
  public static void writePcapng(List<Frame> frames, Path path) {
    int ports = frames.stream().mapToInt(Frame::port).max().orElse(0) + 1;
    try (OutputStream out = new java.io.BufferedOutputStream(Files.newOutputStream(path))) {
      out.write(words(0x0a0d0d0a, 28, 0x1a2b3c4d, 1, -1, -1, 28));
      for (int i = 0; i < ports; i++) {
        out.write(words(1, 32, 1, 262144, 0x00010009, 9, 0, 32));
      }
      for (Frame f : frames) {
        int length = f.bytes().length;
        int block = 32 + (length + 3 & ~3);
        long time = f.timestampNs();
        out.write(words(6, block, f.port(), (int) (time >> 32), (int) time, length, length));
        out.write(Arrays.copyOf(f.bytes(), length + 3 & ~3));
        out.write(words(block));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] words(int... values) {
    ByteBuffer b = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values) {
      b.putInt(value);
    }
    return b.array();
  }
}
