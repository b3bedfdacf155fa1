package org.mpnic.cosim.header;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.mpnic.wire.FrameHeader;

class ParsedHeaderLayoutTest {
  @Test
  void shouldMatchTheCommittedFileByteForByte() throws IOException {
    assertThat(Files.readString(Path.of(ParsedHeaderLayout.FILE)))
        .withFailMessage(
            ParsedHeaderLayout.FILE
                + " differs from the layout. In hdl-cosim, with the classes on the class path, run:"
                + " java org.mpnic.cosim.header.ParsedHeaderLayout .")
        .isEqualTo(ParsedHeaderLayout.render());
  }

  @Test
  void shouldPutTheFirstFieldIntoTheHighestBits() {
    FrameHeader header = new FrameHeader();
    header.packetType = 0x15;
    int[] bits = new int[(ParsedHeaderLayout.WIDTH + 31) / 32];
    int[] care = new int[bits.length];

    ParsedHeaderLayout.pack(header, 0x41, bits, care);

    assertThat(top(bits, 12)).isEqualTo(0x41 << 5 | 0x15);
    assertThat(top(care, 12)).isEqualTo(0xfff);
  }

  private static int top(int[] bits, int count) {
    int value = 0;
    for (int i = 1; i <= count; i++) {
      int bit = ParsedHeaderLayout.WIDTH - i;
      value = value << 1 | bits[bit >> 5] >>> (bit & 31) & 1;
    }
    return value;
  }
}
