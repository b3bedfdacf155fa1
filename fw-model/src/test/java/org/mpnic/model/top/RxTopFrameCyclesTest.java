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
            "parser_beat@1048",
            "parser_beat@1048",
            "checksum_beat@1052",
            "checksum_beat@1052",
            "buffer_header@1052",
            "grant@1053",
            "flow_table@1059",
            "subflow_tracker@1064",
            "dss_mapper@1074",
            "connection_tracker@1080",
            "steering@1085",
            "buffer_beat@1086",
            "link_start@1087",
            "link_sent@1088",
            "completion_record@1089",
            "completion_entry@1090",
            "completion_write@1106",
            "link_start@1108",
            "link_sent@1109");
    assertThat(host.published[0].at(0)).isEqualTo(1109 + 160);
    assertThat(host.interrupts[0].at(0)).isEqualTo(1109 + 160 + 3000);
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
            "grant@1061",
            "steering@1093",
            "buffer_beat@1094",
            "buffer_beat@1095",
            "buffer_beat@1096",
            "buffer_beat@1097",
            "buffer_beat@1098",
            "buffer_beat@1099",
            "link_start@1098",
            "link_sent@1099",
            "link_start@1100",
            "link_sent@1101",
            "completion_record@1102",
            "completion_entry@1103");
    // Port 1 owns the odd cycles.
    assertThat(host.published[0].size()).isEqualTo(3);
  }
}
