package org.mpnic.device.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireFileTest {
  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void create() throws IOException {
    path = folder.resolve("a.wire");
    WireFile.create(path, 2, 3226, 8192, 322_265_625).close();
  }

  @Test
  void shouldOpenWhatTheOtherEndHasMade() throws IOException {
    try (WireFile wire = WireFile.open(path)) {
      assertThat(wire.ports()).isEqualTo(2);
      assertThat(wire.ringBytes()).isEqualTo(8192);
      assertThat(wire.delayCycles()).isEqualTo(3226);
      assertThat(wire.clockHz()).isEqualTo(322_265_625);
      long last = WireFile.data(wire.ring(1, 1)) + wire.ringBytes();
      assertThat(last).isLessThanOrEqualTo(Files.size(path));
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "magic, 0, 0",
    "no port, 8, 0",
    "ports below zero with rings below zero, 8, -2",
    "more ports than the file holds, 8, 3",
    "rings that are no power of two, 16, 8000",
    "no ring, 16, 0",
    "rings below zero, 16, -2147483648",
    "rings beyond the file, 16, 1073741824",
    "no delay, 24, 0"
  })
  void shouldRefuseHeaderThatCannotBe(String what, int offset, int value) throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(offset, value);
    Files.write(path, bytes);
    assertRefused();
  }

  @ParameterizedTest(name = "{0} bytes")
  @ValueSource(ints = {0, 1, 4095, 4096, 20_000})
  void shouldRefuseFileThatIsCutOff(int length) throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    Files.write(path, Arrays.copyOf(bytes, length));
    assertRefused();
  }

  private void assertRefused() {
    assertThatThrownBy(() -> WireFile.open(path))
        .isInstanceOf(IOException.class)
        .hasMessage(path + " is no wire of this release");
  }
}
