package org.mpnic.cosim.rx;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.mpnic.cosim.header.ParsedHeaderLayout;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.HeaderWord;
import org.mpnic.model.rx.RxChecksum;
import org.mpnic.model.rx.RxParser;
import org.mpnic.testbed.Frame;
import org.mpnic.testbed.data.BundledCaptures;
import org.mpnic.testbed.mutation.FrameMutator;

/**
 * Writes frames and what the model's rx_parser and rx_checksum say of them, as 32-bit words, for
 * the test benches of those stages.
 *
 * <p>A frame is: its length, a seed for its idle cycles, its bytes (padded to words), the parsed
 * header, the mask of its valid bits, then ipChecksumOk, tcpChecksumOk, payloadSum and the reason
 * behind rx_checksum.
 */
public final class FrontVectors {
  private final RxParser parser;
  private final RxChecksum checksum = new RxChecksum();
  private final HeaderWord word = new HeaderWord();
  private final OutputStream out;
  private final int beatBytes;
  private final ByteBuffer record = ByteBuffer.allocate(65536).order(ByteOrder.LITTLE_ENDIAN);
  private long beats;

  private FrontVectors(OutputStream out, NicConfig config) {
    this.out = out;
    this.parser = new RxParser(config);
    this.beatBytes = config.beatBytes();
  }

  /** Arguments: output file, seed, beats at least, bytes of a beat, beats of the header window. */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    long seed = Long.parseLong(arguments[1]);
    long target = Long.parseLong(arguments[2]);
    NicConfig config =
        NicConfig.DEFAULT.toBuilder()
            .beatBytes(Integer.parseInt(arguments[3]))
            .headerWindowBeats(Integer.parseInt(arguments[4]))
            .build();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      FrontVectors vectors = new FrontVectors(out, config);
      vectors.write(seed, target);
      System.out.println(vectors.beats + " beats, " + ParsedHeaderLayout.WIDTH + " header bits");
    }
  }

  private void write(long seed, long target) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    HeaderSoup soup = new HeaderSoup(seed);
    FrameMutator mutator = new FrameMutator(seed);
    byte[] mutated = new byte[66000];
    List<String> names = BundledCaptures.names();
    for (int pass = 0; beats < target; pass++) {
      List<Frame> frames = BundledCaptures.frames(names.get(pass % names.size()));
      for (Frame frame : frames) {
        if (beats >= target) {
          break;
        }
        byte[] bytes = frame.bytes();
        if (bytes.length <= 9014 && bytes.length > 0) {
          write(bytes, bytes.length, random.nextInt());
          int length = Math.min(9014, mutator.mutate(bytes, bytes.length, mutated));
          if (length > 0) {
            write(mutated, length, random.nextInt());
          }
        }
        for (int i = 0; i < 6; i++) {
          int length = soup.next();
          write(soup.buffer(), length, random.nextInt());
        }
      }
    }
  }

  private void write(byte[] bytes, int length, int gap) throws IOException {
    word.clear();
    word.buffer = bytes;
    word.frameBytes = length;
    parser.process(word);
    int[] bits = new int[(ParsedHeaderLayout.WIDTH + 31) / 32];
    int[] care = new int[bits.length];
    ParsedHeaderLayout.pack(word.header, word.reason, bits, care);
    checksum.process(word);
    record.clear();
    record.putInt(length).putInt(gap).put(bytes, 0, length);
    while ((record.position() & 3) != 0) {
      record.put((byte) 0);
    }
    for (int value : bits) {
      record.putInt(value);
    }
    for (int value : care) {
      record.putInt(value);
    }
    record.putInt(word.ipChecksumOk ? 1 : 0).putInt(word.tcpChecksumOk ? 1 : 0);
    record.putInt(word.payloadSum).putInt(word.reason);
    out.write(record.array(), 0, record.position());
    beats += (length + beatBytes - 1) / beatBytes;
  }
}
