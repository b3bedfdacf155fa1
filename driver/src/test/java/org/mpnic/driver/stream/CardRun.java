package org.mpnic.driver.stream;

import java.util.List;
import org.mpnic.abi.CompletionLayout;
import org.mpnic.abi.CompletionType;
import org.mpnic.abi.EventType;
import org.mpnic.abi.Verdict;
import org.mpnic.firmware.capture.CaptureFirmware;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.top.CompletionWord;
import org.mpnic.model.top.EventWord;
import org.mpnic.model.top.HostInterface;
import org.mpnic.model.top.RxTop;

/**
 * Runs frames through the card's datapath with a host that gives every buffer back at once, and
 * puts the completions into an {@link ArrivalQueue}. Frames that the card is not shown come as slow
 * path, as if it had a reason of its own.
 */
final class CardRun implements HostInterface {
  private static final int SLOTS_PER_DESCRIPTOR = 8;

  private final NicConfig config;
  private final RxTop card;
  private final byte[] memory;
  private final int[] posted;
  private final ArrivalQueue arrivals = new ArrivalQueue();
  private final StreamAssembly assembly =
      new StreamAssembly(StreamOptions.DEFAULT, StreamListener.NONE);
  private long cycle;

  CardRun(NicConfig config) {
    this.config = config;
    memory =
        new byte
            [config.queues() * config.ringEntries() * SLOTS_PER_DESCRIPTOR * config.bufferBytes()];
    posted = new int[config.queues()];
    card = new RxTop(config, this, new CaptureFirmware(), null);
    cycle = RxTop.readyCycle(config);
  }

  StreamAssembly assembly() {
    return assembly;
  }

  /** Takes all frames on port 0; those for which {@code shown} is true go through the card. */
  List<DataStream> run(List<byte[]> frames, boolean[] shown) {
    for (int port = 1; port < config.ports(); port++) {
      card.horizon(port, Long.MAX_VALUE);
    }
    for (int i = 0; i < frames.size(); i++) {
      final byte[] bytes = frames.get(i);
      if (shown[i] && bytes.length >= 14 && bytes.length <= config.maxFrameBytes() - 4) {
        offer(bytes);
      } else {
        arrivals.add(Conversation.slow(bytes, cycle, i));
      }
      cycle += config.wireCycles(bytes.length + 24L) + 1;
    }
    card.horizon(0, Long.MAX_VALUE);
    advance();
    while (!card.flushMappings()) {
      advance();
    }
    advance();
    for (ReceivedFrame f = arrivals.poll(Long.MAX_VALUE);
        f != null;
        f = arrivals.poll(Long.MAX_VALUE)) {
      assembly.take(f);
    }
    return assembly.finish();
  }

  private void offer(byte[] bytes) {
    int answer = card.offer(0, bytes, 0, bytes.length, cycle);
    while (answer == RxTop.QUEUE_FULL) {
      advance();
      answer = card.offer(0, bytes, 0, bytes.length, cycle);
    }
    if (answer != RxTop.ACCEPTED) {
      throw new IllegalStateException("offer answered " + answer);
    }
    card.horizon(0, cycle + 1);
  }

  private void advance() {
    if (card.advance(Long.MAX_VALUE) == RxTop.WAITING_FOR_HOST) {
      throw new IllegalStateException("waits for queue " + card.waitingQueue());
    }
  }

  private int slot(int queue, int index) {
    final int slots = config.ringEntries() * SLOTS_PER_DESCRIPTOR;
    return (queue * slots + (index & slots - 1)) * config.bufferBytes();
  }

  @Override
  public boolean descriptorReady(int queue, int index) {
    return index - (posted[queue] + config.ringEntries()) < 0;
  }

  @Override
  public long descriptorAddress(int queue, int index) {
    return slot(queue, index);
  }

  @Override
  public long descriptorLength(int queue, int index) {
    return config.bufferBytes();
  }

  @Override
  public int descriptorIndex(int queue, int index) {
    return index;
  }

  @Override
  public long dmaStart() {
    return 0;
  }

  @Override
  public long dmaEnd() {
    return memory.length;
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
  public void write(long address, byte[] source, int offset, int length) {
    System.arraycopy(source, offset, memory, (int) address, length);
  }

  @Override
  public void interrupt(int queue, long atCycle) {}

  @Override
  public void publish(int queue, CompletionWord word, long visibleCycle, boolean last) {
    final ReceivedFrame frame = arrivals.take();
    frame.type = CompletionType.of(word.type);
    frame.verdict = Verdict.of(word.verdict);
    frame.packetType = word.packetType;
    frame.port = word.port;
    frame.flags = word.flags;
    frame.queue = word.queue;
    frame.reason = word.reason;
    frame.payloadOffset = word.payloadOffset;
    frame.payloadLength = word.payloadLength;
    frame.connection = word.connection;
    frame.subflow =
        word.subflow < 0
            ? CompletionLayout.NO_ID
            : CompletionLayout.subflow(word.subflow, word.subflowGeneration);
    frame.dsn = word.dsn;
    frame.ssn = word.ssn;
    frame.cycle = word.cycle;
    frame.mappingLength = word.mappingLength;
    frame.dssChecksum = word.dssChecksum;
    frame.frame = word.frame;
    frame.reserve(frame.type == CompletionType.PACKET ? word.frameLength : 0);
    for (int at = 0; at < frame.length; at += config.bufferBytes()) {
      final int from = slot(queue, word.bufferIndex + at / config.bufferBytes());
      System.arraycopy(
          memory, from, frame.bytes, at, Math.min(config.bufferBytes(), frame.length - at));
    }
    posted[queue] += word.bufferCount;
    arrivals.add(frame);
  }

  @Override
  public void event(EventWord event) {
    if (event.type == EventType.SUBFLOW_PROGRAMMED.code()) {
      final SubflowDirectory.Known known =
          assembly
              .directory()
              .add(CompletionLayout.subflow(event.subflow, event.subflowGeneration));
      known.isn = event.isn;
      known.key.isIpv6 = event.isIpv6;
      known.key.srcHigh = event.sourceHigh;
      known.key.srcLow = event.sourceLow;
      known.key.dstHigh = event.destinationHigh;
      known.key.dstLow = event.destinationLow;
      known.key.sourcePort = event.sourcePort;
      known.key.destinationPort = event.destinationPort;
    }
  }
}
