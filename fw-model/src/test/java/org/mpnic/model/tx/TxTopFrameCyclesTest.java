package org.mpnic.model.tx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mpnic.abi.SchedulePolicy;
import org.mpnic.model.config.NicConfig;

/** One frame on the idle default card, its cycles worked out by hand from the contracts. */
class TxTopFrameCyclesTest {
  private static final NicConfig CONFIG = NicConfig.DEFAULT;
  private static final int GATHER = TxDma.GATHER_CYCLES;
  private static final int FINISH = TxChecksum.FINISH_CYCLES;

  private final RingHost host = new RingHost(CONFIG, 1 << 16);
  private final SentFrames sent = new SentFrames();
  private final List<String> seen = new ArrayList<>();
  private final TxTop top = new TxTop(CONFIG, host, new FixedReceiveState(), sent, this::transfer);

  private void transfer(int boundary, int port, long cycle, int number, int value, boolean last) {
    seen.add(TxBoundary.name(boundary) + " " + cycle);
  }

  @Test
  void shouldSendRawFrameInTheseCycles() {
    host.raw(0, 0, RingHost.START, 60, false);
    top.advance(Long.MAX_VALUE);
    assertThat(seen)
        .containsExactlyInAnyOrder(
            "descriptor_fetch 3",
            "descriptor_ready 331",
            // Data 320 cycles later, its result 8 cycles behind.
            "grant 336",
            "slice 343",
            "slice_pop 344",
            "read_request 346",
            "read_data 666",
            "descriptor_done 666",
            "descriptor_passed 667",
            "gather_beat " + (667 + GATHER),
            "frame_ready " + (667 + GATHER + FINISH),
            "port_beat " + (667 + GATHER + FINISH),
            // Passed in 667, reported when nothing more has come for 512 cycles.
            "completion_write 1179");
    assertThat(sent.frames.get(0).cycle()).isEqualTo(667 + GATHER + FINISH);
    assertThat(host.lastVisible[0]).isEqualTo(1179 + 160);
  }

  @Test
  void shouldSendStreamSegmentInTheseCycles() {
    top.connections().program(0, TxRig.connection(SchedulePolicy.ROUND_ROBIN, true, 0), 0);
    top.subflows().program(0, TxRig.subflow(0, 0, 0, 4, true), 1);
    host.stream(0, 0, RingHost.START, 100, false);
    top.advance(Long.MAX_VALUE);
    assertThat(seen)
        .containsExactlyInAnyOrder(
            "descriptor_fetch 3",
            "descriptor_ready 331",
            "schedule 335",
            // A decision takes 40 cycles.
            "grant 379",
            "slice 386",
            "slice_pop 387",
            "read_request 389",
            "read_data 709",
            "descriptor_done 709",
            "descriptor_passed 710",
            // 90 bytes of header and 100 of payload: the first beat needs no host.
            "gather_beat " + (391 + GATHER),
            "gather_beat " + (710 + GATHER),
            "gather_beat " + (711 + GATHER),
            "frame_ready " + (711 + GATHER + FINISH),
            "port_beat " + (711 + GATHER + FINISH),
            "port_beat " + (712 + GATHER + FINISH),
            "port_beat " + (714 + GATHER + FINISH),
            "completion_write 1222");
  }
}
