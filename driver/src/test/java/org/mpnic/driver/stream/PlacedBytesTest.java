package org.mpnic.driver.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PlacedBytesTest {
  private final StringBuilder handedOn = new StringBuilder();
  private final ConnectionStream stream =
      new ConnectionStream(1000, 1 << 20, new StreamMemory(1 << 20, 16));
  private final PlacedBytes placed = new PlacedBytes();

  PlacedBytesTest() {
    stream.sink(
        (bytes, offset, length) ->
            handedOn.append(new String(bytes, offset, length, StandardCharsets.US_ASCII)));
  }

  @Test
  void shouldKeepTheFirstPlaceWhenAnotherMappingSaysOtherwise() {
    place(1, 1000, "abcd");
    place(1, 1004, "abcd");
    assertThat(handedOn).hasToString("abcd");
    assertThat(stream.bytes()).isEqualTo(4);
    assertThat(stream.holes()).isZero();
  }

  @Test
  void shouldPlaceOnlyBytesWithoutAPlace() {
    place(3, 1002, "cd");
    place(1, 1000, "ABCDEF");
    place(1, 1000, "xyzxyz");
    assertThat(handedOn).hasToString("ABcdEF");
    assertThat(placed.covers(1, 7)).isTrue();
    assertThat(placed.covers(1, 8)).isFalse();
  }

  private void place(long ssn, long dsn, String text) {
    final byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    placed.place(stream, ssn, dsn, bytes, 0, bytes.length);
  }
}
