package org.mpnic.model.tx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.mpnic.model.cell.StallPattern;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.config.TransmitConfig;

/** A small random card and the slices that its segmenter grants, from one seed. */
final class RandomPayload {
  /** Cycles from a slice's grant to its being pushed. */
  static final int INSERT_CYCLES = 6;

  final NicConfig config;
  final StallPattern linkStall;
  final StallPattern[] portStall;
  final FakeTransmitHost host;

  /** Slices of each port, with the cycle before which each is not granted. */
  final List<List<TxSlice>> slices = new ArrayList<>();

  final List<List<Long>> wanted = new ArrayList<>();

  /** Descriptors of each queue that never become slices: cycle, index, reason (0 skipped). */
  final List<List<long[]>> refused = new ArrayList<>();

  private final Random random;

  RandomPayload(long seed, int framesPerPort) {
    random = new Random(seed);
    config = config();
    linkStall = stall();
    portStall = new StallPattern[config.ports()];
    host = new FakeTransmitHost(seed, 1 << 16);
    int[] nextIndex = new int[config.transmit().queues()];
    for (int queue = 0; queue < nextIndex.length; queue++) {
      refused.add(new ArrayList<>());
    }
    for (int port = 0; port < config.ports(); port++) {
      portStall[port] = stall();
      slices.add(new ArrayList<>());
      wanted.add(new ArrayList<>());
    }
    int shape = random.nextInt(4);
    long[] now = new long[config.ports()];
    for (int frame = 0; frame < framesPerPort; frame++) {
      for (int port = 0; port < config.ports(); port++) {
        if (shape == 3 && port > 0) {
          continue;
        }
        now[port] += gap(shape);
        frame(port, now[port], nextIndex);
      }
    }
    for (List<long[]> ofQueue : refused) {
      ofQueue.sort((a, b) -> Long.compare(a[0], b[0]));
    }
  }

  private int gap(int shape) {
    if (shape == 0) {
      return 0;
    }
    return random.nextInt(4) == 0 ? random.nextInt(shape == 1 ? 20 : 200) : 0;
  }

  private void frame(int port, long cycle, int[] nextIndex) {
    int queue = random.nextInt(config.transmit().queues());
    int longest = config.maxTransmitBytes();
    boolean generated = random.nextInt(3) == 0 && longest > 110;
    int header = generated ? 54 + 2 * random.nextInt(Math.min(35, (longest - 54) / 2)) : 0;
    int bytes = generated ? header : 14;
    bytes += random.nextInt(random.nextBoolean() ? 80 : longest);
    bytes = Math.min(bytes, longest);
    int left = bytes - header;
    boolean first = true;
    do {
      TxSlice slice = new TxSlice();
      slice.port = port;
      slice.queue = queue;
      slice.first = first;
      slice.length = random.nextInt(3) == 0 && left > 1 ? 1 + random.nextInt(left) : left;
      left -= slice.length;
      slice.last = left == 0;
      slice.address = FakeTransmitHost.START + random.nextInt(host.memory.length - slice.length);
      slice.lastOfDescriptor = slice.last || random.nextBoolean();
      if (first && generated) {
        slice.headerBytes = header;
        for (int i = 0; i < header; i++) {
          slice.header[i] = (byte) random.nextInt();
        }
        slice.finish.kind = FrameFinish.GENERATED;
        slice.finish.l3Offset = 14;
        slice.finish.l4Offset = 34;
        slice.finish.headerBytes = header;
        slice.finish.dssChecksumOffset = header >= 60 ? header - 4 : -1;
        slice.finish.dssPseudoSum = random.nextInt(65536);
      }
      if (slice.lastOfDescriptor && slice.length > 0 && random.nextInt(20) == 0) {
        int reason = random.nextBoolean() ? 0 : 85 + random.nextInt(10);
        refused.get(queue).add(new long[] {cycle, nextIndex[queue]++, reason});
      }
      slice.descriptorIndex = nextIndex[queue];
      if (slice.lastOfDescriptor) {
        nextIndex[queue]++;
      }
      slices.get(port).add(slice);
      wanted.get(port).add(cycle);
      first = false;
    } while (left > 0);
  }

  private NicConfig config() {
    int beat = 16 << random.nextInt(3);
    int request = 64 << random.nextInt(3);
    int maxFrame = 64 + random.nextInt(random.nextBoolean() ? 200 : 1000);
    int frameBeats = (maxFrame + beat - 1) / beat;
    boolean roomy = random.nextInt(3) == 0;
    TransmitConfig base = TransmitConfig.DEFAULT;
    TransmitConfig transmit =
        new TransmitConfig(
            1 + random.nextInt(4),
            // More than all descriptors: nothing here holds refusals back as the fetch would.
            1 << 16,
            1 << 15,
            base.fetchBatch(),
            base.fetchOutstanding(),
            base.buffersPerFrame(),
            base.subflows(),
            base.connections(),
            base.subflowsPerConnection(),
            base.scheduleBytes(),
            base.retryCycles(),
            roomy ? 64 : 2 + random.nextInt(6),
            request,
            roomy ? 256 : 1 + random.nextInt(12),
            frameBeats + (roomy ? 100 : random.nextInt(20)),
            1 + random.nextInt(8),
            1 + random.nextInt(100),
            base.memoryBytes());
    return NicConfig.DEFAULT.toBuilder()
        .ports(1 + random.nextInt(3))
        .beatBytes(beat)
        .maxFrameBytes(maxFrame)
        .portBitsPerSecond(
            new long[] {100_000_000_000L, 40_000_000_000L, 99_999_999_999L}[random.nextInt(3)])
        .readLatencyCycles(1 + random.nextInt(60))
        .writeLatencyCycles(1 + random.nextInt(60))
        .pcieGeneration(3 + random.nextInt(3))
        .pcieLanes(4 << random.nextInt(3))
        .transmit(transmit)
        .build();
  }

  private StallPattern stall() {
    int kind = random.nextInt(4);
    boolean[] stalled = new boolean[64];
    if (kind == 3) {
      Arrays.fill(stalled, 0, random.nextInt(40), true);
    } else {
      for (int i = 1; i < stalled.length; i++) {
        stalled[i] = random.nextInt(10) < kind * 4;
      }
    }
    return new StallPattern(stalled);
  }
}
