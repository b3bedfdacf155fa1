package org.mpnic.driver.stream;

import java.util.List;
import org.mpnic.abi.CompletionType;
import org.mpnic.abi.DeviceState;
import org.mpnic.abi.EventFlyweight;
import org.mpnic.abi.EventType;
import org.mpnic.abi.RegisterTable;
import org.mpnic.abi.Verdict;
import org.mpnic.driver.CompletionBatch;
import org.mpnic.driver.DeviceLostException;
import org.mpnic.driver.Nic;
import org.mpnic.driver.TableSnapshot;

/**
 * Makes streams of everything that a card receives.
 *
 * <pre>
 *   StreamReceiver receiver = new StreamReceiver(nic, stream -&gt; sinkFor(stream));
 *   nic.admin().loadCapture(path, AdminLayout.ALL_PORTS, false, false, null);
 *   nic.admin().startCapture();
 *   List&lt;DataStream&gt; streams = receiver.runToEnd();
 * </pre>
 *
 * <p>Completions come by several queues; here they are put back into the order in which their
 * frames reached the card, as far as the card says that it is done with earlier cycles. So the
 * streams do not depend on queues, on the path that a frame took, or on when this process looks.
 * One thread at a time.
 *
 * <p>A host that attaches where another has died, and does not reset the card, goes on with the
 * connections that are in the card's tables: each keeps its kind, version, token and subflows
 * ({@link DataStream#isResumed}). Their streams start at the first byte that the predecessor has
 * not released: the lowest one that has come {@link StreamOptions#reorderingFrames} frames after
 * the first. What the predecessor had released and not handed on is gone with it, and so is the
 * rest of a mapping with checksum that it had released in part: holes, or missing at the start.
 * Connections of which the tables hold no key, or that began before the capture, come as partial
 * streams.
 */
public final class StreamReceiver {
  private static final int BATCH = 64;
  private static final long IDLE_NS = 500_000L;

  private final Nic nic;
  private final StreamAssembly assembly;
  private final PacketListener packets;
  private final ArrivalQueue arrivals = new ArrivalQueue();
  private final CompletionBatch batch = new CompletionBatch(BATCH);
  private boolean begun;
  private boolean done;
  private long doneCycle;
  private int busiestQueue;
  private long unreadableFrames;
  private String problem;

  /** A receiver with default limits that looks at streams only. */
  public StreamReceiver(Nic nic, StreamListener listener) {
    this(nic, StreamOptions.DEFAULT, listener, PacketListener.NONE);
  }

  /**
   * A receiver.
   *
   * @param listener told of streams, and asked where their bytes go
   * @param packets told of every completion
   */
  public StreamReceiver(
      Nic nic, StreamOptions options, StreamListener listener, PacketListener packets) {
    this.nic = nic;
    this.assembly = new StreamAssembly(options, listener);
    this.packets = packets;
  }

  /**
   * Takes what is there, without waiting: events, completions of all queues, and hands on what is
   * in order.
   *
   * @return completions taken
   */
  public int poll() {
    if (!begun) {
      begin();
    }
    final boolean wasDone = done;
    final long completed = nic.completedCycle();
    int taken = 0;
    for (int number = 0; number < nic.queueCount(); number++) {
      final int count = drain(number);
      busiestQueue = count > 0 ? number : busiestQueue;
      taken += count;
    }
    nic.drainEvents(this::event);
    final boolean atEnd = wasDone && taken == 0;
    handOn(atEnd ? Long.MAX_VALUE : completed);
    return taken;
  }

  /** A predecessor may have read that the captures are done: then only what it left is to come. */
  private void begin() {
    begun = true;
    final TableSnapshot predecessor = nic.predecessor();
    assembly.adopt(predecessor);
    done =
        !predecessor.subflows().isEmpty()
            && nic.register(RegisterTable.DEVICE_STATE) == DeviceState.IDLE.code();
  }

  /**
   * Polls, and if nothing was there sleeps until a completion comes or half a millisecond passed.
   */
  public int pollOrWait() {
    final int taken = poll();
    if (taken == 0 && !done) {
      nic.queue(busiestQueue).await(IDLE_NS);
    }
    return taken;
  }

  /**
   * Receives until the card says that the running captures are done.
   *
   * @return the streams, final
   * @throws DeviceLostException the device died; what came before can be had with {@link #finish}
   */
  public List<DataStream> runToEnd() {
    while (!isDone()) {
      pollOrWait();
    }
    return finish();
  }

