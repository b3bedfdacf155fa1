package org.mpnic.driver.loop;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.mpnic.abi.DeviceState;
import org.mpnic.abi.RegisterTable;
import org.mpnic.driver.Nic;
import org.mpnic.driver.StreamSender;

/**
 * The host that sends: handshakes, data of all connections, and the end, through one card.
 *
 * <p>Each part begins when nothing is under way on either card, at a cycle that does not depend on
 * the speed of any process. While data flows, all queues in use are open, and what can be posted is
 * posted to whichever of them has room.
 */
public final class LoopSender {
  /** Handshakes at a time: the receiving control processor has places for some 250 events. */
  private static final int HANDSHAKES = 48;

  private static final long WAIT_NS = 100_000L;
  private static final long LIMIT_STEP = LoopTables.SEND_AHEAD / 4;

  private final Nic nic;
  private final LoopPlan plan;
  private final LoopTables tables;
  private final LoopConversation[] conversations;
  private final StreamSender[] senders;
  private final Feed[] feeds;
  private final byte[] block;
  private volatile boolean cancelled;
  private volatile long postedBytes;
  private SentFrames data;
  private long dataNs;

  /** Data of one connection. */
  private static final class Feed {
    SeededBytes source;
    MessageDigest digest;
    long left;
    long posted;
    long limitRaisedAt;
  }

  /**
   * A sender.
   *
   * @param nic the card, with enough ports; nothing was sent through it
   */
  public LoopSender(Nic nic, LoopPlan plan) {
    this.nic = nic;
    this.plan = plan;
    tables = new LoopTables(nic.admin(), plan);
    conversations = new LoopConversation[plan.connections()];
    feeds = new Feed[plan.connections()];
    for (int i = 0; i < conversations.length; i++) {
      conversations[i] = new LoopConversation(plan, i);
      feeds[i] = feed(i);
    }
    senders = new StreamSender[Math.min(plan.connections(), nic.txQueueCount())];
    int bufferBytes = 0;
    for (int q = 0; q < senders.length; q++) {
      senders[q] = new StreamSender(nic.txQueue(q), nic.txMemory().part(q, senders.length));
      bufferBytes = senders[q].bufferBytes();
    }
    block = new byte[bufferBytes];
  }

  private Feed feed(int connection) {
    Feed feed = new Feed();
    feed.source = plan.dataOf(connection);
    feed.digest = SeededBytes.newDigest();
    feed.left = plan.bytesOf(connection);
    return feed;
  }

  /** A connection, 0 to the plan's connections - 1. */
  LoopConversation conversation(int number) {
    return conversations[number];
  }

  /** Ends {@link #run} soon, with whatever was sent; from any thread. */
  public void cancel() {
    cancelled = true;
  }

  /** Stream bytes posted so far; from any thread. */
  public long postedBytes() {
    return postedBytes;
  }

  /**
   * Sends everything; returns when nothing is under way on either card, or after {@link #cancel}.
   */
  public void run() {
    awaitQuiet();
    for (int i = 0; i < conversations.length; i++) {
      tables.program(i, conversations[i]);
    }
    nic.admin().disturbWire(false);
    shakeHands();
    nic.admin().disturbWire(true);
    SentFrames before = SentFrames.of(nic, plan.ports());
    long startNs = System.nanoTime();
    sendData();
    awaitQuiet();
    dataNs = System.nanoTime() - startNs;
    data = SentFrames.of(nic, plan.ports()).since(before);
    nic.admin().disturbWire(false);
    if (!cancelled) {
      sayGoodbye();
    }
  }

  private void shakeHands() {
    for (int s = 0; s < plan.subflows(); s++) {
      for (int from = 0; from < conversations.length && !cancelled; from += HANDSHAKES) {
        List<byte[]> all = new ArrayList<>();
        for (int i = from; i < Math.min(from + HANDSHAKES, conversations.length); i++) {
          all.addAll(conversations[i].handshake(s));
        }
        sendRaw(plan.portOf(s), all);
      }
    }
  }

  private void sayGoodbye() {
    for (int s = 0; s < plan.subflows(); s++) {
      List<byte[]> all = new ArrayList<>();
      for (int i = 0; i < conversations.length; i++) {
        LoopConversation conversation = conversations[i];
        int nextSsn = tables.nextSsn(i, s);
        long nextDsn = conversation.firstDsn() + plan.bytesOf(i) + 1;
        if (s == 0) {
          all.add(conversation.serverDataFin(0, nextSsn, nextDsn));
        }
        all.addAll(conversation.fins(s, nextSsn, nextDsn));
      }
      sendRaw(plan.portOf(s), all);
    }
  }

