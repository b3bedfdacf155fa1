package org.mpnic.driver.loop;

import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.mpnic.abi.CompletionFlags;
import org.mpnic.abi.CompletionType;
import org.mpnic.abi.Reason;
import org.mpnic.abi.Verdict;
import org.mpnic.driver.CompletionBatch;
import org.mpnic.driver.Nic;

/**
 * Receives what a {@link SteadyStream} sends, on a thread of its own, and looks at every byte: that
 * it is the one of its data sequence number, and that the card found its checksum right.
 */
public final class SteadyReceiver implements AutoCloseable {
  private static final int BATCH = 64;
  private static final long WAIT_NS = 1_000_000L;
  private static final long CHECK_NS = 30_000_000_000L;
  private static final long END_MS = 10_000;

  private final Nic nic;
  private final long firstDsn;
  private final boolean checksum;
  private final int period;

  /** What is sent, so often that a frame's data can begin anywhere in the first. */
  private final byte[] expected;

  private final byte[] payload;
  private final CompletionBatch batch = new CompletionBatch(BATCH);
  private final Thread thread = new Thread(this::receive, "receiver");
  private volatile long received;
  private volatile String problem;
  private volatile boolean closed;

  /**
   * Begins to receive.
   *
   * @param nic the card that the stream comes to, with nobody else at its queues
   */
  public SteadyReceiver(Nic nic, LoopPlan plan, SteadyStream stream) {
    this(nic, plan, stream.firstDsn(), stream.period());
  }

  SteadyReceiver(Nic nic, LoopPlan plan, long firstDsn, byte[] once) {
    this.nic = nic;
    this.firstDsn = firstDsn;
    checksum = plan.checksum();
    period = once.length;
    expected = new byte[period + (plan.frameBytes() / period + 1) * period];
    for (int from = 0; from < expected.length; from += period) {
      System.arraycopy(once, 0, expected, from, period);
    }
    payload = new byte[plan.frameBytes()];
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Waits until so many bytes have come in all.
   *
   * @throws IllegalStateException if one is wrong, comes twice, or does not come
   */
  public void await(long bytes) {
    long deadline = System.nanoTime() + CHECK_NS;
    while (received < bytes && problem == null) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(received + " bytes came instead of " + bytes);
      }
      LockSupport.parkNanos(WAIT_NS / 20);
    }
    if (problem != null) {
      throw new IllegalStateException(problem);
    }
    if (received > bytes) {
      throw new IllegalStateException(received + " bytes came instead of " + bytes);
    }
  }

  private void receive() {
    try {
      while (!closed && problem == null) {
        int taken = 0;
        int busiest = 0;
        for (int queue = 0; queue < nic.queueCount(); queue++) {
          int count = nic.queue(queue).poll(batch, BATCH);
          busiest = count > 0 ? queue : busiest;
          taken += count;
          take(count);
        }
        nic.drainEvents(event -> {});
        if (taken == 0) {
          nic.queue(busiest).await(WAIT_NS);
        }
      }
    } catch (RuntimeException failure) {
      problem = failure.toString();
    }
  }

  private void take(int count) {
    long bytes = 0;
    for (int entry = 0; entry < count; entry++) {
      int length = batch.payloadLength(entry);
      if (batch.type(entry) == CompletionType.PACKET && length > 0) {
        problem = problem == null ? problemOf(entry, length) : problem;
        bytes += length;
      }
    }
    batch.release();
    received += bytes;
  }

  private String problemOf(int entry, int length) {
    long dsn = batch.dsn(entry);
    int reason = batch.reason(entry);
    if (reason != 0) {
      return "frame at DSN " + dsn + ": " + Reason.of(reason);
    }
    if ((batch.flags(entry) & CompletionFlags.MAPPED) == 0) {
      return "a frame with " + length + " bytes of payload has no mapping";
    }
    if (checksum && batch.verdict(entry) == Verdict.BAD) {
      return "frame at DSN " + dsn + ": bad DSS checksum";
    }
    if (!batch.copyFrame(entry, batch.payloadOffset(entry), payload, 0, length)) {
      return "frame at DSN " + dsn + " lies in buffers that the queue does not have";
    }
    int from = (int) Long.remainderUnsigned(dsn - firstDsn, period);
    return Arrays.equals(payload, 0, length, expected, from, from + length)
        ? null
        : length + " bytes at DSN " + dsn + " are not those that were sent";
  }

  /** Ends the thread; the card is used no more when this returns. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join(END_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      throw new IllegalStateException("the receiver did not end within " + END_MS + " ms");
    }
  }
}
