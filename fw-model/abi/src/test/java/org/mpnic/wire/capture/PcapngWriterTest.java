package org.mpnic.wire.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mpnic.wire.TcpFlags;
import org.mpnic.wire.TestFrame;

class PcapngWriterTest {
  @TempDir private Path folder;

  @Test
  void shouldBeReadBack() throws IOException {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PcapngWriter writer = new PcapngWriter(out, "mpnic")) {
      assertThat(writer.addInterface(LinkType.ETHERNET, "port 0")).isZero();
      assertThat(writer.addInterface(LinkType.RAW, "port 1")).isEqualTo(1);
      writer.write(1, 1_700_000_000_123_456_789L, new byte[] {1, 2, 3, 4, 5}, 1, 3, "cycle 7");
      writer.write(0, 0, new byte[9000], 0, 9000, null);
      writer.write(0, 1, new byte[1], 0, 1, "\u00e4".repeat(70_000));
      assertThatThrownBy(() -> writer.write(2, 0, new byte[1], 0, 1, null))
          .hasMessage("interfaceId=2 of 2");
    }
    assertThat(CaptureFiles.read(out.toByteArray()))
        .containsExactly(
            "1 101 1700000000123456789 3 020304", "0 1 0 9000 " + "00".repeat(9000), "0 1 1 1 00");
  }

  @Test
  void shouldShowItsCommentsInWireshark() throws Exception {
    assumeTrue(
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(each -> new File(each, "tshark").canExecute()),
        "no tshark here");
    final Path file = folder.resolve("x.pcapng");
    final byte[] frame = TestFrame.tcp(TcpFlags.ACK, "0101", (byte) 1).bytes();
    try (PcapngWriter writer = new PcapngWriter(file, "mpnic")) {
      writer.addInterface(LinkType.ETHERNET, "port0");
      writer.addInterface(LinkType.ETHERNET, "port1");
      writer.write(0, 1_000_000_001L, frame, 0, frame.length, "cycle 1, queue 3");
      writer.write(1, 2_000_000_002L, frame, 0, frame.length, "cycle 2, verdict good");
    }
    final Process process =
        new ProcessBuilder(
                "tshark",
                "-r",
                file.toString(),
                "-T",
                "fields",
                "-e",
                "frame.comment",
                "-e",
                "frame.interface_name",
                "-e",
                "frame.time_epoch",
                "-e",
                "tcp.srcport")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(text.lines())
        .containsExactly(
            "cycle 1, queue 3\tport0\t1.000000001\t40000",
            "cycle 2, verdict good\tport1\t2.000000002\t40000");
  }
}
