package org.mpnic.abi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mpnic.wire.ParseReason;

class AbiTablesTest {
  /** Layouts whose entries stand in a ring or a table of their own. */
  private static final Set<String> ENTRIES =
      Set.of(
          "rx_descriptor",
          "completion",
          "event",
          "admin_command",
          "admin_completion",
          "connection_record",
          "subflow_record",
          "ring_indices",
          "wake_word");

  static Stream<Layout> layouts() {
    return AbiTables.LAYOUTS.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("layouts")
  void shouldAlignFieldsAndNotOverlap(Layout layout) {
    int end = 0;
    for (Field field : layout.fields()) {
      assertThat(field.offset()).as(field.name()).isGreaterThanOrEqualTo(end);
      assertThat(field.offset() % field.bytes()).as(field.name()).isZero();
      assertThat(Integer.bitCount(field.bytes())).as(field.name()).isEqualTo(1);
      end = field.end();
    }
    assertThat(end).isLessThanOrEqualTo(layout.bytes());
    assertThat(Integer.bitCount(layout.bytes())).isEqualTo(1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("layouts")
  void shouldKeepBitsInsideTheirWordAndApart(Layout layout) {
    Map<String, Long> used = new HashMap<>();
    for (BitField bits : layout.bitFields()) {
      int width = 8 * layout.field(bits.word()).bytes();
      assertThat(bits.shift() + bits.bits()).as(bits.name()).isLessThanOrEqualTo(width);
      long mask = bits.mask() << bits.shift();
      assertThat(used.getOrDefault(bits.word(), 0L) & mask).as(bits.name()).isZero();
      used.merge(bits.word(), mask, (a, b) -> a | b);
    }
  }

  @Test
  void shouldHaveTheSizesThatTheDesignPromises() {
    Map<String, Integer> sizes = new HashMap<>();
    AbiTables.LAYOUTS.forEach(layout -> sizes.put(layout.name(), layout.bytes()));
    assertThat(sizes).containsEntry("rx_descriptor", 16).containsEntry("completion", 64);
    assertThat(sizes).containsEntry("event", 128).containsEntry("admin_command", 64);
    assertThat(sizes.keySet()).containsAll(ENTRIES);
    Field producer = RingLayout.LAYOUT.field("producer");
    Field consumer = RingLayout.LAYOUT.field("consumer");
    assertThat(consumer.offset() - producer.offset()).isEqualTo(128);
  }

  @Test
  void shouldNotUseANameOrCodeTwice() {
    for (Layout layout : AbiTables.LAYOUTS) {
      assertThat(layout.fields().stream().map(Field::name)).doesNotHaveDuplicates();
      assertThat(layout.bitFields().stream().map(BitField::name)).doesNotHaveDuplicates();
    }
    for (Map.Entry<String, List<? extends Code>> entry : AbiTables.ENUMERATIONS.entrySet()) {
      assertThat(entry.getValue().stream().map(Code::code))
          .as(entry.getKey())
          .doesNotHaveDuplicates();
    }
    assertThat(AbiTables.LAYOUTS.stream().map(Layout::name)).doesNotHaveDuplicates();
    assertThat(CounterTable.ALL.stream().map(Counter::name)).doesNotHaveDuplicates();
    Set<String> tags = new HashSet<>(AbiTables.ENUMERATIONS.keySet());
    AbiTables.LAYOUTS.forEach(layout -> assertThat(tags.add(layout.name())).isTrue());
  }

  @Test
  void shouldGiveEveryCounterItsOwnWords() {
    int end = 0;
    List<String> labels = new ArrayList<>();
    for (Counter counter : CounterTable.ALL) {
      assertThat(counter.index()).isEqualTo(end);
      end += counter.count();
      for (int i = 0; i < counter.count(); i++) {
        assertThat(CounterTable.at(counter.index() + i)).isSameAs(counter);
        labels.add(counter.label(i));
      }
    }
    assertThat(end).isEqualTo(CounterTable.COUNT);
    assertThat(labels)
        .doesNotHaveDuplicates()
        .contains("reasons[no_mapping]", "port_frames[port 1]");
  }

  @Test
  void shouldNumberParseReasonsAsTheParserDoes() {
    for (int reason = 0; reason < ParseReason.COUNT; reason++) {
      assertThat(Reason.of(reason)).as("parse reason " + reason).isNotNull();
      assertThat(Reason.label(reason)).isEqualTo(ParseReason.name(reason));
    }
    for (Reason reason : Reason.values()) {
      assertThat(reason.code()).isBetween(0, Reason.LIMIT - 1);
      assertThat(reason.code() < ParseReason.COUNT || reason.code() >= 32)
          .as(reason.label())
          .isTrue();
    }
  }

  @Test
  void shouldNumberPacketTypesAsTheParserDoes() {
    for (int type = 0; type < org.mpnic.wire.PacketType.COUNT; type++) {
      assertThat(PacketType.of(type).label()).isEqualTo(org.mpnic.wire.PacketType.name(type));
    }
    assertThat(PacketType.values()).hasSize(org.mpnic.wire.PacketType.COUNT);
  }

  @Test
  void shouldSayWhatHappensToOutstandingBuffers() {
    for (AdminCommand command : AdminCommand.values()) {
      assertThat(command.outstandingBuffers()).as(command.label()).isNotBlank();
      assertThat(command.arguments()).as(command.label()).isNotBlank();
      assertThat(AdminCommand.of(command.code())).isSameAs(command);
    }
    assertThat(AdminCommand.of(999)).isNull();
  }

  @Test
  void shouldFindCodesAndNothingElse() {
    for (CompletionType type : CompletionType.values()) {
      assertThat(CompletionType.of(type.code())).isSameAs(type);
    }
    for (Verdict verdict : Verdict.values()) {
      assertThat(Verdict.of(verdict.code())).isSameAs(verdict);
    }
    assertThat(Verdict.of(4)).isNull();
    assertThat(CompletionType.of(-1)).isNull();
    assertThat(CompletionFlags.describe(CompletionFlags.MAPPED | 0x8000)).isEqualTo("mapped bit15");
  }
}
