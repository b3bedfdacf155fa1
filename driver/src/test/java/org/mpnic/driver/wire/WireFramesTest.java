package org.mpnic.driver.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.RegisterTable;
import org.mpnic.driver.CompletionBatch;
import org.mpnic.driver.Nic;
import org.mpnic.driver.StreamSender;
import org.mpnic.model.config.NicConfig;

/** Raw frames from card to card. */
class WireFramesTest {
  @TempDir Path directory;

  /** A frame that arrived. */
  private record Arrival(int port, long cycle, byte[] bytes) {}

  @Test
  void shouldDeliverEveryRawFrameInOrderWhenTheWireIsQuiet() throws Exception {
    List<Arrival> arrivals = send("delay=1us", 2000, 7);
    List<byte[]> sent = frames(2000, 7);
    assertThat(arrivals).hasSize(2000);
    for (int port = 0; port < 2; port++) {
      int wanted = port;
      List<Arrival> there = arrivals.stream().filter(a -> a.port() == wanted).toList();
      for (int i = 0; i < there.size(); i++) {
        byte[] padded = sent.get(2 * i + port);
        padded = Arrays.copyOf(padded, Math.max(60, padded.length));
        assertThat(there.get(i).bytes()).as("frame %d of port %d", i, port).isEqualTo(padded);
      }
    }
  }

  @Test
  void shouldHaveTheSameCyclesWhateverTheDelayRoundsAre() throws Exception {
    List<Arrival> near = send("delay=100ns", 600, 8);
    List<Arrival> far = send("delay=20us", 600, 8);
    long difference = far.get(0).cycle() - near.get(0).cycle();
    assertThat(far).hasSameSizeAs(near);
    for (int i = 0; i < near.size(); i++) {
      assertThat(far.get(i).cycle() - near.get(i).cycle()).as("frame %d", i).isEqualTo(difference);
    }
  }

  private List<Arrival> send(String wire, int count, long seed) throws Exception {
    List<Arrival> arrivals = new ArrayList<>();
    try (TwoCards cards = new TwoCards(directory, NicConfig.DEFAULT, wire)) {
      Nic nic = cards.second;
      CompletionBatch batch = new CompletionBatch(64);
      Runnable receive = () -> receive(nic, batch, arrivals);
      StreamSender sender = new StreamSender(cards.first.txQueue(0), cards.first.txMemory());
      List<byte[]> frames = frames(count, seed);
      for (int i = 0; i < count; i++) {
        while (sender.room() == 0) {
          sender.ring(true);
          sender.poll();
          receive.run();
        }
        sender.raw(i % 2, frames.get(i), 0, frames.get(i).length);
      }
      sender.ring(false);
      cards.awaitQuiet(sender.queue(), receive);
      receive.run();
      assertThat(sender.queue().errors()).isZero();
      assertThat(cards.first.counter(CounterTable.TX_PORT_FRAMES)).isEqualTo(count / 2);
      assertThat(cards.first.register(RegisterTable.TX_CYCLE)).isPositive();
    }
    arrivals.sort(Comparator.comparingLong(Arrival::cycle).thenComparingInt(Arrival::port));
    return arrivals;
  }

  private static void receive(Nic nic, CompletionBatch batch, List<Arrival> arrivals) {
    for (int queue = 0; queue < nic.queueCount(); queue++) {
      while (nic.queue(queue).poll(batch, 64) > 0) {
        for (int i = 0; i < batch.size(); i++) {
          byte[] bytes = new byte[batch.frameLength(i)];
          batch.copyFrame(i, 0, bytes, 0, bytes.length);
          arrivals.add(new Arrival(batch.port(i), batch.cycle(i), bytes));
        }
        batch.release();
      }
    }
  }

  /** Frames of an experimental EtherType: no flow, so that all go to one queue by their hash. */
  private static List<byte[]> frames(int count, long seed) {
    Random random = new Random(seed);
    List<byte[]> frames = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] frame = new byte[14 + random.nextInt(1500)];
      random.nextBytes(frame);
      frame[0] = 2;
      frame[12] = (byte) 0x88;
      frame[13] = (byte) 0xb5;
      frames.add(frame);
    }
    return frames;
  }
}
