package org.mpnic.wire.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mpnic.wire.capture.CaptureFiles.block;
import static org.mpnic.wire.capture.CaptureFiles.body;
import static org.mpnic.wire.capture.CaptureFiles.describe;
import static org.mpnic.wire.capture.CaptureFiles.join;
import static org.mpnic.wire.capture.CaptureFiles.packet;
import static org.mpnic.wire.capture.CaptureFiles.read;
import static org.mpnic.wire.capture.CaptureFiles.section;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureReaderTest {
  private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;
  private static final ByteOrder BIG = ByteOrder.BIG_ENDIAN;

  @TempDir private Path folder;

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  @Test
  void shouldReadPcapOfBothByteOrdersAndResolutions() throws IOException {
    assertThat(
            read(
                hex(
                    "d4c3b2a1 0200 0400 00000000 00000000 ffff0000 01000000"
                        + "10000000 07000000 03000000 40000000 aabbcc")))
        .containsExactly("0 1 16000007000 64 aabbcc");
    assertThat(
            read(
                hex(
                    "a1b23c4d 0002 0004 00000000 00000000 0000ffff 00000071"
                        + "f0000000 00000007 00000001 00000001 aa"
                        + "f0000001 3b9ac9ff 00000000 00000000")))
        .containsExactly("0 113 4026531840000000007 1 aa", "0 113 4026531841999999999 0 ");
    for (ByteOrder order : new ByteOrder[] {LITTLE, BIG}) {
      for (boolean nanoseconds : new boolean[] {false, true}) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PcapWriter writer = new PcapWriter(out, 101, order, nanoseconds)) {
          writer.write(5_000_001_002L, new byte[] {9, 8, 7}, 1, 2);
          writer.write(6_000_000_000L, new byte[] {6}, 0, 1, 77);
        }
        assertThat(read(out.toByteArray()))
            .containsExactly(
                "0 101 " + (nanoseconds ? 5_000_001_002L : 5_000_001_000L) + " 2 0807",
                "0 101 6000000000 77 06");
      }
    }
  }

  @Test
  void shouldEndAPcapThatBreaksOff() throws IOException {
    final byte[] file =
        hex(
            "d4c3b2a1 0200 0400 00000000 00000000 ffff0000 01000000"
                + "10000000 07000000 03000000 03000000 aabbcc"
                + "10000000 07000000 03000000 03000000 aabbcc");
    assertThat(read(file)).hasSize(2);
    for (int length = 24; length < file.length; length++) {
      final int packets = length < 43 ? 0 : 1;
      final boolean whole = length == 24 || length == 43;
      assertThat(read(Arrays.copyOf(file, length))).hasSize(packets + (whole ? 0 : 1));
    }
    assertThat(read(Arrays.copyOf(file, 60)).get(1))
        .isEqualTo("warning: the file ends within a packet, at byte 60");
    assertThat(read(Arrays.copyOf(file, 50)).get(1))
        .isEqualTo("warning: the file ends within a packet's header, at byte 50");
    file[24 + 8 + 2] = 0x11;
    assertThat(read(file)).containsExactly("warning: a packet before byte 40 claims 1114115 bytes");
  }

  @Test
  void shouldReadPcapngOfSeveralSections() throws IOException {
    final byte[] unknown = block(LITTLE, 0x0bad, new byte[20]);
    final byte[] simple = block(BIG, 3, body(BIG, 8).putInt(3).putInt(0x0a0b0c00).array());
    final byte[] obsolete =
        block(
            BIG,
            2,
            body(BIG, 24)
                .putShort((short) 1)
                .putShort((short) 0)
                .putInt(0)
                .putInt(5)
                .putInt(1)
                .putInt(9)
                .putInt(0x77000000)
                .array());
    assertThat(
            read(
                join(
                    section(LITTLE),
                    describe(LITTLE, 1, 0, -1),
                    unknown,
                    packet(LITTLE, 0, 7, (byte) 1, (byte) 2),
                    describe(LITTLE, 113, 0, 9),
                    packet(LITTLE, 1, 0x1_0000_0007L, (byte) 3),
                    section(BIG),
                    describe(BIG, 101, 2, 0x80 | 10),
                    describe(BIG, 1, 0, 3),
                    packet(BIG, 0, 1024 + 512, (byte) 4),
                    simple,
                    obsolete)))
        .containsExactly(
            "0 1 7000 100 0102",
            "1 113 4294967303 100 03",
            "2 101 1500000000 100 04",
            "2 101 0 3 0a0b",
            "3 1 5000000 9 77");
  }

  @Test
  void shouldEndAPcapngThatIsDamaged() throws IOException {
    final byte[] start = join(section(LITTLE), describe(LITTLE, 1, 0, -1));
    final byte[] good = packet(LITTLE, 0, 7, (byte) 1, (byte) 2);
    final byte[] file = join(start, good, good);
    for (int length = start.length; length < file.length; length++) {
      final int over = length - start.length;
      final boolean whole = over % good.length == 0;
      // The second packet's data is there before its block ends.
      final int packets = over / good.length + (over % good.length >= 30 ? 1 : 0);
      assertThat(read(Arrays.copyOf(file, length)))
          .as("length %d", length)
          .hasSize(packets + (whole ? 0 : 1));
    }
    final byte[] tooLong = good.clone();
    tooLong[20] = 5;
    assertThat(read(join(start, good, tooLong, good)))
        .containsExactly(
            "0 1 7000 100 0102",
            "warning: a pcapng block before byte "
                + (start.length + 36 + 28)
                + " is damaged or cut");
    final byte[] stranger = packet(LITTLE, 1, 7, (byte) 1);
    assertThat(read(join(start, stranger, good)))
        .containsExactly(
            "0 1 7000 100 0102",
            "warning: a packet before byte "
                + (start.length + 28)
                + " names an unknown interface: 1");
    final byte[] tail = good.clone();
    tail[tail.length - 4] = 1;
    assertThat(read(join(start, tail, good))).hasSize(2).last().asString().startsWith("warning");
  }

  @Test
  void shouldSayInOneLineWhyAFileIsNoCapture() throws IOException {
    assertThatThrownBy(() -> CaptureReader.open(folder.resolve("none.pcap")))
        .isInstanceOf(CaptureException.class)
        .hasMessageEndingWith("none.pcap: no such file");
    assertThatThrownBy(() -> CaptureReader.open(folder))
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining("is a directory");
    final Path file = folder.resolve("x.txt");
    Files.write(file, "hello\n".getBytes(StandardCharsets.US_ASCII));
    assertThatThrownBy(() -> CaptureReader.open(file))
        .isInstanceOf(CaptureException.class)
        .hasMessageEndingWith(
            "x.txt: not a capture: it starts with 68656c6c, expected pcap or pcapng");
    assertThatThrownBy(() -> read(new byte[3])).hasMessageContaining("it has 3 bytes");
    assertThatThrownBy(() -> read(hex("1f8b0800"))).hasMessageContaining("gzip");
    assertThatThrownBy(() -> read(hex("d4c3b2a1 0200"))).hasMessageContaining("file header");
    assertThatThrownBy(() -> read(hex("d4c3b2a1 0500 0400" + "00".repeat(16))))
        .hasMessageContaining("pcap version 5.4, expected 2.4");
    assertThatThrownBy(() -> read(Arrays.copyOf(section(LITTLE), 20)))
        .hasMessageContaining("section header is damaged or cut");
  }

  @Test
  @DisplayName("shouldOnlyThrowIoExceptionsWhenFilesAreMutated, seed 5")
  void shouldOnlyThrowIoExceptionsWhenFilesAreMutated() throws IOException {
    final Random random = new Random(5);
    final byte[] pcapng =
        join(
            section(LITTLE),
            describe(LITTLE, 1, 0, 9),
            packet(LITTLE, 0, 7, (byte) 1, (byte) 2),
            packet(LITTLE, 0, 8, (byte) 3));
    final byte[] pcap =
        hex(
            "d4c3b2a1 0200 0400 00000000 00000000 ffff0000 01000000"
                + "10000000 07000000 03000000 03000000 aabbcc");
    int refused = 0;
    for (int round = 0; round < 10_000; round++) {
      final byte[] file = ((round & 1) == 0 ? pcap : pcapng).clone();
      for (int n = random.nextInt(4); n >= 0; n--) {
        final int value = random.nextBoolean() ? random.nextInt(256) : 0xff;
        file[random.nextInt(file.length)] = (byte) value;
      }
      try {
        read(random.nextBoolean() ? file : Arrays.copyOf(file, random.nextInt(file.length)));
      } catch (CaptureException e) {
        assertThat(e.getMessage()).startsWith("x.pcap").doesNotContain("\n");
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }
}
