package org.mpnic.model.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mpnic.firmware.capture.CaptureFirmware;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.HeaderWord;

/** The way of single frames through the idle default card, cycle by cycle, worked out by hand. */
class RxTopFrameCyclesTest {
  private final NicConfig config = NicConfig.DEFAULT;
  private final List<String> seen = new ArrayList<>();
  private final Probe probe =
      new Probe() {
        @Override
        public void beat(int boundary, int port, long cycle, int frame, int beat, boolean last) {
          if (boundary != Boundary.DESCRIPTOR_FETCH && boundary != Boundary.FIRMWARE_EVENT) {
            seen.add(Boundary.name(boundary) + "@" + cycle);
          }
        }

        @Override
        public void word(int boundary, int port, long cycle, HeaderWord word) {
          seen.add(Boundary.name(boundary) + "@" + cycle);
        }
      };

  private final FakeHost host = new FakeHost(config, 0, 0, true);
  private final RxTop top = new RxTop(config, host, new CaptureFirmware(), probe);

  private void run(int port, int busBytes, long cycle) {
    assertThat(top.offer(port, new byte[busBytes], 0, busBytes, cycle)).isZero();
    top.horizon(0, Long.MAX_VALUE);
    top.horizon(1, Long.MAX_VALUE);
    assertThat(top.advance(Long.MAX_VALUE)).isEqualTo(RxTop.IDLE);
  }

  @Test
  void shouldTakeShortestFrameThroughTheCard() {
    run(0, 60, 1000);
    assertThat(seen)
        .containsExactly(
            "port_beat@1000",
            "parser_beat@1026",
            "parser_beat@1026",
            "checksum_beat@1030",
            "checksum_beat@1030",
            "buffer_header@1030",
            "grant@1031",
            "flow_table@1037",
            "subflow_tracker@1042",
            "dss_mapper@1052",
            "connection_tracker@1058",
            "steering@1061",
            "buffer_beat@1062",
            "link_start@1063",
            "link_sent@1063",
            "completion_record@1064",
            "completion_entry@1066",
            "completion_write@1082",
            "link_start@1083",
            "link_sent@1083");
    assertThat(host.published[0].at(0)).isEqualTo(1083 + 160);
    assertThat(host.interrupts[0].at(0)).isEqualTo(1083 + 160 + 3000);
  }

  @Test
  void shouldCutFrameOfSixBeatsIntoTwoTransfers() {
    run(1, 380, 1000);
    // Beats 1.65 cycles apart on the wire, then one a cycle: 1000, 1, 3, 4, 6, 8.
    assertThat(seen.stream().filter(x -> x.startsWith("port_beat")))
        .containsExactly(
            "port_beat@1000",
            "port_beat@1001",
            "port_beat@1003",
            "port_beat@1004",
            "port_beat@1006",
            "port_beat@1008");
    assertThat(seen)
        .containsSubsequence(
            "grant@1039",
            "steering@1069",
            "buffer_beat@1070",
            "buffer_beat@1071",
            "buffer_beat@1072",
            "buffer_beat@1073",
            "buffer_beat@1074",
            "buffer_beat@1075",
            "link_start@1074",
            "link_sent@1075",
            "link_start@1076",
            "link_sent@1076",
            "completion_record@1077",
            "completion_entry@1079");
    // Port 1 owns the odd cycles.
    assertThat(host.published[0].size()).isEqualTo(3);
  }
}
