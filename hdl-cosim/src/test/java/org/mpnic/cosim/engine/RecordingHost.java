package org.mpnic.cosim.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.mpnic.cosim.twin.CompletionImages;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.top.CompletionWord;
import org.mpnic.model.top.EventWord;
import org.mpnic.model.top.HostInterface;

/** A host that is always in time, posts bad descriptors by turns, and notes all that it is told. */
final class RecordingHost implements HostInterface {
  private static final long START = 4096;
  private static final int TURN_INDICES = 64;

  private final NicConfig config;
  private final long seed;
  private final int[] lives;
  private final Random random = new Random();
  private final int lifeBytes;

  /** By queue: completions as they lie in memory, then interrupts with their cycles. */
  final List<List<String>> completions = new ArrayList<>();

  final List<List<Long>> interrupts = new ArrayList<>();
  final List<String> events = new ArrayList<>();
  final byte[] memory;

  private long address;
  private long length;
  private int number;

  RecordingHost(NicConfig config, long seed) {
    this.config = config;
    this.seed = seed;
    lives = new int[config.queues()];
    lifeBytes = config.queues() * config.ringEntries() * config.bufferBytes();
    // Frames of a queue's former life are still on their way: they have buffers of their own.
    memory = new byte[4 * lifeBytes];
    for (int queue = 0; queue < config.queues(); queue++) {
      completions.add(new ArrayList<>());
      interrupts.add(new ArrayList<>());
    }
  }

  /** The queue's rings are empty, its descriptors others. */
  void reset(int queue) {
    lives[queue]++;
  }

  private void make(int queue, int index) {
    random.setSeed(((seed * 31 + queue) * 31 + lives[queue]) * 0x9e3779b97f4a7c15L + index);
    random.nextInt();
    int place = index & config.ringEntries() - 1;
    address =
        START
            + (lives[queue] & 3) * (long) lifeBytes
            + ((long) queue * config.ringEntries() + place) * config.bufferBytes();
    length = config.bufferBytes();
    number = index;
    int turn = (index / TURN_INDICES + lives[queue] + queue) & 3;
    int bad = turn == 0 ? 20 : turn == 1 ? 300 : 0;
    if (random.nextInt(1000) >= bad) {
      return;
    }
    switch (random.nextInt(6)) {
      case 0 -> length = 0;
      case 1 -> length += 1;
      case 2 -> address = START - config.maxPayloadBytes();
      case 3 -> address = dmaEnd() - config.bufferBytes() + config.maxPayloadBytes();
      case 4 -> address += 1L << random.nextInt(7);
      default -> number ^= 1 << random.nextInt(31);
    }
  }

  @Override
  public boolean descriptorReady(int queue, int index) {
    return true;
  }

  @Override
  public long descriptorAddress(int queue, int index) {
    make(queue, index);
    return address;
  }

  @Override
  public long descriptorLength(int queue, int index) {
    make(queue, index);
    return length;
  }

  @Override
  public int descriptorIndex(int queue, int index) {
    make(queue, index);
    return number;
  }

  @Override
  public long dmaStart() {
    return START;
  }

  @Override
  public long dmaEnd() {
    return START + memory.length;
  }

  @Override
  public boolean completionPlacesFree(int queue, int count) {
    return true;
  }

  @Override
  public boolean eventPlacesFree(int count) {
    return true;
  }

  @Override
  public void write(long to, byte[] source, int offset, int bytes) {
    System.arraycopy(source, offset, memory, (int) (to - START), bytes);
  }

  @Override
  public void publish(int queue, CompletionWord completion, long visibleCycle, boolean last) {
    completions
        .get(queue)
        .add(
            "life "
                + lives[queue]
                + ", type "
                + completion.type
                + ", port "
                + completion.port
                + ", frame "
                + completion.frame
                + ", cycle "
                + completion.cycle
                + ", buffer "
                + completion.bufferIndex
                + ": "
                + Arrays.toString(CompletionImages.of(completion))
                + (last ? ", last of its write" : ""));
  }

  @Override
  public void interrupt(int queue, long cycle) {
    interrupts.get(queue).add(cycle);
  }

  @Override
  public void event(EventWord event) {
    events.add(
        event.type
            + " "
            + event.subflow
            + " "
            + event.subflowGeneration
            + " "
            + event.connection
            + " "
            + event.queue
            + " "
            + event.cycle
            + " "
            + event.isn
            + " "
            + event.idsn);
  }
}
