package org.mpnic.cosim.header;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mpnic.model.config.NicConfig;

/** What the RTL has from Java is committed, and equals what is rendered anew. */
class RenderedFilesTest {
  static Stream<Arguments> files() {
    return Stream.of(
        arguments(ParsedHeaderLayout.class, ParsedHeaderLayout.FILE, ParsedHeaderLayout.render()),
        arguments(HeaderWordLayout.class, HeaderWordLayout.FILE, HeaderWordLayout.render()),
        arguments(RtlParameters.class, RtlParameters.FILE, RtlParameters.render()));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("files")
  void shouldMatchTheCommittedFileByteForByte(Class<?> renderer, String file, String text)
      throws IOException {
    assertThat(Files.readString(Path.of(file)))
        .withFailMessage(
            file
                + " differs from what is rendered. In hdl-cosim, with the classes on the class"
                + " path, run: java "
                + renderer.getName()
                + " .")
        .isEqualTo(text);
  }

  @Test
  void shouldHaveTheReasonAtItsIndex() {
    assertThat(ParsedHeaderLayout.FIELDS.get(ParsedHeaderLayout.REASON).name()).isEqualTo("reason");
  }

  @Test
  void shouldHaveTheKeysOfTheDefaultConfigurationInFlowTable() throws IOException {
    assertThat(Files.readString(Path.of("rtl/rx/flow_table.sv")))
        .contains("320'h" + NicConfig.DEFAULT.rssKey())
        .contains("320'h" + NicConfig.DEFAULT.flowTableKey());
  }

  @Test
  void shouldNameParametersLikeTheConfiguration() {
    NicConfig config = NicConfig.DEFAULT.toBuilder().maxIpv6Extensions(3).subflows(64).build();

    assertThat(RtlParameters.of(config))
        .containsEntry("MAX_IPV6_EXTENSIONS", "3")
        .containsEntry("SUBFLOWS", "64")
        .containsEntry("RX_PARSER_CYCLES", "46")
        .containsEntry("RSS_KEY", "320'h" + config.rssKey())
        .doesNotContainKey("PORT_BITS_PER_SECOND");
  }
}
