package org.mpnic.model.top;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.mpnic.model.cell.StallPattern;
import org.mpnic.model.config.NicConfig;

/** A small random card and its traffic, from one seed: every FIFO short, every latency near. */
final class RandomCard {
  final NicConfig config;
  final int lead;
  final int badOf1000;
  final StallPattern stall;
  final int[] spacing;
  final byte[][] bytes;
  final List<TickedReference.Frame> frames = new ArrayList<>();

  RandomCard(long seed, int framesPerPort) {
    Random random = new Random(seed);
    this.lead = 1 + random.nextInt(12);
    this.badOf1000 = random.nextInt(4) == 0 ? 1 + random.nextInt(200) : 0;
    this.config = config(random, lead);
    this.stall = stall(random);
    this.spacing = new int[config.ports()];
    this.bytes = new byte[256][];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = new byte[config.maxFrameBytes()];
      random.nextBytes(bytes[i]);
      int ends = random.nextInt(10) < 7 ? 0 : random.nextInt(4);
      bytes[i][1] = (byte) (ends | (random.nextInt(20) == 0 ? SyntheticStages.DROPPED : 0));
    }
    int shape = random.nextInt(6);
    long sharedSeed = random.nextLong();
    for (int port = 0; port < config.ports(); port++) {
      boolean silent = shape == 5 && port != 0;
      Random own = shape == 4 ? new Random(sharedSeed) : new Random(random.nextLong());
      traffic(own, port, shape, silent ? 0 : framesPerPort);
    }
    frames.sort(
        (a, b) ->
            a.firstBeat != b.firstBeat
                ? Long.compare(a.firstBeat, b.firstBeat)
                : Integer.compare(a.port, b.port));
  }

  private static NicConfig config(Random random, int lead) {
    int batch = 1 << random.nextInt(3);
    int maxPayload =
        64 << (batch == 4 ? 2 : batch == 2 ? 1 + random.nextInt(2) : random.nextInt(3));
    int ring = 16 << random.nextInt(4);
    int cache = Math.max(1, random.nextInt(ring / 2) + 1);
    int maxBeats = 1 + random.nextInt(24);
    int bufferBytes = maxPayload * (1 + random.nextInt(8));
    int store = Math.max(maxPayload / 64, batch) + random.nextInt(12);
    boolean roomy = random.nextInt(3) == 0;
    return NicConfig.DEFAULT.toBuilder()
        .ports(1 + random.nextInt(3))
        .maxFrameBytes(Math.max(64, maxBeats * 64 + 4))
        .packetBufferBeats(roomy ? 500 : maxBeats + random.nextInt(2 * maxBeats + 2))
        .packetBufferHeaders(roomy ? 200 : 1 + random.nextInt(12))
        .decisionFifoDepth(roomy ? 100 : 1 + random.nextInt(20))
        .tableAccessesPerCycle(1 + random.nextInt(2))
        .queues(1 + random.nextInt(4))
        .ringEntries(ring)
        .bufferBytes(bufferBytes)
        .descriptorCache(cache)
        .fetchBatch(1 + random.nextInt(Math.min(cache, 8)))
        .fetchOutstanding(1 + random.nextInt(4))
        .hostLatencyCycles(lead + random.nextInt(100))
        .pcieGeneration(1 + random.nextInt(6))
        .pcieLanes(1 << random.nextInt(5))
        .maxPayloadBytes(maxPayload)
        .tlpHeaderBytes(random.nextInt(40))
        .readLatencyCycles(1 + random.nextInt(30))
        .writeLatencyCycles(1 + random.nextInt(30))
        .linkStoreBeats(store)
        .completionFifoDepth(3 + random.nextInt(12))
        .completionBatch(batch)
        .completionBatchIdleCycles(2 + random.nextInt(20))
        .interruptCount(1 + random.nextInt(8))
        .interruptCycles(1 + random.nextInt(300))
        .errorFifoDepth(1 + random.nextInt(6))
        .quarantineErrors(1 + random.nextInt(4))
        .build();
  }

  private static StallPattern stall(Random random) {
    int kind = random.nextInt(3);
    boolean[] stalled = new boolean[64];
    int burst = 0;
    for (int i = 1; i < stalled.length; i++) {
      burst = burst > 0 ? burst - 1 : random.nextInt(20) == 0 ? random.nextInt(20) : 0;
      stalled[i] = kind == 1 ? random.nextInt(10) < 3 : kind == 2 && burst > 0;
    }
    return new StallPattern(stalled);
  }

  private void traffic(Random random, int port, int shape, int count) {
    spacing[port] = random.nextBoolean() ? RxTop.BACK_TO_BACK : RxTop.LINE_RATE;
    boolean shortOnly = random.nextInt(3) == 0;
    long next = random.nextInt(3) == 0 ? 0 : 2 * RxTop.readyCycle(config);
    int burst = 0;
    for (int serial = 0; serial < count; serial++) {
      TickedReference.Frame frame = new TickedReference.Frame();
      int most = config.maxFrameBytes() - 4;
      frame.port = port;
      frame.serial = serial;
      frame.bytes = 2 + random.nextInt(Math.min(most, shortOnly ? 64 : most) - 1);
      byte[] contents = contents(frame);
      frame.queue = (contents[0] & 0xff) % config.queues();
      frame.control = contents[1];
      frame.firstBeat = next;
      int beats = (frame.bytes + 63) / 64;
      frame.atBuffer = new long[beats];
      for (int beat = 0; beat < beats; beat++) {
        int end = Math.min(64 * beat + 64, frame.bytes);
        long offset =
            beat == 0 ? 0 : spacing[port] == RxTop.LINE_RATE ? (end - 64) * 33L / 1280 : beat;
        frame.atBuffer[beat] = next + offset + SyntheticStages.PARSER + SyntheticStages.CHECKSUM;
        if (beat > 0) {
          frame.atBuffer[beat] = Math.max(frame.atBuffer[beat], frame.atBuffer[beat - 1] + 1);
        }
      }
      long last = frame.atBuffer[beats - 1] - SyntheticStages.PARSER - SyntheticStages.CHECKSUM;
      burst = burst > 0 ? burst - 1 : random.nextInt(40) == 0 ? random.nextInt(60) : 0;
      int gap = shape == 1 ? random.nextInt(4) : shape == 2 ? random.nextInt(80) : 0;
      gap = shape == 3 && burst == 0 ? random.nextInt(60) : gap;
      next = last + 1 + gap;
      frames.add(frame);
    }
  }

  byte[] contents(TickedReference.Frame frame) {
    return bytes[(frame.serial * 31 + frame.port * 7) & 255];
  }
}
