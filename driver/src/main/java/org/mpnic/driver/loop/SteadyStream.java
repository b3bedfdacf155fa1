package org.mpnic.driver.loop;

import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.mpnic.abi.DeviceState;
import org.mpnic.abi.RegisterTable;
import org.mpnic.driver.Nic;
import org.mpnic.driver.StreamSender;

/**
 * Sends one connection's data without end, the same bytes again and again: what driver and card can
 * do, without the making and summing of data. {@link SteadyReceiver} receives it.
 */
public final class SteadyStream {
  private static final long WAIT_NS = 1_000_000L;
  private static final long LIMIT_STEP = LoopTables.SEND_AHEAD / 4;

  private static final long CHECK_NS = 30_000_000_000L;

  private final Nic nic;
  private final LoopPlan plan;
  private final LoopConversation conversation;
  private final SentFrames before;
  private final LoopTables tables;
  private final StreamSender sender;
  private final int period;

  /** The data twice, so that a block can begin anywhere in the first. */
  private final byte[] data;

  private long posted;
  private long limitRaisedAt;

  /**
   * Programs the plan's first connection; all of the card's transmit memory is the stream's.
   *
   * @param nic a card through which nothing was sent
   */
  public SteadyStream(Nic nic, LoopPlan plan) {
    this.nic = nic;
    this.plan = plan;
    before = SentFrames.of(nic, plan.ports());
    conversation = new LoopConversation(plan, 0);
    tables = new LoopTables(nic.admin(), plan);
    tables.program(0, conversation);
    sender = new StreamSender(nic.txQueue(0), nic.txMemory());
    period = sender.bufferBytes();
    data = new byte[2 * period];
    plan.dataOf(0).fill(0, data, period);
    System.arraycopy(data, 0, data, period, period);
  }

  /** Shakes hands, so that a card which receives knows the connection; before any data. */
  public void shakeHands() {
    for (int subflow = 0; subflow < plan.subflows(); subflow++) {
      for (byte[] frame : conversation.handshake(subflow)) {
        sender.raw(plan.portOf(subflow), frame, 0, frame.length);
      }
      sender.ring(false);
      while (!sender.isEmpty()
          || nic.register(RegisterTable.DEVICE_STATE) != DeviceState.IDLE.code()) {
        nic.checkDevice();
        take(false);
      }
    }
  }

  /** Data sequence number of the first byte. */
  long firstDsn() {
    return conversation.firstDsn();
  }

  /** What is sent, again and again. */
  byte[] period() {
    return Arrays.copyOf(data, period);
  }

  /** Sends so many bytes, and returns when the card has fetched all of them. */
  public void send(long bytes) {
    long left = bytes;
    while (left > 0) {
      boolean any = false;
      while (left > 0 && sender.room() > 0) {
        int length = (int) Math.min(left, period);
        sender.stream(tables.connectionId(0), data, (int) (posted % period), length, false);
        left -= length;
        posted += length;
        any = true;
      }
      if (posted - limitRaisedAt >= LIMIT_STEP) {
        limitRaisedAt = posted;
        tables.raiseSendLimits(0);
      }
      sender.ring(left > 0);
      take(any);
    }
    while (!sender.isEmpty()) {
      take(false);
    }
  }

  /**
   * Checks that as many bytes have left the ports as were sent; waits for the last of them.
   *
   * @throws IllegalStateException with both numbers
   */
  public void check() {
    long deadline = System.nanoTime() + CHECK_NS;
    long wanted = posted * plan.copies();
    long left = leftPorts();
    while (left != wanted) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            left + " bytes of data left the ports instead of " + wanted);
      }
      nic.checkDevice();
      LockSupport.parkNanos(WAIT_NS);
      left = leftPorts();
    }
  }

  private long leftPorts() {
    return SentFrames.of(nic, plan.ports()).since(before).payloadBytes(conversation.headerBytes());
  }

  private void take(boolean busy) {
    if (sender.poll() == 0 && !busy) {
      sender.queue().await(WAIT_NS);
    }
    if (sender.queue().errors() > 0) {
      throw new IllegalStateException(sender.queue().lastError());
    }
  }
}