  /** Sends frames by the first queue, and waits until nothing is under way. */
  private void sendRaw(int port, List<byte[]> all) {
    StreamSender sender = senders[0];
    for (byte[] frame : all) {
      while (!cancelled && sender.room() == 0) {
        sender.ring(true);
        if (sender.poll() == 0) {
          sender.queue().await(WAIT_NS);
        }
      }
      if (cancelled) {
        return;
      }
      sender.raw(port, frame, 0, frame.length);
    }
    sender.ring(false);
    awaitQuiet();
  }

  private void sendData() {
    int open = senders.length;
    boolean[] closed = new boolean[senders.length];
    for (StreamSender sender : senders) {
      sender.queue().ringSilently(true);
    }
    while (open > 0) {
      boolean moved = false;
      for (int q = 0; q < senders.length; q++) {
        if (closed[q]) {
          continue;
        }
        moved |= senders[q].poll() > 0;
        checkErrors(senders[q]);
        moved |= post(q);
        if (isExhausted(q) || cancelled) {
          senders[q].ring(false);
          closed[q] = true;
          open--;
        }
      }
      if (!moved && open > 0) {
        nic.checkDevice();
        LockSupport.parkNanos(WAIT_NS);
      }
    }
  }

  /** Posts as much as a queue has room for, one buffer of each of its connections in turn. */
  private boolean post(int queue) {
    StreamSender sender = senders[queue];
    boolean posted = false;
    boolean more = true;
    while (more && sender.room() > 0) {
      more = false;
      for (int c = queue; c < feeds.length && sender.room() > 0; c += senders.length) {
        if (feeds[c].left > 0) {
          post(sender, c);
          posted = true;
          more = true;
        }
      }
    }
    if (posted) {
      sender.ring(true);
    }
    return posted;
  }

  private void post(StreamSender sender, int connection) {
    Feed feed = feeds[connection];
    int length = (int) Math.min(feed.left, sender.bufferBytes());
    feed.source.fill(feed.posted, block, length);
    feed.digest.update(block, 0, length);
    feed.left -= length;
    feed.posted += length;
    if (feed.posted - feed.limitRaisedAt >= LIMIT_STEP) {
      feed.limitRaisedAt = feed.posted;
      tables.raiseSendLimits(connection);
    }
    sender.stream(tables.connectionId(connection), block, 0, length, feed.left == 0);
    postedBytes += length;
  }

  private boolean isExhausted(int queue) {
    for (int c = queue; c < feeds.length; c += senders.length) {
      if (feeds[c].left > 0) {
        return false;
      }
    }
    return true;
  }

  /** Waits until everything came back and nothing is under way on either card. */
  private void awaitQuiet() {
    while (!cancelled && !isQuiet()) {
      for (StreamSender sender : senders) {
        sender.poll();
        checkErrors(sender);
      }
      nic.checkDevice();
      LockSupport.parkNanos(WAIT_NS);
    }
  }

  private boolean isQuiet() {
    for (StreamSender sender : senders) {
      if (!sender.isEmpty()) {
        return false;
      }
    }
    return nic.register(RegisterTable.DEVICE_STATE) == DeviceState.IDLE.code();
  }

  private static void checkErrors(StreamSender sender) {
    if (sender.queue().errors() > 0) {
      throw new IllegalStateException(sender.queue().lastError());
    }
  }

  // ---- figures

  /** SHA-256 of a connection's data, 64 hex digits. */
  public String sha256(int connection) {
    return HexFormat.of().formatHex(feeds[connection].digest.digest());
  }

  /** Frames that left a port while data was sent. */
  public long dataFrames(int port) {
    return data.frames(port);
  }

  /** Bytes of those frames, without FCS. */
  public long dataBytes(int port) {
    return data.bytes(port);
  }

  /** Frames that left all ports while data was sent. */
  public long dataFrames() {
    return data.frames();
  }

  /** Data in those frames, copies included. */
  public long dataPayloadBytes() {
    return data.payloadBytes(conversations[0].headerBytes());
  }

  /** Real time from the first data posted to nothing being under way, ns. */
  public long dataNs() {
    return dataNs;
  }
}