  /** Whether the running captures are done and every completion of theirs was handed on. */
  public boolean isDone() {
    return done && arrivals.size() == 0 && poll() == 0;
  }

  /** Settles what still waits, numbers and closes the streams; call it once. */
  public List<DataStream> finish() {
    handOn(Long.MAX_VALUE);
    return assembly.finish();
  }

  private int drain(int number) {
    int taken = 0;
    int count = nic.queue(number).poll(batch, BATCH);
    while (count > 0) {
      for (int i = 0; i < count; i++) {
        take(i);
      }
      batch.release();
      taken += count;
      count = nic.queue(number).poll(batch, BATCH);
    }
    return taken;
  }

  private void take(int i) {
    final CompletionType type = batch.type(i);
    if (type != CompletionType.PACKET && type != CompletionType.MAPPING_END) {
      return;
    }
    final ReceivedFrame frame = arrivals.take();
    frame.type = type;
    final Verdict verdict = batch.verdict(i);
    frame.verdict = verdict == null ? Verdict.NONE : verdict;
    frame.packetType = batch.packetType(i);
    frame.port = batch.port(i);
    frame.flags = batch.flags(i);
    frame.queue = batch.queue(i);
    frame.reason = batch.reason(i);
    frame.payloadOffset = batch.payloadOffset(i);
    frame.payloadLength = batch.payloadLength(i);
    frame.connection = batch.connection(i);
    frame.subflow = batch.subflow(i);
    frame.dsn = batch.dsn(i);
    frame.ssn = batch.ssn(i);
    frame.rssHash = batch.rssHash(i);
    frame.cycle = batch.cycle(i);
    frame.mappingLength = batch.mappingLength(i);
    frame.dssChecksum = batch.dssChecksum(i);
    frame.frame = batch.frame(i);
    if (copyBytes(i, frame)) {
      arrivals.add(frame);
    } else {
      unreadableFrames++;
      arrivals.give(frame);
    }
  }

  private boolean copyBytes(int i, ReceivedFrame frame) {
    final long room = (long) batch.bufferCount(i) * nic.spec().bufferBytes();
    final int length = frame.type == CompletionType.PACKET ? batch.frameLength(i) : 0;
    if (length < 0 || length > room) {
      return false;
    }
    frame.reserve(length);
    return batch.copyFrame(i, 0, frame.bytes, 0, length);
  }

  private void handOn(long cycle) {
    for (ReceivedFrame frame = arrivals.poll(cycle); frame != null; frame = arrivals.poll(cycle)) {
      packets.completed(frame, assembly.take(frame));
      arrivals.give(frame);
    }
  }

  private void event(EventFlyweight event) {
    final EventType type = EventType.of(event.type());
    if (type == null) {
      return;
    }
    switch (type) {
      case SUBFLOW_PROGRAMMED -> programmed(event);
      case CAPTURE_DONE -> {
        done = true;
        doneCycle = event.cycle();
      }
      case PORT_ERROR, DEVICE_ERROR -> problem = nic.admin().problemText();
      default -> {
        // The tracker here sees the same frames and says it to the listener.
      }
    }
  }

  private void programmed(EventFlyweight event) {
    final SubflowDirectory.Known known = assembly.directory().add(event.subflow());
    known.isn = event.isn();
    known.key.isIpv6 = event.isIpv6() != 0;
    known.key.srcHigh = event.sourceHigh();
    known.key.srcLow = event.sourceLow();
    known.key.dstHigh = event.destinationHigh();
    known.key.dstLow = event.destinationLow();
    known.key.sourcePort = event.sourcePort();
    known.key.destinationPort = event.destinationPort();
  }

  // ---- figures

  /** Frames handed on. */
  public long frames() {
    return assembly.frames();
  }

  /** Frames among them that software had to look into whole. */
  public long slowPathFrames() {
    return assembly.slowPathFrames();
  }

  /** Frames among them that are no TCP segment, or whose checksums are bad. */
  public long damagedFrames() {
    return assembly.damagedFrames();
  }

  /** Frames whose completion named buffers that the queue does not have. */
  public long unreadableFrames() {
    return unreadableFrames;
  }

  /** Bytes given up because {@link StreamOptions#memoryBytes} was reached. */
  public long refusedBytes() {
    return assembly.memory().refusedBytes();
  }

  /** Cycle at which the captures were done. */
  public long doneCycle() {
    return doneCycle;
  }

  /** What a port or the device reported last as its failure, one line; null if nothing. */
  public String problem() {
    return problem;
  }
}
