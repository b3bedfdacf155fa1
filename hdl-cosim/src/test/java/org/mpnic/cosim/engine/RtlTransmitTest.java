package org.mpnic.cosim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mpnic.abi.CounterTable;
import org.mpnic.cosim.RequiredTools;
import org.mpnic.cosim.traffic.TransmitControl;
import org.mpnic.cosim.traffic.TransmitPlan;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.config.TransmitConfig;
import org.mpnic.model.tx.FixedReceiveState;
import org.mpnic.model.tx.ReceiveState;
import org.mpnic.model.tx.TransmitDatapath;
import org.mpnic.model.tx.TransmitHost;
import org.mpnic.model.tx.TransmitSink;
import org.mpnic.model.tx.TxTop;

/**
 * tx_top in the place of the Java model, on the same descriptors: the same frames in the same
 * cycles, the same completions, and the same counters. Short: 60 frames of each queue;
 * -Dcosim.long=true: 3,000.
 */
class RtlTransmitTest {
  private static final int FRAMES = Boolean.getBoolean("cosim.long") ? 3_000 : 60;
  private static final int ROUND_CYCLES = 1000;

  private static final NicConfig SMALL =
      NicConfig.DEFAULT.toBuilder()
          .maxFrameBytes(1518)
          .subflows(64)
          .connections(64)
          .hostLatencyCycles(300)
          .readLatencyCycles(60)
          .quarantineErrors(200)
          .transmit(
              new TransmitConfig(
                  3, 64, 20, 4, 3, 4, 64, 64, 4, 4096, 16, 3, 128, 5, 26, 4, 60, 1 << 16))
          .build();

  /** Receive contexts in which every cycle acknowledges something else. */
  private static final class Acknowledging extends FixedReceiveState {
    @Override
    public int acknowledgment(int subflow, long cycle) {
      return super.acknowledgment(subflow, cycle) + (int) cycle;
    }
  }

  /** Makes a datapath. */
  @FunctionalInterface
  private interface Maker {
    TransmitDatapath make(TransmitHost host, ReceiveState receive, TransmitSink sink);
  }

  private static final class Result {
    final List<List<String>> frames = new ArrayList<>();
    List<List<String>> completions;
    long[] counters;
    long rounds;
  }

  @BeforeEach
  void needsTools() {
    RequiredTools.needVerilator();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void shouldSendTheSameInTheSameCycles(long seed) {
    Path home = Path.of("").toAbsolutePath();
    Result model = run(seed, (host, receive, sink) -> new TxTop(SMALL, host, receive, sink));
    Result rtl =
        run(seed, (host, receive, sink) -> new RtlTransmit(home, SMALL, host, receive, sink));
    for (int port = 0; port < SMALL.ports(); port++) {
      assertThat(model.frames.get(port)).hasSizeGreaterThan(FRAMES / 2);
      assertThat(rtl.frames.get(port)).as("port " + port).isEqualTo(model.frames.get(port));
    }
    assertThat(rtl.completions).isEqualTo(model.completions);
    assertThat(rtl.rounds).as("rounds until idle").isEqualTo(model.rounds);
    for (int counter = 0; counter < CounterTable.COUNT; counter++) {
      if (counter != CounterTable.HOST_WAITS) {
        assertThat(rtl.counters[counter])
            .as("counter " + counter)
            .isEqualTo(model.counters[counter]);
      }
    }
  }

  @Test
  void shouldSendEverythingWhenQueuesHaveStartedAnewInsideFrames() {
    Path home = Path.of("").toAbsolutePath();
    TransmitControl control = new TransmitControl(SMALL, 3);
    TransmitPlan host = new TransmitPlan(SMALL, 3, control, FRAMES);
    TransmitSink sink = (port, frame, offset, length, cycle) -> {};
    Random random = new Random(3);
    try (RtlTransmit top = new RtlTransmit(home, SMALL, host, new Acknowledging(), sink)) {
      control.program(top.connections(), top.subflows());
      top.advance(1000);
      host.admit();
      long until = 1000;
      for (int reset = 0; reset < 60; reset++) {
        until += 200 + random.nextInt(400);
        top.advance(until);
        int queue = random.nextInt(SMALL.transmit().queues());
        host.reset(queue);
        top.resetQueue(queue);
      }
      int last = TransmitDatapath.REACHED;
      while (!host.isDone() || last != TransmitDatapath.IDLE) {
        until += ROUND_CYCLES;
        last = top.advance(until);
        assertThat(until).as("cycles").isLessThan(2_000_000L * Math.max(1, FRAMES / 60));
      }
    }
  }

  private static Result run(long seed, Maker maker) {
    TransmitControl control = new TransmitControl(SMALL, seed);
    TransmitPlan host = new TransmitPlan(SMALL, seed, control, FRAMES);
    Result result = new Result();
    for (int port = 0; port < SMALL.ports(); port++) {
      result.frames.add(new ArrayList<>());
    }
    TransmitSink sink =
        (port, frame, offset, length, cycle) ->
            result
                .frames
                .get(port)
                .add(
                    cycle
                        + " "
                        + length
                        + " "
                        + Arrays.hashCode(Arrays.copyOfRange(frame, offset, offset + length)));
    try (TransmitDatapath top = maker.make(host, new Acknowledging(), sink)) {
      control.program(top.connections(), top.subflows());
      long until = 0;
      int last = TransmitDatapath.REACHED;
      while (!host.isDone() || last != TransmitDatapath.IDLE) {
        until += ROUND_CYCLES;
        result.rounds++;
        if (until == 2 * ROUND_CYCLES) {
          host.admit();
        }
        last = top.advance(until);
        assertThat(last).isNotEqualTo(TransmitDatapath.WAITING_FOR_HOST);
        assertThat(until).as("cycles").isLessThan(2_000_000L * Math.max(1, FRAMES / 60));
      }
      result.completions = host.completions;
      result.counters = top.counters().clone();
    }
    return result;
  }
}
